"""Learned span score: how probably a candidate is what a person would mark for an entity.

`table.py` says what is looked at, `model.py` how it is put together, `known.py` where scorers are.
"""

from core.scoring.learned.known import SHIPPED, add_source, known, remember
from core.scoring.learned.model import SpanModel, content_key, from_bytes
from core.scoring.learned.part import learned
from core.scoring.learned.table import WORDS

__all__ = [
    "SHIPPED",
    "WORDS",
    "SpanModel",
    "add_source",
    "content_key",
    "from_bytes",
    "known",
    "learned",
    "remember",
]
