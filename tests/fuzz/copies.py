"""Bundles with something in them changed and a manifest that fits it: opened, merged, looked at.

An input is a list of changes: member, line, value in that line, and what is put there. So the
fuzzer comes behind the hashes, and nearly all that it makes is JSON.
"""

import gzip
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import cache
from typing import Any

from core.domain.decision import Kind, PairStatus, Side
from core.domain.task import SuppliedSpan
from core.errors import CoreError
from core.pipeline.bundle import merge, open_bundle, read_bundle
from core.pipeline.bundle.archive import write as write_archive
from core.pipeline.signals import work_out
from core.review import curation, guide, queue, update
from core.review.compare import add_decisions, make_board, read_sheet, scores
from core.review.export import export
from core.review.export_original import export_original
from core.review.history.lines import Wanted, lines
from core.review.history.versions import versions
from core.review.orders import Order, Sort
from core.review.view import pair_view
from core.storage import Workspace
from core.storage.backup import back_up, restore
from core.storage.doctor import examine
from core.storage.originals import Original
from core.storage.values import Filter
from tests.fuzz.stores import digested, folder, plain
from tests.pipeline.bundle.build import packed
from tests.review.build import projected
from tests.storage.build import decision, pair

COPY = "copy"
HEAD = 4


@cache
def whole() -> tuple[Workspace, dict[str, bytes]]:
    """Return a project with something in every table, and the members of its bundle."""
    ws = Workspace.open(f"sqlite:///{folder()}/copies.sqlite")
    projected(ws)
    ws.extras.write("one", "spans", "by hand", [("p1", (SuppliedSpan(0, 1, "PER", 0.1),))])
    ws.guidelines.write("one", guide.template(("PER",)), person="ann", seen=0)
    ws.originals.keep(
        "one", [Original("target", 1, 5, "a.conll", b"a B-PER\n", {"scheme": "iob2"})]
    )
    ws.append_decisions(
        "one",
        [
            decision(1, "p1", Kind.ACCEPT_PAIR, side=Side.PAIR),
            decision(2, "p2", Kind.DELETE, entity="s1.0", via="random:7"),
            decision(3, "p2", Kind.UNDO, side=Side.PAIR),
            decision(4, "p3", Kind.COMMENT, side=Side.PAIR, reason="a"),
        ],
    )
    with ws.recording("one", "bob") as own:
        own.append(decision(1, "p1", Kind.FLAG, side=Side.PAIR, client="c2", person="bob"))
        own.refuse("c3", 1, "met", {"open": True, "person": "ann", "pair": "p1", "time": "a"})
        own.close()
    work_out(ws, "one")
    new = pair("p1", doc="d")
    changed = (*new.target.tokens[:3], "York", ".")
    new = replace(new, target=replace(new.target, tokens=changed))
    update.update(ws, "one", lambda: [new, pair("p9")], "ann")
    with zipfile.ZipFile(io.BytesIO(packed(ws))) as held:
        names = [name for name in held.namelist() if name != "manifest.json"]
        return ws, {name: held.read(name) for name in names}


def bundle(data: bytes) -> None:
    """Open a bundle that was changed, look at what came of it, and merge it."""
    ws, members = whole()
    given = dict(members)
    for change in data.split(b"\x0c"):
        _change(given, change)
    if data and given == members:
        return
    out = io.BytesIO()
    write_archive(out, ((name, [given[name]]) for name in sorted(given)))
    found = None
    for use in (_opened, _merged):
        try:
            use(ws, out)
        except CoreError as error:
            found = error
    if found is not None:
        raise found


def _change(given: dict[str, bytes], change: bytes) -> None:
    """Put what stands behind three bytes where they say: a member, a line, a value in it."""
    if len(change) < HEAD:
        return
    names = [name for name in sorted(given) if given[name]]
    name = names[change[0] % len(names)]
    if name.endswith(".bin"):
        given[name] = change[3:]
        return
    lines = [given[name]] if name.endswith("json") else given[name].splitlines(keepends=True)
    k = change[1] % len(lines)
    lines[k] = _changed(lines[k], change[2], change[3:])
    given[name] = b"".join(lines)


def _changed(line: bytes, place: int, put: bytes) -> bytes:
    """Return a line of JSON with another value at a place in it."""
    value, new = plain(line), plain(put)
    if new is None and put != b"null":
        return line
    places = list(_places(value)) or [([value], 0)]
    holder, key = places[place % len(places)]
    holder[key] = new
    return json.dumps(value, separators=(",", ":")).encode() + b"\n"


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    items: Any = list(value.items()) if isinstance(value, dict) else ()
    items = list(enumerate(value)) if isinstance(value, list) else items
    for key, inner in items:
        yield value, key
        yield from _places(inner)


def _opened(ws: Workspace, data: io.BytesIO) -> None:
    if COPY in ws.names():
        ws.delete_project(COPY)
    open_bundle(ws, read_bundle(data, file="a.zip"), COPY)
    ids = [stored.pair.id for stored in ws.pairs(COPY)][:2]
    looks: list[Callable[[], object]] = [
        *(lambda one=one: pair_view(ws, COPY, one) for one in ids),
        *(lambda one=one: versions(ws, ws.project(COPY), one) for one in ids),
        lambda: queue.build(ws, COPY, Filter(), Order(Sort.SUSPICION)),
        lambda: lines(ws, ws.project(COPY), Wanted()),
        lambda: guide.guide(ws, COPY),
        lambda: list(curation.cases(ws, COPY)),
        lambda: ws.stale.read(COPY),
        lambda: ws.refusals.unsettled(COPY, "ann"),
        lambda: ws.events.read(COPY),
        lambda: ws.team.loads(COPY),
        lambda: scores(make_board(add_decisions(ws, COPY, read_sheet(ws, COPY)), "corrected")),
        lambda: export(ws, COPY, statuses=tuple(PairStatus)),
        lambda: export_original(ws, COPY),
        lambda: packed(ws, COPY),
    ]
    for look in looks:
        with suppress(CoreError):
            look()


def _merged(ws: Workspace, data: io.BytesIO) -> None:
    merge(ws, "one", read_bundle(data, file="a.zip"), person="ann", dry_run=True)


@cache
def backed_up() -> list[bytes]:
    """Return the lines of a backup of that project's database."""
    ws, _ = whole()
    path = folder() / "copies.jsonl.gz"
    back_up(ws.url, path)
    return gzip.decompress(path.read_bytes()).splitlines(keepends=True)


def restored(data: bytes) -> None:
    """Restore a backup that was changed, with digests that fit it, and examine what came of it."""
    lines = list(backed_up())
    rows = [k for k, line in enumerate(lines) if line.startswith(b"[")]
    for change in data.split(b"\x0c"):
        if len(change) >= HEAD:
            k = rows[(change[0] * 256 + change[1]) % len(rows)]
            lines[k] = _changed(lines[k], change[2], change[3:])
    if data and lines == backed_up():
        return
    path, url = folder() / "changed.jsonl.gz", f"sqlite:///{folder()}/restored.sqlite"
    for old in folder().glob("restored.sqlite*"):
        old.unlink()
    path.write_bytes(gzip.compress(b"".join(digested(b"".join(lines))), 1))
    restore(url, path)
    examine(url)


TARGETS: dict[str, Callable[[bytes], object]] = {
    "core.pipeline.bundle.members": bundle,
    "core.storage.doctor": restored,
}
