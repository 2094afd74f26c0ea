import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.decision import PairStatus
from core.review.filter_words import in_words
from core.review.filters import KEYS, Filter, from_url, order_from_url, to_url, without
from core.review.orders import FILE, Order, Sort
from core.storage import Range
from core.storage.values import NOBODY

WORDS = st.text(st.characters(exclude_categories=["Z", "C"]), min_size=1, max_size=20)
NUMBERS = st.none() | st.floats(-1e9, 1e9)


def ranges(numbers: st.SearchStrategy[float | None]) -> st.SearchStrategy[Range]:
    in_order = st.tuples(numbers, numbers).map(
        lambda ends: sorted(ends) if None not in ends else list(ends)
    )
    return in_order.map(lambda ends: Range(*ends))


FILTERS = st.builds(
    Filter,
    text=st.text(max_size=200),
    regex=st.booleans(),
    label=st.frozensets(WORDS, max_size=5),
    status=st.frozensets(st.sampled_from(PairStatus)),
    reasons=st.frozensets(st.sampled_from(["no-span", "numbers"])),
    by=st.text(max_size=80),
    length=ranges(st.none() | st.integers(0, 500).map(float)),
    score=ranges(NUMBERS),
    suspicion=ranges(NUMBERS),
    disagreement=st.booleans(),
    commented=st.booleans(),
    cell=st.text(max_size=200),
    changes=st.text(max_size=200),
)


@given(FILTERS)
def test_an_address_keeps_the_filter(wanted: Filter) -> None:
    assert from_url(to_url(wanted)) == (wanted, ())
    assert set(to_url(wanted)) <= {key for keys in KEYS.values() for key in keys}


@given(FILTERS, st.sampled_from(list(KEYS)))
def test_one_field_can_be_taken_out(wanted: Filter, field: str) -> None:
    left = without(wanted, field)
    assert not getattr(left, field)
    kept = {name: words for name, words in in_words(wanted, {}).items() if name != field}
    assert in_words(left, {}) == kept


@given(st.dictionaries(st.sampled_from([k for ks in KEYS.values() for k in ks]), st.text()))
def test_no_address_is_an_error(given_url: dict[str, str]) -> None:
    wanted, notices = from_url(given_url, labels=["PER"], reasons=["numbers"])
    assert all(notices)
    assert from_url(to_url(wanted), labels=["PER"], reasons=["numbers"]) == (wanted, ())


@pytest.mark.parametrize(
    ("given_url", "expected", "notice"),
    [
        ({}, Filter(), None),
        ({"project": "x", "pair": "y", "person": "z", "order": "random:1"}, Filter(), None),
        ({"text": ["old", "new"]}, Filter(text="new"), None),
        ({"text": []}, Filter(), None),
        ({"text": "x" * 300}, Filter(text="x" * 200), "first 200"),
        ({"text": "a+", "regex": "1"}, Filter(text="a+", regex=True), None),
        ({"label": "LOC"}, Filter(label=frozenset(["LOC"])), None),
        ({"label": "LOC PER"}, Filter(label=frozenset(["LOC", "PER"])), None),
        ({"label": ["LOC", "PER"]}, Filter(label=frozenset(["LOC", "PER"])), None),
        ({"label": "<script>"}, Filter(), "no label '<script>'"),
        ({"status": "done, flagged"}, Filter(status=frozenset(["done", "flagged"])), None),
        ({"status": ["done", "flagged"]}, Filter(status=frozenset(["done", "flagged"])), None),
        ({"status": "done,finished"}, Filter(status=frozenset(["done"])), "no status 'finished'"),
        ({"reason": "numbers"}, Filter(reasons=frozenset(["numbers"])), None),
        ({"reason": "mood"}, Filter(), "no reason 'mood'"),
        ({"by": NOBODY}, Filter(by=NOBODY), None),
        ({"by": "x" * 101}, Filter(by="x" * 100), "first 100"),
        ({"min_length": "5", "max_length": "9"}, Filter(length=Range(5, 9)), None),
        ({"min_length": "5.5"}, Filter(), "a whole number"),
        ({"min_length": "-1"}, Filter(), "the value of min_length is a whole number from 0 on"),
        ({"max_length": "-3"}, Filter(), "the value of max_length is a whole number from 0 on"),
        ({"min_score": "nan"}, Filter(), "the value of min_score is a number, not 'nan'"),
        ({"regex": "maybe"}, Filter(), "the value of regex is 1 or 0, not 'maybe'"),
        ({"min_length": "9", "max_length": "5"}, Filter(), "at least 9 and at most 5"),
        ({"max_score": "-0.25"}, Filter(score=Range(None, -0.25)), None),
        ({"min_suspicion": "nan"}, Filter(), "a number, not 'nan'"),
        ({"min_suspicion": "1e999"}, Filter(), "a number, not '1e999'"),
        ({"max_score": "a lot"}, Filter(), "a number, not 'a lot'"),
        ({"disagreement": "TRUE"}, Filter(disagreement=True), None),
        ({"disagreement": "maybe"}, Filter(), "1 or 0"),
        ({"commented": "1"}, Filter(commented=True), None),
        ({"cell": "name:Ana"}, Filter(cell="name:Ana"), None),
        ({"password__startswith": "a"}, Filter(), "no 'password__startswith'"),
    ],
)
def test_what_an_address_can_mean(
    given_url: dict[str, str | list[str]], expected: Filter, notice: str | None
) -> None:
    found, notices = from_url(given_url, labels=["PER", "LOC"], reasons=["numbers"])
    assert found == expected
    assert len(notices) == (notice is not None)
    assert notice is None or notice in notices[0]


def test_an_order_is_read_and_another_word_said_to_be_none() -> None:
    assert order_from_url({"order": "random:12"}) == (Order(Sort.RANDOM, 12), ())
    assert order_from_url({}) == (FILE, ())
    order, (notice,) = order_from_url({"order": ["margin", "<b>"]})
    assert order == FILE
    assert "no order '<b>'" in notice


def test_every_order_that_is_offered_can_be_asked_for() -> None:
    _, (notice,) = order_from_url({"order": "random"})
    offered = notice.split("there are: ")[1].split(", ")
    assert [order_from_url({"order": name})[1] for name in offered] == [()] * len(offered)


def test_every_field_has_words() -> None:
    wanted = Filter(
        text="a|b",
        regex=True,
        label=frozenset(["ORG", "LOC"]),
        status=frozenset([PairStatus.FLAGGED, PairStatus.DONE]),
        reasons=frozenset(["numbers"]),
        by="Ada",
        length=Range(5, None),
        score=Range(None, 0.5),
        suspicion=Range(0.25, 0.75),
        disagreement=True,
        commented=True,
        assigned="Ada",
        cell="name:Ana",
        changes="learned 1",
        stale=True,
        conflicts="Ada",
    )
    said = in_words(wanted, {"numbers": "numbers differ"})
    assert list(said) == list(KEYS)
    assert list(said.values()) == [
        "/a|b/",
        "label LOC or ORG",
        "done or flagged",
        "numbers differ",
        "decided by Ada",
        "at least 5 target words",
        "score at most 0.5",
        "suspicion 0.25 to 0.75",
        "methods disagree",
        "commented",
        "assigned to Ada",
        "from Compare: name:Ana",
        "learned 1 would change",
        "has stale decisions",
        "conflicts of Ada",
    ]
    cell = "differ method:method:uno against:gold kind:boundary label:PER"
    assert in_words(Filter(cell=cell), {}) == {
        "cell": "from Compare: uno against gold: boundary, PER"
    }
    assert in_words(Filter(by=NOBODY, length=Range(7, 7)), {}) == {
        "by": "decided by nobody",
        "length": "7 target words",
    }
