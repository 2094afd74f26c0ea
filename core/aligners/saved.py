"""What a learning aligner learned, as one file: a model for each pair of languages."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol

import numpy as np

from core.aligners.base import Aligner, Bitext, Progress, by_language
from core.aligners.model import Model
from core.aligners.table import from_npz, to_npz
from core.domain.alignment import Alignment
from core.errors import FormatError, InputError
from core.text.languages import name

Languages = tuple[str, str]
Models = Mapping[Languages, Model]
"""Models by source and target language, canonical codes."""

Keep = Callable[[Model], None]
"""Called with each model as soon as it is learned."""

_MOST = 10_000


class Learner(Aligner, Protocol):
    """An aligner that says what it learned, and goes by it; registered with `learns=True`."""

    def learn(
        self,
        pairs: Sequence[Bitext],
        *,
        training: Sequence[Bitext] = (),
        progress: Progress | None = None,
        keep: Keep | None = None,
    ) -> list[Alignment]:
        """Return what `align` returns, handing over one model for each pair of languages."""
        ...

    def use(self, pairs: Sequence[Bitext], models: Models) -> list[Alignment]:
        """Return one alignment per pair, in order, without any learning.

        Raises:
            InputError: there is no model of the languages of some pairs.
        """
        ...


def models_to_bytes(models: Iterable[Model]) -> bytes:
    """Return models, one a pair of languages, as an npz file; equal models give equal bytes."""
    ordered = sorted(models, key=lambda model: model.languages)
    packed = {str(k): np.frombuffer(model.to_bytes(), np.uint8) for k, model in enumerate(ordered)}
    return to_npz({"models": np.array([len(ordered)]), **packed}, compress=False)


def models_from_bytes(data: bytes, *, file: str = "aligner model") -> dict[Languages, Model]:
    """Return the models of `models_to_bytes`; raise FormatError if the bytes are something else."""
    count = from_npz(data, file=file, names=["models"])["models"]
    if count.shape != (1,) or count.dtype.kind not in "iu" or not 0 < int(count[0]) <= _MOST:
        raise FormatError("no model in it", file=file, remedy="write one with align --save-model")
    packed = from_npz(data, file=file, names=[str(k) for k in range(int(count[0]))])
    found = [Model.from_bytes(body.tobytes(), file=file) for body in packed.values()]
    return {model.languages: model for model in found}


def models_for(pairs: Sequence[Bitext], models: Models) -> dict[Languages, list[int]]:
    """Return the positions of the pairs of each model; raise InputError if one has no model."""
    groups = by_language(pairs)
    if missing := [pair for pair in groups if pair not in models]:
        raise InputError(
            f"the model is of {listed(models)}, the pairs are {listed(missing)}; "
            "take a model of their languages, or learn from the pairs without one"
        )
    return groups


def listed(languages: Iterable[Languages]) -> str:
    """Return pairs of languages for people: `English to German (en-de), ...`."""
    return ", ".join(f"{name(s)} to {name(t)} ({s}-{t})" for s, t in sorted(languages)) or "none"
