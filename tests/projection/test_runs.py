import pytest

from core.domain.entity import to_iob2
from core.projection.heuristics import HEURISTICS, Fate
from core.projection.heuristics.runs import runs
from tests.projection.build import task

THESIS = {"skip_punctuation": False, "ratio_rule": "strict", "ratio": 0.8, "keep": 1, "gap": 1}
PAPER = {**THESIS, "order": "sentence", "keep": 0, "collision": "replace"}


def tags(world, **options):
    found = runs(world, **options)
    spans = [
        type(e)(r.start, r.end, e.label)
        for e, row in zip(world.entities(), found, strict=True)
        for r in row
        if r.fate is Fate.KEPT
    ]
    return " ".join(to_iob2(spans, len(world.target)))


def fates(world, **options):
    return [[(r.start, r.end, r.fate.value) for r in row] for row in runs(world, **options)]


def test_gap_of_one_is_bridged():
    world = task(2, 5, [(0, 2, "LOC")], [(0, 1), (1, 3)])
    assert tags(world, **THESIS) == "O B-LOC I-LOC I-LOC O"


def test_without_gap_and_ratio_both_runs_stay():
    world = task(2, 5, [(0, 2, "LOC")], [(0, 1), (1, 3)])
    options = {**THESIS, "gap": 0, "ratio_rule": "off", "keep": 0}
    assert tags(world, **options) == "O B-LOC O B-LOC O"


def test_a_stray_link_is_left_out():
    world = task(2, 9, [(0, 2, "LOC")], [(0, 1), (1, 2), (1, 7)])
    assert tags(world, **THESIS) == "O B-LOC I-LOC O O O O O O"


@pytest.mark.parametrize(
    ("keep", "wanted"), [(0, "B-PER O O O O B-PER O"), (1, "B-PER O O O O O O")]
)
def test_two_far_links_of_one_word(keep, wanted):
    world = task(1, 7, [(0, 1, "PER")], [(0, 0), (0, 5)])
    assert tags(world, **{**THESIS, "keep": keep}) == wanted


def test_the_longest_run_is_kept_not_the_shortest():
    world = task(3, 9, [(0, 3, "ORG")], [(0, 0), (1, 4), (2, 5)])
    assert tags(world, ratio_rule="off").startswith("O O O O B-ORG I-ORG")
    assert fates(world, ratio_rule="off") == [[(0, 1, "surplus"), (4, 6, "kept")]]


def test_equally_long_runs_go_to_the_left():
    world = task(2, 9, [(0, 2, "ORG")], [(0, 6), (1, 1)])
    assert tags(world, ratio_rule="off") == "O B-ORG O O O O O O O"


@pytest.mark.parametrize(
    ("rule", "wanted"),
    [("strict", "O O O O O O"), ("off", "O O O O B-ORG O"), ("adaptive", "O O O O B-ORG O")],
)
def test_a_compound_survives_unless_the_rule_is_strict(rule, wanted):
    world = task(3, 6, [(0, 3, "ORG")], [(0, 4), (1, 4), (2, 4)])
    assert tags(world, **{**THESIS, "ratio_rule": rule}) == wanted


def test_adaptive_ratio_drops_short_runs_where_one_is_long_enough():
    world = task(3, 9, [(0, 3, "ORG")], [(0, 0), (1, 1), (2, 2), (2, 7)])
    assert fates(world, keep=0) == [[(0, 3, "kept"), (7, 8, "short")]]


def test_ratio_is_strict():
    world = task(5, 9, [(0, 5, "ORG")], [(i, i) for i in range(4)])
    assert fates(world, ratio=0.8, ratio_rule="strict") == [[(0, 4, "short")]]


def test_shortest_entity_first_blocks_the_longer():
    world = task(4, 4, [(0, 3, "ORG"), (3, 4, "LOC")], [(0, 0), (1, 1), (2, 2), (3, 1)])
    assert tags(world, **THESIS) == "O B-LOC O O"
    assert fates(world, **THESIS)[0] == [(0, 3, "taken")]
    assert tags(world, **{**THESIS, "order": "sentence"}) == "B-ORG I-ORG I-ORG O"


def test_replace_gives_the_place_to_the_later():
    world = task(4, 4, [(0, 3, "ORG"), (3, 4, "LOC")], [(0, 0), (1, 1), (2, 2), (3, 1)])
    assert tags(world, **PAPER) == "O B-LOC O O"


def test_merge_joins_equal_labels_and_keeps_the_longer_of_others():
    links = [(0, 0), (1, 1), (1, 2), (2, 2), (3, 3)]
    same = task(4, 4, [(0, 2, "ORG"), (2, 4, "ORG")], links)
    assert tags(same, collision="merge") == "B-ORG I-ORG I-ORG I-ORG"
    assert fates(same, collision="merge")[1] == [(2, 4, "merged")]
    other = task(4, 4, [(0, 2, "ORG"), (2, 4, "LOC")], links)
    assert tags(other, collision="merge") == "B-ORG I-ORG I-ORG O"
    tie = task(4, 3, [(0, 2, "ORG"), (2, 4, "LOC")], [(0, 0), (1, 1), (2, 1), (3, 2)])
    assert tags(tie, collision="merge") == "O B-LOC I-LOC"


def test_another_word_order_is_no_collision():
    world = task(2, 4, [(0, 1, "ORG"), (1, 2, "LOC")], [(0, 3), (1, 0)])
    assert tags(world, collision="merge") == "B-LOC O O B-ORG"


def test_punctuation_is_left_out_where_asked_for():
    world = task(2, 4, [(0, 2, "PER")], [(0, 0), (1, 1), (1, 2)], target="Anna Meier , die")
    assert tags(world) == "B-PER I-PER O O"
    assert tags(world, skip_punctuation=False) == "B-PER I-PER I-PER O"


def test_first_apart_does_not_bridge_to_the_first_word():
    world = task(2, 4, [(0, 2, "PER")], [(0, 2), (1, 0)])
    assert tags(world) == "B-PER I-PER I-PER O"
    assert tags(world, first_apart=True, ratio_rule="off") == "B-PER O O O"


def test_gap_bridges_long_runs_too():
    world = task(3, 4, [(0, 3, "PER")], [(0, 0), (1, 1), (2, 3)])
    assert tags(world) == "B-PER I-PER I-PER I-PER"


def test_no_links():
    assert runs(task(2, 2, [(0, 2, "PER")])) == ((),)
    assert runs(task(2, 2, [])) == ()


@pytest.mark.parametrize("part", HEURISTICS.parts(), ids=lambda part: part.name)
def test_every_heuristic_says_what_it_is(part):
    assert part.summary
    assert part.source
    assert "alignment" in part.needs
    assert all(option.summary for option in part.options)


def test_a_run_that_was_joined_is_scored_as_it_is():
    world = task(3, 2, [(0, 1, "LOC"), (2, 3, "LOC")], [(0, 0), (2, 0), (2, 1)])
    (one,), (two,) = runs(world, order="sentence", ratio_rule="off", collision="merge")
    assert (one.start, one.end, one.score) == (0, 2, pytest.approx(2 / 3))
    assert (two.fate, two.score) == (Fate.MERGED, 1.0)
