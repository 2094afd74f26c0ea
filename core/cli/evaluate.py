"""Project onto pairs with gold target tags, and score the outcome.

Strict spans and types, micro-averaged. Labels that do not count (--ignore, and what a pair's
eval_types leaves out) are dropped before matching. Pairs without source tags or gold are skipped.
The ceiling is what a perfect projector reaches, the oracle the best choice among the methods,
sentence by sentence.
"""

import argparse
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from core.cli import corpus, inputs, methods, output
from core.domain.alignment import Alignment
from core.domain.pair import Pair
from core.domain.spec import MethodSpec
from core.errors import InputError, MissingInputError

if TYPE_CHECKING:
    from core.cli.scored import Scored

NAME = "evaluate"
EXAMPLE = (
    "python -m core evaluate pairs.jsonl --train en-de.tsv.gz --method default "
    "--method heuristic --ignore MISC --json"
)


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    inputs.add_pairs(parser)
    methods.add(parser)
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
    from core.cli import score_table

    specs = methods.chosen(args)
    methods.check_extras(args, specs)
    _check_against(args, specs)
    found, skipped = _scored(args, specs)
    result = _result(args, found, skipped)
    if args.json:
        output.say_json(result)
    else:
        output.say(score_table.table(result))
    for name, row in result["methods"].items():
        if row["failed"]:
            output.warn(f"{name}: {row['failed']} pairs failed; they count as nothing projected")
    return 0


def _check_against(args: argparse.Namespace, specs: Mapping[str, MethodSpec]) -> None:
    if args.against is None:
        return
    if args.against not in specs:
        raise InputError(
            f"--against {args.against}: not one of the methods evaluated ({', '.join(specs)}); "
            f"add --method {args.against}"
        )
    if len(specs) == 1:
        raise InputError(f"--against {args.against}: nothing to compare it with; add a --method")


def _scored(
    args: argparse.Namespace, specs: Mapping[str, MethodSpec]
) -> "tuple[dict[str, Scored], int]":
    """Return every method's outcome, and how many pairs have no source tags or no gold."""
    from core.cli import scored

    extras = inputs.read_extras(args)
    progress = output.Progress()
    inputs.one_standard_input(args.pairs, args.links, args.model)
    pairs, looks = _read(args, specs, progress)
    having = [p for p in pairs if p.source.entities is not None and p.target.entities is not None]
    found = {
        name: scored.run(having, looks[name], spec, args.ignore, extras)
        for name, spec in specs.items()
    }
    progress.clear()
    return found, len(pairs) - len(having)


def _result(
    args: argparse.Namespace, found: "Mapping[str, Scored]", skipped: int
) -> dict[str, Any]:
    """Return everything that was asked for, as plain values."""
    from core.cli import score_rows

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
    result: dict[str, Any] = {"pairs": len(first.pairs), "skipped": skipped, "methods": rows}
    if len(found) > 1:
        result["oracle"] = score_rows.oracle_row(found)
    if args.details:
        result["agreement"] = score_rows.agreement_row(found)
        result["divergence"] = score_rows.divergence_row(first)
    return result


def _read(
    args: argparse.Namespace, specs: Mapping[str, MethodSpec], progress: output.Progress
) -> tuple[list[Pair], dict[str, corpus.Look]]:
    """Return the pairs and, for each method, what gives their links; each aligner runs once."""
    if args.links:
        pairs, look = _from_file(args)
        return pairs, dict.fromkeys(specs, look)
    models = inputs.read_models(args.model)
    pairs = list(inputs.read_pairs(args.pairs))
    training = inputs.read_training(args.train, lambda: pairs, progress)
    aligners = {spec.aligner for spec in specs.values()}
    looks = {a: corpus.aligned(pairs, a, training, progress, models) for a in aligners}
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
