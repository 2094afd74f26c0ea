"""The system that projects parallel sentences: links from an aligner or a file, then methods."""

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from core.aligners import Bitext, Models, Progress
from core.domain.pair import Pair
from core.domain.spec import MethodSpec, PartSpec
from core.evaluation.spans import counting
from core.formats.corpora import Corpus
from core.pipeline.align import align_pairs
from core.pipeline.benchmark.protocols import Protocol
from core.pipeline.benchmark.work import Found, Work, of_outcomes
from core.pipeline.outcomes import Extras, Look, look_of
from core.pipeline.run import project_pairs
from core.storage.results import Results


@dataclass(frozen=True, slots=True)
class Material:
    """What one language is projected with, besides its sentences.

    Args:
        training: text that an aligner learns from.
        models: what an aligner learned before.
        links: gives the links of a pair, instead of an aligner.
        extras: spans, tag probabilities and translation scores.
    """

    training: tuple[Bitext, ...] = ()
    models: Models | None = None
    links: Callable[[Sequence[Pair]], Look] | None = None
    extras: Extras | None = None


Materials = Callable[[str], Material]
"""Gives what there is for a language; asked when the language is taken up."""


def parallel_work(
    protocol: Protocol,
    specs: Mapping[str, MethodSpec],
    material: Materials,
    *,
    progress: Progress | None = None,
) -> Work:
    """Return the system: each aligner runs once a language, whatever the number of methods.

    Source entities whose label, as the method maps it, does not count are left out before
    matching, so that none takes a candidate from one that does.

    Args:
        protocol: says which labels count.
        specs: the methods, by name.
        material: what there is for a language; asked when the language is taken up.
        progress: of aligning.
    """

    def work(corpus: Corpus, methods: Sequence[str]) -> dict[str, Found]:
        pairs, given = corpus.pairs(), material(corpus.language)
        looks = looks_of(pairs, {specs[method].aligner for method in methods}, given, progress)
        return {
            method: projected(protocol, specs[method], pairs, looks[specs[method].aligner], given)
            for method in methods
        }

    return work


def projected(
    protocol: Protocol, spec: MethodSpec, pairs: Sequence[Pair], look: Look, material: Material
) -> Found:
    """Return what a method finds, source entities that do not count left out before matching."""
    kept = [_counting(pair, spec, protocol) for pair in pairs]
    began_s = time.perf_counter()
    outcomes = list(project_pairs(kept, look, spec, extras=material.extras))
    return of_outcomes(outcomes, time.perf_counter() - began_s)


def looks_of(
    pairs: Sequence[Pair],
    aligners: Collection[PartSpec],
    material: Material,
    progress: Progress | None,
    *,
    results: Results | None = None,
) -> dict[PartSpec, Look]:
    """Return for each aligner what gives the links of these pairs; each runs once.

    Args:
        pairs: of one language.
        aligners: of the methods.
        material: training text, links or a learned model.
        progress: of aligning.
        results: what models found before; None keeps nothing.
    """
    if material.links is not None:
        return dict.fromkeys(aligners, material.links(pairs))
    looks = {}
    for aligner in aligners:
        made = align_pairs(
            pairs,
            aligner,
            material.training,
            progress,
            models=material.models,
            results=results,
        )
        by_id = {pair.id: links for pair, links in zip(pairs, made, strict=True)}
        looks[aligner] = look_of(by_id)
    return looks


def _counting(pair: Pair, spec: MethodSpec, protocol: Protocol) -> Pair:
    """Return the pair without source entities whose label, once mapped, does not count."""
    if pair.source.entities is None:
        return pair
    names = dict(spec.label_map)
    types = protocol.labels if pair.eval_types is None else pair.eval_types
    kept = tuple(
        entity
        for entity in pair.source.entities
        if counting(
            [replace(entity, label=names.get(entity.label, entity.label))],
            ignore=protocol.ignored,
            types=types,
        )
    )
    return replace(pair, source=replace(pair.source, entities=kept))
