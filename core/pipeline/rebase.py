"""A project carried to another layer as a job, and looked through for suspicious pairs anew."""

from core.pipeline.signals import work_out
from core.pipeline.teller import Report, as_job
from core.review.rebase import Moved, rebase
from core.storage import Workspace


def carry(
    workspace: Workspace,
    project: str,
    content_hash: str,
    person: str,
    *,
    report: Report | None = None,
) -> Moved:
    """Return what was carried to a layer; the signals of the pairs are those of it then.

    Raises:
        UnknownNameError: there is no such layer.
        ConflictError: no project can stand on it.
    """
    with as_job(workspace, project, report) as teller:
        found = rebase(workspace, project, content_hash, person, report=teller)
        work_out(workspace, project, teller)
        teller.result = found.words
    return found
