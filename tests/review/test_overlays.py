from core.domain.alignment import Alignment
from core.domain.layer import Layer
from core.domain.spec import canonical_json
from core.pipeline.methods import METHODS
from core.review.overlays import links_name, overlays
from core.storage import Workspace
from tests.review.build import projected
from tests.storage.build import corpus, outcome

CROSSED = Alignment.of(5, 6, [(0, 1), (1, 0)])


def layer_on(ws: Workspace, name: str, key: str) -> Layer:
    body = canonical_json(METHODS["aligned-exact"].to_dict() | {"alignments": key})
    return ws.write_layer("one", [(p.id, outcome(p)) for p in corpus()], name=name, spec=body)


def seen(ws: Workspace, pair: str = "p1") -> list[dict]:
    return overlays(ws, "one", ws.record("one", pair), ws.project("one"))


def test_there_is_nothing_beside_the_links_of_the_base(ws: Workspace) -> None:
    projected(ws)
    assert seen(ws) == []


def test_the_links_of_other_aligners(ws: Workspace) -> None:
    projected(ws)
    ws.write_alignments("one", "simalign 12", [("p1", CROSSED)])
    layer_on(ws, "other", "simalign 12")
    ws.write_alignments("one", "imported 34", [("p1", Alignment(5, 6))])
    assert seen(ws) == [
        {
            "key": "simalign 12",
            "name": "statistical 2",  # two layers whose methods name the same aligner
            "kind": "links",
            "links": [[0, 1, None], [1, 0, None]],
        },
        {"key": "imported 34", "name": "imported links", "kind": "links", "links": []},
    ]
    assert seen(ws, "p2") == []


def test_changed_links_are_shown_where_they_are_changed(ws: Workspace) -> None:
    projected(ws)
    key = ws.links.edit("one", "p1", "by hand", CROSSED)
    edited = layer_on(ws, "edited", key)
    assert [(o["key"], o["name"]) for o in seen(ws)] == [(key, "statistical, changed by hand")]
    assert seen(ws, "p2") == []
    ws.set_base("one", edited.content_hash)
    assert [(o["key"], o["name"]) for o in seen(ws)] == [("by hand", "statistical")]
    assert seen(ws, "p2") == []


def test_gold_links_come_last(ws: Workspace) -> None:
    projected(ws)
    sure, possible = Alignment.of(5, 6, [(0, 0)]), Alignment.of(5, 6, [(1, 1)])
    ws.links.write_gold("one", [("p1", sure, possible)])
    assert seen(ws) == [
        {
            "key": "gold",
            "name": "gold links",
            "kind": "gold",
            "links": [[0, 0, None]],
            "possible": [[1, 1, None]],
        }
    ]


def test_a_project_without_links_has_none_to_show(ws: Workspace) -> None:
    ws.create_project("one", corpus())
    assert seen(ws) == []


def test_names_say_where_links_are_from() -> None:
    learned = "statistical 0123456789abcdef learned in my news"
    assert links_name(learned, None) == "statistical, learned in my news"
    assert links_name("imported 12", None) == "imported links"
    edited = "edited 0123456789abcdef of imported 12"
    assert links_name(edited, None) == "imported links, changed by hand"
