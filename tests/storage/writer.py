"""Appends decisions for ever and tells each one as soon as it is confirmed; made to be killed.

python -m tests.storage.writer URL CLIENT PERSON
"""

import sys

from core.domain.decision import Decision, Kind, Side
from core.storage import Workspace
from tests.storage.build import TIME

KINDS = (Kind.FLAG, Kind.ACCEPT_PAIR, Kind.SKIP, Kind.UNDO, Kind.REOPEN)


def act(client: str, person: str, number: int) -> Decision:
    """Return the decision of that number, always the same for the same client."""
    kind = KINDS[number % len(KINDS)]
    pair = "" if kind is Kind.UNDO else f"p{number % 5 + 1}"
    return Decision(client, number, TIME, person, pair, Side.PAIR, kind, reason=f"r{number}")


def main(url: str, client: str, person: str) -> None:
    ws = Workspace.open(url)
    number = ws.acked("one", client)
    while True:
        number += 1
        (written,) = ws.append_decisions("one", [act(client, person, number)])
        sys.stdout.write(f"{written.client_seq} {written.seq}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
