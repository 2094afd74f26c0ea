"""Precision, recall, F1 and alignment error rate of word alignments against gold links."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Protocol

Cell = tuple[int, int]


class Gold(Protocol):
    """Gold links of one pair; every sure link counts as possible too.

    Where both `src_unaligned` and `tgt_unaligned` are given, only some tokens were annotated: the
    ends of links and those. Where either is None, all were.
    """

    @property
    def sure(self) -> AbstractSet[Cell]:
        """Links that an aligner should find."""
        ...

    @property
    def possible(self) -> AbstractSet[Cell]:
        """Links that an aligner may find."""
        ...

    @property
    def src_unaligned(self) -> AbstractSet[int] | None:
        """Source tokens that people looked at and left without a link."""
        ...

    @property
    def tgt_unaligned(self) -> AbstractSet[int] | None:
        """Target tokens that people looked at and left without a link."""
        ...


@dataclass(frozen=True, slots=True)
class LinkScore:
    """Scores of links and the counts behind them.

    Where a ratio has nothing to divide by, it is perfect if there was nothing to find.
    """

    precision: float
    recall: float
    f1: float
    aer: float
    n_links: int
    n_sure: int
    n_possible: int
    in_sure: int
    in_possible: int


def link_scores(pairs: Iterable[tuple[AbstractSet[Cell], Gold]]) -> LinkScore:
    """Return the scores over all pairs together, from (links, gold) of each pair.

    Precision is |A & P| / |A|, recall |A & S| / |S|, AER 1 - (|A & S| + |A & P|) / (|A| + |S|),
    where A are the links, S the sure ones and P the possible ones, sure ones included. Where gold
    names unaligned tokens on both sides, only links with both ends annotated are scored.

    Source: Och and Ney 2003, aclanthology.org/J03-1002.
    """
    links = sure = possible = in_sure = in_possible = 0
    for found, gold in pairs:
        may = gold.sure | gold.possible
        judged = judgeable(found, gold)
        links += len(judged)
        sure += len(gold.sure)
        possible += len(may)
        in_sure += len(judged & gold.sure)
        in_possible += len(judged & may)
    precision = _ratio(in_possible, links, empty=float(sure == 0))
    recall = _ratio(in_sure, sure, empty=1.0)
    return LinkScore(
        precision=precision,
        recall=recall,
        f1=_ratio(2 * precision * recall, precision + recall, empty=0.0),
        aer=1.0 - _ratio(in_sure + in_possible, links + sure, empty=1.0),
        n_links=links,
        n_sure=sure,
        n_possible=possible,
        in_sure=in_sure,
        in_possible=in_possible,
    )


def judgeable(links: AbstractSet[Cell], gold: Gold) -> AbstractSet[Cell]:
    """Return the links whose two ends people annotated; all of them where all tokens were."""
    if gold.src_unaligned is None or gold.tgt_unaligned is None:
        return links
    marked = gold.sure | gold.possible
    source = {i for i, _ in marked} | gold.src_unaligned
    target = {j for _, j in marked} | gold.tgt_unaligned
    return {(i, j) for i, j in links if i in source and j in target}


def _ratio(part: float, whole: float, *, empty: float) -> float:
    return part / whole if whole else empty
