from pathlib import Path

import pytest

from bench import eflomal, peers
from core.aligners import Bitext
from core.formats.gold_links import GoldRow

ROWS = [GoldRow("a", frozenset({(0, 0)})), GoldRow("c", frozenset({(0, 0), (1, 1)}))]


def test_halves_are_rated_apart() -> None:
    everything, none = frozenset({(0, 0), (1, 1)}), frozenset[tuple[int, int]]()
    assert eflomal.rates([ROWS[0].sure, ROWS[1].sure], ROWS) == (0.0, 0.0, 0.0)
    # by their SHA-256, c is in the even half and a in the odd one
    assert eflomal.rates([none, everything], ROWS) == pytest.approx((0.2, 0.0, 1.0))


def test_a_missing_line_is_an_error() -> None:
    with pytest.raises(ValueError, match="longer"):
        eflomal.rates([ROWS[0].sure], ROWS)


def test_runs_are_averaged_and_only_all_pairs_have_a_spread() -> None:
    row = eflomal.of_runs("x", [(0.1, 0.2, 0.3), (0.3, 0.2, 0.1)], 1.0)
    assert row.rates == pytest.approx((0.2, 0.2, 0.2))
    assert row.sd == pytest.approx(0.2 / 2**0.5)


@pytest.mark.parametrize(
    ("gap", "margin", "end"),
    [
        (0.02, 0.01, "within"),
        (0.01, 0.01, "within"),
        (0.0099, 0.01, "MISSED"),
        (-0.1, 0.01, "MISSED"),
        (0.001, 0.0, "within"),
        (0.0, 0.0, "MISSED"),
        (-1.0, None, "no budget"),
    ],
)
def test_a_budget_is_met_or_missed(gap: float, margin: float | None, end: str) -> None:
    assert eflomal.verdict(gap, margin).endswith(end)


@pytest.mark.parametrize(
    ("side", "line"),
    [
        ((), ""),
        (("The", "CAT"), "the cat"),
        (("10 000", "a\u00a0b", "c\u2028d"), "10_000 a_b c_d"),
        (("STRASSE", "Straße"), "strasse strasse"),
    ],
)
def test_the_others_read_as_many_tokens_as_there_are(side: tuple[str, ...], line: str) -> None:
    assert peers.lines([side]) == [line]
    assert len(line.split()) == len(side)


@pytest.mark.skipif(peers.missing(), reason="eflomal is not installed: make peers")
def test_links_of_the_programs_are_source_then_target() -> None:
    text = [Bitext(("x", word), (word.upper(),)) for word in "abcdef"] * 5
    forward, reverse, took_s = peers.eflomal(text, last=7)
    found, _ = peers.fast_align(text, last=7)
    assert took_s > 0
    for links in (forward, reverse, found):
        assert len(links) == 7
        cells = frozenset[tuple[int, int]]().union(*links)
        assert (1, 0) in cells
        assert cells <= {(0, 0), (1, 0)}


def test_eflomal_is_never_imported() -> None:
    root = Path(__file__).parents[2]
    files = [
        path for room in ("core", "ui", "bench", "data") for path in (root / room).rglob("*.py")
    ]
    lines = [line for path in files for line in path.read_text(encoding="utf-8").splitlines()]
    assert [line for line in lines if line.startswith(("import eflomal", "from eflomal"))] == []
    assert len(files) > 10
