"""Align and project all pairs of a project, so that they can be looked at."""

import argparse
from collections.abc import Sequence

from core.cli import inputs, output
from core.domain.spec import MethodSpec
from core.errors import InputError

NAME = "prepare"
EXAMPLE = "python -m core prepare --project news --method default --method heuristic"


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    add_project(parser)
    add_methods(parser)


def add_project(parser: argparse.ArgumentParser) -> None:
    """Add the project and the database it is in."""
    parser.add_argument("--project", required=True, metavar="NAME", help="name of the project")
    parser.add_argument(
        "--db",
        metavar="URL",
        help="database, an SQLAlchemy URL (default: SILVERLENS_DB, else "
        "sqlite:///workspace/silverlens.sqlite beside the program)",
    )


def add_methods(parser: argparse.ArgumentParser) -> None:
    """Add the methods, the training text and the project to borrow a model from."""
    parser.add_argument(
        "--method",
        action="append",
        default=[],
        metavar="NAME",
        help="named method; may be repeated (default: a few to compare)",
    )
    inputs.add_train(parser)
    parser.add_argument(
        "--model-of",
        metavar="PROJECT",
        help="align by what was learned of another project, and learn nothing",
    )


def run(args: argparse.Namespace) -> int:
    """Return 0 after preparing the project."""
    from core.pipeline.prepare import prepare
    from core.storage import Workspace

    specs = chosen(args.method)
    workspace = Workspace.open(args.db)
    progress = output.Progress()
    info = workspace.project(args.project)
    if args.train and len(info.languages) != 1:
        listed = ", ".join(f"{s}-{t}" for s, t, _ in info.languages)
        raise InputError(f"--train is for one pair of languages, the project has: {listed}")
    training = inputs.read_training(
        args.train, lambda: [workspace.pairs(args.project, limit=1)[0].pair], progress
    )
    prepare(
        workspace,
        args.project,
        methods=specs,
        training=training,
        model_of=args.model_of,
        report=progress,
    )
    progress.clear()
    return 0


def chosen(names: Sequence[str]) -> list[MethodSpec]:
    """Return the methods of these names, each once."""
    from core.pipeline.methods import METHODS

    return [METHODS[name] for name in dict.fromkeys(names)]
