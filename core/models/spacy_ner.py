"""spaCy pipelines with an entity recogniser from a folder on this machine."""

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import ModelError
from core.text.languages import canonical

_BEAM = 16
_DENSITY = 1e-4
_FLOOR = 1e-12


def blank(lang: str) -> Any:
    """Return an empty pipeline of a language; of none in particular where spaCy has none for it."""
    import spacy

    try:
        return spacy.blank(canonical(lang)) if lang else spacy.blank("xx")
    except ImportError:  # unknown to spaCy, or known only with an extra package
        return spacy.blank("xx")


def load_spacy(folder: Path) -> Any:
    """Return the pipeline of a folder.

    What spaCy writes holds no pickled part (msgpack, JSON and arrays without objects), and its
    configuration can name only functions of packages that are installed.

    Raises:
        ModelError: it cannot be loaded or has no entity recogniser.
    """
    import spacy

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of a slightly other version: it loads or it does not
            nlp = spacy.load(folder)
    except (OSError, ValueError, KeyError, ImportError) as error:
        short = str(error).partition("\n")[0]
        raise ModelError(f"spaCy folder {str(folder)!r} cannot be loaded: {short}") from None
    if "ner" not in nlp.pipe_names:
        raise ModelError(f"spaCy folder {str(folder)!r} has no entity recogniser (ner)")
    return nlp


def spacy_probabilities(
    nlp: Any, labels: Sequence[str], sentences: Sequence[Sequence[str]]
) -> list[NDArray[np.float64]]:
    """Return tag probabilities of tokenised sentences: shares of the best parses of a beam.

    The recogniser decides on whole entities; a beam of 16 keeps the best parses with their
    probabilities, and those of entities are spread over their tokens' tags.

    Args:
        nlp: with an entity recogniser, for words as they come.
        labels: IOB2 tags, `O` among them, one a column.
        sentences: an empty one gives no rows.

    Returns:
        One array a sentence, shape (tokens, labels), rows adding up to 1.
    """
    from spacy.tokens import Doc

    ner = nlp.get_pipe("ner")
    column = {tag: k for k, tag in enumerate(labels)}
    found = [np.zeros((len(tokens), len(labels))) for tokens in sentences]
    filled = [k for k, tokens in enumerate(sentences) if tokens]
    docs = [Doc(nlp.vocab, words=list(sentences[k])) for k in filled]
    for start in range(0, len(docs), 64):
        part = docs[start : start + 64]
        beams = ner.beam_parse(part, beam_width=_BEAM, beam_density=_DENSITY)
        for k, entities in zip(filled[start : start + 64], ner.scored_ents(beams), strict=True):
            _spread(found[k], entities, column)
    return found


def _spread(
    probs: NDArray[np.float64], entities: dict[tuple[int, int, str], float], column: dict[str, int]
) -> None:
    """Fill the probabilities of one sentence from those of its entities."""
    for (start, end, label), p in entities.items():
        if f"B-{label}" not in column:
            continue
        probs[start, column[f"B-{label}"]] += p
        probs[start + 1 : end, column[f"I-{label}"]] += p
    outside = column["O"]
    probs[:, outside] = np.maximum(1.0 - probs.sum(axis=1), _FLOOR)
    probs /= probs.sum(axis=1, keepdims=True)
