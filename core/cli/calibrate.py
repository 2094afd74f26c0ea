"""Learn from a project's decisions how sure each method may be, and what quality to expect.

For every method: how far said and found are apart on pairs that the map was not fitted to, and the
expected precision, recall and F1 of all pairs with 95 % intervals, as the method projected them.
The last line is the corrected data as it stands. Without decisions a first guess is printed.
"""

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING

from core.cli import output, prepare

if TYPE_CHECKING:
    from core.evaluation.calibration import Bin
    from core.evaluation.intervals import Interval
    from core.review.confidence import Checked, Confidence
    from core.review.progress import Figures
    from core.storage import Workspace

NAME = "calibrate"
EXAMPLE = "python -m core calibrate --project news --json"

_CORRECTED = "corrected, as it stands"


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    prepare.add_project(parser)
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    """Return 0 after printing the confidence of a project and keeping the map."""
    from core.review.confidence import calibrate
    from core.storage import Workspace

    workspace = Workspace.open(args.db)
    _bring_up(workspace, args.project)
    found = calibrate(workspace, args.project)
    if args.json:
        output.say_json(_record(found))
    else:
        output.say("\n".join(_lines(found)))
    return 0


def _bring_up(workspace: "Workspace", project: str) -> None:
    """Work the evidence out where there is none of today, as a job that a page can watch."""
    from core.pipeline.evidence import work_out
    from core.pipeline.teller import as_job
    from core.review.confidence import is_fresh

    if is_fresh(workspace, workspace.project(project)):
        return
    progress = output.Progress()
    with as_job(workspace, project, progress) as teller:
        work_out(workspace, project, teller)
        teller.result = "worked out confidence"
    progress.clear()


def _lines(found: "Confidence") -> Iterator[str]:
    from core.review.confidence import words

    yield words.rests_on(found)
    yield ""
    rows = [("method", "decided", "ECE before", "ECE after", "precision", "recall", "F1")]
    for method in found.methods:
        checked = method.checked
        rows.append(
            (
                method.name,
                str(method.decided),
                f"{checked.before:.3f}" if checked else "-",
                f"{checked.after:.3f}" if checked else "-",
                *_figures(method.figures),
            )
        )
    rows.append((_CORRECTED, "", "", "", *_figures(found.corrected)))
    yield output.table(rows)
    for method in found.methods:
        yield ""
        yield f"{method.name}: {words.of_method(method.checked, method.decided)}"
        for one in method.checked.bins if method.checked else ():
            if one.count:
                yield f"  {words.of_bin(one)}"


def _figures(figures: "Figures") -> tuple[str, str, str]:
    from core.review.confidence.words import told

    return told(figures.precision), told(figures.recall), told(figures.f1)


def _record(found: "Confidence") -> dict[str, object]:
    from core.review.confidence.words import rests_on

    return {
        "rests_on": rests_on(found),
        "decided": found.entities,
        "pairs_checked": found.whole,
        "pairs": found.pairs,
        "map": {
            "weights": list(found.fitted.weights),
            "base": found.fitted.base,
            "offsets": dict(found.fitted.offsets),
        },
        "methods": [
            {
                "name": method.name,
                "layer": method.layer,
                "decided": method.decided,
                "calibration": _checked(method.checked),
                "before_review": _plain(method.figures),
            }
            for method in found.methods
        ],
        "after_review": _plain(found.corrected),
    }


def _checked(checked: "Checked | None") -> dict[str, object] | None:
    if checked is None:
        return None
    return {
        "entities": checked.count,
        "error_before": checked.before,
        "error_after": checked.after,
        "error_by_chance": checked.by_chance,
        "bins": [_bin(one) for one in checked.bins],
        "bins_before": [_bin(one) for one in checked.bins_before],
    }


def _bin(one: "Bin") -> dict[str, object]:
    return {
        "low": one.low,
        "high": one.high,
        "count": one.count,
        "said": one.said,
        "found": one.found,
    }


def _plain(figures: "Figures") -> dict[str, object]:
    def plain(figure: "Interval") -> dict[str, object]:
        return {"value": figure.value, "low": figure.low, "high": figure.high}

    return {
        "precision": plain(figures.precision),
        "recall": plain(figures.recall),
        "f1": plain(figures.f1),
    }
