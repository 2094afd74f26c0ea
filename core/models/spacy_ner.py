"""spaCy pipelines with an entity recogniser: a folder, or a package that is installed here."""

import hashlib
import warnings
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import ModelError
from core.models.located import hash_of
from core.text.languages import canonical

_BEAM = 16
_DENSITY = 1e-4
_FLOOR = 1e-12
_VECTORS = frozenset({"tok2vec", "transformer", "curated_transformer"})
"""Components whose output a recogniser may listen to; all others are left out."""


def blank(lang: str) -> Any:
    """Return an empty pipeline of a language; of none in particular where spaCy has none for it."""
    import spacy

    try:
        return spacy.blank(canonical(lang)) if lang else spacy.blank("xx")
    except ImportError:  # unknown to spaCy, or known only with an extra package
        return spacy.blank("xx")


def is_spacy(folder: Path) -> bool:
    """Return whether a folder holds a spaCy pipeline."""
    return all((folder / name).is_file() for name in ("meta.json", "config.cfg"))


def installed(name: str) -> Path | None:
    """Return the folder of an installed spaCy package such as `en_core_web_sm`, None if it is none.

    Its own code is not run.
    """
    if not name.isidentifier() or name.startswith("_"):
        return None
    found = find_spec(name)
    roots = [Path(root) for root in (found.submodule_search_locations or ())] if found else []
    inside = (path for root in roots for path in sorted(root.glob(f"{name}-*")))
    return next((path for path in inside if is_spacy(path)), None)


def identity_of(folder: Path) -> str:
    """Return 16 hexadecimal digits over all files of a pipeline."""
    found = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        found.update(f"{path.relative_to(folder).as_posix()}\0".encode() + hash_of(path))
    return found.hexdigest()[:16]


def own_labels(nlp: Any) -> tuple[str, ...]:
    """Return `O`, and `B-` and `I-` of every class of a pipeline's recogniser."""
    classes = sorted(nlp.get_pipe("ner").labels)
    return ("O", *(f"{prefix}-{label}" for label in classes for prefix in "BI"))


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
    before = [pipe for name, pipe in nlp.pipeline if _is_before(nlp, name)]
    for start in range(0, len(docs), 64):
        part = docs[start : start + 64]
        for pipe in before:
            part = list(pipe.pipe(part))
        beams = ner.beam_parse(part, beam_width=_BEAM, beam_density=_DENSITY)
        for k, entities in zip(filled[start : start + 64], ner.scored_ents(beams), strict=True):
            _spread(found[k], entities, column)
    return found


def _is_before(nlp: Any, name: str) -> bool:
    """Return whether a component makes the vectors that the recogniser may read."""
    return str(nlp.get_pipe_meta(name).factory) in _VECTORS


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
