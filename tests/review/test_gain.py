import math
import time
from collections import Counter
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.review.gain import NOTE, Ranking, Recurring
from core.review.suspicion import Row, Suspicion
from tests.review.suspicion.build import Span, row

ANNA = row("Anna Bob", "Ana Bob", "0-0 1-1", {(0, 1): (0, 1)})
BOB = row("Anna Bob", "Ana Bob", "0-0 1-1", {(1, 2): (1, 2)})
LOST = row("Anna Bob", "Ana Bob", "1-1", {(0, 1): None})
BOTH = row("Anna Bob", "Ana Bob", "0-0 1-1", {(0, 1): (0, 1), (1, 2): (1, 2)})
FAILED = row("Anna Bob", "Ana Bob", None, {(0, 1): None}, problem="broke")


def judged(*chances: float, rest: float = 0.0, decisions: int = 0) -> Suspicion:
    fine = 1.0 - rest
    for p in chances:
        fine *= 1.0 - p
    return Suspicion(1.0 - fine, chances, decisions or max(1, len(chances)), 0.0, None, None)


def ranked(
    rows: Sequence[tuple[Row, Suspicion]], settled: Sequence[int] = ()
) -> tuple[list[float], list[str]]:
    """Return the gains, and what is said of each pair."""
    recurring = Recurring()
    for k, (given_row, _) in enumerate(rows):
        recurring.add(given_row, settled=k in settled)
    ranking = Ranking(recurring)
    notes = [ranking.add(r, said, settled=k in settled) for k, (r, said) in enumerate(rows)]
    assert all(note is None or (note.code, note.weight) == (NOTE, 0.0) for note in notes)
    return ranking.gains(), [note.text if note else "" for note in notes]


def test_a_pair_alone_gains_what_is_probably_wrong_for_a_decision() -> None:
    gains, notes = ranked([(BOTH, judged(0.5, 0.25)), (FAILED, judged(0.2, rest=0.5))])
    assert gains == pytest.approx([0.375, 0.7])
    assert notes == ["", ""]


def test_a_name_that_recurs_counts_more_at_first_and_less_each_time() -> None:
    rows = [(ANNA, judged(0.4)), (BOB, judged(0.41)), (ANNA, judged(0.4)), (ANNA, judged(0.4))]
    gains, notes = ranked(rows)
    first, alone, second, third = gains
    assert first > alone > second > third > 0.0
    assert [second / first, third / second] == pytest.approx([0.8, 0.8])
    assert notes == [
        *("same in 2 other pairs: “Anna”", ""),
        *("same in 2 other pairs: “Anna”",) * 2,
    ]


def test_what_came_out_otherwise_is_another_matter() -> None:
    other = row("Anna Bob", "Ana Bob", "0-0", {(0, 1): (0, 1)}, label="PER")
    gains, notes = ranked([(ANNA, judged(0.5)), (LOST, judged(0.5)), (other, judged(0.5))])
    assert gains == [0.5, 0.5, 0.5]
    assert notes == ["", "", ""]


def test_a_settled_pair_gains_nothing_and_its_names_are_known() -> None:
    gains, notes = ranked([(ANNA, judged(0.5)), (ANNA, judged(0.5))], settled=(0,))
    assert gains == pytest.approx([0.0, 0.4])
    assert notes == ["", ""]


def test_of_several_names_that_is_told_which_counts_most() -> None:
    _, notes = ranked([(BOTH, judged(0.1, 0.9)), (ANNA, judged(0.5)), (BOB, judged(0.5))])
    assert notes[0] == "same in 1 other pair: “Bob”"


WORLD = st.lists(
    st.tuples(
        st.dictionaries(
            st.sampled_from([(0, 1), (1, 2), (2, 3)]),
            st.sampled_from([(0, 1), (1, 2), (2, 3)]) | st.none(),
            min_size=1,
        ),
        st.lists(st.sampled_from([0.0, 0.1, 0.5, 0.9, 1.0]), min_size=3, max_size=3),
        st.booleans(),
    ),
    max_size=12,
)


@given(WORLD)
def test_each_time_the_pair_is_taken_that_adds_most(
    world: Sequence[tuple[Mapping[Span, Span | None], Sequence[float], bool]],
) -> None:
    rows = [
        (row("a b c", "x y z", None, found), judged(*chances[: len(found)]))
        for found, chances, _ in world
    ]
    settled = [k for k, (_, _, done) in enumerate(world) if done]
    gains, _ = ranked(rows, settled)
    assert gains == pytest.approx(by_definition(world, gains), abs=ULPS)


ULPS = 1e-9
"""What sums in another order can differ by."""


def by_definition(
    world: Sequence[tuple[Mapping[Span, Span | None], Sequence[float], bool]],
    told: Sequence[float],
) -> list[float]:
    """Return the gains by the definition; of pairs that add the same, the one told to is taken."""
    checked = Counter(item for found, _, done in world if done for item in found.items())
    left = Counter(item for found, _, done in world if not done for item in found.items())

    def gain(k: int) -> float:
        found, chances, _ = world[k]
        items = [(span, found[span]) for span in sorted(found)]
        return sum(
            p * (1 + 0.1 * math.log2(left[item])) * 0.8 ** min(8, checked[item])
            for item, p in zip(items, chances, strict=False)
        ) / len(items)

    gains = [0.0] * len(world)
    ahead = {k for k, (_, _, done) in enumerate(world) if not done}
    while ahead:
        most = max(map(gain, ahead))
        level = [k for k in ahead if gain(k) > most - ULPS]
        best = min(level, key=lambda k: abs(told[k] - gain(k)))
        gains[best] = gain(best)
        checked.update(world[best][0].items())
        ahead.remove(best)
    return gains


def test_one_name_in_all_of_many_pairs_takes_no_long_time() -> None:
    began = time.process_time()
    gains, _ = ranked([(ANNA, judged(0.5))] * 3000)
    assert time.process_time() - began < 5.0
    assert gains == sorted(gains, reverse=True)
    assert len(set(gains)) == 9
