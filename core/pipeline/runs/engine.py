"""A run from its file to its output: one step after the other, each told, all resumable."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from core.errors import ConflictError, CoreError, StorageError
from core.formats import jsonl
from core.models.compute import computing
from core.pipeline.runs import after, before, stored
from core.pipeline.runs.at_hand import identity
from core.pipeline.runs.config import RunConfig, to_toml
from core.pipeline.runs.fields import PARALLEL, TRANSLATE_TRAIN
from core.pipeline.runs.state import STOPPED, RunState, Telling
from core.pipeline.runs.work import Work
from core.pipeline.teller import Report
from core.storage.files import holds_nothing, read_bytes, write_atomically
from core.storage.results import Results
from core.storage.workfolder import at_work

CONFIG = "run.toml"
COUNTS = "counts.json"
LOST = "lost.jsonl"
MODELS = "models.json"


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
    _claim(folder, to_toml(config))
    with at_work(folder, f"a run is at work in {folder} already; stop it first"):
        _keep_models(folder, config, placed)
        steps = steps_of(placed)
        tell = Telling(folder, [(step.name, step.title) for step in steps], report)
        work = Work(placed, base, folder, results, tell, url=url)
        ending: RunState = "stopped"
        message = STOPPED
        try:
            with computing(placed.compute()):
                for step in steps:
                    tell.begin(step.name)
                    tell.end(step.do(work))
            _finish(work)
            ending, message = "done", _summary(work)
        except CoreError as error:
            ending, message = "failed", str(error)
            raise
        finally:
            tell.finish(ending, message)
    return work


def _claim(folder: Path, body: bytes) -> None:
    """Make a folder that of a run; raise an error where it is that of another."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"cannot make the folder {folder}: {error.strerror or error}") from None
    known = folder / CONFIG
    if known.is_file():
        if read_bytes(known) != body:
            raise ConflictError(
                f"{folder} holds another run (its {CONFIG} differs); name another folder with -o, "
                "or delete that one"
            )
        return
    if not holds_nothing(folder):
        raise StorageError(f"{folder} holds something else; name another folder with -o")
    write_atomically(known, body)


def _keep_models(folder: Path, config: RunConfig, placed: RunConfig) -> None:
    """Write which models a run goes by; raise ConflictError where one has changed since it began.

    Raises:
        ModelError: a model is not on this machine.
    """
    named = config.models()
    found = {key: identity(key, name) for key, name in placed.models().items()}
    now = {key: asdict(replace(one, name=named[key])) for key, one in found.items()}
    known = folder / MODELS
    if known.is_file():
        before = json.loads(read_bytes(known))
        for key, model in now.items():
            if before.get(key, {}).get("identity") != model["identity"]:
                raise ConflictError(
                    f"{key} is another model than when the run in {folder} began; name another "
                    "folder with -o"
                )
        return
    write_atomically(known, json.dumps(now, indent=2, ensure_ascii=False).encode() + b"\n")


def _finish(work: Work) -> None:
    """Write what fell out on the way and what was counted."""
    positions = {item.id: k for k, item in enumerate(work.items, start=1)}
    lost = sorted(work.lost, key=lambda one: positions[one.id])
    rows = ({"id": one.id, "position": positions[one.id], **asdict(one)} for one in lost)
    after.write(work, LOST, map(jsonl.dump, rows))
    counts = json.dumps(work.counts, indent=2, ensure_ascii=False).encode() + b"\n"
    write_atomically(work.folder / COUNTS, counts)


def _summary(work: Work) -> str:
    lost = f", {len(work.lost):,} lost" if work.lost else ""
    return f"{len(work.items):,} sentences{lost}"
