"""The database: projects, pairs, layers and decisions; the only place that writes files."""

from core.storage.decisions import Log
from core.storage.jobs import Jobs
from core.storage.values import (
    Filter,
    JobInfo,
    Neighbours,
    Outcome,
    PairRecord,
    ProjectInfo,
    StoredPair,
)
from core.storage.workspace import Workspace

__all__ = [
    "Filter",
    "JobInfo",
    "Jobs",
    "Log",
    "Neighbours",
    "Outcome",
    "PairRecord",
    "ProjectInfo",
    "StoredPair",
    "Workspace",
]
