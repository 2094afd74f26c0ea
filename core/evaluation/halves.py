"""Two halves of a corpus, told apart by the ids of its pairs."""

import hashlib


def is_even(pair_id: str) -> bool:
    """Return whether a pair belongs to the even half: its id's SHA-256, as a number, is even.

    Choose on the even half, report the odd half: a gain on one that is none on the other is chance.
    """
    return hashlib.sha256(pair_id.encode()).digest()[-1] % 2 == 0
