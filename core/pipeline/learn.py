"""Learning from the decisions of a project: a span scorer is tried out, then kept or dropped.

What it would do is a layer like any other. Keeping it lets the pairs that nobody has decided on
stand on that layer; those decided on stand where they stood.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from core.domain.layer import Layer
from core.domain.spec import MethodSpec
from core.errors import ConflictError, InputError, UnknownNameError
from core.pipeline.groups import group_sizes
from core.pipeline.layers import to_store, versions
from core.pipeline.lessons import METHOD, Lesson, Lessons
from core.pipeline.methods import METHODS, in_full
from core.pipeline.run import project_pairs
from core.pipeline.signals import work_out
from core.pipeline.teller import Report, Teller, as_job
from core.pipeline.trials import Trial, in_state, in_use, read, write
from core.pipeline.whatif import InStep, told
from core.projection import project as project_pair
from core.projection.resolve import with_options
from core.review import scorers
from core.review.otherwise import untouched
from core.review.taught import taught
from core.scoring.learned import known
from core.scoring.learned.known import SHIPPED
from core.storage import Outcome, ProjectInfo, Workspace
from core.storage.alignments import with_key
from core.storage.clock import now
from core.training.scorer import (
    FEWEST,
    check,
    learn,
    picks_of,
)

NAME = "learned"
LEARNING = "Learning from decisions"

_TELL_EVERY = 100
_FIRST = 20
_NEW_LEAST, _NEW_SHARE = 25, 0.2
"""Decisions, and their share of the pairs decided on, from which learning anew is worth it."""

_COUNTED = 100
"""Pairs up to which decided entities are counted one by one."""


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether it is worth while to learn now.

    Args:
        decided: source entities decided on; where there are many, at least so many.
        new: decisions since the latest trial.
        needed: entities that still have to be decided before anything can be learned, else 0.
        due: whether there are enough new decisions and nothing is on offer.
    """

    decided: int
    new: int
    needed: int
    due: bool


def readiness(workspace: Workspace, project: str) -> Readiness:
    """Return whether it is worth while to learn now; takes some milliseconds.

    Raises:
        UnknownNameError: there is no such project.
    """
    touched = sum(
        number
        for status, number in workspace.project(project).progress.items()
        if status in {"done", "in-progress"}
    )
    decided = touched
    if touched <= _COUNTED:
        decided = sum(len(t.answers) for t in taught(workspace, project))
    trial = read(workspace, project)
    new = workspace.search.stamp(project).decision - (trial.decision if trial else 0)
    needed = max(0, FEWEST - decided)
    enough = not needed and new >= max(_NEW_LEAST, _NEW_SHARE * touched)
    return Readiness(decided, new, needed, enough and (trial is None or trial.state != "offered"))


def train(
    workspace: Workspace, project: str, *, anyway: bool = False, report: Report | None = None
) -> Trial:
    """Return what a scorer learned from the decisions of a project would do.

    It is checked on decided pairs that it has not seen. Where it does better than the base of the
    project, a layer is written and offered; the base stays as it is until somebody keeps it. An
    older scorer that is still on offer is dropped.

    Args:
        workspace: where the project is.
        project: its name.
        anyway: write the layer although the check found no gain.
        report: told the step, how much is done and how much there is.

    Raises:
        MissingInputError: no method has run over the project, or there are too few decisions.
    """
    with as_job(workspace, project, report) as teller:
        info = workspace.project(project)
        base = info.need_base()
        decision = workspace.search.stamp(project).decision
        source = Lessons(workspace, info, base)
        lessons = list(_told_lessons(source, teller))
        examples = [lesson.example for lesson in lessons]
        model = learn(examples, known(SHIPPED).prior, source.undoubted(lessons))
        older = read(workspace, project)
        if older is not None and older.state == "offered":
            _let_go(workspace, project, older)
        digest = scorers.put(workspace, project, model)
        world = _World(workspace, info, base, source, teller)
        spec = world.spec(digest)
        asked = [e.decided for e in examples]
        plain = replace(spec, label_map=())  # the lessons are mapped already
        said = [picks_of(project_pair(d.task, plain)) for d in asked]
        found = check(asked, [lesson.base for lesson in lessons], said)
        trial = Trial(
            scorer=digest,
            layer="",
            name="",
            before=base.content_hash,
            entities=sum(len(d.answers) for d in asked),
            pairs=len(asked),
            decision=decision,
            check=found,
            changed=0,
            first=(),
            state="refused",
            time=now(),
        )
        if found.better or anyway:
            trial = world.offered(trial, spec)
        else:
            scorers.drop(workspace, project, digest)
        if trial.layer:
            work_out(workspace, project, teller)
        teller.result = trial.text
        return write(workspace, project, trial)


def keep(workspace: Workspace, project: str, *, report: Report | None = None) -> Trial:
    """Return the trial after the untouched pairs stand on what the scorer on offer makes of them.

    Pairs that somebody decided on stay as they are. The signals are worked out anew.

    Raises:
        InputError: nothing is on offer.
        ConflictError: the project stands on another base than the scorer was compared with.
    """
    trial = in_state(workspace, project, "offered", "keep")
    if workspace.project(project).base != trial.before:
        raise ConflictError(
            "the project stands on another base than the scorer was compared with; learn anew"
        )
    with as_job(workspace, project, report) as teller:
        workspace.set_base(project, trial.layer)
        kept = write(workspace, project, replace(trial, state="kept"))
        work_out(workspace, project, teller)
        teller.result = kept.text
    return kept


def drop(workspace: Workspace, project: str) -> Trial:
    """Return the trial after the layer on offer was deleted; raise InputError if none is."""
    return _let_go(workspace, project, in_state(workspace, project, "offered", "drop"))


def undo(workspace: Workspace, project: str, *, report: Report | None = None) -> Trial:
    """Return the trial after the untouched pairs went back to where they stood before it was kept.

    The layer goes as well, unless somebody decided on pairs of it meanwhile.

    Raises:
        InputError: the project does not stand on what a scorer learned.
    """
    trial = in_use(workspace, project)
    if trial is None:
        raise InputError(
            "there is nothing to undo: the project does not stand on what a scorer learned"
        )
    with as_job(workspace, project, report) as teller:
        workspace.set_base(project, trial.before)
        latest = read(workspace, project)
        dropped = replace(trial, state="dropped")
        _delete(workspace, project, trial)
        if latest is not None and latest.layer == trial.layer:
            write(workspace, project, dropped)
        work_out(workspace, project, teller)
        teller.result = "what was learned is not in use any more"
    return dropped


def _told_lessons(source: Lessons, teller: Teller) -> Iterator[Lesson]:
    for done, lesson in enumerate(source.decided(), start=1):
        yield lesson
        if done % _TELL_EVERY == 0:
            teller(LEARNING, done, 0)


def _let_go(workspace: Workspace, project: str, trial: Trial) -> Trial:
    """Return a trial that was on offer, after its layer was deleted."""
    _delete(workspace, project, trial)
    return write(workspace, project, replace(trial, state="dropped"))


def _delete(workspace: Workspace, project: str, trial: Trial) -> None:
    """Delete the layer of a trial with its scorer, unless decided pairs stand on it."""
    try:
        workspace.delete_layer(project, trial.layer)
    except (ConflictError, UnknownNameError):
        return  # somebody decided on pairs of it, or deleted it by hand
    scorers.drop(workspace, project, trial.scorer)


class _World:
    """A project that a scorer is tried out on.

    Args:
        workspace: where it is.
        info: the project.
        base: the layer that it stands on.
        lessons: what there is to learn from.
        teller: told how far everything is.
    """

    def __init__(
        self,
        workspace: Workspace,
        info: ProjectInfo,
        base: Layer,
        lessons: Lessons,
        teller: Teller,
    ) -> None:
        self._workspace = workspace
        self._info = info
        self._base = base
        self._lessons = lessons
        self._teller = teller

    def spec(self, digest: str) -> MethodSpec:
        """Return the method that goes by a scorer, on the links and labels of the base."""
        count = sum(layer.name.startswith(f"{NAME} ") for layer in self._info.layers)
        spec = with_options(METHODS[METHOD], {"learned.scorer": digest})
        base = self._lessons.method
        return in_full(
            replace(
                spec,
                name=f"{NAME} {count + 1}",
                aligner=base.aligner,
                label_map=base.label_map,
                joint=base.joint,
            )
        )

    def offered(self, trial: Trial, spec: MethodSpec) -> Trial:
        """Return the trial with its layer written and the pairs that it would change counted."""
        name, total = self._info.name, self._info.pairs
        layer = self._workspace.write_layer(
            name,
            told(self._outcomes(spec), spec.name, total, self._teller),
            name=spec.name,
            spec=with_key(spec.to_dict(), self._lessons.key),
            spec_hash=spec.digest(),
            versions=versions(),
        )
        if layer.content_hash == self._base.content_hash:
            return trial  # it makes of every pair what is there already
        places = untouched(self._workspace, name, layer.name)
        return replace(
            trial,
            layer=layer.content_hash,
            name=spec.name,
            changed=len(places),
            first=self._workspace.search.ids(name, places[:_FIRST]),
            state="offered",
        )

    def _outcomes(self, spec: MethodSpec) -> Iterator[tuple[str, Outcome]]:
        name = self._info.name
        rows = InStep(self._workspace.iter_bundles(name, [], links=self._lessons.key))
        sizes = None
        if spec.joint is not None:
            sizes = group_sizes(s.pair for s in self._workspace.iter_pairs(name))
        for outcome in project_pairs(rows.pairs(), rows, spec, sizes=sizes):
            yield outcome.pair.id, to_store(outcome)
