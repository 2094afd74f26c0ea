"""A world in which a whole run works: a model that translates, a tagger, and raw sentences."""

import random
from pathlib import Path

import pytest

from tests.tiny.lexicon import DE, EN, LEXICON, SW
from tests.tiny.translators import make_copying_nllb

TYPES = {"Anna": "PER", "Bob": "PER", "London": "LOC", "Germany": "LOC", "UN": "ORG"}
SWAHILI = {row[EN]: row[SW] for row in LEXICON}
RUN = """format = "silverlens-run-1"
setting = "translate-test"
text = "sw.txt"
target_lang = "swh_Latn"
methods = ["default", "heuristic"]

[translation]
model = "nllb"
beams = 2

[source_tagger]
model = "tagger"
"""


def sentences(count: int, seed: int) -> list[list[str]]:
    """Return English sentences of the lexicon."""
    draw = random.Random(seed)
    found = []
    for _ in range(count):
        words = [draw.choice(["Anna", "Bob"]), draw.choice(["lives", "works", "sleeps"]), "in"]
        words.append(draw.choice(["London", "Germany", "house"]))
        if draw.random() < 0.4:
            words += ["and", draw.choice(["Anna", "Bob", "UN"]), "sleeps", "here"]
        found.append([*words, "."])
    return found


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with nllb/, tagger/, run.toml, sw.txt and its gold."""
    folder = tmp_path_factory.mktemp("world")
    make_copying_nllb(folder / "nllb", LEXICON, (EN, DE, SW))
    _train_tagger(folder / "tagger")
    words = sentences(24, seed=1)
    lines = [[SWAHILI.get(word, word) for word in row] for row in words]
    (folder / "sw.txt").write_text("".join(" ".join(line) + "\n" for line in lines))
    (folder / "run.toml").write_text(RUN)
    gold = (_column(line, row) for line, row in zip(lines, words, strict=True))
    (folder / "gold.conll").write_text("\n".join(gold))
    return folder


def _column(line: list[str], words: list[str]) -> str:
    tags = (f"B-{TYPES[word]}" if word in TYPES else "O" for word in words)
    return "".join(f"{token}\t{tag}\n" for token, tag in zip(line, tags, strict=True))


def _train_tagger(folder: Path) -> None:
    from core.cli.commands import main

    rows = sentences(60, seed=0)
    text = folder.with_suffix(".conll")
    text.write_text("\n".join(_column(row, row) for row in rows))
    assert (
        main(["train-tagger", str(text), "--lang", "en", "--epochs", "8", "-o", str(folder)]) == 0
    )
