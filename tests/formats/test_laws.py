"""The law of every lossless format: what is written reads back. A new format has to join in."""

from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import core.formats
from core.domain.task import SuppliedSpan, TagProbs
from core.formats import (
    conll,
    links_jsonl,
    pairs_jsonl,
    spans_jsonl,
    spec_toml,
    tag_probs_jsonl,
    translation_scores_jsonl,
)
from tests.formats import worlds

ids = st.text(
    st.characters(exclude_characters="\0\t\n\r", exclude_categories=("Cs",)), min_size=1, max_size=5
)
numbers = st.floats(allow_nan=False, allow_infinity=False)
cuts = st.tuples(st.integers(0, 9), st.integers(1, 9)).map(lambda s: (s[0], s[0] + s[1]))
supplied = st.builds(
    lambda span, label, score: SuppliedSpan(*span, label, score),
    cuts,
    st.none() | worlds.labels,
    st.none() | numbers,
)
scores = st.tuples(cuts, cuts, numbers).map(lambda s: (*s[0], *s[1], s[2]))
chances = st.lists(st.floats(0, 1), max_size=4).map(
    lambda ps: TagProbs(("O", "B-a-b"), np.array([[p, 1 - p] for p in ps]).reshape(len(ps), 2))
)


scalars = st.booleans() | st.integers(-(2**60), 2**60) | numbers | worlds.text | st.just("\x7f\b")
tables = st.dictionaries(worlds.text, scalars, max_size=3)
documents = st.dictionaries(
    worlds.text, scalars | tables | st.lists(tables, max_size=2) | st.lists(scalars), max_size=4
)


def named(values: st.SearchStrategy[Any]) -> st.SearchStrategy[list[tuple[str, Any]]]:
    """Return lists of (id, value) with every id once."""
    return st.lists(st.tuples(ids, values), min_size=1, max_size=3, unique_by=lambda row: row[0])


def plain(value: object) -> object:
    """Return a value that can be compared: arrays as lists."""
    return (value.labels, value.probs.tolist()) if isinstance(value, TagProbs) else value


def links_of(data: bytes, given_: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
    sizes = {name: (a.n, a.m) for name, a in given_}
    return [(row.id, row.alignment(*sizes[row.id])) for row in links_jsonl.read(data)]


LAWS: dict[str, tuple[st.SearchStrategy[Any], Callable[[bytes, Any], Iterable[Any]]]] = {
    "pairs_jsonl": (
        st.lists(worlds.pairs(), min_size=1, max_size=3, unique_by=lambda pair: pair.id),
        lambda data, _: pairs_jsonl.read(data),
    ),
    "links_jsonl": (named(worlds.alignments()), links_of),
    "spans_jsonl": (
        named(st.lists(supplied, max_size=3).map(tuple)),
        lambda data, _: spans_jsonl.read(data),
    ),
    "translation_scores_jsonl": (
        named(st.lists(scores, max_size=3).map(tuple)),
        lambda data, _: translation_scores_jsonl.read(data),
    ),
    "tag_probs_jsonl": (named(chances), lambda data, _: tag_probs_jsonl.read(data)),
    "spec_toml": (
        documents.map(lambda document: [document]),
        lambda data, _: [spec_toml.read(data)],
    ),
    "conll": (
        st.lists(worlds.sentences(annotated=True), min_size=1, max_size=3).filter(
            lambda rows: all(row.tokens != ("-DOCSTART-",) for row in rows)
        ),
        lambda data, given_: [(block.tokens, block.tags) for block in conll.read(data).blocks],
    ),
}
LOSSY = {"pharaoh"}
"""Written too, but not to keep everything: the form that others read."""


ROWS = {"csv_guard", "docbin", "doccano", "label_studio", "parquet", "provenance"}
"""Written from rows of an export; tests/review/test_export_forms.py holds them to their law."""


def written(name: str, given_: list[Any]) -> bytes:
    write = import_module(f"core.formats.{name}").write
    return bytes(write(given_[0])) if name == "spec_toml" else b"".join(write(given_))


def expected(name: str, given_: list[Any]) -> list[Any]:
    if name == "conll":
        return [(s.tokens, tuple(pairs_jsonl.tags_of(s) or ())) for s in given_]
    if name == "tag_probs_jsonl":
        return [(row, plain(value)) for row, value in given_]
    return list(given_)


@pytest.mark.parametrize("name", LAWS)
@settings(max_examples=60)
@given(data=st.data())
def test_what_is_written_reads_back(name: str, data: st.DataObject) -> None:
    values, read = LAWS[name]
    given_ = data.draw(values)
    found = list(read(written(name, given_), given_))
    if name == "tag_probs_jsonl":
        found = [(row, plain(value)) for row, value in found]
    assert found == expected(name, given_)


def test_every_format_that_is_written_and_read_obeys_the_law() -> None:
    rooms = [path.stem for path in Path(core.formats.__file__).parent.glob("[a-z]*.py")]
    modules = {name: import_module(f"core.formats.{name}") for name in rooms}
    both = {n for n, m in modules.items() if hasattr(m, "read") and hasattr(m, "write")}
    assert both - LOSSY - ROWS == set(LAWS)
