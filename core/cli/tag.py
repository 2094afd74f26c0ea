"""Run a trained tagger over text.

Writes tag probabilities (.jsonl), which `project --tag-probs` and `train-student --teacher` read,
or the entities they spell as token TAB tag lines (.conll).
"""

import argparse
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from core.cli import output, texts
from core.domain.pair import Pair, Sentence
from core.domain.task import TagProbs

if TYPE_CHECKING:
    from core.models.taggers import Tagger

NAME = "tag"
EXAMPLE = "python -m core tag tagger pairs.jsonl -o probabilities.jsonl"
_BLOCK = 256


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("tagger", metavar="FOLDER", help="as train-tagger or train-student made it")
    parser.add_argument("text", metavar="TEXT", help=texts.WHAT)
    texts.add_lang(parser)
    parser.add_argument("-o", "--output", required=True, metavar="OUT", help=".jsonl or .conll")


def run(args: argparse.Namespace) -> int:
    """Return 0 after writing what the tagger says."""
    from core.formats import conll, tag_probs_jsonl
    from core.models.taggers import load_tagger

    columns = output.choose(args.output, {".jsonl": False, ".conll": True}, piped=".jsonl")
    tagger = load_tagger(args.tagger)
    pairs = texts.read(args.text, args.lang)
    progress = output.Progress()
    tagged = _tagged(tagger, pairs, progress)
    if not columns:
        rows = ((pair.id, found) for pair, found in tagged)
        output.deliver(args.output, tag_probs_jsonl.write(rows))
    else:
        output.deliver(args.output, conll.write(_sentence(p, f) for p, f in tagged))
    progress.clear()
    return 0


def _tagged(
    tagger: "Tagger", pairs: list[Pair], progress: output.Progress
) -> Iterator[tuple[Pair, TagProbs]]:
    for start in range(0, len(pairs), _BLOCK):
        part = pairs[start : start + _BLOCK]
        found = tagger.predict([pair.target.tokens for pair in part])
        progress("Tagging", start + len(part), len(pairs))
        for pair, probs in zip(part, found, strict=True):
            yield pair, TagProbs(tagger.labels, probs)


def _sentence(pair: Pair, found: TagProbs) -> Sentence:
    from core.training.decode import decode

    return replace(pair.target, entities=decode(found.labels, found.probs))
