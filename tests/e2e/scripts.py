"""Pairs in several scripts from ../shared/data, to be looked at."""

import gzip
from itertools import groupby, islice
from pathlib import Path

from core.domain.entity import Entity
from core.domain.pair import Pair, Sentence
from core.formats import pairs_jsonl

DATA = Path(__file__).parents[3] / "shared" / "data" / "dev"
FOLDER = DATA / "ui_scripts"
SCRIPTS = ("ar", "hi", "th", "zh", "am", "yo")
MOST = 8

_MARKED = {
    "ar": FOLDER / "pud-srconly.en-ar.jsonl",
    "hi": FOLDER / "pud-srconly.en-hi.jsonl",
    "th": FOLDER / "pud-srconly.en-th.jsonl",
    "zh": DATA / "ner" / "pud.en-zh.jsonl",
    "yo": DATA / "ner" / "yogv.en-yor.jsonl",
}
_RAW = {"am": DATA / "parallel" / "en-amh" / "flores200-devtest.tsv.gz"}


def pairs(lang: str) -> list[Pair]:
    """Return some pairs with at least two source entities."""
    found = _raw(lang) if lang in _RAW else _marked(lang)
    return list(islice((p for p in found if len(p.source.entities or ()) > 1), MOST))


def _marked(lang: str):
    with _MARKED[lang].open("rb") as lines:
        data = b"".join(islice(lines, 60))
    return pairs_jsonl.read(data, file=lang)


def _raw(lang: str):
    with gzip.open(_RAW[lang], "rt", encoding="utf-8") as lines:
        for k, line in enumerate(islice(lines, 60)):
            source, target = (tuple(text.split()) for text in line.rstrip("\n").split("\t"))
            yield Pair(
                f"{lang}-{k}", Sentence(source, _names(source), "en"), Sentence(target, None, lang)
            )


def _names(words: tuple[str, ...]) -> tuple[Entity, ...]:
    """Return runs of words with a capital, but for the first word, as entities."""
    found = []
    for capital, run in groupby(range(1, len(words)), key=lambda i: words[i][:1].isupper()):
        inside = list(run)
        if capital:
            found.append(Entity(inside[0], inside[-1] + 1, "MISC"))
    return tuple(found)
