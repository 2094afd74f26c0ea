"""Expected precision, recall and F1: what was decided counts as it is, the rest by its chances."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from core.evaluation.intervals import Interval
from core.review.confidence.calibrator import Calibrator, Floats
from core.review.confidence.evidence import Said, Told
from core.review.confidence.standing import Verdict
from core.review.progress.estimate import LEVEL, Figures

DRAWS = 300
"""Maps and rates that are drawn for an interval."""

TOGETHER = 1.3
"""How many times the variance of independent outcomes those of entities have: entities of a pair
go wrong together. On relx, xSID and PUD it is 0.9 to 1.2 (`python -m bench.reliability --choose`);
taken higher, since names that come again go wrong together too."""

STOOD, FELL = 9.0, 1.0
"""First guess of how often a wrong pick stands for an entity that is elsewhere, as so many seen."""

REST = 0.5
"""First guess of the entities that no source entity stands for: as many as the signals expect,
with the weight of so many seen."""

_BLOCK = 4000


@dataclass(slots=True)
class Rates:
    """What decisions teach of what a layer misses.

    Args:
        stood: standing entities that a wrong pick stood for.
        wrong: wrong picks.
        rest: standing entities that no source entity stood for, on pairs checked as a whole.
        expected: how many of these the signals expected.
    """

    stood: int = 0
    wrong: int = 0
    rest: int = 0
    expected: float = 0.0

    def add(self, told: Told, found: Verdict) -> None:
        """Count a pair."""
        for said, right, stands in zip(told.entities, found.right, found.stands, strict=True):
            if right is False and said.found:
                self.wrong += 1
                self.stood += min(stands, 1)
        if found.rest is not None:
            self.rest += found.rest
            self.expected += told.rest

    @property
    def middle(self) -> tuple[float, float]:
        """Return the share of wrong picks that stand for something, and the factor of the rest."""
        share = (STOOD + self.stood) / (STOOD + FELL + self.wrong)
        return share, (REST + self.rest) / (REST + self.expected)

    def drawn(self, number: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
        """Return both as they might as well be, each of shape (number,)."""
        share = rng.beta(STOOD + self.stood, FELL + self.wrong - self.stood, number)
        return share, rng.gamma(REST + self.rest, 1.0 / (REST + self.expected), number)


@dataclass(slots=True, eq=False)
class Maps:
    """The maps and rates that a layer's figures are worked out with: the middle, then the drawn.

    Args:
        layer: content hash.
        maps: the fitted map and those drawn around it.
        share: of wrong picks that stand for something, shape (maps,).
        factor: of the rest, shape (maps,).
        noise: standard normal numbers for what is right and what is missed, shape (2, maps); the
            middle has none.
    """

    layer: str
    maps: Sequence[Calibrator]
    share: Floats
    factor: Floats
    noise: Floats

    @classmethod
    def of(
        cls,
        layer: str,
        middle: Calibrator,
        drawn: Sequence[Calibrator],
        rates: Rates,
        rng: np.random.Generator,
    ) -> "Maps":
        """Return them for a layer."""
        share, factor = rates.drawn(len(drawn), rng)
        noise = rng.standard_normal((2, len(drawn) + 1))
        noise[:, 0] = 0.0
        first = rates.middle
        return cls(layer, [middle, *drawn], np.r_[first[0], share], np.r_[first[1], factor], noise)


@dataclass(slots=True, eq=False)
class Sums:
    """Counts of a corpus, pair by pair: what was decided as it is, the rest as expected.

    Args:
        maps: by which to expect.
        pairs: that were counted.
        decided: (right, standing, predicted) entities that were decided.
    """

    maps: Maps
    pairs: int = 0
    decided: list[int] = field(default_factory=lambda: [0, 0, 0])
    _rest: float = 0.0
    _open: list[tuple[tuple[float, ...], int]] = field(default_factory=list)
    _right: Floats = field(init=False)
    _missed: Floats = field(init=False)
    _spread: Floats = field(init=False)
    _predicted: int = 0

    def __post_init__(self) -> None:
        """Begin with nothing."""
        size = len(self.maps.maps)
        self._right, self._missed = np.zeros(size), np.zeros(size)
        self._spread = np.zeros((2, size))

    def exactly(self, right: int, standing: int, predicted: int) -> None:
        """Count entities that were decided."""
        for k, number in enumerate((right, standing, predicted)):
            self.decided[k] += number

    def expect(self, said: Said) -> None:
        """Count a source entity on which nobody has decided."""
        self._open.append((said.logits, len(said.found)))
        if len(self._open) >= _BLOCK:
            self._settle()

    def expect_rest(self, expected: float) -> None:
        """Count the entities that nobody may have thought of, on a pair that is not done."""
        self._rest += expected

    def figures(self) -> Figures:
        """Return precision, recall and F1 with intervals; `units` are pairs.

        Both ends are the value itself where everything was decided.
        """
        self._settle()
        rest = self._rest * self.maps.factor
        spread = np.sqrt(self._spread + np.stack([np.zeros_like(rest), rest]))
        done, standing, predicted = self.decided
        predicted += self._predicted
        right = np.clip(self._right + spread[0] * self.maps.noise[0], 0.0, float(self._predicted))
        missed = np.maximum(self._missed + rest + spread[1] * self.maps.noise[1], 0.0)
        right = done + right
        gold = right + (standing - done) + missed
        every = np.full_like(right, float(predicted))
        return Figures(
            self._interval(right, every),
            self._interval(right, gold),
            self._interval(2 * right, every + gold),
        )

    def _interval(self, above: Floats, below: Floats) -> Interval:
        found = np.divide(above, below, out=np.zeros_like(above), where=below > 0)
        value = float(found[0])
        if len(found) == 1:
            return Interval(value, None, None, LEVEL, self.pairs, "nothing was drawn")
        low, high = np.quantile(found[1:], [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
        return Interval(value, min(value, float(low)), max(value, float(high)), LEVEL, self.pairs)

    def _settle(self) -> None:
        """Work out the chances of the entities that wait for it."""
        if not self._open:
            return
        logits = np.array([row for row, _ in self._open], np.float64)
        found = np.array([n for _, n in self._open], np.float64)
        picked = found > 0
        for k, one in enumerate(self.maps.maps):
            p = one.chances(logits, self.maps.layer)
            wrong, share = 1.0 - p, self.maps.share[k]
            self._right[k] += found @ p
            self._missed[k] += wrong @ np.where(picked, share, 1.0)
            self._spread[0, k] += TOGETHER * ((found**2) @ (p * wrong))
            unsure = np.where(picked, wrong * share * (1.0 - share), p * wrong)
            self._spread[1, k] += TOGETHER * unsure.sum()
        self._predicted += int(found.sum())
        self._open.clear()


Drawer = Callable[[str, Rates], Maps]
"""Makes the maps of a layer from what its decisions taught."""


def drawer(middle: Calibrator, *, draws: int = DRAWS, seed: int = 0) -> Drawer:
    """Return what makes the maps of any layer; equal arguments draw equal numbers.

    Args:
        middle: the fitted map.
        draws: how many maps, >= 1.
        seed: of the random numbers.
    """
    drawn = middle.drawn(draws, np.random.default_rng([seed, 0]))

    def make(layer: str, rates: Rates) -> Maps:
        return Maps.of(layer, middle, drawn, rates, np.random.default_rng([seed, 1]))

    return make
