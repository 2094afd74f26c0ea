"""The card of a tagger's folder, and what a folder must be before anything of it is loaded."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from core.errors import MALFORMED, ModelError

CARD = "tagger.json"
FORMAT = "silverlens-tagger-1"
SMALL, TRANSFORMERS, SPACY = "small", "transformers", "spacy"
KINDS = (SMALL, TRANSFORMERS, SPACY)
_TAG = re.compile(r"O|[BI]-\S+")
_PICKLED = ("*.bin", "*.pt", "*.pth", "*.pkl", "*.pickle", "*.ckpt")


@dataclass(frozen=True, slots=True)
class Card:
    """What is written beside the weights of a tagger.

    Args:
        kind: one of `KINDS`.
        labels: IOB2 tags, one a column of its probabilities.
        languages: codes of what it learned from, ascending; none where nobody said.
        settings: sizes of the network, where the weights do not say them.
        made: how it was made: data, options, seed, versions, scores; for people.
    """

    kind: str
    labels: tuple[str, ...]
    languages: tuple[str, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    made: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        """Refuse an unknown kind and labels that are no IOB2 tags."""
        if self.kind not in KINDS:
            raise ModelError(f"a tagger of kind {self.kind!r}; known: {', '.join(KINDS)}")
        check_labels(self.labels, "the card")


def card_bytes(card: Card) -> bytes:
    """Return a card as it is written; equal cards give equal bytes."""
    value = {
        "format": FORMAT,
        "kind": card.kind,
        "labels": list(card.labels),
        "languages": list(card.languages),
        "settings": dict(card.settings),
        "made": dict(card.made),
    }
    return json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False).encode() + b"\n"


def read_card(folder: Path) -> Card | None:
    """Return the card of a folder, None where there is none.

    Raises:
        ModelError: it is there and cannot be read, or is none of ours.
    """
    path = folder / CARD
    if not path.is_file():
        return None
    try:
        value = json.loads(path.read_bytes())
        if value["format"] != FORMAT:
            raise ModelError(f"{path}: format {value['format']!r}; this version reads {FORMAT!r}")
        return Card(
            str(value["kind"]),
            tuple(map(str, value["labels"])),
            tuple(map(str, value["languages"])),
            dict(value["settings"]),
            dict(value["made"]),
        )
    except (OSError, *MALFORMED) as error:
        raise ModelError(f"{path} is no card of a tagger ({error!r}); train it again") from None


def check_labels(labels: Iterable[str], where: str) -> None:
    """Raise ModelError if labels are no IOB2 tags, each named once, that can start a sentence."""
    known = tuple(labels)
    for tag in known:
        if not _TAG.fullmatch(tag):
            raise ModelError(
                f"{where} has the label {tag!r}; a tagger's labels look like O, B-PER, I-PER"
            )
    if len(set(known)) < len(known) or all(tag.startswith("I-") for tag in known):
        raise ModelError(f"{where} names a label twice or none that can start a sentence: {known}")


def check_safetensors(folder: Path) -> None:
    """Raise ModelError where a folder holds no weights, or holds them only in pickled form."""
    if any(folder.glob("*.safetensors")):
        return
    pickled = sorted(path.name for pattern in _PICKLED for path in folder.glob(pattern))
    if pickled:
        raise ModelError(
            f"folder {str(folder)!r} holds its weights only as {pickled[0]}, a form that can run "
            "code when it is read; convert them to safetensors"
        )
    raise ModelError(f"folder {str(folder)!r} holds no weights (*.safetensors)")
