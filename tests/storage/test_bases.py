from dataclasses import replace

import pytest

from core.domain.decision import Kind
from core.domain.entity import Entity
from core.domain.projection import Pick, Projection
from core.errors import UnknownNameError
from core.review import update
from core.storage import Outcome, Workspace, bases
from tests.pipeline.bundle.build import off
from tests.storage.build import corpus, decision, filled, outcome


def test_a_pair_that_was_decided_on_keeps_its_base(ws: Workspace) -> None:
    base = filled(ws)
    ws.append_decisions("one", [decision(1, "p2", Kind.ACCEPT, entity="s1.0")])
    second = ws.project("one").layers[1]
    ws.set_base("one", second.content_hash)
    assert ws.record("one", "p2").base == base.content_hash
    assert Entity(3, 5, "LOC") in ws.state("one", "p2").target_entities()
    assert ws.record("one", "p3").base == second.content_hash
    assert ws.state("one", "p3").target_entities() == ()
    assert ws.decisions("one")[0].base == base.content_hash


def test_a_pair_decided_on_before_there_was_a_base_gets_one(ws: Workspace) -> None:
    ws.create_project("one", corpus())
    new = Entity(5, 6, "ORG")
    ws.append_decisions("one", [decision(1, "p1", Kind.ADD, entity="c1:1", new=new)])
    assert ws.record("one", "p1").base == ""
    layer = ws.write_layer("one", [(p.id, outcome(p)) for p in corpus()], name="m")
    ws.set_base("one", layer.content_hash)
    labels = [e.label for e in ws.state("one", "p1").target_entities()]
    assert labels == ["PER", "LOC", "ORG"]
    assert ws.record("one", "p1").base == layer.content_hash
    assert [len(r.state.target_entities()) for r in ws.iter_records("one")] == [3, 2, 2, 2, 0]


def test_an_unknown_base_lists_the_layers(ws: Workspace) -> None:
    base = filled(ws)
    with pytest.raises(UnknownNameError, match=base.content_hash):
        ws.set_base("one", "nonsense")


def just_before_the_end(monkeypatch: pytest.MonkeyPatch, act) -> None:
    """Have something happen once, after the rows of a base were brought up."""
    bring_up, waiting = bases._bring_up, [act]

    def then(*given: object) -> None:
        bring_up(*given)
        if waiting:
            waiting.pop()()

    monkeypatch.setattr(bases, "_bring_up", then)


def test_words_that_change_meanwhile_are_seen(ws: Workspace, monkeypatch) -> None:
    filled(ws)
    given = ws.pair("one", "p3").pair
    new = replace(given, target=replace(given.target, tokens=("Jo", *given.target.tokens[1:])))
    just_before_the_end(monkeypatch, lambda: update.edit(ws, "one", new, "eve"))
    second = ws.project("one").layers[1].content_hash
    ws.set_base("one", second)
    assert ws.project("one").base == second
    assert off(ws, "one") == []


def test_of_two_bases_set_at_once_the_later_counts_for_all_pairs(
    ws: Workspace, monkeypatch
) -> None:
    filled(ws)
    second = ws.project("one").layers[1].content_hash
    row = Projection(Entity(0, 1, "NEW"), (Pick(0, 1),))
    given = [(p.id, Outcome.projected((row,))) for p in corpus()]
    third = ws.write_layer("one", given, name="third").content_hash
    just_before_the_end(monkeypatch, lambda: ws.set_base("one", third))
    ws.set_base("one", second)
    assert ws.project("one").base == second
    assert off(ws, "one") == []


def test_a_layer_that_is_deleted_meanwhile_is_stood_on_by_nobody(
    ws: Workspace, monkeypatch
) -> None:
    base = filled(ws)
    second = ws.project("one").layers[1].content_hash
    just_before_the_end(monkeypatch, lambda: ws.delete_layer("one", second))
    with pytest.raises(UnknownNameError, match=base.content_hash):
        ws.set_base("one", second)
    assert ws.project("one").base == base.content_hash
