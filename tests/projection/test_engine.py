import pytest

from core.domain.alignment import Alignment
from core.domain.entity import Entity
from core.domain.pair import Sentence
from core.domain.projection import Reason
from core.domain.spec import MethodSpec, PartSpec
from core.domain.task import Task
from core.errors import MissingInputError, SpecError
from core.projection import METHODS, match, project
from core.projection.resolve import spec_from_dict, with_label_map, with_options
from tests.projection.build import task

COMPOSED = METHODS["ngram-exact"]


def spans(found):
    return [[(p.start, p.end) for p in row.picks] for row in found]


def reasons(world, spec):
    return [p.reason for p in project(world, spec)]


def test_scores_of_picks_are_those_of_the_method():
    world = task(2, 3, [(0, 2, "PER")], [(0, 0), (1, 1)])
    (found,) = project(world, COMPOSED)
    assert [(p.start, p.end, p.score) for p in found.picks] == [(0, 2, 1.0)]


def test_the_joint_choice_differs_from_the_greedy_one():
    world = task(3, 3, [(0, 2, "PER"), (2, 3, "LOC")], [(0, 0), (0, 1), (1, 0), (2, 1)])
    assert spans(project(world, METHODS["ngram-greedy"])) == [[(0, 2)], []]
    assert spans(project(world, COMPOSED)) == [[(0, 1)], [(1, 2)]]


@pytest.mark.parametrize("name", ["default", "ngram-exact", "heuristic", "span-rule"])
def test_reasons(name):
    spec = METHODS[name]
    silent = task(2, 2, [(0, 1, "PER"), (1, 2, "LOC")], [(0, 0)])
    assert reasons(silent, spec) == [None, Reason.NO_LINKS]
    crowded = task(2, 1, [(0, 1, "PER"), (1, 2, "LOC")], [(0, 0), (1, 0)])
    assert sorted(map(str, reasons(crowded, spec))) == ["None", "blocked"]


def test_unseen_words_are_told_from_unlinked_ones():
    source = Sentence(("a", "b"), (Entity(0, 1, "PER"), Entity(1, 2, "PER")))
    world = Task(source, ("x",), Alignment(2, 1, (), unseen_src=(1,)))
    assert reasons(world, COMPOSED) == [Reason.NO_LINKS, Reason.UNSEEN]


def test_a_stop_word_leaves_no_candidate_and_a_rule_filters():
    world = task(1, 1, [(0, 1, "PER")], [(0, 0)], target="!")
    assert reasons(world, COMPOSED) == [Reason.NO_CANDIDATE]
    short = task(3, 1, [(0, 3, "PER")], [(0, 0)])
    assert reasons(short, METHODS["heuristic-thesis"]) == [Reason.FILTERED]
    strict = with_options(COMPOSED, {"exact.min_score": 0.9})
    assert reasons(short, strict) == [Reason.FILTERED]
    dear = with_options(COMPOSED, {"exact.price": 0.9})
    assert reasons(short, dear) == [Reason.FILTERED]


def test_labels_are_mapped_and_dropped_before_matching():
    world = task(2, 1, [(0, 1, "MISC"), (1, 2, "PER")], [(0, 0), (1, 0)])
    assert spans(project(world, COMPOSED)) == [[(0, 1)], []]
    dropped, other = project(world, with_label_map(COMPOSED, {"MISC": "O", "PER": "PERSON"}))
    assert (dropped.picks, dropped.reason) == ((), Reason.DROPPED)
    assert other.entities() == (Entity(0, 1, "PERSON"),)


def test_indices_in_explanations_count_all_source_entities():
    world = task(3, 1, [(0, 1, "MISC"), (1, 2, "PER"), (2, 3, "LOC")], [(0, 0), (1, 0), (2, 0)])
    spec = with_label_map(COMPOSED, {"MISC": "O"})
    last = project(world, spec, explain=True)[2]
    assert last.explanation.blocked_by == 1
    assert last.explanation.competitors[0].taken_by == 1


def test_several_picks_where_a_method_allows_them():
    world = task(1, 5, [(0, 1, "PER")], [(0, 0), (0, 4)])
    spec = with_options(METHODS["aligned-exact"], {"exact.per_entity": 2})
    (found,) = project(world, spec, explain=True)
    assert [(p.start, p.end) for p in found.picks] == [(0, 1), (4, 5)]


@pytest.mark.parametrize("name", METHODS)
def test_nothing_to_project(name):
    assert project(task(2, 2, []), METHODS[name], explain=True) == ()


@pytest.mark.parametrize("name", METHODS)
def test_missing_inputs_name_the_step(name):
    with pytest.raises(MissingInputError, match="annotate"):
        project(Task(Sentence(("a",)), ("b",), Alignment(1, 1)), METHODS[name])
    with pytest.raises(MissingInputError, match=r"align|--tag-probs|--translation-scores|--spans"):
        project(Task(Sentence(("a",), (Entity(0, 1, "PER"),)), ("b",)), METHODS[name])


def test_a_method_of_nothing_is_refused():
    empty = MethodSpec("empty", PartSpec("statistical"))
    with pytest.raises(SpecError, match="neither"):
        project(task(1, 1, [(0, 1, "PER")]), empty)
    with pytest.raises(SpecError, match="no matcher"):
        match(task(1, 1, [(0, 1, "PER")]), METHODS["heuristic"])


def test_scores_are_fused_with_their_weights():
    spec = spec_from_dict(
        {
            "candidates": ["aligned"],
            "scores": ["alignment", {"part": "coverage", "weight": 2}],
            "matcher": "exact",
        }
    )
    world = task(1, 1, [(0, 1, "PER")], [(0, 0, 1.0)])
    found = match(world, spec)
    assert [m[0, 0] for m in found.parts] == [1.0, 1.0]
    assert found.fused[0, 0] == 3.0
    (projection,) = project(world, spec, explain=True)
    assert projection.explanation.competitors[0].parts == (("alignment", 1.0), ("coverage", 1.0))
