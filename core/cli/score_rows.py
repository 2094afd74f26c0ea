"""What `evaluate --json` prints, as plain values; the table prints from the same."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from core.cli.scored import Scored, unit_of
from core.evaluation.agreement import agreement
from core.evaluation.carried import QUANTILES, Carried, carried, score_quantiles
from core.evaluation.causes import error_split
from core.evaluation.ceiling import ceiling, oracle
from core.evaluation.chance import Agreement
from core.evaluation.differences import Difference, compare
from core.evaluation.divergence import divergence
from core.evaluation.halves import is_even
from core.evaluation.intervals import Interval, f1_interval
from core.evaluation.paired import paired_test
from core.evaluation.schemes import Counts, evaluate_schemes
from core.evaluation.spans import Score, evaluate

GOLD = "gold"
DIFFERENCES = tuple(str(kind) for kind in Difference if kind is not Difference.SAME)
Row = dict[str, Any]


def method_row(scored: Scored) -> Row:
    """Return what is always said of a method."""
    report = evaluate(scored.gold, scored.found)
    kinds = Counter(
        str(c.kind)
        for truth, guess in zip(scored.gold, scored.found, strict=True)
        for c in compare(truth, guess)
    )
    return {
        **numbers(report.overall),
        "differences": {kind: kinds[kind] for kind in DIFFERENCES},
        "ratio": report.ratio,
        "per_type": {label: numbers(score) for label, score in report.per_type.items()},
        "seconds": round(scored.seconds, 4),
        "failed": scored.failed,
        "ceiling": numbers(ceiling(scored.source, scored.gold).carrying_all),
    }


def halves_row(scored: Scored) -> Row:
    """Return the scores of the even and of the odd half."""
    found = {}
    for name, parity in (("even", True), ("odd", False)):
        part = [k for k, pair in enumerate(scored.pairs) if is_even(pair.id) is parity]
        gold, guess = [scored.gold[k] for k in part], [scored.found[k] for k in part]
        found[name] = {"pairs": len(part), **numbers(evaluate(gold, guess).overall)}
    return {"halves": found}


def interval_row(scored: Scored) -> Row:
    """Return the interval of F1."""
    return {"interval": span(f1_interval(scored.table, units=units(scored)))}


def against_row(scored: Scored, other: Scored, name: str) -> Row:
    """Return the difference in F1 to another method, with its interval and p-value."""
    found = paired_test(scored.table, other.table, units=units(scored))
    difference = {"difference": found.difference.value, **span(found.difference)}
    return {"against": {"method": name, **difference, "p_value": found.p_value}}


def detail_row(scored: Scored) -> Row:
    """Return schemes, errors by cause, what became of source entities, and another ceiling."""
    best = ceiling(scored.source, scored.gold)
    schemes = evaluate_schemes(scored.gold, scored.found)
    quantiles = score_quantiles(scored.projections)
    split = error_split(scored.source, scored.gold, scored.found, scored.alignments)
    return {
        "schemes": {
            str(scheme): {
                **scheme_numbers(report.overall),
                "per_type": {k: scheme_numbers(v) for k, v in report.per_type.items()},
            }
            for scheme, report in schemes.items()
        },
        "errors": {str(cause): asdict(tally) for cause, tally in split.items()},
        "carried": {k: carried_numbers(c) for k, c in carried(scored.projections).items()},
        "pick_scores": quantiles and dict(zip(map(str, QUANTILES), quantiles, strict=True)),
        "ceiling_leaving_out": numbers(best.leaving_out),
    }


def oracle_row(found: Mapping[str, Scored]) -> Row:
    """Return what choosing among the methods could reach."""
    gold = next(iter(found.values())).gold
    best = oracle(gold, {name: scored.found for name, scored in found.items()})
    return {**numbers(best.overall), "chosen": dict(best.chosen), "found_by_any": best.found}


def divergence_row(scored: Scored) -> Row:
    """Return how far the two languages lie apart, by the source entities that count."""
    rows = zip(scored.pairs, scored.source, scored.alignments, strict=True)
    return asdict(divergence((pair.source.tokens, kept, pair.target.tokens, links)
                             for pair, kept, links in rows))  # fmt: skip


def agreement_row(found: Mapping[str, Scored]) -> Row:
    """Return how far the methods agree with each other and with gold."""
    first = next(iter(found.values()))
    layers = {name: scored.predicted for name, scored in found.items()} | {GOLD: first.gold}
    report = agreement(layers, [len(pair.target) for pair in first.pairs])
    pairs = [
        {
            "first": p.first,
            "second": p.second,
            "pairs": p.sentences,
            "f1": figure(p.f1),
            "token_kappa": figure(p.token_kappa),
            "entity_kappa": figure(p.entity_kappa),
        }
        for p in report.pairs
    ]
    return {"pairwise": pairs, "alpha": figure(report.alpha)}


def units(scored: Scored) -> Sequence[str]:
    """Return what each pair is drawn with."""
    return [unit_of(pair) for pair in scored.pairs]


def numbers(score: Score) -> Row:
    """Return the rates and the counts behind them."""
    return {
        "precision": score.precision,
        "recall": score.recall,
        "f1": score.f1,
        "gold": score.n_gold,
        "predicted": score.n_predicted,
        "right": score.tp,
    }


def carried_numbers(found: Carried) -> Row:
    """Return how many source entities were projected, and the others by reason."""
    without = {str(reason): count for reason, count in found.without.items()}
    return {
        "entities": found.entities,
        "projected": found.projected,
        "rate": found.rate,
        "without": without,
    }


def scheme_numbers(counts: Counts) -> Row:
    """Return the rates of a scheme and the counts behind them."""
    rates = {"precision": counts.precision, "recall": counts.recall, "f1": counts.f1}
    return {**rates, **asdict(counts), "possible": counts.possible, "actual": counts.actual}


def span(interval: Interval) -> Row:
    """Return the ends of an interval; null and `why` where it is undefined."""
    row = {"low": interval.low, "high": interval.high, "level": interval.level}
    return {**row, "units": interval.units, **({"why": interval.why} if interval.why else {})}


def figure(value: Agreement) -> Row:
    """Return an agreement figure; null and `why` where it is undefined."""
    return {"value": value.value, "n": value.n, **({"why": value.why} if value.why else {})}
