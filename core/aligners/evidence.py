"""What is believed of word pairs before anything is learned: their forms, and a lexicon."""

import numpy as np
from numpy.typing import NDArray

from core.aligners.corpus import Corpus
from core.aligners.fit import Evidence
from core.aligners.table import WordTable
from core.text.forms import blocks, similarities


def evidence(corpus: Corpus, lexicon: WordTable | None) -> Evidence:
    """Return form similarity and lexicon probabilities of each word pair of a corpus."""
    form = form_of(corpus)
    if lexicon is None:
        return Evidence(form, np.zeros(len(form)), np.zeros(len(form)))
    forward, backward, _ = lexicon.lookup(corpus)
    return Evidence(form, forward, backward)


def form_of(corpus: Corpus) -> NDArray[np.float64]:
    """Return the form similarity of each word pair, shape (types,)."""
    out = np.zeros(len(corpus.type_source))
    numbers: dict[str, int] = {"": -1}
    source, target = (
        np.array([numbers.setdefault(b, len(numbers)) for b in blocks(words)], dtype=np.int64)
        for words in (corpus.source_words, corpus.target_words)
    )
    if not len(out):
        return out
    block = source[corpus.type_source]
    near = np.flatnonzero((block == target[corpus.type_target]) & (block >= 0))
    out[near] = similarities(
        [corpus.source_words[s] for s in corpus.type_source[near]],
        [corpus.target_words[t] for t in corpus.type_target[near]],
    )
    return out
