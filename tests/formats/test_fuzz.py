"""Whatever comes in: an inspection lists it, a reader raises FormatError, nothing else happens."""

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import CoreError
from core.formats import (
    gold_links,
    links_jsonl,
    pharaoh,
    projections_jsonl,
    spans_jsonl,
    spec_toml,
    tag_probs_jsonl,
    translation_scores_jsonl,
)
from core.formats.consent import Wish
from core.formats.sniff import inspect_upload, open_upload
from tests.formats import worlds

PIECES = (
    b"\n|\r\n|\t| |O|B-X|I-X|# id 1|-DOCSTART-|\xff|\0|\xef\xbb\xbf|\x1f\x8b|{|}|[|1|a|\xc3\xa9|0-0"
)
pieces = st.sampled_from(PIECES.split(b"|"))
raw = st.lists(pieces, max_size=25).map(b"".join)
wishes = st.builds(
    Wish,
    st.sampled_from(["", "auto", "iob1", "bioes"]),
    st.sampled_from([None, "begin", "drop"]),
    st.booleans(),
)


@settings(max_examples=300)
@given(st.sampled_from(["a.jsonl", "a.conll", "a.txt", "a.tsv", "a"]), raw, raw, wishes)
def test_any_bytes_are_inspected(name: str, one: bytes, two: bytes, wish: Wish) -> None:
    for files in ([(name, one)], [(name, one), ("b.conll", two)]):
        seen = inspect_upload(files, "en", "de", wish=wish)
        assert seen.usable or seen.errors
        try:
            count = sum(1 for _ in open_upload(files, "en", "de", wish=wish).pairs)
        except CoreError:
            assert not seen.usable
        else:
            assert (count, seen.errors) == (seen.count, 0 if count else 1)


KEYS = ["id", "src_tokens", "tgt_tokens", "src_tags", "tgt_tags", "src_lang", "tgt_lang", "links"]
KEYS += ["sure", "possible", "spans", "scores", "labels", "probs", "projections", "gold_tags"]
KEYS += ["doc", "eval_types", "unseen_src", "src_unaligned", "label", "start", "picks", "reason"]
objects = st.dictionaries(
    st.sampled_from(KEYS),
    worlds.json_values | st.just(["a"]) | st.just("en") | st.just([[0, 1, 1]]) | st.just(["O"]),
    max_size=9,
)


def said(read, data: bytes) -> str:
    """Return what the error says; a data set that is fine counts as one about line 1."""
    try:
        list(read(data))
    except CoreError as error:
        return str(error)
    return "line 1"


@settings(max_examples=300)
@given(objects)
def test_any_object_is_read_or_refused(value: dict[str, object]) -> None:
    line = json.dumps(value).encode()
    readers = [
        links_jsonl.read,
        gold_links.read_jsonl,
        spans_jsonl.read,
        tag_probs_jsonl.read,
        translation_scores_jsonl.read,
        projections_jsonl.read,
    ]
    for read in readers:
        assert "line 1" in said(read, line)
    inspect_upload([("a.jsonl", line)], "en", "de")


@given(raw)
def test_any_links_and_specs_are_read_or_refused(data: bytes) -> None:
    for read in (lambda d: list(pharaoh.read(d, [(1, 1)])), spec_toml.read):
        assert said(read, data)


@pytest.mark.parametrize("name", ["a.jsonl", "a.conll", "a.txt"])
def test_10_megabytes_on_one_line_are_refused_at_once(name: str) -> None:
    files = [(name, b"x" * 10_000_000), ("b.txt", b"y")]
    began_s = time.perf_counter()
    seen = inspect_upload(files[:1] if name == "a.jsonl" else files, "en", "de")
    assert "the line is too long; a line may have at most 4 MiB" in str(seen.problems[0])
    assert time.perf_counter() - began_s < 1.5
