"""How far layers of entities agree: methods with methods, people with methods or people."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from core.domain.entity import Entity, to_iob2
from core.errors import InputError
from core.evaluation.chance import Agreement, alpha, kappa

Layer = Sequence[Sequence[Entity] | None]
"""The entities of each sentence; None where this annotator has not looked at it."""

NEITHER = "neither layer has an entity in the sentences both have"
_NONE = "no entity"


@dataclass(frozen=True, slots=True)
class PairAgreement:
    """How far two layers agree on the sentences that both have.

    Args:
        first: name of a layer.
        second: name of another.
        sentences: how many both have.
        f1: strict F1 of one against the other, which is symmetric.
        token_kappa: Cohen's kappa of the IOB2 tags of all tokens.
        entity_kappa: Cohen's kappa of the labels of all spans that either marked, `no entity`
            being one value. Nothing counts that neither marked, so it is low, below 0 even, for
            layers with a good F1; read it beside the others.
    """

    first: str
    second: str
    sentences: int
    f1: Agreement
    token_kappa: Agreement
    entity_kappa: Agreement


@dataclass(frozen=True, slots=True)
class AgreementReport:
    """Agreement of every two layers, in the order given, and of all of them.

    Args:
        pairs: every two layers.
        alpha: Krippendorff's alpha of the IOB2 tags of all tokens.
    """

    pairs: tuple[PairAgreement, ...]
    alpha: Agreement


def agreement(layers: Mapping[str, Layer], lengths: Sequence[int]) -> AgreementReport:
    """Return how far layers over the same sentences agree.

    Args:
        layers: two or more, by name; entities of a layer must not overlap.
        lengths: tokens of each sentence.

    Raises:
        InputError: fewer than two layers, or one with another number of sentences.
        SpanError: entities that overlap or end outside their sentence.
    """
    if len(layers) < 2:
        raise InputError(f"{len(layers)} layer; agreement needs at least two")
    for name, layer in layers.items():
        if len(layer) != len(lengths):
            raise InputError(
                f"layer {name} has {len(layer)} sentences, {len(lengths)} lengths are given"
            )
    tags = {name: _tags(layer, lengths) for name, layer in layers.items()}
    pairs = tuple(
        PairAgreement(
            first=a,
            second=b,
            sentences=sum(1 for _ in _both(layers[a], layers[b])),
            f1=pairwise_f1(layers[a], layers[b]),
            token_kappa=kappa(_tokens(tags[a], tags[b])),
            entity_kappa=entity_kappa(layers[a], layers[b]),
        )
        for a, b in combinations(layers, 2)
    )
    return AgreementReport(pairs, _alpha(list(tags.values())))


def pairwise_f1(first: Layer, second: Layer) -> Agreement:
    """Return strict F1 of two layers over the sentences both have; undefined without an entity.

    Raises:
        InputError: the layers have not the same number of sentences.

    Source: Hripcsak and Rothschild 2005, doi.org/10.1197/jamia.M1733: with no limit to what could
    have been marked, kappa approaches F1.
    """
    same = total = 0
    for a, b in _both(first, second):
        same += len(set(a) & set(b))
        total += len(set(a)) + len(set(b))
    return Agreement(2 * same / total, total) if total else Agreement(None, 0, NEITHER)


def entity_kappa(first: Layer, second: Layer) -> Agreement:
    """Return Cohen's kappa of the labels of the spans that either layer marked.

    Raises:
        InputError: the layers have not the same number of sentences.
    """
    spans = [
        (left.get(span, _NONE), right.get(span, _NONE))
        for a, b in _both(first, second)
        for left, right in [(_by_span(a), _by_span(b))]
        for span in left.keys() | right.keys()
    ]
    return kappa(spans) if spans else Agreement(None, 0, NEITHER)


_Tags = list[tuple[str, ...] | None]


def _tags(layer: Layer, lengths: Sequence[int]) -> _Tags:
    return [
        None if entities is None else to_iob2(entities, length)
        for entities, length in zip(layer, lengths, strict=True)
    ]


def _both(first: Layer, second: Layer) -> Iterator[tuple[Sequence[Entity], Sequence[Entity]]]:
    if len(first) != len(second):
        raise InputError(f"layers of {len(first)} and {len(second)} sentences; need the same ones")
    for a, b in zip(first, second, strict=True):
        if a is not None and b is not None:
            yield a, b


def _tokens(first: _Tags, second: _Tags) -> Iterator[tuple[str, str]]:
    for a, b in zip(first, second, strict=True):
        if a is not None and b is not None:
            yield from zip(a, b, strict=True)


def _alpha(layers: Sequence[_Tags]) -> Agreement:
    sentences = zip(*layers, strict=True)
    return alpha(
        values
        for sentence in sentences
        for values in zip(*(tags for tags in sentence if tags is not None), strict=True)
    )


def _by_span(entities: Sequence[Entity]) -> dict[tuple[int, int], str]:
    return {(e.start, e.end): e.label for e in sorted(entities)}
