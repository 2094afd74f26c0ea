"""The record of a projection: lossless, in every field, and never with a number that is none."""

import json
import math
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.alignment import Link
from core.domain.decision import Side
from core.domain.entity import Entity
from core.domain.projection import (
    Alternative,
    Beyond,
    Competitor,
    Explanation,
    Orphan,
    Pick,
    Projection,
    Reason,
    Stray,
)
from core.errors import FormatError
from core.formats import jsonl
from core.formats.records import orphans_from, projections_from, record

numbers = st.floats(allow_nan=False, allow_infinity=False)
chances = st.floats(0, 1)
counts = st.integers(0, 99)
names = st.text(max_size=5)
spans = st.tuples(counts, st.integers(1, 9)).map(lambda s: (s[0], s[0] + s[1]))
entities = st.builds(
    lambda span, label: Entity(*span, label), spans, st.sampled_from(["PER", "Wichtig-ës"])
)
competitors = st.builds(
    lambda span, *rest: Competitor(*span, *rest),
    spans,
    numbers,
    st.lists(st.tuples(names, numbers), max_size=3).map(tuple),
    st.lists(names, max_size=2).map(tuple),
    st.none() | counts,
    st.none() | chances,
)
explanations = st.builds(
    Explanation,
    st.lists(st.builds(Link, counts, counts, st.none() | chances), max_size=3).map(tuple),
    st.lists(competitors, max_size=3).map(tuple),
    st.none() | numbers,
    st.none() | counts,
    st.lists(names, max_size=2).map(tuple),
    st.none() | chances,
    st.none() | numbers,
    names,
)
projections = st.builds(
    Projection,
    entities,
    st.lists(st.builds(lambda s, v: Pick(*s, v), spans, numbers), max_size=2).map(tuple),
    st.none() | st.sampled_from(Reason),
    st.none() | explanations,
    st.none() | numbers,
)
orphans = st.one_of(
    st.builds(
        lambda s, *rest: Orphan(Side.SOURCE, *s, *rest),
        spans,
        st.sampled_from(Reason),
        names,
        counts,
    ),
    st.builds(
        lambda s, *rest: Orphan(Side.TARGET, *s, *rest),
        spans,
        st.sampled_from(Stray),
        st.none() | names,
        st.none() | counts,
        st.none() | st.sampled_from(Beyond),
    ),
)


@given(st.lists(projections, max_size=3), st.lists(orphans, max_size=3))
def test_what_is_written_reads_back(given_projections, given_orphans) -> None:
    value = json.loads(jsonl.dump(record(given_projections, orphans=given_orphans)))
    assert projections_from(value["projections"]) == tuple(given_projections)
    assert orphans_from(value["orphans"]) == tuple(given_orphans)


def test_every_field_stands_in_the_record() -> None:
    why = Explanation((), (Competitor(0, 1, 1.0),))
    (value,) = record([Projection(Entity(0, 1, "PER"), explanation=why)])["projections"]
    own = {"start", "end", "label"}
    assert set(value) == {f.name for f in fields(Projection)} - {"entity"} | own
    assert set(value["explanation"]) == {f.name for f in fields(Explanation)}
    assert set(value["explanation"]["competitors"][0]) == {f.name for f in fields(Competitor)}
    (orphan,) = record([], orphans=[Orphan(Side.TARGET, 0, 1, Stray.COPIED)])["orphans"]
    assert set(orphan) == {f.name for f in fields(Orphan)}


def test_only_what_is_given_is_there() -> None:
    assert record([]) == {"projections": []}
    assert record([], orphans=(), alternatives=[Alternative(1.5, (((0, 2),), ()))]) == {
        "projections": [],
        "orphans": [],
        "alternatives": [{"total": 1.5, "spans": [[[0, 2]], []]}],
    }


@pytest.mark.parametrize("number", [math.nan, math.inf])
def test_what_is_no_number_is_neither_written_nor_read(number: float) -> None:
    with pytest.raises(ValueError, match="JSON"):
        jsonl.dump(record([Projection(Entity(0, 1, "PER"), gap=number)]))
    (value,) = record([Projection(Entity(0, 1, "PER"), gap=number)])["projections"]
    with pytest.raises(FormatError, match="no projection"):
        projections_from([value])


def test_parts_of_earlier_files_read_as_pairs() -> None:
    why = Explanation((), (Competitor(0, 1, 1.0, (("coverage", 0.5),)),))
    value = record([Projection(Entity(0, 1, "PER"), explanation=why)])["projections"]
    told = value[0]["explanation"]
    told["competitors"][0]["parts"] = {"coverage": 0.5}
    for key in ("posterior", "entropy", "not_computed"):
        del told[key]
    assert projections_from(value)[0].explanation == why


@pytest.mark.parametrize(
    "value",
    [
        {},
        [],
        None,
        5,
        {"side": "pair"},
        {"side": "target", "start": 0, "end": -1, "reason": "copied"},
    ],
)
def test_what_is_no_record_is_a_format_error(value: object) -> None:
    with pytest.raises(FormatError, match="no projection"):
        projections_from([value])
    with pytest.raises(FormatError, match="no orphan"):
        orphans_from([value])
    with pytest.raises(FormatError, match="list"):
        orphans_from("x")


def test_a_reason_of_the_other_side_is_refused() -> None:
    (value,) = record([], orphans=[Orphan(Side.TARGET, 0, 1, Stray.COPIED)])["orphans"]
    with pytest.raises(FormatError, match="no orphan"):
        orphans_from([{**value, "side": "source"}])
