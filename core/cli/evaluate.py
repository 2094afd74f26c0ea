"""Project onto pairs with gold target tags, and score the outcome.

Strict spans and types, micro-averaged. Labels that do not count (--ignore, and what a pair's
eval_types leaves out) are dropped before matching. Pairs without source tags or gold are skipped.
"""

import argparse
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from core.cli import corpus, inputs, methods, output
from core.domain.alignment import Alignment
from core.domain.entity import Entity
from core.domain.pair import Pair
from core.domain.spec import MethodSpec
from core.errors import MissingInputError

if TYPE_CHECKING:
    from core.evaluation.spans import Report, Score
    from core.pipeline.run import Extras

NAME = "evaluate"
_DIFFERENCES = ("boundary", "type", "missing", "extra")
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
    parser.add_argument("--json", action="store_true", help="as one JSON object")


def run(args: argparse.Namespace) -> int:
    """Return 0 after printing the scores."""
    specs = methods.chosen(args)
    methods.check_extras(args, specs)
    extras = inputs.read_extras(args)
    progress = output.Progress()
    inputs.one_standard_input(args.pairs, args.links, args.model)
    pairs, looks = _read(args, specs, progress)
    scored = [p for p in pairs if p.source.entities is not None and p.target.entities is not None]
    found = {
        name: _score(scored, looks[name], spec, args.ignore, extras) for name, spec in specs.items()
    }
    progress.clear()
    result = {"pairs": len(scored), "skipped": len(pairs) - len(scored), "methods": found}
    if args.json:
        output.say_json(result)
    else:
        output.say(_table(result))
    for name, row in found.items():
        if row["failed"]:
            output.warn(f"{name}: {row['failed']} pairs failed; they count as nothing projected")
    return 0


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


def _score(
    pairs: list[Pair],
    look: corpus.Look,
    spec: MethodSpec,
    ignore: list[str],
    extras: "Extras",
) -> dict[str, Any]:
    from core.evaluation.differences import compare
    from core.evaluation.spans import evaluate
    from core.pipeline.run import Projected, project_pairs

    counting = [_without(pair, spec, ignore) for pair in pairs]
    began_s = time.perf_counter()
    outcomes = list(project_pairs(counting, look, spec, extras=extras))
    seconds = time.perf_counter() - began_s
    gold = [pair.target.entities or () for pair in pairs]
    found = [o.entities() if isinstance(o, Projected) else () for o in outcomes]
    types = [pair.eval_types for pair in pairs]
    report = evaluate(gold, found, ignore=ignore, eval_types=types)
    kinds = Counter(
        str(difference.kind)
        for truth, guess, counting_types in zip(gold, found, types, strict=True)
        for difference in compare(
            _counting(truth, counting_types, ignore), _counting(guess, counting_types, ignore)
        )
    )
    failed = sum(not isinstance(o, Projected) for o in outcomes)
    return _row(report, kinds, seconds, failed)


def _counting(
    entities: Iterable[Entity], types: Sequence[str] | None, ignore: list[str]
) -> tuple[Entity, ...]:
    """Return the entities whose label counts."""
    return tuple(
        e for e in entities if e.label not in ignore and (types is None or e.label in types)
    )


def _without(pair: Pair, spec: MethodSpec, ignore: list[str]) -> Pair:
    """Return the pair without source entities whose label, once mapped, does not count."""
    labels = dict(spec.label_map)
    kept = tuple(
        e
        for e in pair.source.entities or ()
        if _counting([replace(e, label=labels.get(e.label, e.label))], pair.eval_types, ignore)
    )
    return replace(pair, source=replace(pair.source, entities=kept))


def _row(report: "Report", kinds: Mapping[str, int], seconds: float, failed: int) -> dict[str, Any]:
    return {
        **_numbers(report.overall),
        "differences": {kind: kinds.get(kind, 0) for kind in _DIFFERENCES},
        "ratio": report.ratio,
        "per_type": {label: _numbers(score) for label, score in report.per_type.items()},
        "seconds": round(seconds, 4),
        "failed": failed,
    }


def _numbers(score: "Score") -> dict[str, float | int]:
    return {
        "precision": score.precision,
        "recall": score.recall,
        "f1": score.f1,
        "gold": score.n_gold,
        "predicted": score.n_predicted,
        "right": score.tp,
    }


def _table(result: Mapping[str, Any]) -> str:
    rows = [["", "precision", "recall", "F1", "gold", "predicted", *_DIFFERENCES, "seconds"]]
    blank = [""] * (len(_DIFFERENCES) + 1)
    for name, row in result["methods"].items():
        kinds = [str(count) for count in row["differences"].values()]
        rows.append([name, *_cells(row), *kinds, f"{row['seconds']:.2f}"])
        rows += [[f"  {label}", *_cells(s), *blank] for label, s in row["per_type"].items()]
    return f"{result['pairs']} pairs, {result['skipped']} skipped\n{output.table(rows)}"


def _cells(score: Mapping[str, Any]) -> list[str]:
    rates = [f"{score[key]:.3f}" for key in ("precision", "recall", "f1")]
    return [*rates, str(score["gold"]), str(score["predicted"])]
