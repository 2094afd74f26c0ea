"""Docket: how the pairs stand that several persons finished apart, kept up with what is decided.

The first look reads all of them; any further one only those that something was decided on since.
"""

import threading
from collections.abc import Callable
from typing import NamedTuple

from core.review.curation import cases, settle_unanimous, unanimous_cases
from core.review.settle import MOST
from core.storage import Workspace
from core.storage.batches import batches

_BATCH = 500

Report = Callable[[str, int, int], None]


class Line(NamedTuple):
    """What a list of cases needs of one.

    Args:
        pair: its id.
        position: place of the pair in the corpus.
        settled: somebody settled it, and no version changed since.
        unanimous: all versions say the same.
        differences: by how many entities two versions differ, on average.
        fresh: nobody has decided on the version that all share.
    """

    pair: str
    position: int
    settled: bool
    unanimous: bool
    differences: float
    fresh: bool


class Docket:
    """The cases of a project, in short; for all curators of a server.

    Args:
        project: name of the project.
    """

    def __init__(self, project: str) -> None:
        self._project = project
        self._lines: dict[str, Line] = {}
        self._last = 0
        self._lock = threading.Lock()
        self.settled = 0
        self.left: tuple[Line, ...] = ()
        self.alike: tuple[str, ...] = ()

    def __len__(self) -> int:
        """Return how many cases there are."""
        return len(self._lines)

    def refresh(self, ws: Workspace, report: Report | None = None) -> int:
        """Return how many pairs were looked at, to bring everything up to date.

        `settled` is then how many cases are; `left` are those still to be settled by a person,
        what differs most first; `alike` the pairs that everybody has alike and nobody decided on
        for all, in corpus order.

        Args:
            ws: the database.
            report: told how far it is.

        Raises:
            RoleError: who acts is no curator.
        """
        with self._lock:
            last, ids = ws.team.apart(self._project, after=self._last)
            done = 0
            for some in batches(ids, _BATCH):
                self._look(ws, some)
                done += len(some)
                if report is not None:
                    report("Comparing versions", done, len(ids))
            self._last = last
            if ids:
                self._arrange()
            return len(ids)

    def settle_alike(
        self, ws: Workspace, person: str, client: str, seq: int
    ) -> tuple[int, tuple[str, ...]]:
        """Return how many pairs were settled as everybody has them, and what was not.

        Raises:
            ConflictError: none of them can be settled any more.
        """
        alike = self.alike
        found = unanimous_cases(cases(ws, self._project, pairs=alike[:MOST]))
        done, notices = settle_unanimous(ws, self._project, person, client, seq, found)
        if len(alike) > MOST:
            notices = (*notices, f"{len(alike) - MOST:,} more can be settled in a further step")
        return done, notices

    def _look(self, ws: Workspace, ids: list[str]) -> None:
        for one in ids:
            self._lines.pop(one, None)
        for case in cases(ws, self._project, pairs=ids):
            self._lines[case.pair] = Line(
                case.pair,
                case.shared.stored.position,
                case.settled,
                case.unanimous,
                case.differences,
                not case.shared.version,
            )

    def _arrange(self) -> None:
        open_ones = [line for line in self._lines.values() if not line.settled]
        self.settled = len(self._lines) - len(open_ones)
        left = (line for line in open_ones if not line.unanimous)
        self.left = tuple(sorted(left, key=lambda line: (-line.differences, line.position)))
        alike = sorted((e for e in open_ones if e.unanimous and e.fresh), key=lambda e: e.position)
        self.alike = tuple(line.pair for line in alike)
