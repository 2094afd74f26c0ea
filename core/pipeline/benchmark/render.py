"""A benchmark's table as Markdown, LaTeX, CSV and JSON; what users named stands as text only."""

import json
import string
from collections.abc import Callable, Mapping, Sequence

from core.pipeline.benchmark.board import Board, Kind, Line
from core.pipeline.benchmark.kept import plain_figures
from core.pipeline.benchmark.protocols import Protocol
from core.pipeline.benchmark.work import Standing
from core.review.compare.grid import Cell, Grid, to_csv, to_latex
from core.text.csv_cell import Value

_HEADS: Mapping[Kind, str] = {
    "ours": "Here",
    "half": "Here, on each half; what was chosen, was chosen on the even half",
    "published": "Published, averages over the same languages",
    "difference": "Here less published",
}
_SUMMARIES = ("average", "precision", "recall", "proj_ratio", "note")
_PLAIN = frozenset("-,.()'\"/%;:= ")
_MARKUP = {c: f"\\{c}" for c in string.punctuation if c not in _PLAIN} | {
    "<": "&lt;",
    ">": "&gt;",
    "&": "&amp;",
}


def to_markdown(board: Board) -> bytes:
    """Return the table as Markdown, one table for each kind of line."""
    parts = [f"# {_text(board.title)}", f"{_sentence(board.setting)} {_averages(board)}"]
    if board.absent:
        parts.append(f"Not asked for: {_text(' '.join(board.absent))}.")
    for kind, head in _HEADS.items():
        if lines := board.of_kind(kind):
            parts.append(f"## {head}")
            parts.append("\n".join(_rows(board, kind, lines)))
    if board.failures:
        parts += ["## Failed", _list(board.failures)]
    parts += ["## Notes", _list(board.notes)]
    return ("\n\n".join(parts) + "\n").encode()


def to_table_latex(board: Board) -> bytes:
    """Return the table for LaTeX, with booktabs; figures to three places."""
    failed = f" Failed: {'; '.join(board.failures)}." if board.failures else ""
    title = f"{board.title}: F1. {_sentence(board.setting)} {_averages(board)}{failed}"
    return to_latex(Grid(title, _columns(board), _cells(board)))


def to_table_csv(board: Board) -> bytes:
    """Return the table as CSV, figures in full."""
    return to_csv(Grid(board.title, _columns(board), _cells(board)))


def to_results(protocol: Protocol, standing: Standing, board: Board) -> bytes:
    """Return everything as JSON: the rule, every figure with its counts, failures, averages."""
    value = {
        **protocol.rule(),
        "cite": protocol.cite,
        "languages": list(standing.languages),
        "averages_over": list(board.common),
        "methods": {
            line.name: {
                "average": line.average,
                "precision": line.precision,
                "recall": line.recall,
                "proj_ratio": line.ratio,
                "languages": {
                    lang: plain_figures(standing.scored[lang, line.name])
                    for lang in standing.done(line.name)
                },
            }
            for line in board.of_kind("ours")
        },
        "published": [_plain(line) for line in board.of_kind("published")],
        "differences": [_plain(line) for line in board.of_kind("difference")],
        "failures": [
            {"language": f.language, "method": f.method or None, "reason": f.reason}
            for f in standing.failures
        ],
        "notes": list(board.notes),
    }
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


RENDERED: Mapping[str, Callable[[Board], bytes]] = {
    "table.md": to_markdown,
    "table.tex": to_table_latex,
    "table.csv": to_table_csv,
}
"""What is written of a board, by file name."""


def render(protocol: Protocol, standing: Standing, board: Board) -> dict[str, bytes]:
    """Return the files of a benchmark's folder that tell how far it is, by name."""
    files = {name: write(board) for name, write in RENDERED.items()}
    return {**files, "results.json": to_results(protocol, standing, board)}


def _plain(line: Line) -> dict[str, object]:
    return {
        "name": line.name,
        "table": line.source,
        "f1": dict(line.f1),
        "average": line.average,
        "averages_over": list(line.over),
        "note": line.note,
    }


def _averages(board: Board) -> str:
    if not board.common:
        return "There is no language yet in which all methods have a figure: no averages."
    count = len(board.common)
    return f"Averages over {count} {'language' if count == 1 else 'languages'}: " + (
        f"{' '.join(board.common)}."
    )


def _columns(board: Board) -> tuple[str, ...]:
    return ("figures", "method", "table", *board.languages, *_SUMMARIES)


def _cells(board: Board) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        tuple(
            Cell(value)
            for value in (
                line.kind,
                line.name,
                line.source or None,
                *(line.f1.get(lang) for lang in board.languages),
                *_summary(line),
                line.note or None,
            )
        )
        for line in board.lines
    )


def _summary(line: Line) -> tuple[Value, ...]:
    return (line.average, line.precision, line.recall, line.ratio)


def _rows(board: Board, kind: Kind, lines: Sequence[Line]) -> list[str]:
    """Return a Markdown table of lines of one kind."""
    signed = kind == "difference"
    summaries = ("average", "note") if kind in {"half", "difference"} else _SUMMARIES
    first = ("system", "table") if kind == "published" else ("method",)
    heads = [*first, *map(_text, board.languages), *summaries]
    rules = ["---"] * len(first) + ["---:"] * (len(heads) - len(first) - 1) + ["---"]
    rows = [heads, rules]
    for line in lines:
        names = [line.name] if len(first) == 1 else [line.name, line.source]
        figures = [_figure(line.f1.get(lang), signed=signed) or _why(board, line, lang)
                   for lang in board.languages]  # fmt: skip
        values = _summary(line)[: len(summaries) - 1]
        told = [_figure(value, signed=signed) for value in values]
        rows.append([*map(_text, names), *figures, *told, _text(line.note)])
    return [f"| {' | '.join(row)} |" for row in rows]


def _why(board: Board, line: Line, lang: str) -> str:
    """Return why there is no figure."""
    if line.kind != "ours":
        return ""
    return "failed" if {(lang, ""), (lang, line.name)} & board.failed else "not run yet"


def _figure(value: Value, *, signed: bool) -> str:
    if not isinstance(value, float):
        return ""
    return f"{value:+.3f}" if signed else f"{value:.3f}"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _list(items: Sequence[str]) -> str:
    return "\n".join(f"- {_text(item)}" for item in items)


def _text(text: str) -> str:
    """Return text that Markdown shows as it is, on one line."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    shown = "".join(_MARKUP.get(c, c) for c in line)
    # Addresses would become links by themselves.
    return shown.replace("://", ":\\//").replace("www.", "www\\.")
