"""The History page: the log of a project read backwards, filtered, paged, downloaded."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import streamlit as st

from core.domain.decision import Kind
from core.review.decide import apply_ops
from core.review.deeds import undo_and_redo
from core.review.history import Line, kept_lines, lines
from core.review.history.events import event_words
from core.storage import ProjectInfo
from core.storage.history import Wanted
from core.text import csv_cell
from core.text.plural import counted
from ui import allowed, cache, state
from ui.panels.projects import go_to_inspect
from ui.panels.text import plain

BY = "by"
"""What an address says of whose decisions to show."""

_PAGE = 50
_MOST_FILED = 200_000
_WIDTHS = (1.6, 1.65, 1.3, 4.9, 1.5, 1.1)
_TITLES = ("When (UTC)", "Who", "Pair", "What", "From method", "Queue")
_FIELDS = tuple(Line.__dataclass_fields__)


def show_undo(info: ProjectInfo) -> None:
    """Offer to take back one's own last act, after a question, and say why no other one."""
    person = state.person()
    workspace = cache.workspace()
    track = workspace.team.track(info.name, person)
    deed = undo_and_redo(workspace, info.name, person, track)["undo"]
    if not allowed.is_offered(info.name, "Workspace.append_decisions"):
        return
    words, act = st.columns([5, 1.3], vertical_alignment="center")
    if not deed["can"]:
        words.caption(plain(f"Nothing here signed “{person}” is left to undo."))
        return
    words.markdown(plain(f"Your last act: {deed['text']}."))
    words.caption(
        "Undo goes backwards, one act at a time, without end: what came after may stand on what "
        "came before. To bring one pair back to how it stood, whoever decided since, open its "
        "history on Inspect (V); that is a decision of its own."
    )
    with act.popover("Undo it", width="stretch", icon=":material/undo:"):
        st.markdown("One step, as Z on Inspect; redo brings it back.")
        if st.button("Yes, undo it", type="primary", width="stretch"):
            _undo(info, person, track)


def _undo(info: ProjectInfo, person: str, track: str) -> None:
    client = f"history-{datetime.now(UTC).strftime('%Y%m%d%H%M%S%f')}"
    op = {"seq": 1, "pair": "", "side": "pair", "kind": "undo", "seen": 0}
    done = apply_ops(cache.workspace(), info.name, person, client, [op], track=track)
    state.drop_queue()
    for refusal in done.refused:
        st.toast(plain(refusal.message))
    st.rerun()


def ask(info: ProjectInfo) -> Wanted:
    """Return which decisions are asked for."""
    workspace = cache.workspace()
    names = {layer.name for layer in info.layers}
    row = st.columns((1, 1, 1, 1, 1.65, 1), vertical_alignment="bottom")
    people = ["", *workspace.history.people(info.name)]
    person = row[0].selectbox("Person", people, format_func=_or_all, key=BY, bind="query-params")
    kind = row[1].selectbox(
        "Kind", ["", *map(str, Kind)], format_func=lambda kind: _or_all(kind).replace("-", " ")
    )
    label = row[2].selectbox("Label", ["", *info.labels], format_func=_or_all)
    method = row[3].selectbox("From method", ["", *sorted(names)], format_func=_or_all)
    days = row[4].date_input("Days (UTC)", value=[], format="YYYY-MM-DD", key="history days")
    pair = row[5].text_input("Pair", key="history pair", placeholder="id", max_chars=1000).strip()
    hashes = tuple(a.content_hash for a in info.layers if method and a.name == method)
    first, last = _days(days)
    return Wanted(
        person=person, kind=kind, pair=pair, label=label, method=hashes, since=first, until=last
    )


def _or_all(value: str) -> str:
    return value or "all"


def _days(days: object) -> tuple[str, str]:
    """Return the first moment of a stretch of days and the first after it; "" for no bound."""
    found = (
        [day for day in days if isinstance(day, date)] if isinstance(days, (tuple, list)) else []
    )
    if not found:
        return "", ""
    return found[0].isoformat(), (found[-1] + timedelta(days=1)).isoformat()


def show_lines(info: ProjectInfo, wanted: Wanted) -> None:
    """Show a page of lines, newest first, with the ways to the others and to the files."""
    key = json.dumps([info.name, str(wanted)])
    starts: list[int] = state.recall(f"history {key}", [0])
    found = lines(cache.workspace(), info, replace(wanted, newest=starts[-1]), limit=_PAGE + 1)
    page = found[:_PAGE]
    if not page:
        st.info("No decision matches." if wanted != Wanted() else "Nobody has decided anything.")
        return
    _show_head()
    with st.container(gap="xxsmall"):
        for line in page:
            _show_line(info, line)
    newer, older, place, files = st.columns([1, 1, 3, 2], vertical_alignment="center")
    if newer.button("Newer", disabled=len(starts) == 1, width="stretch"):
        state.keep(f"history {key}", starts[:-1])
        st.rerun()
    if older.button("Older", disabled=len(found) <= _PAGE, width="stretch"):
        state.keep(f"history {key}", [*starts, found[_PAGE].seq])
        st.rerun()
    place.caption(f"Page {len(starts)}; {counted(len(page), 'line')}, newest first.")
    with files:
        _offer_files(info, wanted, key)


def _show_head() -> None:
    for column, title in zip(st.columns(_WIDTHS), _TITLES, strict=True):
        column.caption(title)


def _show_line(info: ProjectInfo, line: Line) -> None:
    when, who, pair, what, method, via = st.columns(_WIDTHS, vertical_alignment="center")
    when.markdown(f":small[{plain(moment_in_words(line.time))}]")
    apart = f"  \n:small[{plain(track_words(line))}]" if line.track else ""
    who.markdown(f"{plain(line.person)}{apart}")
    if pair.button(plain(line.pair), key=f"go {line.seq}", type="tertiary", help="Open on Inspect"):
        go_to_inspect(info.name, line.pair)
    told = plain(line.text)
    if line.size > 1:
        told = f"{told} {plain(f'and {line.size - 1:,} more, in one go')}"
    what.markdown(f"~~{told}~~ {plain(_turned(line))}" if line.state == "undone" else told)
    if line.state == "redone":
        what.caption(plain(_turned(line)))
    if line.size > 1:
        _unfold(what, info, line)
    method.markdown(plain(line.method or "none"))
    via.markdown(plain(line.via or "file order"))


def _unfold(place: "st.delta_generator.DeltaGenerator", info: ProjectInfo, line: Line) -> None:
    """Offer to see the decisions of an act one by one, as many as can be read."""
    with place.expander(f"All {line.size:,}"):
        wanted = Wanted(act=line.act, newest=0)
        for one in lines(cache.workspace(), info, wanted, limit=100, apart=True):
            st.caption(plain(f"{one.pair}: {one.text}"))
        if line.size > 100:
            st.caption(f"The last 100 of {line.size:,}; the files below have all of them.")


def track_words(line: Line) -> str:
    """Return on which track a line is, where that is not the one that all share."""
    return "on their own track" if line.track == line.person else f"on the track of {line.track}"


def _turned(line: Line) -> str:
    return line.turned.replace("T", " ").split(".")[0]


def moment_in_words(time: str) -> str:
    """Return a moment as `2026-01-31 13:07:55`; as it came where it is none."""
    try:
        return datetime.fromisoformat(time).astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
    except (ValueError, OverflowError):
        return time


def _offer_files(info: ProjectInfo, wanted: Wanted, key: str) -> None:
    """Offer all lines that match as files, made when asked for."""
    with st.popover("Download", icon=":material/download:", width="stretch"):
        form = st.radio("As", ["JSONL", "CSV"], horizontal=True, key=f"form {key}")
        if st.button("Make the file", key=f"make {key}"):
            rows = list(_filed(info, wanted))
            data = to_jsonl(rows) if form == "JSONL" else to_csv(rows)
            name = f"history.{form.lower()}"
            st.download_button(f"{name}, {counted(len(rows), 'line')}", data, file_name=name)


def _filed(info: ProjectInfo, wanted: Wanted) -> Iterator[Line]:
    for k, line in enumerate(kept_lines(cache.workspace(), info, wanted)):
        if k == _MOST_FILED:
            st.warning(f"The newest {_MOST_FILED:,} lines; `python -m core history` has them all.")
            return
        yield line


def to_jsonl(rows: list[Line]) -> bytes:
    """Return lines as JSONL."""
    return b"".join(json.dumps(row.record(), ensure_ascii=False).encode() + b"\n" for row in rows)


def to_csv(rows: list[Line]) -> bytes:
    """Return lines as CSV, none of whose cells is a formula."""
    values = [[getattr(row, name) for name in _FIELDS] for row in rows]
    return csv_cell.to_bytes([_FIELDS, *values])


def show_events(info: ProjectInfo) -> None:
    """Show what was done to the project besides deciding, newest first."""
    found = cache.workspace().events.read(info.name)[-200:]
    if not found:
        st.caption("Nothing but decisions so far.")
        return
    for event in reversed(found):
        when, who, what = st.columns([1.5, 1.4, 6])
        when.markdown(f":small[{plain(moment_in_words(event.time))}]")
        who.markdown(plain(event.person or "the program"))
        what.markdown(plain(event_words(event)))
