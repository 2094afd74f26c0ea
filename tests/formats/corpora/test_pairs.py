import json

import pytest

from core.errors import FormatError
from core.formats.corpora import read_pairs

ROW = {
    "id": "p1",
    "src_lang": "en",
    "tgt_lang": "de",
    "src_tokens": ["Anna"],
    "src_tags": ["B-PER"],
    "tgt_tokens": ["Anna"],
    "tgt_tags": ["B-PER"],
}


def read(**more: object):
    data = json.dumps({**ROW, **more}).encode()
    return read_pairs(data, "de", file="p.jsonl", labels=("PER", "LOC"))


def test_both_sides_and_what_counts_are_read() -> None:
    corpus = read(eval_types=["PER"])
    (pair,) = corpus.pairs()
    assert (pair.id, pair.eval_types, pair.source.tokens) == ("p1", ("PER",), ("Anna",))
    assert corpus.language == "de"


def test_a_source_without_tags_is_left_to_whoever_projects() -> None:
    assert read(src_tags=None).pairs()[0].source.entities is None


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"tgt_tags": None}, "no gold"),
        ({"tgt_tags": ["B-GPE"]}, "'GPE', which is none"),
    ],
)
def test_what_cannot_be_scored_is_refused(more: dict[str, object], message: str) -> None:
    with pytest.raises(FormatError, match=f"^p.jsonl: .*{message}"):
        read(**more)


def test_a_label_that_does_not_count_in_its_pair_may_be_any() -> None:
    assert read(tgt_tags=["B-GPE"], eval_types=["PER"]).gold()[0][0].label == "GPE"


def test_no_pair_is_an_error() -> None:
    with pytest.raises(FormatError, match="no pair in it"):
        read_pairs(b"\n", "de", file="p.jsonl", labels=("PER",))
