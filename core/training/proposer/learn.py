"""A model with encoder and decoder learns to fill slots."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from core.domain.pair import Sentence
from core.errors import InputError
from core.models.beams import Proposer, load_proposer, misspelt
from core.models.compute import computing, current, threads_for
from core.models.seq2seq.forced import mask, padded
from core.models.seq2seq.network import Seq2Seq
from core.projection.slots import asked, filled
from core.training.fit import Progress, seeded

if TYPE_CHECKING:
    import torch

_IGNORED = -100


@dataclass(frozen=True, slots=True)
class Example:
    """What the model reads and what it should write."""

    read: str
    written: str


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast to learn.

    Args:
        epochs: times that every sentence is seen, >= 1.
        batch: sentences a step, >= 1.
        rate: the highest learning rate, > 0; it falls to 0 along a cosine.
        warm_up: steps in which it rises, at most a third of all.
        longest: sub-words of a sentence with its slots; longer ones are left out.
        seed: of the order and of dropout.

    Source: García-Ferrero et al. 2023, arxiv.org/abs/2212.10548 and its released settings.
    """

    epochs: int = 4
    batch: int = 8
    rate: float = 1e-4
    warm_up: int = 500
    longest: int = 256
    seed: int = 0

    def __post_init__(self) -> None:
        """Refuse what cannot be learned by."""
        if not (self.epochs >= 1 and self.batch >= 1 and 0 < self.rate < 1 and self.longest >= 8):
            raise InputError(f"need epochs, batch >= 1, 0 < rate < 1, longest >= 8, got {self}")
        if not (self.warm_up >= 0 and 0 <= self.seed < 2**32):
            raise InputError(f"need warm-up >= 0 and seed in [0, 2^32), got {self}")


@dataclass(frozen=True, slots=True)
class Learned:
    """What came of learning: mean loss of each epoch, and how many sentences were used."""

    losses: tuple[float, ...]
    used: int
    too_long: int


def examples_of(sentences: Iterable[Sentence]) -> list[Example]:
    """Return an example for each sentence that has entities.

    Raises:
        InputError: no sentence has any, or a label cannot be the name of a slot.
    """
    found = [
        Example(
            asked(s.tokens, [e.label for e in s.entities], s.lang),
            filled(s.tokens, s.entities, s.lang),
        )
        for s in sentences
        if s.entities
    ]
    if not found:
        raise InputError("no sentence has an entity; nothing can be learned from them")
    return found


def load_base(name: str) -> Proposer:
    """Return a model to be taught, in full precision, which learning wants."""
    with computing(replace(current(), precision="float32")):
        return load_proposer(name)


def check_labels(network: Seq2Seq, labels: Iterable[str]) -> None:
    """Raise InputError where a model could never write the slot of a label."""
    if came := misspelt(network, sorted(set(labels))):
        label, text = next(iter(came.items()))
        raise InputError(
            f"label {label!r} cannot be learned: the tokeniser of model {network.located.name!r} "
            f"writes its slot as {text!r}; rename the label, or take another model"
        )


def learn(
    network: Seq2Seq, examples: Sequence[Example], plan: Plan, progress: Progress | None = None
) -> Learned:
    """Return what came of teaching a model to fill slots; its weights are changed.

    Raises:
        InputError: every example is longer than the plan allows.
    """
    import torch

    rows = _rows(network, examples, plan.longest)
    model = network.model
    optimiser = torch.optim.AdamW(model.parameters(), lr=plan.rate)
    steps = -(-len(rows) // plan.batch) * plan.epochs
    order = np.random.default_rng(plan.seed)
    losses = []
    done = 0
    with seeded(plan.seed), threads_for(network.model):
        model.train()
        for _ in range(plan.epochs):
            sums = []
            places = order.permutation(len(rows)).tolist()
            for start in range(0, len(places), plan.batch):
                for group in optimiser.param_groups:
                    group["lr"] = plan.rate * _share(done, steps, plan.warm_up)
                batch = [rows[k] for k in places[start : start + plan.batch]]
                loss = _loss(network, batch)
                optimiser.zero_grad()
                loss.backward()  # type: ignore[no-untyped-call]  # (torch leaves it untyped)
                torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
                optimiser.step()
                sums.append(float(loss.detach()))
                done += 1
                if progress:
                    progress("Learning, step", done, steps)
            losses.append(float(np.mean(sums)))
        model.eval()
    return Learned(tuple(losses), len(rows), len(examples) - len(rows))


Row = tuple[list[int], list[int]]


def _rows(network: Seq2Seq, examples: Sequence[Example], longest: int) -> list[Row]:
    read = network.read([one.read for one in examples], "und", "und")
    written = network.written([one.written for one in examples])
    rows = [
        (left, right)
        for left, right in zip(read, written, strict=True)
        if max(len(left), len(right)) <= longest
    ]
    if not rows:
        raise InputError(f"every sentence has more than {longest} sub-words; allow more")
    return rows


def _loss(network: Seq2Seq, rows: Sequence[Row]) -> "torch.Tensor":
    model, pad = network.model, network.tokeniser.pad_token_id
    read, written = [left for left, _ in rows], [right for _, right in rows]
    found: torch.Tensor = model(
        input_ids=padded(read, pad, model.device),
        attention_mask=mask(read, model.device),
        labels=padded(written, _IGNORED, model.device),
    ).loss
    return found


def _share(done: int, steps: int, warm_up: int) -> float:
    """Return the learning rate of a step as a share of the highest, in (0, 1]."""
    rising = min(warm_up, steps // 3)
    if done < rising:
        return (done + 1) / (rising + 1)
    return 0.5 * (1 + math.cos(math.pi * (done - rising) / max(1, steps - rising)))
