"""Markers: entities that travel through a translation inside the text itself."""

from core.projection.markers import brackets, xml_tags
from core.projection.markers.back import back_translated
from core.projection.markers.counts import Account, account
from core.projection.markers.shelf import (
    MARKERS,
    LossReason,
    Lost,
    Marked,
    Markers,
    Recovered,
    Tokenise,
)

__all__ = [
    "MARKERS",
    "Account",
    "LossReason",
    "Lost",
    "Marked",
    "Markers",
    "Recovered",
    "Tokenise",
    "account",
    "back_translated",
    "brackets",
    "xml_tags",
]
