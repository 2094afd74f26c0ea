"""Decisions: what a person said of an entity or a pair; append-only."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from core.domain.entity import Entity
from core.errors import InputError

if TYPE_CHECKING:
    from core.domain.replay import Carried


class Side(StrEnum):
    """Which sentence a decision is about, or the pair as a whole."""

    SOURCE = "source"
    TARGET = "target"
    PAIR = "pair"


class Kind(StrEnum):
    """What was decided.

    On an entity: ACCEPT, CHANGE (new span or label), ADD, DELETE, NO_COUNTERPART (source entity).
    On a pair: TAKE (a method's whole row), ACCEPT_PAIR (all that is left, and done), SKIP, FLAG,
    EXCLUDE, REOPEN, COMMENT (`reason` holds the words; nothing else changes), REBASE (`carried`
    holds all that was carried to another layer or to changed words). On a decision: UNDO, REDO
    (`entity` holds the sequence number).
    """

    ACCEPT = "accept"
    CHANGE = "change"
    ADD = "add"
    DELETE = "delete"
    NO_COUNTERPART = "no-counterpart"
    TAKE = "take"
    ACCEPT_PAIR = "accept-pair"
    SKIP = "skip"
    FLAG = "flag"
    EXCLUDE = "exclude"
    REOPEN = "reopen"
    COMMENT = "comment"
    REBASE = "rebase"
    UNDO = "undo"
    REDO = "redo"


AIMED = frozenset({Kind.UNDO, Kind.REDO})
"""Kinds that are about another decision."""


class EntityStatus(StrEnum):
    """Where an entity stands; everything but `unreviewed` was touched by a person."""

    UNREVIEWED = "unreviewed"
    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    ADDED = "added"
    REJECTED = "rejected"
    NO_COUNTERPART = "no-counterpart"


class PairStatus(StrEnum):
    """Where a pair stands; `excluded` pairs are never exported."""

    UNREVIEWED = "unreviewed"
    IN_PROGRESS = "in-progress"
    DONE = "done"
    SKIPPED = "skipped"
    FLAGGED = "flagged"
    EXCLUDED = "excluded"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A target entity as a method (or a person's source edit) proposes it.

    Args:
        entity: the span and label.
        source_id: id of the source entity it comes from; None where unknown.
    """

    entity: Entity
    source_id: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """One act of one person; `(client, client_seq)` makes it idempotent.

    Args:
        seq: position in the project's log, assigned by storage; 0 before that.
        client: id of the browser tab or program that sent it.
        client_seq: its number there, from 1.
        time: UTC, ISO 8601.
        person: name of the person.
        pair: id of the pair.
        side: what it is about.
        kind: what was decided.
        entity: id of the entity (the new one for ADD), or a sequence number (UNDO, REDO); else "".
        old: the entity before, where there was one.
        new: the entity after, where there is one.
        proposals: the row taken (TAKE), or the target as projected again after a source edit.
        reason: a word from the person, or the name of the layer taken.
        base: content hash of the base layer it was made on.
        act: shared by decisions on several pairs that were made in one go and are undone in one go;
            "" for a decision by itself.
        via: the order of the queue it was made in, as in the URL (`random:7`); "" for file order.
        track: the line of decisions it stands on, "" for the one that all share.
        carried: what the pair goes on from (REBASE).
    """

    client: str
    client_seq: int
    time: str
    person: str
    pair: str
    side: Side
    kind: Kind
    entity: str = ""
    old: Entity | None = None
    new: Entity | None = None
    proposals: tuple[Proposal, ...] = field(default=())
    reason: str = ""
    base: str = ""
    act: str = ""
    via: str = ""
    track: str = ""
    seq: int = 0
    carried: "Carried | None" = None


def check_carried(decision: Decision) -> None:
    """Raise InputError where a REBASE has nothing to go on from, or another decision has."""
    rebase = decision.kind is Kind.REBASE
    if rebase and decision.carried is None:
        raise InputError("a rebase has to say what its pair goes on from")
    if decision.carried is not None and not rebase:
        raise InputError(f"a decision of the kind {decision.kind} cannot carry a pair elsewhere")
