"""The last step of a run: a project, so that every step of it can be looked at."""

from collections.abc import Mapping
from contextlib import closing

from core.domain.pair import Pair
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

    One that is done stays, with everything that people have decided in it; one that was half made
    when the run was killed is gone on with. Nothing is ever deleted.

    Raises:
        ConflictError: a project of this name is there that is not this run's own.
    """
    name, mark = work.config.project, work.folder / MARK
    with closing(Workspace.open(work.url)) as workspace:
        if name in workspace.names():
            _check_own(work, workspace)
            if mark.read_bytes() == _DONE:
                return f"{name} is there"
        else:
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


def _check_own(work: Work, workspace: Workspace) -> None:
    """Raise ConflictError where a project has other sentences than the run, or no mark says it."""
    name = work.config.project
    own = (work.folder / MARK).is_file() and workspace.project(name).pairs == len(work.pairs)
    both = zip(workspace.iter_pairs(name), work.pairs, strict=False)
    if not own or any(_words(stored.pair) != _words(pair) for stored, pair in both):
        raise ConflictError(
            f"there is a project {name!r} that this run did not make; the files of the run are "
            f"whole in {work.folder}. Delete that project and resume, or give the run's another "
            "name"
        )


def _words(pair: Pair) -> tuple[object, ...]:
    """Return what a pair has that nobody changes in a project."""
    return pair.id, pair.source.tokens, pair.target.tokens


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
