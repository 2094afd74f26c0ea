"""Layers: the projections of one method over a project, named by their content."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Layer:
    """What identifies a layer; its projections are read pair by pair from storage.

    Args:
        name: the method's name, for people.
        kind: `method` or `gold`.
        spec: canonical JSON of the method spec; "" for gold.
        spec_hash: hash of the spec; "" for gold.
        versions: package versions that took part, as `name==version`.
        content_hash: hash over every pair's outcome, in order.
        created: UTC time, ISO 8601.
    """

    name: str
    kind: str
    spec: str
    spec_hash: str
    versions: tuple[str, ...]
    content_hash: str
    created: str
