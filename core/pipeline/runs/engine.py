"""A run from its file to its output: one step after the other, each told, all resumable."""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path

from core.errors import MALFORMED, ConflictError, CoreError, InputError, StorageError
from core.formats import jsonl
from core.models.compute import computing
from core.pipeline.runs import after, before, stored
from core.pipeline.runs.at_hand import identity
from core.pipeline.runs.config import RunConfig, to_toml
from core.pipeline.runs.fields import PARALLEL, TRANSLATE_TRAIN
from core.pipeline.runs.state import STOPPED, RunState, Telling
from core.pipeline.runs.work import Work
from core.pipeline.teller import Report
from core.storage.files import read_bytes, write_atomically
from core.storage.results import Results
from core.storage.workfolder import at_work, is_free

CONFIG = "run.toml"
COUNTS = "counts.json"
LOST = "lost.jsonl"
INPUTS = "inputs.json"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a run.

    Args:
        name: of the step.
        title: what it does, for people.
        wanted: whether a run has it.
        do: does it, and returns what came of it in words.
    """

    name: str
    title: str
    wanted: Callable[[RunConfig], bool]
    do: Callable[[Work], str]


_TAG_SOURCE = Step(
    "tag-source", "Finding source entities", lambda c: bool(c.source_tagger), before.tag_source
)
_TRANSLATE = Step(
    "translate", "Translating",
    lambda c: c.setting != PARALLEL and not c.markers, before.translate,
)  # fmt: skip
_AFTER = (
    Step(
        "back-translate", "Translating back",
        lambda c: bool(c.back_translator), before.back_translate,
    ),
    Step("align", "Aligning words", lambda _: True, after.align),
    Step("tag-target", "Tagging the target", lambda c: bool(c.target_tagger), after.tag_target),
    Step("propose", "Proposing spans", lambda c: bool(c.proposer), after.propose),
    Step("score", "Scoring translations", lambda c: bool(c.scorer), after.score),
    Step("project", "Projecting", lambda _: True, after.project),
    Step("store", "Storing the project", lambda c: bool(c.project), stored.store),
)  # fmt: skip
_READ = Step("read", "Reading the text", lambda _: True, before.read)
_MARK = Step(
    "markers", "Translating with markers", lambda c: bool(c.markers), before.through_markers
)


def steps_of(config: RunConfig) -> list[Step]:
    """Return the steps of a run, in order."""
    first = (_TAG_SOURCE, _TRANSLATE) if config.setting == TRANSLATE_TRAIN else (
        _TRANSLATE, _TAG_SOURCE
    )  # fmt: skip
    return [step for step in (_READ, *first, _MARK, *_AFTER) if step.wanted(config)]


def run(
    config: RunConfig,
    folder: Path,
    *,
    base: Path,
    results: Results | None,
    report: Report | None = None,
    url: str | None = None,
) -> Work:
    """Return what a run came to, after writing all of it to a folder.

    Every step writes its file when it is done, whole or not at all. What models find is kept bit by
    bit in the results, so that a run that was stopped or killed goes on where it was, and ends with
    the same files to the byte.

    Args:
        config: the run.
        folder: that it writes to; made where it is not there. It holds one run, once begun.
        base: folder that file names of the run start from.
        results: what models found before; None keeps nothing, so that it begins anew.
        report: told the step, how much is done and how much there is.
        url: of the database, for a run that becomes a project.

    Raises:
        ConflictError: another process is at work in the folder.
        StorageError: the folder holds another run.
        CoreError: as the step that failed; its state is told in the folder.
    """
    placed = config.placed(base)
    _open(folder)
    with at_work(folder, f"a run is at work in {folder} already; stop it first"):
        _claim(folder, to_toml(config))
        steps = steps_of(placed)
        tell = Telling(folder, [(step.name, step.title) for step in steps], report)
        work = Work(placed, base, folder, results, tell, url=url)
        ending: RunState = "stopped"
        message = STOPPED
        try:
            _keep_inputs(work, config)
            with computing(placed.compute()):
                for step in steps:
                    tell.begin(step.name)
                    tell.end(step.do(work))
                    _check_left(work)
            _write_account(work)
            ending, message = "done", _summary(work)
        except CoreError as error:
            ending, message = "failed", str(error)
            if work.items:  # else nothing has fallen out yet, and what an earlier try told stays
                _write_account(work)
            raise
        finally:
            tell.finish(ending, message)
    return work


def _open(folder: Path) -> None:
    """Make a folder for a run; raise StorageError where it holds something else."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"cannot make the folder {folder}: {error.strerror or error}") from None
    if not (folder / CONFIG).is_file() and not is_free(folder):
        raise StorageError(f"{folder} holds something else; name another folder with -o")


def _claim(folder: Path, body: bytes) -> None:
    """Make a folder that of a run; raise ConflictError where it is that of another."""
    known = folder / CONFIG
    if not known.is_file():
        write_atomically(known, body)
    elif read_bytes(known) != body:
        raise ConflictError(
            f"{folder} holds another run (its {CONFIG} differs); name another folder with -o, or "
            "delete that one"
        )


def _keep_inputs(work: Work, config: RunConfig) -> None:
    """Write which text and models a run goes by.

    Raises:
        ConflictError: one is another than when the run began.
        InputError: there is no such text.
        ModelError: a model is not on this machine.
    """
    folder, named = work.folder, config.models()
    found = {key: identity(key, name) for key, name in work.config.models().items()}
    now = {key: asdict(replace(one, name=named[key])) for key, one in found.items()}
    digest = sha256(read_bytes(work.base / config.text)).hexdigest()
    now["text"] = {"name": config.text, "identity": digest[:16]}
    known = folder / INPUTS
    if not known.is_file():
        write_atomically(known, json.dumps(now, indent=2, ensure_ascii=False).encode() + b"\n")
        return
    before = _identities(known)
    for key, one in now.items():
        if before.get(key) != one["identity"]:
            what = "text" if key == "text" else "model"
            raise ConflictError(
                f"{key} is another {what} than when the run in {folder} began; name another folder "
                "with -o"
            )


def _identities(path: Path) -> dict[str, object]:
    """Return which text and models a run went by when it began."""
    try:
        told = json.loads(read_bytes(path))
        return {key: one["identity"] for key, one in told.items()}
    except MALFORMED as error:
        raise StorageError(
            f"{path} cannot be read ({error!r}); name another folder with -o"
        ) from None


def _check_left(work: Work) -> None:
    """Raise InputError where every sentence has fallen out, with the commonest reason."""
    if work.items and not work.pairs and len(work.lost) >= len(work.items):
        (reason, count), *_ = Counter(one.reason for one in work.lost).most_common(1)
        raise InputError(
            f"no sentence is left: {reason} ({count:,} of {len(work.items):,}); {LOST} has all"
        )


def _write_account(work: Work) -> None:
    """Write what fell out on the way and what was counted, of as much as was done."""
    positions = {item.id: k for k, item in enumerate(work.items, start=1)}
    lost = sorted(work.lost, key=lambda one: positions[one.id])
    rows = ({"id": one.id, "position": positions[one.id], **asdict(one)} for one in lost)
    after.write(work, LOST, map(jsonl.dump, rows))
    counts = json.dumps(work.counts, indent=2, ensure_ascii=False).encode() + b"\n"
    write_atomically(work.folder / COUNTS, counts)


def _summary(work: Work) -> str:
    lost = len({one.id for one in work.lost})
    return f"{len(work.items):,} sentences{f', {lost:,} lost' if lost else ''}"
