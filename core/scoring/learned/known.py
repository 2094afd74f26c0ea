"""The span scorers that a method can name: the one that ships, and those learned of projects.

A method names a scorer by its digest, so that equal specs mean equal scorers. Whoever has scorers
(an open database, a file given on the command line) says so here.
"""

import json
from collections import OrderedDict
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from core.errors import MissingInputError
from core.scoring.learned.model import SpanModel, digest_of, from_bytes
from core.scoring.learned.table import PLAIN
from core.scoring.learned.trees import trees_of

SHIPPED = "shipped"
"""Name of the scorer that comes with the project."""

FILE = Path(__file__).parents[3] / "data" / "scorer.json"

_KEPT = 16
_RECENT: "OrderedDict[str, SpanModel]" = OrderedDict()
_SOURCES: list[Callable[[str], bytes | None]] = []


def add_source(find: Callable[[str], bytes | None]) -> None:
    """Let scorers be looked for where a function finds their bytes by digest, else None."""
    if find not in _SOURCES:
        _SOURCES.append(find)


def remember(model: SpanModel, body: bytes | None = None) -> str:
    """Return the digest of a scorer, by which methods can name it from now on.

    Args:
        model: the scorer.
        body: its bytes, where they are at hand.
    """
    digest = digest_of(body or model.to_bytes())
    _keep(digest, model)
    return digest


def known(name: str) -> SpanModel:
    """Return the scorer of a digest, or the one that ships.

    Raises:
        MissingInputError: nobody has it.
    """
    if name == SHIPPED:
        return shipped()
    if name in _RECENT:
        _RECENT.move_to_end(name)
        return _RECENT[name]
    for find in _SOURCES:
        body = find(name)
        if body is not None:
            model = from_bytes(body, name=f"span scorer {name}")
            _keep(name, model)
            return model
    raise MissingInputError(
        f"no span scorer {name!r}; train one with `train-scorer`, pass its file with --scorer, or "
        f"take {SHIPPED!r}"
    )


@lru_cache(maxsize=1)
def shipped() -> SpanModel:
    """Return the scorer that comes with the project."""
    return SpanModel(trees_of(json.loads(FILE.read_text(encoding="utf-8")), len(PLAIN)))


def _keep(digest: str, model: SpanModel) -> None:
    _RECENT[digest] = model
    _RECENT.move_to_end(digest)
    while len(_RECENT) > _KEPT:
        _RECENT.popitem(last=False)
