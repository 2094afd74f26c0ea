"""Running a method over a corpus: one outcome a pair, in order, in constant memory."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from core.domain.pair import Pair
from core.domain.spec import MethodSpec
from core.errors import CoreError, FormatError
from core.pipeline.groups import group_sizes, project_groups
from core.pipeline.outcomes import (
    NO_SOURCE_TAGS,
    Alignments,
    Extras,
    Failed,
    Look,
    Outcome,
    Projected,
    Skipped,
    look_of,
    task_of,
)
from core.pipeline.weigh import held, is_open, weigh
from core.projection import project
from core.projection.orphans import orphans

__all__ = [
    "NO_SOURCE_TAGS",
    "Alignments",
    "Extras",
    "Failed",
    "Outcome",
    "Projected",
    "Skipped",
    "project_pairs",
    "task_of",
    "weigh",
]


def project_pairs(
    pairs: Iterable[Pair],
    alignments: Alignments,
    spec: MethodSpec,
    *,
    explain: bool = False,
    extras: Extras | None = None,
    sizes: Mapping[str, int] | None = None,
) -> Iterator[Outcome]:
    """Yield what became of every pair, in order, reading pairs one by one.

    A method whose weights are to be estimated needs all pairs before the first outcome; they are
    held in memory, unless `weigh` was run first. A method with a joiner holds the pairs of a group,
    and outcomes after them, until the last pair of the group is there.

    Args:
        pairs: the corpus.
        alignments: links by pair id, or a function from the pair to its links.
        spec: the method.
        explain: give every projection its explanation, and orphans (costs time).
        extras: spans, tag probabilities and translation scores by pair id.
        sizes: for a method with a joiner, how many pairs each group has; where neither this nor a
            sequence of pairs is given, groups are only complete at the end.

    Returns:
        `Projected`, `Skipped` where the source has no tags, or `Failed` with a CoreError. Anything
        that is no CoreError is a defect and is let through.

    Raises:
        FormatError: `alignments` read a file that is broken; that is not this pair's fault.
    """
    look = look_of(alignments)
    if is_open(spec):
        pairs, look = held(pairs, look)
        spec = weigh(pairs, look, spec, extras=extras)
    if spec.joint is not None:
        if sizes is None and isinstance(pairs, Sequence):
            sizes = group_sizes(pairs)
        yield from project_groups(pairs, look, spec, explain=explain, extras=extras, sizes=sizes)
        return
    for pair in pairs:
        yield _one(pair, look, spec, explain=explain, extras=extras)


def _one(
    pair: Pair, look: Look, spec: MethodSpec, *, explain: bool, extras: Extras | None
) -> Outcome:
    if pair.source.entities is None:
        return Skipped(pair, NO_SOURCE_TAGS)
    try:
        task = task_of(pair, look(pair), extras)
        found = project(task, spec, explain=explain)
        left = orphans(task, found, lang=pair.target.lang) if explain else None
    except FormatError:
        raise
    except CoreError as error:
        return Failed(pair, error)
    return Projected(pair, found, left)
