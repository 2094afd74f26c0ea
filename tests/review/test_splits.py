"""Splits without leakage."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.decision import PairStatus
from core.domain.pair import Pair, Sentence
from core.errors import InputError
from core.review.export_splits import export_splits
from core.review.splits import plan
from core.storage import Workspace
from tests.storage.build import filled, pair

SHARES = {"train": 0.8, "dev": 0.1, "test": 0.1}


def one(k: int, source: str = "", target: str = "", **more: str) -> Pair:
    left, right = source or f"s{k}", target or f"t{k}"
    return Pair(f"p{k}", Sentence((left,), (), "en"), Sentence((right,), (), "de"), **more)


def test_shares_are_met_and_the_seed_decides() -> None:
    pairs = [one(k) for k in range(100)]
    got = plan(pairs, SHARES)
    assert {name: len(ids) for name, ids in got.ids.items()} == {"train": 80, "dev": 10, "test": 10}
    assert plan(reversed(pairs), SHARES).ids == got.ids
    assert plan(pairs, SHARES, seed=1).ids != got.ids


@pytest.mark.parametrize(
    "twins",
    [
        (one(1, source="Straße"), one(2, source="STRASSE")),
        (one(1, target="é"), one(2, target="e\u0301")),
        (one(1, doc="d"), one(2, doc="d")),
        (one(1, group="g"), one(2, group="g")),
    ],
)
def test_what_belongs_together_stays_together(twins: tuple[Pair, Pair]) -> None:
    others = [one(k) for k in range(10, 30)]
    for seed in range(20):
        got = plan([*twins, *others], {"a": 0.5, "b": 0.5}, seed=seed)
        assert sum({"p1", "p2"} <= ids for ids in got.ids.values()) == 1
        assert (got.pieces, got.largest) == (21, 2)


def test_chains_are_one_piece() -> None:
    chain = [
        one(1, doc="d"),
        one(2, doc="d", group="g"),
        one(3, group="g", source="x"),
        one(4, "x"),
    ]
    got = plan([*chain, *(one(k) for k in range(10, 20))], {"a": 0.5, "b": 0.5})
    assert (got.pieces, got.largest) == (11, 4)


def test_a_piece_too_large_is_refused() -> None:
    pairs = [one(k, doc="d") for k in range(90)] + [one(k) for k in range(100, 110)]
    with pytest.raises(InputError, match=r"90 of 100 pairs belong together.*'p0'"):
        plan(pairs, {"train": 0.5, "test": 0.5})
    with pytest.raises(InputError, match="split b stays empty: 1 pairs are 1 pieces"):
        plan([one(1)], {"a": 0.5, "b": 0.5})


@pytest.mark.parametrize(
    "shares", [{}, {"a": 1.0}, {"a": 0.5, "b": 0.6}, {"a": -0.5, "b": 1.5}, {"../x": 0.5, "b": 0.5}]
)
def test_shares_that_are_none(shares: dict[str, float]) -> None:
    with pytest.raises(InputError, match=r"split|share"):
        plan([one(1)], shares)


@given(st.lists(st.tuples(*[st.integers(0, 9)] * 4), min_size=8, max_size=40), st.integers(0, 3))
def test_no_key_is_in_two_splits(rows: list[tuple[int, int, int, int]], seed: int) -> None:
    pairs = [
        one(
            k,
            f"s{k % 7}{a}",
            f"t{k}{b}",
            doc=f"d{k // 2}" if c < 3 else "",
            group=f"g{d}" * (d < 2),
        )
        for k, (a, b, c, d) in enumerate(rows)
    ]
    try:
        got = plan(pairs, {"train": 0.5, "test": 0.5}, seed=seed)
    except InputError:
        return
    where = {name: split for split, ids in got.ids.items() for name in ids}
    assert set(where) == {p.id for p in pairs}
    for keyed in (lambda p: p.doc, lambda p: p.group, lambda p: p.source.tokens):
        for p in pairs:
            for q in pairs:
                if keyed(p) and keyed(p) == keyed(q):
                    assert where[p.id] == where[q.id]


def test_each_split_is_an_export_of_its_own(ws: Workspace) -> None:
    given_pairs = [
        Pair(f"p{k}", Sentence((f"a{k}", *s.tokens[1:]), s.entities, "en"),
             Sentence((f"b{k}", *t.tokens[1:]), None, "es"))
        for k in range(1, 21)
        for s, t in [(pair("x").source, pair("x").target)]
    ]  # fmt: skip
    filled(ws, pairs=given_pairs)
    got = export_splits(ws, "one", SHARES, seed=3, statuses=tuple(PairStatus), format="parquet")
    assert {name: part.pairs for name, part in got.parts.items()} == {
        "train": 16,
        "dev": 2,
        "test": 2,
    }
    assert sum(part.entities for part in got.parts.values()) == 40
    assert got.left_out == {}
    again = export_splits(ws, "one", SHARES, seed=3, statuses=tuple(PairStatus), format="parquet")
    assert {n: p.data for n, p in again.parts.items()} == {n: p.data for n, p in got.parts.items()}
