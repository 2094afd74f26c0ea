import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.domain.alignment import Alignment, Link
from core.errors import ConflictError, InputError, LinkError, MissingInputError, OptionError
from core.pipeline import whatif
from core.pipeline.background import start_on
from core.pipeline.methods import METHODS
from core.pipeline.prepare import prepare
from core.projection.resolve import with_joint
from core.review.asks import answer
from core.review.decide import apply_ops
from core.review.view import pair_view
from core.review.whatif import Wish, count, preview
from core.storage import Workspace
from tests.review.build import CLIENT, op
from tests.storage.build import corpus, pair

LINKS = Alignment.of(5, 6, [(0, 0), (3, 3), (4, 4)])
MOVED = {"candidates.0.max_len": 1}


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    workspace = Workspace.open(f"sqlite:///{tmp_path}/ws.sqlite")
    yield workspace
    workspace.close()


def made(ws: Workspace, name: str = "one", *, joint: bool = False) -> str:
    """Return the base of a project of five pairs, projected on imported links."""
    given = [pair(f"p{k}", group="g") for k in (1, 2)] if joint else corpus()
    ws.create_project(name, given)
    spec = METHODS["aligned-exact"]
    methods = [with_joint(spec, "sum") if joint else spec, METHODS["heuristic"]]
    layers = prepare(ws, name, methods=methods, links={p.id: LINKS for p in given})
    return layers[0].content_hash


def row(ws: Workspace, name: str, pair_id: str = "p1") -> dict:
    return next(r for r in pair_view(ws, "one", pair_id)["rows"] if r["name"] == name)


def test_a_changed_method_is_kept_as_a_layer_like_any_other(ws: Workspace) -> None:
    base = made(ws)
    wish = Wish(base, MOVED)
    shown = preview(ws, "one", "p1", wish)
    assert count(ws, "one", wish, budget_s=10)["changed"] == 4
    steps: list[tuple[str, int, int]] = []
    layer = whatif.keep(ws, "one", wish, report=lambda *step: steps.append(step))
    assert layer.name == "aligned-exact, aligned max len 1"
    kept = row(ws, layer.name)
    assert kept["entities"] == shown["row"]["entities"]
    assert kept["why"] == shown["row"]["why"]
    assert (f"Projecting with {layer.name}", 5, 5) in steps
    job = ws.project("one").job
    assert (job.state, job.message) == ("done", f"{layer.name} is kept")
    assert count(ws, "one", Wish(layer.content_hash), budget_s=10)["changed"] == 0
    assert row(ws, "aligned-exact")["entities"] != kept["entities"]
    assert ws.project("one").base == base
    take = op(1, "take", "pair", "p2", layer=layer.content_hash)
    assert apply_ops(ws, "one", "ann", CLIENT, [take]).refused == ()
    assert json.loads(layer.spec)["alignments"] == ws.project("one").aligner
    assert layer.versions


def test_changed_links_are_kept_for_their_pair_alone(ws: Workspace) -> None:
    base = made(ws)
    wish = Wish(base, {}, ((0, 0, False), (0, 5, True)))
    shown = preview(ws, "one", "p1", wish)
    layer = whatif.keep(ws, "one", wish, pair="p1", name="my links")
    assert row(ws, "my links")["entities"] == shown["row"]["entities"]
    assert row(ws, "my links")["why"] == shown["row"]["why"]
    for k in range(2, 6):
        old, _, new = ws.layer_outcomes("one", f"p{k}")
        assert old[1] == new[1]
    assert ws.alignment("one", "p1", json.loads(layer.spec)["alignments"]).links[0] == Link(0, 5, 1)
    again = whatif.keep(ws, "one", Wish(layer.content_hash, {}, ((4, 4, False),)), pair="p2")
    assert again.name == "my links, links changed"
    assert row(ws, again.name)["entities"] == shown["row"]["entities"]
    ws.delete_layer("one", layer.content_hash)
    assert row(ws, again.name)["why"] == shown["row"]["why"]


def test_a_method_and_links_changed_together(ws: Workspace) -> None:
    base = made(ws)
    wish = Wish(base, MOVED, ((3, 3, False),))
    shown = preview(ws, "one", "p1", wish)
    layer = whatif.keep(ws, "one", wish, pair="p1")
    assert layer.name == "aligned-exact, aligned max len 1, links changed"
    assert row(ws, layer.name)["entities"] == shown["row"]["entities"]
    alone = preview(ws, "one", "p2", Wish(base, MOVED))
    assert row(ws, layer.name, "p2")["entities"] == alone["row"]["entities"]


def test_the_pair_of_changed_links_is_projected_as_its_source_stands(ws: Workspace) -> None:
    base = made(ws)
    ops = [op(1, "add", "source", "p5", start=0, end=1, label="PER")]
    apply_ops(ws, "one", "ann", CLIENT, ops)
    layer = whatif.keep(ws, "one", Wish(base, {}, ((0, 1, True),)), pair="p5", name="mine")
    found = {a.name: o for a, o in ws.layer_outcomes("one", "p5")}
    assert found["aligned-exact"].state == "skipped"
    assert [(p.entity.label, p.picks[0].end) for p in found[layer.name].projections] == [("PER", 2)]


def test_pairs_of_a_group_are_made_together_again(ws: Workspace) -> None:
    base = made(ws, joint=True)
    layer = whatif.keep(ws, "one", Wish(base, {"joint.min_share": 0.9}))
    assert [o.state for _, o in ws.layer_outcomes("one", "p2")] == ["projected"] * 3
    assert json.loads(layer.spec)["joint"]["min_share"] == 0.9
    with pytest.raises(MissingInputError, match="group 'g'"):
        whatif.keep(ws, "one", Wish(base, {}, ((0, 1, True),)), pair="p1")


def test_a_name_is_made_up_once_and_given_once(ws: Workspace) -> None:
    base = made(ws)
    names = [whatif.keep(ws, "one", Wish(base, MOVED)).name for _ in range(3)]
    assert names == [
        "aligned-exact, aligned max len 1",
        "aligned-exact, aligned max len 1 2",
        "aligned-exact, aligned max len 1 3",
    ]
    many = {f"matcher.{key}": 1 for key in ("price", "min_score", "per_entity")}
    many |= {"scores.0.weight": 2, "scores.0.weighted": True, "matcher.constraint": "at-least"}
    assert len(whatif.keep(ws, "one", Wish(base, {**MOVED, **many})).name) <= whatif.MAX_NAME


@pytest.mark.parametrize(
    ("wish", "more", "error", "message"),
    [
        (({}, ()), {}, InputError, "nothing is changed"),
        (({"candidates.0.max_len": 0}, ()), {}, InputError, "nothing is changed"),
        (({}, ((0, 0, True),)), {"pair": "p1"}, InputError, "are so already"),
        (({}, ((0, 1, True),)), {}, MissingInputError, "of which pair"),
        (({}, ((0, 9, True),)), {"pair": "p1"}, LinkError, "outside a pair of 5 x 6"),
        (({"nix": 1}, ()), {}, OptionError, "has no 'nix'"),
        ((MOVED, ()), {"name": "heuristic"}, ConflictError, "a layer 'heuristic' already"),
        ((MOVED, ()), {"name": "x" * 121}, InputError, "at most 120"),
        ((MOVED, ()), {"name": "a\nb"}, InputError, "at most 120 printed"),
        ((MOVED, ()), {"name": " a"}, InputError, "without space around"),
        ((MOVED, ()), {"name": "\ud800"}, InputError, "printed characters"),
    ],
)
def test_what_cannot_be_kept_leaves_nothing(
    ws: Workspace, wish: tuple, more: dict, error: type[Exception], message: str
) -> None:
    base = made(ws)
    before = ws.project("one").layers
    with pytest.raises(error, match=message):
        whatif.keep(ws, "one", Wish(base, *wish), **more)
    assert ws.project("one").layers == before
    assert ws.project("one").job.state == "failed"


def test_links_changed_for_a_layer_that_failed_are_gone(
    ws: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = made(ws)
    dropped: list[str] = []
    monkeypatch.setattr(ws.links, "drop_unused", lambda _, key: dropped.append(key))
    monkeypatch.setattr(whatif, "versions", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        whatif.keep(ws, "one", Wish(base, {}, ((0, 1, True),)), pair="p1")
    assert [key.startswith("edited ") for key in dropped] == [True]
    assert ws.project("one").job.message == "stopped before it was done"


def test_of_two_layers_kept_under_one_name_at_once_one_is_refused(
    ws: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = made(ws)
    plain = whatif.versions

    def meanwhile() -> tuple[str, ...]:
        monkeypatch.setattr(whatif, "versions", plain)
        whatif.keep(ws, "one", Wish(base, {"candidates.0.max_len": 2}), name="mine")
        return plain()

    monkeypatch.setattr(whatif, "versions", meanwhile)
    with pytest.raises(ConflictError, match="'mine' was written meanwhile"):
        whatif.keep(ws, "one", Wish(base, MOVED), name="mine")
    names = [layer.name for layer in ws.project("one").layers]
    assert names == ["aligned-exact", "heuristic", "mine"]


def test_a_layer_deleted_while_it_is_read_is_said(
    ws: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = made(ws)
    other = next(a for a in ws.project("one").layers if a.content_hash != base)
    ws.set_base("one", other.content_hash)
    plain = whatif.versions

    def meanwhile() -> tuple[str, ...]:
        ws.delete_layer("one", base)
        return plain()

    monkeypatch.setattr(whatif, "versions", meanwhile)
    with pytest.raises(ConflictError, match="'aligned-exact' was deleted meanwhile"):
        whatif.keep(ws, "one", Wish(base, {}, ((0, 0, False),)), pair="p1")


def ask(ws: Workspace, body: object) -> dict:
    question = {"client": CLIENT, "n": 1, "kind": "whatif-keep", "pair": "p1", "body": body}
    return answer(ws, "one", "ann", question, more=whatif.ASKS)


def test_the_page_has_a_layer_made_in_the_background(
    ws: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = made(ws)
    started = []
    monkeypatch.setattr(whatif, "start_on", lambda *asked: started.append(start_on(*asked)))
    body = {"layer": base, "changes": MOVED, "toggles": [[3, 3, False]], "name": "of mine"}
    told = ask(ws, body)
    assert told["body"]["name"] == "of mine"
    assert started[0].wait(60) == 0
    shown = preview(ws, "one", "p1", Wish(base, MOVED, ((3, 3, False),)))
    assert row(ws, "of mine")["entities"] == shown["row"]["entities"]


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ({"layer": "x"}, "unknown layer"),
        ({"changes": {}}, "nothing is changed"),
        ({"changes": {"matcher.price": [1]}}, "give a number"),
        ({"toggles": [[9, 9, True]]}, "outside a pair"),
        ({"name": "--db=elsewhere\n"}, "at most 120 printed"),
        ({"name": "heuristic"}, "already"),
    ],
)
def test_the_page_is_told_at_once_what_is_wrong(
    ws: Workspace, monkeypatch: pytest.MonkeyPatch, bad: dict, message: str
) -> None:
    base = made(ws)
    started: list[object] = []
    monkeypatch.setattr(whatif, "start_on", lambda *asked: started.append(asked))
    told = ask(ws, {"layer": base, "changes": MOVED, "toggles": [], **bad})
    assert message in told["error"]
    assert started == []


def test_one_thing_at_a_time(ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    base = made(ws)
    monkeypatch.setattr(whatif, "start_on", lambda *_: None)
    ws.jobs.start("one", "Aligning")
    assert "keep it then" in ask(ws, {"layer": base, "changes": MOVED})["error"]
