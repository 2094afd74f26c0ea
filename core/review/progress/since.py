"""Since then: what happened to a project while a person was away."""

from dataclasses import dataclass

from core.review.progress.times import ago, moment
from core.storage import ProjectInfo, Workspace
from core.storage.clock import age_s
from core.storage.tallies import Others
from core.text.plural import counted

_NAMED = 3
"""Others who are named one by one; where there are more, they are summed up."""


@dataclass(frozen=True, slots=True)
class Since:
    """What happened after a person's last decision.

    Args:
        time: of that decision, UTC, ISO 8601.
        others: what each other person decided.
        methods: names of the layers that methods wrote, in order.
    """

    time: str
    others: tuple[Others, ...]
    methods: tuple[str, ...]

    def when(self) -> str:
        """Return how long ago the person decided last: `2 days ago`."""
        return ago(age_s(moment(self.time).isoformat()))

    def in_words(self, *, names: bool = True) -> str:
        """Return what happened, as the end of a sentence; "" where nothing did.

        Args:
            names: whether to say who the others are.
        """
        named = names and len(self.others) <= _NAMED
        parts = [_did(one) for one in self.others] if named else _together(self.others)
        if self.methods:
            parts.append(f"{counted(len(self.methods), 'new method')}: {', '.join(self.methods)}")
        return "; ".join(parts)


def since(ws: Workspace, info: ProjectInfo, person: str, track: str = "") -> Since | None:
    """Return what happened on a track after a person's last decision; None where they made none.

    Layers are dated by the clock of the server and decisions by that of the browser.
    """
    with ws.counting(info.name, track) as tallies:
        last = tallies.last_by(person)
        if last is None:
            return None
        seq, time = last
        others = tallies.others(person, seq)
    then = moment(time)
    new = [a.name for a in info.layers if a.kind == "method" and moment(a.created) > then]
    return Since(time, others, tuple(dict.fromkeys(new)))


def _did(one: Others) -> str:
    return f"{_decisions(one.decisions, one.bulk)} by {one.person} on {_on(one.pairs, one.again)}"


def _together(others: tuple[Others, ...]) -> list[str]:
    """Return the sum over others; how many pairs they had in common is not known, so not said."""
    if not others:
        return []
    single, bulk = sum(o.decisions for o in others), sum(o.bulk for o in others)
    if len(others) == 1:
        one = others[0]
        return [f"{_decisions(single, bulk)} by another person on {_on(one.pairs, one.again)}"]
    return [f"{_decisions(single, bulk)} by {len(others)} others"]


def _decisions(single: int, bulk: int) -> str:
    if not bulk:
        return counted(single, "decision")
    return f"{counted(single + bulk, 'decision')} ({bulk:,} in bulk)"


def _on(pairs: int, again: int) -> str:
    more = f" ({again:,} flagged or opened again)" if again else ""
    return f"{counted(pairs, 'pair')}{more}"
