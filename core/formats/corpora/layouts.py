"""Where the files of a benchmark lie in a folder, by layout; names only, nothing is opened."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Literal

from core.formats.corpora.columns import IDS

Kind = Literal["alone", "parallel", "pairs"]


@dataclass(frozen=True, slots=True)
class Layout:
    """One way in which a benchmark is laid out in a folder.

    Args:
        kind: `alone`: one file of columns; `parallel`: two that run in parallel; `pairs`: a pairs
            file, which holds both sides.
        targets: names of the target's file, likeliest first; `{lang}`, `{source}` and `{split}`
            stand for the codes.
        sources: likewise of the source's file.
        prefixed: whether tokens may have their language in front (`af:Kaap`).
        ids: what a sentence goes by.
    """

    kind: Kind
    targets: tuple[str, ...]
    sources: tuple[str, ...] = ()
    prefixed: bool = False
    ids: str = IDS


@dataclass(frozen=True, slots=True)
class Place:
    """The files that one language could be read from, as paths relative to the folder."""

    layout: Layout
    target: str
    source: str = ""

    def files(self) -> tuple[str, ...]:
        """Return the files, the target's last."""
        return (self.source, self.target) if self.source else (self.target,)


def _pairs(*names: str) -> Layout:
    """Return the layout of pairs files; a corpus may go by several names."""
    targets = tuple(f"{name}.{{source}}-{{lang}}.jsonl" for name in names)
    return Layout("pairs", (*targets, "{source}-{lang}.jsonl"))


LAYOUTS: Mapping[str, tuple[Layout, ...]] = {
    "europarl-ner": (
        Layout(
            "parallel",
            ("{lang}-europarl.{split}.conll02", "{lang}.conll"),
            ("{source}-europarl.{split}.conll02", "{source}.conll"),
            ids="europarl-{number:04d}",
        ),
        _pairs("europarl-ner", "europarl"),
    ),
    "masakhaner2": (
        Layout(
            "alone",
            (
                "{lang}/{split}.txt",
                "data/{lang}/{split}.txt",
                "MasakhaNER2.0/data/{lang}/{split}.txt",
            ),
        ),
        _pairs("masakhaner2", "masakhav2"),
    ),
    "xtreme": (
        Layout(
            "alone",
            (
                "{lang}/{split}",
                "{lang}/{split}.tsv",
                "{lang}-{split}",
                "{split}-{lang}.tsv",
                "panx/{split}-{lang}.tsv",
            ),
            prefixed=True,
        ),
        _pairs("xtreme", "panx"),
    ),
}
"""By the name of the protocol; the benchmark's own layout before our pairs files."""


def places(protocol: str, lang: str, *, source: str, split: str) -> Iterator[Place]:
    """Yield where a language could lie, likeliest first, packed (`.gz`) or not.

    Args:
        protocol: a key of `LAYOUTS`.
        lang: code of the target language.
        source: code of the source language.
        split: which part, such as `test`.
    """
    names = {"lang": lang, "source": source, "split": split}
    for layout in LAYOUTS[protocol]:
        # The two files of a parallel corpus are named alike.
        rows = zip(layout.targets, layout.sources or ("",) * len(layout.targets), strict=True)
        for (target, origin), packed in product(rows, ("", ".gz")):
            side = f"{origin.format(**names)}{packed}" if origin else ""
            yield Place(layout, f"{target.format(**names)}{packed}", side)
