from pathlib import Path

import numpy as np
import pytest
import sqlalchemy as sa

from core.domain.task import SuppliedSpan, TagProbs
from core.errors import ConflictError, InputError, StorageError, UnknownNameError
from core.storage import Outcome, Workspace
from core.storage.engine import reading, writing
from core.storage.extras import Kept, in_spec, is_transfer, keys_in
from core.storage.packed import KINDS, pack, unpack
from core.storage.schema import extras
from tests.storage.build import corpus, filled, outcome
from tests.supplied import rows

PROBS = rows(1, 0, 0, 3, 4, 0, sure=0.7)
SPANS = (SuppliedSpan(0, 1, "PER", 1 / 3), SuppliedSpan(3, 5))
SCORES = ((0, 1, 0, 1, 0.1 + 0.2), (3, 5, 3, 5, -7.25))
VALUES = {"tag_probs": PROBS, "spans": SPANS, "translation_scores": SCORES}


def same(a: TagProbs, b: TagProbs) -> bool:
    return a.labels == b.labels and np.array_equal(a.probs, b.probs)


def there(ws: Workspace) -> set[tuple[str, str]]:
    with reading(ws._engine) as connection:
        found = connection.execute(sa.select(extras.c.kind, extras.c.key).distinct())
        return {(row.kind, row.key) for row in found}


def layer_on(ws: Workspace, name: str, supplied: dict[str, str]) -> str:
    import json

    given = [(p.id, outcome(p)) for p in corpus()]
    spec = json.dumps(in_spec(supplied))
    return ws.write_layer("one", given, name=name, spec=spec).content_hash


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_values_come_back_as_they_were(ws: Workspace, kind: str) -> None:
    filled(ws)
    given = [(f"p{k}", VALUES[kind]) for k in (1, 3)]
    assert ws.extras.write("one", kind, "imported 1", given) == 2
    assert ws.project("one").extras == {kind: "imported 1"}
    keys = {kind: "imported 1"}
    found = ws.extras.of_pairs("one", ["p1", "p2", "p3"], keys)
    assert sorted(found) == ["p1", "p3"]
    back = getattr(found["p3"], kind)
    assert same(back, PROBS) if kind == "tag_probs" else back == VALUES[kind]
    assert found["p1"].digest == found["p3"].digest != ""
    others = set(KINDS) - {kind}
    assert [getattr(found["p1"], other) for other in others] == [None, None]


def test_every_way_of_reading_finds_the_same(ws: Workspace) -> None:
    base = filled(ws).content_hash
    ws.extras.write("one", "spans", "k", [("p2", SPANS), ("p4", ())])
    ws.extras.write("one", "translation_scores", "k", [("p2", SCORES)])
    keys = {"spans": "k", "translation_scores": "k"}
    rows_of = list(ws.iter_bundles("one", [base], extras=keys))
    assert [r.extras.spans for r in rows_of] == [None, SPANS, None, (), None]
    assert [r.extras.translation_scores for r in rows_of] == [None, SCORES, None, None, None]
    assert [r.extras.digest for r in ws.iter_bundles("one", [base])] == [""] * 5
    some = ws.links.bundles("one", "by hand", [base], keys, after=1, limit=2)
    assert [r.extras.spans for r in some] == [SPANS, None]
    assert ws.extras.at("one", [2, 3], keys)[2].spans == SPANS
    assert list(ws.extras.following("one", "p3", keys, 2)) == ["p3", "p4"]
    assert ws.extras.following("one", "p3", keys, 2)["p4"].spans == ()
    with ws.recording("one") as log:
        assert log.extras(log.record("p2").stored, keys).translation_scores == SCORES
    assert ws.extras.of_pair("one", "p2", {"spans": "another"}).spans is None


def test_links_alone_ask_for_nothing(ws: Workspace) -> None:
    filled(ws)
    asked: list[str] = []
    sa.event.listen(ws._engine, "before_cursor_execute", lambda *a: asked.append(a[2]))
    assert ws.extras.of_pair("one", "p1", {}).digest == ""
    assert ws.extras.at("one", [1], {}) == {}
    assert asked == []
    list(ws.iter_bundles("one", []))
    assert not [statement for statement in asked if "FROM extras" in statement]


def test_the_latest_of_a_kind_is_what_a_project_has(ws: Workspace) -> None:
    filled(ws)
    ws.extras.write("one", "spans", "tagger a 1", [("p1", SPANS)])
    used = layer_on(ws, "third", {"spans": "tagger a 1"})
    ws.extras.write("one", "spans", "tagger b 2", [("p1", ()), ("p2", ())])
    assert ws.extras.kept("one") == (
        Kept("spans", "tagger a 1", 1, latest=False),
        Kept("spans", "tagger b 2", 2, latest=True),
    )
    ws.extras.drop_unused("one")
    assert len(there(ws)) == 2
    ws.delete_layer("one", used)
    assert there(ws) == {("spans", "tagger b 2")}
    ws.delete_project("one")
    assert there(ws) == set()


@pytest.mark.parametrize(
    ("kind", "pair", "value", "message"),
    [
        ("tag_probs", "p1", rows(0), "'p1' has 1 rows of tag probabilities for a target of 6"),
        ("spans", "p1", (SuppliedSpan(5, 7),), r"'p1' has span \[5, 7\) for 6 target tokens"),
        ("translation_scores", "p2", ((0, 6, 0, 1, 1.0),), "for 5 x 6 tokens"),
        ("spans", "p9", (), "unknown pair 'p9'"),
        ("links", "p1", (), "unknown kind of supplied values 'links'"),
    ],
)
def test_what_does_not_fit_is_refused_and_changes_nothing(
    ws: Workspace, kind: str, pair: str, value: object, message: str
) -> None:
    filled(ws)
    with pytest.raises((InputError, UnknownNameError), match=message):
        ws.extras.write("one", kind, "k", [("p3", VALUES.get(kind, ())), (pair, value)])
    assert (ws.project("one").extras, there(ws)) == ({}, set())


def test_nothing_or_no_key_is_refused(ws: Workspace) -> None:
    filled(ws)
    with pytest.raises(InputError, match="there are no spans of any pair"):
        ws.extras.write("one", "spans", "k", [])
    with pytest.raises(InputError, match="needs a key"):
        ws.extras.write("one", "spans", "", [("p1", ())])


def test_what_was_half_written_is_not_the_latest(ws: Workspace, monkeypatch) -> None:
    filled(ws)
    monkeypatch.setattr("core.storage.extras._BATCH", 1)
    with pytest.raises(UnknownNameError):
        ws.extras.write("one", "spans", "k", [("p1", ()), ("p9", ())])
    assert ws.project("one").extras == {}
    assert there(ws) == {("spans", "k")}
    ws.extras.drop_unused("one")
    assert there(ws) == set()


def test_what_somebody_else_drops_meanwhile_is_not_taken_for_whole(
    ws: Workspace, monkeypatch
) -> None:
    filled(ws)
    monkeypatch.setattr("core.storage.extras._BATCH", 1)

    def given():
        yield "p1", ()
        yield "p2", ()
        ws.extras.drop_unused("one")
        yield "p3", ()

    with pytest.raises(ConflictError, match="prepare it once more"):
        ws.extras.write("one", "spans", "k", given())
    assert ws.project("one").extras == {}
    again = [(name, ()) for name in ("p1", "p2", "p1", "p3")]
    assert ws.extras.write("one", "spans", "k", again) == 3
    assert ws.project("one").extras == {"spans": "k"}


def test_damaged_bytes_are_said(ws: Workspace) -> None:
    filled(ws)
    ws.extras.write("one", "spans", "k", [("p1", SPANS)])
    with writing(ws._engine) as connection:
        connection.execute(sa.update(extras).values(body=b"nothing packed"))
    with pytest.raises(StorageError, match="spans in the database are damaged"):
        ws.extras.of_pair("one", "p1", {"spans": "k"})


def test_probabilities_take_little_room() -> None:
    sure = TagProbs(PROBS.labels, np.repeat(PROBS.probs, 10, axis=0))
    assert len(pack("tag_probs", sure)) < sure.probs.nbytes / 5
    assert same(unpack("tag_probs", pack("tag_probs", sure)), sure)
    none = TagProbs((), np.zeros((3, 0)))
    assert same(unpack("tag_probs", pack("tag_probs", none)), none)


def test_a_spec_says_what_a_layer_was_made_from() -> None:
    assert dict(keys_in('{"extras":{"spans":"k"}}')) == {"spans": "k"}
    assert (dict(keys_in("")), dict(keys_in('{"name":"extras"}'))) == ({}, {})
    assert is_transfer('{"transfer":true}')
    assert not is_transfer('{"name":"transfer"}')


def test_entities_without_a_source_entity_are_kept(ws: Workspace, tmp_path: Path) -> None:
    from core.domain.entity import Entity

    filled(ws)
    other = Entity(5, 6, "MISC")
    given = [(p.id, outcome(p)) for p in corpus()]
    given[0] = ("p1", Outcome.projected(given[0][1].projections, (other,)))
    layer = ws.write_layer("one", given, name="third")
    ws.set_base("one", layer.content_hash)
    stored = next(o for a, o in ws.layer_outcomes("one", "p1") if a.name == "third")
    assert stored.others == (other,)
    assert [str(e.label) for e in stored.entities()] == ["PER", "LOC", "MISC"]
    assert ws.state("one", "p1").target_entities() == stored.entities()
    assert [r.source_id for r in ws.state("one", "p1").target] == ["s0", "s1", None]
    with ws.counting("one") as tallies:
        assert tallies.untouched().target["MISC"] == 1
    assert "MISC" in ws.project("one").labels


def test_what_a_tagger_finds_is_no_base(ws: Workspace) -> None:
    base = filled(ws)
    given = [(p.id, outcome(p)) for p in corpus()]
    layer = ws.write_layer("one", given, name="model-transfer", spec='{"transfer":true}')
    with pytest.raises(ConflictError, match="what a tagger finds by itself"):
        ws.set_base("one", layer.content_hash)
    assert ws.project("one").base == base.content_hash
