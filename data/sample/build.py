"""Turns `sample.txt` into `silverlens-sample.jsonl`.

Run from the project's root: `python -m data.sample.build` writes the file, and
`python -m data.sample.build --check` only says whether it is up to date.
"""

import argparse
import json
import re
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path

from core.domain.entity import Entity, to_iob2
from core.errors import CoreError, FormatError

FOLDER = Path(__file__).resolve().parent
SOURCE = FOLDER / "sample.txt"
OUTPUT = FOLDER / "silverlens-sample.jsonl"

SOURCE_LANG = "en"
TARGET_LANGS = ("de", "es", "sw", "yo", "ar", "hi", "zh")
LABELS = ("PER", "ORG", "LOC", "MISC")

_NEEDED = ("id", "doc", "note", SOURCE_LANG, *TARGET_LANGS)
_ALLOWED = frozenset(_NEEDED) | {f"note-{lang}" for lang in TARGET_LANGS}
_FIELD = re.compile(r"(?P<key>[a-z-]+): (?P<value>\S.*)")
_PIECE = re.compile(r"\[(?P<label>[A-Z]+) (?P<name>[^\[\]]+)\]|(?P<plain>[^\[\]]+)")
_GLUED = re.compile(r"(?<=\S)\[|\](?=\S)")
_CHARACTER = re.compile(r"[0-9]+(?:[.:-][0-9]+)*|[A-Za-z]+|\S")

Block = Mapping[str, tuple[int, str]]
"""One sentence of the source file: key -> (1-based line, value)."""


def build(text: str) -> str:
    """Return the pairs file, by language and then by sentence; raise FormatError with the line."""
    blocks = list(read_blocks(text))
    pairs = (pair(block, lang) for lang in TARGET_LANGS for block in blocks)
    return "".join(json.dumps(p, ensure_ascii=False) + "\n" for p in pairs)


def read_blocks(text: str) -> Iterator[Block]:
    """Yield the sentences of the source file; raise FormatError on a bad or missing line."""
    block: dict[str, tuple[int, str]] = {}
    for number, line in enumerate([*text.splitlines(), ""], start=1):
        if line.startswith("#"):
            continue
        if not line:
            if block:
                yield _complete(block, number)
            block = {}
            continue
        if not unicodedata.is_normalized("NFC", line):
            raise _error(number, "not in NFC", "normalise the line")
        if not (match := _FIELD.fullmatch(line)) or match["key"] not in _ALLOWED:
            raise _error(number, "no known key", f"begin it with one of {sorted(_ALLOWED)}")
        if match["key"] in block:
            raise _error(number, f"a second {match['key']!r}", "separate blocks by an empty line")
        block[match["key"]] = (number, match["value"])


def pair(block: Block, lang: str) -> dict[str, object]:
    """Return one line of the pairs file: the English sentence and its translation into `lang`."""
    src_tokens, src_tags = bracketed(*block[SOURCE_LANG], lang=SOURCE_LANG)
    tgt_tokens, tgt_tags = bracketed(*block[lang], lang=lang)
    notes = [block[key][1] for key in ("note", f"note-{lang}") if key in block]
    return {
        "id": f"sample-{lang}-{block['id'][1]}",
        "src_lang": SOURCE_LANG,
        "tgt_lang": lang,
        "src_tokens": src_tokens,
        "src_tags": src_tags,
        "tgt_tokens": tgt_tokens,
        "tgt_tags": tgt_tags,
        "doc": block["doc"][1],
        "group": "",
        "source": "silverlens-sample",
        "note": " ".join(notes),
        "licence": "CC0-1.0",
    }


def bracketed(line: int, text: str, *, lang: str) -> tuple[list[str], tuple[str, ...]]:
    """Return the tokens and IOB2 tags of a sentence written with bracketed names."""
    if lang != "zh" and _GLUED.search(text):
        raise _error(line, "a bracket glued to a word", "put the whole token into the brackets")
    tokens: list[str] = []
    entities: list[Entity] = []
    read = 0
    for match in _PIECE.finditer(text):
        if match.start() != read:
            break
        read = match.end()
        start = len(tokens)
        tokens += _tokens(match["name"] or match["plain"], lang)
        if match["label"]:
            if match["label"] not in LABELS:
                raise _error(line, f"unknown label {match['label']!r}", f"use one of {LABELS}")
            entities.append(Entity(start, len(tokens), match["label"]))
    if read != len(text):
        raise _error(line, f"a stray bracket at {text[read:]!r}", "write names as [LABEL name]")
    return tokens, to_iob2(entities, len(tokens))


def _tokens(text: str, lang: str) -> list[str]:
    """Return the tokens of bracket-free text: by spaces, in Chinese by characters."""
    return _CHARACTER.findall(text) if lang == "zh" else text.split()


def _complete(block: Block, number: int) -> Block:
    """Return the block; raise FormatError where a key is missing."""
    if missing := [key for key in _NEEDED if key not in block]:
        raise _error(number, f"the block that ends here lacks {missing}", "add the lines")
    return block


def _error(line: int, problem: str, remedy: str) -> FormatError:
    """Return the error for a line of the source file."""
    return FormatError(problem, file=SOURCE.name, line=line, remedy=remedy)


def main() -> int:
    """Return the exit code: 0, 1 where `--check` finds the output out of date, 2 on bad input."""
    parser = argparse.ArgumentParser(description="Turn sample.txt into silverlens-sample.jsonl.")
    parser.add_argument("--check", action="store_true", help="write nothing, only compare")
    options = parser.parse_args()
    try:
        made = build(SOURCE.read_text(encoding="utf-8")).encode()
    except CoreError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    if not options.check:
        OUTPUT.write_bytes(made)
    elif not OUTPUT.exists() or OUTPUT.read_bytes() != made:
        sys.stderr.write(f"{OUTPUT.name} is out of date; run python -m data.sample.build\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
