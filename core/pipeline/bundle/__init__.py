"""Bundles: a project as one file, to take along, work on without a network, and bring back."""

from core.pipeline.bundle.archive import SUFFIX
from core.pipeline.bundle.merge import Told, in_words, merge
from core.pipeline.bundle.open import open_bundle
from core.pipeline.bundle.read import Bundle, read_bundle
from core.pipeline.bundle.write import Part, write_bundle

__all__ = [
    "SUFFIX",
    "Bundle",
    "Part",
    "Told",
    "in_words",
    "merge",
    "open_bundle",
    "read_bundle",
    "write_bundle",
]
