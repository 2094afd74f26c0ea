"""spaCy's entity recogniser, learning from silver sentences.

Masked tokens are left without annotation, which the recogniser takes as "anything goes". It decides
on whole entities, not on tokens, so that a weight is that of a sentence: the mean over its tokens
that are not masked.
"""

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from typing import Any

import numpy as np

from core.domain.entity import from_iob2
from core.models.spacy_ner import blank
from core.training.fit import Progress
from core.training.taggers.silver import Silver, check_rows

EPOCHS = 20
_BATCH = 16
_DROPOUT = 0.2


def learn_spacy(
    rows: Sequence[Silver],
    lang: str,
    *,
    seed: int = 0,
    epochs: int = EPOCHS,
    progress: Progress | None = None,
) -> Any:
    """Return a pipeline with an entity recogniser that learned from the rows.

    Args:
        rows: to learn from.
        lang: of the blank pipeline, or "".
        seed: of weights, order and dropout; what others draw at random is left as it was.
        epochs: times that every sentence is seen.
        progress: told step, done and total.

    Raises:
        InputError: nothing in the rows is believed.
    """
    check_rows(rows)
    nlp = blank(lang)
    ner = nlp.add_pipe("ner")
    for label in sorted({tag[2:] for row in rows for tag in row.tags if tag != "O"}):
        ner.add_label(label)
    weighed = [(sentence_weight(row), example_of(nlp, row)) for row in rows if any(row.weights)]
    starts = range(0, len(weighed), _BATCH)
    order = np.random.default_rng(seed)
    with _seeded(seed):
        nlp.initialize(lambda: [example for _, example in weighed])
        optimiser = nlp.create_optimizer()
        for done in range(epochs):
            places = order.permutation(len(weighed)).tolist()
            for start in starts:
                step(ner, [weighed[k] for k in places[start : start + _BATCH]], optimiser)
            if progress:
                progress("Learning, epoch", done + 1, epochs)
    return nlp


def step(ner: Any, batch: Sequence[tuple[float, Any]], optimiser: Any) -> None:
    """Change the recogniser by a batch of (weight, example), each gradient times its weight.

    spaCy only adds up gradients: those of the heaviest come first and are scaled down before
    lighter ones are added, so that in the end each has been scaled by its own weight.
    """
    ordered = sorted(batch, key=lambda item: -item[0])
    groups = [(w, [e for _, e in items]) for w, items in groupby(ordered, key=lambda item: item[0])]
    for k, (weight, examples) in enumerate(groups):
        if k:
            scale_gradients(ner.model, groups[k - 1][0] / weight)
        ner.update(examples, sgd=None, drop=_DROPOUT)
    scale_gradients(ner.model, groups[-1][0])
    ner.finish_update(optimiser)


def scale_gradients(model: Any, factor: float) -> None:
    """Multiply what a thinc model has added up."""
    if factor == 1:
        return
    for node in model.walk():
        for name in node.param_names:
            if node.has_grad(name):
                node.set_grad(name, node.get_grad(name) * factor)


def example_of(nlp: Any, row: Silver) -> Any:
    """Return a sentence as spaCy learns from it, masked tokens without annotation.

    An entity of which some token is masked is left out whole: it has no edge that is believed.
    """
    from spacy.tokens import Doc
    from spacy.training import Example

    tags = [tag if weight else "" for tag, weight in zip(row.tags, row.weights, strict=True)]
    for entity in from_iob2(row.tags):
        if not all(tags[entity.start : entity.end]):
            tags[entity.start : entity.end] = [""] * (entity.end - entity.start)
    words = list(row.tokens)
    return Example(Doc(nlp.vocab, words=words), Doc(nlp.vocab, words=words, ents=tags))


def sentence_weight(row: Silver) -> float:
    """Return the mean weight of the tokens that are not masked, in (0, 1]."""
    kept = [weight for weight in row.weights if weight]
    return sum(kept) / len(kept)


@contextmanager
def _seeded(seed: int) -> Iterator[None]:
    """Run a block with the random numbers that spaCy draws from a seed; restore those outside."""
    legacy = np.random.get_state()  # noqa: NPY002 (spaCy draws from numpy's global state)
    outside = random.getstate()
    random.seed(seed)
    np.random.seed(seed)  # noqa: NPY002 (likewise)
    try:
        yield
    finally:
        random.setstate(outside)
        np.random.set_state(legacy)  # noqa: NPY002 (likewise)
