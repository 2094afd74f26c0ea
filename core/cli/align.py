"""Link the words of every pair.

Writes a links file with probabilities (.jsonl), or Pharaoh lines (.pharaoh), which keep the links
only. With --save-model FILE.npz what the aligner learned is written too, of all pairs of languages
in one file; with --model FILE.npz new pairs are aligned by it at once, and nothing is learned.

Aligners over an encoder (embedding, awesome, accalign, transalign, simalign) take it by
--option aligner.model=NAME, a folder or a hub's owner/name that is on this machine. What they found
for a pair is kept and not worked out again; a run that was stopped goes on where it was.
"""

import argparse
from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import TYPE_CHECKING

from core.cli import compute, inputs, output
from core.errors import InputError

if TYPE_CHECKING:
    from core.aligners.model import Model

NAME = "align"
EXAMPLE = "python -m core align pairs.jsonl --train en-de.tsv.gz -o links.jsonl"


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    inputs.add_pairs(parser)
    parser.add_argument("--aligner", default="default", metavar="NAME", help="(default: default)")
    inputs.add_train(parser)
    inputs.add_model(parser)
    parser.add_argument(
        "--save-model", metavar="FILE", help="write what the aligner learned, as .npz"
    )
    inputs.add_options(parser, "aligner.threshold=0.4")
    compute.add(parser)
    parser.add_argument("-o", "--output", metavar="LINKS", help="- for JSONL output")


def run(args: argparse.Namespace) -> int:
    """Return 0 after writing the links, the model, or both."""
    from core.formats import links_jsonl, pharaoh
    from core.pipeline.align import align_pairs, aligner_spec, needs_model

    form = _check_output(args)
    inputs.one_standard_input(args.pairs, args.model)
    options = inputs.key_values(args.option, "--option")
    spec = aligner_spec(args.aligner)
    spec = aligner_spec(spec.part, inputs.aligner_options(options, spec.part))
    inputs.check_model(args, spec, options)
    learned: list[Model] = []
    keep = learned.append if args.save_model else None
    with compute.over_models(args, kept=needs_model(spec.part)) as results:
        models = inputs.read_models(args.model)
        pairs = list(inputs.read_pairs(args.pairs))
        progress = output.Progress()
        training = inputs.read_training(args.train, lambda: pairs, progress)
        found = align_pairs(
            pairs,
            spec,
            training,
            progress,
            models=models,
            keep=keep,
            results=results,
            tell=output.warn,
        )
    progress.clear()
    if not args.output:
        _save(args.save_model, learned)
        return 0
    named = zip((pair.id for pair in pairs), found, strict=True)
    links = pharaoh.write(found) if form == "pharaoh" else links_jsonl.write(named)
    output.deliver(args.output, _then_save(links, args.save_model, learned))
    return 0


def _check_output(args: argparse.Namespace) -> str:
    """Return the form of the links; raise InputError if something is written nowhere or badly."""
    if args.save_model:
        if args.model:
            raise InputError("--model learns nothing that --save-model could write; leave out one")
        if PurePath(args.save_model).suffix.lower() != ".npz":
            raise InputError(f"--save-model {args.save_model}: name a file that ends in .npz")
    if not args.output:
        if not args.save_model:
            raise InputError("nothing to write; usage: align PAIRS -o LINKS, or --save-model FILE")
        return ""
    forms = {".jsonl": "jsonl", ".pharaoh": "pharaoh"}
    return str(output.choose(args.output, forms, piped=".jsonl"))


def _save(path: str, learned: "Iterable[Model]") -> None:
    from core.aligners import models_to_bytes

    output.deliver(path, [models_to_bytes(learned)])


def _then_save(
    links: Iterable[bytes], path: str | None, learned: "Iterable[Model]"
) -> Iterator[bytes]:
    """Yield the links; before the end write the model, so that neither is there without both."""
    yield from links
    if path:
        _save(path, learned)
