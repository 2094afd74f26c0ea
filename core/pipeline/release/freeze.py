"""A release made: the project bundled, opened as a fresh copy, and everything counted there.

So whatever the release says is true of its own files, whatever is decided meanwhile.
"""

import io
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from core.domain.decision import PairStatus
from core.pipeline.bundle import Bundle, archive, open_bundle, read_bundle, write_bundle
from core.pipeline.release.bibliography import bibtex
from core.pipeline.release.counted import counted, digest
from core.pipeline.release.latex import table
from core.pipeline.release.words import methods
from core.storage import Workspace
from core.storage.aside import Aside, folder
from core.storage.clock import now
from core.storage.releases import Release

HELD = "bundle.zip"
SAID = "release.json"
COPY = "release"
"""Name of the project that a release is opened as."""


@dataclass(frozen=True, slots=True)
class Citation:
    """What the person says of a release; "" where nothing was said.

    Args:
        licence: of the data, such as `CC BY 4.0`.
        cite: how the data is to be cited.
    """

    licence: str = ""
    cite: str = ""


def freeze(
    ws: Workspace,
    project: str,
    name: str,
    *,
    statuses: Sequence[PairStatus] = (PairStatus.DONE,),
    person: str = "",
    citation: Citation | None = None,
) -> tuple[Release, tuple[str, ...]]:
    """Return a new release, and the names of those with equal content.

    Args:
        ws: the database.
        project: name of the project.
        name: of the release; never used again.
        statuses: of the pairs that its exports have.
        person: who makes it.
        citation: what they say of it.

    Raises:
        ConflictError: there is a release of that name.
        InputError: the name is none.
        StorageError: the temporary folder has no room for what is counted; nothing is written.
    """
    ws.releases.check(project, name)
    said = citation or Citation()
    with Aside(2**26) as held:
        write_bundle(ws, project, held)
        held.seek(0)
        bundle = read_bundle(held, file=f"release {name}")
        with opened(bundle) as copy:
            manifest = counted(copy, COPY, statuses, bundle=bundle)
        content = digest(manifest)
        time = now()
        manifest = {
            "name": name,
            "project": project,
            "time": time,
            "person": person,
            "licence": said.licence,
            "cite": said.cite,
            "digest": content,
            **manifest,
        }
        held.seek(0)
        body = _body(manifest, held.read())
    equal = tuple(one.name for one in ws.releases.all(project) if one.digest == content)
    release = Release(name, time, person, int(manifest["seq"]), content, manifest)
    ws.releases.write(project, release, body)
    return release, equal


@contextmanager
def opened(bundle: Bundle) -> Iterator[Workspace]:
    """Return a database of its own, gone afterwards, that holds a bundle as project `COPY`."""
    with folder() as place:
        ws = Workspace.open(f"sqlite:///{place / 'copy.sqlite'}")
        try:
            open_bundle(ws, bundle, COPY)
            yield ws
        finally:
            ws.close()


def _body(manifest: dict[str, object], bundle: bytes) -> bytes:
    """Return the file of a release: manifest, bundle, and what a paper takes from it."""
    said = json.dumps(manifest, ensure_ascii=False, indent=1).encode() + b"\n"
    members = {
        HELD: bundle,
        SAID: said,
        "methods.txt": methods(manifest).encode() + b"\n",
        "references.bib": bibtex(manifest).encode() + b"\n",
        "table.tex": table(manifest).encode() + b"\n",
    }
    out = io.BytesIO()
    archive.write(out, ((key, [members[key]]) for key in sorted(members)), kind=archive.RELEASE)
    return out.getvalue()
