"""What files hold and what is wrong with them, shown before anything is stored."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from core.formats.consent import Found, Mend
from core.formats.sniff import Inspection
from core.text import languages
from core.text.plural import counted
from ui.panels.text import marked, plain

_BADGES = {
    "error": ":red-badge[error]",
    "warning": ":orange-badge[warning]",
    "note": ":blue-badge[note]",
}
_MANY = 4
"""More problems than these are put in a box that scrolls."""


def show_problems(found: Inspection, *, partial: bool) -> None:
    """Show what the files hold, in a line, and every problem.

    Args:
        found: what was found in the files.
        partial: what has errors is left out as far as that can be.
    """
    if found.count:
        st.markdown(plain(_in_words(found)))
    for tags in (tag for info in found.files for tag in info.tags):
        st.caption(plain(_scheme(tags)))
    if not found.problems:
        st.success("No problems found.", icon=":material/check:")
        return
    if found.errors:
        rest = " that cannot be left out" if partial else ""
        st.error(f"{counted(found.errors, 'error')}{rest}. Nothing has been stored.")
    box = st.container(height=240 if len(found.problems) > _MANY else "content", border=True)
    with box:
        st.markdown("\n".join(f"- {_BADGES[p.severity]} {plain(str(p))}" for p in found.problems))
        if found.more:
            st.caption(f"and {found.more:,} more")


def show_repairs(found: Inspection) -> None:
    """Show the tags that break their scheme, with both repairs beside them."""
    mends = [mend for info in found.files for tags in info.tags for mend in tags.mends]
    if mends:
        st.dataframe(_table_of(mends), hide_index=True)


def show_pairs(found: Inspection) -> None:
    """Show the first pairs, entities in square brackets."""
    if found.preview:
        st.caption("The first pairs" if found.count > len(found.preview) else "The pairs")
        st.dataframe(
            pd.DataFrame(
                {
                    "id": pair.id,
                    "source": marked(pair.source, pair.source.entities or ()),
                    "target": marked(pair.target, pair.target.entities or ()),
                }
                for pair in found.preview
            ),
            hide_index=True,
            column_config={"id": st.column_config.Column(width="small")},
        )


def _in_words(found: Inspection) -> str:
    langs = ", ".join(
        f"{languages.name(source)} to {languages.name(target)}: {count:,}"
        for source, target, count in found.languages
    )
    labels = ", ".join(f"{label} {count:,}" for label, count in found.labels)
    return f"{counted(found.count, 'pair')}. {langs}. Entities: {labels or 'none'}."


def _scheme(tags: Found) -> str:
    follow, used = tags.scheme.upper(), tags.used.upper()
    converted = "" if follow == used else f", read as {used}"
    return f"{tags.file}: tags follow {follow}{converted}"


def _table_of(mends: Sequence[Mend]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "line": str(mend.line),
            "tokens": " ".join(mend.tokens),
            "tags as they are": " ".join(mend.tags),
            "if it starts an entity": " ".join(mend.begin),
            "if it is dropped": " ".join(mend.drop),
        }
        for mend in mends
    )
