"""What `evaluate` prints for people: one compact table, and more tables where asked."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from core.cli import output
from core.cli.score_rows import DIFFERENCES
from core.domain.projection import Reason
from core.evaluation.carried import QUANTILES

Row = Mapping[str, Any]
_HEAD = ("precision", "recall", "F1", "gold", "predicted")
_CAUSES = ("errors", "gold", "predicted")
_DIVERGENCE = {
    "identical": "source entities that stand in the target as they are",
    "near": "source entities that stand there nearly, transliterated",
    "trigrams": "character trigrams that both sides have",
    "linked": "source tokens with a link",
    "entropy": "entropy of a linked token's links, in bits",
}


def table(result: Row) -> str:
    """Return the tables of a result of `evaluate`."""
    methods: Mapping[str, Row] = result["methods"]
    parts = [f"{result['pairs']} pairs, {result['skipped']} skipped\n{_main(result, methods)}"]
    for title, part in (
        ("even and odd half", _halves(methods)),
        ("F1 with intervals", _intervals(methods)),
        ("against another method", _against(methods)),
        ("F1 of each way to count", _schemes(methods)),
        ("errors by cause", _causes(methods)),
        ("source entities carried over", _carried(methods)),
        ("mean score of a pair's picks", _pick_scores(methods)),
        ("agreement", _agreement(result)),
        ("the two languages", _divergence(result)),
    ):
        if part:
            parts.append(f"{title}\n{output.table(part)}")
    return "\n\n".join(parts)


def _main(result: Row, methods: Mapping[str, Row]) -> str:
    rows = [["", *_HEAD, *DIFFERENCES, "ratio", "seconds"]]
    blank = [""] * (len(DIFFERENCES) + 2)
    for name, row in methods.items():
        kinds = [str(row["differences"][kind]) for kind in DIFFERENCES]
        rows.append([name, *_cells(row), *kinds, _rate(row["ratio"]), f"{row['seconds']:.2f}"])
        rows += [[f"  {label}", *_cells(s), *blank] for label, s in row["per_type"].items()]
    rows += [[name, *_cells(row), *blank] for name, row in _best(result, methods)]
    return output.table(rows)


def _best(result: Row, methods: Mapping[str, Row]) -> Iterable[tuple[str, Row]]:
    """Yield what perfect projectors and the oracle reach; one ceiling where all are the same."""
    tops = {name: row["ceiling"] for name, row in methods.items() if "ceiling" in row}
    one = len({tuple(top.values()) for top in tops.values()}) == 1
    for name, top in [*tops.items()][: 1 if one else None]:
        yield ("ceiling" if one else f"ceiling of {name}"), top
    if "oracle" in result:
        yield "oracle", result["oracle"]


def _halves(methods: Mapping[str, Row]) -> list[list[str]]:
    rows = [
        [name, *(cell for half in row["halves"].values() for cell in _half(half))]
        for name, row in methods.items()
        if "halves" in row
    ]
    return rows and [["", "even pairs", "F1", "odd pairs", "F1"], *rows]


def _half(half: Row) -> list[str]:
    return [str(half["pairs"]), _rate(half["f1"])]


def _intervals(methods: Mapping[str, Row]) -> list[list[str]]:
    rows = [
        [name, _rate(row["f1"]), *_ends(row["interval"])]
        for name, row in methods.items()
        if "interval" in row
    ]
    return rows and [["", "F1", "low", "high", "drawn from"], *rows]


def _against(methods: Mapping[str, Row]) -> list[list[str]]:
    rows = []
    for name, row in methods.items():
        if test := row.get("against"):
            difference = f"{test['difference']:+.3f}"
            cells = [f"{name} - {test['method']}", difference, *_ends(test)]
            rows.append([*cells, f"{test['p_value']:.4f}"])
    return rows and [["", "F1", "low", "high", "drawn from", "p"], *rows]


def _ends(row: Row) -> list[str]:
    """Return the ends of an interval and what was drawn from."""
    if row["low"] is None:
        return ["undefined", "undefined", row["why"]]
    return [f"{row['low']:.3f}", f"{row['high']:.3f}", str(row["units"])]


def _schemes(methods: Mapping[str, Row]) -> list[list[str]]:
    rows = [
        [name, *(_rate(scheme["f1"]) for scheme in row["schemes"].values())]
        for name, row in methods.items()
        if "schemes" in row
    ]
    heads: Row = next((row["schemes"] for row in methods.values() if "schemes" in row), {})
    return rows and [["", *heads], *rows]


def _causes(methods: Mapping[str, Row]) -> list[list[str]]:
    rows: list[list[str]] = []
    for name, row in methods.items():
        if "errors" in row:
            total = [str(sum(e[key] for e in row["errors"].values())) for key in _CAUSES]
            rows.append([name, *total])
            rows += [
                [f"  {cause}", *(str(tally[key]) for key in _CAUSES)]
                for cause, tally in row["errors"].items()
            ]
    return rows and [["", "errors", "gold not found", "predicted wrongly"], *rows]


def _carried(methods: Mapping[str, Row]) -> list[list[str]]:
    rows = []
    for name, row in methods.items():
        for label, found in row.get("carried", {}).items():
            first = [str(found["entities"]), str(found["projected"]), _rate(found["rate"])]
            rows.append([f"{name}, {label}", *first, *map(str, found["without"].values())])
    return rows and [["", "entities", "projected", "rate", *map(str, Reason)], *rows]


def _pick_scores(methods: Mapping[str, Row]) -> list[list[str]]:
    rows = [
        [name, *(_rate(value) for value in found.values())]
        for name, row in methods.items()
        if (found := row.get("pick_scores"))
    ]
    return rows and [["", *(f"{share:.0%}" for share in QUANTILES)], *rows]


def _agreement(result: Row) -> list[list[str]]:
    if "agreement" not in result:
        return []
    found = result["agreement"]
    rows = [
        [f"{p['first']}, {p['second']}", *(_figure(p[key]) for key in _KAPPAS)]
        for p in found["pairwise"]
    ]
    alpha = ["all together: alpha of tokens", "", _figure(found["alpha"]), ""]
    return [["", "F1", "kappa of tokens", "kappa of entities"], *rows, alpha]


_KAPPAS = ("f1", "token_kappa", "entity_kappa")


def _divergence(result: Row) -> list[list[str]]:
    if "divergence" not in result:
        return []
    found = result["divergence"]
    return [
        [said, "undefined" if found[key] is None else _rate(found[key])]
        for key, said in _DIVERGENCE.items()
    ]


def _figure(value: Row) -> str:
    return f"undefined: {value['why']}" if value["value"] is None else _rate(value["value"])


def _cells(score: Row) -> Sequence[str]:
    rates = [_rate(score[key]) for key in ("precision", "recall", "f1")]
    return [*rates, str(score["gold"]), str(score["predicted"])]


def _rate(value: float) -> str:
    return f"{value:.3f}"
