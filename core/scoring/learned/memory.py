"""What was decided so far of names, words and labels, counted; and the features that it gives."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from core.domain.candidate import Candidates
from core.domain.entity import Entity
from core.domain.task import Task
from core.scoring.learned.table import DECIDED
from core.text.looks import look

Span = tuple[int, int]
_COUNTERS = (
    *("names", "none", "forms", "labels", "labels_none"),
    *("entities", "stretches", "words", "inside", "starts", "ends"),
)


@dataclass(frozen=True, slots=True, eq=False)
class Decided:
    """A pair that people decided on.

    Args:
        task: with all source entities.
        answers: for those that were decided on, by index, the spans that stand for each; none
            where it has no counterpart.
        spans: all entities of the target as they stand, those that stand for no source entity too.
        looked: the candidates that were looked at.
    """

    task: Task
    answers: Mapping[int, tuple[Span, ...]]
    spans: tuple[Span, ...]
    looked: tuple[Span, ...] = ()


@dataclass(slots=True)
class Memory:
    """Counts over decided pairs; words are counted by comparison key, capitals apart.

    Args:
        names: how often a name was decided on.
        none: how often it had no counterpart.
        forms: how often it took certain words: name, TAB, words.
        labels: how often a label was decided on.
        labels_none: how often that had no counterpart.
        entities: how often certain words were a whole entity.
        stretches: how often certain words were a candidate.
        words: how often a word came.
        inside: how often it was in an entity.
        starts: how often it began one.
        ends: how often it ended one.
    """

    names: Counter[str] = field(default_factory=Counter)
    none: Counter[str] = field(default_factory=Counter)
    forms: Counter[str] = field(default_factory=Counter)
    labels: Counter[str] = field(default_factory=Counter)
    labels_none: Counter[str] = field(default_factory=Counter)
    entities: Counter[str] = field(default_factory=Counter)
    stretches: Counter[str] = field(default_factory=Counter)
    words: Counter[str] = field(default_factory=Counter)
    inside: Counter[str] = field(default_factory=Counter)
    starts: Counter[str] = field(default_factory=Counter)
    ends: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, pairs: Iterable[Decided]) -> "Memory":
        """Return what some decided pairs say together."""
        found = cls()
        for pair in pairs:
            found.add(pair)
        return found

    @property
    def width(self) -> int:
        """The number of features."""
        return len(DECIDED)

    def add(self, pair: Decided, times: int = 1) -> None:
        """Count a decided pair; with `times` -1 take it out again."""
        target = keys(pair.task.target)
        entities = pair.task.entities()
        for k, spans in pair.answers.items():
            name, label = name_of(pair.task, entities[k]), entities[k].label
            self.names[name] += times
            self.labels[label] += times
            if not spans:
                self.none[name] += times
                self.labels_none[label] += times
            for span in spans:
                self.forms[f"{name}\t{joined(target, span)}"] += times
        for span in pair.looked:
            self.stretches[joined(target, span)] += times
        self._add_target(target, pair.spans, times)

    def _add_target(self, target: Sequence[str], spans: Iterable[Span], times: int) -> None:
        held: set[int] = set()
        for start, end in spans:
            self.entities[joined(target, (start, end))] += times
            self.starts[target[start]] += times
            self.ends[target[end - 1]] += times
            held.update(range(start, end))
        for j, word in enumerate(target):
            self.words[word] += times
            self.inside[word] += times * (j in held)

    def features(
        self, task: Task, candidates: Candidates, where: tuple[NDArray[np.intp], NDArray[np.intp]]
    ) -> NDArray[np.float64]:
        """Return the features of `table.OF_DECISIONS`, shape (rows, features), in their order.

        Args:
            task: the pair.
            candidates: spans of its target.
            where: indices of the entities and candidates that stand in the rows.
        """
        target = keys(task.target)
        spans = candidates.spans()
        used = sorted(set(where[1].tolist()))
        of_span = {t: self._of_span(target, spans[t]) for t in used}
        texts = {t: joined(target, spans[t]) for t in used}
        rows = []
        named = [self._of_name(task, entity) for entity in task.entities()]
        for k, t in zip(*(w.tolist() for w in where), strict=True):
            name, decided, fixed = named[k]
            form = self.forms[f"{name}\t{texts[t]}"]
            other = max(0, decided - self.none[name] - form)
            rows.append((*of_span[t], *fixed, form / (decided + 1), other / (decided + 1)))
        return np.array(rows, np.float64).reshape(-1, self.width)

    def _of_span(self, target: Sequence[str], span: Span) -> tuple[float, ...]:
        start, end = span
        text = joined(target, span)
        whole = self.entities[text]
        seen = max(self.stretches[text], whole)
        shares = [self._share(word) for word in target[start:end]]
        first, last = target[start], target[end - 1]
        return (
            (whole + 0.2) / (seen + 1),
            float(np.log1p(seen)),
            shares[0],
            shares[-1],
            self._share(target[start - 1]) if start else 0.0,
            self._share(target[end]) if end < len(target) else 0.0,
            min(shares),
            (self.starts[first] + 0.1) / (self.inside[first] + 0.5),
            (self.ends[last] + 0.1) / (self.inside[last] + 0.5),
            float(np.log1p(min(self.words[word] for word in target[start:end]))),
        )

    def _of_name(self, task: Task, entity: Entity) -> tuple[str, int, tuple[float, ...]]:
        name = name_of(task, entity)
        decided, label = self.names[name], entity.label
        return (
            name,
            decided,
            (
                float(np.log1p(decided)),
                (self.none[name] + 0.1) / (decided + 1),
                (self.labels_none[label] + 0.5) / (self.labels[label] + 10),
            ),
        )

    def _share(self, word: str) -> float:
        return (self.inside[word] + 0.3) / (self.words[word] + 2)

    def plain(self) -> dict[str, dict[str, int]]:
        """Return the counts as plain values, those of nothing left out."""
        return {name: dict(+getattr(self, name)) for name in _COUNTERS}

    @classmethod
    def from_plain(cls, given: Mapping[str, Mapping[str, int]]) -> "Memory":
        """Return the memory that plain values spell; raise TypeError or so where they are none."""
        return cls(
            **{
                name: Counter({str(key): int(n) for key, n in given[name].items()})
                for name in _COUNTERS
            }
        )


@lru_cache(maxsize=2048)
def keys(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Return what words are counted by: the comparison key, apart with a capital and without."""
    return tuple(f"{s.key}^" if s.capital else s.key for s in map(look, tokens))


def name_of(task: Task, entity: Entity) -> str:
    """Return what a name is counted by."""
    return " ".join(look(token).key for token in task.source.tokens[entity.start : entity.end])


def joined(target: Sequence[str], span: Span) -> str:
    """Return the words of a span as one text."""
    return " ".join(target[span[0] : span[1]])
