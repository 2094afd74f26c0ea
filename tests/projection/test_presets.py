from dataclasses import replace

import numpy as np
import pytest

from core.domain.projection import Reason
from core.domain.task import TagProbs
from core.projection import METHODS, project
from core.projection.resolve import needs
from tests.projection.build import task

LINKS, TAGS, TRANSLATIONS = "alignment", "tag_probs", "translation_scores"


@pytest.mark.parametrize(
    ("name", "weights", "files"),
    [
        ("align-ner", {"alignment": 0.5, "ner": 0.5}, {LINKS, TAGS}),
        ("align-ner-spans", {"alignment": 0.5, "ner-span": 0.5}, {LINKS, TAGS}),
        ("align-nmt", {"alignment": 0.5, "translation": 1.0}, {LINKS, TRANSLATIONS}),
        ("ner-spans-nmt", {"ner-span": 0.5, "translation": 1.0}, {TAGS, TRANSLATIONS}),
        (
            "all-fusion",
            {"alignment": 0.5, "ner-span": 0.5, "translation": 1.0},
            {LINKS, TAGS, TRANSLATIONS},
        ),
        ("ner-candidates", {"alignment": 1.0}, {LINKS, TAGS}),
    ],
)
def test_published_fusions_have_their_weights_and_say_what_they_need(name, weights, files):
    spec = METHODS[name]
    assert {w.score.part: w.weight for w in spec.scores} == weights
    assert needs(spec) == files


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
