import pytest

from core.errors import InputError, UnknownNameError
from core.training.taggers.trust import Told, Trust, Why, believed
from tests.training.rows import pair

NO_PICK = [{"picks": [[0, 1, 0.9]]}, {"picks": []}]
ALL_PICKED = [{"picks": [[0, 1, 0.9]]}]


def weights(tags: str, trust: Trust | None = None, **extra: object) -> tuple[float, ...]:
    row = believed(pair(tags, **extra), trust or Trust(), Told())
    return (0.0,) * len(tags.split()) if row is None else row.weights


@pytest.mark.parametrize(
    ("tags", "extra", "trust", "expected"),
    [
        ("O B-A O", {}, Trust(), (1, 1, 1)),
        ("O B-A O", {"review_status": "done"}, Trust(), (1, 1, 1)),
        ("O B-A O", {"review_status": "unreviewed"}, Trust(), (0, 1, 0)),
        ("O B-A O", {"review_status": "unreviewed"}, Trust(open_o=0.25), (0.25, 1, 0.25)),
        ("O B-A O", {"review_status": "flagged"}, Trust(statuses=("flagged",)), (1, 1, 1)),
        ("O B-A O", {}, Trust(statuses=("done",)), (0, 1, 0)),
        ("O B-A O", {"projections": ALL_PICKED}, Trust(), (1, 1, 1)),
        ("O B-A O", {"projections": None}, Trust(), (1, 1, 1)),
        ("O B-A O", {"projections": NO_PICK}, Trust(), (0, 1, 0)),
        ("O B-A O", {"projections": NO_PICK, "review_status": "done"}, Trust(), (1, 1, 1)),
        ("O O B-A O O", {"confidences": [[2, 3, "A", 0.4]]}, Trust(), (1, 0, 0, 0, 1)),
        ("O O B-A O O", {"confidences": [[2, 3, "A", 0.4]]}, Trust(border=0), (1, 1, 0, 1, 1)),
        ("O O B-A O O", {"confidences": [[2, 3, "A", 0.5]]}, Trust(), (1, 1, 1, 1, 1)),
        ("B-A O", {"confidences": [[0, 1, "A", 0.75]]}, Trust(weigh=True), (0.75, 1)),
        ("B-A O", {"confidences": [[0, 1, "A", 0]]}, Trust(0 * ("",), 0.0, weigh=True), (0, 0)),
        # the sure neighbour of an entity that is not sure stays
        ("B-A B-B O", {"confidences": [[0, 1, "A", 0.1], [1, 2, "B", 0.9]]}, Trust(), (0, 1, 1)),
        ("O B-A I-A", {"confidences": [[1, 3, "A", 0.1]]}, Trust(), (0, 0, 0)),
        # of another label or span it says nothing of this one
        ("O B-A I-A", {"confidences": [[1, 3, "B", 0.1]]}, Trust(), (1, 1, 1)),
    ],
)
def test_table(tags, extra, trust, expected) -> None:
    assert weights(tags, trust, **extra) == expected


def test_what_is_masked_is_counted_by_reason() -> None:
    told = Told()
    rows = [
        pair("O B-A O O O", confidences=[[1, 2, "A", 0.2]]),
        pair("O B-A", review_status="unreviewed"),
        pair("O", review_status="unreviewed"),
        pair("O O", projections=NO_PICK),
    ]
    kept = [believed(row, Trust(), told) for row in rows]
    assert [row is not None for row in kept] == [True, True, False, False]
    assert told.masked == {
        str(Why.UNSURE): 1,
        str(Why.BESIDE): 2,
        str(Why.NOT_TRUSTED): 2,
        str(Why.NO_COUNTERPART): 2,
    }
    assert (told.sentences, told.tokens, told.unused, told.without) == (4, 10, 2, 0)


def test_a_pair_without_tags_is_left_out_and_counted() -> None:
    from dataclasses import replace

    bare = pair("O")
    told = Told()
    assert (
        believed(replace(bare, target=replace(bare.target, entities=None)), Trust(), told) is None
    )
    assert (told.without, told.sentences) == (1, 0)


@pytest.mark.parametrize(
    ("extra", "message"),
    [
        ({"review_status": "finished"}, "review_status is 'finished'; known: unreviewed"),
        ({"confidences": [[0, 1]]}, "no list of"),
        ({"confidences": [[0, 1, "A", 1.5]]}, "is 1.5; need"),
        ({"projections": [3]}, "not what `project` writes"),
    ],
)
def test_keys_that_are_not_what_they_should_be(extra, message) -> None:
    with pytest.raises(InputError, match=message):
        believed(pair("B-A", **extra), Trust(), Told())


def test_trust_refuses() -> None:
    with pytest.raises(UnknownNameError, match="unknown review status 'ready'"):
        Trust(statuses=("ready",))
    with pytest.raises(InputError, match="open_o is 2"):
        Trust(open_o=2)
    with pytest.raises(InputError, match="border"):
        Trust(border=-1)


def test_ties_are_what_must_not_be_parted() -> None:
    one = believed(pair("O", src="a b", doc="d"), Trust(), Told())
    other = believed(pair("O O", src="a b"), Trust(), Told())
    assert one is not None
    assert other is not None
    assert one.ties & other.ties == {"source\ta\tb"}
    assert "doc d" in one.ties
