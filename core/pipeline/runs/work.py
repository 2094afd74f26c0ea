"""What a run has in its hands from step to step."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from core.domain.alignment import Alignment
from core.domain.pair import Pair
from core.domain.task import SuppliedSpan, TagProbs
from core.pipeline.outcomes import Extras
from core.pipeline.runs.config import RunConfig
from core.pipeline.runs.state import Telling
from core.pipeline.runs.text import Item
from core.storage.results import Results

Scores = tuple[tuple[int, int, int, int, float], ...]


@dataclass(frozen=True, slots=True)
class Lost:
    """A sentence that a step could do nothing with; it is never written as a sentence of all O.

    Args:
        id: of the sentence.
        step: that lost it.
        reason: why, in words.
    """

    id: str
    step: str
    reason: str


@dataclass(slots=True)
class Work:
    """A run at work: each step reads what the ones before left, and adds its own.

    Args:
        config: the run, its models named in full.
        base: folder that the names of its files start from.
        folder: that it writes to.
        results: what models found before; None keeps nothing.
        tell: told how far it is.
        url: of the database; None for the usual one.
        items: the sentences that it began with.
        pairs: those with both sides, in order of the text.
        lost: sentences that fell out on the way.
        links: by pair id, where words were aligned.
        tag_probs: of the targets, by pair id; None where nobody asked.
        spans: proposed for the targets, by pair id; None likewise.
        scores: of candidates as translations, by pair id; None likewise.
        counts: what each step counted, by step.
    """

    config: RunConfig
    base: Path
    folder: Path
    results: Results | None
    tell: Telling
    url: str | None = None
    items: list[Item] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)
    lost: list[Lost] = field(default_factory=list)
    links: dict[str, Alignment] = field(default_factory=dict)
    tag_probs: Mapping[str, TagProbs] | None = None
    spans: Mapping[str, tuple[SuppliedSpan, ...]] | None = None
    scores: Mapping[str, Scores] | None = None
    counts: dict[str, dict[str, int]] = field(default_factory=dict)

    def extras(self) -> Extras:
        """Return what methods may need besides links."""
        return Extras(spans=self.spans, tag_probs=self.tag_probs, translation_scores=self.scores)

    def lose(self, item_id: str, step: str, reason: str) -> None:
        """Keep that a sentence fell out, and why."""
        self.lost.append(Lost(item_id, step, reason))

    def count(self, step: str, **counts: int) -> None:
        """Keep what a step counted."""
        self.counts.setdefault(step, {}).update(counts)
