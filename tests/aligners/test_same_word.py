import pytest

from core.aligners import ALIGNERS, Bitext


@pytest.mark.parametrize(
    ("source", "target", "fold", "expected"),
    [
        ("", "", False, []),
        ("a", "b", False, []),
        ("A b", "b a", False, [(0, 1), (1, 0)]),
        ("the cat the", "the the the", False, [(0, 0), (2, 1)]),
        ("x x x", "x", False, [(0, 0)]),
        ("x y x", "x x y", False, [(0, 0), (1, 2), (2, 1)]),
        ("é", "e", False, []),
        ("é", "e", True, [(0, 0)]),
        ("Straße", "STRASSE", False, [(0, 0)]),
    ],
)
def test_table(source, target, fold, expected):
    pair = Bitext(tuple(source.split()), tuple(target.split()))
    found = ALIGNERS.get("same-word").make(fold_marks=fold).align([pair])[0]
    assert [(link.i, link.j, link.p) for link in found.links] == [(i, j, None) for i, j in expected]


def test_empty_tokens_are_no_words():
    assert not ALIGNERS.get("same-word").make().align([Bitext(("",), ("",))])[0].links


def test_progress_is_told():
    told = []
    ALIGNERS.get("same-word").make().align(
        [Bitext(("a",), ("a",))], progress=lambda *step: told.append(step)
    )
    assert told == [("equal words", 0, 1)]
