"""Signatures: short words by which outcomes of several methods are told apart in a query."""

import hashlib

from core.storage import codec
from core.storage.values import Outcome


def of_outcome(outcome: Outcome) -> str:
    """Return the signature of what a method made of a pair: equal for equal target entities."""
    if outcome.state != "projected":
        return of_state(outcome.state)
    return _short(codec.dump([codec.dump_entity(entity) for entity in outcome.entities()]))


def of_state(state: str) -> str:
    """Return the signature of an outcome without entities, by its state."""
    return _short(state)


def _short(said: str) -> str:
    return hashlib.sha256(said.encode()).hexdigest()[:12]
