"""Confidence in words: what was checked, what a figure rests on, what a bin says."""

from core.evaluation.calibration import Bin
from core.evaluation.intervals import Interval
from core.review.confidence.checked import FEWEST, Checked
from core.review.confidence.report import Confidence
from core.text.plural import counted

UNCHECKED = (
    "Nothing was checked: nobody has decided on anything, so every chance and figure is the first "
    "guess that comes with the program."
)
STALE = (
    "A method ran, or links or weights changed, since the evidence was worked out; this is of what "
    "there was then."
)


def percent(value: float) -> str:
    """Return a share for people: `84.2 %`."""
    return f"{100 * value:.1f} %"


def told(figure: Interval) -> str:
    """Return a figure with its interval: `84.2 % (80.1 to 88.0)`."""
    if figure.low is None or figure.high is None:
        return percent(figure.value)
    return f"{percent(figure.value)} ({100 * figure.low:.1f} to {100 * figure.high:.1f})"


def rests_on(found: Confidence) -> str:
    """Return what the chances and figures of a project rest on."""
    if not found.entities:
        return UNCHECKED
    return (
        f"Learned from {counted(found.entities, 'source entity', 'source entities')} decided on, "
        f"{counted(found.whole, 'pair', 'pairs')} of {found.pairs:,} checked as a whole. What was "
        "decided counts as it is; the rest by its chances, which hold only as far as what is left "
        "is like what was reviewed. The interval is of chance and of the map, not of that."
    )


def of_method(checked: Checked | None, decided: int) -> str:
    """Return how well calibrated a method is, in a sentence."""
    if checked is None:
        return (
            f"{counted(decided, 'outcome', 'outcomes')} decided; how well calibrated it is, is "
            f"told from {FEWEST} on."
        )
    return (
        f"Said and found are {100 * checked.after:.1f} points apart on average "
        f"({100 * checked.before:.1f} before the map), where a faultless map would show "
        f"{100 * checked.by_chance:.1f} on the {checked.count:,} outcomes by chance alone; each "
        "was judged by a map fitted without its pair."
    )


def of_bin(one: Bin) -> str:
    """Return a bin in words: of the 25 said to be 80 to 90 % sure, 84 % were right."""
    return (
        f"Of the {one.count:,} said to be {100 * one.low:.0f} to {100 * one.high:.0f} % sure, "
        f"{100 * one.found:.0f} % were right."
    )
