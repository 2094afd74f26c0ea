from core.domain.spec import Member, MethodSpec, PartSpec, WeightedPart, canonical_json, short_hash


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


def test_hashes_of_methods_without_members_are_those_they_always_had():
    """Layers are known by them: what a spec can say besides must not change the old ones."""
    coverage = {"elsewhere": 1.0, "missing": 1.0, "short_words": 0.3, "unlinked": 0.3}
    composed = MethodSpec(
        "coverage-exact",
        PartSpec("statistical"),
        candidates=(PartSpec.of("aligned", {"max_len": 0}),),
        scores=(WeightedPart(PartSpec.of("coverage", coverage)),),
        matcher=PartSpec.of("exact", {"min_score": 0.0, "per_entity": 1}),
    )
    assert composed.digest() == "af78a586d7fd9ee4"
    gapped = {"all_or_nothing": False, "no_gaps": False}
    rule = gapped | {"single_to_single": True, "whole_source": False}
    heuristic = MethodSpec(
        "span-rule", PartSpec("statistical"), heuristic=PartSpec.of("span-rule", rule)
    )
    assert heuristic.digest() == "7fa264cbbfb76d5c"


def test_members_enter_the_hash_without_their_names():
    part, voting = PartSpec("x"), PartSpec("vote")
    one = MethodSpec("one", part, heuristic=PartSpec("runs"), summary="a")
    two = MethodSpec("two", part, heuristic=PartSpec("runs"))
    specs = [
        MethodSpec("v", part, members=(Member(member, weight),), combiner=voting)
        for member, weight in ((one, 1.0), (two, 1.0), (one, 2.0))
    ]
    assert specs[0].digest() == specs[1].digest() != specs[2].digest()
    assert specs[0].to_dict()["members"] == [
        {"name": "one", "summary": "a", "weight": 1.0, "heuristic": {"part": "runs"}}
    ]
    joined = MethodSpec("v", part, heuristic=PartSpec("runs"), joint=PartSpec("vote"))
    assert joined.digest() != two.digest()
    assert joined.to_dict()["joint"] == {"part": "vote"}
