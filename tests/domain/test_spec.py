from core.domain.spec import MethodSpec, PartSpec, WeightedPart, canonical_json, short_hash


def test_options_have_one_order():
    assert PartSpec.of("x", {"b": 1, "a": 2}) == PartSpec.of("x", {"a": 2, "b": 1})
    assert PartSpec.of("x", {"b": 1}).to_dict() == {"part": "x", "b": 1}


def test_canonical_json():
    assert canonical_json({"b": 1.0, "a": ["é", True]}) == '{"a":["é",true],"b":1.0}'
    assert short_hash("") == "e3b0c44298fc1c14"


def test_names_and_summaries_do_not_enter_the_hash():
    part = PartSpec("runs")
    a = MethodSpec("a", PartSpec("x"), heuristic=part, summary="one")
    b = MethodSpec("b", PartSpec("x"), heuristic=part)
    assert a.digest() == b.digest()
    assert a.to_dict() != b.to_dict()
    assert a.digest() != MethodSpec("a", PartSpec("y"), heuristic=part).digest()
    assert (
        a.digest()
        != MethodSpec("a", PartSpec("x"), heuristic=part, label_map=(("M", "O"),)).digest()
    )


def test_plain_form():
    spec = MethodSpec(
        "m",
        PartSpec("x"),
        candidates=(PartSpec("c"),),
        scores=(WeightedPart(PartSpec("s"), 0.5),),
        matcher=PartSpec("g"),
    )
    assert spec.to_dict() == {
        "name": "m",
        "summary": "",
        "aligner": {"part": "x"},
        "candidates": [{"part": "c"}],
        "scores": [{"part": "s", "weight": 0.5}],
        "matcher": {"part": "g"},
    }
