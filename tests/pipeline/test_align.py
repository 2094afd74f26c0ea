import gzip

import pytest

from core.aligners import Bitext
from core.domain.pair import Pair, Sentence
from core.errors import FormatError, InputError, OptionError, UnknownNameError
from core.pipeline.align import align_pairs, aligner_spec, one_language_pair, read_training


def pair(source: str, target: str, langs: str = "en-de") -> Pair:
    left, _, right = langs.partition("-")
    sides = (
        Sentence(tuple(source.split()), None, left),
        Sentence(tuple(target.split()), None, right),
    )
    return Pair(source, *sides)


def test_default_is_the_embedded_aligner_with_its_options_filled_in() -> None:
    spec = aligner_spec("default")
    assert spec.part == "statistical"
    assert dict(spec.options)["threshold"] == dict(aligner_spec("statistical").options)["threshold"]


@pytest.mark.parametrize(
    ("name", "options", "error", "message"),
    [
        (
            "nix",
            {},
            UnknownNameError,
            "unknown aligner 'nix'; known: accalign, awesome, char-ngrams",
        ),
        ("same-word", {"x": 1}, OptionError, "has no option 'x'"),
        ("default", {"threshold": "high"}, OptionError, "option threshold: 'high' is not a number"),
    ],
)
def test_a_wrong_name_or_option_says_what_is_known(name, options, error, message: str) -> None:
    with pytest.raises(error, match=message):
        aligner_spec(name, options)


def test_one_alignment_a_pair_in_order_languages_mixed() -> None:
    pairs = [pair("Anna x", "y Anna"), pair("Bo", "Bo", "en-yor"), pair("a b", "c")]
    found = align_pairs(pairs, aligner_spec("same-word"))
    assert [(a.n, a.m, [(i, j) for i, j, _ in a.links]) for a in found] == [
        (2, 2, [(0, 1)]),
        (1, 1, [(0, 0)]),
        (2, 1, []),
    ]


def test_training_text_is_tokenised_by_each_language() -> None:
    data = "Hello, you\t你好IBM\n\nYes\t是\n".encode()
    expected = (
        Bitext(("Hello", ",", "you"), ("你", "好", "IBM"), "en", "zh"),
        Bitext(("Yes",), ("是",), "en", "zh"),
    )
    assert read_training(data, ("en", "zh")) == expected
    assert read_training(gzip.compress(data), ("en", "zh")) == expected


def test_bad_training_text_names_the_line() -> None:
    with pytest.raises(FormatError, match=r"t\.tsv, line 2: 1 column"):
        read_training(b"a\tb\nc\n", ("en", "de"), file="t.tsv")


def test_training_text_is_for_one_pair_of_languages() -> None:
    assert one_language_pair([pair("a", "b"), pair("c", "d")]) == ("en", "de")
    with pytest.raises(InputError, match="these pairs have: en-de, en-yor; split the file"):
        one_language_pair([pair("a", "b"), pair("c", "d", "en-yor")])
