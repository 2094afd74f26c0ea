"""Propose target spans for source entities with a model that fills slots.

Writes spans (.jsonl) with label and score, which `project --spans` reads (method t-projection, or
the candidates `supplied`). `train-proposer` makes such a model.
"""

import argparse

from core.cli import compute, inputs, output

NAME = "propose-spans"
EXAMPLE = "python -m core propose-spans pairs.jsonl --model proposer -o spans.jsonl"


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    from core.models.beams import BEAMS, MOST_TOKENS

    inputs.add_pairs(parser)
    parser.add_argument("--model", required=True, metavar="MODEL", help="as train-proposer made it")
    parser.add_argument(
        "--beams",
        type=int,
        default=BEAMS,
        metavar="N",
        help=f"texts that the model writes for each sentence (default: {BEAMS})",
    )
    parser.add_argument(
        "--most-tokens",
        type=int,
        default=MOST_TOKENS,
        metavar="N",
        help=f"sub-words of each of them (default: {MOST_TOKENS})",
    )
    parser.add_argument(
        "--agglutinative",
        action="store_true",
        help="also take words that hold the proposed words: Jamani in waseJamani",
    )
    parser.add_argument(
        "--keep-punctuation",
        action="store_true",
        help="leave punctuation at the ends of proposals, for data whose entities have some",
    )
    compute.add(parser)
    parser.add_argument("-o", "--output", required=True, metavar="OUT", help=".jsonl")


def run(args: argparse.Namespace) -> int:
    """Return 0 after writing the spans."""
    from core.formats import spans_jsonl
    from core.pipeline.propose import propose_spans

    output.choose(args.output, {".jsonl": None}, piped=".jsonl")
    progress = output.Progress()
    with compute.over_models(args) as results:
        pairs = list(inputs.read_pairs(args.pairs))
        found = propose_spans(
            pairs,
            args.model,
            beams=args.beams,
            most_tokens=args.most_tokens,
            agglutinative=args.agglutinative,
            keep_punctuation=args.keep_punctuation,
            results=results,
            report=progress,
            tell=output.warn,
        )
    progress.clear()
    output.deliver(args.output, spans_jsonl.write(found.items()))
    return 0
