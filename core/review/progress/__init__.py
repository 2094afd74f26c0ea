"""Progress: how far a project is, how fast it goes, how good it is, what happened meanwhile."""

from core.review.progress.activity import Activity, Row, activity
from core.review.progress.estimate import Figures, half_width, pairs_needed
from core.review.progress.pace import ENOUGH, Pace, Paces, Range, Spread, paces, time_left
from core.review.progress.since import Since, since
from core.review.progress.survey import Survey, survey

__all__ = [
    "ENOUGH",
    "Activity",
    "Figures",
    "Pace",
    "Paces",
    "Range",
    "Row",
    "Since",
    "Spread",
    "Survey",
    "activity",
    "half_width",
    "paces",
    "pairs_needed",
    "since",
    "survey",
    "time_left",
]
