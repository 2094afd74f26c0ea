"""Links that several aligners vote for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from core.aligners.base import ALIGNERS, Aligner, Bitext, Progress
from core.domain.alignment import Alignment, Link
from core.errors import OptionError
from core.registry import Between

_NAME = "vote"


@dataclass(frozen=True, slots=True)
class Vote:
    """Several aligners, each with the share of the vote that it has."""

    members: tuple[Aligner, ...]
    shares: tuple[float, ...]
    min_share: float

    def align(
        self,
        pairs: Sequence[Bitext],
        *,
        training: Sequence[Bitext] = (),
        progress: Progress | None = None,
    ) -> list[Alignment]:
        """Return one alignment per pair, in order; each member aligns, and learns, once."""
        found = [
            member.align(pairs, training=training, progress=progress) for member in self.members
        ]
        return [self._one(votes) for votes in zip(*found, strict=True)]

    def _one(self, votes: Sequence[Alignment]) -> Alignment:
        cells: dict[tuple[int, int], float] = {}
        for vote, share in zip(votes, self.shares, strict=True):
            for i, j, p in vote.links:
                cells[i, j] = cells.get((i, j), 0.0) + share * (1.0 if p is None else p)
        links = (Link(*cell, min(1.0, round(p, 6))) for cell, p in cells.items())
        unseen_src = set.intersection(*(set(vote.unseen_src) for vote in votes))
        unseen_tgt = set.intersection(*(set(vote.unseen_tgt) for vote in votes))
        return Alignment(
            votes[0].n,
            votes[0].m,
            tuple(link for link in links if link.p is not None and link.p >= self.min_share),
            tuple(sorted(unseen_src)),
            tuple(sorted(unseen_tgt)),
        )


@ALIGNERS.register(_NAME)
def vote(
    *,
    members: str = "statistical same-word fuzzy",
    weights: str = "2 1 1",
    min_share: Annotated[float, Between(0.01, 1.0)] = 0.2,
) -> Vote:
    """Link what enough of several aligners link, each as sure as it is of the link.

    A link's probability is its share of the vote: the members' probabilities, 1 where a member
    gives none, by their weights. A token is unseen that no member sees.

    Args:
        members: names of aligners that need no model, each with its own defaults.
        weights: a number above 0 for each member, in their order; empty counts all alike.
        min_share: least share of a link; higher is more precise, lower finds more.

    Raises:
        OptionError: no member, a doubled one, one that needs a model, or weights that do not fit.
        UnknownNameError: no aligner has the name; lists those there are.

    Source: Och and Ney 2003, aclanthology.org/J03-1002 (combining alignments); the vote is ours.
    """
    names = members.split()
    shares = _shares(weights, len(_checked(names)))
    chosen = (ALIGNERS.get(name) for name in names)
    made = tuple(part.make(**part.configure({})) for part in chosen)
    return Vote(made, shares, min_share)


def _checked(names: list[str]) -> list[str]:
    """Return the names; raise OptionError or UnknownNameError where they cannot vote."""
    if not names:
        raise OptionError("members: name at least one aligner, say 'statistical same-word'")
    for k, name in enumerate(names):
        part = ALIGNERS.get(name)
        if name == _NAME:
            raise OptionError("members: vote cannot be a member of itself; name other aligners")
        if "model" in part.needs:
            raise OptionError(
                f"members: {name} needs a model folder, which a member cannot be given; name "
                "aligners that need none"
            )
        if name in names[:k]:
            raise OptionError(f"members: {name} is named twice; give it a weight instead")
    return names


def _shares(weights: str, count: int) -> tuple[float, ...]:
    """Return the share of each member, summing to 1."""
    try:
        numbers = [float(w) for w in weights.split()] or [1.0] * count
    except ValueError:
        raise OptionError(f"weights: {weights!r} is not numbers with spaces between") from None
    if len(numbers) != count or not all(0 < w < float("inf") for w in numbers):
        raise OptionError(
            f"weights: {weights!r} is not a number above 0 for each of the {count} members; "
            "leave it empty to count them all alike"
        )
    return tuple(w / sum(numbers) for w in numbers)
