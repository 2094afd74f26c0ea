"""What the URL and the session hold: the only module that touches either."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

import streamlit as st

T = TypeVar("T")

ANYBODY = "annotator"
"""Who decides where nobody gave a name."""

_LONGEST: Mapping[str, int] = {"project": 200, "pair": 1000, "person": 80}
ROWS = "method"


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


def clear_filter() -> None:
    """Have every pair let through again; for a callback, before the fields are drawn."""
    st.session_state.update(text="", label="", status=[], disagreement=False)


def recall(name: str, default: T) -> T:
    """Return a session value, or `default` where it was never kept or has another type."""
    value = st.session_state.get(name, default)
    return value if isinstance(value, type(default)) else default


def keep(name: str, value: object) -> None:
    """Keep a value for this browser session; never work that a person did."""
    st.session_state[name] = value


def person() -> str:
    """Return the name that decisions are signed with."""
    return " ".join((get("person") or recall("person", "")).split()) or ANYBODY
