"""Work of models that is done once: what is known is read, the rest done and kept bit by bit."""

import json
import zlib
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from typing import Any, TypeVar

from core.domain.spec import canonical_json
from core.pipeline.teller import Report
from core.storage.results import Results

I = TypeVar("I")  # noqa: E741 (an item; R is its result)
R = TypeVar("R")

Within = Callable[[int, int], None]
"""Told how much of some items is done, and how much there is of them, in whatever unit."""

CHUNK = 128
"""Items that are kept together; a kill loses the work on that many at most."""


def remembered(
    results: Results | None,
    kind: str,
    identity: Mapping[str, object],
    items: Sequence[I],
    *,
    content: Callable[[I], object],
    length: Callable[[I], int],
    work: Callable[[Sequence[I], Within], Sequence[R]],
    pack: Callable[[R], object],
    unpack: Callable[[Any], R],
    report: Report | None,
    step: str,
) -> list[R]:
    """Return one result for each item, in order.

    Items of equal content are worked on once. What was found before for the same kind, identity and
    content is read; the rest is done in chunks of like length, the longest first, each kept as
    soon as it is there. So a run that was killed goes on where it was, and finds the same: every
    result, new or read, has gone through `pack` and `unpack`.

    Args:
        results: what is kept; None keeps nothing.
        kind: of the results, such as `translation`.
        identity: everything besides the item that makes a result: the model's identity, options.
        items: what is worked on.
        content: of an item, as JSON can hold it.
        length: of an item, to put like ones together.
        work: does some items and returns one result each; it is given what it can tell on the
            way how far it is with them.
        pack: of a result, as JSON can hold it.
        unpack: the result of what was packed.
        report: told the step, how many items are done and how many there are.
        step: its name for people.
    """
    salt = canonical_json(dict(identity))
    keys = [_key(salt, content(item)) for item in items]
    first: dict[str, I] = {}
    for key, item in zip(keys, items, strict=True):
        first.setdefault(key, item)
    known = {} if results is None else results.get(kind, first)
    found = {key: unpack(_opened(value)) for key, value in known.items()}
    order = sorted(first, key=lambda key: (-length(first[key]), key))
    missing = [key for key in order if key not in found]
    if report is not None:
        report(step, len(found), len(first))
    for start in range(0, len(missing), CHUNK):
        some = missing[start : start + CHUNK]
        within = _within(report, step, len(found), len(some), len(first))
        made = [_closed(pack(one)) for one in work([first[key] for key in some], within)]
        packed = dict(zip(some, made, strict=True))
        if results is not None:
            results.put(kind, packed)
        found.update((key, unpack(_opened(value))) for key, value in packed.items())
        if report is not None:
            report(step, len(found), len(first))
    return [found[key] for key in keys]


def _within(report: Report | None, step: str, before: int, some: int, all_of_them: int) -> Within:
    """Return what passes on how far some items are, as items of all of them."""

    def told(done: int, total: int) -> None:
        if report is not None and done < total:
            report(step, before + some * done // total, all_of_them)

    return told


def _key(salt: str, content: object) -> str:
    return sha256(f"{salt}\0{canonical_json(content)}".encode("utf-8", "surrogatepass")).hexdigest()


def _closed(value: object) -> bytes:
    return zlib.compress(json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode())


def _opened(value: bytes) -> Any:
    return json.loads(zlib.decompress(value))
