"""What decisions teach: for each source entity that somebody decided on, the spans that stand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from core.domain.decision import EntityStatus, PairStatus
from core.domain.entity import Entity
from core.domain.pair import Pair, Sentence
from core.domain.replay import PairState, Reviewed
from core.review.sampling import Sampler
from core.storage import StoredPair, Workspace

Span = tuple[int, int]

_KEPT = frozenset({EntityStatus.ACCEPTED, EntityStatus.CORRECTED, EntityStatus.ADDED})


@dataclass(frozen=True, slots=True)
class Taught:
    """A pair that somebody decided on.

    Args:
        place: of the pair in the corpus, from 1.
        pair: as it came in.
        source: the source with all entities that people left in it, ascending; those without a
            counterpart too.
        answers: for those that were decided on, by index, the spans that stand for each; none
            where it has no counterpart.
        spans: all target entities as they stand.
    """

    place: int
    pair: Pair
    source: Sentence
    answers: Mapping[int, tuple[Span, ...]]
    spans: tuple[Span, ...]


def taught(ws: Workspace, project: str) -> Iterator[Taught]:
    """Yield the pairs of a project that somebody decided on, in corpus order.

    Excluded pairs teach nothing, nor does what was settled with many others in one go: nobody
    looked at it one by one. Of a pair that is not done only the entities count that were decided.
    """
    sampler = Sampler()
    with ws.counting(project) as tallies:
        for handled in tallies.handled():
            alone = sampler.add(handled)
            record = handled.record
            state = record.state
            if state.source is None or state.status is PairStatus.EXCLUDED:
                continue
            if state.status is PairStatus.DONE and not alone:
                continue
            found = taught_of(record.stored, state)
            if found.answers:
                yield found


def taught_of(stored: StoredPair, state: PairState) -> Taught:
    """Return what a pair teaches as it stands."""
    pair = stored.pair
    kept = sorted(
        (r for r in state.source or () if r.live or r.status is EntityStatus.NO_COUNTERPART),
        key=lambda r: r.entity,
    )
    source = Sentence(pair.source.tokens, tuple(r.entity for r in kept), pair.source.lang)
    live = tuple(r for r in state.target if r.live)
    answers = {}
    for k, entity in enumerate(kept):
        spans = _answer(entity, state, live)
        if spans is not None:
            answers[k] = spans
    return Taught(
        stored.position, pair, source, answers, tuple(sorted({_span(r.entity) for r in live}))
    )


def _answer(
    source: Reviewed, state: PairState, live: tuple[Reviewed, ...]
) -> tuple[Span, ...] | None:
    """Return the spans that stand for a source entity; None where nobody has decided."""
    if source.status is EntityStatus.NO_COUNTERPART:
        return ()
    own = [r for r in live if r.source_id == source.id]
    decided = [r for r in own if r.status in _KEPT]
    done = state.status is PairStatus.DONE
    if own and (done or len(decided) == len(own)):
        return tuple(_span(r.entity) for r in own)
    if own or not done:
        return None
    # One that was added by hand may stand for it: then nothing is known.
    label = source.entity.label
    strays = (r for r in live if r.source_id is None and r.entity.label == label)
    return None if any(strays) else ()


def _span(entity: Entity) -> Span:
    return entity.start, entity.end
