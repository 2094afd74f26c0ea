"""Link the words of every pair.

Writes a links file with probabilities (.jsonl), or Pharaoh lines (.pharaoh), which keep the links
only.
"""

import argparse

from core.cli import inputs, output

NAME = "align"
EXAMPLE = "python -m core align pairs.jsonl --train en-de.tsv.gz -o links.jsonl"


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    inputs.add_pairs(parser)
    parser.add_argument("--aligner", default="default", metavar="NAME", help="(default: default)")
    inputs.add_train(parser)
    inputs.add_options(parser, "aligner.threshold=0.4")
    parser.add_argument("-o", "--output", required=True, metavar="LINKS", help="- for JSONL output")


def run(args: argparse.Namespace) -> int:
    """Return 0 after writing the links."""
    from core.formats import links_jsonl, pharaoh
    from core.pipeline.align import align_pairs, aligner_spec

    form = output.choose(args.output, {".jsonl": "jsonl", ".pharaoh": "pharaoh"}, piped=".jsonl")
    options = inputs.key_values(args.option, "--option")
    spec = aligner_spec(args.aligner)
    spec = aligner_spec(spec.part, inputs.aligner_options(options, spec.part))
    pairs = list(inputs.read_pairs(args.pairs))
    progress = output.Progress()
    training = inputs.read_training(args.train, lambda: pairs, progress)
    found = align_pairs(pairs, spec, training, progress)
    progress.clear()
    if form == "pharaoh":
        output.deliver(args.output, pharaoh.write(found))
    else:
        named = zip((pair.id for pair in pairs), found, strict=True)
        output.deliver(args.output, links_jsonl.write(named))
    return 0
