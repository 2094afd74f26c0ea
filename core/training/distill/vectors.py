"""A vector for a sentence without any model: its character trigrams, hashed."""

from collections.abc import Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

WIDTH = 256


def trigram_vectors(sentences: Sequence[Sequence[str]]) -> NDArray[np.float64]:
    """Return the shares of hashed character trigrams, of length 1, shape (sentences, WIDTH).

    Words are framed by spaces and compared without case; the same on every machine.
    """
    found = np.zeros((len(sentences), WIDTH))
    for k, tokens in enumerate(sentences):
        for token in tokens:
            framed = f" {token.casefold()} "
            for start in range(len(framed) - 2):
                piece = framed[start : start + 3].encode("utf-8", "surrogatepass")
                found[k, crc32(piece) % WIDTH] += 1
    length = np.linalg.norm(found, axis=1, keepdims=True)
    return np.asarray(found / np.where(length > 0, length, 1.0))
