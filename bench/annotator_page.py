"""The figures of the simulated annotator as tables, as JSON and for the picture."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING

from bench.annotator_run import PARTS, Curve

if TYPE_CHECKING:
    from bench.annotator import Measured

FILE = Path("build/annotator.json")
LEVELS = (0.95, 0.97, 0.98, 0.99)
"""Shares of the ceiling whose price is told; the first is the headline."""

AT = (0, 25, 50, 100, 200, 400, 600)
"""Decisions after which F1 is told."""

BOTH = ("suspicion, fixed rule, reads the target", "from scratch")
"""Strategies of a person who reads the target, so that their ceiling is 1."""

Needed = tuple[float, float] | None


def group(name: str) -> str:
    """Return the name of a strategy without its seed."""
    return re.sub(r"^random \d+", "random", name)


def needed(found: "Measured", name: str, level: float, part: str, *, both: bool = False) -> Needed:
    """Return decisions and keys until F1 is a share of the ceiling, mean of seeds; None for never.

    Args:
        found: what was measured on a corpus.
        name: group of strategies.
        level: share of the ceiling, in (0, 1].
        part: `all`, `even` or `odd`.
        both: the ceiling is 1, that of a person who reads the target.
    """
    top = 1.0 if both else found.ceilings[part].leaving_out.f1
    paid = [curve.needed(level * top) for curve in curves(found, name, part)]
    known = [one for one in paid if one is not None]
    if len(known) < len(paid):
        return None
    return fmean(d for d, _ in known), fmean(k for _, k in known)


def curves(found: "Measured", name: str, part: str) -> list[Curve]:
    """Return the curves of a group of strategies, one a seed."""
    return [by_part[part] for own, by_part in found.curves.items() if group(own) == name]


def groups(found: Iterable["Measured"]) -> list[str]:
    """Return the groups of strategies that ran, in order."""
    return list(dict.fromkeys(group(name) for one in found for name in one.curves))


def section(found: "Measured") -> str:
    """Return the tables of one corpus."""
    lines = [f"\n{found.name}: {found.seconds:.0f} s"]
    for part in PARTS:
        tops = found.ceilings[part]
        lines.append(
            f"\n{part}: ceiling {tops.leaving_out.f1:.3f} (who decides on source entities only; "
            f"carrying all of them {tops.carrying_all.f1:.3f}; who reads the target 1.000)"
        )
        lines += _prices([found], part, both=False)
        lines += _prices([found], part, both=True)
    lines += ["", *_points([found])]
    return "\n".join(lines)


def summary(found: Sequence["Measured"]) -> str:
    """Return the tables of the mean over all corpora."""
    lines = [f"\nmean of {', '.join(one.name for one in found)}"]
    for part in PARTS:
        lines += ["", f"{part}:", *_prices(found, part, both=False)]
        lines += _prices(found, part, both=True)
    return "\n".join([*lines, "", *_points(found)])


def _prices(found: Sequence["Measured"], part: str, *, both: bool) -> list[str]:
    """Return lines with the decisions and, in brackets, the keys until each level is reached."""
    top = "1" if both else "ceiling"
    head = "".join(f"{f'{level:g} x {top}':>17}" for level in LEVELS)
    lines = [f"{'decisions (keys) until F1 is':40}{head}"]
    for name in groups(found):
        if not both or name in BOTH:
            prices = (mean_needed(found, name, level, part, both=both) for level in LEVELS)
            lines.append(f"{name:40}" + "".join(f"{_price(price):>17}" for price in prices))
    return lines


def mean_needed(
    found: Sequence["Measured"], name: str, level: float, part: str, *, both: bool = False
) -> Needed:
    """Return `needed` as a mean over corpora; None where it is never reached in one of them."""
    each = [needed(one, name, level, part, both=both) for one in found]
    known = [one for one in each if one is not None]
    if len(known) < len(each):
        return None
    return fmean(d for d, _ in known), fmean(k for _, k in known)


def _price(price: Needed) -> str:
    return "never" if price is None else f"{price[0]:.0f} ({price[1]:.0f})"


def _points(found: Sequence["Measured"]) -> list[str]:
    head = "".join(f"{at:8d}" for at in AT)
    lines = [f"{'F1 after so many decisions':40}{head}"]
    for name in groups(found):
        values = (mean_at(found, name, at) for at in AT)
        lines.append(f"{name:40}" + "".join(f"{value:8.3f}" for value in values))
    return lines


def mean_at(found: Sequence["Measured"], name: str, decisions: float) -> float:
    """Return the F1 of whole corpora after so many decisions in each, mean of corpora and seeds."""
    return fmean(fmean(c.at(decisions) for c in curves(one, name, "all")) for one in found)


def write(found: Sequence["Measured"]) -> None:
    """Write all figures as JSON: ceilings, prices, and the curves by strategy, part and corpus."""
    FILE.parent.mkdir(exist_ok=True)
    value = {one.name: _plain(one) for one in found}
    FILE.write_text(json.dumps(value, indent=1) + "\n", encoding="utf-8")


def _plain(found: "Measured") -> dict[str, object]:
    return {
        "ceilings": {
            part: {"leaving_out": top.leaving_out.f1, "carrying_all": top.carrying_all.f1}
            for part, top in found.ceilings.items()
        },
        "needed": {
            part: {
                name: {f"{level:g}": needed(found, name, level, part) for level in LEVELS}
                for name in groups([found])
            }
            for part in PARTS
        },
        "curves": {
            name: {part: _steps(curve) for part, curve in by_part.items()}
            for name, by_part in found.curves.items()
        },
    }


def _steps(curve: Curve) -> Mapping[str, list[float]]:
    """Return the points at which F1 changes, and the last."""
    f1 = [round(float(v), 5) for v in curve.f1]
    kept = [k for k in range(len(f1)) if k in {0, len(f1) - 1} or f1[k] != f1[k - 1]]
    return {
        "decisions": [int(curve.decisions[k]) for k in kept],
        "keys": [int(curve.keys[k]) for k in kept],
        "f1": [f1[k] for k in kept],
    }
