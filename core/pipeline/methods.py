"""The named methods in full: with every option of every part, aligners included.

A spec has one hash only in full, so this is the form that commands and layers know methods by.
"""

from collections.abc import Mapping

from core.aligners import ALIGNERS
from core.domain.spec import MethodSpec
from core.projection.methods import Methods
from core.projection.presets import DEFAULT_METHOD, PRESETS
from core.projection.resolve import spec_from_dict

METHODS: Mapping[str, MethodSpec] = Methods(PRESETS, DEFAULT_METHOD, ALIGNERS)


def in_full(spec: MethodSpec) -> MethodSpec:
    """Return the spec checked against the shelves, all defaults filled in; one in full as it is."""
    return spec_from_dict(spec.to_dict(), ALIGNERS)
