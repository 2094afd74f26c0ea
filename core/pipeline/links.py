"""Links from a file beside the pairs they belong to, read in step, in constant memory."""

from collections.abc import Iterable, Iterator
from typing import Protocol

from core.domain.alignment import Alignment
from core.domain.pair import Pair
from core.errors import MissingInputError
from core.formats import links_jsonl, pharaoh
from core.formats.lines import Lines
from core.formats.links_jsonl import LinkRow


class LinksInStep(Protocol):
    """Pairs and their links, read together.

    `follow` has to be what reads the pairs; calling it then gives the links of the pair that was
    read last.
    """

    def follow(self, pairs: Iterable[Pair]) -> Iterator[Pair]:
        """Yield the pairs, reading the links of each."""
        ...

    def __call__(self, pair: Pair) -> Alignment:
        """Return the links of the pair that was read last."""
        ...


class ByPosition:
    """Links of a Pharaoh file: the n-th line belongs to the n-th pair.

    Raises LengthMismatchError where lines and pairs do not come out even.
    """

    def __init__(self, data: Lines, *, file: str = "") -> None:
        self._sizes: list[tuple[int, int]] = []
        self._rows = pharaoh.read(data, self._next_sizes(), file=file)
        self._now: Alignment | None = None

    def follow(self, pairs: Iterable[Pair]) -> Iterator[Pair]:
        """Yield the pairs, reading a line for each; at the end, check that no line is left."""
        for pair in pairs:
            self._sizes.append((len(pair.source), len(pair.target)))
            self._now = next(self._rows)
            yield pair
        next(self._rows, None)

    def __call__(self, pair: Pair) -> Alignment:
        """Return the links of the pair that was read last."""
        if self._now is None:
            raise MissingInputError(f"no links were read for pair {pair.id!r} yet")
        return self._now

    def _next_sizes(self) -> Iterator[tuple[int, int]]:
        while self._sizes:
            yield self._sizes.pop()


class ById:
    """Links of a links file: found by id; rows in the order of the pairs need no memory.

    Raises FormatError where links do not fit their pair, MissingInputError where a pair has none.
    """

    def __init__(self, data: Lines, *, file: str = "") -> None:
        self._rows = links_jsonl.read(data, file=file)
        self._file = file
        self._waiting: dict[str, LinkRow] = {}

    def follow(self, pairs: Iterable[Pair]) -> Iterator[Pair]:
        """Yield the pairs; links are looked up when they are asked for."""
        yield from pairs

    def __call__(self, pair: Pair) -> Alignment:
        """Return the links of a pair."""
        row = self._waiting.pop(pair.id, None) or self._find(pair.id)
        if row is None:
            raise MissingInputError(
                f"{self._file or 'the links file'} has no links for pair {pair.id!r}; "
                "run `align` on this pairs file"
            )
        return row.alignment(len(pair.source), len(pair.target))

    def _find(self, pair_id: str) -> LinkRow | None:
        for row in self._rows:
            if row.id == pair_id:
                return row
            self._waiting[row.id] = row
        return None
