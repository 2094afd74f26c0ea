import tomllib

import pytest

from core.domain.spec import MethodSpec, PartSpec
from core.errors import OptionError, SpecError, UnknownNameError
from core.projection import DEFAULT_METHOD, METHODS
from core.projection.resolve import (
    spec_from_dict,
    with_aligner,
    with_label_map,
    with_options,
)
from core.registry import Shelf

ALIGNERS: Shelf = Shelf("aligner")


@ALIGNERS.register("statistical")
def _statistical(*, threshold: float = 0.5, rounds: int = 4):
    """Return nothing; stands in for an aligner."""


FULL = """
name = "mine"
summary = "All written out."
[aligner]
part = "statistical"
threshold = 0.5
rounds = 4
[[candidates]]
part = "ngrams"
stop_words = "! ?"
max_len = 0
[[candidates]]
part = "aligned"
max_len = 0
[[scores]]
weight = 1.0
part = "alignment"
weighted = false
[[scores]]
part = "position"
weight = 0.5
[matcher]
part = "exact"
per_entity = 1
min_score = 0.0
[label_map]
MISC = "O"
B = "C"
"""
SHORT = """
candidates = ["aligned", {part = "ngrams"}]
matcher = "exact"
scores = [{weight = 0.5, part = "position"}, "alignment"]
label_map = {B = "C", MISC = "O"}
"""


def test_order_and_omitted_defaults_do_not_change_the_hash():
    full = spec_from_dict(tomllib.loads(FULL), ALIGNERS)
    short = spec_from_dict(tomllib.loads(SHORT), ALIGNERS)
    assert full.canonical() == short.canonical()
    assert full.digest() == short.digest()
    assert (full.name, short.name) == ("mine", "unnamed")


@pytest.mark.parametrize(
    "change",
    [
        {"exact.min_score": "0.1"},
        {"position.weight": 0.25},
        {"ngrams.max_len": "7"},
        {"aligner.rounds": 5},
        {"statistical.threshold": "0.6"},
        {"matcher.per_entity": 2},
    ],
)
def test_every_change_changes_the_hash(change):
    spec = spec_from_dict(tomllib.loads(SHORT), ALIGNERS)
    assert with_options(spec, change, ALIGNERS).digest() != spec.digest()
    assert with_options(spec, {}, ALIGNERS) == spec


@pytest.mark.parametrize("name", METHODS)
def test_presets_read_back_as_what_they_are(name):
    spec = METHODS[name]
    again = spec_from_dict(spec.to_dict())
    assert again == spec
    assert spec.name == name
    assert spec.summary


def test_presets_differ():
    assert len({spec.digest() for spec in METHODS.values()}) == len(METHODS)


def test_default_is_another_name_and_not_listed():
    assert METHODS["default"] is METHODS[DEFAULT_METHOD]
    assert "default" in METHODS
    assert "default" not in list(METHODS)
    assert next(iter(METHODS)) == DEFAULT_METHOD
    assert "nothing" not in METHODS
    with pytest.raises(UnknownNameError, match="unknown method 'nothing'; known: aligned-exact"):
        METHODS["nothing"]


@pytest.mark.parametrize(
    ("given", "error", "message"),
    [
        ({}, SpecError, "either a heuristic or a matcher"),
        ({"heuristic": "runs", "matcher": "exact"}, SpecError, "either a heuristic or a matcher"),
        ({"heuristic": "runs", "scores": ["alignment"]}, SpecError, "no scores"),
        ({"heuristic": "runs", "gap": 1}, SpecError, "no key 'gap'; it has: aligner"),
        ({"heuristic": 3}, SpecError, "a part must be a name or a table"),
        ({"heuristic": {"gap": 1}}, SpecError, "a part must be a name or a table"),
        ({"heuristic": "run"}, UnknownNameError, "known: runs, span-rule"),
        ({"heuristic": {"part": "runs", "gab": 1}}, OptionError, "no option 'gab'; it has: order"),
        ({"heuristic": {"part": "runs", "gap": "x"}}, OptionError, "whole number"),
        ({"heuristic": {"part": "runs", "order": "no"}}, OptionError, "shortest, sentence"),
        ({"heuristic": "runs", "name": ""}, SpecError, "name"),
        ({"heuristic": "runs", "label_map": ["MISC"]}, SpecError, "label_map"),
        ({"heuristic": "runs", "label_map": {"MISC": ""}}, SpecError, "label_map: ''"),
        ({"heuristic": "runs", "aligner": {"part": "x", "y": [1]}}, OptionError, "single value"),
        ({"matcher": "exact", "scores": ["alignment"]}, SpecError, "list of candidates"),
        ({"matcher": "exact", "candidates": "ngrams"}, SpecError, "list of candidates"),
        ({"matcher": "exact", "candidates": ["ngrams"], "scores": []}, SpecError, "list of scores"),
        (
            {
                "matcher": "exact",
                "candidates": ["aligned"],
                "scores": [{"part": "coverage", "weight": "a"}],
            },
            OptionError,
            "weight",
        ),
    ],
)
def test_refusals_say_what_would_be_right(given, error, message):
    with pytest.raises(error, match=message):
        spec_from_dict(given)


@pytest.mark.parametrize("key", ["gap", "runs", "runs.", "exact.gap", ".gap", "runs.part"])
def test_options_must_name_a_part_of_the_spec(key):
    with pytest.raises(OptionError, match="write PART\\.KEY, PART one of: aligner, runs"):
        with_options(METHODS["heuristic"], {key: "1"})


def test_aligner_options_are_checked_where_the_shelf_is_known():
    spec = METHODS["heuristic"]
    assert spec.aligner == PartSpec("statistical")
    assert with_aligner(spec, "default") == spec
    filled = with_aligner(spec, {"part": "statistical", "rounds": "3"}, ALIGNERS)
    assert filled.aligner.options == (("rounds", 3), ("threshold", 0.5))
    with pytest.raises(OptionError, match="no option 'round'"):
        with_options(spec, {"aligner.round": 3}, ALIGNERS)
    with pytest.raises(UnknownNameError, match="known: statistical"):
        with_aligner(spec, "other", ALIGNERS)


def test_label_map_is_extended():
    spec = with_label_map(with_label_map(METHODS["heuristic"], {"MISC": "O"}), {"A": "B"})
    assert spec.label_map == (("A", "B"), ("MISC", "O"))


def test_a_spec_is_a_value():
    spec = METHODS["default"]
    assert hash(spec) == hash(spec_from_dict(spec.to_dict()))
    assert isinstance(spec, MethodSpec)
