"""Matching problems to measure on: real ones, random ones, and ones made to be hard."""

from collections.abc import Iterator, Sequence

import numpy as np

from bench.quality import EUROPARL, corpus, links
from core.candidates import CANDIDATES
from core.domain.candidate import Candidates
from core.domain.task import Task
from core.scoring import SCORES

Problem = tuple[np.ndarray, Candidates]


def tasks() -> list[Task]:
    """Return every Europarl pair with links of the embedded aligner."""
    found = []
    for name in EUROPARL:
        pairs = corpus(name)
        aligned = links(pairs)
        found += [Task(p.source, p.target.tokens, a) for p, a in zip(pairs, aligned, strict=True)]
    return found


def europarl(world: Sequence[Task], candidates: str, score: str) -> list[Problem]:
    """Return the matching problems of the pairs with at least two entities."""
    extract, rate = CANDIDATES.get(candidates).make, SCORES.get(score).make
    several = [t for t in world if len(t.entities()) >= 2]
    return [(rate(t, c), c) for t in several for c in [extract(t)]]


def dense(rows: int, columns: int, tokens: int, *, count: int) -> list[Problem]:
    """Return random problems in which every entity wants every candidate."""
    rng = np.random.default_rng(0)
    found = []
    for _ in range(count):
        spans: set[tuple[int, int]] = set()
        while len(spans) < columns:
            start = int(rng.integers(0, tokens))
            end = start + int(rng.integers(1, 11))
            if end <= tokens:
                spans.add((start, end))
        found.append((rng.random((rows, columns)), Candidates.of(spans, origin="random")))
    return found


def ngrams(tokens: int, longest: int = 10) -> Candidates:
    """Return every span of up to so many tokens."""
    spans = ((a, a + d) for a in range(tokens) for d in range(1, longest + 1) if a + d <= tokens)
    return Candidates.of(spans, origin="ngrams")


def grid() -> Iterator[tuple[int, int, list[Problem]]]:
    """Yield tokens, entities and three random problems over all n-grams."""
    rng = np.random.default_rng(0)
    for tokens in (20, 40, 80, 160, 320, 512):
        candidates = ngrams(tokens)
        for rows in (2, 5, 10, 20, 40):
            shape = (rows, len(candidates))
            yield tokens, rows, [(rng.random(shape), candidates) for _ in range(3)]


def hard() -> Iterator[tuple[str, Problem]]:
    """Yield problems of 40 entities in 512 tokens, each candidate up to 10 tokens or more."""
    rng = np.random.default_rng(1)
    candidates = ngrams(512)
    length = candidates.end - candidates.start
    shape = (40, len(candidates))
    middle = (candidates.start >= 200) & (candidates.end <= 260)
    yield "random", (rng.random(shape), candidates)
    yield "all scores equal", (np.ones(shape), candidates)
    yield "five values", (rng.integers(1, 6, shape) / 5, candidates)
    yield "better the longer", (rng.random(shape) * length / 10, candidates)
    yield "five values by length", (rng.integers(1, 6, shape) / 5 * length, candidates)
    alike = np.tile(rng.random(len(candidates)), (40, 1))
    yield "entities alike", (alike, candidates)
    yield "entities nearly alike", (alike + 1e-3 * rng.random(shape), candidates)
    yield "scores within 1e-6", (1 + 1e-6 * rng.random(shape), candidates)
    total = np.concatenate([np.zeros((40, 1)), (rng.random((40, 512)) - 0.5).cumsum(axis=1)], 1)
    drift = np.maximum(total[:, candidates.end] - total[:, candidates.start], 0)
    yield "sums over tokens", (drift, candidates)
    yield "all in 60 tokens", (rng.random(shape) * middle, candidates)
    yield "a few equal in 60 tokens", ((rng.random(shape) < 0.2) * middle * 1.0, candidates)
    threes = (rng.random(shape) < 0.2) * (middle & (length == 3)) * 1.0
    yield "threes in 60 tokens", (threes, candidates)
    wide = ngrams(512, 25)
    yield "25 tokens long", (rng.random((40, len(wide))) * (wide.end - wide.start) / 25, wide)
