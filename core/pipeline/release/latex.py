"""The LaTeX table of a release: its layers with their figures, and its entities by label."""

from collections.abc import Iterable, Mapping
from typing import Any

from core.pipeline.release.agreed import rows
from core.text.latex import escaped

_FIGURES = ("precision", "recall", "f1")
_KINDS = ("accepted", "corrected", "added", "rejected", "unreviewed")


def table(manifest: Mapping[str, Any]) -> str:
    r"""Return a `table` environment of two or three tabulars, for the package `booktabs`.

    Everything that comes from people or files is escaped; all numbers stand in the manifest.
    """
    caption = f"Release {manifest['name']} of {manifest['project']}: {manifest['pairs']:,} pairs."
    lines = [
        r"% needs \usepackage{booktabs}",
        r"\begin{table}",
        r"\centering",
        *_tabular("lrrr", ("Method", "Precision", "Recall", "F1"), _layers(manifest)),
        r"\par\medskip",
        *_tabular("l" + "r" * len(_KINDS), ("Label", *_KINDS), _labels(manifest)),
        *_agreed(manifest),
        rf"\caption{{{escaped(caption)} {escaped(_of(manifest))}}}",
        r"\end{table}",
    ]
    return "\n".join(lines)


def _agreed(manifest: Mapping[str, Any]) -> list[str]:
    found = list(rows(manifest))
    head = ("Agreement", "Pairs", "Alpha", "F1", "Kappa")
    return [r"\par\medskip", *_tabular("lrrrr", head, found)] if found else []


def _of(manifest: Mapping[str, Any]) -> str:
    quality = manifest["quality"]
    if not quality["pairs"]:
        return f"Methods: {quality['words']}."
    return f"Methods on {quality['words']} (in %, 95 % intervals in brackets)."


def _tabular(columns: str, head: Iterable[str], rows: Iterable[Iterable[str]]) -> list[str]:
    return [
        rf"\begin{{tabular}}{{{columns}}}",
        r"\toprule",
        _line(head),
        r"\midrule",
        *(_line(row) for row in rows),
        r"\bottomrule",
        r"\end{tabular}",
    ]


def _line(cells: Iterable[str]) -> str:
    return " & ".join(escaped(cell) for cell in cells) + r" \\"


def _layers(manifest: Mapping[str, Any]) -> Iterable[tuple[str, ...]]:
    for layer in manifest["layers"]:
        figures = manifest["quality"]["layers"].get(layer["content_hash"])
        name = f"{layer['name']} (base)" if layer["base"] else layer["name"]
        if figures is None:
            yield (name, *("-" for _ in _FIGURES))
        else:
            yield (name, *(_figure(figures[key]) for key in _FIGURES))


def _figure(figure: Mapping[str, Any]) -> str:
    value = f"{figure['value'] * 100:.1f}"
    if figure["low"] is None:
        return value
    return f"{value} [{figure['low'] * 100:.1f}, {figure['high'] * 100:.1f}]"


def _labels(manifest: Mapping[str, Any]) -> Iterable[tuple[str, ...]]:
    counted = manifest["counts"]["target"]
    known = dict.fromkeys([*manifest["labels"], *(k for one in counted.values() for k in one)])
    for label in known:
        yield (label, *(f"{counted.get(kind, {}).get(label, 0):,}" for kind in _KINDS))
