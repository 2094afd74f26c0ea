"""What a run over a corpus leaves in a layer."""

from importlib.metadata import version

from core.pipeline.run import Failed, Projected
from core.pipeline.run import Outcome as RunOutcome
from core.storage import Outcome

_PACKAGES = ("numpy", "scipy", "numba")


def versions() -> tuple[str, ...]:
    """Return the packages that take part in making a layer, as `name==version`."""
    return tuple(f"{name}=={version(name)}" for name in _PACKAGES)


def to_store(outcome: RunOutcome) -> Outcome:
    """Return what is kept of what became of a pair."""
    if isinstance(outcome, Projected):
        return Outcome.projected(outcome.projections, outcome.others)
    if isinstance(outcome, Failed):
        return Outcome.failed(str(outcome.error))
    return Outcome.skipped(outcome.reason)
