"""Random sentences with gold and predicted entities that share much."""

import random

from core.domain.entity import Entity, to_iob2

LABELS = ("PER", "ORG", "LOC")


def sentence(dice: random.Random, length: int) -> list[Entity]:
    """Return disjoint entities of a random sentence."""
    found, place = [], 0
    while place < length:
        end = place + dice.randint(1, 3)
        if dice.random() < 0.5 and end <= length:
            found.append(Entity(place, end, dice.choice(LABELS)))
        place = end
    return found


def corpus(seed: int, *, sentences: int = 40) -> tuple[list[list[Entity]], list[list[Entity]]]:
    """Return gold and predicted entities; about half of the sentences agree in part."""
    dice = random.Random(seed)
    gold, predicted = [], []
    for _ in range(sentences):
        length = dice.randint(1, 12)
        truth = sentence(dice, length)
        guess = [e for e in truth if dice.random() < 0.7] or sentence(dice, length)
        gold.append(truth)
        predicted.append(guess if dice.random() < 0.6 else sentence(dice, length))
    return gold, predicted


def tags(sentences: list[list[Entity]], length: int = 14) -> list[list[str]]:
    """Return IOB2 tags, every sentence padded to one length."""
    return [list(to_iob2(entities, length)) for entities in sentences]
