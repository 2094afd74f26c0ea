import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.decision import PairStatus
from core.review.filters import Filter, from_url, to_url

FILTERS = st.builds(
    Filter,
    text=st.text(max_size=200),
    label=st.text(max_size=20),
    status=st.frozensets(st.sampled_from(PairStatus)),
    disagreement=st.booleans(),
)


@given(FILTERS)
def test_an_address_keeps_the_filter(wanted: Filter) -> None:
    assert from_url(to_url(wanted)) == (wanted, ())


@pytest.mark.parametrize(
    ("given_url", "expected", "notice"),
    [
        ({}, Filter(), None),
        ({"project": "x", "pair": "y", "person": "z"}, Filter(), None),
        ({"text": ["old", "new"]}, Filter(text="new"), None),
        ({"text": []}, Filter(), None),
        ({"text": "x" * 300}, Filter(text="x" * 200), "first 200"),
        ({"label": "LOC"}, Filter(label="LOC"), None),
        ({"label": "<script>"}, Filter(), "no label '<script>'"),
        ({"status": "done, flagged"}, Filter(status=frozenset(["done", "flagged"])), None),
        ({"status": ["done", "flagged"]}, Filter(status=frozenset(["done", "flagged"])), None),
        ({"status": "done,finished"}, Filter(status=frozenset(["done"])), "no status 'finished'"),
        ({"disagreement": "TRUE"}, Filter(disagreement=True), None),
        ({"disagreement": "maybe"}, Filter(), "1 or 0"),
        ({"password__startswith": "a"}, Filter(), "no 'password__startswith'"),
    ],
)
def test_what_an_address_can_mean(
    given_url: dict[str, str | list[str]], expected: Filter, notice: str | None
) -> None:
    found, notices = from_url(given_url, labels=["PER", "LOC"])
    assert found == expected
    assert len(notices) == (notice is not None)
    assert notice is None or notice in notices[0]
