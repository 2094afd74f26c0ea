import numpy as np
import pytest

from core.aligners import Bitext, confidence, workers
from core.aligners.corpus import index
from core.aligners.wordclasses import word_classes

SHAPES = ((2, 3), (1, 1), (3, 2))


def world(seed=0):
    """Return a corpus, its word classes, forms and random posteriors."""
    rng = np.random.default_rng(seed)
    pairs = [
        Bitext(
            tuple(["a", ",", "b"][:n]),
            tuple(["x", "y", "."][:m]),
        )
        for n, m in SHAPES
    ]
    corpus = index(pairs)
    classes = tuple(
        word_classes(words, np.ones(len(words)))
        for words in (corpus.source_words, corpus.target_words)
    )
    form = rng.random(len(corpus.type_source))
    posteriors = (rng.random((2, len(corpus.cells))) / 2).astype(np.float32)
    return corpus, classes, form, posteriors


def by_hand(corpus, classes, form, posteriors, pair, i, j):
    """Return what a cell is made of at the first look, said once more, slowly."""
    n, m = SHAPES[pair]
    at = corpus.cell_at[pair]
    f, b = posteriors[:, at : at + n * m].astype(float).reshape(2, n, m)
    mean = (f + b) / 2

    def value(k, q):
        return mean[k, q] if 0 <= k < n and 0 <= q < m else 0.0

    def logit(p):
        return np.log((p + 1e-3) / (1 - p + 1e-3))

    row = max([mean[i, q] for q in range(m) if q != j], default=0.0)
    column = max([mean[k, j] for k in range(n) if k != i], default=0.0)
    row_side = max(value(i, j - 1), value(i, j + 1))
    column_side = max(value(i - 1, j), value(i + 1, j))
    source = corpus.source[corpus.source_at[pair] + i]
    target = corpus.target[corpus.target_at[pair] + j]
    return [
        1.0,
        logit(f[i, j]) + logit(b[i, j]),
        max(f[i, j], b[i, j]),
        max(value(i - 1, j + 1), value(i + 1, j - 1)),
        row_side + column_side,
        row + column,
        row * row_side + column * column_side,
        2 - f[:, j].sum() - b[i].sum(),
        form[corpus.cells[at + i * m + j]],
        float((classes[0][source] == 0) != (classes[1][target] == 0)),
    ]


def twice_by_hand(made, pair):
    """Return what each cell of a pair is made of at the second look, None for no link."""
    corpus, _, _, posteriors = made
    n, m = SHAPES[pair]
    x, p = {}, {}
    for i in range(n):
        for j in range(m):
            likely = posteriors[:, corpus.cell_at[pair] + i * m + j].mean() > confidence.LEAST
            x[i, j] = by_hand(*made, pair, i, j) if likely else None
            p[i, j] = 1 / (1 + np.exp(-np.dot(x[i, j], confidence.FIRST))) if likely else 0.0
    out = {}
    for (i, j), first in x.items():
        row = [p[i, q] for q in range(m) if q != j]
        column = [p[k, j] for k in range(n) if k != i]
        rivals = max(row, default=0.0) + max(column, default=0.0)
        out[i, j] = None if first is None else [*first, rivals, sum(row) + sum(column)]
    return out


@pytest.mark.parametrize("seed", range(5))
def test_features_and_probabilities_are_what_they_are_said_to_be(seed):
    corpus, classes, form, posteriors = world(seed)
    found = confidence.features(corpus, classes, form, posteriors)
    p = confidence.probabilities(corpus, classes, form, posteriors)
    for pair, (_, m) in enumerate(SHAPES):
        for (i, j), x in twice_by_hand((corpus, classes, form, posteriors), pair).items():
            cell = corpus.cell_at[pair] + i * m + j
            if x is None:
                assert not found[cell].any()
                assert p[cell] == 0
                continue
            assert found[cell] == pytest.approx(x, abs=1e-5)
            z = float(np.dot(x, confidence.WEIGHTS))
            assert p[cell] == pytest.approx(1 / (1 + np.exp(-z)), abs=1e-5)


def test_more_probable_rivals_make_a_cell_less_probable():
    corpus = index([Bitext(("a", "b", "c"), ("x", "y", "z"))])
    classes = (np.ones(3, np.int64), np.ones(3, np.int64))
    form = np.zeros(len(corpus.type_source))
    alone, beside = (np.zeros((2, 3, 3), dtype=np.float32) for _ in range(2))
    alone[:, 0, 0] = beside[:, 0, 0] = 0.5
    beside[0, 0, 2] = beside[1, 2, 0] = 0.9  # not neighbours, so no phrase either
    few, many = (
        confidence.probabilities(corpus, classes, form, values.reshape(2, 9))
        for values in (alone, beside)
    )
    assert 0 < many[0] < few[0]


def test_source_and_target_are_treated_alike():
    turned = index([Bitext(("x",), ("a",)), Bitext(("x", "y", "."), ("a", ","))])
    straight = index([Bitext(("a",), ("x",)), Bitext(("a", ","), ("x", "y", "."))])
    values = np.random.default_rng(1).random((2, 7)).astype(np.float32) / 2
    again = values.copy()
    again[:, 1:] = values[::-1, 1:].reshape(2, 2, 3).transpose(0, 2, 1).reshape(2, 6)
    again[:, 0] = values[::-1, 0]
    found = [
        confidence.probabilities(
            c,
            tuple(word_classes(w, np.ones(len(w))) for w in (c.source_words, c.target_words)),
            np.zeros(len(c.type_source)),
            v,
        )
        for c, v in ((straight, values), (turned, again))
    ]
    assert found[1][1:].reshape(3, 2).T.ravel() == pytest.approx(found[0][1:], abs=1e-6)
    assert found[1][0] == pytest.approx(found[0][0], abs=1e-6)


@pytest.mark.parametrize("count", [1, 2, 5])
def test_number_of_workers_changes_nothing(monkeypatch, count):
    made = world()
    expected = confidence.probabilities(*made)
    monkeypatch.setattr(workers, "count", lambda: count)
    assert (confidence.probabilities(*made) == expected).all()


def test_no_cells():
    corpus = index([])
    classes = (np.zeros(0, np.int64), np.zeros(0, np.int64))
    empty = np.zeros((2, 0), dtype=np.float32)
    assert len(confidence.probabilities(corpus, classes, np.zeros(0), empty)) == 0


def test_posteriors_of_the_first_pairs_only():
    corpus, classes, form, posteriors = world()
    few = confidence.probabilities(corpus, classes, form, posteriors[:, :7])
    assert (few == confidence.probabilities(corpus, classes, form, posteriors)[:7]).all()
