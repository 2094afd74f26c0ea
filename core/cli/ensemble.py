"""Average a target tagger with projected source tags, word by word (Ensemble-Train-Test).

The tag probabilities of a source tagger are projected on the target; words that nothing is
projected on keep those of the target tagger. A pair without source tags is projected from what the
source tagger finds most probable. Writes pairs with tgt_tags and gold_tags (.jsonl), with --probs
tag probabilities, or token TAB tag lines (.conll). A pair that cannot be projected has tgt_tags
null and says why, has no line of probabilities, and stops a CoNLL file (exit code 3).
"""

import argparse
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from core.cli import corpus, inputs, methods, output
from core.domain.pair import Pair, Sentence
from core.domain.task import TagProbs
from core.errors import ExportError, InputError, MissingInputError

if TYPE_CHECKING:
    from core.domain.spec import MethodSpec
    from core.pipeline.run import Extras, Failed, Outcome, Skipped

NAME = "ensemble"
EXAMPLE = (
    "python -m core ensemble pairs.jsonl --tag-probs target.jsonl --source-probs source.jsonl "
    "--links links.jsonl -o silver.conll"
)
_SHOWN = 5
_SOME_FAILED = 3
_Row = tuple["Outcome", TagProbs | None]


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
    parser.add_argument("-o", "--output", required=True, metavar="OUT", help=".jsonl or .conll")


def run(args: argparse.Namespace) -> int:
    """Return 0 after writing, 3 where a CoNLL file would have shifted."""
    from core.pipeline.run import project_pairs

    columns = output.choose(args.output, {".jsonl": False, ".conll": True}, piped=".jsonl")
    if args.probs and columns:
        raise InputError("a CoNLL file has no place for --probs; write JSONL")
    if not 0 <= args.weight <= 1:
        raise InputError(f"--weight {args.weight}: write a number in [0, 1]")
    inputs.one_standard_input(args.pairs, args.links, args.tag_probs, args.source_probs)
    spec, extras = _method(args)
    target = _table(args.tag_probs) if extras.tag_probs is None else extras.tag_probs
    source = _table(args.source_probs)
    progress = output.Progress()
    pairs, look, spec = corpus.weighed(args, spec, extras, progress)
    pairs = _annotated(corpus.counted(pairs, "Averaging", progress), source, args.source_probs)
    sizes = corpus.sizes(args, spec)
    outcomes = project_pairs(pairs, look, spec, extras=extras, sizes=sizes)
    missed: list[Skipped | Failed] = []
    rows = _averaged(outcomes, target, source, args, dict(spec.label_map), missed)
    write = _columns if columns else _probs if args.probs else _pairs
    try:
        output.deliver(args.output, _closed(write(rows), missed, stops=columns))
    except ExportError as error:
        progress.clear()
        output.warn(f"error: {error}")
        return _SOME_FAILED
    progress.clear()
    if missed:
        output.warn(_told(missed))
    return 0


def _method(args: argparse.Namespace) -> "tuple[MethodSpec, Extras]":
    """Return the one method asked for, and the files that it needs."""
    from core.projection import resolve

    specs = methods.chosen(args)
    if len(specs) > 1:
        raise InputError(f"one method at a time, not {', '.join(specs)}")
    (spec,) = specs.values()
    used = args.tag_probs if "tag_probs" in resolve.needs(spec) else None
    of_method = argparse.Namespace(**{**vars(args), "tag_probs": used})
    methods.check_extras(of_method, specs)
    return spec, inputs.read_extras(of_method)


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
    missed: "list[Skipped | Failed]",
) -> Iterator[_Row]:
    """Yield what became of each pair with its averaged probabilities, None where it failed."""
    from core.pipeline.run import Projected
    from core.projection.carried_probs import carried, relabelled
    from core.projection.ensemble import ensemble

    for outcome in outcomes:
        if not isinstance(outcome, Projected):
            missed.append(outcome)
            yield outcome, None
            continue
        pair = outcome.pair
        own = _of(pair, target, args.tag_probs, pair.target, "target")
        tagged = relabelled(source[pair.id], label_map)
        found = carried(tagged, outcome.projections, len(pair.target))
        yield outcome, ensemble(own, found, weight=args.weight)


def _columns(rows: Iterable[_Row]) -> Iterator[bytes]:
    from core.formats import conll
    from core.training.decode import decode

    return conll.write(
        replace(outcome.pair.target, entities=decode(found.labels, found.probs))
        for outcome, found in rows
        if found is not None
    )


def _probs(rows: Iterable[_Row]) -> Iterator[bytes]:
    from core.formats import tag_probs_jsonl

    named = ((outcome.pair.id, found) for outcome, found in rows)
    return tag_probs_jsonl.write((name, found) for name, found in named if found is not None)


def _pairs(rows: Iterable[_Row]) -> Iterator[bytes]:
    from core.formats import jsonl, pairs_jsonl, projections_jsonl
    from core.training.decode import best_tags

    for outcome, found in rows:
        if found is None:
            yield projections_jsonl.failed(outcome.pair, _why(outcome))
            continue
        value = pairs_jsonl.to_object(outcome.pair)
        gold = value.get("gold_tags", value["tgt_tags"])
        tags = list(best_tags(found.labels, found.probs))
        yield jsonl.dump({**value, "tgt_tags": tags, "gold_tags": gold})


def _closed(
    chunks: Iterable[bytes], missed: "list[Skipped | Failed]", *, stops: bool
) -> Iterator[bytes]:
    """Yield the chunks; raise ExportError at the end where pairs are missing that count."""
    yield from chunks
    if missed and stops:
        raise ExportError(
            f"a CoNLL file would shift: {_told(missed)}\nwrite JSONL; nothing written"
        )


def _told(missed: "list[Skipped | Failed]") -> str:
    lines = [f"  {outcome.pair.id}: {_why(outcome)}" for outcome in missed[:_SHOWN]]
    if len(missed) > _SHOWN:
        lines.append(f"  and {len(missed) - _SHOWN} more")
    return "\n".join([f"{len(missed)} pairs could not be projected", *lines])


def _why(outcome: "Outcome") -> str:
    from core.pipeline.run import Failed

    return str(outcome.error) if isinstance(outcome, Failed) else "the source has no tags"
