"""The loop in which a network learns, whatever from."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from core.errors import InputError
from core.models.compute import threads_for
from core.models.networks.network import Network

if TYPE_CHECKING:
    import torch

Progress = Callable[[str, int, int], None]
Loss = Callable[["torch.Tensor", Sequence[int]], "torch.Tensor"]
"""From scores of a batch, shape (B, T, labels), and the places of its sentences, to one number."""

_LEAST_STEPS = 300


@dataclass(frozen=True, slots=True)
class Schedule:
    """How long and how fast to learn.

    Args:
        epochs: times that every sentence is seen, >= 1.
        batch: sentences a step, >= 1.
        rate: the highest learning rate, > 0.
        decay: of weights, >= 0.
        warm_up: share of all steps in which the rate rises to its highest; then it falls to 0.
        clip: the longest gradient, > 0.
        seed: of the order and of everything drawn.

    Source: Wu et al. 2020, arxiv.org/abs/2004.12440 (AdamW, linear warm-up, decay, clip).
    """

    epochs: int
    batch: int
    rate: float
    decay: float = 0.01
    warm_up: float = 0.1
    clip: float = 1.0
    seed: int = 0

    def __post_init__(self) -> None:
        """Refuse what cannot be learned by."""
        if not (self.epochs >= 1 and self.batch >= 1 and self.rate > 0 and self.clip > 0):
            raise InputError(f"need epochs, batch >= 1, rate and clip > 0, got {self}")
        if not (self.decay >= 0 and 0 <= self.warm_up < 1 and 0 <= self.seed < 2**32):
            raise InputError(f"need decay >= 0, warm-up in [0, 1), seed in [0, 2^32), got {self}")


SMALL = Schedule(epochs=20, batch=16, rate=3e-3)
"""For the small network; chosen on the even half of Europarl, by folds."""
ENCODER = Schedule(epochs=3, batch=32, rate=5e-5)
"""For an encoder on labels. Source: Wu et al. 2020, arxiv.org/abs/2004.12440 (the teacher)."""
ENCODER_STUDENT = Schedule(epochs=3, batch=32, rate=1e-4)
"""For an encoder that learns from teachers. Source: Wu et al. 2020, arxiv.org/abs/2004.12440."""


def suited(plain: Schedule, sentences: int, *, epochs: int | None, seed: int) -> Schedule:
    """Return a schedule for a number of sentences: the plain one, longer where they are few.

    Args:
        plain: for a large corpus.
        sentences: to learn from.
        epochs: as somebody wishes; None takes the plain ones, or so many more that there are at
            least 300 steps, since in fewer an encoder's new last layer learns nothing but `O`.
        seed: of everything drawn.
    """
    a_round = max(1, -(-sentences // plain.batch))
    enough = max(plain.epochs, -(-_LEAST_STEPS // a_round))
    return replace(plain, seed=seed, epochs=enough if epochs is None else epochs)


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Run a block with torch's random numbers from a seed, and leave those outside as they were."""
    import torch

    with torch.random.fork_rng():
        torch.manual_seed(seed)
        yield


def fit(
    network: Network,
    sentences: Sequence[Sequence[str]],
    loss: Loss,
    schedule: Schedule,
    progress: Progress | None = None,
) -> tuple[float, ...]:
    """Return the mean loss of each epoch, after changing the network's weights.

    Equal input on equal machines gives equal weights.

    Args:
        network: what learns; weights that want no gradient stay as they are.
        sentences: tokens, at least one sentence, none of them empty.
        loss: of a batch.
        schedule: how long and how fast.
        progress: told step, done and total.
    """
    import torch

    weights = [weight for weight in network.module.parameters() if weight.requires_grad]
    optimiser = torch.optim.AdamW(
        weights, lr=schedule.rate, weight_decay=schedule.decay, fused=True
    )
    a_round = -(-len(sentences) // schedule.batch)
    total = a_round * schedule.epochs
    risen = max(1, round(total * schedule.warm_up))
    order = np.random.default_rng(schedule.seed)
    means = []
    done = 0
    with seeded(schedule.seed), threads_for(network.module):
        for _ in range(schedule.epochs):
            network.module.train()
            losses = []
            for places in _batches(order.permutation(len(sentences)).tolist(), schedule.batch):
                for group in optimiser.param_groups:
                    group["lr"] = schedule.rate * _share(done, risen, total)
                value = loss(network.logits([sentences[k] for k in places]), places)
                optimiser.zero_grad()
                value.backward()  # type: ignore[no-untyped-call]  # (torch leaves it untyped)
                torch.nn.utils.clip_grad_norm_(weights, schedule.clip)
                optimiser.step()
                losses.append(float(value.detach()))
                done += 1
                if progress:
                    progress("Learning, step", done, total)
            means.append(float(np.mean(losses)))
    network.module.eval()
    return tuple(means)


def _share(done: int, risen: int, total: int) -> float:
    """Return the learning rate of a step as a share of the highest, in (0, 1]."""
    if done < risen:
        return (done + 1) / risen
    return (total - done) / max(1, total - risen)


def _batches(order: list[int], size: int) -> Iterator[list[int]]:
    for start in range(0, len(order), size):
        yield order[start : start + size]
