"""What every aligner takes and gives, and the shelf that holds them."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, Protocol

from core.domain.alignment import Alignment
from core.registry import Shelf
from core.text.languages import canonical

Progress = Callable[[str, int, int], None]
"""Called with the step, how much of it is done, and how much there is."""

Tell = Callable[[str], None]
"""Called with something that whoever waits should know, in words."""


class Bitext(NamedTuple):
    """The tokens of a sentence and of its translation, with their languages."""

    source: tuple[str, ...]
    target: tuple[str, ...]
    source_lang: str = "und"
    target_lang: str = "und"


class Aligner(Protocol):
    """Something that links the tokens of sentence pairs."""

    def align(
        self,
        pairs: Sequence[Bitext],
        *,
        training: Sequence[Bitext] = (),
        progress: Progress | None = None,
    ) -> list[Alignment]:
        """Return one alignment per pair, in order.

        Args:
            pairs: what to align; pairs of several languages may be mixed.
            training: more sentence pairs to learn from; an aligner that does not learn ignores it.
            progress: told how far the work is.
        """
        ...


class OverModel(Aligner, Protocol):
    """An aligner that goes by an encoder: what the parts make that need a model."""

    @property
    def model(self) -> str:
        """Return the folder or hub's name of the encoder."""
        ...

    @property
    def remedy(self) -> str:
        """Return what model would be right, for messages."""
        ...

    @property
    def per_pair(self) -> bool:
        """Return whether the links of a pair depend on that pair alone."""
        ...

    def align(
        self,
        pairs: Sequence[Bitext],
        *,
        training: Sequence[Bitext] = (),
        progress: Progress | None = None,
        tell: Tell | None = None,
    ) -> list[Alignment]:
        """Return what every aligner does; `tell` is told in words where a batch was halved."""
        ...


ALIGNERS: Shelf[Callable[..., Any]] = Shelf("aligner")


def by_language(pairs: Sequence[Bitext]) -> dict[tuple[str, str], list[int]]:
    """Return the positions of the pairs of each language pair, canonical codes, in first order."""
    groups: dict[tuple[str, str], list[int]] = {}
    for k, pair in enumerate(pairs):
        groups.setdefault((canonical(pair.source_lang), canonical(pair.target_lang)), []).append(k)
    return groups
