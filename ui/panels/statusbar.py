"""The status bar: how many pairs have each status, in patterns as well as in colours."""

from collections.abc import Mapping

import streamlit as st

from core.domain.decision import PairStatus

_LINES = "repeating-linear-gradient({}deg, currentColor 0 2px, transparent 2px 6px)"
_LOOKS: Mapping[PairStatus, str] = {
    PairStatus.DONE: "background:#4a7be6",
    PairStatus.IN_PROGRESS: f"background:{_LINES.format(135)}",
    PairStatus.SKIPPED: f"background:{_LINES.format(0)}",
    PairStatus.FLAGGED: "background:repeating-linear-gradient(90deg, #c9720a 0 4px, #fff 4px 6px)",
    PairStatus.EXCLUDED: f"background:{_LINES.format(45)}, {_LINES.format(135)}",
    PairStatus.UNREVIEWED: "background:transparent",
}
_EDGE = "box-shadow:inset 0 0 0 1px color-mix(in srgb, currentColor 55%, transparent)"


def show(progress: Mapping[str, int], *, small: bool = False) -> None:
    """Show the statuses that there are as one bar, with a legend that says name and number.

    Args:
        progress: pairs of each status.
        small: for a list, with the legend in small type.
    """
    counted = [(status, progress[status]) for status in _LOOKS if progress.get(status)]
    parts = "".join(
        f'<span style="flex:{number} 0 3px;{_LOOKS[status]};{_EDGE}"></span>'
        for status, number in counted
    )
    words = "".join(
        f'<li style="display:flex;align-items:center;gap:.35rem;white-space:nowrap">'
        f'<span style="width:.8rem;height:.8rem;border-radius:2px;{_LOOKS[status]};{_EDGE}"></span>'
        f"{number:,} {name(status)}</li>"
        for status, number in counted
    )
    st.html(
        '<div aria-hidden="true" style="display:flex;height:.7rem;border-radius:3px;'
        f'overflow:hidden;gap:1px">{parts}</div>'
        '<ul aria-label="Pairs by status" style="display:flex;flex-wrap:wrap;gap:.15rem .9rem;'
        f'margin:.4rem 0 0;padding:0;list-style:none;font-size:{".8rem" if small else ".95rem"}">'
        f"{words}</ul>"
    )


def name(status: PairStatus) -> str:
    """Return a status in words."""
    return str(status).replace("-", " ")
