"""What the URL and the session hold: the only module that touches either."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from typing import Any, TypeVar

import streamlit as st

from core.review import filters
from core.review.filters import Filter
from core.review.orders import Order
from core.review.queue import Queue

T = TypeVar("T")

ANYBODY = "annotator"
"""Who decides where nobody gave a name."""

_LONGEST: Mapping[str, int] = {"project": 200, "pair": 1000, "person": 80, "run": 80}
ROWS = "method"
_QUEUE = "queue"
_SIGNED = "signed in"


def get(name: str) -> str:
    """Return a URL parameter, or "" where it is absent or too long to be believed."""
    value = st.query_params.get(name, "")
    return value if len(value) <= _LONGEST[name] else ""


def put(**values: str) -> None:
    """Write URL parameters; an empty value takes the parameter out of the URL."""
    for name, value in values.items():
        if value and st.query_params.get(name) != value:
            st.query_params[name] = value
        elif not value and name in st.query_params:
            del st.query_params[name]


def asked() -> dict[str, Sequence[str]]:
    """Return the URL parameters that ask for something, those of other use left out."""
    elsewhere = {*_LONGEST, ROWS}
    return {
        name: st.query_params.get_all(name) for name in st.query_params if name not in elsewhere
    }


def ask_for(wanted: Filter, order: Order | None = None) -> None:
    """Write a filter into the URL, and an order where one is given."""
    values = filters.to_url(wanted)
    put(**{key: values.get(key, "") for keys in filters.KEYS.values() for key in keys})
    if order is not None:
        put(order=str(order))


def clear_filter() -> None:
    """Have every pair let through again."""
    ask_for(Filter())


def tied(name: str, shown: object, change: Callable[[Any], None]) -> dict[str, Any]:
    """Return what ties a field to what the URL says, which stays the only truth.

    Args:
        name: of the field.
        shown: what it shows.
        change: called with the field's value when a person changes it.
    """
    key = f"asked {name}"
    st.session_state[key] = shown
    return {"key": key, "on_change": lambda: change(st.session_state[key])}


def held_queue(key: object) -> Queue | None:
    """Return the queue that was kept under this key; None where another one was, or none."""
    found = st.session_state.get(_QUEUE)
    return found[1] if found is not None and found[0] == key else None


def drop_queue() -> None:
    """Have the queue made anew."""
    st.session_state.pop(_QUEUE, None)


def hold_queue(key: object, queue: Queue) -> None:
    """Keep the queue that the person goes through, instead of the one before."""
    st.session_state[_QUEUE] = (key, queue)


def recall(name: str, default: T) -> T:
    """Return a session value, or `default` where it was never kept or has another type."""
    value = st.session_state.get(name, default)
    return value if isinstance(value, type(default)) else default


def held(name: str) -> Any:
    """Return a session value of whatever type, such as what a field holds; None for none."""
    return st.session_state.get(name)


def keep(name: str, value: object) -> None:
    """Keep a value for this browser session; never work that a person did."""
    st.session_state[name] = value


def once(name: str, asked: object, spinner: str, make: Callable[[], T]) -> T:
    """Return what was made for what is asked, making it where that is not what was asked last.

    Args:
        name: what it is kept under.
        asked: everything that it depends on.
        spinner: what is said while it is made, "" where that is told otherwise.
        make: makes it.
    """
    before: tuple[Any, ...] = recall(name, ())
    if len(before) == 2 and before[0] == asked:
        known: T = before[1]
        return known
    with st.spinner(spinner) if spinner else nullcontext():
        made = make()
    keep(name, (asked, made))
    return made


def sign(name: str | None) -> None:
    """Keep the name of who is signed in, "" for nobody; None where nobody has to."""
    st.session_state[_SIGNED] = name


def signed() -> str | None:
    """Return the name of who is signed in, "" for nobody; None where nobody has to."""
    name: str | None = st.session_state.get(_SIGNED)
    return name


def person() -> str:
    """Return the name that decisions are signed with; of who is signed in it is their own.

    What an address says is kept, since the links between pages do not say it again.
    """
    if (name := signed()) is not None:
        return name
    if asked := get("person"):
        keep("person", asked)
    return " ".join(recall("person", "").split()) or ANYBODY
