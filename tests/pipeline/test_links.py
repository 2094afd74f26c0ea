import pytest

from core.domain.pair import Pair, Sentence
from core.errors import FormatError, LengthMismatchError, MissingInputError
from core.pipeline.links import ById, ByPosition


def pair(name: str) -> Pair:
    return Pair(name, Sentence(("a", "b")), Sentence(("x", "y")))


def cells(links, names: str) -> list[list[tuple[int, int]]]:
    pairs = links.follow(pair(name) for name in names)
    return [[(i, j) for i, j, _ in links(p).links] for p in pairs]


def test_pharaoh_lines_follow_the_pairs_even_where_nobody_asks() -> None:
    links = ByPosition(b"0-0\n\n1-1\n")
    found = []
    for p in links.follow(map(pair, "abc")):
        if p.id != "b":
            found.append([(i, j) for i, j, _ in links(p).links])
    assert found == [[(0, 0)], [(1, 1)]]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"0-0\n", "l, line 2: no line for pair 2, the file ends before"),
        (b"0-0\n\n\n", "l, line 3: a line more than there are pairs (2)"),
    ],
)
def test_pharaoh_has_to_come_out_even(data: bytes, message: str) -> None:
    with pytest.raises(LengthMismatchError) as caught:
        cells(ByPosition(data, file="l"), "ab")
    assert message in str(caught.value)


ROWS = b'{"id": "a", "links": [[0, 0]]}\n{"id": "b", "links": []}\n{"id": "c", "links": [[1, 1]]}\n'


@pytest.mark.parametrize("names", ["abc", "cba", "bca", "ac"])
def test_rows_are_found_by_id_in_any_order(names: str) -> None:
    expected = {"a": [(0, 0)], "b": [], "c": [(1, 1)]}
    assert cells(ById(ROWS), names) == [expected[name] for name in names]


def test_rows_in_order_are_not_kept() -> None:
    links = ById(ROWS)
    for p in links.follow(map(pair, "abc")):
        links(p)
        assert links._waiting == {}


def test_a_pair_without_a_row_names_the_step_that_makes_one() -> None:
    with pytest.raises(MissingInputError, match="no links for pair 'z'; run `align`"):
        cells(ById(ROWS, file="l"), "z")


def test_links_outside_a_pair_are_a_fault_of_the_file() -> None:
    with pytest.raises(FormatError, match="l, line 1: link 0-5 lies outside the pair 'a'"):
        cells(ById(b'{"id": "a", "links": [[0, 5]]}', file="l"), "a")
