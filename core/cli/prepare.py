"""Align and project all pairs of a project, so that they can be looked at."""

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.cli import inputs, output
from core.domain.spec import MethodSpec
from core.errors import InputError

if TYPE_CHECKING:
    from core.pipeline.outcomes import Extras
    from core.storage import Workspace

NAME = "prepare"
EXAMPLE = "python -m core prepare --project news --method default --method heuristic"


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    add_project(parser)
    add_methods(parser)


def add_project(parser: argparse.ArgumentParser) -> None:
    """Add the project and the database it is in."""
    parser.add_argument("--project", required=True, metavar="NAME", help="name of the project")
    add_db(parser)


def add_db(parser: argparse.ArgumentParser) -> None:
    """Add the database."""
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
        help="named method; may be repeated (default: a few to compare); model-transfer is what "
        "the tagger behind --tag-probs finds by itself",
    )
    inputs.add_train(parser)
    inputs.add_extras(parser)
    parser.add_argument(
        "--model-of",
        metavar="PROJECT",
        help="align by what was learned of another project, and learn nothing",
    )


def run(args: argparse.Namespace) -> int:
    """Return 0 after preparing the project."""
    from core.pipeline.prepare import prepare
    from core.storage import Workspace

    inputs.one_standard_input(*args.train, *inputs.extra_files(args))
    specs = chosen(args.method)
    extras = inputs.read_extras(args)
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
        extras=extras,
        transfer=asks_transfer(args.method),
        report=progress,
    )
    progress.clear()
    tell_uncovered(workspace, args.project, extras)
    return 0


def tell_uncovered(workspace: "Workspace", project: str, extras: "Extras") -> None:
    """Warn of every kind that was given for some of the pairs only: methods fail on the others."""
    from core.pipeline.extras import kinds_of
    from core.review.supplied import WORDS

    given, total = kinds_of(extras), workspace.project(project).pairs
    for kept in workspace.extras.kept(project):
        if kept.kind in given and kept.latest and kept.pairs < total:
            output.warn(
                f"{WORDS[kept.kind]}: of {kept.pairs} of {total} pairs; methods that need them "
                "fail on the others"
            )


def chosen(names: Sequence[str]) -> list[MethodSpec]:
    """Return the methods of these names, each once; what a tagger finds by itself is none."""
    from core.pipeline.methods import METHODS
    from core.pipeline.transfer import NAME as TRANSFER

    return [METHODS[name] for name in dict.fromkeys(names) if name != TRANSFER]


def asks_transfer(names: Sequence[str]) -> bool:
    """Return whether what a tagger finds by itself is wanted, to compare methods with."""
    from core.pipeline.transfer import NAME as TRANSFER

    return TRANSFER in names
