from pathlib import Path

import numpy as np
import pytest

from core.errors import InputError
from core.models.compute import Compute, computing
from core.models.likelihood import direct
from core.models.translators import Translator, load_translator
from tests.tiny.lexicon import LEXICON, WORDS
from tests.tiny.translators import make_copying_nllb, make_marian, make_nllb


@pytest.fixture(scope="module")
def nllb(tmp_path_factory: pytest.TempPathFactory) -> Translator:
    return load_translator(str(make_nllb(tmp_path_factory.mktemp("nllb"), WORDS)))


@pytest.fixture(scope="module")
def copying(tmp_path_factory: pytest.TempPathFactory) -> Translator:
    return load_translator(str(make_copying_nllb(tmp_path_factory.mktemp("copying"), LEXICON)))


def by_hand(translator: Translator, phrase: str, given: str, given_lang: str, lang: str) -> float:
    """One pair without padding, by a plain log-softmax over the whole table."""
    import torch

    model, tokeniser = translator.network.model, translator.network.tokeniser
    tokeniser.src_lang = given_lang
    read = tokeniser([given], return_tensors="pt")["input_ids"]
    wanted = [*tokeniser(phrase, add_special_tokens=False)["input_ids"], tokeniser.eos_token_id]
    before = [2, tokeniser.convert_tokens_to_ids(lang), *wanted[:-1]]
    with torch.inference_mode():
        logits = model(input_ids=read, decoder_input_ids=torch.tensor([before])).logits[0]
    table = logits.log_softmax(dim=1).numpy()
    chosen = [table[k + 1, token] for k, token in enumerate(wanted)]
    return float(np.exp(np.mean(chosen)))


PAIRS = [
    ("wohnt", "lives"),
    ("Anna wohnt in Londonstadt .", "UN"),
    ("VN", "Anna lives in x"),
    ("a", "b"),
]


@pytest.mark.parametrize("batch_tokens", [1, 24, 4096])
def test_it_is_the_geometric_mean_of_the_probabilities_end_included(nllb, batch_tokens) -> None:
    with computing(Compute(batch_tokens=batch_tokens)):
        found = direct(nllb, PAIRS, "en", "de")
    wanted = [by_hand(nllb, *pair, "eng_Latn", "deu_Latn") for pair in PAIRS]
    assert found == pytest.approx(wanted, rel=1e-4)
    assert direct(nllb, PAIRS[:1], "de", "de") != pytest.approx(found[:1], rel=1e-3)


def test_a_translation_is_likelier_than_anything_else(copying) -> None:
    right, wrong, longer = direct(
        copying, [("VN", "UN"), ("Haus", "UN"), ("VN hier", "UN")], "en", "de"
    )
    assert right > 0.8 > 0.1 > max(wrong, longer)
    assert direct(copying, [("UN", "UN")], "en", "en") == pytest.approx([right], rel=1e-3)


def test_marian_counts_the_pieces_of_its_target_side(tmp_path: Path) -> None:
    marian = load_translator(str(make_marian(tmp_path, WORDS)))
    assert 0 < direct(marian, [("Bob", "Anna")], "en", "de")[0] < 1


def test_nothing_to_score_and_nothing_to_say(nllb) -> None:
    assert direct(nllb, [], "en", "de") == []
    with pytest.raises(InputError, match="empty phrase"):
        direct(nllb, [("a", " ")], "en", "de")
    with pytest.raises(InputError, match="this model takes 62"):
        direct(nllb, [("a " * 70, "b")], "en", "de")
    with pytest.raises(InputError, match="does not know the language 'xx'"):
        direct(nllb, [("a", "b")], "xx", "de")
