from dataclasses import replace

import numpy as np
import pytest

from core.domain.projection import Reason
from core.domain.task import TagProbs
from core.projection import METHODS, project
from core.projection.resolve import needs
from tests.projection.build import task

LINKS, TAGS, TRANSLATIONS = "alignment", "tag_probs", "translation_scores"


# Table C.2 of the thesis: alignment, NER (class or span), translation
THESIS = {
    "align": ({"alignment": 1.0}, {LINKS}),
    "ner": ({"ner": 1.0}, {TAGS}),
    "nmt": ({"translation": 1.0}, {TRANSLATIONS}),
    "align-ner": ({"alignment": 0.5, "ner": 0.5}, {LINKS, TAGS}),
    "align-ner-spans": ({"alignment": 0.5, "ner-span": 0.5}, {LINKS, TAGS}),
    "align-nmt": ({"alignment": 0.5, "translation": 1.0}, {LINKS, TRANSLATIONS}),
    "ner-spans-nmt": ({"ner-span": 0.5, "translation": 1.0}, {TAGS, TRANSLATIONS}),
    "all-fusion": (
        {"alignment": 0.5, "ner-span": 0.5, "translation": 1.0},
        {LINKS, TAGS, TRANSLATIONS},
    ),
}
BY_A_TAGGER = {"boost": 1.15, "when": "consistent", "threshold": 0.05}
PUBLISHED = {
    "alignment": {"weighted": False},
    "ner": BY_A_TAGGER,
    "ner-span": BY_A_TAGGER,
    "translation": {"threshold": 0.1},
}
AT_MOST_ONE = {"per_entity": 1, "constraint": "at-most", "price": 0.0, "min_score": 0.0}


@pytest.mark.parametrize("name", THESIS)
def test_the_eight_pipelines_of_the_thesis_have_its_settings(name):
    spec, (weights, files) = METHODS[name], THESIS[name]
    assert {w.score.part: w.weight for w in spec.scores} == weights
    assert {w.score.part: dict(w.score.options) for w in spec.scores} == {
        part: PUBLISHED[part] for part in weights
    }
    assert [(c.part, dict(c.options)) for c in spec.candidates] == [
        ("ngrams", {"max_len": 10, "stop_words": "! ?"})
    ]
    assert spec.matcher is not None
    assert (spec.matcher.part, dict(spec.matcher.options)) == ("exact", AT_MOST_ONE)
    assert (spec.label_map, spec.heuristic, spec.combiner, spec.joint) == ((), None, None, None)
    assert needs(spec) == files


@pytest.mark.parametrize("name", ["ngram-exact", "ngram-greedy"])
def test_the_papers_n_grams_have_no_limit_but_one_that_grows(name):
    spec = METHODS[name]
    assert {w.score.part: w.weight for w in spec.scores} == {"alignment": 1.0}
    assert [(c.part, dict(c.options)) for c in spec.candidates] == [
        ("ngrams", {"max_len": 0, "stop_words": "! ?"})
    ]
    assert spec.matcher is not None
    assert spec.matcher.part == name.removeprefix("ngram-")
    assert dict(spec.matcher.options) == AT_MOST_ONE


def test_candidates_of_a_tagger_are_its_spans_without_sub_ranges():
    spec = METHODS["ner-candidates"]
    assert [(c.part, dict(c.options)) for c in spec.candidates] == [
        ("tagged", {"sub_ranges": False, "min_score": 0.0})
    ]
    assert {w.score.part: w.weight for w in spec.scores} == {"alignment": 1.0}
    assert needs(spec) == {LINKS, TAGS}


def test_a_tagger_alone_projects_without_links():
    labels = ("O", "B-PER", "I-PER")
    probs = np.array([[0.9, 0.05, 0.05], [0.1, 0.9, 0.0], [0.1, 0.1, 0.8]])
    world = replace(task(1, 3, [(0, 1, "PER")], []), tag_probs=TagProbs(labels, probs))
    [found] = project(world, METHODS["ner"])
    assert [(p.start, p.end) for p in found.picks] == [(1, 3)]
    assert found.picks[0].score == pytest.approx(1.15 * 0.85)


def test_a_translation_can_overrule_links():
    world = task(1, 3, [(0, 1, "PER")], [(0, 0)])
    (by_links,) = project(world, METHODS["ngram-exact"])
    known = replace(world, translation_scores=((0, 1, 2, 3, 0.9),))
    (fused,) = project(known, METHODS["align-nmt"])
    assert [(p.start, p.end) for p in by_links.picks] == [(0, 1)]
    assert [(p.start, p.end, p.score) for p in fused.picks] == [(2, 3, 0.9)]


def test_where_the_tagger_finds_nothing_there_is_no_candidate():
    world = task(1, 1, [(0, 1, "PER")], [(0, 0)])
    silent = replace(world, tag_probs=TagProbs(("O",), np.ones((1, 1))))
    assert project(silent, METHODS["ner-candidates"])[0].reason is Reason.NO_CANDIDATE


def test_a_copy_is_found_without_links_by_the_default():
    world = task(1, 2, [(0, 1, "PER")], [], target="gestern S0xyz")
    assert project(world, METHODS["default"])[0].reason is Reason.NO_LINKS
    copied = task(2, 2, [(0, 1, "PER")], [(1, 0)], target="gestern S0")
    assert [(p.start, p.end) for p in project(copied, METHODS["default"])[0].picks] == [(1, 2)]
