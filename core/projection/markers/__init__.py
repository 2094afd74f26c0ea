"""Markers: entities that travel through a translation inside the text itself."""

from core.projection.markers import brackets, xml_tags
from core.projection.markers.back import back_translated
from core.projection.markers.shelf import (
    MARKERS,
    REASONS,
    LossReason,
    Lost,
    Marked,
    Markers,
    Recovered,
    Tokenise,
)

__all__ = [
    "MARKERS",
    "REASONS",
    "LossReason",
    "Lost",
    "Marked",
    "Markers",
    "Recovered",
    "Tokenise",
    "back_translated",
    "brackets",
    "xml_tags",
]
