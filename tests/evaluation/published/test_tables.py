"""Transcriptions are checked by their own averages."""

from statistics import fmean

import pytest

from core.errors import InputError
from core.evaluation.published import TABLES, Row, System, Table, published
from core.evaluation.published.table import F1, RATIO, by_language, by_system
from core.pipeline.transfer import NAME as TRANSFER
from core.projection.presets import PRESETS

ROWS = [(table, row) for table in TABLES for row in table.rows]
SIZES = {"europarl-ner": 3, "masakhaner2": 18, "xtreme": 39}


def named(item: object) -> str:
    return f"{item.name}-{item.protocol}" if isinstance(item, Table) else item.system.name


@pytest.mark.parametrize(("table", "row"), ROWS, ids=named)
def test_figures_come_out_at_the_published_average(table: Table, row: Row) -> None:
    assert all(0 <= value <= 1 for value in row.f1.values())
    if F1 in row.averages:
        # Both the figures and their average are rounded.
        assert fmean(row.f1.values()) == pytest.approx(row.averages[F1], abs=table.step)


@pytest.mark.parametrize("table", TABLES, ids=named)
def test_a_table_says_where_it_is_from_and_has_all_languages(table: Table) -> None:
    assert table.source
    assert table.setting
    assert len(table.languages) == SIZES[table.protocol]
    assert len({row.system.name for row in table.rows}) == len(table.rows)


def test_systems_are_made_like_methods_that_there_are() -> None:
    named = {method for _, row in ROWS for method in row.system.methods.split()}
    assert TRANSFER in named
    assert named - {TRANSFER} <= PRESETS.keys()


def of(protocol: str, table: str, system: str) -> Row:
    (found,) = (
        row
        for one in published(protocol)
        if one.name == table
        for row in one.rows
        if row.system.name == system
    )
    return found


def test_figures_by_name() -> None:
    row = of("masakhaner2", "thesis", "all three scores")
    assert (row.f1["bam"], row.f1["zul"], row.averages[F1]) == (0.370, 0.745, 0.687)
    row = of("xtreme", "paper", "NER candidates, AWESoME")
    assert row.f1["yo"] == pytest.approx(0.502)
    assert row.averages[RATIO] == 0.759
    assert of("europarl-ner", "thesis", "alignment score, exact").f1["de"] == 0.921
    assert of("europarl-ner", "paper", "n-grams, AWESoME").f1["it"] == pytest.approx(0.872)
    assert "bam" not in of("masakhaner2", "quoted in the thesis", "CLaP").f1


def test_no_table_of_an_unknown_benchmark() -> None:
    assert published("other") == ()


@pytest.mark.parametrize("figures", ["de .1", "de .1 .2 .3"])
def test_a_block_that_does_not_come_out_even_is_refused(figures: str) -> None:
    with pytest.raises(InputError, match="need 2 figures"):
        by_language((System("a"), System("b")), figures)
    with pytest.raises(InputError, match="need 2 lines of 1"):
        by_system((System("a"), System("b")), "de", ".1")
