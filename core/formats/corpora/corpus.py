"""One language of a benchmark: its sentences with gold, and parallel ones where there are any."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.domain.entity import Entity
from core.domain.pair import Pair, Sentence
from core.errors import InputError

Entities = tuple[Entity, ...]


@dataclass(frozen=True, slots=True)
class Corpus:
    """The sentences of one language; everything has one item a sentence, in the order of the file.

    Args:
        language: by the code that the benchmark has for it.
        ids: of the sentences.
        targets: the sentences, with gold unless they are `blind`.
        sources: parallel sentences, with entities where they have any; None where there are none.
        eval_types: labels that count in a sentence; None means those of the benchmark.
        repaired: how many tags broke IOB2 and were taken to begin an entity.
        digest: of the files that it was read from, so that results can be told apart.
    """

    language: str
    ids: tuple[str, ...]
    targets: tuple[Sentence, ...]
    sources: tuple[Sentence, ...] | None = None
    eval_types: tuple[tuple[str, ...] | None, ...] | None = None
    repaired: int = 0
    digest: str = ""

    def __post_init__(self) -> None:
        """Refuse parts of different lengths, and no sentence at all."""
        others = [
            part for part in (self.targets, self.sources, self.eval_types) if part is not None
        ]
        if not self.ids or any(len(part) != len(self.ids) for part in others):
            raise InputError(
                f"{self.language}: {len(self.ids)} ids beside {[len(part) for part in others]}; "
                "need one of each for every sentence, and at least one sentence"
            )

    def __len__(self) -> int:
        """Return the number of sentences."""
        return len(self.ids)

    def gold(self) -> list[Entities]:
        """Return the gold entities of every sentence; raise InputError where it has none."""
        return [_need_gold(name, s) for name, s in zip(self.ids, self.targets, strict=True)]

    def types(self) -> Sequence[tuple[str, ...] | None]:
        """Return for every sentence the labels that count there; None means those of all."""
        return (None,) * len(self) if self.eval_types is None else self.eval_types

    def blind(self) -> "Corpus":
        """Return the corpus without gold: what a system that is to be scored may see."""
        hidden = tuple(replace(sentence, entities=None) for sentence in self.targets)
        return replace(self, targets=hidden)

    def pairs(self) -> tuple[Pair, ...]:
        """Return the sentences with their parallel ones; raise InputError where there are none."""
        if self.sources is None:
            raise InputError(f"{self.language}: these sentences stand alone; nothing is parallel")
        rows = zip(self.ids, self.sources, self.targets, self.types(), strict=True)
        return tuple(Pair(name, s, t, eval_types=types) for name, s, t, types in rows)


def _need_gold(name: str, sentence: Sentence) -> Entities:
    if sentence.entities is None:
        raise InputError(f"sentence {name!r} has no gold entities to be scored against")
    return sentence.entities
