from math import log

import pytest
import torch

from core.training.distill.loss import NO_LABEL, hard_loss, soft_loss, student_loss

# softmax of (log 3, 0) is (3/4, 1/4), of (0, 0) is (1/2, 1/2); the last token is padding
LOGITS = torch.tensor(
    [[[log(3), 0.0], [0.0, 0.0]], [[0.0, log(3)], [7.0, -7.0]]], dtype=torch.float64
)
TEACHER = torch.tensor(
    [[[1.0, 0.0], [0.25, 0.75]], [[0.25, 0.75], [0.0, 0.0]]], dtype=torch.float64
)
INSIDE = torch.tensor([[True, True], [True, False]])
# squared distances 2/16, 2/16 and 0, each divided by 2 labels, mean over 3 tokens
SOFT = (1 / 16 + 1 / 16 + 0) / 3
AGREED = torch.tensor([[0, NO_LABEL], [0, NO_LABEL]])
# -log of 3/4 and of 1/4, mean over the two tokens that all agree on
HARD = (log(4 / 3) + log(4)) / 2


def test_soft_labels_by_hand() -> None:
    assert soft_loss(LOGITS, TEACHER, INSIDE).item() == pytest.approx(SOFT, abs=1e-12)


def test_hard_labels_by_hand() -> None:
    assert hard_loss(LOGITS, AGREED).item() == pytest.approx(HARD, abs=1e-12)


def test_both_by_hand() -> None:
    value = student_loss(LOGITS, TEACHER, INSIDE, AGREED, soft_weight=2.0)
    assert value.item() == pytest.approx(2 * SOFT + HARD, abs=1e-12)
    assert torch.equal(student_loss(LOGITS, TEACHER, INSIDE), soft_loss(LOGITS, TEACHER, INSIDE))


def test_the_gradient_by_hand_and_none_at_the_padding() -> None:
    logits = LOGITS.clone().requires_grad_()
    soft_loss(logits, TEACHER, INSIDE).backward()
    assert logits.grad is not None
    # with d = p - q: dL/dz_j = 2/(3 * 2) * p_j * (d_j - sum_i p_i d_i); first token p = (3/4, 1/4),
    # d = (-1/4, 1/4), sum = -1/8: 1/3 * 3/4 * (-1/8) and 1/3 * 1/4 * 3/8
    assert logits.grad[0, 0].tolist() == pytest.approx([-1 / 32, 1 / 32], abs=1e-12)
    assert (logits.grad[1, 1] == 0).all()


def test_where_nobody_agrees_the_hard_loss_is_zero() -> None:
    logits = LOGITS.clone().requires_grad_()
    value = hard_loss(logits, torch.full((2, 2), NO_LABEL))
    value.backward()
    assert value.item() == 0
    assert logits.grad is not None
    assert (logits.grad == 0).all()
