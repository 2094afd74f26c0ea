from dataclasses import replace

import numpy as np
import pytest

from core.domain.decision import Side
from core.domain.entity import Entity
from core.domain.pair import Pair, Sentence
from core.formats.pairs_jsonl import from_object, to_object
from core.models.card import Card
from core.models.taggers import Tagger
from core.pipeline import remembered
from core.pipeline.tagging import KIND, tag_probabilities, tagged_pairs
from core.storage.results import Results
from tests.kept import kept

LABELS = ("O", "B-PER", "I-PER")


class Reader:
    """Takes capitalised words for people, and counts what it was asked."""

    def __init__(self, *, dies_after: int = 10**6) -> None:
        self.asked: list[tuple[str, ...]] = []
        self.dies_after = dies_after

    def tagger(self, identity: str = "m") -> Tagger:
        return Tagger(Card("transformers", LABELS), self, identity)

    def __call__(self, sentences):
        found = []
        for tokens in sentences:
            if len(self.asked) >= self.dies_after:
                raise KeyboardInterrupt
            self.asked.append(tuple(tokens))
            sure = [0.1, 2 / 3, 0.9 - 2 / 3], [0.98, 0.01, 0.01]
            found.append(np.array([sure[not token[0].isupper()] for token in tokens]))
        return found


def pair(name: str, source: str, target: str, entities=None) -> Pair:
    return Pair(
        name,
        Sentence(tuple(source.split()), entities, "en"),
        Sentence(tuple(target.split()), None, "de"),
    )


PAIRS = [
    pair("a", "Anna sees Bob", "Anna sieht Bob", (Entity(0, 1, "LOC"),)),
    pair("b", "she sleeps", "sie schläft"),
    pair("c", "Anna sees Bob", "Bob wird gesehen", ()),
]


@pytest.fixture
def results(tmp_path):
    kept = Results.open(tmp_path / "results.sqlite")
    yield kept
    kept.close()


def test_a_side_is_tagged_and_equal_sentences_are_read_once(results, tmp_path) -> None:
    reader, told = Reader(), []
    found = tag_probabilities(
        PAIRS,
        reader.tagger(),
        side=Side.SOURCE,
        results=results,
        report=lambda *row: told.append(row),
    )
    assert sorted(reader.asked) == [("Anna", "sees", "Bob"), ("she", "sleeps")]
    assert [one.probs.shape for one in found] == [(3, 3), (2, 3), (3, 3)]
    assert found[0].probs[0].tolist() == [0.1, 0.666667, 0.233333]
    assert told[0] == ("Tagging", 0, 2)
    assert told[-1] == ("Tagging", 2, 2)
    assert kept(tmp_path / "results.sqlite", KIND) == 2


def test_what_was_tagged_is_not_tagged_again_by_the_same_tagger(results) -> None:
    reader = Reader()
    first = tag_probabilities(PAIRS, reader.tagger(), results=results)
    again = tag_probabilities(PAIRS, reader.tagger(), results=results)
    assert len(reader.asked) == 3
    assert all(np.array_equal(a.probs, b.probs) for a, b in zip(first, again, strict=True))
    tag_probabilities(PAIRS, reader.tagger("other"), results=results)
    assert len(reader.asked) == 6
    alone = tag_probabilities(PAIRS, reader.tagger())
    assert len(reader.asked) == 9
    assert all(np.array_equal(a.probs, b.probs) for a, b in zip(first, alone, strict=True))


def test_a_run_that_is_stopped_goes_on_where_it_was(results, monkeypatch) -> None:
    monkeypatch.setattr(remembered, "CHUNK", 1)
    stopped, second = Reader(dies_after=2), Reader()
    with pytest.raises(KeyboardInterrupt):
        tag_probabilities(PAIRS, stopped.tagger(), results=results)
    found = tag_probabilities(PAIRS, second.tagger(), results=results)
    assert len(second.asked) == 1
    whole = tag_probabilities(PAIRS, Reader().tagger())
    assert all(np.array_equal(a.probs, b.probs) for a, b in zip(found, whole, strict=True))


def test_predicted_tags_take_the_place_of_gold_which_is_kept() -> None:
    probs = tag_probabilities(PAIRS, Reader().tagger(), side=Side.SOURCE)
    first, second, third = tagged_pairs(PAIRS, probs, side=Side.SOURCE)
    assert first.source.entities == (Entity(0, 1, "PER"), Entity(2, 3, "PER"))
    assert first.extra["gold_src_tags"] == ["B-LOC", "O", "O"]
    assert "gold_src_tags" not in second.extra  # nobody had annotated it
    assert (second.source.entities, third.extra["gold_src_tags"]) == ((), ["O", "O", "O"])
    assert from_object(to_object(first)) == first
    # tagged again, what is replaced is a prediction: the gold stays
    other = replace(probs[0], probs=np.eye(3)[[0, 0, 0]])
    [again] = tagged_pairs([first], [other], side=Side.SOURCE)
    assert (again.source.entities, again.extra) == ((), first.extra)
    [target] = tagged_pairs([first], tag_probabilities([first], Reader().tagger()))
    assert target.target.entities == (Entity(0, 1, "PER"), Entity(2, 3, "PER"))
    assert target.source == first.source
