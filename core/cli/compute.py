"""Where models run, and whether their results are kept: arguments that several commands share."""

import argparse
from typing import TYPE_CHECKING

from core.models.compute import AUTO, PRECISIONS, Compute

if TYPE_CHECKING:
    from core.storage.results import Results


def add_compute(parser: "argparse.ArgumentParser | argparse._ArgumentGroup") -> None:
    """Add the device, the precision and the size of batches."""
    parser.add_argument(
        "--device",
        default=AUTO,
        metavar="NAME",
        help="where models run: auto (the first GPU, else the CPU), cpu, cuda, cuda:1 or mps",
    )
    parser.add_argument(
        "--precision",
        default=AUTO,
        choices=PRECISIONS,
        help="of their numbers (default: auto, which is float32 on a CPU and bfloat16 on a GPU)",
    )
    parser.add_argument(
        "--batch-tokens",
        type=int,
        default=Compute().batch_tokens,
        metavar="N",
        help="sub-words that go through a model at once (default: %(default)s); halved by itself "
        "where memory runs out",
    )


def compute_of(args: argparse.Namespace) -> Compute:
    """Return where models run by the arguments of `add_compute`.

    Raises:
        OptionError: what was given is no device, precision or size.
    """
    return Compute(args.device, args.precision, args.batch_tokens)


def add_results(parser: "argparse.ArgumentParser | argparse._ArgumentGroup") -> None:
    """Add the switch that turns off what was worked out before."""
    parser.add_argument(
        "--no-cache",
        action="store_true",
        help="work everything out anew, and keep nothing of what models found",
    )


def results_of(args: argparse.Namespace) -> "Results | None":
    """Return what models found before, by the argument of `add_results`; None with --no-cache."""
    from core.storage.results import Results

    return None if args.no_cache else Results.open(None)
