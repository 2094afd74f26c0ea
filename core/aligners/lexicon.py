"""The lexicons that come with the project: word pairs with probabilities, one file a language pair.

Files `data/lexicons/SOURCE-TARGET.npz`, made by `data/lexicons/train.py`; a pair of languages is
found in either order.
"""

from functools import lru_cache
from pathlib import Path

import numpy as np

from core.aligners.table import WordTable, from_npz
from core.text.languages import canonical, name

FOLDER = Path(__file__).parents[2] / "data" / "lexicons"
ARRAYS = ("source_words", "target_words", "steps", "forward", "backward", "pairs", "texts")


def load(source_lang: str, target_lang: str) -> WordTable | None:
    """Return the lexicon from one language to another, or None where none is shipped."""
    found = _file(canonical(source_lang), canonical(target_lang))
    if found is None:
        return None
    table = _read(found[0])[0]
    return _turned(table) if found[1] else table


def how_much(source_lang: str, target_lang: str) -> str | None:
    """Return a sentence on what the shipped lexicon of two languages holds, or None without one."""
    found = _file(canonical(source_lang), canonical(target_lang))
    if found is None:
        return None
    table, pairs, texts = _read(found[0])
    source, target = name(source_lang), name(target_lang)
    return (
        f"{len(table.keys):,} word pairs of {source} and {target} are known, "
        f"counted in {pairs:,} sentence or term pairs ({texts})."
    )


def sentences(source_lang: str, target_lang: str) -> int:
    """Return how many sentence or term pairs the shipped lexicon was counted in; 0 without one."""
    found = _file(canonical(source_lang), canonical(target_lang))
    return _read(found[0])[1] if found else 0


def languages() -> tuple[tuple[str, str], ...]:
    """Return the language pairs that have a lexicon, in alphabetical order."""
    stems = sorted(path.stem for path in FOLDER.glob("*-*.npz"))
    return tuple((stem.partition("-")[0], stem.partition("-")[2]) for stem in stems)


def _file(source: str, target: str) -> tuple[Path, bool] | None:
    for stem, turned in ((f"{source}-{target}", False), (f"{target}-{source}", True)):
        path = FOLDER / f"{stem}.npz"
        if path.is_file():
            return path, turned
    return None


@lru_cache(maxsize=16)
def _read(path: Path) -> tuple[WordTable, int, str]:
    arrays = from_npz(path.read_bytes(), file=path.name, names=ARRAYS)
    texts = arrays["texts"].tobytes().decode("utf-8")
    return WordTable.from_arrays(arrays), int(arrays["pairs"].astype(np.int64)), texts


def _turned(table: WordTable) -> WordTable:
    """Return the table with source and target exchanged."""
    source, target = np.divmod(table.keys, max(1, len(table.target_words)))
    keys = target * max(1, len(table.source_words)) + source
    order = np.argsort(keys)
    return WordTable(
        table.target_words,
        table.source_words,
        keys[order],
        table.backward[order],
        table.forward[order],
    )
