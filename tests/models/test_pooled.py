import numpy as np
import pytest
import torch

from core.errors import ModelError
from core.models.networks.pooled import pooled
from tests.training.conftest import encoder

__all__ = ["encoder"]


def test_one_vector_a_sentence_whatever_the_batch(encoder) -> None:
    texts = [["Anna", "lives"], ["Rome"], ["."] * 40]
    found = pooled(encoder, texts)
    assert found.shape == (3, 16)
    assert np.allclose(found[1], pooled(encoder, texts[1:2])[0], atol=1e-6)


def test_it_is_the_poolers_vector_of_the_raw_encoder(encoder) -> None:
    from transformers import BertModel

    with torch.inference_mode():
        out = BertModel.from_pretrained(encoder)(input_ids=torch.tensor([[2, 4, 3]]))
    assert np.allclose(pooled(encoder, [["Anna"]])[0], out.pooler_output[0].numpy(), atol=1e-6)


def test_no_encoder(tmp_path) -> None:
    with pytest.raises(ModelError, match="has no config"):
        pooled(tmp_path, [["x"]])
