"""The model: weighted signals added up to a probability.

The weights stand in `data/suspicion.json`; `python -m bench suspicion --fit` learns them. They are
numbers over signals, without words and labels, and none is below zero.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from core.review.suspicion.table import Signals

FILE = Path(__file__).parents[3] / "data" / "suspicion.json"


@dataclass(frozen=True, slots=True)
class Weights:
    """What each signal adds to the log-odds.

    Args:
        base: the log-odds where nothing is odd.
        of: weights by code of the signal, each >= 0.
    """

    base: float
    of: Mapping[str, float]

    def parts(self, signals: Signals) -> dict[str, float]:
        """Return what each signal adds; those that add nothing are left out."""
        return {
            code: self.of[code] * value
            for code, (value, _) in signals.items()
            if value and self.of[code]
        }

    def chance(self, parts: Mapping[str, float]) -> float:
        """Return the probability, in (0, 1)."""
        return 1.0 / (1.0 + math.exp(-self.base - math.fsum(parts.values())))


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of the two questions.

    Args:
        entity: whether what became of a source entity is wrong.
        rest: whether an entity is missing that no source entity stands for.
    """

    entity: Weights
    rest: Weights


@lru_cache(maxsize=1)
def shipped() -> Model:
    """Return the model that comes with the project."""
    return model_of(json.loads(FILE.read_text(encoding="utf-8")))


def model_of(plain: Mapping[str, Mapping[str, float]]) -> Model:
    """Return the model that plain values spell: for each question `base` and weights by code."""
    return Model(*(_weights(plain[question]) for question in ("entity", "rest")))


def _weights(plain: Mapping[str, float]) -> Weights:
    of = {code: weight for code, weight in plain.items() if code != "base"}
    return Weights(plain["base"], MappingProxyType(of))
