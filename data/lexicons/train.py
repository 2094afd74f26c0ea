"""Make the lexicons that come with the project, from text that allows it.

    python data/lexicons/train.py [--data FOLDER] [--out FOLDER]

Only word statistics are written: two words and how often one stands for the other. The text is
Tatoeba (CC BY 2.0 FR), TICO-19 test set and terminologies (CC0) and multiner-en-si-ta (CC0); see
README.md beside this file.
"""

import argparse
import gzip
import logging
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from core.aligners import lexicon, statistical  # noqa: E402  # after the path
from core.aligners.base import Bitext  # noqa: E402  # after the path
from core.aligners.table import WordTable, to_npz  # noqa: E402  # after the path
from core.models.tokenisers import tokenise  # noqa: E402  # after the path
from core.text.languages import canonical  # noqa: E402  # after the path

TEXTS = {"tatoeba": "Tatoeba", "tico-19-test": "TICO-19", "multiner-en-si-ta": "multiner-en-si-ta"}
TERMS = "tico19-terms"
LEAST = 0.02
MOST_ENTRIES = 400_000
MOST_BYTES = 3_000_000

log = logging.getLogger("lexicons")


def main() -> int:
    """Write one lexicon for every pair of languages with text; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data" / "dev")
    parser.add_argument("--out", type=Path, default=lexicon.FOLDER)
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    found = language_pairs(args.data)
    if not found:
        log.error("no text under %s; give --data", args.data)
        return 2
    for source, target in found:
        pairs, texts = read(args.data, source, target)
        data = lexicon_bytes(pairs, texts)
        path = args.out / f"{canonical(source)}-{canonical(target)}.npz"
        path.write_bytes(data)
        log.info("%s: %d pairs of %s, %d bytes", path.name, len(pairs), texts, len(data))
    return 0


def language_pairs(data: Path) -> list[tuple[str, str]]:
    """Return the language pairs that have text which may be used."""
    names = {path.parent.name for path in data.glob("parallel/*/*.tsv.gz") if _stem(path) in TEXTS}
    names |= {path.name.split(".")[1] for path in data.glob(f"dict/{TERMS}.*.tsv")}
    return sorted((n.partition("-")[0], n.partition("-")[2]) for n in names)


def read(data: Path, source: str, target: str) -> tuple[list[Bitext], str]:
    """Return the tokenised pairs of two languages, and the names of the texts."""
    pairs: list[Bitext] = []
    names: list[str] = []
    for path in sorted(data.glob(f"parallel/{source}-{target}/*.tsv.gz")):
        if _stem(path) in TEXTS:
            names.append(TEXTS[_stem(path)])
            with gzip.open(path, "rt", encoding="utf-8") as lines:
                pairs += _bitexts(lines, source, target)
    terms = data / "dict" / f"{TERMS}.{source}-{target}.tsv"
    if terms.is_file():
        names.append("TICO-19 terms")
        with terms.open(encoding="utf-8") as lines:
            pairs += _bitexts(lines, source, target)
    return pairs, ", ".join(names)


def lexicon_bytes(pairs: list[Bitext], texts: str) -> bytes:
    """Return a lexicon as the npz file that `core.aligners.lexicon` reads."""
    table = statistical.train(pairs, lexicon=False).table
    strength = np.maximum(table.forward, table.backward)
    kept = np.flatnonzero(strength >= LEAST)
    if len(kept) > MOST_ENTRIES:
        kept = np.sort(kept[np.argsort(-strength[kept], kind="stable")[:MOST_ENTRIES]])
    small = _trimmed(table, kept)
    arrays = {
        **small.arrays(),
        "forward": small.forward.astype(np.float16),
        "backward": small.backward.astype(np.float16),
        "pairs": np.array(len(pairs)),
        "texts": np.frombuffer(texts.encode(), dtype=np.uint8),
    }
    data = to_npz(arrays)
    if len(data) > MOST_BYTES:
        raise ValueError(f"lexicon of {len(data)} bytes is over the limit of {MOST_BYTES}")
    return data


def _trimmed(table: WordTable, kept: np.ndarray) -> WordTable:
    """Return the kept entries, with only the words that they need."""
    width = max(1, len(table.target_words))
    source, target = np.divmod(table.keys[kept], width)
    source_used, source = np.unique(source, return_inverse=True)
    target_used, target = np.unique(target, return_inverse=True)
    source_list, target_list = list(table.source_words), list(table.target_words)
    return WordTable(
        {source_list[old]: new for new, old in enumerate(source_used.tolist())},
        {target_list[old]: new for new, old in enumerate(target_used.tolist())},
        source * max(1, len(target_used)) + target,
        table.forward[kept],
        table.backward[kept],
    )


def _bitexts(lines: Iterator[str], source: str, target: str) -> Iterator[Bitext]:
    for line in lines:
        left, tab, right = line.rstrip("\n").partition("\t")
        if tab:
            tokens = tokenise(left, source), tokenise(right.partition("\t")[0], target)
            yield Bitext(*tokens, source, target)


def _stem(path: Path) -> str:
    return path.name.partition(".")[0]


if __name__ == "__main__":
    sys.exit(main())
