"""Run a tagger over text.

A tagger is a folder that train-tagger or train-student wrote, any token classifier of transformers
(folder, or hub name that is on this machine), or a spaCy pipeline (folder, or installed package).
Writes tag probabilities (.jsonl), which `project --tag-probs` and `train-student --teacher` read;
the entities they spell as token TAB tag lines (.conll); or, with --as pairs, the pairs file with
those entities as the tags of that side, so that `project`, `evaluate` and `import` go on from
predicted source tags. Tags that stood there are kept as gold_src_tags or gold_tgt_tags.
"""

import argparse
from collections.abc import Sequence

from core.cli import compute, inputs, output, texts
from core.domain.decision import Side
from core.domain.pair import Pair
from core.domain.task import TagProbs
from core.errors import InputError

NAME = "tag"
EXAMPLE = "python -m core tag tagger pairs.jsonl --side source --as pairs -o tagged.jsonl"
PROBABILITIES, PAIRS, CONLL = "probabilities", "pairs", "conll"


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument(
        "tagger",
        metavar="MODEL",
        help="folder, hub name (owner/name, on this machine), or installed spaCy package",
    )
    parser.add_argument("text", metavar="TEXT", help=texts.WHAT_SIDED)
    texts.add_lang(parser)
    texts.add_side(parser, "tag")
    texts.add_label_map(
        parser,
        "what the model's labels mean (LABEL_1=B-PER) or its classes are called (PERSON=PER); O "
        "drops one (MISC=O) and adds its probability to that of no entity",
    )
    compute.add(parser)
    parser.add_argument(
        "--as",
        dest="form",
        choices=(PROBABILITIES, PAIRS),
        default=PROBABILITIES,
        help="what a .jsonl holds: tag probabilities, or the pairs with these tags (default: "
        f"{PROBABILITIES})",
    )
    parser.add_argument("-o", "--output", required=True, metavar="OUT", help=".jsonl or .conll")


def run(args: argparse.Namespace) -> int:
    """Return 0 after writing what the tagger says."""
    from core.models.taggers import load_tagger
    from core.pipeline.tagging import tag_probabilities

    form = _form(args)
    side = Side(args.side)
    label_map = inputs.key_values(args.label_map, "--label-map")
    with compute.over_models(args) as results:
        tagger = load_tagger(args.tagger, label_map=label_map, tell=output.warn)
        pairs = texts.read(args.text, args.lang)
        progress = output.Progress()
        found = tag_probabilities(pairs, tagger, side=side, results=results, report=progress)
    progress.clear()
    _write(args.output, form, pairs, found, side)
    return 0


def _form(args: argparse.Namespace) -> str:
    """Return what is to be written; raise InputError where input or suffix do not go with it."""
    form = str(output.choose(args.output, {".jsonl": args.form, ".conll": CONLL}, piped=".jsonl"))
    if args.form == PAIRS and form == CONLL:
        raise InputError(f"-o {args.output}: --as pairs writes .jsonl; name such a file")
    if form == PAIRS and not texts.is_pairs(args.text):
        raise InputError(
            f"--as pairs: {args.text} has one side only; bring a pairs file (JSONL), or write "
            ".conll"
        )
    return form


def _write(
    path: str, form: str, pairs: Sequence[Pair], found: Sequence[TagProbs], side: Side
) -> None:
    from core.formats import conll, pairs_jsonl, tag_probs_jsonl
    from core.pipeline.tagging import tagged_pairs

    if form == PROBABILITIES:
        named = ((pair.id, probs) for pair, probs in zip(pairs, found, strict=True))
        output.deliver(path, tag_probs_jsonl.write(named))
        return
    tagged = tagged_pairs(pairs, found, side=side)
    if form == PAIRS:
        output.deliver(path, pairs_jsonl.write(tagged))
    else:
        output.deliver(path, conll.write(pair.sentence(side) for pair in tagged))
