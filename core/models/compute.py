"""Where models run and how precisely: one setting for everything inside a block."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.errors import ModelError, OptionError

if TYPE_CHECKING:
    import torch

AUTO = "auto"
PRECISIONS = (AUTO, "float32", "bfloat16", "float16")
_LARGE = 5_000_000
"""Weights from which on a model is faster on all threads than on one."""

_DEVICE = re.compile(r"auto|cpu|mps|cuda(:\d+)?")


@dataclass(frozen=True, slots=True)
class Compute:
    """Where models run.

    Args:
        device: `auto` (the first GPU, else the CPU), `cpu`, `cuda`, `cuda:1` or `mps`.
        precision: of weights and vectors; `auto` is float32 on a CPU and bfloat16 on a GPU.
        batch_tokens: sub-words that go through a model at once, padding included.
    """

    device: str = AUTO
    precision: str = AUTO
    batch_tokens: int = 4096

    def __post_init__(self) -> None:
        """Refuse what is no device, precision or size."""
        if not _DEVICE.fullmatch(self.device):
            raise OptionError(f"device {self.device!r}: write auto, cpu, cuda, cuda:1 or mps")
        if self.precision not in PRECISIONS:
            raise OptionError(f"precision {self.precision!r}: write {', '.join(PRECISIONS)}")
        if not 1 <= self.batch_tokens <= 10_000_000:
            raise OptionError(f"batch_tokens {self.batch_tokens}: write a number from 1 on")


_CURRENT: ContextVar[Compute] = ContextVar("compute", default=Compute())  # noqa: B039 (frozen)


@contextmanager
def computing(compute: Compute) -> Iterator[Compute]:
    """Run a block with models on this device; the setting before it comes back at its end."""
    token = _CURRENT.set(compute)
    try:
        yield compute
    finally:
        _CURRENT.reset(token)


def current() -> Compute:
    """Return the setting of the block that runs."""
    return _CURRENT.get()


def device() -> "torch.device":
    """Return the device that models run on.

    Raises:
        ModelError: this machine lacks it; says what it has.
    """
    import torch

    name = current().device
    there = _there()
    if name == AUTO:
        name = there[-1] if there[-1] == "mps" else next((d for d in there if d != "cpu"), "cpu")
    if ("cuda:0" if name == "cuda" else name) not in there:
        raise ModelError(f"there is no device {name} on this machine; it has: {', '.join(there)}")
    return torch.device(name)


def dtype() -> "torch.dtype":
    """Return the precision of weights and vectors on that device."""
    import torch

    found: torch.dtype = getattr(torch, precision())
    return found


def precision() -> str:
    """Return the name of the precision, `auto` resolved: one of the others in `PRECISIONS`."""
    name = current().precision
    if name == AUTO:
        return "float32" if device().type == "cpu" else "bfloat16"
    return name


@contextmanager
def threads_for(module: "torch.nn.Module") -> Iterator[None]:
    """Run a block with as many threads as a model has a use for: a small one is faster on one."""
    import torch

    before = torch.get_num_threads()
    small = sum(weight.numel() for weight in module.parameters()) < _LARGE
    torch.set_num_threads(1 if small else before)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def _there() -> list[str]:
    """Return the devices of this machine, the CPU first."""
    import torch

    found = ["cpu", *(f"cuda:{k}" for k in range(torch.cuda.device_count()))]
    return [*found, "mps"] if torch.backends.mps.is_available() else found
