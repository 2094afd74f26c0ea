"""The headline figure as a picture: F1 against decisions, mean of the corpora, as SVG."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING

from bench.annotator_page import curves, groups, mean_at, mean_needed

if TYPE_CHECKING:
    from bench.annotator import Measured

FILE = Path("bench/annotator.svg")
TOLD = (0.95, 0.99)
"""Shares of the ceiling whose price stands beside each line."""

PICTURED = (
    "gain, learned score",
    "suspicion, learned score",
    "random, learned score",
    "gain, fixed rule",
    "suspicion, fixed rule",
    "file order, fixed rule",
    "from scratch",
)
_MOST = 6
_WIDTH, _HEIGHT = 860, 400
_LEFT, _RIGHT, _TOP, _BOTTOM = 58, 300, 44, 52
_LOW, _TICK = 0.8, 0.05
_EACH = 5
_BEST = "best that deciding on source entities can reach"

_STYLE = """
svg { --paper: #fff; --ink: #1d1d1b; --quiet: #6a6a66; --line: #e2e2de;
  --c0: #2f5fd0; --c1: #0a7d55; --c2: #b4520b; --c3: #8a3fb0; --c4: #6f6a00; --c5: #77736c; }
@media (prefers-color-scheme: dark) { svg { --paper: #181817; --ink: #ececea; --quiet: #a3a39d;
  --line: #393936; --c0: #8fb0ff; --c1: #55cf9f; --c2: #f2a367; --c3: #d4a1ef; --c4: #d5cc55;
  --c5: #b5b0a7; } }
text { font: 13px system-ui, sans-serif; fill: var(--ink); } .quiet { fill: var(--quiet); }
.title { font-weight: 600; font-size: 14px; } .grid { stroke: var(--line); }
.bar { stroke: var(--quiet); stroke-dasharray: 5 4; }
path { fill: none; stroke-width: 2.2; stroke-linejoin: round; }
"""


@dataclass(frozen=True, slots=True)
class Line:
    """A strategy in the picture.

    Args:
        name: of the strategy.
        points: decisions and F1, ascending by decisions.
        prices: decisions until each share of `TOLD` is reached; None for never.
    """

    name: str
    points: Sequence[tuple[float, float]]
    prices: Sequence[float | None]


def lines(found: Sequence["Measured"]) -> list[Line]:
    """Return what is drawn: the mean over corpora of up to six strategies, in a fixed order."""
    ran = [name for name in PICTURED if name in groups(found)][: _MOST - 1]
    ran += [name for name in PICTURED[-1:] if name in groups(found) and name not in ran]
    drawn = []
    for name in ran:
        most = max(int(c.decisions[-1]) for one in found for c in curves(one, name, "all"))
        points = [(d, mean_at(found, name, d)) for d in range(0, most + _EACH, _EACH)]
        paid = (mean_needed(found, name, level, "all") for level in TOLD)
        drawn.append(Line(name, points, [price and price[0] for price in paid]))
    return drawn


def svg(drawn: Sequence[Line], top: float, about: str) -> str:
    """Return the picture.

    Args:
        drawn: the lines, at least one.
        top: mean ceiling, in (0, 1].
        about: what was measured, for the title.
    """
    most = max(line.points[-1][0] for line in drawn)
    body = [
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="var(--paper)"/>',
        _text(_LEFT, 22, f"F1 of the corpus against entity decisions, {about}", "title"),
        *_axes(most),
        _bar(top),
        _text(_LEFT + 4, _y(top) - 5, f"{_BEST}, {top:.3f}", "quiet"),
        *(_bar(level * top) for level in TOLD),
        _text(_LEFT + 4, _y(TOLD[1] * top) - 3, f"{TOLD[1]:.0%} of it", "quiet"),
        _text(_x(0.3 * most, most), _y(TOLD[0] * top) + 15, f"{TOLD[0]:.0%} of it", "quiet"),
    ]
    x = _WIDTH - _RIGHT + 16
    told = " and ".join(f"{level:.0%}" for level in TOLD)
    body.append(_text(x, _TOP + 4, f"decisions until {told} of the best", "quiet"))
    for k, line in enumerate(drawn):
        body.append(f'<path d="{_path(line.points, most)}" style="stroke:var(--c{k})"/>')
        y = _TOP + 30 + 24 * k
        body.append(f'<path d="M{x} {y - 4}h22" style="stroke:var(--c{k})"/>')
        for at, price in zip((62, 100), line.prices, strict=True):
            words = "never" if price is None else f"{price:,.0f}"
            body.append(_text(x + at, y, words, anchor="end"))
        body.append(_text(x + 110, y, line.name))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        f'width="{_WIDTH}" height="{_HEIGHT}" role="img">\n<style>{_STYLE}</style>\n'
        + "\n".join(body)
        + "\n</svg>\n"
    )


def write(found: Sequence["Measured"]) -> None:
    """Draw the picture and write it beside this file, where the README shows it."""
    top = fmean(one.ceilings["all"].leaving_out.f1 for one in found)
    names = ", ".join(one.name.removeprefix("europarl.") for one in found)
    FILE.write_text(svg(lines(found), top, f"mean of Europarl-NER {names}"), encoding="utf-8")


def _axes(most: float) -> Iterable[str]:
    ticks = round((1 - _LOW) / _TICK)
    for k in range(ticks + 1):
        f1 = _LOW + k * _TICK
        yield _grid(_LEFT, _y(f1), _WIDTH - _RIGHT, _y(f1), "grid")
        yield _text(_LEFT - 8, _y(f1) + 4, f"{f1:.2f}", "quiet", "end")
    step = 100 if most > 300 else 20
    for d in range(0, int(most) + 1, step):
        yield _text(_x(d, most), _HEIGHT - _BOTTOM + 20, f"{d}", "quiet", "middle")
    middle = (_LEFT + _WIDTH - _RIGHT) / 2
    yield _text(middle, _HEIGHT - 12, "entity decisions", "quiet", "middle")


def _bar(f1: float) -> str:
    return _grid(_LEFT, _y(f1), _WIDTH - _RIGHT, _y(f1), "bar")


def _grid(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" class="{kind}"/>'


def _text(x: float, y: float, words: str, kind: str = "", anchor: str = "start") -> str:
    where = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    return f'<text {where} class="{kind}">{escape(words)}</text>'


def _path(points: Sequence[tuple[float, float]], most: float) -> str:
    """Return the line above the lower edge; one that comes from below begins where it crosses."""
    shown = [k for k, (_, f1) in enumerate(points) if f1 >= _LOW]
    if not shown:
        return ""
    kept = list(points[shown[0] :])
    if shown[0]:
        (d1, f1), (d2, f2) = points[shown[0] - 1 : shown[0] + 1]
        kept.insert(0, (d1 + (_LOW - f1) / (f2 - f1) * (d2 - d1), _LOW))
    return "M" + " ".join(f"{_x(d, most):.1f} {_y(f1):.1f}" for d, f1 in kept)


def _x(decisions: float, most: float) -> float:
    return _LEFT + decisions / most * (_WIDTH - _LEFT - _RIGHT)


def _y(f1: float) -> float:
    return _HEIGHT - _BOTTOM - (f1 - _LOW) / (1 - _LOW) * (_HEIGHT - _TOP - _BOTTOM)
