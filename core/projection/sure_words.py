"""How sure a projection is, in plain sentences."""

from core.domain.projection import Explanation, Projection

_EQUAL = 1e-9
_CLOSE = 5e-3
_SURE, _NEVER = 0.995, 0.005


def sure_words(projection: Projection) -> tuple[str, ...]:
    """Return sentences on probability, margin and proof; none where there was nothing to choose."""
    told = projection.explanation
    if told is None or not told.competitors:
        return ()
    lines = (
        _posterior(projection, told),
        _margin(projection, told),
        _missing(told),
        _proof(projection.gap),
    )
    return tuple(line for line in lines if line)


def likely(probability: float) -> str:
    """Return a probability in words: `0.83 likely`, `more than 0.99 likely`."""
    if probability >= _SURE:
        return "more than 0.99 likely"
    if probability < _NEVER:
        return "less than 0.01 likely"
    return f"{probability:.2f} likely"


def _posterior(projection: Projection, told: Explanation) -> str:
    if told.posterior is None:
        return ""
    what = "This choice" if projection.picks else "That it gets no span"
    return f"{what} is {likely(told.posterior)}, by the scores of the whole sentence."


def _margin(projection: Projection, told: Explanation) -> str:
    margin = told.margin
    if margin is None:
        return ""
    amount = f"{abs(margin):.2f}" if abs(margin) >= _CLOSE else f"{abs(margin):.4f}"
    if not projection.picks:
        return _forced(margin, amount)
    if abs(margin) < _EQUAL:
        return "Another choice for the sentence does without it and scores the same in all."
    if margin < 0:
        return f"A choice for the sentence without it scores {amount} more in all."
    return f"Without it the best choice for the sentence scores {amount} less in all."


def _forced(margin: float, amount: str) -> str:
    if abs(margin) < _EQUAL:
        return "Another choice for the sentence gives it a span and scores the same in all."
    if margin < 0:
        return f"A choice for the sentence that gives it a span scores {amount} more in all."
    return f"A span for it would cost the sentence {amount} in all."


def _missing(told: Explanation) -> str:
    if not told.not_computed:
        return ""
    names = ["margin"] if told.margin is None else []
    names += ["probability"] if told.posterior is None else []
    return f"{' and '.join(names).capitalize() or 'Something'} {told.not_computed.rstrip('.')}."


def _proof(gap: float | None) -> str:
    if not gap:
        return ""
    return (
        f"The choice for the sentence is not proven best: another may score up to {gap:.2g} more."
    )
