import pytest

from core.domain.decision import Kind, PairStatus, Side
from core.domain.entity import Entity
from core.domain.pair import Pair, Sentence
from core.errors import InputError, UnknownNameError
from core.storage import Filter, Neighbours, Workspace
from tests.storage.build import decision, filled

TEXTS = [
    ("a1", ("Straße", "nach", "Köln"), ("Road", "to", "Cologne"), "de", "en"),
    ("a2", ("100%", "sure_thing"), ("a", "_", "%"), "en", "de"),
    ("a3", ("北", "京", "大", "学"), ("Beijing", "University"), "zh", "en"),
    ("a4", ("Ko\u0308ln",), ("O'Brien", '"x"', "\\"), "de", "en"),
    ("A5", ("Cologne",), ("nothing",), "en", "de"),
    ("a6", ("10\u00a0000", "b  c"), ("x",), "fr", "en"),
]


@pytest.fixture
def texts(ws: Workspace) -> Workspace:
    pairs = [
        Pair(name, Sentence(source, None, a), Sentence(target, None, b))
        for name, source, target, a, b in TEXTS
    ]
    ws.create_project("one", pairs)
    return ws


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", "a1 a2 a3 a4 A5 a6"),
        ("   ", "a1 a2 a3 a4 A5 a6"),
        ("10\u00a0000", "a6"),
        ("10 000 b c", "a6"),
        ("b  c", "a6"),
        ("köln", "a1 a4"),
        ("KÖLN", "a1 a4"),
        ("Ko\u0308ln", "a1 a4"),
        ("STRASSE", "a1"),
        ("nach  köln", "a1"),
        ("cologne", "a1 A5"),
        ("%", "a2"),
        ("_", "a2"),
        ("e_t", "a2"),
        ("100%", "a2"),
        ("北京", "a3"),
        ("北 京", "a3"),
        ("'", "a4"),
        ('"x" \\', "a4"),
        ("'; DROP TABLE texts; --", ""),
        ("a5", "A5"),
        ("köln road", ""),
    ],
)
def test_text_is_found_as_it_is_written(texts: Workspace, text: str, found: str) -> None:
    wanted = Filter(text=text)
    assert " ".join(texts.find("one", wanted)) == found
    assert texts.count("one", wanted) == len(found.split())


def test_half_a_character_is_refused(texts: Workspace) -> None:
    with pytest.raises(InputError, match="half a character"):
        texts.find("one", Filter(text="\ud800"))
    with pytest.raises(InputError, match="half a character"):
        texts.pair("one", "\ud800")


def test_labels_are_whole_words(ws: Workspace) -> None:
    filled(ws)
    new = Entity(5, 6, "LOC2")
    ws.append_decisions("one", [decision(1, "p4", Kind.ADD, entity="c1:1", new=new)])
    assert ws.find("one", Filter(label="LOC2")) == ("p4",)
    assert ws.find("one", Filter(label="LOC")) == ("p1", "p2", "p3", "p4")
    assert ws.find("one", Filter(label="LO")) == ()
    assert ws.find("one", Filter(label="PER LOC")) == ()


def test_filters_combine(ws: Workspace) -> None:
    filled(ws)
    ws.append_decisions(
        "one",
        [
            decision(1, "p2", Kind.ACCEPT_PAIR, side=Side.PAIR),
            decision(2, "p4", Kind.FLAG, side=Side.PAIR),
        ],
    )
    done = frozenset({PairStatus.DONE})
    either = frozenset({PairStatus.DONE, PairStatus.FLAGGED})
    assert ws.find("one", Filter(status=either)) == ("p2", "p4")
    assert ws.find("one", Filter(disagreement=True)) == ("p2", "p3")
    assert ws.find("one", Filter("nueva york", "LOC", done, disagreement=True)) == ("p2",)
    assert ws.find("one", Filter("nueva york", "ORG", done, disagreement=True)) == ()


def test_finding_goes_page_by_page(ws: Workspace) -> None:
    filled(ws)
    assert ws.find("one", offset=1, limit=2) == ("p2", "p3")
    assert ws.find("one", offset=9) == ()


def test_neighbours(ws: Workspace) -> None:
    filled(ws)
    everything = Filter()
    assert ws.neighbours("one", "p1") == Neighbours(None, "p2", 0, 5, 0, matches=True)
    assert ws.neighbours("one", "p5", everything) == Neighbours("p4", None, 4, 5, 0, matches=True)
    ws.append_decisions("one", [decision(1, "p3", Kind.ACCEPT_PAIR, side=Side.PAIR)])
    unreviewed = Filter(status=frozenset({PairStatus.UNREVIEWED}))
    assert ws.neighbours("one", "p3", unreviewed) == Neighbours("p2", "p4", 2, 4, 0, matches=False)
    nothing = Filter(text="nowhere")
    assert ws.neighbours("one", "p3", nothing) == Neighbours(None, None, 0, 0, 0, matches=False)
    assert ws.neighbours("one", "p3").done == 1
    with pytest.raises(UnknownNameError):
        ws.neighbours("one", "p77")


def test_the_pairs_that_follow(ws: Workspace) -> None:
    filled(ws)
    assert ws.following("one", "p1", limit=2) == ("p2", "p3")
    assert ws.following("one", "p1", Filter(disagreement=True)) == ("p2", "p3")
    assert ws.following("one", "p5") == ()


def test_the_next_unreviewed_starts_again_at_the_end(ws: Workspace) -> None:
    filled(ws)
    assert ws.next_unreviewed("one", "p1") == "p2"
    assert ws.next_unreviewed("one", "p5") == "p1"
    deeds = [decision(k, f"p{k}", Kind.SKIP, side=Side.PAIR) for k in (1, 2, 4, 5)]
    ws.append_decisions("one", deeds)
    assert ws.next_unreviewed("one", "p5") == "p3"
    assert ws.next_unreviewed("one", "p3") is None
    assert ws.next_unreviewed("one", "p1", Filter(label="ORG")) is None
