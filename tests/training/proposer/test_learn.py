import json
from dataclasses import replace
from pathlib import Path

import pytest

from core.domain.entity import Entity
from core.domain.pair import Sentence
from core.errors import InputError, ModelError, StorageError
from core.models.beams import CARD, load_proposer
from core.training.proposer.learn import Plan, check_labels, examples_of, learn, load_base
from core.training.proposer.save import hash_of, save_proposer
from tests.tiny.lexicon import WORDS
from tests.tiny.translators import make_mt5

SENTENCES = [
    Sentence(("Anna", "lives", "in", "London"), (Entity(0, 1, "PER"), Entity(3, 4, "LOC")), "en"),
    Sentence(("Bob", "sleeps"), (Entity(0, 1, "PER"),), "en"),
    Sentence(("here",), (), "en"),
    Sentence(("here",), None, "en"),
]
PLAN = Plan(epochs=6, batch=1, rate=0.02, warm_up=2)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_mt5(tmp_path_factory.mktemp("mt5"), WORDS)


def test_what_is_learned_from(base: Path) -> None:
    examples = examples_of(SENTENCES)
    assert [one.written for one in examples] == [
        "<PER>Anna</PER><LOC>London</LOC>",
        "<PER>Bob</PER>",
    ]
    with pytest.raises(InputError, match="no sentence has an entity"):
        examples_of(SENTENCES[2:])
    with pytest.raises(InputError, match="more than 8 sub-words"):
        learn(load_base(str(base)).network, examples, replace(PLAN, longest=8))
    with pytest.raises(InputError, match="need epochs"):
        Plan(epochs=0)


def test_a_label_that_the_tokeniser_cannot_write_is_refused(base: Path) -> None:
    network = load_base(str(base)).network
    check_labels(network, ["PER", "LOC"])
    with pytest.raises(InputError, match=r"label '人' cannot be learned: .* rename the label"):
        check_labels(network, ["PER", "人"])


def test_it_learns_the_same_each_time_and_loads_again(base: Path, tmp_path: Path) -> None:
    examples = examples_of(SENTENCES)
    told = []
    nets = [load_base(str(base)).network for _ in range(2)]
    first = learn(nets[0], examples, PLAN, lambda *now: told.append(now))
    assert learn(nets[1], examples, PLAN) == first
    assert first.losses[-1] < 0.7 * first.losses[0]
    assert told[-1] == ("Learning, step", 12, 12)
    made = {"rows": {"sha256": hash_of(examples)}}
    card = save_proposer(tmp_path / "p", nets[0], ["PER", "LOC"], ["en"], made)
    assert card.labels == ("LOC", "PER")
    assert (tmp_path / "p" / "model.safetensors").is_file()
    written = json.loads((tmp_path / "p" / CARD).read_bytes())
    assert written["languages"] == ["en"]
    assert set(written["made"]["versions"]) == {"torch", "transformers", "numpy"}
    again = load_proposer(str(tmp_path / "p"))
    assert again.labels == ("LOC", "PER")
    text = [examples[0].read]
    fresh = load_proposer(str(base))
    assert again.identity != fresh.identity
    assert again.write(text, beams=2, most_tokens=20) != fresh.write(text, beams=2, most_tokens=20)
    (tmp_path / "p" / CARD).write_text("{}")
    with pytest.raises(ModelError, match="no card of a proposer"):
        load_proposer(str(tmp_path / "p"))


def test_a_folder_that_holds_something_else_is_left_alone(base: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(StorageError, match="holds something else"):
        save_proposer(tmp_path, load_base(str(base)).network, ["PER"], [], {})
