from math import log

import pytest
import torch

from core.training.taggers.loss import silver_batch, silver_loss
from tests.training.rows import silver


def test_by_hand() -> None:
    # softmax of (log 3, 0) is (3/4, 1/4), of (0, 0) is (1/2, 1/2)
    logits = torch.tensor([[[log(3), 0.0], [0.0, 0.0], [9.0, -9.0]]], dtype=torch.float64)
    targets = torch.tensor([[1, 0, 1]])
    weights = torch.tensor([[1.0, 0.5, 0.0]])
    # (1 * log 4 + 1/2 * log 2) / 2 tokens that say something
    expected = (log(4) + 0.5 * log(2)) / 2
    assert silver_loss(logits, targets, weights).item() == pytest.approx(expected, abs=1e-12)


def test_a_masked_token_has_no_gradient_and_its_tag_is_nothing() -> None:
    logits = torch.randn(2, 3, 4, generator=torch.Generator().manual_seed(1), requires_grad=True)
    weights = torch.tensor([[1.0, 0.0, 0.3], [0.0, 0.0, 1.0]])
    targets = torch.tensor([[0, 1, 2], [3, 0, 1]])
    value = silver_loss(logits, targets, weights)
    value.backward()
    assert logits.grad is not None
    assert (logits.grad[weights == 0] == 0).all()
    assert (logits.grad[weights > 0] != 0).all()
    other = torch.where(weights == 0, (targets + 1) % 4, targets)
    assert torch.equal(silver_loss(logits, other, weights), value)


def test_nothing_to_learn_is_zero_and_can_be_gone_back_through() -> None:
    logits = torch.zeros(1, 2, 2, requires_grad=True)
    value = silver_loss(logits, torch.zeros(1, 2, dtype=torch.long), torch.zeros(1, 2))
    value.backward()
    assert value.item() == 0


def test_a_batch_is_zero_behind_the_end() -> None:
    rows = [silver("Anna .", (0.5, 1.0)), silver("Rome")]
    targets, weights = silver_batch(rows, ("O", "B-LOC", "I-LOC", "B-PER"), torch.device("cpu"))
    assert targets.tolist() == [[3, 0], [1, 0]]
    assert weights.tolist() == [[0.5, 1.0], [1.0, 0.0]]
