"""Carry the entities of every source sentence over to its target.

A JSONL output repeats each pair with tgt_tags projected, gold_tags and projections; a pair that
was skipped or failed has tgt_tags null and says why. A CoNLL output has no place for such a pair:
without --failures nothing is written and the exit code is 3.
"""

import argparse
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from core.cli import compute, corpus, inputs, methods, missed, output
from core.domain.pair import Sentence
from core.errors import InputError

if TYPE_CHECKING:
    from core.domain.spec import MethodSpec
    from core.pipeline.run import Outcome
    from core.storage.results import Results

NAME = "project"
EXAMPLE = (
    "python -m core project pairs.jsonl --train en-de.tsv.gz --method default "
    "--label-map MISC=O -o silver.conll"
)


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    inputs.add_pairs(parser)
    methods.add(parser)
    inputs.add_extras(parser)
    parser.add_argument("--explain", action="store_true", help="say why, in a JSONL output")
    missed.add_failures(parser, "pairs that were skipped or failed")
    parser.add_argument("-o", "--output", required=True, metavar="OUT", help=".jsonl or .conll")


def run(args: argparse.Namespace) -> int:
    """Return 0 after writing the projected pairs, 3 where a CoNLL file would have shifted."""
    missed.check_failures(args)
    columns = output.choose(args.output, {".jsonl": False, ".conll": True}, piped=".jsonl")
    if args.explain and columns:
        raise InputError("a CoNLL file has no place for --explain; write JSONL")
    specs = methods.chosen(args)
    if len(specs) > 1:
        raise InputError(f"one method at a time, not {', '.join(specs)}; `evaluate` takes several")
    (spec,) = specs.values()
    methods.check_extras(args, specs)
    with compute.over_models(args, kept=corpus.needs_model(args, [spec])) as results:
        return _write(args, spec, results, columns=columns)


def _write(
    args: argparse.Namespace, spec: "MethodSpec", results: "Results | None", *, columns: bool
) -> int:
    """Return the exit code after writing."""
    from core.pipeline.run import project_pairs

    extras = inputs.read_extras(args)
    progress = output.Progress()
    pairs, look, spec = corpus.weighed(args, spec, extras, progress, results)
    sizes = corpus.sizes(args, spec)
    pairs = corpus.counted(pairs, f"Projecting with {spec.name}", progress)
    outcomes = project_pairs(pairs, look, spec, explain=args.explain, extras=extras, sizes=sizes)
    without = missed.Missed()
    chunks = _conll(outcomes, without) if columns else _jsonl(outcomes, without)
    shifts = "a CoNLL file" if columns else ""
    code = missed.deliver(args, chunks, without.rows, without.told, shifts=shifts)
    progress.clear()
    return code


def _jsonl(outcomes: "Iterable[Outcome]", without: missed.Missed) -> Iterator[bytes]:
    from core.formats import projections_jsonl
    from core.pipeline.run import Projected

    for without.position, outcome in enumerate(outcomes, start=1):
        if isinstance(outcome, Projected):
            yield projections_jsonl.projected(
                outcome.pair,
                outcome.projections,
                outcome.orphans,
                sources=outcome.sources,
                others=outcome.others,
            )
        else:
            yield without.add(outcome)


def _conll(outcomes: "Iterable[Outcome]", without: missed.Missed) -> Iterator[bytes]:
    from dataclasses import replace

    from core.formats import conll
    from core.pipeline.run import Projected

    def sentences() -> Iterator[Sentence]:
        for without.position, outcome in enumerate(outcomes, start=1):
            if isinstance(outcome, Projected):
                yield replace(outcome.pair.target, entities=outcome.entities())
            else:
                without.add(outcome)

    return conll.write(sentences())
