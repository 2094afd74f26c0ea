"""Words of the history: one decision as a sentence, without who made it and when."""

from core.domain.decision import Decision, Kind, Side
from core.domain.entity import Entity
from core.domain.pair import Pair
from core.review import verdicts
from core.text.languages import joined

_ON_PAIR = {
    Kind.ACCEPT_PAIR: "accepted the pair as it stood",
    Kind.SKIP: "skipped the pair",
    Kind.FLAG: "flagged the pair",
    Kind.EXCLUDE: "excluded the pair",
    Kind.REOPEN: "opened the pair again",
    Kind.COMMENT: "commented",
}
_ENTITY = {
    Kind.ACCEPT: "accepted",
    Kind.ADD: "added",
    Kind.DELETE: "rejected",
    Kind.NO_COUNTERPART: "said that there is no counterpart of",
}
_TURNS = {Kind.UNDO: "undid", Kind.REDO: "redid"}
_LONGEST = 80


def in_words(decision: Decision, pair: Pair, aim: Decision | None = None) -> str:
    """Return what a decision did: `changed LOC “New York” to LOC “New York City” in the target`.

    Args:
        decision: of the log.
        pair: that it is about.
        aim: what an undo or redo is about.
    """
    if decision.kind in _TURNS:
        what = "a decision" if aim is None else in_words(aim, pair)
        return f"{_TURNS[decision.kind]}: {what}"
    reason = verdicts.in_words(decision.kind, decision.reason)
    if decision.kind is Kind.COMMENT:
        return f"commented: {decision.reason}"
    return _bare(decision, pair) + (f" ({reason})" if reason else "")


def _bare(decision: Decision, pair: Pair) -> str:
    if decision.kind in _ON_PAIR:
        return _ON_PAIR[decision.kind]
    if decision.carried is not None:
        to = "changed words" if decision.carried.revision else "another layer"
        return f"carried the pair to {to}: {decision.reason or 'no reason was given'}"
    if decision.kind is Kind.TAKE:
        return f"took everything of {decision.reason or 'a method'}: {_row(decision, pair)}"
    if decision.kind is Kind.CHANGE:
        before, after = before_and_after(decision, pair)
        return f"changed {before} to {after}{_where(decision)}"
    entity = decision.new or decision.old
    told = "an entity" if entity is None else quoted(entity, pair, decision.side)
    return f"{_ENTITY.get(decision.kind, decision.kind)} {told}{_where(decision)}"


def _row(decision: Decision, pair: Pair) -> str:
    spans = [quoted(p.entity, pair, Side.TARGET) for p in decision.proposals]
    return ", ".join(spans) or "no entity"


def _where(decision: Decision) -> str:
    return f" in the {decision.side}"


def before_and_after(decision: Decision, pair: Pair) -> tuple[str, str]:
    """Return an entity before and after a decision, in words; "" where there was or is none."""
    old, new = decision.old, decision.new
    if decision.kind is Kind.DELETE:
        new = None
    elif new is None:
        new = old
    before = "" if old is None else quoted(old, pair, decision.side)
    return before, "" if new is None else quoted(new, pair, decision.side)


def quoted(entity: Entity, pair: Pair, side: Side) -> str:
    """Return an entity as `LABEL “its words”`, cut where they are many.

    Words that the text has lost since are told by their places.
    """
    sentence = pair.sentence(side)
    if entity.end > len(sentence):
        return f"{entity.label} at words {entity.start + 1} to {entity.end}"
    text = joined(sentence.tokens[entity.start : entity.end], sentence.lang)
    return f"{entity.label} “{text if len(text) <= _LONGEST else text[: _LONGEST - 1] + '…'}”"
