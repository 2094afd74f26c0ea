import pytest

from tests.review.suspicion.build import row, signals


@pytest.mark.parametrize(
    ("code", "source", "target", "entity", "span", "words"),
    [
        ("small-letter", "in Europe now", "países europeos hoy", (1, 2), (1, 2), ("europeos",)),
        ("small-edge", "the Green Party won", "ganó Verde partido", (1, 3), (1, 3), ("partido",)),
        ("short-edge", "the Liberal Group", "voto del Grupo Liberal", (1, 3), (1, 4), ("del",)),
        ("short-edge", "the Liberal Group", "el Grupo Liberal ,", (1, 3), (1, 4), (",",)),
        ("numbers", "Agenda 2000 is", "la Agenda 200 es", (0, 2), (1, 3), ("2000", "/", "200")),
        ("numbers", "Agenda 2000 is", "la Agenda es", (0, 2), (1, 2), ("2000", "/", "none")),
        ("alike-outside", "Angela Merkel said", "dijo ella Merkel", (0, 2), (1, 2), ("Merkel",)),
        ("capital-beside", "the Union said", "dijo la Unión Europea", (1, 2), (2, 3), ("Europea",)),
    ],
)
def test_what_is_odd_is_told_with_its_words(code, source, target, entity, span, words) -> None:
    found = signals(row(source, target, "0-0", {entity: span}))
    assert found[code] == (1.0, words)


@pytest.mark.parametrize(
    ("code", "source", "target", "entity", "span", "lang"),
    [
        ("small-letter", "in Europe now", "la Europa hoy", (1, 2), (1, 2), "es"),
        ("small-letter", "in Europe now", "在 欧洲 现在", (1, 2), (1, 2), "zh"),
        ("small-letter", "a white paper", "un libro blanco", (1, 3), (1, 3), "es"),
        ("small-edge", "the Green Party won", "ganó Verde Partido", (1, 3), (1, 3), "es"),
        ("short-edge", "the University of", "la Universidad de", (1, 3), (1, 3), "es"),
        ("numbers", "April 1 2003", "el 1 abril 2003", (0, 3), (1, 4), "es"),
        ("alike-outside", "Merkel said", "Merkel dijo", (0, 1), (0, 1), "es"),
        ("capital-beside", "the Union said", "sagte die Union Heute", (1, 2), (2, 3), "de"),
        ("capital-beside", "the Union said", "dijo ayer Unión", (1, 2), (2, 3), "es"),
    ],
)
def test_what_is_in_order_is_not_told(code, source, target, entity, span, lang) -> None:
    found = signals(row(source, target, "0-0", {entity: span}, lang=lang))
    assert found[code][0] == 0.0


def test_a_span_far_longer_or_shorter_than_its_name_is_told() -> None:
    words = "el Parlamento de la Unión"
    long = signals(row("in EU", words, "0-0", {(1, 2): (1, 5)}))
    short = signals(row("the Parliament of Europe here", "el P de", "0-0", {(1, 4): (1, 2)}))
    assert long["long-span"][0] == 1.0
    assert long["short-span"][0] == 0.0
    assert short["short-span"][0] == 1.0
    assert short["long-span"][0] == 0.0


def test_a_span_that_looks_like_its_name_is_not_unlike() -> None:
    found = signals(row("Merkel said", "dijo Merkel", "0-1", {(0, 1): (1, 2)}))
    other = signals(row("Merkel said", "dijo ella", "0-1", {(0, 1): (1, 2)}))
    assert (found["unlike"][0], other["unlike"][0]) == (0.0, 1.0)
    assert (found["no-capital"][0], other["no-capital"][0]) == (0.0, 0.0)
