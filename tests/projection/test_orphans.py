"""Orphans: what each reason tells of, which one wins, and where the words stand."""

from dataclasses import replace

import numpy as np
import pytest

from core.domain.alignment import Alignment, Link
from core.domain.decision import Side
from core.domain.entity import Entity
from core.domain.pair import Sentence
from core.domain.projection import Beyond, Orphan, Pick, Projection, Reason, Stray
from core.domain.task import SuppliedSpan, TagProbs, Task
from core.projection.orphans import orphans

SOURCE = Sentence(
    ("then", "Angela", "Merkel", "met", "Rome"), (Entity(1, 3, "PER"), Entity(4, 5, "LOC"))
)
PER, LOC = SOURCE.entities


def world(target: str, links: str = "", **more) -> Task:
    """Return a task with links such as `1-2 2-3:.5`."""
    words = tuple(target.split())
    cells = [item.partition(":") for item in links.split()]
    found = tuple(Link(*map(int, cell.split("-")), float(p) if p else None) for cell, _, p in cells)
    return Task(SOURCE, words, Alignment(5, len(words), found), **more)


def became(per=(), loc=()) -> list[Projection]:
    """Return what became of both entities: their spans."""
    rows = zip((PER, LOC), (per, loc), strict=True)
    return [
        Projection(e, tuple(Pick(*span) for span in spans), None if spans else Reason.NO_LINKS)
        for e, spans in rows
    ]


def told(task: Task, projections, lang: str = "es") -> list[tuple]:
    """Return `(start, end, reason)` of the target side."""
    found = orphans(task, projections, lang=lang)
    return [(o.start, o.end, str(o.reason)) for o in found if o.side is Side.TARGET]


def test_every_entity_without_a_pick_is_told_with_its_reason() -> None:
    assert orphans(world("a b"), became(loc=[(0, 1)])) == (
        Orphan(Side.SOURCE, 1, 3, Reason.NO_LINKS, "PER", 0),
    )
    assert orphans(world("a b"), became(per=[(0, 1)], loc=[(1, 2)])) == ()


def test_nothing_to_project_and_no_links() -> None:
    bare = Task(Sentence(("a",), ()), ("b", "c"))
    assert orphans(bare, ()) == ()


@pytest.mark.parametrize(
    ("target", "spans"),
    [
        ("hoy Angela Merkel y rome", [(1, 3, "copied")]),
        ("hoy ANGELA-MERKEL", []),
        ("Angela Merkel Angela Merkel", [(0, 2, "copied"), (2, 4, "copied")]),
        ("сегодня Ангела Меркель", [(1, 3, "copied")]),
        ("Roma Rome", [(1, 2, "copied")]),
        ("angela merkel", []),
        ("AngelaMerkel y R", [(0, 1, "copied")]),
    ],
)
def test_copies(target: str, spans: list[tuple]) -> None:
    assert [t for t in told(world(target), became()) if t[2] == "copied"] == spans


def test_a_copy_inside_a_pick_is_none() -> None:
    assert told(world("Rome y Rome"), became(loc=[(0, 1)])) == [(2, 3, "copied")]
    assert told(world("Rome y Rome"), became(per=[(2, 3)], loc=[(0, 1)])) == []


@pytest.mark.parametrize(
    ("links", "picks", "where"),
    [
        ("1-0 2-3", {}, [(0, 1, Beyond.NO_PICK), (3, 4, Beyond.NO_PICK)]),
        ("1-0 2-1", {}, [(0, 2, Beyond.NO_PICK)]),
        ("1-0 2-1", {"per": [(0, 1)]}, [(1, 2, Beyond.BESIDE)]),
        ("1-0 2-3", {"per": [(0, 1)]}, [(3, 4, Beyond.APART)]),
        ("1-0 2-3", {"per": [(0, 1)], "loc": [(1, 2)]}, [(3, 4, Beyond.BEHIND)]),
        ("1-0 2-2 2-4", {"per": [(0, 1), (4, 5)]}, [(2, 3, Beyond.APART)]),
        ("1-0 4-1", {}, [(0, 1, Beyond.NO_PICK), (1, 2, Beyond.NO_PICK)]),
        ("2-5", {}, []),
        ("2-0:.4 3-0:.5", {}, []),
        ("2-0:.5 3-0:.5", {}, [(0, 1, Beyond.NO_PICK)]),
    ],
)
def test_linked_outside(links: str, picks: dict, where: list[tuple]) -> None:
    found = orphans(world("a b c d e !", links), became(**picks), lang="es")
    assert [(o.start, o.end, o.beyond) for o in found if o.side is Side.TARGET] == where


def test_linked_outside_names_its_entity() -> None:
    found = orphans(world("a b", "2-0:.5 4-0:.5 4-1"), became())
    assert [(o.entity, o.label) for o in found if o.side is Side.TARGET] == [(0, "PER"), (1, "LOC")]


def test_supplied_and_tagged_spans() -> None:
    spans = (SuppliedSpan(0, 2, "ORG"), SuppliedSpan(1, 3), SuppliedSpan(3, 4))
    tags = TagProbs(
        ("O", "B-PER", "I-PER", "I-ORG"),
        np.array([[1, 0, 0, 0]] * 3 + [[0, 0, 0, 1], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 1, 0]]),
    )
    task = world("a b c d e f g", spans=spans, tag_probs=tags)
    target = [o for o in orphans(task, became()) if o.side is Side.TARGET]
    assert [(o.start, o.end, o.reason, o.label) for o in target] == [
        (0, 2, Stray.SUPPLIED, "ORG"),
        (3, 4, Stray.SUPPLIED, None),
        (4, 7, Stray.TAGGED, "PER"),
    ]
    assert told(task, became(per=[(4, 5)], loc=[(1, 2)])) == [(3, 4, "supplied")]


def test_tags_that_change_within_a_run() -> None:
    tags = TagProbs(("O", "B-X", "I-X", "I-Y"), np.eye(4)[[2, 3, 1, 1, 2, 0, 1]])
    assert told(world("a b c d e f g", tag_probs=tags), became()) == [
        (0, 1, "tagged"), (1, 2, "tagged"), (2, 3, "tagged"), (3, 5, "tagged"), (6, 7, "tagged"),
    ]  # fmt: skip


def test_no_tags_and_no_spans_at_all() -> None:
    empty = TagProbs((), np.zeros((1, 0)))
    assert told(world("a", tag_probs=empty, spans=()), became()) == []


def test_the_strongest_reason_wins_and_the_rest_of_a_stretch_is_still_told() -> None:
    spans = (SuppliedSpan(1, 2, "LOC"), SuppliedSpan(3, 4, "LOC"))
    task = world("hoy Rome x y z", "4-1 4-2 1-4", spans=spans)
    assert told(task, became()) == [
        (1, 2, "copied"), (2, 3, "linked-outside"), (3, 4, "supplied"), (4, 5, "linked-outside"),
    ]  # fmt: skip


def test_name_like_words() -> None:
    task = world("hoy vino Bob Li a Neo con Zed y Kim", "3-5 0-7 1-9")
    assert told(task, became()) == [
        (2, 4, "name-like"), (5, 6, "name-like"), (7, 8, "name-like"), (9, 10, "linked-outside"),
    ]  # fmt: skip
    assert told(task, became(), "de") == [(9, 10, "linked-outside")]


def test_a_capital_in_the_source_explains_one_in_the_target() -> None:
    source = replace(SOURCE, tokens=("Mr", *SOURCE.tokens[1:]))
    task = replace(world("hoy vino Don a casa", "0-2"), source=source)
    assert told(task, became()) == []


def test_a_dropped_entity_is_told_on_the_source_side_only() -> None:
    dropped = [Projection(PER, reason=Reason.DROPPED), Projection(LOC, (Pick(0, 1),))]
    task = world("x Angela Merkel y z", "1-3 2-4")
    assert orphans(task, dropped) == (
        Orphan(Side.SOURCE, 1, 3, Reason.DROPPED, "PER", 0),
        Orphan(Side.TARGET, 1, 3, Stray.NAME_LIKE),
    )


def test_identical_entities_name_the_earlier_one() -> None:
    twice = Sentence(("Rome", "Rome"), (Entity(0, 1, "LOC"), Entity(1, 2, "LOC")))
    task = Task(twice, ("Rome", "x"), Alignment(2, 2))
    found = orphans(task, [Projection(e, reason=Reason.NO_LINKS) for e in twice.entities])
    assert [(o.side, o.start, o.entity) for o in found] == [
        (Side.SOURCE, 0, 0), (Side.SOURCE, 1, 1), (Side.TARGET, 0, 0),
    ]  # fmt: skip
