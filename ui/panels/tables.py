"""Small tables that are read, not worked with: plain HTML, numbers that add up."""

from collections.abc import Sequence

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
        total: name of the last row.
    """
    table = pd.DataFrame(
        [numbers for _, numbers in rows],
        columns=[plain(column) for column in columns],
        index=pd.Index([plain(name) for name, _ in rows], name=plain(of)),
        dtype=int,
    )
    table.loc[plain(total)] = table.sum()
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
        columns=[plain(of), *map(plain, columns)],
        dtype=str,
    )
    st.table(table, border="horizontal", hide_index=True)
