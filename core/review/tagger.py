"""What a tagger of the target says, for people: of the entities it found, and of every word."""

from collections.abc import Iterator, Sequence

import numpy as np

from core.domain.entity import Entity
from core.domain.pair import Sentence
from core.domain.task import TagProbs
from core.text.languages import joined

_MOST_WORDS = 8
_MOST_TAGS = 3
_LEAST = 0.05
_PLACES = 3


def tagger_words(target: Sentence, entities: Sequence[Entity], tagged: TagProbs) -> tuple[str, ...]:
    """Return a line for each entity: how probable its tag is at each of its words.

    Args:
        target: the sentence.
        entities: what the tagger found in it.
        tagged: its probabilities.
    """
    return tuple(_line(target, entity, tagged) for entity in entities)


def _line(target: Sentence, entity: Entity, tagged: TagProbs) -> str:
    words = joined(target.tokens[entity.start : entity.end], target.lang)
    said = list(_said(entity, tagged))
    more = [f"and {len(said) - _MOST_WORDS} more words"] if len(said) > _MOST_WORDS else []
    listed = ", ".join([*said[:_MOST_WORDS], *more])
    return f"{entity.label} “{words}”: the tagger gives {listed}"


def _said(entity: Entity, tagged: TagProbs) -> Iterator[str]:
    columns = {tag: column for column, tag in enumerate(tagged.labels)}
    for j in range(entity.start, entity.end):
        begin, inside = f"B-{entity.label}", f"I-{entity.label}"
        tags = (begin, inside) if j == entity.start else (inside, begin)
        tag = next((tag for tag in tags if tag in columns), tags[0])
        chance = float(tagged.probs[j, columns[tag]]) if tag in columns else 0.0
        yield f"{tag} {chance:.2f}"


def likely_tags(tagged: TagProbs) -> list[list[list[object]]]:
    """Return for each word `[tag, probability]` of its likeliest tags, best first, at most three.

    The first stands in it however unlikely it is.
    """
    order = np.argsort(-tagged.probs, axis=1, kind="stable")[:, :_MOST_TAGS]
    found = []
    for row, columns in zip(tagged.probs, order.tolist(), strict=True):
        chances = [(tagged.labels[c], round(float(row[c]), _PLACES)) for c in columns]
        kept = [chance for k, chance in enumerate(chances) if k == 0 or chance[1] >= _LEAST]
        found.append([list(chance) for chance in kept])
    return found
