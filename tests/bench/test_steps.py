"""What the bench of steps is made of."""

import pytest

from bench import steps
from core.domain.alignment import Alignment
from core.domain.entity import Entity
from core.domain.pair import Pair, Sentence
from core.evaluation.spans import Score
from tests.formats.shared_data import needed

ANNA, ROME = Entity(0, 1, "PER"), Entity(3, 4, "LOC")


def pair(name: str, *found: Entity) -> Pair:
    tokens = ("Anna", "lives", "in", "Rome")
    return Pair(name, Sentence(tokens, found, "en"), Sentence(tokens, (ANNA, ROME), "de"))


def test_a_fixed_fifth_is_held_out_by_its_words() -> None:
    held = sum(steps.is_held_out(("word", str(k))) for k in range(1000))
    assert 160 < held < 240
    assert steps.is_held_out(("word", "1")) == steps.is_held_out(["word", "1"])


@needed
@pytest.mark.soak
def test_nothing_of_europarl_is_learned_from() -> None:
    learning, held = steps.english()
    evaluated = {
        p.source.tokens for name in steps.quality.EUROPARL for p in steps.quality.corpus(name)
    }
    every = [p.source.tokens for p in (*learning, *held)]
    assert len(every) == len(set(every)) > 2000
    assert evaluated.isdisjoint(every)
    assert len(held) == pytest.approx(len(every) / steps.HELD_OUT, rel=0.1)


def test_what_the_tagger_misses_is_missing_behind_it() -> None:
    links = [Alignment.of(4, 4, [(k, k) for k in range(4)])] * 2
    misc = Entity(1, 2, "MISC")
    gold = [pair("a", ANNA, ROME, misc), pair("b", ANNA, ROME)]
    one = steps.World("de", gold, [pair("a", ANNA), pair("b", ANNA, misc)], links)
    found = {
        given: steps.projected(one, getattr(one, given), "ngram-exact")
        for given in ("gold", "predicted")
    }
    assert found == {"gold": [(ANNA, ROME)] * 2, "predicted": [(ANNA,)] * 2}
    scores = steps.by_half(one.gold, steps.gold_of(one), found["predicted"])
    assert scores["all"] == Score(2, 4, 2)
    assert scores["even"].n_gold + scores["odd"].n_gold == 4


def test_rows_say_what_is_lost() -> None:
    row = steps.step_row("default", "all", {"gold": [0.9, 0.8], "predicted": [0.5, 0.4]})
    assert " ".join(row.split()) == "default all 0.900 0.800 0.850 0.500 0.400 0.450 0.400"
    alone = steps.step_row("no projection", "all", {"predicted": [0.5]})
    assert alone.split()[-2:] == ["0.500", "0.500"]
