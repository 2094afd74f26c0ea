"""A proposer's folder: weights, tokeniser, and a card that says what it was made from."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from core.models.beams import CARD, ProposerCard
from core.models.loading import quiet
from core.models.seq2seq.network import Seq2Seq
from core.storage.files import write_atomically
from core.storage.folders import write_folder
from core.training.proposer.learn import Example

_PACKAGES = ("torch", "transformers", "numpy")


def save_proposer(
    folder: str | Path,
    network: Seq2Seq,
    labels: Iterable[str],
    languages: Iterable[str],
    made: Mapping[str, Any],
) -> ProposerCard:
    """Return the card of a proposer, after writing weights (safetensors), tokeniser and card.

    Args:
        folder: new, empty, or a proposer's, which is replaced.
        network: what learned.
        labels: of the entities that it learned from.
        languages: of the text that it learned from.
        made: how it was made, as plain values; versions are added.

    Raises:
        StorageError: the folder holds something else, or the disk refuses.
    """
    versions = {name: version(name) for name in _PACKAGES}
    card = ProposerCard(
        tuple(sorted(set(labels))),
        tuple(sorted({code for code in languages if code})),
        {**made, "versions": versions},
    )

    def fill(path: Path) -> None:
        config = network.model.generation_config
        config.decoder_start_token_id = network.start
        config.eos_token_id = network.end
        config.pad_token_id = network.tokeniser.pad_token_id
        with quiet():
            network.model.save_pretrained(path)
            network.tokeniser.save_pretrained(path)
        write_atomically(path / CARD, card.to_bytes())

    write_folder(folder, fill, mark=CARD)
    return card


def hash_of(examples: Iterable[Example]) -> str:
    """Return the SHA-256 of what was learned from, in order."""
    found = hashlib.sha256()
    for one in examples:
        plain = json.dumps([one.read, one.written], ensure_ascii=False)
        found.update(plain.encode("utf-8", "surrogatepass") + b"\n")
    return found.hexdigest()
