"""What a run will need, before it begins: which models are here, what they cost, how long."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.errors import ModelError
from core.models.catalogue import Known, known
from core.models.compute import computing, device, precision
from core.models.located import is_hub_name
from core.pipeline.runs.at_hand import folder_of, megabytes
from core.pipeline.runs.config import RunConfig
from core.pipeline.runs.engine import steps_of
from core.pipeline.runs.text import read_sides

_BYTES_A_WEIGHT = 4
_PER_WORD = 1.6
"""Sub-words a word has, roughly; more in languages that models know less of."""

_USED = 0.25
"""Share of a device's speed at large products that a model gets out of it, roughly."""

_SIZE = 1024
_NON_COMMERCIAL = "its licence forbids commercial use"


@dataclass(frozen=True, slots=True)
class Need:
    """A model that a run needs.

    Args:
        key: of the run's file.
        name: of the model.
        here: whether it is on this machine.
        megabytes: of its weights; None where nobody knows.
        licence: of the model; "" where nobody knows.
        note: what there is to say of it, such as how to get it.
    """

    key: str
    name: str
    here: bool
    megabytes: int | None
    licence: str
    note: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run will do.

    Args:
        sentences: that it begins with.
        needs: the models, in order of the file.
        steps: title and seconds of each step, None where nothing can be said.
        where: device and precision.
        notes: what a person should know before it begins.
    """

    sentences: int
    needs: tuple[Need, ...]
    steps: tuple[tuple[str, float | None], ...]
    where: str
    notes: tuple[str, ...]


def plan(config: RunConfig, base: Path) -> Plan:
    """Return what a run will need; nothing is fetched, loaded or written.

    Raises:
        CoreError: its text cannot be read, or the device is not there.
    """
    config = config.placed(base)
    words = _words(config, base)
    needs = tuple(_need(key, name) for key, name in config.models().items())
    with computing(config.compute()):
        where = f"{device()}, {precision()}"
        speed = _speed()
    sizes = {need.key: need.megabytes for need in needs}
    steps = tuple(
        (step.title, _seconds(config, step.name, words, sizes, speed)) for step in steps_of(config)
    )
    return Plan(len(words), needs, steps, where, _notes(config))


def _words(config: RunConfig, base: Path) -> list[int]:
    """Return how many words each sentence has, on the sides that are there."""
    path = base / config.text
    sides = read_sides(config.setting, config.source_lang, config.target_lang, path)
    return [sum(len(one) for one in both if one is not None) for both in sides]


def _need(key: str, name: str) -> Need:
    about = known(name)
    licence = about.licence if about else ""
    folder = folder_of(key, name)
    if folder is None:
        size = about.megabytes if about else None
        return Need(key, name, here=False, megabytes=size, licence=licence, note=_how(name, about))
    note = _NON_COMMERCIAL if about and not about.commercial else ""
    return Need(key, name, here=True, megabytes=megabytes(folder), licence=licence, note=note)


def _how(name: str, about: Known | None) -> str:
    if not is_hub_name(name):
        return "no such folder on this machine; name one that has config.json and safetensors"
    more = f"; {_NON_COMMERCIAL}" if about and not about.commercial else ""
    return f"not on this machine; `python -m core models --fetch {name}` brings it{more}"


_COST: dict[str, tuple[str, Callable[[RunConfig], float]]] = {
    "translate": ("translation.model", lambda c: 1.0 + c.beams),
    "markers": ("translation.model", lambda c: 2.0 + 2.0 * c.beams),
    "back-translate": ("back_translation.model", lambda c: 2.0 + 2.0 * c.beams),
    "tag-source": ("source_tagger.model", lambda _: 1.0),
    "tag-target": ("target_tagger.model", lambda _: 1.0),
    "align": ("aligner.model", lambda _: 2.0),
    "propose": ("proposals.model", lambda c: 1.0 + c.proposer_beams / 3),
    "score": ("translation_scores.model", lambda c: 12.0 * c.score_len),
}
"""The model behind a step, and how often it goes over a sentence, roughly."""


def _seconds(
    config: RunConfig,
    step: str,
    words: list[int],
    sizes: dict[str, int | None],
    speed: float,
) -> float | None:
    if step not in _COST:
        return 0.001 * len(words)
    key, often = _COST[step]
    if key == "aligner.model" and not config.model_of_aligner():
        return 0.0005 * len(words) + 2.0
    size = sizes.get(key)
    if not size:
        return None
    weights = size * 1e6 / _BYTES_A_WEIGHT
    return 2.0 * weights * sum(words) * _PER_WORD * often(config) / (speed * _USED)


def _speed() -> float:
    """Return how many operations a second the current device does in a large product."""
    import torch

    from core.models.compute import dtype

    try:
        square = torch.ones((_SIZE, _SIZE), dtype=dtype(), device=device())
    except RuntimeError as error:
        raise ModelError(f"device {device()} cannot be used ({error})") from None
    best = min(_timed(square) for _ in range(3))
    return 2.0 * _SIZE**3 / best


def _timed(square: Any) -> float:
    began = time.perf_counter()
    float((square @ square).sum())
    return time.perf_counter() - began


def _notes(config: RunConfig) -> tuple[str, ...]:
    found = []
    if config.back_translator:
        found.append(
            "Back-translation lowered F1 nearly everywhere it was measured (arXiv 2501.18750); it "
            "helped only for scripts without spaces."
        )
    if not config.model_of_aligner() and not config.markers:
        found.append("Words are aligned by the embedded statistical aligner: it needs no model.")
    return tuple(found)
