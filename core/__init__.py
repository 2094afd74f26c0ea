"""SilverLens: annotation projection for cross-lingual named-entity recognition.

`from core import ...` gives notebooks the same calls that the command line makes; each name is
loaded when it is first asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.1.0"

_HOMES = {
    "core.aligners": ("ALIGNERS", "Bitext", "models_from_bytes", "models_to_bytes"),
    "core.domain.alignment": ("Alignment", "Link"),
    "core.domain.entity": ("Entity", "from_iob2", "to_iob2"),
    "core.domain.pair": ("Pair", "Sentence"),
    "core.domain.projection": ("Projection",),
    "core.domain.spec": ("MethodSpec",),
    "core.domain.task": ("Task",),
    "core.errors": ("CoreError",),
    "core.evaluation.agreement": ("agreement",),
    "core.evaluation.causes": ("error_split",),
    "core.evaluation.ceiling": ("ceiling", "oracle"),
    "core.evaluation.counts": ("counts",),
    "core.evaluation.differences": ("compare",),
    "core.evaluation.divergence": ("divergence",),
    "core.evaluation.halves": ("is_even",),
    "core.evaluation.intervals": ("f1_interval",),
    "core.evaluation.links": ("link_scores",),
    "core.evaluation.paired": ("paired_test",),
    "core.evaluation.schemes": ("evaluate_schemes",),
    "core.evaluation.spans": ("evaluate",),
    "core.pipeline.align": ("align_pairs", "aligner_spec"),
    "core.pipeline.methods": ("METHODS",),
    "core.pipeline.prepare": ("prepare",),
    "core.pipeline.run": ("Failed", "Projected", "Skipped", "project_pairs"),
    "core.pipeline.weigh": ("weigh",),
    "core.projection": ("in_words", "project", "project_nested"),
    "core.storage": ("Workspace",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "ALIGNERS",
    "METHODS",
    "Alignment",
    "Bitext",
    "CoreError",
    "Entity",
    "Failed",
    "Link",
    "MethodSpec",
    "Pair",
    "Projected",
    "Projection",
    "Sentence",
    "Skipped",
    "Task",
    "Workspace",
    "agreement",
    "align_pairs",
    "aligner_spec",
    "ceiling",
    "compare",
    "counts",
    "divergence",
    "error_split",
    "evaluate",
    "evaluate_schemes",
    "f1_interval",
    "from_iob2",
    "in_words",
    "is_even",
    "link_scores",
    "models_from_bytes",
    "models_to_bytes",
    "oracle",
    "paired_test",
    "prepare",
    "project",
    "project_nested",
    "project_pairs",
    "to_iob2",
    "weigh",
]

if TYPE_CHECKING:
    from core.aligners import ALIGNERS, Bitext, models_from_bytes, models_to_bytes
    from core.domain.alignment import Alignment, Link
    from core.domain.entity import Entity, from_iob2, to_iob2
    from core.domain.pair import Pair, Sentence
    from core.domain.projection import Projection
    from core.domain.spec import MethodSpec
    from core.domain.task import Task
    from core.errors import CoreError
    from core.evaluation.agreement import agreement
    from core.evaluation.causes import error_split
    from core.evaluation.ceiling import ceiling, oracle
    from core.evaluation.counts import counts
    from core.evaluation.differences import compare
    from core.evaluation.divergence import divergence
    from core.evaluation.halves import is_even
    from core.evaluation.intervals import f1_interval
    from core.evaluation.links import link_scores
    from core.evaluation.paired import paired_test
    from core.evaluation.schemes import evaluate_schemes
    from core.evaluation.spans import evaluate
    from core.pipeline.align import align_pairs, aligner_spec
    from core.pipeline.methods import METHODS
    from core.pipeline.prepare import prepare
    from core.pipeline.run import Failed, Projected, Skipped, project_pairs
    from core.pipeline.weigh import weigh
    from core.projection import in_words, project, project_nested
    from core.storage import Workspace


def __getattr__(name: str) -> object:
    """Return a public name from the module it lives in."""
    if name not in _HOME_OF:
        raise AttributeError(f"core has no public name {name!r}; it has: {', '.join(__all__)}")
    return getattr(import_module(_HOME_OF[name]), name)
