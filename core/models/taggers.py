"""Taggers: whatever gives every token of a sentence a probability for every tag.

One of ours (`train-tagger`, `train-student`), any token classifier of transformers, any spaCy
pipeline with an entity recogniser.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.errors import ModelError
from core.models import compute, spacy_ner
from core.models.card import CARD, SMALL, SPACY, TRANSFORMERS, Card, check_safetensors, read_card
from core.models.labels import Columns, columns_of, renamed
from core.models.located import find, identity_of, locate
from core.models.networks.network import Network, probabilities

Predict = Callable[[Sequence[Sequence[str]]], list[NDArray[np.float64]]]
_REMEDY = (
    "`train-tagger -o FOLDER` makes a tagger from annotated text; a spaCy pipeline is named by its "
    "folder or its installed package"
)
_FULL = "float32"


@dataclass(frozen=True, slots=True)
class Tagger:
    """A trained tagger.

    Args:
        card: what it is and how it was made.
        predict: from tokenised sentences to tag probabilities, one array a sentence, of shape
            (tokens, labels), rows adding up to 1, columns as in `card.labels`.
        identity: another one whenever the model, its precision or the label map changes.
        own: the labels that the model itself has, before they were made IOB2 tags.
    """

    card: Card
    predict: Predict
    identity: str = ""
    own: tuple[str, ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        """Return the tags, one a column."""
        return self.card.labels


def folder_of(name: str) -> Path | None:
    """Return the folder of a tagger, which may be an installed spaCy package; None if not here."""
    there = find(name)
    return there[0] if there else spacy_ner.installed(name)


def load_tagger(
    model: str | Path,
    *,
    label_map: Mapping[str, str] | None = None,
    others: bool = False,
    tell: Callable[[str], None] | None = None,
) -> Tagger:
    """Return a tagger on the current device, its columns as IOB2 tags.

    Weights are read from safetensors (spaCy: from its own files, none of them pickled); no code of
    the model is run, nothing is looked up on a network.

    Args:
        model: a folder; a hub's `owner/name` or `owner/name@commit` that is on this machine; or an
            installed spaCy package.
        label_map: what labels mean (`LABEL_1` to `B-PER`) or classes are called (`PERSON` to
            `PER`); what becomes `O` adds its probability to it.
        others: pass over entries of the map about labels that the model has not, since they are
            meant for others.
        tell: told in words where memory ran out and batches were halved.

    Raises:
        ModelError: there is no such model, or it is no tagger that can be loaded.
        OptionError: the label map does not fit the model's labels.
    """
    name = str(model)
    found = _find(name, tell)
    given = label_map or {}
    if others:
        given = renamed(given, found.labels)
    columns = columns_of(found.labels, given, where=f"the model in {name!r}")
    card = found.card or Card(found.kind, columns.labels, found.languages)
    identity = f"{found.identity} {','.join(columns.into)}"
    predict = partial(_mapped, found.predict, columns)
    return Tagger(replace(card, labels=columns.labels), predict, identity, found.labels)


@dataclass(frozen=True, slots=True)
class _Found:
    """A model as it is, with its own labels."""

    kind: str
    card: Card | None
    labels: tuple[str, ...]
    predict: Predict
    identity: str
    languages: tuple[str, ...] = ()


def _find(name: str, tell: Callable[[str], None] | None) -> _Found:
    folder = folder_of(name)
    if folder is None:
        locate(name, remedy=_REMEDY)
        raise ModelError(f"no model {name!r}; {_REMEDY}")
    card = read_card(folder)
    if card.kind == SPACY if card else spacy_ner.is_spacy(folder):
        nlp = spacy_ner.load_spacy(folder)
        labels = card.labels if card else spacy_ner.own_labels(nlp)
        predict = partial(spacy_ner.spacy_probabilities, nlp, labels)
        return _Found(SPACY, card, labels, predict, spacy_ner.identity_of(folder), (nlp.lang,))
    if card is None and not (folder / "config.json").is_file():
        raise ModelError(
            f"{name!r} is no tagger: it has neither {CARD} (as `train-tagger` and `train-student` "
            "write it) nor config.json (of a token classifier of transformers) nor config.cfg and "
            "meta.json (of a spaCy pipeline)"
        )
    return _of_network(name, folder, card, tell)


def _of_network(
    name: str, folder: Path, card: Card | None, tell: Callable[[str], None] | None
) -> _Found:
    """Return one of our networks, or a token classifier of transformers."""
    network: Network
    if card is not None and card.kind == SMALL:
        from core.models.networks.small import load_small

        check_safetensors(folder)
        network = load_small(folder, card.labels, card.settings)
        precision = _FULL
    else:
        from core.models.networks.encoder import load_classifier

        network = load_classifier(locate(name))
        precision = compute.precision()
        if card is not None and network.labels != card.labels:
            raise ModelError(f"{name!r}: the model has other labels than its {CARD}")
    predict = partial(probabilities, network, tell=tell)
    identity = f"{identity_of(folder)} {precision}"
    return _Found(TRANSFORMERS, card, network.labels, predict, identity)


def _mapped(
    predict: Predict, columns: Columns, sentences: Sequence[Sequence[str]]
) -> list[NDArray[np.float64]]:
    return [columns(probs) for probs in predict(sentences)]
