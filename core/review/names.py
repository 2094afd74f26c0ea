"""Names in a sentence: all that stand in it, none overlapping another.

A name is compared piece by piece: runs of letters and digits, and each other character by itself;
every character where the language writes no spaces. So it does not matter whether a tokeniser cut
`O'Neil` in one or three, but a name begins and ends where tokens do.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from core.domain.entity import Entity
from core.domain.pair import Sentence
from core.formats.gazetteer import Name
from core.text.key import comparison_key
from core.text.languages import spaced

_PIECE = re.compile(r"\w+|[^\w\s]")


@dataclass(slots=True)
class _Node:
    """What can follow some pieces of a name; `label` where a name ends here."""

    label: str = ""
    after: dict[str, "_Node"] = field(default_factory=dict)


class Book:
    """Names as they are looked for.

    Args:
        names: of a gazetteer.
        exact: compare letters as they are written, not by their comparison keys.
    """

    def __init__(self, names: Iterable[Name], *, exact: bool = False) -> None:
        self.names = tuple(names)
        self._exact = exact
        self._roots: dict[bool, _Node] = {}

    def labels(self) -> tuple[str, ...]:
        """Return the labels of the names, each once."""
        return tuple(dict.fromkeys(name.label for name in self.names))

    def find(self, sentence: Sentence, taken: Sequence[Entity] = ()) -> tuple[Entity, ...]:
        """Return the names in a sentence, longest first where they overlap, in order.

        None of them overlaps an entity of `taken`; of equally long ones the earlier is kept.
        """
        matches = list(self._matches(sentence))
        kept: list[Entity] = []
        for entity in sorted(matches, key=lambda e: (e.start - e.end, e.start)):
            if not any(entity.overlaps(other) for other in (*taken, *kept)):
                kept.append(entity)
        return tuple(sorted(kept))

    def _matches(self, sentence: Sentence) -> Iterator[Entity]:
        whole = spaced(sentence.lang)
        pieces: list[str] = []
        starts: dict[int, int] = {}
        ends: dict[int, int] = {}
        for k, token in enumerate(sentence.tokens):
            cut = self._pieces(token, whole=whole)
            if cut:
                starts[len(pieces)] = k
                pieces += cut
                ends[len(pieces)] = k + 1
        root = self._root(whole=whole)
        for at, start in starts.items():
            node, k = root.after.get(pieces[at]), at + 1
            while node is not None:
                if node.label and k in ends:
                    yield Entity(start, ends[k], node.label)
                node = node.after.get(pieces[k]) if k < len(pieces) else None
                k += 1

    def _root(self, *, whole: bool) -> _Node:
        if whole not in self._roots:
            root = _Node()
            for name in self.names:
                node = root
                for piece in self._pieces(name.text, whole=whole):
                    node = node.after.setdefault(piece, _Node())
                if node is not root:
                    node.label = node.label or name.label
            self._roots[whole] = root
        return self._roots[whole]

    def _pieces(self, text: str, *, whole: bool) -> list[str]:
        """Return the pieces of a text: words and signs where words are whole, else characters."""
        same = text if self._exact else comparison_key(text)
        return _PIECE.findall(same) if whole else [c for c in same if not c.isspace()]
