import random
from collections import Counter

import pytest

from core.domain.entity import Entity
from core.domain.pair import Pair, Sentence
from core.domain.projection import Pick, Projection
from core.errors import UnknownNameError
from core.evaluation.agreement import pairwise_f1
from core.evaluation.counts import counts
from core.evaluation.differences import Difference, compare
from core.evaluation.spans import evaluate
from core.review.compare import (
    DECISIONS,
    GOLD,
    By,
    add_decisions,
    agreement_grid,
    agreements,
    facts,
    make_board,
    method_key,
    pairs_of,
    parse,
    read_sheet,
    to_text,
)
from core.review.compare.breakdowns import buckets
from core.review.compare.facts import ERRORS
from core.review.compare.sheet import SOURCE
from core.storage import Outcome
from tests.review.compare.build import NAME, accept, project

WORDS = tuple("abcdefgh")


def scattered(rng: random.Random) -> tuple[Entity, ...]:
    """Return some entities over eight tokens that do not overlap."""
    found, at = [], 0
    while at < len(WORDS):
        end = min(len(WORDS), at + rng.randint(1, 3))
        if rng.random() < 0.5:
            found.append(Entity(at, end, rng.choice(("PER", "LOC", "ORG"))))
        at = end
    return tuple(found)


@pytest.fixture
def world(ws):
    """Return a project of random layers with the same layers as plain values."""
    rng = random.Random(7)
    golds = [scattered(rng) for _ in range(60)]
    layers = {name: [scattered(rng) for _ in golds] for name in ("uno", "due")}
    for k in range(0, 60, 3):
        layers["uno"][k] = golds[k]
    pairs = [
        Pair(f"p{k}", Sentence(WORDS, (), "en"), Sentence(WORDS, gold, "de"))
        for k, gold in enumerate(golds)
    ]
    ws.create_project("world", pairs)
    for name, found in layers.items():
        rows = [
            (p.id, Outcome.projected(tuple(Projection(e, (Pick(e.start, e.end),)) for e in es)))
            for p, es in zip(pairs, found, strict=True)
        ]
        ws.write_layer("world", rows, name=name)
    return read_sheet(ws, "world"), golds, layers


def test_scores_are_those_of_evaluate_over_all_and_by_label(world) -> None:
    sheet, golds, layers = world
    for name, found in layers.items():
        told = facts(sheet, GOLD, method_key(name))
        wanted = evaluate(golds, found)
        assert told.score() == wanted.overall
        by_label = {k: told.score(rows) for k, rows in buckets(sheet, told, By.LABEL).items()}
        assert by_label == dict(wanted.per_type)
        assert (told.table() == counts(golds, found)).all()


def test_kinds_are_those_of_compare(world) -> None:
    sheet, golds, layers = world
    for name, found in layers.items():
        told = facts(sheet, GOLD, method_key(name))
        wanted = Counter(c.kind for g, p in zip(golds, found, strict=True) for c in compare(g, p))
        assert {kind: int(told.of(kind).sum()) for kind in Difference} == {
            kind: wanted[kind] for kind in Difference
        }


def test_agreement_is_the_figure_of_pairwise_f1(world) -> None:
    sheet, golds, layers = world
    told = agreements(sheet)
    assert told[method_key("uno"), method_key("due")] == pairwise_f1(layers["uno"], layers["due"])
    assert told[method_key("due"), GOLD] == pairwise_f1(layers["due"], golds)


def test_agreement_leaves_out_what_either_layer_said_nothing_of(ws) -> None:
    """Partial gold, a method that failed, and decisions on pairs without gold."""
    sheet = add_decisions(ws, NAME, _checked(ws))
    told = agreements(sheet)
    said = {
        key: [sheet.entities(key, k) if layer.looked[k] else None for k in range(len(sheet.ids))]
        for key, layer in sheet.layers.items()
        if key != SOURCE
    }
    said[GOLD][sheet.ids.index("untagged")] = None
    assert {(a, b): pairwise_f1(said[a], said[b]) for a, b in told} == told
    assert (method_key("due"), DECISIONS) in told
    assert (GOLD, DECISIONS) in told
    grid = agreement_grid(sheet, told)
    for row, second in zip(grid.rows, map(_key, grid.columns[1:]), strict=True):
        for cell, first in zip(row[1:], map(_key, grid.columns[1:]), strict=True):
            if cell.opens is not None:
                ones, others = said[first], said[second]
                wanted = [
                    pair
                    for pair, a, b in zip(sheet.ids, ones, others, strict=True)
                    if a is not None and b is not None and set(a) != set(b)
                ]
                assert list(pairs_of(sheet, parse(to_text(cell.opens)))) == wanted


def _checked(ws):
    """Return the sheet of the project, three of its pairs checked by a person."""
    sheet = project(ws)
    accept(ws, ("boundary", "", ""), ("no gold", "", ""), ("failed", "", ""))
    return sheet


def _key(word: str) -> str:
    return word if word in {GOLD, DECISIONS} else method_key(word)


def test_every_row_is_in_one_bucket_of_each_breakdown(world) -> None:
    sheet, _, _ = world
    told = make_board(sheet, GOLD).found["uno"]
    for by in By:
        assert (sum(rows.astype(int) for rows in buckets(sheet, told, by).values()) == 1).all()


def test_pairs_with_source_tags_and_a_reference_count_and_a_failure_finds_nothing(
    sheet,
) -> None:
    told = facts(sheet, GOLD, method_key("due"))
    counted = [pair for pair, yes in zip(sheet.ids, told.counted, strict=True) if yes]
    assert counted == ["same", "boundary", "type", "missing", "failed"]
    assert (told.score().n_gold, told.score().n_predicted, told.score().tp) == (9, 7, 5)
    kinds = {kind: int(told.of(kind).sum()) for kind in ERRORS if told.of(kind).any()}
    assert kinds == {Difference.TYPE: 1, Difference.MISSING: 3, Difference.SPURIOUS: 1}


def test_methods_are_compared_where_both_ran_through(sheet) -> None:
    told = facts(sheet, method_key("uno"), method_key("due"))
    assert [sheet.ids[k] for k in range(len(sheet.ids)) if told.counted[k]] == [
        "same", "boundary", "type", "missing", "no gold",
    ]  # fmt: skip


def test_a_layer_that_is_not_there_is_named(sheet) -> None:
    with pytest.raises(UnknownNameError, match="method:due"):
        facts(sheet, GOLD, method_key("tre"))
    with pytest.raises(UnknownNameError, match="decisions"):
        facts(sheet, "decisions", method_key("uno"))
