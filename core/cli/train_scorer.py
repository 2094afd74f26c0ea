"""Learn from the decisions of a project which spans people mark; offer what it would change.

The scorer is checked on decided pairs that it has not seen; where it does no better than the base
of the project, nothing is offered and the base stays. --keep lets untouched pairs stand on what it
makes of them, --drop deletes it, --undo goes back to what was there before it was kept. Pairs that
somebody decided on are never touched.
"""

import argparse
from typing import TYPE_CHECKING, Any

from core.cli import output, prepare

if TYPE_CHECKING:
    from core.pipeline.trials import Trial

NAME = "train-scorer"
EXAMPLE = "python -m core train-scorer --project news --save scorer.bin"


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    prepare.add_project(parser)
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--keep", action="store_true", help="use the scorer that is on offer")
    what.add_argument("--drop", action="store_true", help="delete the scorer that is on offer")
    what.add_argument("--undo", action="store_true", help="go back to what was before it was kept")
    what.add_argument(
        "--anyway", action="store_true", help="offer the scorer although the check found no gain"
    )
    what.add_argument(
        "--show", action="store_true", help="print what was learned last, and learn nothing"
    )
    parser.add_argument(
        "--save", metavar="FILE", help="also write the scorer to a file, for `project --scorer`"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    """Return 0 after printing what was learned, or what became of it."""
    from core.errors import MissingInputError
    from core.pipeline import learn
    from core.pipeline.trials import read
    from core.storage import Workspace

    workspace = Workspace.open(args.db)
    progress = output.Progress()
    trial: Trial | None
    if args.show:
        trial = read(workspace, args.project)
        if trial is None:
            raise MissingInputError("nothing was learned yet; run `train-scorer` without --show")
    elif args.keep:
        trial = learn.keep(workspace, args.project, report=progress)
    elif args.drop:
        trial = learn.drop(workspace, args.project)
    elif args.undo:
        trial = learn.undo(workspace, args.project, report=progress)
    else:
        trial = learn.train(workspace, args.project, anyway=args.anyway, report=progress)
    progress.clear()
    if args.save:
        _save(trial, args.save)
    if args.json:
        output.say_json(_record(trial))
    else:
        output.say("\n".join([trial.text, *(f"  {pair}" for pair in trial.first)]))
    return 0


def _save(trial: "Trial", path: str) -> None:
    from core.errors import MissingInputError
    from core.scoring.learned import known
    from core.storage.files import write_atomically

    if trial.state in {"refused", "dropped"}:
        raise MissingInputError(
            f"there is no scorer to save, the latest is {trial.state}; --anyway offers one "
            "although the check found no gain"
        )
    write_atomically(path, known(trial.scorer).to_bytes())


def _record(trial: "Trial") -> dict[str, Any]:
    def score(name: str) -> dict[str, float]:
        found = getattr(trial, name)
        return {"precision": found.precision, "recall": found.recall, "f1": found.f1}

    return {
        "scorer": trial.scorer,
        "layer": trial.layer,
        "name": trial.name,
        "state": trial.state,
        "entities": trial.entities,
        "pairs": trial.pairs,
        "held_out": {"base": score("base"), "learned": score("learned"), "sure": trial.sure},
        "changed": trial.changed,
        "first": list(trial.first),
        "time": trial.time,
    }
