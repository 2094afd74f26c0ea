"""What the figures of a board can and cannot say, in sentences for the page."""

import numpy as np

from core.review.compare.board import RESAMPLES, Board
from core.review.compare.drawn import Drawn, drawn
from core.review.compare.sheet import DECISIONS, GOLD, RANDOM, Sheet, in_words

_SIGNIFICANT = 0.05


def what_is_counted(board: Board) -> str:
    """Return against what, over how many pairs, and how the intervals come about."""
    sheet = board.sheet
    untagged = int((~sheet.tagged).sum())
    left_out = f" {_pairs(untagged)} came without source tags, not counted." if untagged else ""
    return (
        f"{board.pairs:,} of {_pairs(len(sheet.ids))}, strict span and type, micro-averaged."
        f"{left_out} Intervals: 95 %, bootstrap over {_drawn_in(board)}, {RESAMPLES:,} draws."
    )


def caveats(board: Board) -> tuple[str, ...]:
    """Return what has to be kept in mind with this reference, most important first."""
    found = [*_ABOUT.get(board.reference, _about_method)(board)]
    of = _drawn_in(board)
    if len(of) == 1:
        found.append(f"Only {of}: no interval can be drawn from one.")
    elif of.too_few:
        found.append(f"Only {of}: intervals drawn from so few are too narrow to be trusted.")
    return tuple(found)


def about_differences(board: Board) -> str:
    """Return how far differences to the base can be trusted; "" where enough units were drawn."""
    first = next(iter(board.found.values()), None)
    if first is None or not (of := drawn(board.sheet, first.counted)).too_few:
        return ""
    told = (
        f"Intervals and p of these differences rest on {of}, too few to be trusted: one of "
        "them can turn the result."
    )
    if of.lowest_p > _SIGNIFICANT:
        told += f" Whatever the methods found there, p can hardly be less than {of.lowest_p:.2g}."
    return told


def _drawn_in(board: Board) -> Drawn:
    return drawn(board.sheet, board.sheet.counted(board.reference))


def _about_gold(board: Board) -> list[str]:
    return []


def _about_decisions(board: Board) -> list[str]:
    sheet = board.sheet
    done, in_part = _counted(sheet, DECISIONS), _counted(sheet, RANDOM)
    found = []
    if in_part < done:
        found.append(
            f"No random sample: of {done:,} checked pairs, {in_part:,} "
            f"{'is' if in_part == 1 else 'are'} among the first of a random order. Pairs reviewed "
            "because they look suspicious are harder than the rest, so these figures, intervals "
            "included, hold for the checked pairs and not for the corpus."
        )
        found.append(
            f"Compare with “{in_words(RANDOM)}” for figures that hold for the corpus."
            if in_part
            else "Review some pairs in random order for figures that hold for the corpus."
        )
    return [*found, "Pairs accepted in bulk do not count.", _leaning(sheet)]


def _about_random(board: Board) -> list[str]:
    sheet = board.sheet
    part = sheet.part
    if part is None:
        return []
    found = [
        f"A fair sample of the corpus, in whatever order it was reviewed: {part.words}. Counted "
        f"of these: {_counted(sheet, RANDOM):,}, done and with source tags."
    ]
    if part.put_off:
        found.append(
            f"{_pairs(part.put_off)} of the sample {'was' if part.put_off == 1 else 'were'} "
            "skipped or flagged: if those are hard ones, all figures are too high."
        )
    return [*found, _leaning(sheet)]


def _leaning(sheet: Sheet) -> str:
    return f"Reviewers saw what {sheet.methods[0]} had found, so its figures lean upwards."


def _about_method(board: Board) -> list[str]:
    return [
        f"{in_words(board.reference)} is no gold: the figures say how far methods agree with it, "
        "not how good they are."
    ]


def _counted(sheet: Sheet, key: str) -> int:
    return int(np.count_nonzero(sheet.counted(key)))


def _pairs(number: int) -> str:
    return f"{number:,} pair{'' if number == 1 else 's'}"


_ABOUT = {GOLD: _about_gold, DECISIONS: _about_decisions, RANDOM: _about_random}
