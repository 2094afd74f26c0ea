"""The last step of a run: a project, so that every step of it can be looked at."""

from collections.abc import Mapping
from contextlib import closing

from core.errors import ConflictError
from core.pipeline.prepare import prepare
from core.pipeline.runs.after import methods
from core.pipeline.runs.work import Work
from core.storage import Workspace
from core.storage.files import write_atomically

MARK = "project.txt"
_MAKING, _DONE = b"making\n", b"done\n"


def check_name(work: Work) -> None:
    """Raise ConflictError where a project of this name is there that is not this run's own."""
    with closing(Workspace.open(work.url)) as workspace:
        if work.config.project in workspace.names() and not (work.folder / MARK).is_file():
            raise ConflictError(
                f"there is a project {work.config.project!r} already; give the run's another name"
            )


def store(work: Work) -> str:
    """Make the project of a run: its links, what models said, and a layer for each method.

    One that was half made when the run was killed is made anew; one that is done stays, with
    everything that people have decided in it.
    """
    name, mark = work.config.project, work.folder / MARK
    with closing(Workspace.open(work.url)) as workspace:
        there = name in workspace.names()
        if there and mark.is_file() and mark.read_bytes() == _DONE:
            return f"{name} is there"
        if there:
            workspace.delete_project(name)
        write_atomically(mark, _MAKING)
        workspace.create_project(name, work.pairs)
        prepare(
            workspace,
            name,
            methods=methods(work),
            links=work.links,
            extras=work.extras(),
            transfer=work.config.transfer,
            origins=_origins(work),
            report=work.tell,
        )
        write_atomically(mark, _DONE)
    return f"{name}: {len(work.pairs):,} pairs"


def _origins(work: Work) -> Mapping[str, str]:
    """Return where links and extras come from, in words that the page shows."""
    config = work.config
    named = {
        "links": config.aligner.part,
        "tag_probs": config.target_tagger,
        "spans": config.proposer or config.markers,
        "translation_scores": config.scorer,
    }
    return {kind: words for kind, words in named.items() if words}
