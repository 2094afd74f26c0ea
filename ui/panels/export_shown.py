"""What an export holds and what it left out, shown beside its download."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from core.formats.zipped import zipped
from core.review.export import Export, LeftOut
from core.review.export_forms import FORMS
from core.review.export_splits import Splits
from core.text.plural import counted
from ui import charts
from ui.panels.text import plain


def show_export(project: str, made: Export, *, name: str = "") -> None:
    """Show what is in a file and what is not, and offer it for download."""
    if not made.pairs:
        st.warning("No pair can be exported, so there is no file.")
    else:
        only_links = made.format in FORMS and FORMS[made.format].only_links
        entities = counted(made.entities, "entity", "entities")
        held = "" if only_links else f" with {entities}"
        st.success(
            f"{counted(made.pairs, 'pair')}{held}: read back and found equal.",
            icon=":material/check:",
        )
        for note in made.notes:
            st.caption(plain(note))
        base = charts.file_name(project, "export")
        _offer(base, {name or f"{base}{made.suffix}": made.data, **_beside(base, made)})
    _show_rows(
        [("in the file", status, count, "") for status, count in made.by_status.items() if count],
        made.left_out,
    )


def show_splits(project: str, made: Splits) -> None:
    """Show what is in each split, and offer all of them as one zip."""
    pairs = sum(part.pairs for part in made.parts.values())
    entities = sum(part.entities for part in made.parts.values())
    st.success(
        f"{counted(pairs, 'pair')} with {counted(entities, 'entity', 'entities')} in "
        f"{counted(len(made.parts), 'split')}: read back and found equal.",
        icon=":material/check:",
    )
    st.caption(
        f"{counted(made.plan.pieces, 'piece')} that stay together, the largest of "
        f"{counted(made.plan.largest, 'pair')}."
    )
    base = charts.file_name(project, "export")
    files: dict[str, bytes] = {}
    for name, part in made.parts.items():
        files[f"{base}.{name}{part.suffix}"] = part.data
        files |= _beside(f"{base}.{name}", part)
    _offer(base, files)
    rows = [(f"in {name}", "pairs", part.pairs, "") for name, part in made.parts.items()]
    rows += [
        (f"in {name}", f"entities {label}", count, "")
        for name, part in made.parts.items()
        for label, count in part.by_label.items()
    ]
    _show_rows(rows, made.left_out)


def _beside(base: str, made: Export) -> dict[str, bytes]:
    return {f"{base}.{name}": data for name, data in made.beside.items()}


def _offer(base: str, files: Mapping[str, bytes]) -> None:
    """Offer one file as it is, several as a zip."""
    if len(files) == 1:
        ((name, data),) = files.items()
    else:
        name, data = f"{base}.zip", zipped(files)
    st.download_button(
        "Download",
        data,
        file_name=name,
        mime="application/octet-stream",
        type="primary",
        on_click="ignore",
        icon=":material/download:",
    )
    if len(files) > 1:
        st.caption(plain("In it: " + ", ".join(sorted(files))))


def _show_rows(rows: list[tuple[str, str, int, str]], left_out: Mapping[str, LeftOut]) -> None:
    rows = rows + [
        ("left out", reason, left.count, ", ".join(left.first)) for reason, left in left_out.items()
    ]
    st.dataframe(
        pd.DataFrame(rows, columns=["", "status or reason", "number", "first of them"]),
        hide_index=True,
        column_config={
            "": st.column_config.Column(width="small"),
            "number": st.column_config.NumberColumn(width="small", format="localized"),
        },
    )
