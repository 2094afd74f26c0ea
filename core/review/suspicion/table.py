"""The signals: what each measures, and what is said where it speaks.

Every signal is a number in [0, 1], 0 where nothing is odd, and has a weight >= 0 (`model.py`), so a
signal can only raise the suspicion. Those without words count too, but say nothing of their own.
Also tried, and of no weight beside these: words linked to many others, a rival span that another
entity holds, how far a span stands from where its entity stands, more or fewer words than it has,
a name that usually has another label, words that other sources annotate and this one does not,
and what share of an entity's words is linked.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

Seen = tuple[float, tuple[str, ...]]
"""How much of a signal there is, in [0, 1], and the words of the sentence that it is about."""

Signals = dict[str, Seen]
"""Signals by their code; one that is absent is 0."""

_NEVER = 2.0


@dataclass(frozen=True, slots=True)
class Signal:
    """One kind of reason.

    Args:
        code: its name.
        measures: what its number is, for people who read about the method.
        words: a few words for a menu of filters.
        text: what is said of a pair; `{name}` stands for the entity, `{words}` for the words seen.
        shown: from which number on it is said.
    """

    code: str
    measures: str
    words: str = ""
    text: str = ""
    shown: float = _NEVER


OF_ENTITY = (
    Signal(
        "methods-differ",
        "share of other methods and layers that pick something else",
        "methods differ",
        "methods differ on {name}",
        0.4,
    ),
    Signal(
        "close-choice",
        "1 less the probability of the pick among all candidates",
        "close choice",
        "other words are nearly as good for {name}",
        0.5,
    ),
    Signal("no-span", "1 where the entity has no span", "no span", "no span for {name}", 1.0),
    Signal(
        "unlinked-word",
        "1 where a word of the entity has no link into its span",
        "unlinked word",
        "{words} has no link into its span",
        1.0,
    ),
    Signal(
        "weak-link",
        "1 less the probability of the weakest of the best links of its words",
        "uncertain link",
        "uncertain link of {words}",
        0.4,
    ),
    Signal(
        "links-apart",
        "1 where its words are also linked to words apart from its span",
        "links apart",
        "{name} is also linked to {words}",
        1.0,
    ),
    Signal(
        "alike-outside",
        "1 where words outside every span look like it and none of its own span do",
        "looks like other words",
        "{words} looks like {name}",
        1.0,
    ),
    Signal("unlike", "1 where no word of its span looks like one of its own"),
    Signal(
        "small-letter",
        "1 where the entity has a capital and its span has none",
        "capital lost",
        "{words} has no capital",
        1.0,
    ),
    Signal(
        "small-edge",
        "1 where its span has a capital, but not at an end where the entity has one",
        "small letter at the edge",
        "{words} at the edge has no capital",
        1.0,
    ),
    Signal(
        "short-edge",
        "1 where its span begins or ends with a short word and the entity does not",
        "small word at the edge",
        "small word {words} at the edge",
        1.0,
    ),
    Signal(
        "numbers", "1 where the digits differ", "numbers differ", "numbers differ: {words}", 1.0
    ),
    Signal(
        "long-span",
        "how much longer its span is in letters than the corpus would have it",
        "long span",
        "{words} is long for {name}",
        0.4,
    ),
    Signal(
        "short-span",
        "how much shorter its span is in letters than the corpus would have it",
        "short span",
        "{words} is short for {name}",
        0.4,
    ),
    Signal(
        "other-form",
        "how much more often the same name is something else in other pairs",
        "differs from other pairs",
        "{name} is elsewhere {words}",
        0.3,
    ),
    Signal(
        "other-label",
        "share of other pairs that give its span's words another label",
        "label differs from other pairs",
        "{words} mostly has another label elsewhere",
        0.5,
    ),
    Signal(
        "no-name-edge",
        "share of other pairs in which the word at the edge of its span is in no entity",
        "edge is no entity elsewhere",
        "{words} at the edge is mostly no entity elsewhere",
        0.6,
    ),
    Signal(
        "goes-on",
        "share of other pairs in which a free word beside its span is in an entity",
        "entity word beside it",
        "{words} beside it is mostly an entity elsewhere",
        0.5,
    ),
    Signal(
        "capital-beside",
        "1 where a free word beside its span has a capital that no rule asks for",
        "capital beside it",
        "{words} beside it has a capital",
        1.0,
    ),
    Signal("seen-rarely", "1 over 1 plus how often the name comes in other pairs"),
    Signal("no-capital", "1 where the entity itself has no capital"),
    Signal("corpus-unlinked", "share of target words without a link in the whole corpus"),
    Signal("corpus-no-span", "share of entities without a span in the whole corpus"),
)
"""What is asked of every entity."""

OF_SENTENCE = (
    Signal(
        "unlinked-words",
        "share of target words without a link",
        "many unlinked words",
        "much of the target has no counterpart",
        0.5,
    ),
    Signal(
        "sentence-length",
        "how unusually long or short the target is for its source",
        "lengths do not fit",
        "the lengths of the two sentences do not fit",
        0.6,
    ),
)
"""What is asked of every pair; it counts for each of its entities and for what may be missing."""

OF_REST = (
    Signal(
        "name-left",
        "share of other pairs in which a word outside every span is in an entity",
        "known entity left over",
        "{words} is an entity elsewhere, not here",
        0.5,
    ),
    Signal(
        "name-like",
        "1 where words outside every span look like a name that the source does not have",
        "name-like words left over",
        "{words} looks like a name",
        1.0,
    ),
)
"""What is asked of the words outside all entities."""

NOT_PROJECTED = "not-projected"

SIGNALS: Mapping[str, Signal] = MappingProxyType(
    {signal.code: signal for signal in (*OF_ENTITY, *OF_SENTENCE, *OF_REST)}
)

CODES: Mapping[str, str] = MappingProxyType(
    {NOT_PROJECTED: "not projected"} | {s.code: s.words for s in SIGNALS.values() if s.words}
)
"""Every code that a flag can have, with its words for a menu."""
