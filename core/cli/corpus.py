"""Pairs with their links, as `project` and `evaluate` need them: from a file, or aligned here."""

import argparse
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from core.cli import inputs
from core.domain.alignment import Alignment
from core.domain.pair import Pair
from core.domain.spec import MethodSpec, PartSpec

if TYPE_CHECKING:
    from core.aligners import Bitext, Models
    from core.cli.output import Progress
    from core.pipeline.run import Extras

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


def weighed(
    args: argparse.Namespace, spec: MethodSpec, extras: "Extras", progress: "Progress"
) -> tuple[Iterable[Pair], Look, MethodSpec]:
    """Return what `linked` does, and the method with the weights it estimates from the corpus.

    Files are read a second time for that; standard input is held in memory.
    """
    from core.pipeline.weigh import held, is_open, weigh

    pairs, look = linked(args, spec, progress)
    if not is_open(spec):
        return pairs, look, spec
    again = not isinstance(pairs, list) and "-" not in {args.pairs, args.links}
    if not again:
        pairs, look = held(pairs, look)
    known = weigh(counted(pairs, "Weighing", progress), look, spec, extras=extras)
    if again:
        pairs, look = linked(args, spec, progress)
    return pairs, look, known


def sizes(args: argparse.Namespace, spec: MethodSpec) -> Mapping[str, int] | None:
    """Return how many pairs each group has; None for a method or an input that cannot tell."""
    from core.pipeline.groups import group_sizes

    if spec.joint is None or args.pairs == "-":
        return None
    return group_sizes(inputs.read_pairs(args.pairs))


def aligned(
    pairs: list[Pair],
    aligner: PartSpec,
    training: "tuple[Bitext, ...]",
    progress: "Progress",
    models: "Models | None" = None,
) -> Look:
    """Return what gives the links of each of these pairs, made here."""
    from core.pipeline.align import align_pairs, usual_results

    results = usual_results(aligner.part)
    found = align_pairs(pairs, aligner, training, progress, models=models, results=results)
    rows = zip(pairs, found, strict=True)
    by_id = {pair.id: alignment for pair, alignment in rows}
    return lambda pair: by_id.get(pair.id)


def counted(pairs: Iterable[Pair], step: str, progress: "Progress") -> Iterator[Pair]:
    """Yield the pairs, showing how many there were."""
    for done, pair in enumerate(pairs, start=1):
        progress(step, done, 0)
        yield pair
