import pytest

from bench import anchors, quality, quality_page
from core.domain.alignment import Alignment
from core.domain.entity import Entity
from core.domain.pair import Pair, Sentence
from core.evaluation.halves import is_even
from tests.formats.shared_data import needed

METHODS = ("span-rule", "heuristic-elp")  # no default among them: the first stands for it


def world(name: str) -> quality.Measured:
    """Two persons a pair; the links of every other pair lack the second."""
    pairs, links = [], []
    for k in range(8):
        tokens = ("Ann", "Lee", "met", f"B{k}", ".")
        entities = (Entity(0, 2, "PER"), Entity(3, 4, "PER"))
        target = (*tokens[:3], f"C{k}", ".")
        pairs.append(
            Pair(f"{k}", Sentence(tokens, entities, "en"), Sentence(target, entities, "de"))
        )
        cells = [(0, 0), (1, 1), (2, 2), (3, 3), (4, 4)]
        links.append(Alignment.of(5, 5, [c for c in cells if k % 2 or c[0] < 3]))
    return quality.Measured(name, {m: quality.run(pairs, links, m) for m in METHODS}, 0.5, 10)


def test_scores_by_half_add_up() -> None:
    found = world("europarl.en-de")
    halves = [found.score("span-rule", half=half) for half in (True, False)]
    assert sum(s.tp for s in halves) == found.score("span-rule").tp == 12
    even = sum(is_even(str(k)) for k in range(8))
    assert [s.n_gold for s in halves] == [2 * even, 2 * (8 - even)]


def test_a_section_says_what_was_measured_and_what_was_published() -> None:
    page = quality_page.section(world("europarl.en-de"))
    for said in (
        *("## europarl.en-de", "8 pairs, 10 parallel sentences", "| **span-rule** |"),
        *("| *ceiling* | 1.000 |", "| *oracle over the methods* |", "| T-Projection | 0.940 | yes"),
        *(
            "4 errors of span-rule: gold differs 0, alignment missing 4",
            "identical names 0.500",
        ),
    ):
        assert said in page
    assert "published" not in quality_page.section(world("relx.en-es"))


def test_the_summary_holds_the_budgets_to_the_odd_half() -> None:
    found = [world(name) for name in quality.EUROPARL]
    page = quality_page.summary(found)
    odd = found[0].score("span-rule", half=False).f1
    assert f"{odd:.4f} odd; budget 0.87 on odd: missed by {0.87 - odd:.4f}" in page
    assert page.count("met by 0.0000 (p = 1.0000)") == 6
    assert "budget" not in quality_page.summary(found[:2])


def test_the_best_rule_is_one_of_those_that_were_run() -> None:
    assert quality_page.best_rule(world("x")) == "heuristic-elp"


@pytest.mark.parametrize("anchor", anchors.ANCHORS, ids=lambda anchor: anchor.name)
def test_anchors_are_rates_with_a_source(anchor: anchors.Anchor) -> None:
    assert all(0 < f1 < 1 for f1 in anchor.f1.values())
    assert anchor.source
    assert anchor.same == all(name.startswith("europarl") for name in anchor.f1)


def test_the_published_means() -> None:
    """Averages that the sources print: of the greedy n-grams, and of T-Projection."""
    means = {(a.name, a.source): sum(a.f1.values()) / 3 for a in anchors.EUROPARL}
    assert means["n-grams, greedy (AWESOME)", anchors.PAPER] == pytest.approx(0.8927, abs=1e-3)
    assert means["heuristic (SimAlign itermax)", anchors.PAPER] == pytest.approx(0.859, abs=1e-3)
    assert means["T-Projection", anchors.UNCHECKED] == pytest.approx(0.916, abs=1e-3)


def test_what_is_beside_a_corpus_comes_best_first_and_the_same_data_before() -> None:
    found = anchors.beside("europarl.en-es")
    assert [a.f1["europarl.en-es"] for a in found] == sorted(
        (a.f1["europarl.en-es"] for a in found), reverse=True
    )
    assert not any(a.same for a in anchors.beside("yogv.en-yor"))
    assert anchors.beside("xquad.en-ar") == []


@needed
def test_every_corpus_is_measured_those_that_may_be_tuned_on_first() -> None:
    names = quality.corpora()
    assert len(names) == 22
    assert set(names[: len(quality.TUNED_ON)]) == set(quality.TUNED_ON)
    assert [n for n in names if quality.is_non_commercial(n)] == [
        n for n in names if n.startswith("masakha")
    ]
