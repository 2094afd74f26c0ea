"""Activity: what was decided by whom, on which day and of which kind, in counts that add up."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from core.domain.decision import AIMED, Kind, PairStatus
from core.review.progress.times import day
from core.storage.tallies import Entry

_GIVES: Mapping[PairStatus, Kind] = {
    PairStatus.DONE: Kind.ACCEPT_PAIR,
    PairStatus.SKIPPED: Kind.SKIP,
    PairStatus.FLAGGED: Kind.FLAG,
    PairStatus.EXCLUDED: Kind.EXCLUDE,
}


@dataclass(frozen=True, slots=True)
class Row:
    """What one person did, or what was done on one day, or of one kind.

    Args:
        name: of the person, the day in UTC (`2026-01-31`) or the kind.
        single: decisions in force that were made one by one.
        bulk: decisions in force that were made in one go with others.
        undone: decisions that were undone and not redone.
        pairs: pairs by their status today, each counted where the decision stands that gave it this
            status; for pairs in progress that is the last decision in force. Empty for kinds.
    """

    name: str
    single: int
    bulk: int
    undone: int
    pairs: Mapping[PairStatus, int]

    @property
    def decisions(self) -> int:
        """Return all decisions, undone ones included."""
        return self.single + self.bulk + self.undone


@dataclass(frozen=True, slots=True)
class Activity:
    """The same decisions three times, each time adding up to the total.

    Args:
        people: who decided most first.
        days: in order.
        kinds: in the order in which they are defined.
        total: named "".
    """

    people: tuple[Row, ...]
    days: tuple[Row, ...]
    kinds: tuple[Row, ...]
    total: Row


def activity(
    entries: Iterable[Entry], touched: Mapping[int, PairStatus], *, person: str = ""
) -> Activity:
    """Return what was decided, by everybody or by one person.

    Args:
        entries: the log in order; undo and redo are no decisions of their own.
        touched: the status of each pair that is not unreviewed, by its place.
        person: whose decisions to count; "" for everybody's. A pair that somebody else brought to
            where it stands is not among theirs.
    """
    decided = [entry for entry in entries if entry.kind not in AIMED]
    credit = _credit(decided, touched)

    def rows(name: Callable[[Entry], str]) -> dict[str, Row]:
        own = [entry for entry in decided if person in {"", entry.person}]
        counted = Counter((name(entry), _how(entry)) for entry in own)
        pairs = Counter(
            (name(entry), touched[position])
            for position, entry in credit.items()
            if person in {"", entry.person}
        )
        names = dict.fromkeys(name(entry) for entry in own)
        return {key: _row(key, counted, pairs) for key in names}

    people = rows(lambda entry: entry.person)
    days = rows(lambda entry: day(entry.time))
    kinds = rows(lambda entry: str(entry.kind))
    return Activity(
        people=tuple(sorted(people.values(), key=lambda row: (-row.decisions, row.name))),
        days=tuple(days[name] for name in sorted(days)),
        kinds=tuple(_without_pairs(kinds[str(k)]) for k in Kind if str(k) in kinds),
        total=rows(lambda _: "").get("", Row("", 0, 0, 0, {})),
    )


def _how(entry: Entry) -> str:
    if not entry.in_force:
        return "undone"
    return "bulk" if entry.act else "single"


def _row(
    name: str, counted: Counter[tuple[str, str]], pairs: Counter[tuple[str, PairStatus]]
) -> Row:
    return Row(
        name=name,
        single=counted[name, "single"],
        bulk=counted[name, "bulk"],
        undone=counted[name, "undone"],
        pairs={status: found for status in PairStatus if (found := pairs[name, status])},
    )


def _without_pairs(row: Row) -> Row:
    return Row(row.name, row.single, row.bulk, row.undone, {})


def _credit(decided: Iterable[Entry], touched: Mapping[int, PairStatus]) -> dict[int, Entry]:
    """Return for each touched pair the decision that brought it to where it stands."""
    last: dict[int, Entry] = {}
    giving: dict[int, Entry] = {}
    for entry in decided:
        status = touched.get(entry.position)
        if status is None or not entry.in_force:
            continue
        if entry.kind is not Kind.COMMENT:
            last[entry.position] = entry
        if entry.kind is _GIVES.get(status):
            giving[entry.position] = entry
    return last | giving
