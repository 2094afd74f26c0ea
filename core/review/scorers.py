"""Span scorers that projects were taught: kept in the database under their digest.

Once this module is loaded, methods find them in any database that the process has open.
"""

from core.scoring.learned import SpanModel, add_source, remember
from core.storage import Workspace
from core.storage.workspace import opened

_KEY = "scorer "


def put(ws: Workspace, project: str, model: SpanModel) -> str:
    """Return the digest of a scorer after keeping it with a project."""
    body = model.to_bytes()
    digest = remember(model, body)
    ws.models.write(project, _KEY + digest, body)
    return digest


def drop(ws: Workspace, project: str, digest: str) -> None:
    """Let go of a scorer of a project, unless one of its layers goes by it."""
    if not any(digest in layer.spec for layer in ws.project(project).layers):
        ws.models.drop(project, _KEY + digest)


def find(digest: str) -> bytes | None:
    """Return the bytes of a scorer in any open database, None where none has it."""
    for ws in opened():
        body = ws.models.find(_KEY + digest)
        if body is not None:
            return body
    return None


add_source(find)
