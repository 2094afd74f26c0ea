"""Taggers learned from silver: how much a better projection is worth to what learns from it.

`python -m bench student`. German, Spanish and Italian of Europarl-NER: the even half (by hash of
the pair's id) is projected, the small tagger learns from it, and is scored on the gold of the odd
half. All methods have the same links; seeds change the tagger only. Its settings were chosen by
folds of the even half.

The second table says what masks are worth: two pairs in five are reviewed (their tags are gold), of
the others every second entity has been missed, as where links are poor.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from bench import quality
from core.domain.entity import Entity, to_iob2
from core.domain.pair import Pair
from core.evaluation.spans import Score
from core.models.networks.network import probabilities
from core.training.fit import SMALL
from core.training.taggers.learn import learn, new_small
from core.training.taggers.score import score
from core.training.taggers.silver import Silver, labels_of

METHODS = ("default", "heuristic-paper", "heuristic-elp", "learned-exact")
GOLD = "gold"
SEEDS = (0, 1, 2)
UNREVIEWED = 0.6
MISSED = 0.5

Entities = tuple[Entity, ...]
Weigh = Callable[[str, bool], float]
"""From a tag, and whether its pair was reviewed, to the tag's weight."""

TREATMENTS: dict[str, Weigh] = {
    "every O believed": lambda tag, reviewed: 1.0,
    "O weighs 0.1 if unreviewed": lambda tag, reviewed: 1.0 if reviewed or tag != "O" else 0.1,
    "O masked if unreviewed": lambda tag, reviewed: float(reviewed or tag != "O"),
    "reviewed pairs alone": lambda tag, reviewed: float(reviewed),
}


@dataclass(frozen=True, slots=True)
class World:
    """One language: its even and odd half, and what each method finds in the even half."""

    name: str
    even: Sequence[Pair]
    odd: Sequence[Pair]
    silver: dict[str, Sequence[Entities]]


def world(name: str) -> World:
    """Return one language of Europarl-NER, projected; pairs on which a method failed hold none."""
    pairs = quality.corpus(name)
    links = quality.links(pairs)
    even = [k for k, pair in enumerate(pairs) if quality.is_even(pair)]
    found = {method: quality.run(pairs, links, method).found for method in METHODS}
    found[GOLD] = [pair.target.entities or () for pair in pairs]
    return World(
        name,
        [pairs[k] for k in even],
        [pair for pair in pairs if not quality.is_even(pair)],
        {method: [entities[k] for k in even] for method, entities in found.items()},
    )


def rows(
    pairs: Sequence[Pair],
    entities: Sequence[Entities],
    weigh: Callable[[int, str], float] = lambda k, tag: 1.0,
) -> list[Silver]:
    """Return sentences with tags; `weigh` gives a tag of the k-th pair its weight."""
    found = []
    for k, (pair, spans) in enumerate(zip(pairs, entities, strict=True)):
        tags = to_iob2(spans, len(pair.target))
        weights = tuple(weigh(k, tag) for tag in tags)
        found.append(Silver(pair.id, pair.target.tokens, tags, weights))
    return found


def trained(learning: Sequence[Silver], test: Sequence[Silver], seed: int) -> Score:
    """Return the score on the test of the tagger learned from the sentences."""
    labels = labels_of(learning)
    network = new_small(labels, seed=seed)
    learn(network, learning, replace(SMALL, seed=seed))
    return score(lambda tokens: probabilities(network, tokens), labels, test)[0]


def spread(scores: Sequence[Score]) -> str:
    """Return the mean of F1 and how far seeds lie apart, as a cell."""
    f1 = [found.f1 for found in scores]
    return f"{np.mean(f1):.3f} ±{np.std(f1, ddof=1):.3f}"


def poor(entities: Sequence[Entities], seed: int) -> tuple[list[Entities], list[bool]]:
    """Return entities with many missed where nobody reviewed, and which pairs were reviewed."""
    draw = np.random.default_rng(seed)
    reviewed = (draw.random(len(entities)) >= UNREVIEWED).tolist()
    kept = [
        spans if sure else tuple(e for e in spans if draw.random() >= MISSED)
        for spans, sure in zip(entities, reviewed, strict=True)
    ]
    return kept, reviewed


def masked(one: World, test: Sequence[Silver], treatment: str) -> list[Score]:
    """Return the scores of one treatment of missed entities, one a seed."""
    weigh = TREATMENTS[treatment]
    found = []
    for seed in SEEDS:
        kept, reviewed = poor(one.silver[GOLD], seed)
        learning = rows(one.even, kept, lambda k, tag, r=reviewed: weigh(tag, r[k]))
        found.append(trained(learning, test, seed))
    return found


def main() -> None:
    """Print both tables; say so where the data is missing."""
    if not quality.DATA.is_dir():
        print("bench student: ../shared/data is not here, nothing to learn from")
        return
    worlds = [world(name) for name in quality.EUROPARL]
    tests = [rows(one.odd, [pair.target.entities or () for pair in one.odd]) for one in worlds]
    head = "".join(f"{one.name[-2:]:>14}" for one in worlds)
    print("F1 on the odd half of a tagger learned from the even half, mean and spread of 3 seeds")
    print(f"{'learned from':28}{head}{'mean':>8}")
    line: list[list[Score]] = []
    for method in (*METHODS, GOLD):
        line = []
        for one, test in zip(worlds, tests, strict=True):
            learning = rows(one.even, one.silver[method])
            line.append([trained(learning, test, seed) for seed in SEEDS])
        say(method, line)
    print("\n60 % of the pairs unreviewed, half of their entities missed")
    print(f"{'treatment':28}{head}{'mean':>8}")
    say("all true (upper bound)", line)
    for treatment in TREATMENTS:
        say(treatment, [masked(one, t, treatment) for one, t in zip(worlds, tests, strict=True)])


def say(name: str, line: Sequence[Sequence[Score]]) -> None:
    """Print a row: each language, and the mean of all."""
    cells = "".join(f"{spread(scores):>14}" for scores in line)
    mean = float(np.mean([found.f1 for scores in line for found in scores]))
    print(f"{name:28}{cells}{mean:8.3f}", flush=True)


if __name__ == "__main__":
    main()
