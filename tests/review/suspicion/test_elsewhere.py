import pytest

from core.review.suspicion import Row
from tests.review.suspicion.build import row, seen, signals


def union(name: str, span: tuple[int, int] | None, *, label: str = "ORG", lang: str = "es") -> Row:
    words = "dijo la Unión Europea"
    return row("the Union said", words, "1-2", {(1, 2): span}, label=label, lang=lang, name=name)


def test_a_name_that_is_elsewhere_something_else_is_told_with_what_it_is_there() -> None:
    others = [union(f"p{k}", (2, 4)) for k in range(2, 5)]
    found = signals(union("p1", (2, 3)), *others)
    assert found["other-form"] == (pytest.approx(3 / 4), ("Unión Europea",))
    assert found["seen-rarely"][0] == pytest.approx(1 / 4)


def test_a_name_that_has_a_span_only_here_is_told() -> None:
    others = [union(f"p{k}", None) for k in range(2, 4)]
    found = signals(union("p1", (2, 3)), *others)
    assert found["other-form"] == (pytest.approx(2 / 3), ("without a span",))


def test_a_name_that_is_the_same_elsewhere_is_not_told() -> None:
    found = signals(union("p1", (2, 4)), union("p2", (2, 4)))
    assert found["other-form"][0] == 0.0


def test_a_pair_does_not_speak_for_itself() -> None:
    found = signals(union("p1", (2, 4)))
    assert found["seen-rarely"][0] == 1.0
    assert "other-form" not in found
    assert "other-label" not in found
    assert found["no-name-edge"][0] == 0.0


def test_other_languages_do_not_count() -> None:
    found = signals(union("p1", (2, 3)), union("p2", (2, 4), lang="pt"))
    assert "other-form" not in found


def test_words_that_have_another_label_elsewhere_are_told() -> None:
    others = [union(f"p{k}", (2, 4), label="LOC") for k in range(2, 5)]
    found = signals(union("p1", (2, 4)), *others)
    assert found["other-label"] == (pytest.approx(3 / 4), ("Unión", "Europea"))


def test_a_word_at_the_edge_that_is_no_entity_elsewhere_is_told() -> None:
    others = [union(f"p{k}", (2, 4)) for k in range(2, 5)]
    found = signals(union("p1", (0, 4)), *others)
    assert found["no-name-edge"] == (pytest.approx(3 / 5), ("dijo",))


def test_an_entity_word_beside_a_span_is_told_and_is_left_over_too() -> None:
    others = [union(f"p{k}", (2, 4)) for k in range(2, 5)]
    found = seen(union("p1", (2, 3)), *others)
    assert found.entities[0]["goes-on"] == (pytest.approx(3 / 5), ("Europea",))
    assert found.rest["name-left"] == (pytest.approx(3 / 5), ("Europea",))


def test_a_word_that_another_span_holds_is_not_left_over() -> None:
    others = [union(f"p{k}", (2, 4)) for k in range(2, 5)]
    found = seen(union("p1", (2, 4)), *others)
    assert found.entities[0]["goes-on"][0] == 0.0
    assert found.rest["name-left"][0] == 0.0
