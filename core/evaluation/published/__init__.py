"""Published figures, one file a table: what other systems reached on the benchmarks we run.

Figures are facts, restated from the sources that each table names; tests check that the languages
of every row come out at its published average.
"""

from core.evaluation.published.europarl_grid import EUROPARL_GRID
from core.evaluation.published.europarl_paper import EUROPARL_PAPER
from core.evaluation.published.europarl_thesis import EUROPARL_THESIS
from core.evaluation.published.masakhaner2_others import MASAKHANER2_OTHERS
from core.evaluation.published.masakhaner2_paper import MASAKHANER2_PAPER
from core.evaluation.published.masakhaner2_thesis import MASAKHANER2_THESIS
from core.evaluation.published.table import Row, System, Table
from core.evaluation.published.xtreme_paper import XTREME_PAPER

TABLES: tuple[Table, ...] = (
    EUROPARL_THESIS,
    EUROPARL_GRID,
    EUROPARL_PAPER,
    MASAKHANER2_THESIS,
    MASAKHANER2_PAPER,
    MASAKHANER2_OTHERS,
    XTREME_PAPER,
)


def published(protocol: str) -> tuple[Table, ...]:
    """Return the tables of a benchmark, in the order to be shown in; none where there are none."""
    return tuple(table for table in TABLES if table.protocol == protocol)


__all__ = ["TABLES", "Row", "System", "Table", "published"]
