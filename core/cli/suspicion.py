"""Look for suspicious pairs of a project anew, and print the most suspicious with the reasons.

First come the pairs with the most expected errors for a decision; with `--order gain` those that
mend most, where names that recur count more and each name again counts less. `prepare` and `import`
look for them by themselves. --json prints a list with one object a pair.
"""

import argparse
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from core.cli import output, prepare
from core.errors import InputError

if TYPE_CHECKING:
    from core.storage.values import Signals

NAME = "suspicion"
EXAMPLE = "python -m core suspicion --project news --top 50"

ORDERS = ("suspicion", "gain")

_TAKEN_OVER = "another run over the project took over"


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    prepare.add_project(parser)
    parser.add_argument(
        "--top", type=int, default=20, metavar="N", help="pairs to print, 0 for none (default: 20)"
    )
    parser.add_argument(
        "--order", choices=ORDERS, default=ORDERS[0], help="what comes first (default: suspicion)"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    """Return 0 after printing the most suspicious pairs."""
    from core.pipeline.signals import work_out
    from core.pipeline.teller import as_job
    from core.review.orders import Order, Sort
    from core.review.queue import build
    from core.storage import Filter, Workspace

    if args.top < 0:
        raise InputError(f"--top {args.top}: give a number from 0")
    workspace = Workspace.open(args.db)
    progress = output.Progress()
    with as_job(workspace, args.project, progress) as teller:
        own = work_out(workspace, args.project, teller)
        teller.result = "looked for suspicious pairs" if own else _TAKEN_OVER
    progress.clear()
    if not own:
        output.warn(f"warning: {_TAKEN_OVER}; what stands now is printed")
    queue = build(workspace, args.project, Filter(), Order(Sort(args.order)))
    found = [
        (pair, signals)
        for pair in queue.ids(workspace, 0, args.top)
        if (signals := workspace.signals.read(args.project, pair)) is not None
    ]
    if args.json:
        output.say_json([_record(pair, signals) for pair, signals in found])
    elif found:
        output.say("\n".join(_lines(found, by_gain=args.order == "gain")))
    return 0


def _lines(found: Sequence[tuple[str, "Signals"]], *, by_gain: bool) -> Iterator[str]:
    """Yield the lines of the table; only in the order of gain they tell of that, and of names."""
    gains = [("gain", *(_number(s.gain) for _, s in found))] if by_gain else []
    columns = [
        ("pair", *(pair for pair, _ in found)),
        ("suspicion", *(f"{s.suspicion:.2f}" for _, s in found)),
        *gains,
        ("decisions", *(str(s.decisions) for _, s in found)),
    ]
    reasons = ["; ".join(f.text for f in s.flags if f.weight or by_gain) for _, s in found]
    table = output.table(list(zip(*columns, strict=True))).splitlines()
    for line, told in zip(table, ["reasons", *reasons], strict=True):
        yield f"{line}  {told}".rstrip()


def _number(gain: float | None) -> str:
    return "" if gain is None else f"{gain:.2f}"


def _record(pair: str, signals: "Signals") -> dict[str, object]:
    return {
        "id": pair,
        "suspicion": signals.suspicion,
        "gain": signals.gain,
        "decisions": signals.decisions,
        "disagreement": signals.disagreement,
        "margin": signals.margin,
        "score": signals.score,
        "reasons": [
            {"code": f.code, "text": f.text, "weight": f.weight, "entity": f.entity}
            for f in signals.flags
            if f.weight
        ],
        "notes": [f.text for f in signals.flags if not f.weight],
    }
