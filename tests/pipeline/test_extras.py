import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy.event import listen

from core.domain.entity import Entity
from core.domain.pair import Pair, Sentence
from core.errors import ConflictError, InputError, MissingInputError
from core.formats.records import record
from core.pipeline import whatif
from core.pipeline.evidence import work_out
from core.pipeline.extras import keep, stored
from core.pipeline.methods import METHODS
from core.pipeline.outcomes import Extras, Projected, task_of
from core.pipeline.prepare import FIRST_METHODS, prepare
from core.pipeline.run import project_pairs
from core.projection.alternatives import alternatives
from core.review.compare.read import read_sheet
from core.review.compare.sheet import method_key
from core.review.confidence.made import made_of as evidence_of
from core.review.decide import apply_ops
from core.review.reasons import _rounded
from core.review.view import pair_view
from core.review.whatif import Wish, count, preview
from core.storage import Filter, Workspace
from core.storage.extras import keys_in
from tests.review.build import CLIENT, op
from tests.supplied import EXTRAS, LINKS, PAIRS, rows

FUSED = ("align-ner", "align-ner-spans", "align-nmt", "ner-spans-nmt", "all-fusion")
BASE = "aligned-exact"


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    workspace = Workspace.open(f"sqlite:///{tmp_path}/ws.sqlite")
    yield workspace
    workspace.close()


def made(ws: Workspace, *names: str, **more: object) -> dict[str, str]:
    """Return the content hashes of the layers of methods, by name, over a project with extras."""
    ws.create_project("one", PAIRS)
    methods = [METHODS[name] for name in names]
    given: dict[str, object] = {"links": LINKS, "extras": EXTRAS, **more}
    return {a.name: a.content_hash for a in prepare(ws, "one", methods=methods, **given)}


def row(ws: Workspace, name: str, pair_id: str = "a") -> dict:
    return next(r for r in pair_view(ws, "one", pair_id)["rows"] if r["name"] == name)


def by_source(told: dict) -> dict[str, dict]:
    """Return what a record from files says of each source entity, as the page has it."""
    found = {}
    for k, projection in enumerate(_rounded(told)["projections"]):
        why = projection["explanation"]
        for place in (why, *why["competitors"]):
            key = "blocked_by" if place is why else "taken_by"
            place[key] = None if place[key] is None else f"s{place[key]}"
        found[f"s{k}"] = projection
    return found


@pytest.mark.parametrize("name", [*FUSED, "ner-candidates"])
def test_inspect_says_what_explain_says_from_files(ws: Workspace, name: str) -> None:
    made(ws, BASE, name)
    spec = METHODS[name]
    for outcome in project_pairs(PAIRS, LINKS, spec, explain=True, extras=EXTRAS):
        assert isinstance(outcome, Projected)
        task = task_of(outcome.pair, LINKS[outcome.pair.id], EXTRAS)
        others = alternatives(task, spec, outcome.projections)
        shown = row(ws, name, outcome.pair.id)
        wanted = by_source(record(outcome.projections, alternatives=others))
        known = {key: {k: why[k] for k in wanted[key]} for key, why in shown["why"].items()}
        assert known == wanted
        assert [a["total"] for a in shown["alternatives"]] == [
            pytest.approx(a.total, abs=1e-4) for a in (others if outcome.projections else ())
        ]
    parts = row(ws, name)["why"]["s0"]["explanation"]["competitors"][0]["parts"]
    assert [part for part, _ in parts] == [s.score.part for s in spec.scores]


def test_what_is_kept_is_read_as_it_was_given(ws: Workspace, monkeypatch) -> None:
    monkeypatch.setattr("core.pipeline.extras._BLOCK", 2)
    ws.create_project("one", PAIRS)
    keys = keep(ws, "one", EXTRAS, origins={"spans": "T-Projection"})
    assert [key.rpartition(" ")[0] for key in keys.values()] == [
        "imported",
        "T-Projection",
        "imported",
    ]
    back = stored(ws, "one", keys)
    assert back is not None
    assert dict(back.spans or {}) == EXTRAS.spans
    assert dict(back.translation_scores or {}) == EXTRAS.translation_scores
    for pair_id, given in (EXTRAS.tag_probs or {}).items():
        assert np.array_equal((back.tag_probs or {})[pair_id].probs, given.probs)
    assert stored(ws, "one", {}) is None
    assert keep(ws, "one", EXTRAS) == {**keys, "spans": ws.project("one").extras["spans"]}


def test_a_later_method_goes_by_what_is_kept(ws: Workspace) -> None:
    made(ws, BASE)
    (layer,) = prepare(ws, "one", methods=[METHODS["align-ner"]], links=LINKS)
    assert dict(keys_in(layer.spec)) == {"tag_probs": ws.project("one").extras["tag_probs"]}
    other = Extras(tag_probs={"a": rows(0, 0, 0, 1, 2)})
    prepare(ws, "one", methods=[METHODS[BASE]], links=LINKS, extras=other)
    before = row(ws, "align-ner")
    assert [c["parts"] for c in before["why"]["s0"]["explanation"]["competitors"]]
    assert {kept.latest for kept in ws.extras.kept("one") if kept.kind == "tag_probs"} == {
        True,
        False,
    }
    (again,) = prepare(ws, "one", methods=[METHODS["align-ner"]], links=LINKS)
    newest = {o.state for a, o in ws.layer_outcomes("one", "b") if a == again}
    assert newest == {"failed"}  # the new file has nothing of that pair


def test_what_a_method_lacks_is_named_before_anything_is_done(ws: Workspace) -> None:
    ws.create_project("one", PAIRS)
    for name, option in (("align-nmt", "--translation-scores"), ("align-ner", "--tag-probs")):
        with pytest.raises(MissingInputError, match=f"method '{name}' needs .* with {option}"):
            prepare(ws, "one", methods=[METHODS[BASE], METHODS[name]], links=LINKS)
    with pytest.raises(MissingInputError, match="model-transfer is made of tag probabilities"):
        prepare(ws, "one", links=LINKS, transfer=True)
    assert (ws.project("one").layers, ws.project("one").aligner) == ((), "")
    stranger = Extras(spans={"z": ()})
    with pytest.raises(InputError, match="--spans: there are target spans of none of the pairs"):
        prepare(ws, "one", links=LINKS, extras=stranger)


def test_an_edited_source_is_projected_again_by_the_same(ws: Workspace) -> None:
    names = made(ws, "align-ner", BASE)
    edit = op(1, "delete", "source", "a", entity="s1")
    assert apply_ops(ws, "one", "ann", CLIENT, [edit]).refused == ()
    shown = row(ws, "align-ner")
    assert (shown["again"], shown["stale"]) == (True, "")
    assert [(e["start"], e["end"]) for e in shown["entities"]] == [(0, 1)]
    parts = dict(shown["why"]["s0"]["explanation"]["competitors"][0]["parts"])
    assert parts["ner"] == pytest.approx(0.9)
    assert [e.label for e in ws.state("one", "a").target_entities()] == ["PER"]
    take = op(2, "take", "pair", "a", layer=names["align-ner"])
    assert apply_ops(ws, "one", "ann", CLIENT, [take]).refused == ()


def test_what_if_goes_by_what_the_project_has(ws: Workspace) -> None:
    names = made(ws, BASE, "align-ner")
    fused = Wish(names["align-ner"], {"scores.0.weight": 0.0})
    shown = preview(ws, "one", "a", fused)
    parts = shown["row"]["why"]["s0"]["explanation"]["competitors"][0]["parts"]
    assert [name for name, _ in parts] == ["alignment", "ner"]
    assert count(ws, "one", Wish(names["align-ner"]), budget_s=10)["changed"] == 0
    other = Wish(names[BASE], {"method": "all-fusion"})
    told = preview(ws, "one", "a", other)
    choice = next(k for k in told["knobs"] if k["path"] == "method")
    assert set(FUSED) <= set(choice["choices"])
    layer = whatif.keep(ws, "one", other)
    assert set(keys_in(layer.spec)) == {"tag_probs", "translation_scores"}
    assert row(ws, layer.name)["why"] == told["row"]["why"]
    straight = list(project_pairs(PAIRS, LINKS, METHODS["all-fusion"], extras=EXTRAS))
    kept = [dict(ws.layer_outcomes("one", p.id))[layer] for p in PAIRS]
    assert [[p.picks for p in o.projections] for o in straight if isinstance(o, Projected)] == [
        [p.picks for p in outcome.projections] for outcome in kept
    ]


def test_another_method_is_not_offered_without_what_it_needs(ws: Workspace) -> None:
    names = made(ws, BASE, extras=None)
    told = preview(ws, "one", "a", Wish(names[BASE], {}))
    choice = next(k for k in told["knobs"] if k["path"] == "method")
    assert not set(FUSED) & set(choice["choices"])


def test_changed_links_leave_the_rest_as_it_was(ws: Workspace) -> None:
    names = made(ws, BASE, "align-ner")
    wish = Wish(names["align-ner"], toggles=((1, 1, True),))
    layer = whatif.keep(ws, "one", wish, pair="a", name="linked")
    assert json.loads(layer.spec)["extras"] == {"tag_probs": ws.project("one").extras["tag_probs"]}
    assert row(ws, "linked")["why"] == preview(ws, "one", "a", wish)["row"]["why"]


def test_suspicion_knows_the_margin_of_such_a_base(ws: Workspace) -> None:
    made(ws, "align-ner")
    shown = row(ws, "align-ner")
    margins = [why["explanation"]["margin"] for why in shown["why"].values()]
    signals = ws.signals.read("one", "a")
    assert signals is not None
    assert signals.margin == pytest.approx(min(margins), abs=1e-4)


def test_what_a_tagger_finds_is_a_layer_to_compare_with(ws: Workspace) -> None:
    made(ws, BASE, "align-ner", transfer=True)
    shown = row(ws, "model-transfer")
    assert [
        (e["start"], e["end"], e["label"], e["source"], e["score"]) for e in shown["entities"]
    ] == [
        (0, 2, "PER", None, None),
        (3, 4, "LOC", None, None),
    ]
    assert shown["found"] == [
        "PER “Ana Lee”: the tagger gives B-PER 0.90, I-PER 0.90",
        "LOC “Roma”: the tagger gives B-LOC 0.90",
    ]
    assert (shown["base"], shown["summary"][:19]) == (False, "What a tagger of th")
    sheet = read_sheet(ws, "one")
    assert sheet.methods == (BASE, "align-ner", "model-transfer")
    spans = sheet.layer(method_key("model-transfer"))
    assert list(zip(spans.pair, spans.start, spans.end, spans.place, strict=True)) == [
        (0, 0, 2, 0),
        (0, 3, 4, 1),
        (1, 1, 2, 0),
        (2, 0, 1, -1),
    ]
    assert ws.project("one").base_layer().name == BASE


def test_what_a_tagger_finds_is_no_disagreement_and_has_no_confidence(ws: Workspace) -> None:
    made(ws, BASE, "heuristic")
    before = ws.find("one", Filter(disagreement=True))
    (layer,) = prepare(ws, "one", transfer=True)
    assert ws.find("one", Filter(disagreement=True)) == before == ()
    info = ws.project("one")
    assert layer in info.latest_layers()
    assert layer not in evidence_of(info).layers
    assert work_out(ws, "one")


def test_what_a_tagger_finds_can_be_taken(ws: Workspace) -> None:
    names = made(ws, BASE, transfer=True)
    layer = names["model-transfer"]
    take = op(1, "take", "pair", "c", layer=layer)
    edit = op(2, "delete", "source", "a", entity="s1")
    assert apply_ops(ws, "one", "ann", CLIENT, [take, edit]).refused == ()
    (entity,) = ws.state("one", "c").target
    assert (entity.entity, entity.source_id) == (Entity(0, 1, "PER"), None)
    assert len(row(ws, "model-transfer")["entities"]) == 2  # the source is nothing to it
    with pytest.raises(ConflictError, match="a project stands on the layer of a method"):
        ws.set_base("one", layer)
    with pytest.raises(MissingInputError, match="there is no method in it"):
        preview(ws, "one", "a", Wish(layer))


def test_a_tagger_alone_is_added_to_what_is_there(ws: Workspace) -> None:
    made(ws, BASE)
    (layer,) = prepare(ws, "one", transfer=True)
    assert layer.name == "model-transfer"
    ws.create_project("two", PAIRS)
    layers = prepare(ws, "two", links=LINKS, extras=EXTRAS, transfer=True)
    assert [a.name for a in layers] == [*FIRST_METHODS, "model-transfer"]


def test_a_tagger_needs_no_source(ws: Workspace) -> None:
    bare = Pair("d", Sentence(("x",), None, "en"), Sentence(("Ana",), None, "es"))
    ws.create_project("one", [*PAIRS, bare])
    extras = Extras(tag_probs={**(EXTRAS.tag_probs or {}), "d": rows(1)})
    prepare(ws, "one", methods=[METHODS[BASE]], extras=extras, transfer=True)
    shown = row(ws, "model-transfer", "d")
    assert (shown["outcome"], len(shown["entities"])) == ("projected", 1)
    assert row(ws, BASE, "d")["outcome"] == "skipped"
    assert read_sheet(ws, "one").methods == (BASE, "model-transfer")


def test_words_of_the_tagger_are_shown_at_each_word(ws: Workspace) -> None:
    made(ws, BASE, "align-ner")
    tagged = pair_view(ws, "one", "b")["tagged"]
    assert tagged == [[["O", 0.812]], [["B-LOC", 0.812]]]
    assert [tag for tag, _ in pair_view(ws, "one", "c")["tagged"][0]] == ["B-PER", "O", "I-PER"]
    assert "tagged" not in pair_view(ws, _links_alone(ws), "a")


def test_a_pair_costs_one_narrow_query_for_each_kind_and_none_without(ws: Workspace) -> None:
    made(ws, BASE, "align-ner", "ner-candidates")
    name = _links_alone(ws)
    asked: list[str] = []
    listen(ws._engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    pair_view(ws, name, "a")
    assert not [statement for statement in asked if "FROM extras" in statement]
    pair_view(ws, "one", "a")
    assert len([statement for statement in asked if "FROM extras" in statement]) == 1


def _links_alone(ws: Workspace) -> str:
    ws.create_project("links", PAIRS)
    prepare(ws, "links", methods=[METHODS[BASE]], links=LINKS)
    return "links"


def test_links_of_a_model_are_called_by_its_name(ws: Workspace) -> None:
    ws.create_project("one", PAIRS)
    origins = {"links": "simalign with some model"}
    prepare(ws, "one", methods=[METHODS[BASE]], links=LINKS, origins=origins)
    aligner = pair_view(ws, "one", "a")["aligner"]
    assert aligner == {"name": "simalign with some model", "note": ""}
