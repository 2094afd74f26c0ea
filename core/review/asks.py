"""Questions of the page whose answer changes nothing, or only what was asked to be kept.

Each kind is answered by one function of the workspace, the project, the person and the body of the
question; the body holds the id of the `pair` too. Nothing of a question is believed.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from core.errors import CoreError, InputError
from core.review import whatif_asks
from core.review.history.asks import ask_history, ask_reverting
from core.review.memory import memory
from core.review.merging import ask_merge
from core.review.occurrences import occurrences
from core.review.ops import MAX_SEQ, check_client, text_of
from core.storage import Workspace

Answerer = Callable[[Workspace, str, str, Mapping[str, object]], dict[str, object]]

BLIND = "the project is blind: nothing is offered that others decided or would see"

_NONE: Mapping[str, Answerer] = MappingProxyType({})


def answer(
    ws: Workspace,
    project: str,
    person: str,
    ask: object,
    *,
    more: Mapping[str, Answerer] = _NONE,
) -> dict[str, object]:
    """Return the answer to a question: `client`, `n` and `kind` of it, with `body` or `error`.

    Args:
        ws: the database.
        project: name of the project.
        person: who asks.
        ask: as it came in.
        more: kinds that only a higher floor can answer.

    Raises:
        InputError: it cannot be told whose question it is, so that nobody could be answered.
    """
    if not isinstance(ask, Mapping):
        raise InputError("a question has to be an object")
    head = {
        "client": check_client(ask.get("client", "")),
        "n": _number(ask.get("n")),
        "kind": str(ask.get("kind"))[:40],
    }
    try:
        return {**head, "body": _body(ws, project, person, ask, {**ASKS, **more})}
    except CoreError as error:
        return {**head, "error": str(error), "body": None}


def _body(
    ws: Workspace,
    project: str,
    person: str,
    ask: Mapping[str, object],
    asks: Mapping[str, Answerer],
) -> dict[str, object]:
    kind, body = ask.get("kind"), ask.get("body")
    if not isinstance(kind, str) or kind not in asks:
        raise InputError(f"'kind' has to be one of {', '.join(asks)}, got {str(kind)[:40]!r}")
    if not isinstance(body, Mapping):
        raise InputError("'body' has to be an object")
    if kind not in OWN and ws.team.is_blind(project):
        raise InputError(BLIND)
    return asks[kind](ws, project, person, {**body, "pair": text_of(ask, "pair")})


def _number(n: object) -> int:
    if isinstance(n, bool) or not isinstance(n, int) or not 0 <= n <= MAX_SEQ:
        raise InputError(f"'n' has to be a whole number, got {str(n)[:40]!r}")
    return n


def _memory(
    ws: Workspace, project: str, _person: str, body: Mapping[str, object]
) -> dict[str, object]:
    side = text_of(body, "side")
    if side not in {"source", "target"}:
        raise InputError(f"'side' has to be source or target, got {side[:40]!r}")
    return memory(ws, project, text_of(body, "pair"), side, text_of(body, "entity")).view()


def _occurrences(
    ws: Workspace, project: str, _person: str, body: Mapping[str, object]
) -> dict[str, object]:
    return occurrences(ws, project, text_of(body, "pair"), text_of(body, "entity")).view()


ASKS: Mapping[str, Answerer] = MappingProxyType(
    {
        "memory": _memory,
        "occurrences": _occurrences,
        "merge": ask_merge,
        "history": ask_history,
        "revert": ask_reverting,
        **whatif_asks.ASKS,
    }
)
"""What can be asked, by kind."""

OWN = frozenset({"merge", "history", "revert"})
"""Kinds that tell of nothing but the track of who asks: they are answered where all is blind."""
