import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import ModelError, OptionError
from core.formats.schemes import decode as read_scheme
from core.models.labels import columns_of, known_keys
from core.training.decode import best_tags, decode
from tests.tiny.taggers import BARE, BILOU, BIOES, IOB1, IOB2, NAMELESS

BEHIND = ("O", "PER-B", "PER-I", "LOC-B", "LOC-I")
MERGED = ("O", "B-LOC", "I-LOC", "B-PER", "I-PER")


@pytest.mark.parametrize(
    ("raw", "label_map", "labels", "into"),
    [
        (IOB2, {}, IOB2, IOB2),
        (BILOU, {}, ("O", "B-PER", "I-PER"), ("O", "B-PER", "B-PER", "I-PER", "I-PER")),
        (("O", "B-X", "M-X", "E-X", "S-X"), {}, ("O", "B-X", "I-X"), None),
        (("O", "B_PER", "I_PER"), {}, ("O", "B-PER", "I-PER"), ("O", "B-PER", "I-PER")),
        (BEHIND, {}, ("O", "B-PER", "I-PER", "B-LOC", "I-LOC"), IOB2),
        (BEHIND, {"PER": "O"}, ("O", "B-LOC", "I-LOC"), None),
        (BEHIND, {"LOC-B": "O"}, ("O", "B-PER", "I-PER", "B-LOC", "I-LOC"), None),
        (("O", "X-S", "X-B", "X-M", "X-E"), {}, ("O", "B-X", "I-X"), None),
        (("O", "B-X-I", "I-X-I"), {}, ("O", "B-X-I", "I-X-I"), ("O", "B-X-I", "I-X-I")),
        (("O", "TYPE-B", "NAME"), {}, ("O", "B-TYPE-B", "I-TYPE-B", "B-NAME", "I-NAME"), None),
        (IOB1, {}, MERGED, IOB1),
        (BARE, {}, ("O", "B-PERSON", "I-PERSON", "B-MISC", "I-MISC"), None),
        (BARE, {"PERSON": "PER", "MISC": "O"}, ("O", "B-PER", "I-PER"), ("O", "I-PER", "O")),
        (("O", "E-MAIL", "NAME"), {}, ("O", "B-E-MAIL", "I-E-MAIL", "B-NAME", "I-NAME"), None),
        (("O", "B-GPE", "B-LOC"), {"GPE": "LOC"}, ("O", "B-LOC"), ("O", "B-LOC", "B-LOC")),
        (IOB2, {"PER": "O"}, ("O", "B-LOC", "I-LOC"), ("O", "O", "O", "B-LOC", "I-LOC")),
        (
            NAMELESS,
            {"LABEL_0": "O", "LABEL_1": "B-PER", "LABEL_2": "I-PER"},
            ("O", "B-PER", "I-PER"),
            ("O", "B-PER", "I-PER"),
        ),
        (("0", "PER"), {"0": "O"}, ("O", "B-PER", "I-PER"), ("O", "I-PER")),
    ],
)
def test_labels_of_any_scheme_become_iob2_tags(raw, label_map, labels, into) -> None:
    found = columns_of(raw, label_map, where="the model")
    assert found.labels == labels
    if into is not None:
        assert found.into == into


@given(st.integers(1, 6), st.randoms(use_true_random=False), st.sampled_from([BIOES, BILOU]))
def test_tags_that_end_or_stand_alone_add_their_probability(tokens, draw, raw) -> None:
    probs = np.random.default_rng(draw.getrandbits(32)).dirichlet(np.ones(len(raw)), tokens)
    found = columns_of(raw, where="x")(probs)
    assert np.allclose(found.sum(axis=1), 1)
    for label in {tag[2:] for tag in raw if tag != "O"}:
        for begins, tag in ((True, f"B-{label}"), (False, f"I-{label}")):
            columns = [k for k, t in enumerate(raw) if t[2:] == label and (t[0] in "BSU") is begins]
            mine = columns_of(raw, where="x").labels.index(tag)
            assert np.allclose(found[:, mine], probs[:, columns].sum(axis=1))


@given(st.lists(st.sampled_from(IOB1), min_size=1, max_size=8))
def test_iob1_is_decoded_as_a_reader_of_iob1_does(tags) -> None:
    probs = np.full((len(tags), len(IOB1)), 0.02)
    for t, tag in enumerate(tags):
        probs[t, IOB1.index(tag)] = 1 - 0.02 * (len(IOB1) - 1)
    columns = columns_of(IOB1, where="x")
    found = columns(probs)
    assert np.allclose(found.sum(axis=1), 1)
    assert decode(columns.labels, found) == read_scheme(tags, "iob1", repair="begin")


def test_a_bare_class_goes_on_where_the_token_before_is_in_it() -> None:
    columns = columns_of(BARE, {"PERSON": "PER"}, where="x")
    probs = np.array([[0.1, 0.9, 0.0], [0.2, 0.7, 0.1], [0.1, 0.1, 0.8], [0.3, 0.6, 0.1]])
    assert best_tags(columns.labels, columns(probs)) == ("B-PER", "I-PER", "B-MISC", "B-PER")
    assert columns(np.zeros((0, 3))).shape == (0, 5)


@pytest.mark.parametrize(
    ("raw", "label_map", "error", "message"),
    [
        (NAMELESS, {}, ModelError, r"label 'LABEL_0', which says nothing; .*LABEL_0=O LABEL_2=B-P"),
        (NAMELESS, {"LABEL_0": "O"}, ModelError, "label 'LABEL_1'"),
        (("NOUN", "VERB"), {}, ModelError, r"no label O, so it is no tagger of entities .*NOUN"),
        (("O",), {}, ModelError, "no label of an entity"),
        (BARE, {"PERSON": "O", "MISC": "O"}, ModelError, "no label of an entity"),
        (IOB2, {"PERS": "PER"}, OptionError, r"knows no 'PERS'; its labels: O, B-PER"),
        (IOB2, {"PER": "B-PERSON"}, OptionError, "write PER=PERSON"),
        (IOB2, {"PER": "a b"}, OptionError, "no spaces"),
    ],
)
def test_labels_that_say_nothing_are_refused_with_a_remedy(raw, label_map, error, message) -> None:
    with pytest.raises(error, match=message):
        columns_of(raw, label_map, where="the model")


def test_a_map_may_name_labels_and_classes() -> None:
    assert known_keys(IOB1) == {*IOB1, "LOC", "PER"}
    assert known_keys(BEHIND) == {*BEHIND, "LOC", "PER"}
