"""Projection methods, composed of candidates, scores and a matcher, or a heuristic."""

from core.domain.task import Task
from core.projection.engine import match, project
from core.projection.heuristics import HEURISTICS
from core.projection.methods import METHODS
from core.projection.presets import DEFAULT_METHOD
from core.projection.words import in_words

__all__ = ["DEFAULT_METHOD", "HEURISTICS", "METHODS", "Task", "in_words", "match", "project"]
