"""Average a target tagger with projected source tags, word by word (Ensemble-Train-Test).

The tag probabilities of a source tagger are projected on the target; words that nothing is
projected on keep those of the target tagger. A pair without source tags is projected from what the
source tagger finds most probable. Writes pairs with tgt_tags and gold_tags (.jsonl), with --probs
tag probabilities, or token TAB tag lines (.conll). A pair that cannot be projected has tgt_tags
null and says why, and has no line of probabilities; without --failures it stops a CoNLL file (exit
code 3).
"""

import argparse
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from core.cli import compute, corpus, inputs, methods, missed, output
from core.domain.pair import Pair, Sentence
from core.domain.task import TagProbs
from core.errors import InputError, MissingInputError

if TYPE_CHECKING:
    from core.domain.spec import MethodSpec
    from core.pipeline.run import Extras, Outcome
    from core.storage.results import Results

NAME = "ensemble"
EXAMPLE = (
    "python -m core ensemble pairs.jsonl --tag-probs target.jsonl --source-probs source.jsonl "
    "--links links.jsonl -o silver.conll"
)
_Row = tuple[Pair, TagProbs | bytes]
"""A pair with its averaged probabilities, or with the line that says why there are none."""


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    inputs.add_pairs(parser)
    parser.add_argument(
        "--tag-probs",
        required=True,
        metavar="FILE",
        help="tag probabilities of a target tagger (JSONL), as `tag` writes them",
    )
    parser.add_argument(
        "--source-probs",
        required=True,
        metavar="FILE",
        help="the same of a source tagger, a row a source token",
    )
    parser.add_argument(
        "--weight", type=float, default=0.5, metavar="W", help="of the projection (default 0.5)"
    )
    methods.add(parser)
    parser.add_argument("--spans", metavar="FILE", help="target spans (JSONL) for methods that use")
    parser.add_argument("--translation-scores", metavar="FILE", help="scores (JSONL), likewise")
    parser.add_argument(
        "--probs", action="store_true", help="write tag probabilities, in a JSONL output"
    )
    missed.add_failures(parser, "pairs that were skipped or failed")
    parser.add_argument("-o", "--output", required=True, metavar="OUT", help=".jsonl or .conll")


def run(args: argparse.Namespace) -> int:
    """Return 0 after writing, 3 where a CoNLL file would have shifted."""
    missed.check_failures(args)
    columns = output.choose(args.output, {".jsonl": False, ".conll": True}, piped=".jsonl")
    if args.probs and columns:
        raise InputError("a CoNLL file has no place for --probs; write JSONL")
    if not 0 <= args.weight <= 1:
        raise InputError(f"--weight {args.weight}: write a number in [0, 1]")
    inputs.one_standard_input(args.pairs, args.links, args.tag_probs, args.source_probs)
    spec, files = _method(args)
    with compute.over_models(args, kept=corpus.needs_model(args, [spec])) as results:
        return _write(args, spec, inputs.read_extras(files), results, columns=columns)


def _write(
    args: argparse.Namespace,
    spec: "MethodSpec",
    extras: "Extras",
    results: "Results | None",
    *,
    columns: bool,
) -> int:
    """Return the exit code after writing."""
    from core.pipeline.run import project_pairs

    target = _table(args.tag_probs) if extras.tag_probs is None else extras.tag_probs
    source = _table(args.source_probs)
    progress = output.Progress()
    pairs, look, spec = corpus.weighed(args, spec, extras, progress, results)
    pairs = _annotated(corpus.counted(pairs, "Averaging", progress), source, args.source_probs)
    sizes = corpus.sizes(args, spec)
    outcomes = project_pairs(pairs, look, spec, extras=extras, sizes=sizes)
    without = missed.Missed()
    rows = _averaged(outcomes, target, source, args, dict(spec.label_map), without)
    write = _columns if columns else _probs if args.probs else _pairs
    shifts = "a CoNLL file" if columns else ""
    code = missed.deliver(args, write(rows), without.rows, without.told, shifts=shifts)
    progress.clear()
    return code


def _method(args: argparse.Namespace) -> "tuple[MethodSpec, argparse.Namespace]":
    """Return the one method asked for, and the arguments that name the files it needs."""
    from core.projection import resolve

    specs = methods.chosen(args)
    if len(specs) > 1:
        raise InputError(f"one method at a time, not {', '.join(specs)}")
    (spec,) = specs.values()
    used = args.tag_probs if "tag_probs" in resolve.needs(spec) else None
    of_method = argparse.Namespace(**{**vars(args), "tag_probs": used})
    methods.check_extras(of_method, specs)
    return spec, of_method


def _table(path: str) -> dict[str, TagProbs]:
    from core.formats import tag_probs_jsonl

    return dict(tag_probs_jsonl.read(inputs.lines_of(path), file=inputs.name_of(path)))


def _annotated(pairs: Iterable[Pair], source: Mapping[str, TagProbs], path: str) -> Iterator[Pair]:
    """Yield the pairs, with predicted source entities where there are no others."""
    from core.training.decode import decode

    for pair in pairs:
        found = _of(pair, source, path, pair.source, "source")
        if pair.source.entities is None:
            entities = decode(found.labels, found.probs)
            yield replace(pair, source=replace(pair.source, entities=entities))
        else:
            yield pair


def _of(
    pair: Pair, table: Mapping[str, TagProbs], path: str, sentence: Sentence, side: str
) -> TagProbs:
    """Return the probabilities of one sentence; raise an error that names pair and file."""
    found = table.get(pair.id)
    if found is None:
        raise MissingInputError(
            f"{inputs.name_of(path)} has no probabilities for pair {pair.id!r}; run the tagger on "
            f"the {side} side of this pairs file"
        )
    if len(found.probs) != len(sentence):
        raise InputError(
            f"{inputs.name_of(path)}: pair {pair.id!r} has {len(found.probs)} rows of "
            f"probabilities for a {side} of {len(sentence)} tokens; give one row a token"
        )
    return found


def _averaged(
    outcomes: "Iterable[Outcome]",
    target: Mapping[str, TagProbs],
    source: Mapping[str, TagProbs],
    args: argparse.Namespace,
    label_map: Mapping[str, str],
    without: missed.Missed,
) -> Iterator[_Row]:
    """Yield each pair with what became of it."""
    from core.pipeline.run import Projected
    from core.projection.carried_probs import carried, relabelled
    from core.projection.ensemble import ensemble

    for without.position, outcome in enumerate(outcomes, start=1):
        pair = outcome.pair
        if not isinstance(outcome, Projected):
            yield pair, without.add(outcome)
            continue
        own = _of(pair, target, args.tag_probs, pair.target, "target")
        tagged = relabelled(source[pair.id], label_map)
        found = carried(tagged, outcome.projections, len(pair.target))
        yield pair, ensemble(own, found, weight=args.weight)


def _columns(rows: Iterable[_Row]) -> Iterator[bytes]:
    from core.formats import conll
    from core.training.decode import decode

    return conll.write(
        replace(pair.target, entities=decode(found.labels, found.probs))
        for pair, found in rows
        if isinstance(found, TagProbs)
    )


def _probs(rows: Iterable[_Row]) -> Iterator[bytes]:
    from core.formats import tag_probs_jsonl

    return tag_probs_jsonl.write(
        (pair.id, found) for pair, found in rows if isinstance(found, TagProbs)
    )


def _pairs(rows: Iterable[_Row]) -> Iterator[bytes]:
    from core.formats import jsonl, pairs_jsonl
    from core.training.decode import best_tags

    for pair, found in rows:
        if not isinstance(found, TagProbs):
            yield found
            continue
        value = pairs_jsonl.to_object(pair)
        gold = value.get("gold_tags", value["tgt_tags"])
        tags = list(best_tags(found.labels, found.probs))
        yield jsonl.dump({**value, "tgt_tags": tags, "gold_tags": gold})
