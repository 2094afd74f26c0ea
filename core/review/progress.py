"""Progress: how much of a project people have been through."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.domain.decision import PairStatus
from core.storage import Activity, Workspace


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a project is.

    Args:
        total: pairs.
        by_status: pairs of each status; they add up to `total`.
        touched: pairs that anybody has done anything to.
        settled: pairs that need nothing more: done or excluded.
        people: what each person has done, the busiest first.
    """

    total: int
    by_status: Mapping[str, int]
    touched: int
    settled: int
    people: tuple[Activity, ...]

    def share(self) -> float:
        """Return the share of pairs that need nothing more, in [0, 1]; 0 for no pairs."""
        return self.settled / self.total if self.total else 0.0


def progress(ws: Workspace, project: str) -> Progress:
    """Return how far a project is."""
    info = ws.project(project)
    counts = info.progress
    return Progress(
        total=info.pairs,
        by_status=counts,
        touched=info.pairs - counts[PairStatus.UNREVIEWED],
        settled=counts[PairStatus.DONE] + counts[PairStatus.EXCLUDED],
        people=ws.activity(project),
    )
