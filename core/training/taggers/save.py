"""A tagger's folder: weights, whatever loads them again, and a card."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from core.models.card import CARD, SMALL, SPACY, TRANSFORMERS, Card, card_bytes
from core.models.networks.network import Network
from core.models.networks.small import SmallNetwork
from core.storage.files import write_atomically
from core.storage.folders import write_folder
from core.training.taggers.silver import Silver

_PACKAGES = {
    SMALL: ("torch", "numpy"),
    TRANSFORMERS: ("torch", "transformers", "numpy"),
    SPACY: ("spacy", "thinc", "numpy"),
}


def save_network(
    folder: str | Path, network: Network, languages: Iterable[str], made: Mapping[str, Any]
) -> Card:
    """Return the card of a network, after writing the network and the card.

    Args:
        folder: new, empty, or a tagger's, which is replaced.
        network: what learned.
        languages: of the text that it learned from.
        made: how it was made, as plain values; versions are added.

    Raises:
        StorageError: the folder holds something else, or the disk refuses.
    """
    small = isinstance(network, SmallNetwork)
    settings = network.settings() if isinstance(network, SmallNetwork) else {}
    kind = SMALL if small else TRANSFORMERS
    card = Card(kind, network.labels, _codes(languages), settings, _with_versions(made, kind))
    _write(folder, network.save, card)
    return card


def save_spacy(
    folder: str | Path,
    nlp: Any,
    labels: Sequence[str],
    languages: Iterable[str],
    made: Mapping[str, Any],
) -> Card:
    """Return the card of a spaCy pipeline, after writing both; `spacy.load` reads the folder too.

    Raises:
        StorageError: the folder holds something else, or the disk refuses.
    """
    card = Card(SPACY, tuple(labels), _codes(languages), {}, _with_versions(made, SPACY))
    _write(folder, nlp.to_disk, card)
    return card


def hash_of(rows: Iterable[Silver]) -> str:
    """Return the SHA-256 of what was learned from: ids, tokens, tags and weights, in order."""
    found = hashlib.sha256()
    for row in rows:
        plain = [row.id, row.tokens, row.tags, row.weights]
        found.update(json.dumps(plain, ensure_ascii=False).encode("utf-8", "surrogatepass"))
        found.update(b"\n")
    return found.hexdigest()


def _write(folder: str | Path, fill: Callable[[Path], object], card: Card) -> None:
    def both(path: Path) -> None:
        fill(path)
        write_atomically(path / CARD, card_bytes(card))

    write_folder(folder, both, mark=CARD)


def _with_versions(made: Mapping[str, Any], kind: str) -> dict[str, Any]:
    return {**made, "versions": {name: version(name) for name in _PACKAGES[kind]}}


def _codes(languages: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({code for code in languages if code}))
