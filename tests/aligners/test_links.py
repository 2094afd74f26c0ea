import numpy as np
import pytest

from core.aligners import Bitext
from core.aligners.corpus import index
from core.aligners.links import CALIBRATED, alignments
from core.aligners.symmetrise import SYMMETRISERS


def world(*posteriors):
    """Return a corpus and both posteriors: of each pair (n, m) forward and (n, m) backward."""
    pairs = [
        Bitext(tuple(f"s{i}" for i in range(len(f))), tuple(f"t{j}" for j in range(len(f[0]))))
        for f, _ in posteriors
    ]
    flat = [
        np.concatenate([np.array(pair[k]).ravel() for pair in posteriors]).astype(np.float32)
        for k in (0, 1)
    ]
    return index(pairs), np.stack(flat)


FORWARD = [[0.9, 0.6, 0.0], [0.0, 0.3, 0.2]]  # t2 has nothing: 0.8 for none
BACKWARD = [[0.8, 0.1, 0.0], [0.0, 0.2, 0.7]]


def cells(alignment):
    return {(k.i, k.j) for k in alignment.links}


@pytest.mark.parametrize("name", SYMMETRISERS)
def test_named_symmetrisers_put_together_the_best_of_both_directions(name):
    corpus, posteriors = world((FORWARD, BACKWARD))
    p = posteriors.mean(axis=0)
    found = alignments(corpus, posteriors, p, threshold=0.5, links=name)[0]
    assert cells(found) == set(SYMMETRISERS[name]({(0, 0), (0, 1)}, {(0, 0), (1, 2)}))
    assert [k.p for k in found.links] == pytest.approx([p[k.i * 3 + k.j] for k in found.links])


def test_calibrated_links_are_over_the_threshold():
    corpus, posteriors = world((FORWARD, BACKWARD))
    p = np.array([0.9, 0.5, 0.1, 0.2, 0.6, 0.51], dtype=np.float32)
    found = alignments(corpus, posteriors, p, threshold=0.5, links=CALIBRATED)[0]
    assert cells(found) == {(0, 0), (1, 1), (1, 2)}


@pytest.mark.parametrize("name", [CALIBRATED, *SYMMETRISERS])
def test_pairs_are_kept_apart_and_only_the_first_are_looked_at(name):
    other = ([[0.9]], [[0.9]])
    corpus, posteriors = world((FORWARD, BACKWARD), other, (BACKWARD, FORWARD))
    p = posteriors.mean(axis=0)
    every = alignments(corpus, posteriors, p, threshold=0.4, links=name)
    assert len(every) == 3
    assert cells(every[1]) == {(0, 0)}
    first = alignments(corpus, posteriors[:, :7], p[:7], threshold=0.4, links=name, last=2)
    assert first == every[:2]


@pytest.mark.parametrize("name", [CALIBRATED, *SYMMETRISERS])
def test_empty_sides(name):
    pairs = [Bitext((), ()), Bitext(("a",), ()), Bitext((), ("b",)), Bitext(("a",), ("b",))]
    posteriors = np.full((2, 1), 0.9, dtype=np.float32)
    found = alignments(index(pairs), posteriors, posteriors[0], threshold=0.5, links=name)
    assert [len(a.links) for a in found] == [0, 0, 0, 1]


def test_a_step_without_a_likely_state_has_no_best():
    corpus, posteriors = world(([[0.4]], [[0.5]]))
    assert not alignments(corpus, posteriors, posteriors[0], threshold=0.1, links="union")[0].links
