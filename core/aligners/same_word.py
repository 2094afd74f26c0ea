"""Links between equal words: names, numbers and punctuation that stay as they are."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.aligners.base import ALIGNERS, Bitext, Progress
from core.domain.alignment import Alignment
from core.text.key import comparison_key


@dataclass(frozen=True, slots=True)
class SameWord:
    """An aligner that links tokens with equal comparison keys."""

    fold_marks: bool

    def align(
        self,
        pairs: Sequence[Bitext],
        *,
        training: Sequence[Bitext] = (),
        progress: Progress | None = None,
    ) -> list[Alignment]:
        """Return one alignment per pair, in order."""
        out = []
        for done, pair in enumerate(pairs):
            if progress and done % 1000 == 0:
                progress("equal words", done, len(pairs))
            out.append(self._one(pair))
        return out

    def _one(self, pair: Bitext) -> Alignment:
        source, target = (
            [comparison_key(token, fold_marks=self.fold_marks) for token in tokens]
            for tokens in (pair.source, pair.target)
        )
        places: dict[str, list[int]] = {}
        for j, key in enumerate(target):
            places.setdefault(key, []).append(j)
        taken: dict[str, int] = {}
        cells = []
        for i, key in enumerate(source):
            nth = taken.get(key, 0)
            if key and nth < len(places.get(key, ())):
                cells.append((i, places[key][nth]))
                taken[key] = nth + 1
        return Alignment.of(len(source), len(target), cells)


@ALIGNERS.register("same-word")
def same_word(*, fold_marks: bool = False) -> SameWord:
    """Link equal words: the first to the first, the second to the second, and so on.

    Args:
        fold_marks: take words that differ in accents and tone marks only for equal.

    Source: ours.
    """
    return SameWord(fold_marks)
