import pytest

from core.projection.copies import copies


@pytest.mark.parametrize(
    ("words", "tokens", "spans"),
    [
        ("Rome", "Rome", [(0, 1)]),
        ("Rome", "", []),
        ("New York", "a New York New", [(1, 3)]),
        ("New York", "New Yorks", [(0, 2)]),
        ("U.S.", "the U . S . A", [(1, 5)]),
        ("U . S .", "U.S.", [(0, 1)]),
        ("x", "x y", []),
        ("!", "!", []),
        ("7", "7 77", []),
        ("2019", "2019 2018", [(0, 1)]),
        ("US", "us US", [(1, 2)]),
        ("u.s", "US u.s", [(1, 2)]),
        ("Zürich", "Zürich Zu\u0308rich", [(0, 1), (1, 2)]),
        ("Straße", "STRASSE", [(0, 1)]),
        ("北京", "北 京", [(0, 2)]),
        ("London", "Лондон", [(0, 1)]),
        ("Merkel", "Merkels", [(0, 1)]),
        ("Merkel", "Marke", []),
        ("Anna Anna", "Anna Anna Anna", [(0, 2), (1, 3)]),
    ],
)
def test_copies(words: str, tokens: str, spans: list[tuple[int, int]]) -> None:
    assert list(map(list, copies([words.split()], tokens.split()))) == [spans]


def test_several_names_at_once() -> None:
    assert copies([], ["a"]) == ()
    names = [["Anna"], ["x"], ["Anna", "Li"]]
    assert copies(names, ["Anna", "Li"]) == (((0, 1),), (), ((0, 2),))
