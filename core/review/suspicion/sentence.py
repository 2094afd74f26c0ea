"""Signals of the sentence as a whole, and of words outside every span."""

from core.projection.names import capitalised
from core.review.suspicion.sight import Sight
from core.review.suspicion.table import Seen, Signals
from core.review.suspicion.tally import Usual, log_ratio

_MOST_SPREADS = 3
"""Standard deviations beyond the first one from which lengths could not fit any less."""


def sentence_signals(sight: Sight, usual: Usual) -> Signals:
    """Return the signals that count for every entity of a pair and for what may be missing."""
    words = log_ratio(len(sight.target), len(sight.source))
    off = abs(words - usual.words) / usual.spread
    return {
        "unlinked-words": (sight.unlinked, ()),
        "sentence-length": (min(1.0, max(0.0, off - 1.0) / _MOST_SPREADS), ()),
    }


def corpus_signals(usual: Usual) -> Signals:
    """Return how hard the corpus is as a whole."""
    return {
        "corpus-unlinked": (usual.unlinked, ()),
        "corpus-no-span": (usual.no_span, ()),
    }


def name_like(sight: Sight) -> Seen:
    """Return whether words outside every span look like a name, and those words.

    Words that are linked to an entity or to a source word with a capital do not count: whoever
    annotated the source has seen it.
    """
    known = {
        j
        for i, links in sight.out.items()
        if i in sight.owner or sight.source[i].capital
        for j, _ in links
    }
    free = [j for j in range(len(sight.others)) if j not in sight.taken and j not in known]
    told = capitalised(sight.others, free, sight.lang)
    return float(bool(told)), tuple(sight.others[slice(*told[0])]) if told else ()
