"""Deeds: what a decision did, in the words that undo and redo are offered with."""

from core.domain.decision import Decision, Kind
from core.review import verdicts
from core.storage import Workspace
from core.text.languages import joined

_DEEDS = {
    Kind.ACCEPT: "accepting",
    Kind.CHANGE: "changing",
    Kind.ADD: "adding",
    Kind.DELETE: "deleting",
    Kind.NO_COUNTERPART: "saying that there is no counterpart of",
    Kind.TAKE: "taking the row",
    Kind.ACCEPT_PAIR: "accepting the pair",
    Kind.SKIP: "skipping the pair",
    Kind.FLAG: "flagging the pair",
    Kind.EXCLUDE: "excluding the pair",
    Kind.REOPEN: "opening the pair again",
    Kind.COMMENT: "commenting on the pair",
    Kind.REBASE: "carrying to another layer pair",
}
_ON_PAIR = frozenset(
    {Kind.ACCEPT_PAIR, Kind.SKIP, Kind.FLAG, Kind.EXCLUDE, Kind.REOPEN, Kind.COMMENT}
) | {Kind.REBASE}


def undo_and_redo(
    ws: Workspace, project: str, person: str, track: str = ""
) -> dict[str, dict[str, object]]:
    """Return what the person would undo and redo now on a track: `can` and `text` of each."""
    found = {
        "undo": ws.undoable(project, person, track),
        "redo": ws.redoable(project, person, track),
    }
    return {
        word: {"can": True, "text": in_short(decision, ws, project)}
        if decision
        else {"can": False, "text": ""}
        for word, decision in found.items()
    }


def in_short(decision: Decision, ws: Workspace, project: str) -> str:
    """Return what a decision did, in words: `changing LOC "New York" in pair 17 and 11 more`."""
    reason = _shortened(verdicts.in_words(decision.kind, decision.reason))
    others = ws.act_size(project, decision.act) - 1 if decision.act else 0
    more = f" and {others:,} more" if others else ""
    return _one_in_short(decision, ws, project) + (f" ({reason})" if reason else "") + more


def _one_in_short(decision: Decision, ws: Workspace, project: str) -> str:
    deed = _DEEDS[decision.kind]
    if decision.kind is Kind.DELETE and decision.reason in verdicts.ENTITY:
        deed = "rejecting"
    if decision.kind is Kind.TAKE:
        return f"{deed} {decision.reason} in pair {decision.pair}"
    entity = decision.new or decision.old
    if entity is None:
        return f"{deed} {decision.pair}" if decision.kind in _ON_PAIR else f"{deed} an entity"
    pair = ws.pair(project, decision.pair).pair
    sentence = pair.sentence(decision.side)
    text = _shortened(joined(sentence.tokens[entity.start : entity.end], sentence.lang))
    return f'{deed} {entity.label} "{text}" in pair {decision.pair}'


def _shortened(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
