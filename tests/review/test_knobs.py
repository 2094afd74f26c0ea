import pytest

from core.errors import InputError, OptionError, SpecError
from core.pipeline.methods import METHODS
from core.projection.presets import PRESETS
from core.projection.resolve import spec_from_dict, with_joint
from core.review.knobs import changed_name, changed_spec, knobs

SPEC = METHODS["coverage-exact"]


def paths(name: str) -> list[str]:
    return [knob.path for knob in knobs(METHODS[name])]


def test_every_number_choice_and_switch_of_a_method_is_a_knob() -> None:
    assert paths("ngram-exact") == [
        "method",
        "candidates.0.max_len",
        "scores.0.weight",
        "scores.0.weighted",
        "matcher.per_entity",
        "matcher.constraint",
        "matcher.price",
        "matcher.min_score",
    ]
    assert "heuristic.ratio_rule" in paths("heuristic")
    assert {"members.0.weight", "members.1.heuristic.no_gaps", "combiner.min_share"} <= set(
        paths("vote")
    )
    assert "combiner.weights" not in paths("vote")


def test_a_knob_says_what_it_takes() -> None:
    views = {knob.path: knob.view() for knob in knobs(SPEC, {"matcher.price": 0.2})}
    price = views["matcher.price"]
    assert price["help"]
    assert {**price, "help": ""} == {
        "path": "matcher.price",
        "name": "exact: price",
        "help": "",
        "value": 0.2,
        "was": 0.0,
        "min": 0,
        "max": 100,
        "step": 0.05,
    }
    assert views["matcher.constraint"]["choices"] == ["at-most", "exactly", "at-least"]
    assert "min" not in views["candidates.0.alike"]
    assert "align-nmt" not in views["method"]["choices"]


@pytest.mark.parametrize("name", [name for name in PRESETS if "align" not in name])
def test_moving_nothing_changes_nothing(name: str) -> None:
    spec = METHODS[name]
    same = {knob.path: knob.value for knob in knobs(spec)}
    assert changed_spec(spec, {}) == changed_spec(spec, same) == spec


def test_a_moved_knob_is_in_the_spec_and_its_name() -> None:
    moved = changed_spec(SPEC, {"matcher.price": "0.2", "candidates.0.alike": False})
    assert dict(moved.matcher.options)["price"] == 0.2
    assert dict(moved.candidates[0].options)["alike"] is False
    assert moved.name == SPEC.name
    assert changed_name(SPEC, {"matcher.price": 0.2, "candidates.0.alike": False}) == (
        "coverage-exact, aligned alike off, exact price 0.2"
    )


def test_paths_stay_those_of_the_layer_while_parts_change_their_order() -> None:
    two = {
        "name": "two",
        "candidates": ["aligned"],
        "scores": [{"part": "coverage", "missing": 1.0}, {"part": "coverage", "missing": 2.0}],
        "matcher": "exact",
    }
    spec = spec_from_dict(two)
    assert [k.name for k in knobs(spec) if k.path.endswith("missing")] == [
        "coverage: missing",
        "coverage 2: missing",
    ]
    moved = changed_spec(spec, {"scores.0.missing": 3.0, "scores.0.weight": 0.5})
    assert [(w.weight, dict(w.score.options)["missing"]) for w in moved.scores] == [
        (1.0, 2.0),
        (0.5, 3.0),
    ]
    assert knobs(spec, {"scores.0.missing": 3.0})[0].path == "method"


def test_another_named_method_can_be_started_from() -> None:
    moved = changed_spec(SPEC, {"method": "heuristic", "heuristic.gap": 3})
    assert dict(moved.heuristic.options)["gap"] == 3
    assert moved.aligner == SPEC.aligner
    assert changed_spec(SPEC, {"method": "ngram-exact"}).digest() == METHODS["ngram-exact"].digest()
    with pytest.raises(OptionError, match=r"this method has no 'matcher\.price'"):
        changed_spec(SPEC, {"method": "heuristic", "matcher.price": 0.1})


def test_groups_can_be_taken_apart() -> None:
    spec = with_joint(SPEC, "sum")
    assert [k.value for k in knobs(spec) if k.path == "joint"] == [True]
    assert changed_spec(spec, {"joint": False}).joint is None
    assert changed_spec(spec, {"joint.min_share": 0.7}).joint.options != spec.joint.options
    assert changed_spec(spec, {"joint": False, "joint.min_share": 0.7}) == SPEC
    with pytest.raises(SpecError, match="adds scores"):
        changed_spec(spec, {"method": "heuristic"})


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"matcher.price": -1}, "exact: price: option price: -1 is not a number in"),
        ({"matcher.price": "much"}, "'much' is not a number"),
        ({"matcher.price": float("nan")}, "is not a number"),
        ({"matcher.price": 10**400}, "give a number"),
        ({"matcher.price": None}, "give a number"),
        ({"matcher.price": [1]}, "give a number"),
        ({"matcher.price": "9" * 101}, "give a number"),
        ({"matcher.part": "greedy"}, "this method has no 'matcher.part'; it has: candidates"),
        ({"matcher": "greedy"}, "this method has no 'matcher'"),
        ({"__class__": 1}, "this method has no '__class__'"),
        ({"scores.7.weight": 1}, "this method has no 'scores.7.weight'"),
        ({"x" * 5000: 1}, "this method has no 'xxx"),
        ({"matcher.constraint": "never"}, "is not one of at-most, exactly, at-least"),
        ({"matcher.per_entity": 1.5}, "is not a whole number in"),
        ({"candidates.0.alike": 2}, "is not true or false"),
        ({"method": "nix"}, "is not one of coverage-exact"),
        ({"method": "align-nmt"}, "is not one of coverage-exact"),
        ({str(k): 1 for k in range(101)}, "101 changes at once"),
    ],
)
def test_nothing_is_believed(changes: dict[str, object], message: str) -> None:
    with pytest.raises(InputError, match=message) as raised:
        changed_spec(SPEC, changes)
    assert len(str(raised.value)) < 1000
