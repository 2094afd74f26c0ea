"""Laws of every aligner that needs no weights."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.aligners import ALIGNERS, Bitext
from core.errors import ModelError, OptionError

PARTS = [part for part in ALIGNERS.parts() if "model" not in part.needs]
NEURAL = [part for part in ALIGNERS.parts() if "model" in part.needs]
TOKENS = st.lists(
    st.sampled_from(["a", "ab", "Rome", "rome", "Рим", "1", ".", "", "日"]), max_size=5
)


@pytest.mark.parametrize("part", NEURAL, ids=lambda part: part.name)
def test_an_aligner_over_a_model_names_it_and_says_which_is_right(part):
    aligner = part.make(**part.configure({"model": "some/model"}))
    assert (aligner.model, aligner.per_pair) == ("some/model", True)
    assert part.configure({})["model"] == ""
    with pytest.raises(ModelError) as raised:
        aligner.align([Bitext(("a",), ("b",), "en", "de")])
    assert str(raised.value).endswith(aligner.remedy)


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(TOKENS, TOKENS), max_size=4), st.lists(st.tuples(TOKENS, TOKENS), max_size=2)
)
def test_one_alignment_a_pair_inside_it(part, pairs, training):
    aligner = part.make(**part.configure({}))
    bitexts = [Bitext(tuple(s), tuple(t), "xa", "xb") for s, t in pairs]
    more = [Bitext(tuple(s), tuple(t), "xa", "xb") for s, t in training]
    found = aligner.align(bitexts, training=more)
    assert [(a.n, a.m) for a in found] == [(len(p.source), len(p.target)) for p in bitexts]
    assert aligner.align(bitexts, training=more) == found


def test_the_shelf():
    assert {part.name for part in ALIGNERS.parts()} >= {
        "accalign", "awesome", "char-ngrams", "embedding", "fuzzy", "same-word", "simalign",
        "statistical", "transalign", "vote",
    }  # fmt: skip
    for part in ALIGNERS.parts():
        assert part.configure({})
        assert all(option.summary for option in part.options)
    with pytest.raises(OptionError, match="threshold"):
        ALIGNERS.get("statistical").configure({"threshold": 2})
