import pytest

from core.text.plural import counted


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ((1, "pair"), "1 pair"),
        ((0, "pair"), "0 pairs"),
        ((2000, "pair"), "2,000 pairs"),
        ((2, "entity", "entities"), "2 entities"),
        ((1, "entity", "entities"), "1 entity"),
    ],
)
def test_a_number_stands_with_its_noun(given, wanted) -> None:
    assert counted(*given) == wanted
