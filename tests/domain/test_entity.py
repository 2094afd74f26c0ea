import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.entity import Entity, check_entities, from_iob2, to_iob2
from core.errors import SpanError, TagError


@pytest.mark.parametrize(
    ("tags", "entities"),
    [
        ("", []),
        ("O O", []),
        ("B-PER", [(0, 1, "PER")]),
        ("B-PER I-PER O B-LOC", [(0, 2, "PER"), (3, 4, "LOC")]),
        ("B-PER B-PER I-PER", [(0, 1, "PER"), (1, 3, "PER")]),
        ("B-weather/noun I-weather/noun", [(0, 2, "weather/noun")]),
        ("B-A-B I-A-B", [(0, 2, "A-B")]),
    ],
)
def test_tags_and_entities_say_the_same(tags, entities):
    found = from_iob2(tags.split())
    assert found == tuple(Entity(*e) for e in entities)
    assert " ".join(to_iob2(found, len(tags.split()))) == tags


@pytest.mark.parametrize(
    ("tags", "token"),
    [("I-PER", 0), ("O I-PER", 1), ("B-PER I-LOC", 1), ("B-PER O I-PER", 2), ("B- O", 0), ("X", 0)],
)
def test_what_is_not_iob2_is_refused_with_its_place(tags, token):
    with pytest.raises(TagError) as caught:
        from_iob2(tags.split())
    assert caught.value.token == token


@pytest.mark.parametrize(
    "bad", [(1, 1, "A"), (2, 1, "A"), (-1, 1, "A"), (0, 1, ""), (0, 1, "a b"), (0, 1, "a\0")]
)
def test_bad_entities_are_refused(bad):
    with pytest.raises(SpanError):
        Entity(*bad)


def test_entities_must_fit_and_not_overlap():
    with pytest.raises(SpanError, match="outside a sentence of 1"):
        check_entities([Entity(0, 2, "A")], 1)
    with pytest.raises(SpanError, match="overlap"):
        to_iob2([Entity(1, 3, "A"), Entity(0, 2, "B")], 3)
    assert check_entities([Entity(1, 2, "A"), Entity(0, 1, "B")], 2)[0].label == "B"


@pytest.mark.parametrize(
    ("a", "b", "touch"), [((0, 2), (2, 3), False), ((0, 2), (1, 3), True), ((0, 9), (3, 4), True)]
)
def test_overlap_is_symmetric(a, b, touch):
    left, right = Entity(*a, "A"), Entity(*b, "B")
    assert left.overlaps(right) is touch
    assert right.overlaps(left) is touch


@given(st.lists(st.sampled_from(["O", "B-A", "I-A", "B-B", "I-B"]), max_size=12))
def test_whatever_can_be_read_is_written_back(tags):
    try:
        entities = from_iob2(tags)
    except TagError:
        return
    assert list(to_iob2(entities, len(tags))) == tags
