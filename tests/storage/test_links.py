import pytest
import sqlalchemy as sa

from core.domain.alignment import Alignment
from core.domain.decision import Kind
from core.domain.layer import Layer
from core.errors import ConflictError, InputError, LinkError, UnknownNameError
from core.storage import Filter, Workspace, layers, staging
from core.storage.alignments import MAX_EDITS, chain, edited_key, key_in
from core.storage.engine import reading
from core.storage.schema import alignments
from tests.storage.build import corpus, decision, filled, outcome

OTHER = Alignment.of(5, 6, [(0, 5)])
THIRD = Alignment.of(5, 6, [(1, 4)])


def keys(ws: Workspace) -> set[str]:
    with reading(ws._engine) as connection:
        return set(connection.execute(sa.select(alignments.c.aligner).distinct()).scalars())


def layer_on(ws: Workspace, name: str, key: str) -> Layer:
    rows = [(p.id, outcome(p)) for p in corpus()]
    return ws.write_layer("one", rows, name=name, spec=f'{{"alignments":"{key}"}}')


def test_a_key_of_changed_links_says_what_they_were() -> None:
    key = edited_key("statistical 12 learned in a+b of c", "p1", OTHER)
    again = edited_key(key, "p2", OTHER)
    assert chain(again) == (again, key, "statistical 12 learned in a+b of c")
    assert edited_key("by hand", "p1", OTHER) != edited_key("by hand", "p2", OTHER)
    assert edited_key("by hand", "p1", OTHER) == edited_key("by hand", "p1", OTHER)
    assert chain("edited by somebody of old") == ("edited by somebody of old",)
    assert (key_in('{"alignments":"k"}'), key_in("{}"), key_in("")) == ("k", "", "")


def test_links_cannot_be_changed_without_end() -> None:
    key = "by hand"
    for _ in range(MAX_EDITS):
        key = edited_key(key, "p1", OTHER)
    with pytest.raises(InputError, match="changed 50 times"):
        edited_key(key, "p1", OTHER)


def test_only_the_changed_pair_has_other_links(ws: Workspace) -> None:
    filled(ws)
    before = ws.alignment("one", "p2", "by hand")
    first = ws.links.edit("one", "p1", "by hand", OTHER)
    second = ws.links.edit("one", "p2", first, THIRD)
    assert [ws.alignment("one", "p1", key) for key in ("by hand", first, second)] == [
        before,
        OTHER,
        OTHER,
    ]
    assert [ws.alignment("one", "p2", key) for key in (first, second)] == [before, THIRD]
    assert ws.alignment("one", "p3", second) == before
    assert ws.project("one").aligner == "by hand"
    found = ws.links.of_pair("one", "p1", ["by hand", first, "nobody's"])
    assert found == {"by hand": before, first: OTHER}
    with ws.recording("one") as log:
        assert log.alignment(log.record("p2").stored, second) == THIRD
    links = [row.links for row in ws.links.bundles("one", second, [])]
    assert links == [OTHER, THIRD, before, before, before]


def test_changed_links_have_to_fit(ws: Workspace) -> None:
    filled(ws)
    with pytest.raises(LinkError, match="5 x 6 tokens"):
        ws.links.edit("one", "p1", "by hand", Alignment(1, 1))
    with pytest.raises(UnknownNameError, match="unknown pair 'p9'"):
        ws.links.edit("one", "p9", "by hand", OTHER)


def test_pairs_come_with_links_and_outcomes(ws: Workspace) -> None:
    base = filled(ws).content_hash
    ws.write_alignments("one", "some", [("p2", OTHER)])
    rows = ws.links.bundles("one", "some", [base, "no layer"], after=1, limit=2)
    assert [(r.stored.position, r.stored.pair.id, r.links) for r in rows] == [
        (2, "p2", OTHER),
        (3, "p3", None),
    ]
    assert [r.outcomes for r in rows] == [{base: ws.record("one", p).outcome} for p in ("p2", "p3")]
    assert ws.links.bundles("one", "some", [base], after=5) == ()


def test_gold_links_stand_beside_the_others(ws: Workspace) -> None:
    filled(ws)
    sure, possible = Alignment.of(5, 6, [(0, 0)]), Alignment.of(5, 6, [(1, 1)])
    assert ws.links.write_gold("one", [("p1", sure, possible)]) == 1
    found = ws.links.of_pair("one", "p1", ["gold-sure", "gold-possible"])
    assert found == {"gold-sure": sure, "gold-possible": possible}
    assert ws.links.of_pair("one", "p2", ["gold-sure"]) == {}
    assert ws.project("one").aligner == "by hand"


def test_a_layer_is_deleted_with_links_changed_for_it_alone(ws: Workspace) -> None:
    filled(ws)
    first = ws.links.edit("one", "p1", "by hand", OTHER)
    second = ws.links.edit("one", "p2", first, THIRD)
    one, two = layer_on(ws, "one edit", first), layer_on(ws, "two edits", second)
    ws.delete_layer("one", two.content_hash)
    assert keys(ws) == {"by hand", first}
    assert [layer.name for layer in ws.project("one").layers] == ["first", "second", "one edit"]
    ws.delete_layer("one", one.content_hash)
    assert keys(ws) == {"by hand"}
    assert len(ws.layer_outcomes("one", "p1")) == 2


def test_changed_links_that_no_layer_needs_can_go(ws: Workspace) -> None:
    filled(ws)
    first = ws.links.edit("one", "p1", "by hand", OTHER)
    layer_on(ws, "one edit", first)
    unused = ws.links.edit("one", "p2", first, THIRD)
    ws.links.drop_unused("one", unused)
    ws.links.drop_unused("one", first)
    assert keys(ws) == {"by hand", first}


def test_disagreement_is_forgotten_with_the_layer(ws: Workspace) -> None:
    filled(ws)
    assert ws.find("one", Filter(disagreement=True)) == ("p2", "p3")
    ws.delete_layer("one", ws.project("one").layers[1].content_hash)
    assert ws.find("one", Filter(disagreement=True)) == ()


def test_a_layer_that_something_stands_on_stays(ws: Workspace) -> None:
    base = filled(ws)
    second = ws.project("one").layers[1]
    with pytest.raises(ConflictError, match="'first' is the base"):
        ws.delete_layer("one", base.content_hash)
    ws.append_decisions("one", [decision(1, "p2", Kind.ACCEPT, entity="s1.0")])
    ws.set_base("one", second.content_hash)
    with pytest.raises(ConflictError, match="1 pair that was decided on stand on layer 'first'"):
        ws.delete_layer("one", base.content_hash)
    with pytest.raises(UnknownNameError, match="unknown layer 'x'"):
        ws.delete_layer("one", "x")
    assert len(ws.project("one").layers) == 2


def test_links_stay_while_a_layer_is_written_on_them(ws: Workspace) -> None:
    filled(ws)
    key = ws.links.edit("one", "p1", "by hand", OTHER)
    one = layer_on(ws, "one edit", key)

    def rows():
        ws.delete_layer("one", one.content_hash)
        yield from ((p.id, outcome(p)) for p in corpus())

    ws.write_layer("one", rows(), name="two", spec=f'{{"alignments":"{key}"}}')
    assert keys(ws) == {"by hand", key}


def test_links_of_a_layer_left_behind_go_with_it(ws: Workspace) -> None:
    filled(ws)
    key = ws.links.edit("one", "p1", "by hand", OTHER)
    meta = layers.Meta("left", spec=f'{{"alignments":"{key}"}}')
    with staging.under_way() as staged:
        layers._stage(ws._engine, 1, meta, staged)
        layer_on(ws, "meanwhile", "by hand")
        assert keys(ws) == {"by hand", key}
    layer_on(ws, "next", "by hand")
    assert keys(ws) == {"by hand"}
