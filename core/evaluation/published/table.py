"""Tables of published figures: systems by languages, averages as published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from core.errors import InputError

NONE = "-"
F1, PRECISION, RECALL, RATIO = "@f1", "@precision", "@recall", "@ratio"
_SUMMARIES = (F1, PRECISION, RECALL, RATIO)


@dataclass(frozen=True, slots=True)
class System:
    """A published system.

    Args:
        name: as tables show it.
        methods: names of ours that are made in the same way, separated by spaces; "" for none.
        links: what its word alignment comes from; "" where it has none or it is not said.
        note: in what it differs from ours, or from the rest of its table.
        choice: whether it is the best of several for each language, so that no one system did it.
        shown: whether it stands in tables beside ours; the others are there as anchors.
    """

    name: str
    methods: str = ""
    links: str = ""
    note: str = ""
    choice: bool = False
    shown: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """What a system reached, as shares of one.

    Args:
        system: which it is.
        f1: by language; languages without a figure are left out.
        averages: as published, by `@f1`, `@precision`, `@recall` and `@ratio`; over all languages
            of the table. Those that were not published are left out.
    """

    system: System
    f1: Mapping[str, float]
    averages: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Table:
    """A published table.

    Args:
        name: of the table, short.
        protocol: which benchmark it is of.
        source: where the figures come from.
        setting: how they were made, one clause.
        rows: one a system.
        step: distance between two figures as they are rounded, as a share of one.
    """

    name: str
    protocol: str
    source: str
    setting: str
    rows: tuple[Row, ...]
    step: float

    @property
    def languages(self) -> tuple[str, ...]:
        """Return the languages of the table, in its order."""
        return tuple(dict.fromkeys(lang for row in self.rows for lang in row.f1))


def by_system(systems: Sequence[System], languages: str, figures: str) -> tuple[Row, ...]:
    """Return the rows of a block that has one line a system, in the order of `systems`.

    Args:
        systems: one a line.
        languages: codes and summaries (`@f1` ...), one a column, separated by spaces.
        figures: shares of one; `-` where there is none.

    Raises:
        InputError: lines or columns that do not come out even.
    """
    names = languages.split()
    lines = [line.split() for line in figures.strip().splitlines()]
    if len(lines) != len(systems) or any(len(line) != len(names) for line in lines):
        raise InputError(f"need {len(systems)} lines of {len(names)} figures each")
    return tuple(
        _row(system, dict(zip(names, line, strict=True)), 1.0)
        for system, line in zip(systems, lines, strict=True)
    )


def by_language(
    systems: Sequence[System], figures: str, *, whole: float = 100.0
) -> tuple[Row, ...]:
    """Return the rows of a block that has one line a language, one column a system.

    Args:
        systems: one a column.
        figures: a code or summary, and its figures; `-` where there is none.
        whole: what a figure of one is written as, 100 for percentages; `@ratio` is a plain ratio.

    Raises:
        InputError: a line that has not one figure a system.
    """
    lines = [line.split() for line in figures.strip().splitlines()]
    for line in lines:
        if len(line) != len(systems) + 1:
            raise InputError(f"{line[0]}: need {len(systems)} figures, found {len(line) - 1}")
    return tuple(
        _row(system, {line[0]: line[k] for line in lines}, whole)
        for k, system in enumerate(systems, start=1)
    )


def _row(system: System, cells: Mapping[str, str], whole: float) -> Row:
    found = {
        name: float(cell) / (1.0 if name == RATIO else whole)
        for name, cell in cells.items()
        if cell != NONE
    }
    return Row(
        system,
        MappingProxyType({k: v for k, v in found.items() if k not in _SUMMARIES}),
        MappingProxyType({k: v for k, v in found.items() if k in _SUMMARIES}),
    )
