"""Signals of other pairs: names that come out otherwise, words that are entities elsewhere.

The pair itself is taken out of every count, so that it cannot speak for itself.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from core.review.suspicion.sight import Part, Sight
from core.review.suspicion.table import Seen, Signals
from core.review.suspicion.tally import Corpus, Tally, form_key, name_key, word_key
from core.text.looks import Look

_DOUBT = 2
"""Pairs without a word that a share of pairs with it is weighed against."""

_NO_FORM = "without a span"


class Elsewhere:
    """What all pairs but one say about it.

    Args:
        sight: the one.
        corpus: what all say, this one among them.
    """

    def __init__(self, sight: Sight, corpus: Corpus) -> None:
        self.all = corpus.tally(sight)
        self.own = Tally()
        self.own.add(sight)

    def forms(self, name: str) -> dict[str, int]:
        """Return how often a name took each form."""
        return _rest(self.all.forms.get(name), self.own.forms.get(name))

    def labels(self, form: str) -> dict[str, int]:
        """Return how often a form had each label."""
        return _rest(self.all.labels.get(form), self.own.labels.get(form))

    def written(self, form: str) -> str:
        """Return one way to write a form."""
        return self.all.shown.get(form, "") or _NO_FORM

    def in_entity(self, seen: Look) -> tuple[int, int]:
        """Return how often a target word came, and how often in a span."""
        key, every, own = word_key(seen), self.all, self.own
        return every.words[key] - own.words[key], every.inside[key] - own.inside[key]


def entity_signals(part: Part, elsewhere: Elsewhere) -> Signals:
    """Return the signals of other pairs for one entity."""
    form = form_key(part)
    forms = elsewhere.forms(name_key(part))
    times = sum(forms.values())
    found: Signals = {"seen-rarely": (1 / (1 + times), ())}
    if forms:
        usual = min(forms, key=lambda f: (-forms[f], f))
        more = (forms[usual] - forms.get(form, 0)) / (times + 1)
        found["other-form"] = (max(0.0, more), (elsewhere.written(usual),))
    if not part.spans:
        return found
    labels = elsewhere.labels(form)
    if labels:
        other = sum(n for label, n in labels.items() if label != part.entity.label)
        words = tuple(part.sight.others[j] for j in part.picked)
        found["other-label"] = (other / (sum(labels.values()) + 1), words)
    edges = (part.picked[0], part.picked[-1])
    found["no-name-edge"] = _strongest(
        (_share(elsewhere, part.sight, j, inside=False), part.sight.others[j]) for j in edges
    )
    found["goes-on"] = _strongest(
        (_share(elsewhere, part.sight, j, inside=True), part.sight.others[j]) for j in part.beside
    )
    return found


def name_left(sight: Sight, elsewhere: Elsewhere) -> Seen:
    """Return how much the words outside every span are in one in other pairs, and the first."""
    free = (j for j, s in enumerate(sight.target) if j not in sight.taken and not s.short)
    return _strongest((_share(elsewhere, sight, j, inside=True), sight.others[j]) for j in free)


def _share(elsewhere: Elsewhere, sight: Sight, j: int, *, inside: bool) -> float:
    """Return the share of other pairs with a word in which it is in a span, or in none."""
    times, held = elsewhere.in_entity(sight.target[j])
    return max(0, held if inside else times - held) / (max(0, times) + _DOUBT)


def _strongest(found: Iterable[tuple[float, str]]) -> Seen:
    value, word = max(found, key=lambda item: item[0], default=(0.0, ""))
    return value, (word,)


def _rest(every: Counter[str] | None, own: Counter[str] | None) -> dict[str, int]:
    """Return the counts of all pairs without those of one, those above zero."""
    if every is None:
        return {}
    taken: Mapping[str, int] = own or {}
    left = ((key, n - taken.get(key, 0)) for key, n in every.items())
    return {key: n for key, n in left if n > 0}
