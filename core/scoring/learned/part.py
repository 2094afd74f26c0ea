"""Score: the probability that a candidate is right, by a scorer learned from decisions."""

from collections.abc import Mapping, Sequence

from core.domain.candidate import Candidates
from core.domain.scores import Matrix
from core.domain.task import Task
from core.scoring.learned.known import SHIPPED, known
from core.scoring.learned.table import WORDS
from core.scoring.shelf import SCORES, accounts_for

_TOLD = 3
"""Features that are told on either side."""

_LEAST = 0.05
"""Log-odds below which a feature is not told."""


@SCORES.register("learned", needs={"alignment"})
def learned(task: Task, candidates: Candidates, *, scorer: str = SHIPPED) -> Matrix:
    """Return how probably each candidate is what a person would mark for the entity.

    For a pair that the scorer was learned from, one is asked that was learned without it, so that
    what it says of such a pair is as honest as of any other.

    Args:
        task: source entities and an alignment.
        candidates: spans of its target.
        scorer: digest of a scorer that a project was taught, or `shipped` for the one that comes
            with SilverLens.

    Returns:
        Shape (entities, candidates), in [0, 1); 0 for a candidate that covers its entity far worse
        than another one.

    Raises:
        MissingInputError: the task has no alignment, nobody has annotated the source, or there is
            no such scorer.

    Source: ours.
    """
    return known(scorer).scores(task, candidates)


@accounts_for("learned")
def account(
    task: Task,
    candidates: Candidates,
    cells: Sequence[tuple[int, int]],
    *,
    scorer: str = SHIPPED,
) -> list[str]:
    """Return for each (entity, candidate) what speaks for it and what against it, in a sentence.

    The sentence is "" for a candidate that is not looked at.
    """
    return [_sentence(dict(moved)) for moved in known(scorer).shares(task, candidates, cells)]


def _sentence(moved: Mapping[str, float]) -> str:
    found: dict[str, float] = {}
    for code, value in moved.items():
        found[WORDS[code]] = found.get(WORDS[code], 0.0) + value
    ranked = sorted(found.items(), key=lambda item: (-abs(item[1]), item[0]))
    pro = [f"{words} {value:+.1f}" for words, value in ranked if value >= _LEAST][:_TOLD]
    con = [f"{words} {value:+.1f}" for words, value in ranked if value <= -_LEAST][:_TOLD]
    parts = [
        f"{name}: {', '.join(some)}" for name, some in (("for", pro), ("against", con)) if some
    ]
    return f"Learned score, {'; '.join(parts)} (log-odds)." if parts else ""
