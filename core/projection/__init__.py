"""Projection methods: composed of candidates, scores and a matcher, a heuristic, or a vote."""

from core.domain.task import Task
from core.projection.combiners import COMBINERS
from core.projection.engine import match, project
from core.projection.heuristics import HEURISTICS
from core.projection.joiners import JOINERS
from core.projection.methods import METHODS
from core.projection.nested import project_nested
from core.projection.presets import DEFAULT_METHOD
from core.projection.words import in_words

__all__ = [
    "COMBINERS",
    "DEFAULT_METHOD",
    "HEURISTICS",
    "JOINERS",
    "METHODS",
    "Task",
    "in_words",
    "match",
    "project",
    "project_nested",
]
