"""Small tables that are read, not worked with: plain HTML, numbers that add up."""

from collections.abc import Collection, Sequence

import pandas as pd
import streamlit as st

from ui.panels.text import plain


def show_counts(
    of: str, columns: Sequence[str], rows: Sequence[tuple[str, Sequence[int]]], *, total: str
) -> None:
    """Show a table of counts with the sum of each column in a last row.

    Args:
        of: what the rows are, over their names.
        columns: names of the columns.
        rows: each with its name and as many numbers as there are columns.
        total: name of the last row, unless one of the others has it.
    """
    names = [name for name, _ in rows]
    numbers = [list(counts) for _, counts in rows]
    sums = [sum(counts[k] for counts in numbers) for k in range(len(columns))]
    table = pd.DataFrame(
        [*numbers, sums],
        columns=_apart(columns),
        index=pd.Index(_apart([*names, unlike(total, names)]), name=plain(of)),
        dtype=int,
    )
    last = len(table) - 1
    styled = table.style.format("{:,}").apply(
        lambda column: ["font-weight:600" if k == last else "" for k in range(len(column))]
    )
    st.table(styled, border="horizontal")


def show_words(of: str, columns: Sequence[str], rows: Sequence[tuple[str, Sequence[str]]]) -> None:
    """Show a table of texts, each as it is.

    Args:
        of: what the rows are, over their names.
        columns: names of the columns.
        rows: each with its name and as many texts as there are columns.
    """
    table = pd.DataFrame(
        [[plain(name), *map(plain, cells)] for name, cells in rows],
        columns=_apart([of, *columns]),
        dtype=str,
    )
    st.table(table, border="horizontal", hide_index=True)


def unlike(title: str, names: Collection[str]) -> str:
    """Return a title for the total of things so named, which none of them has."""
    taken = {plain(name) for name in names}
    while plain(title) in taken:
        title += " together"
    return title


def _apart(titles: Sequence[str]) -> list[str]:
    """Return titles as they are shown; pandas asks for each to be told from those before it."""
    shown: list[str] = []
    for title in titles:
        again = (plain(title if n == 1 else f"{title} ({n})") for n in range(1, len(titles) + 1))
        shown.append(next(one for one in again if one not in shown))
    return shown
