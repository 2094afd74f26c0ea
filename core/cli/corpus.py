"""Pairs with their links, as `project` and `evaluate` need them: from a file, or aligned here."""

import argparse
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from core.cli import inputs
from core.domain.alignment import Alignment
from core.domain.pair import Pair
from core.domain.spec import MethodSpec, PartSpec

if TYPE_CHECKING:
    from core.aligners import Bitext, Models
    from core.cli.output import Progress

Look = Callable[[Pair], Alignment | None]


def linked(
    args: argparse.Namespace, spec: MethodSpec, progress: "Progress"
) -> tuple[Iterable[Pair], Look]:
    """Return the pairs and what gives their links.

    With links from a file pairs are read one by one; an aligner needs all of them at once.
    """
    inputs.one_standard_input(args.pairs, args.links, args.model)
    if args.links:
        links = inputs.open_links(args.links)
        return links.follow(inputs.read_pairs(args.pairs)), links
    models = inputs.read_models(args.model)
    pairs = list(inputs.read_pairs(args.pairs))
    training = inputs.read_training(args.train, lambda: pairs, progress)
    return pairs, aligned(pairs, spec.aligner, training, progress, models)


def aligned(
    pairs: list[Pair],
    aligner: PartSpec,
    training: "tuple[Bitext, ...]",
    progress: "Progress",
    models: "Models | None" = None,
) -> Look:
    """Return what gives the links of each of these pairs, made here."""
    from core.pipeline.align import align_pairs

    found = align_pairs(pairs, aligner, training, progress, models=models)
    rows = zip(pairs, found, strict=True)
    by_id = {pair.id: alignment for pair, alignment in rows}
    return lambda pair: by_id.get(pair.id)


def counted(pairs: Iterable[Pair], step: str, progress: "Progress") -> Iterator[Pair]:
    """Yield the pairs, showing how many there were."""
    for done, pair in enumerate(pairs, start=1):
        progress(step, done, 0)
        yield pair
