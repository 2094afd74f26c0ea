"""What a student loses against its teachers."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch

NO_LABEL = -1


def soft_loss(
    logits: "torch.Tensor", teacher: "torch.Tensor", inside: "torch.Tensor"
) -> "torch.Tensor":
    """Return how far the student's probabilities lie from the teacher's.

    `mean over tokens of ||p_student - p_teacher||^2 / C`, C the number of labels; a token is where
    its first sub-word stands.

    Args:
        logits: of the student, shape (B, T, C).
        teacher: probabilities, shape (B, T, C).
        inside: whether there is a token, bool, shape (B, T); at least one is.

    Source: Wu et al. 2020, arxiv.org/abs/2004.12440 (equation of the single-source student).
    """
    apart = (logits.softmax(dim=-1) - teacher)[inside]
    return (apart * apart).mean()


def hard_loss(logits: "torch.Tensor", labels: "torch.Tensor") -> "torch.Tensor":
    """Return the mean cross-entropy over the tokens that have a label; 0 where none has.

    Args:
        logits: shape (B, T, C).
        labels: columns, shape (B, T); `NO_LABEL` where the teachers do not agree.

    Source: Wu et al. 2020, arxiv.org/abs/2007.07683 (UniTrans, hard labels).
    """
    import torch

    known = labels != NO_LABEL
    if not known.any():
        return logits.sum() * 0.0
    return torch.nn.functional.cross_entropy(logits[known], labels[known])


def student_loss(
    logits: "torch.Tensor",
    teacher: "torch.Tensor",
    inside: "torch.Tensor",
    agreed: "torch.Tensor | None" = None,
    *,
    soft_weight: float = 1.0,
) -> "torch.Tensor":
    """Return `soft_weight * soft + hard`, or the soft loss alone where no labels are given.

    Args:
        logits: of the student, shape (B, T, C).
        teacher: probabilities, shape (B, T, C).
        inside: whether there is a token, shape (B, T).
        agreed: columns where all teachers agree, shape (B, T); None leaves the hard loss out.
        soft_weight: lambda of the paper, > 0.

    Source: Wu et al. 2020, arxiv.org/abs/2007.07683 (UniTrans).
    """
    soft = soft_loss(logits, teacher, inside)
    return soft if agreed is None else soft_weight * soft + hard_loss(logits, agreed)
