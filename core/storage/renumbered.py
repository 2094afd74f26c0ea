"""Renumbered: what decisions of a copy were carried from, by the numbers that a project has.

A copy numbers the versions of its pairs by itself. What it says by such a number is said here by
that of a version with the same words, kept where the project has none.
"""

from collections.abc import Container, Mapping, Sequence
from dataclasses import replace

import sqlalchemy as sa

from core.domain.decision import Decision
from core.storage import pairs, parted, wire
from core.storage.merged import Copy


def renumbered(
    connection: sa.Connection,
    project: int,
    copy: Copy,
    fresh: Sequence[Decision],
    *,
    added: Container[str],
    person: str,
) -> list[Decision]:
    """Return new decisions of a copy, with the numbers that versions of their pairs have here.

    Args:
        connection: in the transaction that merges them.
        project: number of the project.
        copy: that is merged.
        fresh: its new decisions.
        added: ids of pairs that the project did not have, which came with their versions.
        person: who merges it.
    """
    numbers: dict[tuple[str, int], int] = {}
    wanted = {key for d in fresh if (key := _named(d)) is not None and d.pair not in added}
    if wanted:
        places = pairs.find_places(connection, project, sorted({pair for pair, _ in wanted}))
        for row in copy.revisions():
            if (key := (row["id"], row["revision"])) in wanted:
                then = wire.pair_from(row["id"], row["pair"])
                numbers[key] = parted.number_of(
                    connection, project, places[row["id"]].position, then, person, copy.name
                )
    return [_told(d, numbers) for d in fresh]


def _named(decision: Decision) -> tuple[str, int] | None:
    """Return pair and number of the version that a decision carries from; None for none."""
    if decision.carried is None or not decision.carried.revision:
        return None
    return decision.pair, decision.carried.revision


def _told(decision: Decision, numbers: Mapping[tuple[str, int], int]) -> Decision:
    key = _named(decision)
    if key is None or key not in numbers or decision.carried is None:
        return decision
    return replace(decision, carried=replace(decision.carried, revision=numbers[key]))
