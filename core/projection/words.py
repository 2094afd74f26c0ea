"""What a projection did and why, in plain sentences for somebody who annotates."""

from collections.abc import Sequence

from core.domain.alignment import stretches
from core.domain.pair import Sentence
from core.domain.projection import Competitor, Explanation, Projection, Reason
from core.projection.sure_words import sure_words

NONE = {
    None: "it has no span",
    Reason.NO_LINKS: "none of its words is linked to a target word",
    Reason.NO_CANDIDATE: "no candidate span holds the words it is linked to",
    Reason.FILTERED: "the method's rules left out every span found for it",
    Reason.BLOCKED: "other entities have the place of every candidate",
    Reason.UNSEEN: "the aligner did not see its words",
    Reason.DROPPED: "its label is left out by the label map",
}
"""Why an entity has no pick, as a clause."""

_EQUAL = 1e-9
_CLOSE = 5e-3


def in_words(
    projection: Projection, source: Sentence, target_tokens: Sequence[str]
) -> tuple[str, ...]:
    """Return sentences that say what was matched and why; words are counted from 1.

    Args:
        projection: of one source entity; without an explanation only the outcome is told.
        source: the source sentence, with all its entities where others are to be named.
        target_tokens: the target sentence.
    """
    told = projection.explanation
    if told is None:
        return (_outcome(projection, source, target_tokens),)
    lines = [
        _linked(projection, told, source, target_tokens),
        _outcome(projection, source, target_tokens),
    ]
    if projection.reason is Reason.FILTERED:
        lines += told.steps[1:2] if told.competitors else told.steps[-1:]
    lines += _rivals(projection, told, source, target_tokens)
    lines += sure_words(projection)
    return tuple(line for line in lines if line)


def _name(projection: Projection, source: Sentence) -> str:
    entity = projection.entity
    return f"'{source.text(entity.start, entity.end)}'"


def span_words(start: int, end: int, tokens: Sequence[str]) -> str:
    """Return words in quotes with where they stand, counted from 1."""
    where = f"word {end}" if end - start == 1 else f"words {start + 1}-{end}"
    return f"'{' '.join(tokens[start:end])}' ({where})"


def _listed(items: Sequence[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def _linked(
    projection: Projection, told: Explanation, source: Sentence, tokens: Sequence[str]
) -> str:
    entity = projection.entity
    length = entity.end - entity.start
    name = _name(projection, source)
    if not told.links:
        return "" if projection.reason else f"No word of {name} is linked to a target word."
    count = len({link.i for link in told.links})
    places = stretches(sorted({link.j for link in told.links}))
    where = _listed([span_words(start, end, tokens) for start, end in places])
    if length == 1:
        return f"{name} is linked to {where}."
    if count == length:
        every = "Both" if length == 2 else f"All {length}"
        return f"{every} words of {name} are linked, to {where}."
    verb = "is" if count == 1 else "are"
    return f"{count} of the {length} words of {name} {verb} linked, to {where}."


def _outcome(projection: Projection, source: Sentence, tokens: Sequence[str]) -> str:
    name = _name(projection, source)
    if not projection.picks:
        return f"{name} was not projected: {NONE[projection.reason]}."
    chosen = [
        f"{span_words(p.start, p.end, tokens)}, score {p.score:.2f}" for p in projection.picks
    ]
    return f"Chosen for {name}: {_listed(chosen)}."


def _rivals(
    projection: Projection, told: Explanation, source: Sentence, tokens: Sequence[str]
) -> list[str]:
    """Return a sentence on the best rival, and one on the best that another entity has."""
    picked = {(p.start, p.end) for p in projection.picks}
    rivals = [c for c in told.competitors if (c.start, c.end) not in picked]
    lines = []
    if projection.picks and not rivals:
        lines.append("No other span came into question.")
    elif projection.picks:
        lines.append(_next_best(projection, rivals[0], tokens))
    if told.blocked_by is not None:
        held = next(c for c in rivals if c.taken_by == told.blocked_by)
        span = span_words(held.start, held.end, tokens)
        better = "A better span" if projection.picks else "Its best span"
        lines.append(
            f"{better}, {span}, score {held.score:.2f}, overlaps what "
            f"{_owner(told.blocked_by, source)} got; two entities cannot share a word."
        )
    return lines


def _next_best(projection: Projection, rival: Competitor, tokens: Sequence[str]) -> str:
    score = min(p.score for p in projection.picks)
    span = span_words(rival.start, rival.end, tokens)
    gap = score - rival.score
    if rival.score > score:
        return f"Another span scores higher: {span}, score {rival.score:.2f}."
    if gap < _EQUAL:
        return f"{span} scores the same; the method's fixed order of equals decides."
    if gap < _CLOSE:
        return f"Close call: {span} scores hardly less, {rival.score:.4f} against {score:.4f}."
    return f"The next best span, {span}, scores {rival.score:.2f}, which is {gap:.2f} less."


def _owner(index: int, source: Sentence) -> str:
    if source.entities is None or index >= len(source.entities):
        return f"entity {index + 1}"
    other = source.entities[index]
    return f"'{source.text(other.start, other.end)}'"
