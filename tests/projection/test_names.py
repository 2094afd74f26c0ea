import pytest

from core.projection.names import capitalised


@pytest.mark.parametrize(
    ("tokens", "lang", "spans"),
    [
        ("hoy viene Ana Sanz a casa", "es", [(2, 4)]),
        ("Ana viene a casa", "es", []),
        ("dijo : Ana viene", "es", []),
        ("dijo . Ana viene", "es", []),
        ('dijo " Ana viene', "es", []),
        ("dijo , Ana viene ( Li )", "es", [(2, 3), (5, 6)]),
        ("( Ana viene a", "es", []),
        ("heute kommt Ana", "de", []),
        ("heute kommt Ana", "de_DE", []),
        ("haut kënnt Ana", "lb", []),
        ("yo y I y O", "es", []),
        ("ANA VIENE A CASA HOY", "es", []),
        ("la casa de X1 y Ab2", "es", [(5, 6)]),
        ("今天 北京 大学", "zh", []),
        ("في القاهرة", "ar", []),
        ("и Анна пришла", "ru", [(1, 2)]),
        ("", "es", []),
    ],
)
def test_capitalised(tokens: str, lang: str, spans: list[tuple[int, int]]) -> None:
    words = tokens.split()
    assert list(capitalised(words, range(len(words)), lang)) == spans


def test_only_free_words_are_told() -> None:
    words = ["hoy", "viene", "Ana", "Sanz", "a", "casa"]
    assert capitalised(words, {3}, "es") == ((3, 4),)
    assert capitalised(words, set(), "es") == ()
