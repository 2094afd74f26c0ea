"""What there is to learn from in a project: what people decided, and what nobody doubts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from core.domain.alignment import Alignment
from core.domain.decision import PairStatus
from core.domain.layer import Layer
from core.domain.pair import Pair
from core.domain.spec import MethodSpec, short_hash
from core.domain.task import Task
from core.pipeline.methods import METHODS
from core.projection import project as project_pair
from core.projection.engine import mapped
from core.projection.resolve import needs
from core.review.methods import links_key, spec_of
from core.review.supplied import available, keys_of, task_with
from core.review.taught import Taught, taught
from core.storage import Filter, PairExtras, ProjectInfo, Range, Workspace
from core.storage.batches import batches
from core.storage.values import NO_EXTRAS
from core.training.scorer import UNDOUBTED, Answers, Example, bears_out, example, picks_of

METHOD = "learned-exact"
MOST_UNDOUBTED = 200
_BATCH = 100


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """A pair that somebody decided on.

    Args:
        pair: its id.
        example: what it teaches.
        base: what the base of the project makes of it, by index of the source entity.
    """

    pair: str
    example: Example
    base: Answers


class Lessons:
    """A project as something to learn from.

    Args:
        workspace: where it is.
        info: the project.
        base: the layer that it stands on.
    """

    def __init__(self, workspace: Workspace, info: ProjectInfo, base: Layer) -> None:
        self._workspace = workspace
        self._project = info.name
        self._pairs = info.pairs
        self._base = base
        self.method: MethodSpec = spec_of(base) if base.spec else METHODS[METHOD]
        self.key = links_key(base, info.aligner)
        self.extras = keys_of(base)

    def decided(self) -> Iterator[Lesson]:
        """Yield what the decided pairs teach, in corpus order; those without links are left out."""
        for some in batches(taught(self._workspace, self._project), _BATCH):
            places = [one.place for one in some]
            links = self._workspace.links.at(self._project, places, self.key)
            extras = self._workspace.extras.at(self._project, places, self.extras)
            found = (
                self._lesson(one, links[one.place], extras.get(one.place, NO_EXTRAS))
                for one in some
                if one.place in links
            )
            yield from (lesson for lesson in found if lesson is not None)

    def _lesson(self, one: Taught, links: Alignment, extras: PairExtras) -> Lesson | None:
        whole = task_with(one.source, one.pair.target.tokens, links, extras)
        task, places = mapped(whole, self.method)
        answers = {k: one.answers[p] for k, p in enumerate(places) if p in one.answers}
        if not answers:
            return None
        base = self._of_base(task, one.pair.id)
        return Lesson(one.pair.id, example(task, answers, one.spans), base)

    def undoubted(self, lessons: Sequence[Lesson]) -> list[Example]:
        """Return pairs that nobody touched and little speaks against, as the base has them.

        At most as many as were decided, and `MOST_UNDOUBTED`; which, is drawn by their ids. None
        where decided pairs of as little suspicion turned out wrong, or where nobody has looked for
        suspicious pairs yet.
        """
        calm = set(self._calm(Filter(suspicion=Range(high=UNDOUBTED))))
        checked = [lesson for lesson in lessons if lesson.pair in calm]
        decided = [lesson.example.decided for lesson in checked]
        if not bears_out(decided, [lesson.base for lesson in checked]):
            return []
        untouched = frozenset({PairStatus.UNREVIEWED})
        names = self._calm(Filter(status=untouched, suspicion=Range(high=UNDOUBTED)))
        found: list[Example] = []
        for name in sorted(names, key=short_hash):
            if len(found) == min(len(lessons), MOST_UNDOUBTED):
                break
            pair = self._workspace.pair(self._project, name).pair
            made = self._as_it_stands(pair)
            found += [] if made is None else [made]
        return found

    def _calm(self, wanted: Filter) -> tuple[str, ...]:
        return self._workspace.find(self._project, wanted, limit=self._pairs)

    def _as_it_stands(self, pair: Pair) -> Example | None:
        links = self._workspace.alignment(self._project, pair.id, self.key)
        if links is None or not pair.source.entities:
            return None
        extras = self._workspace.extras.of_pair(self._project, pair.id, self.extras)
        whole = task_with(pair.source, pair.target.tokens, links, extras)
        task, _ = mapped(whole, self.method)
        picks = self._of_base(task, pair.id)
        return example(task, picks, sorted({span for some in picks.values() for span in some}))

    def _of_base(self, task: Task, pair: str) -> Answers:
        """Return what the base makes of a pair: run again, else as it is stored."""
        base = self.method
        if needs(base) <= available(task) and base.joint is None:
            return picks_of(project_pair(task, replace(base, label_map=())))  # mapped before
        kept = self._workspace.layer_outcomes(self._project, pair)
        made = next((o for a, o in kept if a.content_hash == self._base.content_hash), None)
        stored = {
            (p.entity.start, p.entity.end): tuple((q.start, q.end) for q in p.picks)
            for p in (made.projections if made else ())
        }
        return {k: stored.get((e.start, e.end), ()) for k, e in enumerate(task.entities())}
