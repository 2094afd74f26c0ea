from dataclasses import replace

import pytest

from core.domain.entity import Entity
from core.domain.pair import Sentence
from core.domain.projection import Explanation, Projection, Reason
from core.domain.task import Task
from core.projection import METHODS, project
from core.review.suspicion.choice import PANEL, choice_of
from core.review.suspicion.sight import Sight
from tests.review.suspicion.build import projected, row

SOURCE, TARGET = "the European Bank said", "dijo el Banco Europeo"
LINKS = "0-1 1-3 2-2 3-0"


def test_every_method_but_the_base_is_asked() -> None:
    found = choice_of(Sight(row(SOURCE, TARGET, LINKS, {(1, 3): (2, 4)})))
    assert sorted(found.votes) == sorted(set(PANEL) - {"coverage-exact"})
    other = row(SOURCE, TARGET, LINKS, {(1, 3): (2, 4)}, spec=METHODS["span-rule"])
    assert sorted(choice_of(Sight(other)).votes) == sorted(set(PANEL) - {"span-rule"})


def test_where_all_agree_nobody_differs_and_where_the_base_is_alone_all_do() -> None:
    same = Sight(row(SOURCE, TARGET, LINKS, {(1, 3): (2, 4)}))
    alone = Sight(row(SOURCE, TARGET, LINKS, {(1, 3): (0, 1)}))
    assert choice_of(same).differing(same.parts[0]) == 0.0
    assert choice_of(alone).differing(alone.parts[0]) == 1.0


def test_layers_vote_too() -> None:
    layers = {"mine": projected({(1, 3): (0, 1)}), "failed": ()}
    sight = Sight(row(SOURCE, TARGET, None, {(1, 3): (2, 4)}, layers=layers))
    assert choice_of(sight).votes == {"mine": {0: ((0, 1),)}}
    assert choice_of(sight).differing(sight.parts[0]) == 1.0


def test_a_layer_that_leaves_the_label_out_does_not_vote() -> None:
    layers = {"mine": (Projection(Entity(1, 3, "ORG"), reason=Reason.DROPPED),)}
    sight = Sight(row(SOURCE, TARGET, None, {(1, 3): (2, 4)}, layers=layers))
    assert choice_of(sight).differing(sight.parts[0]) == 0.0


def test_a_pick_that_no_candidate_is_has_no_probability() -> None:
    likely = choice_of(Sight(row(SOURCE, TARGET, LINKS, {(1, 3): (2, 4)})))
    odd = choice_of(Sight(row(SOURCE, TARGET, LINKS, {(1, 3): (0, 1)})))
    assert likely.posterior[0] > 0.9
    assert odd.posterior[0] == 0.0


def test_the_margin_is_that_of_the_explanation_where_there_is_one() -> None:
    given = row(SOURCE, TARGET, LINKS, {(1, 3): (2, 4)})
    told = tuple(replace(p, explanation=Explanation(margin=0.25)) for p in given.projections)
    assert choice_of(Sight(replace(given, projections=told))).margins == [0.25]


@pytest.mark.parametrize("method", ["coverage-exact", "ngram-exact"])
def test_without_an_explanation_the_margin_is_worked_out(method: str) -> None:
    given = row(SOURCE, TARGET, LINKS, {(1, 3): (2, 4)}, spec=METHODS[method])
    source = Sentence(given.pair.source.tokens, given.pair.source.entities, "en")
    task = Task(source, given.pair.target.tokens, given.links)
    (told,) = project(task, METHODS[method], explain=True)
    again = replace(given, projections=(replace(told, explanation=None),))
    assert told.explanation is not None
    assert choice_of(Sight(again)).margins == [told.explanation.margin]


@pytest.mark.parametrize("method", ["span-rule", "vote", "all-fusion"])
def test_a_base_without_scores_or_with_other_files_has_no_margin(method: str) -> None:
    given = row(SOURCE, TARGET, LINKS, {(1, 3): (2, 4)}, spec=METHODS[method])
    assert choice_of(Sight(given)).margins == []
