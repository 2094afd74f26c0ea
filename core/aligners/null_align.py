"""Links of units that are like everything else: found over a whole corpus, and dropped."""

from collections.abc import Sequence

import numpy as np

from core.aligners.rules import Mask, Matrix
from core.errors import InputError, LengthMismatchError, OptionError


def null_aligned(
    scores: Sequence[Matrix], masks: Sequence[Mask], *, quantile: float = 1.0
) -> list[Mask]:
    """Return the links without those whose units are the least sure of all.

    Args:
        scores: similarities of each sentence pair, at least 0, each of shape (n, m).
        masks: the links of each pair, in the same shapes.
        quantile: share of the corpus' links that may stay, in [0, 1]; 1 keeps all. Links that are
            as flat as the last one that stays, stay too.

    Raises:
        LengthMismatchError: not one mask a matrix.
        OptionError: the quantile lies outside [0, 1].
        InputError: a similarity is negative or not a number.

    Source: Jalili Sabet et al. 2020, aclanthology.org/2020.findings-emnlp.147 (Null).
    """
    if len(scores) != len(masks):
        raise LengthMismatchError(f"{len(scores)} matrices, but {len(masks)} sets of links")
    if quantile == 1.0:
        return list(masks)
    flat = [flatness(matrix) for matrix in scores]
    kept = keep_sure([f[mask] for f, mask in zip(flat, masks, strict=True)], quantile=quantile)
    out = []
    for mask, keep in zip(masks, kept, strict=True):
        left = mask.copy()
        left[mask] = keep
        out.append(left)
    return out


def keep_sure(flat: Sequence[Matrix], *, quantile: float) -> list[Mask]:
    """Return for the flatness of the links of each pair which of them stay.

    NaN marks a link that always stays and does not count towards the quantile.
    """
    if not 0.0 <= quantile <= 1.0:
        raise OptionError(f"quantile: {quantile} is not a number in [0, 1]")
    known = np.concatenate([np.zeros(0), *flat])
    known = known[~np.isnan(known)]
    if quantile == 1.0 or not len(known):
        return [np.ones(f.shape, dtype=bool) for f in flat]
    most = np.quantile(known, quantile)
    return [~(f > most) for f in flat]


def flatness(scores: Matrix) -> Matrix:
    """Return how alike each cell's row or column is throughout, the lesser one, shape (n, m).

    The entropy of the row, or column, as shares, over the largest there could be: 0 for a single
    similarity above 0, 1 for equal ones (or none). NaN, for not known, where a side has two units
    or fewer.
    """
    if scores.size and not (scores >= 0).all():
        raise InputError("null-align takes similarities of at least 0, got a lower one or none")
    if min(scores.shape) <= 2:
        return np.full(scores.shape, np.nan)
    lesser: Matrix = np.minimum(_entropy(scores)[:, None], _entropy(scores.T)[None, :])
    return lesser


def _entropy(scores: Matrix) -> Matrix:
    """Return the entropy of each row over log(m), shape (n,)."""
    total = scores.sum(axis=1, keepdims=True)
    share = scores / np.where(total > 0, total, 1.0)
    logs = np.log(np.where(share > 0, share, 1.0))
    found = -(share * logs).sum(axis=1) / np.log(scores.shape[1])
    return np.asarray(np.where(total[:, 0] > 0, found, 1.0))
