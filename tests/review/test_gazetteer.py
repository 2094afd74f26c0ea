import pytest

from core.domain.entity import Entity
from core.domain.pair import Sentence
from core.errors import InputError
from core.formats.gazetteer import Name
from core.review.decide import apply_ops
from core.review.gazetteer import annotate, preview
from core.review.names import Book
from core.storage import Workspace
from tests.review.build import op
from tests.review.corpus import Row, bring

LINKS = [(k, k) for k in range(6)]
ROWS = [
    Row("open", "Ann likes New York City", None, "Ann mag New York City", (), LINKS[:5]),
    Row("open too", "new york !", None, "New York !", (), LINKS[:3]),
    Row("none", "nothing here", None, "nichts hier", (), LINKS[:2]),
    Row("known", "Ann in Bonn", [(0, 1, "PER")], "Ann in Bonn", [[(0, 1)]], LINKS[:3]),
    Row("empty", "Bonn", [], "Bonn", (), LINKS[:1]),
]
NAMES = ["New York LOC", "New York City LOC", "Bonn CITY", "Ann LOC"]


def book(*names: str, exact: bool = False) -> Book:
    """Return a book of `name LABEL` lines."""
    rows = [name.rsplit(" ", 1) for name in names]
    return Book([Name(k, text, label) for k, (text, label) in enumerate(rows)], exact=exact)


def found(names: Book, text: str, lang: str = "en", *taken: Entity) -> list[str]:
    tokens = tuple(text.split())
    entities = names.find(Sentence(tokens, None, lang), taken)
    return [f"{' '.join(tokens[e.start : e.end])} {e.label}" for e in entities]


@pytest.mark.parametrize(
    ("names", "text", "lang", "wanted"),
    [
        (["New York LOC", "York LOC"], "in New York and York", "en", ["New York LOC", "York LOC"]),
        (["New York LOC"], "NEW york", "en", ["NEW york LOC"]),
        (["a b X", "b c d Y"], "a b c d", "en", ["b c d Y"]),
        (["a b X", "b c Y"], "a b c", "en", ["a b X"]),
        (["O'Neil PER"], "by O ' Neil and O'Neil", "en", ["O ' Neil PER", "O'Neil PER"]),
        (["Iran LOC"], "I ran from Iran", "en", ["Iran LOC"]),
        (["York LOC"], "New Yorker and York's", "en", []),
        (["Straße LOC"], "die STRASSE", "de", ["STRASSE LOC"]),
        (["é LOC"], "e\u0301 é", "fr", ["e\u0301 LOC", "é LOC"]),
        (["北京 LOC"], "在 北 京 和 北京 市", "zh", ["北 京 LOC", "北京 LOC"]),
        (["กรุงเทพ LOC"], "ใน กรุง เทพ", "th", ["กรุง เทพ LOC"]),
        (["नई दिल्ली LOC"], "में नई दिल्ली", "hi", ["नई दिल्ली LOC"]),
        (["New LOC"], "Neu", "de", []),
    ],
)
def test_names_are_found_longest_first_at_the_borders_of_tokens(
    names: list[str], text: str, lang: str, wanted: list[str]
) -> None:
    assert found(book(*names), text, lang) == wanted


def test_exact_names_and_places_that_are_taken() -> None:
    names = ("UN ORG", "un UN X")
    assert found(book(*names, exact=True), "un UN . UN") == ["un UN X", "UN ORG"]
    assert found(book("UN ORG", exact=True), "un UN") == ["UN ORG"]
    assert found(book(*names), "un UN . UN", "en", Entity(1, 2, "PER")) == ["un ORG", "UN ORG"]


def test_a_look_counts_and_writes_nothing(ws: Workspace) -> None:
    bring(ws, ROWS)
    seen = preview(ws, "one", book(*NAMES))
    assert (seen.names, seen.pairs, seen.entities) == (4, 2, 3)
    assert (seen.labels, seen.new) == ((("LOC", 3),), ("CITY",))
    assert seen.first[1].context == ("Ann likes", "New York City", "")
    everywhere = preview(ws, "one", book(*NAMES), everywhere=True)
    assert (everywhere.pairs, everywhere.labels) == (4, (("LOC", 3), ("CITY", 2)))
    assert ws.decisions("one") == ()
    assert "CITY" not in ws.project("one").labels


def test_names_become_decisions_projected_at_once(ws: Workspace) -> None:
    bring(ws, ROWS)
    done = annotate(ws, "one", "ann", book(*NAMES), everywhere=True)
    assert (done.entities, done.steps, done.notices) == (5, 1, ())
    assert ws.state("one", "open").target_entities() == (Entity(0, 1, "LOC"), Entity(2, 5, "LOC"))
    assert ws.state("one", "known").source_entities() == (Entity(0, 1, "PER"), Entity(2, 3, "CITY"))
    assert ws.state("one", "none").source is None
    assert {d.reason for d in ws.decisions("one")} == {"gazetteer"}
    with pytest.raises(InputError, match="no name of the gazetteer"):
        annotate(ws, "one", "ann", book(*NAMES), everywhere=True)
    apply_ops(ws, "one", "ann", "tab-1", [op(1, "undo", "pair", "")])
    assert ws.state("one", "open").source is None
    assert preview(ws, "one", book(*NAMES), everywhere=True).entities == 5


def test_many_names_are_several_steps(ws: Workspace, monkeypatch) -> None:
    bring(ws, ROWS)
    monkeypatch.setattr("core.review.gazetteer.MAX_MEMBERS", 2)
    told: list[int] = []
    done = annotate(ws, "one", "ann", book(*NAMES), everywhere=True, report=told.append)
    assert (done.entities, done.steps, told) == (5, 3, [2, 4, 5])


def test_names_of_one_pair_may_be_more_than_a_step_holds(ws: Workspace, monkeypatch) -> None:
    bring(ws, [Row("one", "Bonn " * 5, None, "Bonn " * 5, (), LINKS[:5])])
    monkeypatch.setattr("core.review.gazetteer.MAX_MEMBERS", 2)
    told = [annotate(ws, "one", "ann", book("Bonn CITY"), everywhere=True) for _ in range(3)]
    assert [(done.entities, done.steps, done.notices) for done in told] == [
        (2, 1, ()),
        (2, 1, ()),
        (1, 1, ()),
    ]


def test_what_a_person_settled_is_left_alone(ws: Workspace) -> None:
    bring(ws, ROWS)
    annotate(ws, "one", "ann", book("Bonn LOC"), everywhere=True)
    name = ws.state("one", "empty").source[0].id
    apply_ops(
        ws,
        "one",
        "ann",
        "tab-1",
        [
            op(1, "change", "source", "known", entity="s0", start=0, end=1, label="LOC"),
            op(2, "delete", "source", "known", entity="s0"),
            op(3, "accept-pair", "pair", "open"),
            op(4, "delete", "source", "empty", entity=name),
        ],
    )
    seen = preview(ws, "one", book(*NAMES[:2], "Bonn LOC", "Ann LOC"), everywhere=True)
    assert [one.pair for one in seen.first] == ["open too", "empty"]


@pytest.mark.parametrize("person", ["", "@nobody"])
def test_a_person_without_a_name_changes_nothing(ws: Workspace, person: str) -> None:
    bring(ws, ROWS)
    with pytest.raises(InputError, match="name of"):
        annotate(ws, "one", person, book(*NAMES), everywhere=True)
    assert "CITY" not in ws.project("one").labels
