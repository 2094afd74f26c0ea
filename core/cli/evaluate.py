"""Project onto pairs with gold target tags, and score the outcome.

Strict spans and types, micro-averaged. Labels that do not count (--ignore, and what a pair's
eval_types leaves out) are dropped before matching. Pairs without source tags or gold are skipped.
The ceiling is what a perfect projector reaches, the oracle the best choice among the methods,
sentence by sentence. A tagger (--model with a folder, a hub name or a spaCy package) reads the
target alone, which is model transfer; without a --method beside it every pair with gold is scored.
What --label-map says of a tagger's labels renames those.
"""

import argparse
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from core.cli import compute, corpus, inputs, methods, output
from core.domain.alignment import Alignment
from core.domain.pair import Pair
from core.domain.spec import MethodSpec
from core.errors import InputError, MissingInputError

if TYPE_CHECKING:
    from core.cli.scored import Scored
    from core.models.taggers import Tagger
    from core.storage.results import Results

NAME = "evaluate"
EXAMPLE = (
    "python -m core evaluate pairs.jsonl --train en-de.tsv.gz --method default "
    "--method heuristic --ignore MISC --json"
)


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    inputs.add_pairs(parser)
    methods.add(parser, taggers=True)
    inputs.add_extras(parser)
    parser.add_argument(
        "--ignore",
        nargs="+",
        action="extend",
        default=[],
        metavar="LABEL",
        help="labels that do not count",
    )
    more = parser.add_argument_group("more figures")
    more.add_argument(
        "--halves",
        action="store_true",
        help="also F1 of the even and of the odd half (by the SHA-256 of a pair's id)",
    )
    more.add_argument(
        "--intervals",
        action="store_true",
        help="also 95%% bootstrap intervals of F1, over documents where the pairs name them",
    )
    more.add_argument(
        "--against",
        metavar="METHOD",
        help="also a paired test of every method against this one of them",
    )
    more.add_argument(
        "--details",
        action="store_true",
        help="also strict, exact, partial and type F1, errors by cause, source entities carried "
        "over by label and reason, scores of picks, agreement between the methods, and how far "
        "the two languages lie apart",
    )
    parser.add_argument("--json", action="store_true", help="as one JSON object")


def run(args: argparse.Namespace) -> int:
    """Return 0 after printing the scores."""
    from core.cli import score_table, score_taggers

    names = score_taggers.take_taggers(args)
    alone = names and not (args.method or args.spec)
    specs = {} if alone else methods.chosen(args)
    if alone:
        score_taggers.check_alone(args)
    methods.check_extras(args, specs)
    kept = bool(names) or corpus.needs_model(args, specs.values())
    with compute.over_models(args, kept=kept) as results:
        label_map = inputs.key_values(args.label_map, "--label-map")
        taggers = score_taggers.load(names, specs, label_map)
        _check_against(args, (*specs, *taggers))
        found, skipped = _scored(args, specs, taggers, results)
    result = _result(args, found, skipped, taggers)
    if args.json:
        output.say_json(result)
    else:
        output.say(score_table.table(result))
    for name, row in result["methods"].items():
        if row["failed"]:
            output.warn(f"{name}: {row['failed']} pairs failed; they count as nothing projected")
    return 0


def _check_against(args: argparse.Namespace, names: Sequence[str]) -> None:
    if args.against is None:
        return
    if args.against not in names:
        raise InputError(
            f"--against {args.against}: not one of the methods evaluated ({', '.join(names)}); "
            f"add --method {args.against}"
        )
    if len(names) == 1:
        raise InputError(f"--against {args.against}: nothing to compare it with; add a --method")


def _scored(
    args: argparse.Namespace,
    specs: Mapping[str, MethodSpec],
    taggers: "Mapping[str, Tagger]",
    results: "Results | None",
) -> "tuple[dict[str, Scored], int]":
    """Return what every method and tagger found, and how many pairs cannot be scored."""
    from core.cli import score_taggers, scored

    extras = inputs.read_extras(args)
    progress = output.Progress()
    inputs.one_standard_input(args.pairs, args.links, args.model)
    pairs, looks = _read(args, specs, progress, results)
    having = [
        p
        for p in pairs
        if p.target.entities is not None and (p.source.entities is not None or not specs)
    ]
    found = {
        name: scored.run(having, looks[name], spec, args.ignore, extras)
        for name, spec in specs.items()
    }
    for name, tagger in taggers.items():
        found[name] = score_taggers.run(
            having, tagger, args.ignore, results=results, report=progress
        )
    progress.clear()
    return found, len(pairs) - len(having)


def _result(
    args: argparse.Namespace,
    found: "Mapping[str, Scored]",
    skipped: int,
    taggers: Collection[str],
) -> dict[str, Any]:
    """Return everything that was asked for, as plain values."""
    from core.cli import score_rows, score_taggers

    first = next(iter(found.values()))
    rows = {name: score_rows.method_row(scored) for name, scored in found.items()}
    for name, scored in found.items():
        if args.halves:
            rows[name] |= score_rows.halves_row(scored)
        if args.intervals:
            rows[name] |= score_rows.interval_row(scored)
        if args.against not in {None, name}:
            rows[name] |= score_rows.against_row(scored, found[args.against], args.against)
        if args.details:
            rows[name] |= score_rows.detail_row(scored)
        if name in taggers:
            rows[name] = score_taggers.without_projection(rows[name])
    result: dict[str, Any] = {"pairs": len(first.pairs), "skipped": skipped, "methods": rows}
    if len(found) > 1:
        result["oracle"] = score_rows.oracle_row(found)
    if args.details:
        result["agreement"] = score_rows.agreement_row(found)
        if len(found) > len(taggers):
            result["divergence"] = score_rows.divergence_row(first)
    return result


def _read(
    args: argparse.Namespace,
    specs: Mapping[str, MethodSpec],
    progress: output.Progress,
    results: "Results | None",
) -> tuple[list[Pair], dict[str, corpus.Look]]:
    """Return the pairs and, for each method, what gives their links; each aligner runs once."""
    if args.links:
        pairs, look = _from_file(args)
        return pairs, dict.fromkeys(specs, look)
    models = inputs.read_models(args.model)
    pairs = list(inputs.read_pairs(args.pairs))
    training = inputs.read_training(args.train, lambda: pairs, progress)
    aligners = {spec.aligner for spec in specs.values()}
    looks = {a: corpus.aligned(pairs, a, training, progress, models, results) for a in aligners}
    return pairs, {name: looks[spec.aligner] for name, spec in specs.items()}


def _from_file(args: argparse.Namespace) -> tuple[list[Pair], corpus.Look]:
    """Return the pairs and what gives their links; a pair without links fails when asked for."""
    links = inputs.open_links(args.links)
    pairs: list[Pair] = []
    made: dict[str, Alignment | MissingInputError] = {}
    for pair in links.follow(inputs.read_pairs(args.pairs)):
        pairs.append(pair)
        try:
            made[pair.id] = links(pair)
        except MissingInputError as error:
            made[pair.id] = error

    def look(pair: Pair) -> Alignment:
        found = made[pair.id]
        if isinstance(found, MissingInputError):
            raise found
        return found

    return pairs, look
