"""Prints the small database that is kept for the schema of today, as SQL.

python -m tests.storage.schemas.make > tests/storage/schemas/0005.sql
"""

import sqlite3
import sys
import tempfile
from pathlib import Path

from core.domain.decision import Kind, Side
from core.domain.entity import Entity
from core.domain.task import SuppliedSpan
from core.storage import Workspace
from core.storage.values import Signals
from tests.storage.build import decision, filled

COMMENT: dict[str, object] = {"side": Side.PAIR, "reason": "first line\nsecond line"}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "kept.sqlite"
        ws = Workspace.open(f"sqlite:///{file}")
        filled(ws, "kept")
        ws.append_decisions(
            "kept",
            [
                decision(1, "p1", Kind.ACCEPT_PAIR, side=Side.PAIR),
                decision(2, "p2", Kind.CHANGE, entity="s0.0", new=Entity(0, 2, "ORG")),
                decision(3, "p3", Kind.FLAG, side=Side.PAIR),
                decision(4, "", Kind.UNDO, side=Side.PAIR),
                decision(5, "p4", Kind.ACCEPT, entity="s0.0", act="c1:5", via="random:7"),
                decision(1, "p4", Kind.COMMENT, **COMMENT, client="c1/5", act="c1:5"),
            ],
        )
        ws.remember("kept", "ann", "p2")
        job = ws.jobs.start("kept", "Aligning", total=5)
        ws.jobs.finish(job.id)
        ws.models.write("kept", "by hand", b"\0\1\2")
        judged = [Signals(0.5, 0.0, None, 0.75, 2, gain=0.25) for _ in range(5)]
        ws.signals.write("kept", "k1", [(f"p{k}", s) for k, s in enumerate(judged, start=1)])
        ws.extras.write("kept", "spans", "by hand", [("p1", (SuppliedSpan(0, 1, "PER", 0.5),))])
        ws.close()
        database = sqlite3.connect(file)
        sys.stdout.writelines(f"{line}\n" for line in database.iterdump())
        database.close()


if __name__ == "__main__":
    main()
