"""Translate sentences with a model of this machine.

Writes a pairs file (.jsonl): the sentences with their own tokens and entities, and the translations
cut into tokens; or the translations alone, one a line (.txt). What was translated before is read
from the results, so that a run that was stopped goes on.
"""

import argparse
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from core.cli import compute, inputs, missed, output, texts
from core.domain.decision import Side
from core.domain.pair import Pair, Sentence
from core.errors import InputError

if TYPE_CHECKING:
    from core.models.translators import Translation
    from core.pipeline.runs.text import Item
    from core.storage.results import Results

NAME = "translate"
EXAMPLE = (
    "python -m core translate raw.txt --model facebook/nllb-200-distilled-600M --source-lang sw "
    "--target-lang en --as source -o pairs.jsonl"
)
_SHOWN = 10
_LEFT_OUT = "the line is empty"


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument(
        "text",
        metavar="TEXT",
        help=".txt with one raw sentence a line, CoNLL, or a pairs file (.jsonl)",
    )
    add_translator(parser)
    parser.add_argument(
        "--source-lang", default="", metavar="L", help="of the text; a pairs file says it itself"
    )
    parser.add_argument("--target-lang", required=True, metavar="L", help="of the translation")
    parser.add_argument(
        "--as",
        dest="becomes",
        choices=("target", "source"),
        default="target",
        help="side of the written pairs that the translation becomes; the text is the other one, "
        "and of a pairs file the side that is translated (default: target)",
    )
    missed.add_failures(parser, "sentences without a translation")
    compute.add(parser)
    parser.add_argument("-o", "--output", required=True, metavar="OUT", help=".jsonl or .txt")


def add_translator(parser: argparse.ArgumentParser) -> None:
    """Add the model and how it is asked."""
    from core.models.translators import BEAMS, MOST_TOKENS

    parser.add_argument(
        "--model", required=True, metavar="MODEL", help="folder, or a hub's owner/name at hand"
    )
    parser.add_argument(
        "--prefix",
        metavar="TEXT",
        help="for a model without codes of languages, put before each text, such as "
        "'translate {source} to {target}: '",
    )
    parser.add_argument(
        "--legacy-codes",
        action="store_true",
        help="for an NLLB tuned when its tokeniser put the code behind the text",
    )
    parser.add_argument(
        "--beams", type=int, default=BEAMS, metavar="N", help="width of the search (default: 5)"
    )
    parser.add_argument(
        "--most-tokens",
        type=int,
        default=MOST_TOKENS,
        metavar="N",
        help="sub-words read or written at once; longer sentences are translated in parts "
        f"(default: {MOST_TOKENS})",
    )


def run(args: argparse.Namespace) -> int:
    """Return 0 after writing the translations; 3 where a text file would shift."""
    missed.check_failures(args)
    lines = output.choose(args.output, {".jsonl": False, ".txt": True}, piped=".jsonl")
    with compute.over_models(args) as results:
        rows = _rows(args)
        found = _translated(args, rows, results)
    without = _without(args, rows, found)
    chunks = _text(found) if lines else _pairs(args, rows, found)
    shifts = "lines" if lines else ""
    return missed.deliver(args, chunks, without, lambda: _told(without), shifts=shifts)


@dataclass(frozen=True, slots=True)
class _Row:
    """A sentence to translate; of a pairs file the pair, with what stays true of it."""

    item: "Item"
    pair: Pair | None = None


def _rows(args: argparse.Namespace) -> list[_Row]:
    from core.pipeline.runs.text import Item, read_items
    from core.text.detokenise import detokenised

    if args.text == "-" or args.text.lower().removesuffix(".gz").endswith(".jsonl"):
        rows = []
        for given in inputs.read_pairs(args.text):
            pair = texts.freed(given, Side(args.becomes))
            side = pair.source if args.becomes == "target" else pair.target
            item = Item(pair.id, side, detokenised(side.tokens, side.lang))
            rows.append(_Row(item, pair))
        return rows
    if not args.source_lang:
        raise InputError(f"{args.text} does not say its language; name it with --source-lang")
    return [_Row(item) for item in read_items(Path(args.text), args.source_lang, "source")]


def _translated(
    args: argparse.Namespace, rows: Sequence[_Row], results: "Results | None"
) -> "list[Translation]":
    from core.models.translators import load_translator
    from core.pipeline.translate import translate

    translator = load_translator(args.model, prefix=args.prefix, legacy=args.legacy_codes)
    progress = output.Progress()
    found: dict[int, Translation] = {}
    langs = [args.source_lang or row.item.sentence.lang for row in rows]
    for lang in dict.fromkeys(langs):
        places = [k for k, other in enumerate(langs) if other == lang]
        made = translate(
            translator,
            [rows[k].item.text for k in places],
            lang,
            args.target_lang,
            beams=args.beams,
            most_tokens=args.most_tokens,
            results=results,
            report=progress,
            tell=output.warn,
        )
        found.update(zip(places, made, strict=True))
    progress.clear()
    return [found[k] for k in range(len(rows))]


def _without(
    args: argparse.Namespace, rows: Sequence[_Row], found: "Sequence[Translation]"
) -> list[dict[str, object]]:
    """Return what has no translation; of raw lines also the empty ones."""
    without = {
        row.item.id: translation.problem
        for row, translation in zip(rows, found, strict=True)
        if not translation.text
    }
    if args.text.lower().removesuffix(".gz").endswith(".txt"):
        there = {row.item.id for row in rows}
        numbers = range(1, max(int(name) for name in there) + 1)
        without |= {str(n): _LEFT_OUT for n in numbers if str(n) not in there}
        order = sorted(without, key=int)
    else:
        order = list(without)
    return [{"id": name, "outcome": "failed", "reason": without[name]} for name in order]


def _text(found: "Iterable[Translation]") -> Iterator[bytes]:
    return (translation.text.encode() + b"\n" for translation in found if translation.text)


def _pairs(
    args: argparse.Namespace, rows: Sequence[_Row], found: "Sequence[Translation]"
) -> Iterator[bytes]:
    from core.formats import pairs_jsonl

    made = (_pair(args, row, t) for row, t in zip(rows, found, strict=True) if t.text)
    return pairs_jsonl.write(made)


def _pair(args: argparse.Namespace, row: _Row, translation: "Translation") -> Pair:
    from core.models.tokenisers import tokenise
    from core.pipeline.translate import noted

    item = row.item
    new = Sentence(tokenise(translation.text, args.target_lang), None, args.target_lang)
    own = replace(item.sentence, lang=args.source_lang or item.sentence.lang)
    left, right = (own, new) if args.becomes == "target" else (new, own)
    pair = row.pair or Pair(item.id, left, right, doc=item.doc, extra=item.extra)
    extra = MappingProxyType({**pair.extra, **noted(translation)})
    return replace(pair, source=left, target=right, extra=extra)


def _told(without: missed.Rows) -> str:
    head = f"sentences without a translation: {len(without)}"
    return missed.listed(head, [f"{row['id']}: {row['reason']}" for row in without], most=_SHOWN)
