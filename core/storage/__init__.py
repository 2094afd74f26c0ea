"""The database: projects, pairs, layers and decisions; the only place that writes files."""

from core.storage.jobs import Jobs
from core.storage.log import Log
from core.storage.values import (
    Filter,
    JobInfo,
    Outcome,
    PairExtras,
    PairRecord,
    ProjectInfo,
    Range,
    StoredPair,
)
from core.storage.workspace import Workspace

__all__ = [
    "Filter",
    "JobInfo",
    "Jobs",
    "Log",
    "Outcome",
    "PairExtras",
    "PairRecord",
    "ProjectInfo",
    "Range",
    "StoredPair",
    "Workspace",
]
