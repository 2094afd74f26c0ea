import pytest

from core.aligners import ALIGNERS, Bitext
from core.errors import OptionError


def links(source, target, **options):
    part = ALIGNERS.get("char-ngrams")
    pair = Bitext(tuple(source.split()), tuple(target.split()))
    return part.make(**part.configure(options)).align([pair])[0].links


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        (
            "Владимир Путин встретил Merkel",
            "Vladimir Putin met Merkel",
            [(0, 0), (1, 1), (3, 2), (3, 3)],
        ),
        ("Ἀθῆναι", "Athena", [(0, 0)]),
        ("Αθήνα Ελλάδα", "Greece Athens", [(0, 1)]),
        ("محمد", "Muhammad", [(0, 0)]),
        ("भारत दिल्ली", "Delhi Bharat", [(0, 1), (1, 0)]),
        ("Istanbul", "Estambul", [(0, 0)]),
        ("Óscar", "Oscar", [(0, 0)]),
        ("a I", "a i", []),
        ("xyz", "abc", []),
        ("日本", "中国", []),
    ],
)
def test_table(source, target, expected):
    assert [(link.i, link.j) for link in links(source, target, least=0.4)] == expected


def test_one_to_one_where_asked():
    found = links("they met Merkel", "Merkel met", rule="match", least=0.4)
    assert [(link.i, link.j, link.p) for link in found] == [(1, 1, 1.0), (2, 0, 1.0)]


def test_longer_pieces_are_stricter():
    found = [links("nation", "notion", shortest=k, longest=k)[0].p for k in (1, 2, 3)]
    assert found == sorted(found, reverse=True)
    assert found[2] == pytest.approx(0.5)
    assert not links("ab", "ba", shortest=2, longest=2, least=0.3)
    assert links("ab", "ba", shortest=1, longest=1)[0].p == 1.0


def test_options():
    with pytest.raises(OptionError, match="longest: 2 is less than shortest, 3"):
        links("a", "b", shortest=3, longest=2)
