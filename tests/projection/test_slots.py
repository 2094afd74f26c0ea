import pytest

from core.domain.entity import Entity
from core.errors import InputError
from core.projection.slots import asked, filled, places_of, slots_of

TOKENS = ("Obama", "visited", "New", "York", ",", "said", "Obama", ".")


def test_a_sentence_gets_a_slot_for_each_entity_in_order() -> None:
    assert asked(["Anna", "in", "Rom"], ["PER", "LOC"], "de") == (
        "Anna in Rom <PER>[None]</PER><LOC>[None]</LOC>"
    )
    assert asked(["东", "京"], ["LOC"], "zh") == "东京 <LOC>[None]</LOC>"


def test_filled_slots_read_back() -> None:
    entities = (Entity(0, 1, "PER"), Entity(2, 4, "LOC"))
    text = filled(TOKENS, entities, "en")
    assert text == "<PER>Obama</PER><LOC>New York</LOC>"
    assert list(slots_of(text, ["PER", "LOC"])) == [("PER", "Obama"), ("LOC", "New York")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("<PER>[None]</PER><LOC> </LOC>", []),
        ("<PER>a</PER> noise <ORG>b</ORG><LOC>c", [("PER", "a")]),
        ("<PER>a</LOC><LOC>b</LOC>", [("LOC", "b")]),
        ("<PER>a b\nc</PER>", [("PER", "a b\nc")]),
        ("<PER><LOC>x</LOC></PER>", [("PER", "<LOC>x</LOC>")]),
    ],
)
def test_what_is_no_slot_is_left_out(text: str, found) -> None:
    assert list(slots_of(text, ["PER", "LOC"])) == found


@pytest.mark.parametrize("label", ["A<B", "a/b", "x>", "<"])
def test_labels_that_would_break_a_slot_are_refused(label: str) -> None:
    with pytest.raises(InputError, match="cannot be the name of a slot"):
        asked(["a"], [label], "en")


@pytest.mark.parametrize(
    ("phrase", "places"),
    [
        ("Obama", ((0, 1), (6, 7))),
        ("New York", ((2, 4),)),
        ("NewYork", ((2, 4),)),
        ("York ,", ((3, 4),)),
        ("new york!", ((2, 4),)),
        ("york said", ((3, 6),)),
        ("York New", ()),
        ("Oba", ()),
        ("Paris", ()),
        ("...", ()),
        ("", ()),
    ],
)
def test_a_phrase_counts_where_it_literally_occurs(phrase: str, places) -> None:
    assert places_of(phrase, TOKENS) == places


def test_punctuation_stays_where_entities_have_some() -> None:
    tokens = ("Yahoo", "!", "und", "Yahoo")
    assert places_of("Yahoo!", tokens) == ((0, 1), (3, 4))
    assert places_of("Yahoo!", tokens, keep_punctuation=True) == ((0, 2),)


def test_words_inside_words_where_a_language_glues() -> None:
    tokens = ("waseJamani", "na", "KwaZulu", "Natal")
    assert places_of("Jamani", tokens) == ()
    assert places_of("Jamani", tokens, agglutinative=True) == ((0, 1),)
    assert places_of("Zulu Nat", tokens, agglutinative=True) == ((2, 4),)
    assert places_of("na", tokens, agglutinative=True) == ((1, 2),)


def test_characters_of_scripts_without_spaces() -> None:
    assert places_of("东京", ("我", "在", "东", "京", "。")) == ((2, 4),)
