"""Checking in bulk: pairs without entities and without suspicion, accepted in one go.

They are written as an act of ACCEPT_PAIR decisions with the reason `bulk`, so that export and
progress can tell them from pairs that a person looked at one by one.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from core.errors import InputError
from core.review.decide import apply_ops
from core.review.offers import draft
from core.review.ops import MAX_MEMBERS
from core.review.verdicts import BULK
from core.storage import Workspace
from core.storage.batches import batches
from core.text.languages import joined

_FIRST = 20
_NOT_JUDGED = "suspicion was not worked out yet; run `python -m core suspicion`"


@dataclass(frozen=True, slots=True)
class Plain:
    """A pair that can be checked in bulk, for a preview: its id and both sentences."""

    pair: str
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Bulk:
    """Pairs that can be checked in bulk.

    Args:
        ids: in the order asked for.
        first: the first 20 of them.
        reason: why there can be none in this project; "" where there could be.
    """

    ids: tuple[str, ...]
    first: tuple[Plain, ...]
    reason: str = ""

    @property
    def steps(self) -> int:
        """Return how many steps of undo take it back where all of them are checked."""
        return -(-len(self.ids) // MAX_MEMBERS)


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of checking in bulk.

    Args:
        pairs: that were accepted.
        steps: of undo that take it all back.
        notices: what could not be accepted, and why.
    """

    pairs: int
    steps: int
    notices: tuple[str, ...]

    @property
    def words(self) -> str:
        """Return it for people, `5,001 pairs checked in bulk` and what undo and notices say."""
        pairs = "1 pair" if self.pairs == 1 else f"{self.pairs:,} pairs"
        undo = "Undo takes" if self.steps == 1 else f"Undo, {self.steps} times, takes"
        back = [f"{undo} that back."] if self.steps else []
        return " ".join([f"{pairs} checked in bulk.", *back, *map(_sentence, self.notices)])


def _sentence(notice: str) -> str:
    return f"{notice[:1].upper()}{notice[1:]}."


def checkable(ws: Workspace, project: str, ids: Iterable[str]) -> Bulk:
    """Return which of these pairs nobody has touched and nothing speaks against.

    The base method has to have found no entity on either side, and nothing suspicious. Pairs whose
    source nobody annotated are not among them, and no pair is before it was judged.
    """
    if not ws.signals.key(project):
        return Bulk((), (), _NOT_JUDGED)
    found = _plain(ws, project, ids)
    return Bulk(found, tuple(_preview(ws, project, one) for one in found[:_FIRST]))


def _plain(ws: Workspace, project: str, ids: Iterable[str]) -> tuple[str, ...]:
    plain = frozenset(ws.lookup.plain(project))
    return tuple(one for one in ids if one in plain)


def check(
    ws: Workspace,
    project: str,
    person: str,
    client: str,
    seq: int,
    ids: Iterable[str],
    *,
    via: str = "",
) -> Checked:
    """Return what became of checking these pairs: those that still can be are accepted.

    Args:
        ws: the database.
        project: name of the project.
        person: who takes the responsibility.
        client: as for `apply_ops`.
        seq: number of the operation; where there are more than 5,000 pairs, the first number, each
            further 5,000 being an act and a step of undo of their own.
        ids: pairs, each once.
        via: the order of the queue.

    Raises:
        InputError: none of them can be checked in bulk.
    """
    if not ws.signals.key(project):
        raise InputError(_NOT_JUDGED)
    if not (found := _plain(ws, project, ids)):
        raise InputError("none of these pairs can be checked in bulk any more")
    pairs, steps = 0, 0
    notices: list[str] = []
    for k, some in enumerate(batches(found, MAX_MEMBERS)):
        members = [draft(one, "pair", "accept-pair", reason=BULK) for one in some]
        act = draft(some[0], "pair", "act", seq=seq + k, reason=BULK, ops=members)
        applied = apply_ops(ws, project, person, client, [act], via=via)
        notices += [*applied.notices, *(refusal.message for refusal in applied.refused)]
        if applied.decisions:
            pairs += ws.act_size(project, applied.decisions[0].act)
            steps += 1
    return Checked(pairs, steps, tuple(notices))


def _preview(ws: Workspace, project: str, pair_id: str) -> Plain:
    pair = ws.pair(project, pair_id).pair
    sides = (joined(sentence.tokens, sentence.lang) for sentence in (pair.source, pair.target))
    return Plain(pair_id, *sides)
