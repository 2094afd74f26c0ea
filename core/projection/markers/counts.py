"""How many marked sentences came through a translation, and why the others did not."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from core.projection.markers.shelf import LossReason, Lost, Marked, Recovered

WORDS = {
    LossReason.SOURCE_HAS_MARKERS: "the source has brackets or tags of its own",
    LossReason.NO_TEXT: "an entity of the source holds nothing but white space",
    LossReason.EMPTY_TRANSLATION: "the translation is empty",
    LossReason.COUNT: "markers are missing or too many",
    LossReason.BROKEN: "markers do not open and close in turn",
    LossReason.DOUBLED: "a marker stands there twice",
    LossReason.NESTED: "markers overlap",
    LossReason.EMPTY_ENTITY: "a marker holds no word",
    LossReason.UNRESOLVED: "several marked stretches are like no entity",
    LossReason.TYPES: "the types found are not those of the source",
}
"""Each reason in words for people."""


@dataclass(frozen=True, slots=True)
class Account:
    """Counts of sentences; two add up with `+`.

    Args:
        kept: sentences with a labelled translation.
        lost: for each reason that occurred how many were dropped, in order of `LossReason`.
    """

    kept: int = 0
    lost: tuple[tuple[LossReason, int], ...] = ()

    @property
    def total(self) -> int:
        """Return how many sentences there were."""
        return self.kept + sum(count for _, count in self.lost)

    def __add__(self, other: "Account") -> "Account":
        """Return the counts of both."""
        counts = Counter(dict(self.lost)) + Counter(dict(other.lost))
        return Account(self.kept + other.kept, _ordered(counts))

    def rows(self) -> tuple[tuple[str, int], ...]:
        """Return what to show: sentences, kept, and dropped by reason, the most frequent first."""
        dropped = sorted(self.lost, key=lambda row: -row[1])
        head = (("sentences", self.total), ("kept", self.kept))
        return (*head, *((f"dropped: {WORDS[reason]}", count) for reason, count in dropped))


def account(outcomes: Iterable[Marked | Recovered | Lost]) -> Account:
    """Return the counts of outcomes, one a sentence."""
    kept, counts = 0, Counter[LossReason]()
    for outcome in outcomes:
        if isinstance(outcome, Lost):
            counts[outcome.reason] += 1
        else:
            kept += 1
    return Account(kept, _ordered(counts))


def _ordered(counts: Counter[LossReason]) -> tuple[tuple[LossReason, int], ...]:
    return tuple((reason, counts[reason]) for reason in LossReason if counts[reason])
