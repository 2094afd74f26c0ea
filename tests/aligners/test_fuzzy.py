import pytest

from core.aligners import ALIGNERS, Bitext
from core.errors import OptionError


def links(source, target, **options):
    part = ALIGNERS.get("fuzzy")
    pair = Bitext(tuple(source.split()), tuple(target.split()))
    return part.make(**part.configure(options)).align([pair])[0].links


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("Владимир Путин встретил Merkel", "Vladimir Putin met Merkel", [(0, 0), (1, 1), (3, 3)]),
        ("Ἀθῆναι εἶναι", "Athena is", [(0, 0)]),
        ("محمد في القاهرة", "Muhammad in Cairo", [(0, 0)]),
        ("भारत", "Bharat", [(0, 0)]),
        ("presidente europeo", "European President", [(0, 1), (1, 0)]),
        ("organisation", "organisations", [(0, 0)]),
        # Alike, but not at the start: not fuzzy enough to find.
        ("Istanbul", "Estambul", []),
        ("a I", "a i", []),
        ("the", "le", []),
        ("ირაკლი", "Irakli", []),
    ],
)
def test_table(source, target, expected):
    assert [(link.i, link.j) for link in links(source, target)] == expected


def test_the_probability_is_the_similarity():
    assert [link.p for link in links("Rome Putin", "Rome Путин")] == [1.0, pytest.approx(2 / 3)]
    assert len(links("Putin", "Путин", least=0.67)) == 0


def test_options():
    with pytest.raises(OptionError, match="rule: 'mutual-softmax' is not one of argmax, itermax"):
        links("a", "b", rule="mutual-softmax")
    with pytest.raises(OptionError, match="least"):
        links("a", "b", least=0.0)
