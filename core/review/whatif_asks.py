"""Questions of the page about what would be: read field by field, for nothing is believed of them.

`layer` is the content hash of a layer, `pair` an id, `changes` an object of values by path of a
knob, `toggles` a list of `[i, j, on]`.
"""

from collections.abc import Callable, Mapping

from core.errors import InputError
from core.review.toggles import MAX_TOGGLES, Toggle
from core.review.whatif import Wish, count, preview
from core.storage import Workspace

_MAX_TEXT = 1000


def ask_preview(
    ws: Workspace, project: str, _person: str, body: Mapping[str, object]
) -> dict[str, object]:
    """Return `WhatIfView` for `layer`, `pair`, `changes` and `toggles`."""
    return preview(ws, project, text(body, "pair"), wish(body))


def ask_count(
    ws: Workspace, project: str, _person: str, body: Mapping[str, object]
) -> dict[str, object]:
    """Return `WhatIfCountView` for `layer` and `changes`, gone on with from `start`."""
    start = body.get("start", 0)
    if isinstance(start, bool) or not isinstance(start, int) or not 0 <= start < 2**31:
        raise InputError(f"start: {str(start)[:40]!r} is no place to go on from")
    return count(ws, project, wish(body), start=start)


Ask = Callable[[Workspace, str, str, Mapping[str, object]], dict[str, object]]

ASKS: Mapping[str, Ask] = {"whatif": ask_preview, "whatif-count": ask_count}
"""By kind: `(workspace, project, person, body) -> answer`; a CoreError says what was wrong."""


def wish(body: Mapping[str, object]) -> Wish:
    """Return what is asked for; raise InputError where a field is not what it should be."""
    changes = body.get("changes", {})
    if not isinstance(changes, Mapping) or not all(isinstance(path, str) for path in changes):
        raise InputError("changes: give an object of values by path")
    return Wish(text(body, "layer"), dict(changes), _toggles(body.get("toggles", [])))


def text(body: Mapping[str, object], key: str) -> str:
    """Return a field that has to be a text, neither empty nor long."""
    value = body.get(key)
    if not isinstance(value, str) or not 0 < len(value) <= _MAX_TEXT:
        raise InputError(f"{key}: give a text of 1 to {_MAX_TEXT} characters")
    return value


def _toggles(value: object) -> tuple[Toggle, ...]:
    if not isinstance(value, (list, tuple)) or len(value) > MAX_TOGGLES:
        raise InputError(f"toggles: give a list of at most {MAX_TOGGLES}")
    return tuple(map(_toggle, value))


def _toggle(value: object) -> Toggle:
    if isinstance(value, (list, tuple)) and len(value) == 3:
        i, j, on = value
        if isinstance(on, bool) and all(type(k) is int and 0 <= k < 2**31 for k in (i, j)):
            return i, j, on
    raise InputError("toggles: each is [source token, target token, true or false]")
