"""An export in splits: one file each, in which nothing that belongs together falls apart."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from core.domain.decision import PairStatus
from core.domain.pair import Pair
from core.review.export import CORRECTED, Export, LeftOut, export, left_out
from core.review.export_forms import form_of
from core.review.export_rows import Count, Wanted, rows
from core.review.splits import Plan, checked_shares, plan
from core.storage import Workspace


@dataclass(frozen=True, slots=True)
class Splits:
    """The files of an export in splits, and what was kept together.

    Args:
        parts: the export of each split.
        plan: which pair went where.
        left_out: pairs of the project that are in none of them, by reason.
    """

    parts: Mapping[str, Export]
    plan: Plan
    left_out: Mapping[str, LeftOut]


def export_splits(
    ws: Workspace, project: str, shares: Mapping[str, float], *, seed: int = 0, **asked: Any
) -> Splits:
    """Return one export a split.

    Args:
        ws: the database.
        project: name of the project.
        shares: of each split; they add up to 1.
        seed: decides which pieces go where.
        asked: options of `export`, but for `only`.

    Raises:
        InputError: the shares do not add up, or a piece is larger than a split allows.
    """
    checked_shares(shares)
    form = form_of(asked.get("format", "conll"))
    wanted = Wanted(
        frozenset(asked.get("statuses", (PairStatus.DONE,))),
        asked.get("layer", CORRECTED),
        links=form.links if form.only_links else "",
        must=form.only_links,
    )
    count = Count()
    found = plan(_pairs(ws, project, wanted, count), shares, seed=seed)
    parts = {name: export(ws, project, only=ids, **asked) for name, ids in found.ids.items()}
    return Splits(parts, found, left_out(count))


def _pairs(ws: Workspace, project: str, wanted: Wanted, count: Count) -> Iterator[Pair]:
    for row in rows(ws, project, wanted, count):
        yield row.pair
