"""The filter line of the Inspect page: which pairs to go through, and in which order.

The URL is where filter and order live. Each field shows what stands there, and a change of any of
them writes all of them back.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from core.domain.decision import PairStatus
from core.review import filters
from core.review.filters import Filter
from core.review.orders import DEFAULT_SEED, MAX_SEED, WORDS, Order, Sort
from core.review.suspicion import CODES
from core.storage import ProjectInfo, Range
from core.storage.values import ANYONE, ME, NOBODY
from core.text.pattern import MAX_LENGTH
from ui import cache, state
from ui.panels.text import say_in_passing

_OF = {"": "Anybody or nobody", ME: "Me", NOBODY: "Nobody yet"}
_OF_MINE = {"": "Me, where I was given any", ANYONE: "Anybody or nobody"}
_WHO = {"": "Anybody or nobody", ME: "Me", NOBODY: "Nobody yet"}


def ask(info: ProjectInfo) -> tuple[Filter, Order]:
    """Return which pairs to go through and in which order, as the URL has it now."""
    given = state.asked()
    order, about_order = filters.order_from_url(given)
    wanted, about_filter = filters.from_url(given, labels=info.labels, reasons=CODES)
    if notices := (*about_order, *about_filter):
        say_in_passing(notices)
        state.put(**dict.fromkeys(given, ""))
        state.ask_for(wanted, order)
    by_order, text, label, status, more = st.columns(
        [1.9, 1.9, 1.3, 1.7, 1.25], vertical_alignment="bottom", gap="small"
    )
    with by_order:
        _ask_order(order)
    with text:
        _ask_text(wanted)
    with label:
        st.multiselect(
            "Label",
            info.labels,
            placeholder="Any",
            **state.tied(
                "label",
                [label for label in info.labels if label in wanted.label],
                lambda chosen: state.ask_for(replace(wanted, label=frozenset(chosen))),
            ),
        )
    with status:
        st.multiselect(
            "Status",
            list(PairStatus),
            placeholder="Any",
            **state.tied(
                "status",
                [status for status in PairStatus if status in wanted.status],
                lambda chosen: state.ask_for(replace(wanted, status=frozenset(chosen))),
            ),
        )
    with more, st.popover("Filters", width="stretch"):
        _ask_more(info, wanted, order)
    return wanted, order


def _ask_order(order: Order) -> None:
    seed = _seed(order)
    words = {**WORDS, Sort.RANDOM: Order(Sort.RANDOM, seed).words}
    st.selectbox(
        "Order",
        list(Sort),
        format_func=lambda sort: words[sort],
        **state.tied(
            "order",
            order.sort,
            lambda sort: state.put(order=str(Order(sort, seed if sort is Sort.RANDOM else 0))),
        ),
    )


def _seed(order: Order) -> int:
    return order.seed if order.sort is Sort.RANDOM else DEFAULT_SEED


def _ask_text(wanted: Filter) -> None:
    as_regex = "A regular expression; upper and lower case count. The switch is in Filters."
    st.text_input(
        "Text",
        max_chars=MAX_LENGTH,
        placeholder="in either sentence",
        help=as_regex if wanted.regex else None,
        **state.tied("text", wanted.text, lambda text: state.ask_for(replace(wanted, text=text))),
    )


def _ask_more(info: ProjectInfo, wanted: Filter, order: Order) -> None:
    _switch("The text is a regular expression", wanted, "regex")
    st.multiselect(
        "Reason for suspicion",
        list(CODES),
        format_func=lambda code: CODES[code],
        placeholder="Any",
        **state.tied(
            "reasons",
            [code for code in CODES if code in wanted.reasons],
            lambda chosen: state.ask_for(replace(wanted, reasons=frozenset(chosen))),
        ),
    )
    blind = cache.workspace().team.is_blind(info.name)
    others = () if blind else cache.workspace().team.deciders(info.name)
    people = dict.fromkeys([*_WHO, *others, wanted.by])
    st.selectbox(
        "Decided by",
        list(people),
        format_func=lambda name: _WHO.get(name, name),
        **state.tied("by", wanted.by, lambda name: state.ask_for(replace(wanted, by=name))),
    )
    _ask_assigned(info, wanted, blind=blind)
    _ask_range("Target words", wanted, "length", step=1.0)
    _ask_range("Suspicion, 0 to 1", wanted, "suspicion", step=0.1)
    _ask_range("Lowest score", wanted, "score", step=0.1)
    differ, commented = st.columns(2)
    with differ:
        _switch("Methods disagree", wanted, "disagreement")
    with commented:
        _switch("Commented", wanted, "commented")
    old, met = st.columns(2)
    with old:
        _switch("Has stale decisions", wanted, "stale")
    with met:
        st.toggle(
            "Conflicts of mine",
            help="You and somebody else decided on the pair, and you have not settled it yet (B).",
            **state.tied(
                "conflicts",
                bool(wanted.conflicts),
                lambda on: state.ask_for(replace(wanted, conflicts=ME if on else "")),
            ),
        )
    st.number_input(
        "Seed of the random order",
        min_value=0,
        max_value=MAX_SEED,
        step=1,
        disabled=order.sort is not Sort.RANDOM,
        help="The same seed gives the same order, on any machine.",
        **state.tied(
            "seed", _seed(order), lambda seed: state.put(order=str(Order(Sort.RANDOM, seed)))
        ),
    )


def _ask_assigned(info: ProjectInfo, wanted: Filter, *, blind: bool) -> None:
    """Ask whose pairs to go through; where the project is blind, one's own are what is usual."""
    loads = () if blind else cache.workspace().team.loads(info.name)
    words = _OF_MINE if blind else _OF
    people = dict.fromkeys([*words, *(load.person for load in loads), wanted.assigned])
    st.selectbox(
        "Assigned to",
        list(people),
        format_func=lambda name: words.get(name, name),
        **state.tied(
            "assigned",
            wanted.assigned,
            lambda name: state.ask_for(replace(wanted, assigned=name)),
        ),
    )


def _switch(label: str, wanted: Filter, field: str) -> None:
    st.toggle(
        label,
        **state.tied(
            field, getattr(wanted, field), lambda on: state.ask_for(_with(wanted, field, on))
        ),
    )


def _ask_range(label: str, wanted: Filter, field: str, *, step: float) -> None:
    asked: Range = getattr(wanted, field)
    ends: tuple[tuple[str, float | None, Callable[[float | None], Range]], ...] = (
        ("from", asked.low, lambda number: replace(asked, low=number)),
        ("to", asked.high, lambda number: replace(asked, high=number)),
    )
    for column, (words, shown, changed) in zip(st.columns(2), ends, strict=True):
        with column:
            _ask_number(f"{label}: {words}", field, wanted, shown, changed, step)


def _ask_number(
    label: str,
    field: str,
    wanted: Filter,
    shown: float | None,
    changed: Callable[[float | None], Range],
    step: float,
) -> None:
    st.number_input(
        label,
        value=None,
        step=step,
        format="%g",
        placeholder="any",
        **state.tied(
            label, shown, lambda number: state.ask_for(_with(wanted, field, changed(number)))
        ),
    )


def _with(wanted: Filter, field: str, value: object) -> Filter:
    """Return the filter with one field, whose name is data here, changed."""
    changes: dict[str, Any] = {field: value}
    return replace(wanted, **changes)
