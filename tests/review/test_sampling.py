import random
from statistics import mean, stdev

import pytest

from core.domain.decision import Kind, PairStatus, Side
from core.review.orders import Order, Sort
from core.review.queue import build
from core.review.sampling import RandomPart, Sampler, random_order, random_part
from core.storage import Filter, Workspace
from tests.storage.build import corpus, decision, filled

DONE, FLAGGED, EXCLUDED = PairStatus.DONE, PairStatus.FLAGGED, PairStatus.EXCLUDED
SEED = 7


def part_of(ws: Workspace) -> RandomPart:
    sampler = Sampler()
    with ws.counting("one") as tallies:
        for handled in tallies.handled():
            sampler.add(handled)
    return sampler.part(ws.project("one").pairs)


def drawn(ws: Workspace, seed: int = SEED) -> tuple[str, ...]:
    """Return the ids of all pairs as the queue has them in random order."""
    return build(ws, "one", Filter(), Order(Sort.RANDOM, seed)).ids(ws)


def settle(ws: Workspace, *pairs: str, kind: Kind = Kind.ACCEPT_PAIR, **more: object) -> None:
    first = len(ws.decisions("one")) + 1
    ws.append_decisions(
        "one",
        [decision(first + k, pair, kind, side=Side.PAIR, **more) for k, pair in enumerate(pairs)],
    )


@pytest.fixture
def ten(ws: Workspace) -> Workspace:
    filled(ws, pairs=corpus(10))
    return ws


@pytest.mark.parametrize("seed", [0, 7, 123])
def test_the_order_is_that_of_the_queue(ten: Workspace, seed: int) -> None:
    queue = build(ten, "one", Filter(), Order(Sort.RANDOM, seed))
    assert random_order(seed, 10).tolist() == queue.positions.tolist()


def test_suspicious_pairs_first_and_then_random_order_is_the_start_of_the_order(
    ten: Workspace,
) -> None:
    order = drawn(ten)
    suspicious = (order[1], order[4], order[8])
    settle(ten, *suspicious, via="suspicion")
    settle(ten, *(p for p in order[:4] if p not in suspicious), via="random:7")
    part = part_of(ten)
    places = random_order(SEED, 10).tolist()
    assert part == RandomPart(SEED, tuple(places[:5]), 0, 0, places[5])
    assert part.words == "the first 5 pairs of the random order, seed 7"


def test_the_share_of_suspicious_pairs_in_it_is_that_of_the_corpus() -> None:
    suspicious = set(range(1, 13))  # of 40, settled before; then eight others in random order
    shares, left = [], []
    for seed in range(1500):
        order = random_order(seed, 40).tolist()
        fresh = [place for place in order if place not in suspicious][:8]
        part = random_part(dict.fromkeys([*suspicious, *fresh], DONE), {seed: fresh}, 40)
        assert list(part.done) == order[: part.pairs]
        shares.append(mean(place in suspicious for place in part.done))
        left.append(mean(place in suspicious for place in fresh))
    error = stdev(shares) / len(shares) ** 0.5
    assert mean(shares) == pytest.approx(12 / 40, abs=3 * error)
    assert error < 0.005
    assert mean(left) == 0  # what was decided in random order alone holds none of them


@pytest.mark.parametrize(
    ("third", "more"),
    [
        (Kind.ACCEPT_PAIR, {"act": "c1:9"}),
        (Kind.EXCLUDE, {"act": "c1:9"}),
        (Kind.REOPEN, {}),
        (Kind.COMMENT, {}),
    ],
)
def test_it_ends_before_what_is_open_or_settled_only_in_bulk(
    ten: Workspace, third: Kind, more: dict[str, str]
) -> None:
    order = drawn(ten)
    settle(ten, *order[:2], *order[3:6], via="random:7")
    settle(ten, order[2], kind=third, via="random:7", **more)
    part = part_of(ten)
    assert (part.pairs, part.stop) == (2, random_order(SEED, 10)[2])
    settle(ten, order[2], via="suspicion")
    assert part_of(ten).pairs == 6


def test_pairs_that_are_not_done_are_counted(ten: Workspace) -> None:
    order = drawn(ten)
    settle(ten, order[0], order[3], via="random:7")
    settle(ten, order[1], kind=Kind.FLAG)
    settle(ten, order[2], kind=Kind.EXCLUDE)
    places = random_order(SEED, 10).tolist()
    assert part_of(ten) == RandomPart(SEED, (places[0], places[3]), 1, 1, places[4])


@pytest.mark.parametrize("via", ["filtered:random:7", "random:x", "suspicion", ""])
def test_decisions_in_other_queues_begin_no_random_part(ten: Workspace, via: str) -> None:
    settle(ten, *drawn(ten)[:3], via=via)
    assert part_of(ten) == RandomPart(SEED, (), 0, 0, random_order(SEED, 10)[3])


def test_an_order_in_which_only_later_pairs_were_met_has_not_begun(ten: Workspace) -> None:
    order = drawn(ten)
    settle(ten, *order[:3], via="suspicion")
    settle(ten, order[6], via="random:7")
    assert part_of(ten).pairs == 0


def test_what_was_undone_is_open(ten: Workspace) -> None:
    settle(ten, *drawn(ten)[:2], via="random:7")
    ten.append_decisions("one", [decision(9, drawn(ten)[1], Kind.UNDO, client="x")])
    assert part_of(ten).pairs == 1


def test_the_seed_with_the_longest_part_is_taken_and_the_lowest_among_equals() -> None:
    rng = random.Random(0)
    settled = dict.fromkeys(rng.sample(range(1, 21), 15), DONE)
    parts = [random_part(settled, {seed: settled}, 20) for seed in range(9)]
    longest = max(part.pairs for part in parts)
    first = next(part for part in parts if part.pairs == longest)
    assert random_part(settled, dict.fromkeys(reversed(range(9)), settled), 20) == first


def test_a_project_settled_as_a_whole_is_its_own_sample() -> None:
    part = random_part({1: DONE, 2: EXCLUDED, 3: FLAGGED}, {}, 3)
    assert (part.done, part.excluded, part.put_off, part.stop) == ((1,), 1, 1, None)
    assert part.words == "all pairs of the project"
    assert random_part({}, {}, 2).stop in {1, 2}
