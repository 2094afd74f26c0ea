"""Assigning: who gets which pairs, split evenly, some pairs given to more than one person."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from core.errors import InputError
from core.review.filter_words import in_words
from core.review.filters import Filter, to_url
from core.review.ops import check_person
from core.review.orders import DEFAULT_SEED
from core.review.suspicion import CODES
from core.storage import Workspace

MOST_PEOPLE = 200
_EVERY = Filter()


@dataclass(frozen=True, slots=True)
class Overlap:
    """How many persons get the same pair.

    Args:
        each: persons of every pair, from 1.
        share: of the pairs that one person more gets, in [0, 1]; they are drawn at random.
    """

    each: int = 1
    share: float = 0.0


_ONCE = Overlap()


@dataclass(frozen=True, slots=True)
class Assigned:
    """What became of assigning.

    Args:
        pairs: places of the pairs that each person got.
        shared: how many pairs more than one person got.
        left: pairs that somebody had already, which were left to them.
    """

    pairs: dict[str, tuple[int, ...]]
    shared: int
    left: int

    @property
    def words(self) -> str:
        """Return it for people."""
        given = ", ".join(f"{person} {len(some):,}" for person, some in self.pairs.items())
        left = f"; {self.left:,} that somebody has already were left to them" if self.left else ""
        return f"assigned: {given}; {self.shared:,} of them to more than one person{left}"


def plan(
    places: Sequence[int],
    people: Sequence[str],
    overlap: Overlap = _ONCE,
    *,
    seed: int = DEFAULT_SEED,
) -> dict[str, tuple[int, ...]]:
    """Return the places that each person gets, ascending; equal arguments give equal plans.

    Nobody gets two pairs more than another, and whoever shares pairs shares about as many with
    each of the others.

    Args:
        places: of the pairs, each once.
        people: their names, each once.
        overlap: how many persons get the same pair.
        seed: of the random numbers that say which pairs go to whom.

    Raises:
        InputError: there is nobody, a name is none or comes twice, or more persons are asked for
            than there are.
    """
    _check(people, overlap)
    rng = np.random.Generator(np.random.PCG64(seed))
    drawn = rng.permutation(np.asarray(places, dtype=np.int64)).tolist()
    doubled = round(overlap.share * len(drawn))
    load: Counter[str] = Counter()
    together: Counter[tuple[str, str]] = Counter()
    found: dict[str, list[int]] = {person: [] for person in people}
    for k, place in enumerate(drawn):
        ranks = dict(zip(people, rng.random(len(people)).tolist(), strict=True))
        chosen: list[str] = []
        for _ in range(overlap.each + (k < doubled)):
            best = min(
                (person for person in people if person not in chosen),
                key=lambda one: (
                    load[one],
                    sum(together[min(one, c), max(one, c)] for c in chosen),
                    ranks[one],
                ),
            )
            chosen.append(best)
            load[best] += 1
            found[best].append(place)
        together.update((min(a, b), max(a, b)) for a, b in combinations(chosen, 2))
    return {person: tuple(sorted(some)) for person, some in found.items()}


def _check(people: Sequence[str], overlap: Overlap) -> None:
    if not people:
        raise InputError("name at least one person to assign pairs to")
    if len(people) > MOST_PEOPLE:
        raise InputError(f"{len(people)} persons; at most {MOST_PEOPLE} can be assigned to at once")
    for person in people:
        check_person(person)
    if len(set(people)) < len(people):
        raise InputError("a person is named twice; name each once")
    if overlap.each < 1 or not 0 <= overlap.share <= 1:
        raise InputError("every pair needs at least one person; the overlap is from 0 to 1")
    most = overlap.each + (overlap.share > 0)
    if most > len(people):
        raise InputError(
            f"{most} persons are asked for a pair, and only {len(people)} named; name more, or "
            "ask for less overlap"
        )


def assign(
    ws: Workspace,
    project: str,
    people: Sequence[str],
    overlap: Overlap = _ONCE,
    *,
    wanted: Filter = _EVERY,
    seed: int = DEFAULT_SEED,
    by: str = "",
) -> Assigned:
    """Return what became of assigning the pairs of a filter that nobody has to do yet.

    Args:
        ws: the database.
        project: its name.
        people: names, each once.
        overlap: how many persons get the same pair.
        wanted: which pairs; all where not said.
        seed: of the plan.
        by: who assigns.

    Raises:
        InputError: as `plan` does, or there is no such pair.
    """
    found, _ = ws.search.find(project, wanted)
    taken = ws.team.assignees(project)
    free = [place for place in found.positions.tolist() if place not in taken]
    if not free:
        have = "somebody has them all to do already" if len(found.positions) else "none matches"
        raise InputError(f"there is no pair to assign: {have}")
    made = plan(free, people, overlap, seed=seed)
    ws.team.assign(
        project,
        made,
        by=by,
        each=overlap.each,
        overlap=overlap.share,
        seed=seed,
        filter=to_url(wanted),
        words=", ".join(in_words(wanted, CODES).values()),
    )
    times = Counter(place for some in made.values() for place in some)
    shared = sum(count > 1 for count in times.values())
    return Assigned(made, shared, len(found.positions) - len(free))
