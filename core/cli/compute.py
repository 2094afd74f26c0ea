"""Where models run, and whether their results are kept: arguments that several commands share."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from core.models.compute import AUTO, PRECISIONS, Compute, computing, device

if TYPE_CHECKING:
    from core.storage.results import Results

_ALWAYS_THERE = (AUTO, "cpu")


def add(parser: argparse.ArgumentParser) -> None:
    """Add all of it, as a group."""
    group = parser.add_argument_group("models")
    add_compute(group)
    add_results(group)


@contextmanager
def over_models(args: argparse.Namespace, *, kept: bool = True) -> "Iterator[Results | None]":
    """Run a block with models where the arguments say; gives what they found before.

    Whatever reads lazily from a model has to be read to its end within the block.

    Args:
        args: of a command that `add` was called for.
        kept: whether anything in the block keeps what models find; gives None where not.

    Raises:
        OptionError: what was given is no device, precision or size.
        ModelError: this machine lacks the device; says so before the block begins.
    """
    with computing_by(args), results_of(args, wanted=kept) as results:
        yield results


@contextmanager
def computing_by(args: argparse.Namespace) -> Iterator[None]:
    """Run a block with models where the arguments of `add_compute` say.

    Raises:
        OptionError: what was given is no device, precision or size.
        ModelError: this machine lacks the device.
    """
    with computing(Compute(args.device, args.precision, args.batch_tokens)):
        if args.device not in _ALWAYS_THERE:
            device()
        yield


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


def add_results(parser: "argparse.ArgumentParser | argparse._ArgumentGroup") -> None:
    """Add the switch that turns off what was worked out before."""
    parser.add_argument(
        "--no-cache",
        action="store_true",
        help="work everything out anew, and keep nothing of what models found",
    )


@contextmanager
def results_of(args: argparse.Namespace, *, wanted: bool = True) -> "Iterator[Results | None]":
    """Run a block with what models found before; gives None with --no-cache or where not wanted."""
    from core.storage.results import Results

    if args.no_cache or not wanted:
        yield None
        return
    with Results.open() as results:
        yield results
