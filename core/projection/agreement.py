"""How reliable voters are, estimated from their agreement alone, without gold.

The model: of each question one answer is right, among those that any voter gives and none. Voter k
gives the right one with probability a_k, else any of the others with equal probability.

Voters that repeat each other are no independent witnesses. With accuracies a_k and a_l two
independent ones would give the same answer in a share e_kl of the questions; where they do so in a
larger share s_kl, `MOST_COPIED` times (s_kl - e_kl) / (1 - e_kl) of the one is a copy of the other.
What voter k says counts d_k = 1 over the sum of these shares over all voters, 1 for itself: two
that always agree count hardly more than one, and voters as alike as their accuracies make them
count in full. d_k multiplies the evidence in the model and the weight in the vote.

Expectation and maximisation, with d computed anew each round, start from equal voters, so from the
majority, and end where nothing moves, at the latest after `ROUNDS`. Where copies of one bad voter
outnumber all others, nothing in the answers can tell that they are wrong.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

PRIOR = 0.7
"""What is believed of a voter before it has answered."""

PRIOR_COUNT = 2.0
"""How many answers that belief weighs."""

MOST_COPIED = 0.98
"""Below 1, so that where some always say one thing and others another, the more voters win."""

ROUNDS = 500
_STILL = 1e-9
_PLACES = 4
_BITS = 12

Array = NDArray[np.float64]
_Pattern = tuple[tuple[str, int], ...]
"""For each voter that answered, by name, the number of its answer; 0 for none."""


@dataclass(frozen=True, slots=True)
class Reliability:
    """What is known of each voter, by name.

    Args:
        accuracy: a_k, probability of being right, in (0, 1).
        independence: d_k, what the voter counts, given how much voters repeat each other, (0, 1].
        weights: product of both, their mean 1, to four places, above 0.
        differed: how many questions were answered differently.
    """

    accuracy: Mapping[str, float]
    independence: Mapping[str, float]
    weights: Mapping[str, float]
    differed: int


class Poll:
    """Answers, taken one question at a time; questions answered in the same way are counted only.

    So memory does not grow with the corpus, and the order of questions and voters is irrelevant.
    """

    def __init__(self) -> None:
        self._asked: Counter[_Pattern] = Counter()

    def add(self, answers: Iterable[tuple[str, Hashable]]) -> None:
        """Take the answers to one question: voter and answer; `()` stands for none.

        A voter may be absent, or answer several times where it saw the question several times.
        """
        numbers: dict[Hashable, int] = {(): 0}
        given = sorted(answers, key=lambda item: (item[0], repr(item[1])))
        pattern = tuple(
            (voter, numbers.setdefault(answer, len(numbers))) for voter, answer in given
        )
        if pattern:
            self._asked[pattern] += 1

    def reliability(self) -> Reliability:
        """Return what the answers say of each voter; where nobody differed, all are alike.

        Source: Dawid and Skene 1979, doi.org/10.2307/2346806 (estimation without gold), with one
        probability a voter; Wu et al. 2020, arxiv.org/abs/2004.12440 (a weight for each of
        several teachers); what repeated answers count is ours.
        """
        table = _Table.of(self._asked)
        names = table.voters
        if not table.differed:
            same = dict.fromkeys(names, 1.0)
            return Reliability(dict.fromkeys(names, PRIOR), same, same, 0)
        accuracy, free = _fit(table)
        raw = accuracy * free
        weights = np.maximum((raw / raw.mean()).round(_PLACES), 10.0**-_PLACES)
        accurate, independent, heavy = (
            dict(zip(names, row.tolist(), strict=True)) for row in (accuracy, free, weights)
        )
        return Reliability(accurate, independent, heavy, table.differed)


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    """The answers as arrays; an option is one possible answer to one pattern of answers.

    Args:
        voters: names, in alphabetical order.
        both: for every two voters, how often both answered.
        same: how often they gave the same answer.
        unanimous: for each voter, answers to questions on which nobody differed.
        differed: questions on which somebody did.
        voter: of each answer to these.
        option: of each answer.
        times: how often each answer was given.
        pattern: of each option, ascending.
    """

    voters: tuple[str, ...]
    both: Array
    same: Array
    unanimous: Array
    differed: int
    voter: NDArray[np.int64]
    option: NDArray[np.int64]
    times: Array
    pattern: NDArray[np.int64]

    @classmethod
    def of(cls, asked: Mapping[_Pattern, int]) -> "_Table":
        """Return the table of patterns and how often each came."""
        voters = tuple(sorted({voter for pattern in asked for voter, _ in pattern}))
        place = {voter: v for v, voter in enumerate(voters)}
        both, same = np.zeros((2, len(voters), len(voters)))
        unanimous = np.zeros(len(voters))
        answers: list[tuple[int, int, int]] = []
        options: list[int] = []
        differed = patterns = 0
        for pattern, count in sorted(asked.items()):
            for (one, answer), (two, its) in product(pattern, pattern):
                both[place[one], place[two]] += count
                same[place[one], place[two]] += count * (answer == its)
            if len({answer for _, answer in pattern}) < 2:
                for voter, _ in pattern:
                    unanimous[place[voter]] += count
                continue
            answers += [(place[voter], len(options) + answer, count) for voter, answer in pattern]
            options += [patterns] * (1 + max(answer for _, answer in pattern))
            patterns += 1
            differed += count
        columns = np.array(answers, dtype=np.int64).reshape(-1, 3).T
        return cls(
            voters,
            both,
            same,
            unanimous,
            differed,
            voter=columns[0],
            option=columns[1],
            times=columns[2].astype(np.float64),
            pattern=np.array(options, dtype=np.int64),
        )


def _fit(table: _Table) -> tuple[Array, Array]:
    """Return accuracy and independence of each voter."""
    voters = len(table.voters)
    voter, option, pattern = table.voter, table.option, table.pattern
    first = np.flatnonzero(np.diff(pattern, prepend=-1))
    wrong = (np.bincount(pattern) - 1.0)[pattern[option]]
    chance = float((table.times / wrong).sum() / table.times.sum())
    count: Array = table.unanimous + PRIOR_COUNT
    count = count + np.bincount(voter, weights=table.times, minlength=voters)
    accuracy: Array = np.full(voters, PRIOR)
    free = _independence(table.both, table.same, accuracy, chance)
    for _ in range(ROUNDS):
        a = accuracy[voter]
        evidence = free[voter] * np.log(a * wrong / (1.0 - a))
        support = np.bincount(option, weights=evidence, minlength=len(pattern))
        support -= np.maximum.reduceat(support, first)[pattern]
        likely = np.exp(support)
        likely /= np.add.reduceat(likely, first)[pattern]
        right: Array = table.unanimous + PRIOR * PRIOR_COUNT
        right = right + np.bincount(voter, likely[option] * table.times, minlength=voters)
        before = np.concatenate([accuracy, free])
        # Rounded, so that voters that are alike stay alike whatever the last bits say.
        accuracy = (right / count).round(_BITS)
        # Half a step: what a voter counts and how right it seems to be drive each other.
        step = _independence(table.both, table.same, accuracy, chance)
        free = ((free + step) / 2.0).round(_BITS)
        if float(np.abs(np.concatenate([accuracy, free]) - before).max()) < _STILL:
            break
    return accuracy, free


def _independence(both: Array, same: Array, accuracy: Array, chance: float) -> Array:
    """Return what each voter counts; `chance`: of two wrong answers to be the same."""
    wrong = 1.0 - accuracy
    expected = np.outer(accuracy, accuracy) + np.outer(wrong, wrong) * chance
    share = np.divide(same, both, out=np.zeros_like(same), where=both > 0)
    copied = MOST_COPIED * np.clip((share - expected) / (1.0 - expected), 0.0, 1.0)
    np.fill_diagonal(copied, 1.0)
    return np.asarray(1.0 / copied.sum(axis=1))
