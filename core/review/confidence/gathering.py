"""A project pair by pair: the evidence beside what people decided."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from core.domain.decision import PairStatus
from core.review.confidence import shelf
from core.review.confidence.calibrator import Cases, Places
from core.review.confidence.checked import fold_of
from core.review.confidence.evidence import KINDS, Told
from core.review.confidence.expected import Rates
from core.review.confidence.standing import Standing, Verdict, standing_of, verdict
from core.review.sampling import Sampler
from core.storage import Workspace

_SAYS_NOTHING = Told((), 0.0)


@dataclass(frozen=True, slots=True)
class Seen:
    """A pair with its evidence and, where somebody decided on it, what was left standing.

    Args:
        told: evidence by the content hash of the layer.
        standing: None where the pair is unreviewed.
        pair: its id where somebody decided on it, else "".
    """

    told: shelf.Tolds
    standing: Standing | None = None
    pair: str = ""

    @property
    def excluded(self) -> bool:
        """Whether it is no part of the corpus."""
        return self.standing is not None and self.standing.status is PairStatus.EXCLUDED

    def of(self, layer: str) -> Told:
        """Return the evidence of a layer."""
        return self.told.get(layer, _SAYS_NOTHING)

    def verdict(self, layer: str) -> Verdict | None:
        """Return what was decided on a layer; None where nothing was."""
        if self.standing is None:
            return None
        return verdict(self.of(layer).entities, self.standing)


def walk(ws: Workspace, project: str, of: shelf.Header) -> Iterator[Seen]:
    """Yield every pair in corpus order, holding one block in memory."""
    with ws.counting(project) as tallies:
        sampler = Sampler()
        handled = iter(tallies.handled())
        coming = next(handled, None)
        for position, told in enumerate(shelf.read(ws, project, of), start=1):
            if coming is None or coming.record.stored.position != position:
                yield Seen(told)
                continue
            record = coming.record
            pair = record.stored.pair
            alone = sampler.add(coming)
            left = standing_of(record.state, pair.eval_types, alone=alone)
            yield Seen(told, left, pair.id)
            coming = next(handled, None)


@dataclass(slots=True)
class Gathered:
    """What decisions say of every layer, one row for each decided source entity and layer.

    Args:
        layers: content hashes.
        rates: of each layer, what it misses.
        entities: source entities that were decided.
        whole: pairs that were checked as a whole.
    """

    layers: Sequence[str]
    rates: dict[str, Rates] = field(default_factory=dict)
    entities: int = 0
    whole: int = 0
    _logits: list[tuple[float, ...]] = field(default_factory=list)
    _rows: list[tuple[int, bool, int, int]] = field(default_factory=list)
    _pairs: int = 0

    def add(self, seen: Seen) -> None:
        """Count a pair, if somebody decided on it and did not exclude it."""
        if seen.standing is None or seen.excluded:
            return
        decided: set[int] = set()
        fold = fold_of(seen.pair)
        for k, layer in enumerate(self.layers):
            told, found = seen.of(layer), seen.verdict(layer)
            if found is None:
                continue
            self.rates.setdefault(layer, Rates()).add(told, found)
            for said, right in zip(told.entities, found.right, strict=True):
                if right is not None:
                    decided.add(said.entity)
                    self._logits.append(said.logits)
                    self._rows.append((k, right, self._pairs, fold))
        self.entities += len(decided)
        self.whole += seen.standing.whole
        self._pairs += 1

    def cases(self) -> Cases:
        """Return the rows to fit to."""
        method, right, pair, _ = self._columns()
        logits = np.array(self._logits, np.float64).reshape(-1, len(KINDS))
        return Cases(logits, method, right.astype(bool), pair)

    def folds(self) -> Places:
        """Return the fold of each row."""
        found: Places = self._columns()[3]
        return found

    def _columns(self) -> Places:
        found: Places = np.array(self._rows, np.int64).reshape(-1, 4).T
        return found
