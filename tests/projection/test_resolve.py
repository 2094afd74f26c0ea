import json
import tomllib

import pytest

from core.domain.spec import MethodSpec, PartSpec
from core.errors import OptionError, SpecError, UnknownNameError
from core.formats import spec_toml
from core.projection import DEFAULT_METHOD, METHODS
from core.projection.resolve import (
    needs,
    part_names,
    spec_from_dict,
    with_aligner,
    with_joint,
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
    with pytest.raises(
        UnknownNameError, match="unknown method 'nothing'; known: align, align-ner, "
    ):
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


# votes and joiners

VOTE = """
combiner = {part = "vote", min_share = 0.5}
members = ["heuristic", {method = "span-rule", weight = 2}]
"""
WRITTEN = """
[combiner]
part = "vote"
weights = "given"
none_counts = true
per_entity = 1
min_share = 0.5
[[members]]
name = "mine"
weight = 2.0
heuristic = "span-rule"
[[members]]
name = "other"
heuristic = {part = "runs"}
"""


def test_members_are_named_or_written_out_in_any_order():
    short, full = (spec_from_dict(tomllib.loads(text), ALIGNERS) for text in (VOTE, WRITTEN))
    assert short.digest() == full.digest()
    assert [(m.spec.name, m.weight) for m in short.members] == [("span-rule", 2), ("heuristic", 1)]
    assert [m.spec.name for m in full.members] == ["mine", "other"]
    turned = spec_from_dict(tomllib.loads(VOTE.replace("2}", "2.5}")), ALIGNERS)
    assert turned.digest() != short.digest()


@pytest.mark.parametrize("text", [VOTE, WRITTEN, VOTE + 'joint = "vote"', SHORT + 'joint = "sum"'])
def test_votes_and_joiners_read_back_from_toml(text):
    spec = spec_from_dict(tomllib.loads(text), ALIGNERS)
    again = spec_from_dict(spec_toml.read(spec_toml.write(spec.to_dict())), ALIGNERS)
    assert again == spec
    assert again.digest() == spec.digest()
    of_hash = spec_from_dict(json.loads(spec.canonical()), ALIGNERS)
    assert of_hash.canonical() == spec.canonical()


def test_all_members_have_the_aligner_of_the_whole():
    spec = spec_from_dict(tomllib.loads(VOTE), ALIGNERS)
    assert {m.spec.aligner for m in spec.members} == {spec.aligner}
    moved = with_options(spec, {"aligner.rounds": 7}, ALIGNERS)
    assert {m.spec.aligner for m in moved.members} == {moved.aligner}
    again = with_aligner(spec, {"part": "statistical", "rounds": 7}, ALIGNERS)
    assert again == moved
    assert again.digest() != spec.digest()


def test_what_members_need_is_needed():
    assert needs(METHODS["vote"]) == {"alignment"}
    tagged = spec_from_dict({"members": ["heuristic", "align-ner"], "combiner": "vote"})
    assert needs(tagged) == {"alignment", "tag_probs"}
    assert needs(with_joint(tagged, "vote")) == needs(tagged)


def test_options_find_parts_roles_and_members():
    spec = spec_from_dict(tomllib.loads(VOTE + 'joint = "vote"'), ALIGNERS)
    names = {
        "aligner",
        "statistical",
        "combiner",
        "vote",
        "heuristic",
        "runs",
        "span-rule",
        "joint",
    }
    assert part_names(spec) == names
    changed = with_options(spec, {"runs.gap": 3, "heuristic.weight": 4, "joint.min_share": 0.25})
    weights = {m.spec.name: m.weight for m in changed.members}
    assert weights == {"heuristic": 4, "span-rule": 2}
    assert dict(changed.joint.options)["min_share"] == 0.25
    assert part_names(METHODS["ngram-exact"]) == {
        *("aligner", "statistical", "matcher", "exact", "ngrams", "alignment")
    }
    assert part_names(METHODS["heuristic"]) == {"aligner", "statistical", "heuristic", "runs"}


@pytest.mark.parametrize(
    ("given", "error", "message"),
    [
        ({"combiner": "vote"}, SpecError, "a combiner needs a list of members"),
        ({"combiner": "vote", "members": []}, SpecError, "needs a list of members"),
        ({"members": ["heuristic"]}, SpecError, "a combiner with members"),
        ({"heuristic": "runs", "members": ["heuristic"]}, SpecError, "takes no members"),
        ({"combiner": "vote", "scores": ["alignment"]}, SpecError, "takes no scores"),
        ({"combiner": "vote", "members": ["none"]}, UnknownNameError, "unknown method 'none'"),
        ({"combiner": "vote", "members": [3]}, SpecError, "a method's name or a table, got 3"),
        ({"combiner": "votes", "members": ["heuristic"]}, UnknownNameError, "known: vote"),
        ({"combiner": "vote", "members": ["default", "coverage-exact"]}, SpecError, "are called"),
        ({"combiner": "vote", "members": ["vote"]}, SpecError, "cannot be a vote itself"),
        (
            {"combiner": "vote", "members": [{"method": "heuristic", "aligner": "other"}]},
            SpecError,
            "takes no aligner: all members work on the alignment of the whole",
        ),
        (
            {"combiner": "vote", "members": [{"method": "heuristic", "label_map": {"A": "O"}}]},
            SpecError,
            "takes no label_map",
        ),
        (
            {"combiner": "vote", "members": [{"method": "heuristic", "weight": -1}]},
            OptionError,
            "weight",
        ),
        (
            {"combiner": "vote", "members": [{"method": "heuristic", "weight": 0}]},
            SpecError,
            "weights of all members are 0",
        ),
        ({"heuristic": "runs", "joint": "sum"}, SpecError, "take the joiner `vote`"),
        ({"heuristic": "runs", "joint": "add"}, UnknownNameError, "known: sum, vote"),
        ({"heuristic": "runs", "joint": {"part": "vote", "weights": "x"}}, OptionError, "de=1.5"),
    ],
)
def test_refusals_of_votes_and_joiners(given, error, message):
    with pytest.raises(error, match=message):
        spec_from_dict(given)
