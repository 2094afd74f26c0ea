"""Proposers: models that fill the slots of a sentence, all beams returned."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from core.errors import MALFORMED, ModelError, OptionError
from core.models.seq2seq.generate import Progress, Tell, Written, write
from core.models.seq2seq.network import Seq2Seq, load_seq2seq

CARD = "proposer.json"
FORMAT = "silverlens-proposer-1"
BEAMS = 25
MOST_TOKENS = 256
_NO_LANGUAGE = "und"
_TRIED = "a"
"""A label that any tokeniser with `<`, `>` and `/` can write."""


@dataclass(frozen=True, slots=True)
class ProposerCard:
    """What is written beside the weights of a proposer.

    Args:
        labels: of the entities that it learned from, ascending.
        languages: that it learned from, ascending.
        made: how it was made: data, options, seed, versions; for people.
    """

    labels: tuple[str, ...]
    languages: tuple[str, ...]
    made: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    def to_bytes(self) -> bytes:
        """Return the card as it is written; equal cards give equal bytes."""
        value = {
            "format": FORMAT,
            "labels": list(self.labels),
            "languages": list(self.languages),
            "made": dict(self.made),
        }
        return json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False).encode() + b"\n"


@dataclass(frozen=True, slots=True, eq=False)
class Proposer:
    """A model that fills slots; `labels` is None where nobody wrote down what it learned."""

    network: Seq2Seq
    labels: tuple[str, ...] | None

    @property
    def identity(self) -> str:
        """Return what tells its results from those of any other model or precision."""
        return self.network.identity

    def size(self, text: str) -> int:
        """Return how many sub-words it reads of a text."""
        return len(self.network.read([text], _NO_LANGUAGE, _NO_LANGUAGE)[0])

    def write(
        self,
        texts: Sequence[str],
        *,
        beams: int = BEAMS,
        most_tokens: int = MOST_TOKENS,
        progress: Progress | None = None,
        tell: Tell | None = None,
    ) -> list[tuple[Written, ...]]:
        """Return for each text what the model writes in all beams, best first.

        Args:
            texts: sentences with slots.
            beams: how many, and how wide the search is.
            most_tokens: sub-words of what is written.
            progress: told how many texts are done and how many there are.
            tell: told where a batch had to be halved.

        Raises:
            OptionError: fewer than one beam.
            ModelError: memory ran out over a single text.

        Source: García-Ferrero et al. 2023, arxiv.org/abs/2212.10548 (all beams of a search).
        """
        if not 1 <= beams <= 1000:
            raise OptionError(f"beams {beams}: write a number from 1 to 1000")
        read = self.network.read(texts, _NO_LANGUAGE, _NO_LANGUAGE)
        return write(
            self.network,
            read,
            _NO_LANGUAGE,
            beams=beams,
            returned=beams,
            most=min(most_tokens, self.network.room),
            progress=progress,
            tell=tell,
        )


def load_proposer(name: str) -> Proposer:
    """Return a proposer: what `train-proposer` wrote, or another model that reads plain text.

    Raises:
        ModelError: there is no such model here, it is of another kind, wants language codes, or
            its tokeniser cannot write a slot.
    """
    network = load_seq2seq(name, prefix="")
    if network.codes.kind != "none":
        raise ModelError(
            f"model {name!r} wants codes of languages, as translation models do; slots are filled "
            "by a model without, such as an mT5 (`train-proposer` makes one)"
        )
    if came := misspelt(network, [_TRIED]):
        why = (
            "has no `<`, so that no slot can be written"
            if "<" not in came[_TRIED]
            else f"writes the slot <{_TRIED}>x</{_TRIED}> as {came[_TRIED]!r}"
        )
        raise ModelError(f"model {name!r} fills no slots: its tokeniser {why}; take an mT5")
    return Proposer(network, _labels(network.located.folder))


def misspelt(network: Seq2Seq, labels: Iterable[str]) -> dict[str, str]:
    """Return the labels whose slots a model cannot write, each with what its slot comes back as.

    Spaces around what a slot holds do not count.
    """
    slots = {label: f"<{label}>x</{label}>" for label in labels}
    came = network.text(network.written(list(slots.values()))) if slots else []
    return {
        label: text
        for (label, slot), text in zip(slots.items(), came, strict=True)
        if text.replace("> ", ">").replace(" <", "<") != slot
    }


def _labels(folder: Path) -> tuple[str, ...] | None:
    path = folder / CARD
    if not path.is_file():
        return None
    try:
        value = json.loads(path.read_bytes())
        if value["format"] != FORMAT:
            raise ModelError(f"{path}: format {value['format']!r}; this version reads {FORMAT!r}")
        return tuple(map(str, value["labels"]))
    except (OSError, *MALFORMED) as error:
        raise ModelError(f"{path} is no card of a proposer ({error!r}); train it again") from None
