"""The way from links to a pick as a few short steps, and the step where it ended if it did."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from core.domain.pair import Sentence
from core.domain.projection import Explanation, Projection, Reason
from core.domain.spec import MethodSpec
from core.projection.explain import MOST
from core.projection.sure_words import likely
from core.projection.words import span_words

At = Literal["links", "candidates", "scores", "rule", "margin"]

_ENDS: dict[Reason, tuple[At, str]] = {
    Reason.NO_LINKS: ("links", "no word is linked"),
    Reason.UNSEEN: ("links", "the aligner did not see its words"),
    Reason.NO_CANDIDATE: ("candidates", "no span holds the linked words"),
}
"""Where the way ends for reasons that need no more words."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way.

    Args:
        step: which.
        text: what came of it, in a few words without a full stop.
        dead: whether the way ended here.
    """

    step: At
    text: str
    dead: bool = False


def chain(
    projection: Projection, spec: MethodSpec, source: Sentence, target_tokens: tuple[str, ...]
) -> tuple[Step, ...]:
    """Return the steps from links to the pick of an entity, or to where it died; words from 1.

    Args:
        projection: of the entity, with its explanation; empty where it has none.
        spec: the method that made it.
        source: the source sentence with all its entities, so that others can be named.
        target_tokens: the target sentence.
    """
    if projection.reason is Reason.DROPPED:
        label = projection.entity.label
        return (Step("rule", f"label {label} is left out by the label map", dead=True),)
    told = projection.explanation
    if told is None:
        return ()
    if projection.picks:
        return tuple(_whole(projection, told, spec, target_tokens))
    return tuple(_broken(projection, told, spec, source, target_tokens))


def _whole(
    projection: Projection, told: Explanation, spec: MethodSpec, tokens: tuple[str, ...]
) -> Iterator[Step]:
    yield Step("links", _links(projection, told))
    yield Step("candidates", _candidates(told))
    best = told.competitors[0] if told.competitors else None
    if best is not None and spec.heuristic is None:
        yield Step("scores", f"best {best.score:.2f}, {span_words(best.start, best.end, tokens)}")
    spans = " and ".join(span_words(p.start, p.end, tokens) for p in projection.picks)
    yield Step("rule", f"{_rule(spec)} chose {spans}")
    yield Step("margin", _margin(projection, told, tokens))


def _broken(
    projection: Projection,
    told: Explanation,
    spec: MethodSpec,
    source: Sentence,
    tokens: tuple[str, ...],
) -> Iterator[Step]:
    reason = projection.reason or Reason.FILTERED
    at, text = _ENDS.get(reason, ("rule", ""))
    if reason is Reason.FILTERED:
        at, text = _filtered(told, spec)
    elif reason is Reason.BLOCKED:
        text = _blocked(told, spec, source, tokens)
    if at != "links":
        yield Step("links", _links(projection, told))
    if at in {"scores", "rule"}:
        yield Step("candidates", _candidates(told))
    yield Step(at, text, dead=True)


def _links(projection: Projection, told: Explanation) -> str:
    entity = projection.entity
    length = entity.end - entity.start
    count = len({link.i for link in told.links})
    if not count:
        return "no word is linked"
    return "linked" if length == 1 else f"{count} of {length} words linked"


def _candidates(told: Explanation) -> str:
    count = len(told.competitors)
    if not count:
        return "no span that counts"
    if count >= MOST:
        return f"{count} spans or more"
    return "1 span" if count == 1 else f"{count} spans"


def _filtered(told: Explanation, spec: MethodSpec) -> tuple[At, str]:
    """Return which rule left every span out, by the last step that the method told."""
    if spec.heuristic is not None:
        return "rule", _clause(told.steps[1])
    if spec.combiner is not None:
        return "rule", "no span has enough of the votes"
    return "scores", _clause(told.steps[-1])


def _clause(sentence: str) -> str:
    """Return a sentence as a clause: a small letter first, no full stop."""
    return sentence[:1].lower() + sentence[1:].rstrip(".")


def _blocked(told: Explanation, spec: MethodSpec, source: Sentence, tokens: tuple[str, ...]) -> str:
    if spec.combiner is not None and not told.competitors:
        return "for most of the votes other entities have its place"
    held = next((c for c in told.competitors if c.taken_by == told.blocked_by), None)
    if told.blocked_by is None or held is None:
        return "other entities have the place of every span"
    other = (source.entities or ())[told.blocked_by]
    name = source.text(other.start, other.end)
    return f"'{name}' has the place of {span_words(held.start, held.end, tokens)}"


def _rule(spec: MethodSpec) -> str:
    if spec.matcher is not None:
        return f"{spec.matcher.part} matching"
    return f"the heuristic {spec.heuristic.part}" if spec.heuristic is not None else "the vote"


def _margin(projection: Projection, told: Explanation, tokens: tuple[str, ...]) -> str:
    picked = {(p.start, p.end) for p in projection.picks}
    rival = next((c for c in told.competitors if (c.start, c.end) not in picked), None)
    said = ["no other span"]
    if rival is not None:
        lead = min(p.score for p in projection.picks) - rival.score
        where = "ahead of" if lead >= 0 else "behind"
        said = [f"{abs(lead):.2f} {where} {span_words(rival.start, rival.end, tokens)}"]
    if told.margin is not None:
        said.append(f"margin {told.margin:.2f}")
    if told.posterior is not None:
        said.append(likely(told.posterior))
    return "; ".join(said)
