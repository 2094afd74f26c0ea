"""Pairs with their links, as `project` and `evaluate` need them: from a file, or aligned here."""

import argparse
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from core.cli import inputs, output
from core.domain.alignment import Alignment
from core.domain.pair import Pair
from core.domain.spec import MethodSpec, PartSpec

if TYPE_CHECKING:
    from core.aligners import Bitext, Models
    from core.pipeline.run import Extras
    from core.storage.results import Results

Look = Callable[[Pair], Alignment | None]


def needs_model(args: argparse.Namespace, specs: Iterable[MethodSpec]) -> bool:
    """Return whether links are made here by an aligner that goes by an encoder."""
    from core.pipeline import align

    return not args.links and any(align.needs_model(spec.aligner.part) for spec in specs)


def linked(
    args: argparse.Namespace,
    spec: MethodSpec,
    progress: output.Progress,
    results: "Results | None",
) -> tuple[Iterable[Pair], Look]:
    """Return the pairs and what gives their links.

    With links from a file pairs are read one by one; an aligner needs all of them at once.

    Args:
        args: of the command.
        spec: the method, whose aligner it is.
        progress: of reading and aligning.
        results: what models found before; None keeps nothing.
    """
    inputs.one_standard_input(args.pairs, args.links, args.model)
    if args.links:
        links = inputs.open_links(args.links)
        return links.follow(inputs.read_pairs(args.pairs)), links
    models = inputs.read_models(args.model)
    pairs = list(inputs.read_pairs(args.pairs))
    training = inputs.read_training(args.train, lambda: pairs, progress)
    return pairs, aligned(pairs, spec.aligner, training, progress, models, results)


def weighed(
    args: argparse.Namespace,
    spec: MethodSpec,
    extras: "Extras",
    progress: output.Progress,
    results: "Results | None",
) -> tuple[Iterable[Pair], Look, MethodSpec]:
    """Return what `linked` does, and the method with the weights it estimates from the corpus.

    Files are read a second time for that; standard input is held in memory.
    """
    from core.pipeline.weigh import held, is_open, weigh

    pairs, look = linked(args, spec, progress, results)
    if not is_open(spec):
        return pairs, look, spec
    again = not isinstance(pairs, list) and "-" not in {args.pairs, args.links}
    if not again:
        pairs, look = held(pairs, look)
    known = weigh(counted(pairs, "Weighing", progress), look, spec, extras=extras)
    if again:
        pairs, look = linked(args, spec, progress, results)
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
    progress: output.Progress,
    models: "Models | None",
    results: "Results | None",
) -> Look:
    """Return what gives the links of each of these pairs, made here."""
    from core.pipeline.align import align_pairs

    found = align_pairs(
        pairs, aligner, training, progress, models=models, results=results, tell=output.warn
    )
    rows = zip(pairs, found, strict=True)
    by_id = {pair.id: alignment for pair, alignment in rows}
    return lambda pair: by_id.get(pair.id)


def counted(pairs: Iterable[Pair], step: str, progress: output.Progress) -> Iterator[Pair]:
    """Yield the pairs, showing how many there were."""
    for done, pair in enumerate(pairs, start=1):
        progress(step, done, 0)
        yield pair
