from collections.abc import Iterator

import numpy as np
import pytest

from core.domain.alignment import Alignment
from core.domain.entity import Entity
from core.domain.pair import Pair, Sentence
from core.domain.projection import Reason
from core.domain.task import SuppliedSpan, TagProbs
from core.errors import FormatError, InputError
from core.pipeline.run import Extras, Failed, Projected, Skipped, project_pairs, task_of
from core.projection import METHODS

SPEC = METHODS["default"]


def pair(name: str, *, tagged: bool = True) -> Pair:
    entities = (Entity(0, 1, "PER"),) if tagged else None
    return Pair(
        name,
        Sentence(("Anna", "sleeps"), entities, "en"),
        Sentence(("schläft", "Anna"), None, "de"),
    )


LINKS = Alignment.of(2, 2, [(0, 1), (1, 0)])


def test_every_pair_has_an_outcome_in_order() -> None:
    pairs = [pair("a"), pair("b", tagged=False), pair("c")]
    wrong = Alignment.of(1, 1, [])
    outcomes = list(project_pairs(pairs, {"a": LINKS, "c": wrong}, SPEC))
    assert [type(o) for o in outcomes] == [Projected, Skipped, Failed]
    assert [o.pair for o in outcomes] == pairs
    first, second, third = outcomes
    assert isinstance(first, Projected)
    assert first.entities() == (Entity(1, 2, "PER"),)
    assert isinstance(second, Skipped)
    assert second.reason == "the source has no tags"
    assert isinstance(third, Failed)
    assert isinstance(third.error, InputError)


def test_missing_links_are_a_failure_not_an_empty_answer() -> None:
    (outcome,) = project_pairs([pair("a")], {}, SPEC)
    assert isinstance(outcome, Failed)
    assert "run `align` first" in str(outcome.error)


def test_a_source_without_entities_is_projected_to_nothing() -> None:
    bare = Pair("a", Sentence(("x",), ()), Sentence(("y",)))
    (outcome,) = project_pairs([bare], {"a": Alignment(1, 1)}, SPEC)
    assert outcome == Projected(bare, ())


def test_pairs_are_read_one_by_one() -> None:
    read: list[str] = []

    def source() -> Iterator[Pair]:
        for name in ("a", "b"):
            read.append(name)
            yield pair(name)

    outcomes = project_pairs(source(), lambda _: LINKS, SPEC)
    next(outcomes)
    assert read == ["a"]


def test_a_broken_file_is_not_the_pairs_fault() -> None:
    def look(_: Pair) -> Alignment:
        raise FormatError("bad", file="l.jsonl", line=1)

    with pytest.raises(FormatError):
        list(project_pairs([pair("a")], look, SPEC))


def test_a_defect_is_let_through() -> None:
    def look(_: Pair) -> Alignment:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        list(project_pairs([pair("a")], look, SPEC))


def test_explanations_only_on_demand() -> None:
    for explain in (False, True):
        (outcome,) = project_pairs([pair("a")], {"a": LINKS}, SPEC, explain=explain)
        assert isinstance(outcome, Projected)
        assert (outcome.projections[0].explanation is not None) is explain


def test_no_links_for_an_entity_is_a_reason() -> None:
    (outcome,) = project_pairs([pair("a")], {"a": Alignment(2, 2)}, METHODS["aligned-exact"])
    assert isinstance(outcome, Projected)
    assert outcome.projections[0].reason is Reason.NO_LINKS


def test_extras_reach_the_task_of_their_pair() -> None:
    span = SuppliedSpan(0, 1)
    probs = TagProbs(("O",), np.ones((2, 1)))
    extras = Extras({"a": (span,)}, {"a": probs}, {"a": ((0, 1, 0, 1, 0.5),)})
    task = task_of(pair("a"), LINKS, extras)
    assert (task.spans, task.tag_probs) == ((span,), probs)
    assert task.translation_scores == ((0, 1, 0, 1, 0.5),)
    assert task_of(pair("b"), LINKS, extras).spans is None
    assert task_of(pair("a"), LINKS).spans is None


@pytest.mark.parametrize(
    ("extras", "message"),
    [
        (Extras(spans={"a": (SuppliedSpan(0, 3),)}), "ends outside its target of 2 tokens"),
        (Extras(tag_probs={"a": TagProbs(("O",), np.ones((3, 1)))}), "3 rows of tag prob"),
        (Extras(translation_scores={"a": ((0, 1, 0, 3, 0.5),)}), "lies outside 2 x 2 tokens"),
    ],
)
def test_extras_of_another_pair_fail_that_pair(extras: Extras, message: str) -> None:
    (outcome,) = project_pairs([pair("a")], {"a": LINKS}, SPEC, extras=extras)
    assert isinstance(outcome, Failed)
    assert message in str(outcome.error)
