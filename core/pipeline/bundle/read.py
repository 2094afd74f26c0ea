"""A bundle read: its members as values, each line checked, an error with member and line."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import IO, Any, TypeVar

from core.domain.alignment import Alignment
from core.domain.decision import Decision
from core.domain.layer import Layer
from core.domain.pair import Pair
from core.errors import FormatError, InputError
from core.formats import jsonl, pairs_jsonl
from core.pipeline.bundle.archive import Archive, digest
from core.review.confidence.shelf import is_key
from core.storage import Outcome, bodies, strict, wire
from core.storage.merged import Copy
from core.storage.revisions import TEXTS
from core.storage.taking import SIGNAL_COLUMNS, columns_of

T = TypeVar("T")

_HEAD: Mapping[str, type] = {
    "name": str,
    "created": str,
    "pairs": int,
    "of": int,
    "labels": list,
    "base": str,
    "aligner": str,
    "extras": dict,
    "signals": str,
    "settings": dict,
    "seq": int,
}
_LAYER: Mapping[str, type] = {
    "name": str,
    "kind": str,
    "spec": str,
    "spec_hash": str,
    "versions": list,
    "content_hash": str,
    "created": str,
}
_ORIGINAL = {"side": str, "first": int, "last": int, "name": str, "digest": str}


class Bundle:
    """A bundle whose members are what its manifest says.

    Args:
        archive: the file.

    Raises:
        FormatError: what it says of the project is not whole.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._project = archive.json("project.json")
        file = archive.label("project.json")
        try:
            self.head = wire.plain_row(self._project, _HEAD)
            strict.check_head(self.head)
            self.layers = {
                layer.content_hash: layer for layer in map(_layer, self._listed("layers"))
            }
        except (InputError, TypeError, KeyError) as error:
            raise FormatError(str(error), file=file, remedy="make the bundle anew") from None
        if archive.members["pairs.jsonl"].lines != self.head["pairs"]:
            raise FormatError(
                f"it tells of {self.head['pairs']} pairs, and there are "
                f"{archive.members['pairs.jsonl'].lines}",
                file=file,
                remedy="make the bundle anew",
            )

    @property
    def id(self) -> str:
        """Return what tells the bundle from any other."""
        return self._archive.id

    @property
    def content(self) -> str:
        """Return what tells its pairs, layers and decisions from any others."""
        files = ("pairs.jsonl", "decisions.jsonl", "tracks.jsonl", "standing.jsonl")
        found = self._archive.members
        wanted = (n for n in found if n in files or n.startswith(("layers/", "links/")))
        return digest({name: found[name] for name in wanted})

    @property
    def name(self) -> str:
        """Return the name of the project that it was made of."""
        return str(self.head["name"])

    @property
    def part(self) -> bool:
        """Return whether it has only some of the pairs."""
        return self.head["pairs"] != self.head["of"] or "part" in self.head["settings"]

    @property
    def revised(self) -> bool:
        """Return whether pairs changed or were added after layers had been written over them."""
        events = self.rows("events", pairs=False)
        return self.count("revisions.jsonl") > 0 or any(row["kind"] == TEXTS for row in events)

    @property
    def said(self) -> Mapping[str, Any]:
        """Return all that it says of the project as a whole."""
        return self._project

    def count(self, name: str) -> int:
        """Return the lines of a member, 0 where it is not there."""
        found = self._archive.members.get(name)
        return 0 if found is None else found.lines

    def pairs(self) -> Iterator[Pair]:
        """Yield the pairs in corpus order."""
        name = "pairs.jsonl"
        yield from pairs_jsonl.read(self._archive.lines(name), file=self._archive.label(name))

    def standing(self) -> Iterator[Mapping[str, Any]]:
        """Yield how each pair was taken."""
        types = {"id": str, "version": int, "seq": int, "base": str, "origin": str}
        return self._rows("standing.jsonl", lambda row: wire.plain_row(row, types))

    def decisions(self) -> Iterator[Decision]:
        """Yield the log in order."""
        return self._rows("decisions.jsonl", wire.decision_from)

    def outcomes(self, content_hash: str) -> Iterator[tuple[str, Outcome]]:
        """Yield what a layer made of each pair."""
        name = self._file("layers", lambda row: row["content_hash"] == content_hash)
        return self._rows(name, wire.outcome_from)

    def link_keys(self) -> Iterator[tuple[str, Iterator[tuple[str, Alignment]]]]:
        """Yield the key of all links with those of each pair."""
        for row in self._listed("links", "key", "file"):
            yield row["key"], self._rows(row["file"], wire.links_from)

    def supplied(self) -> Iterator[tuple[str, str, Iterator[tuple[str, Any]]]]:
        """Yield kind and key of what was supplied besides, with that of each pair."""
        for row in self._listed("supplied", "kind", "key", "file"):
            kind = row["kind"]
            yield kind, row["key"], self._rows(row["file"], _of_kind(kind))

    def models(self) -> Iterator[tuple[str, bytes]]:
        """Yield what was trained, by its key; what is worked out again is left behind."""
        for row in self._listed("models", "key", "file"):
            if not is_key(row["key"]):
                yield row["key"], self._archive.bytes(row["file"])

    def originals(self) -> Iterator[tuple[Mapping[str, Any], bytes]]:
        """Yield the files that the project was made from."""
        for row in self._listed("originals", "file"):
            yield wire.plain_row(row, _ORIGINAL), self._archive.bytes(row["file"])

    def signals(self) -> Iterator[Mapping[str, Any]]:
        """Yield how likely each pair is wrong."""
        types = {"id": str, **SIGNAL_COLUMNS}
        read = partial(bodies.checked, "signals")
        return self._rows("signals.jsonl", lambda row: read(wire.plain_row(row, types)))

    def clients(self) -> Iterator[Mapping[str, Any]]:
        """Yield how far each client is."""
        types = {"client": str, "acked": int}
        return self._rows("clients.jsonl", lambda row: wire.plain_row(row, types))

    def rows(self, table: str, *, pairs: bool) -> Iterator[Mapping[str, Any]]:
        """Yield the rows of a table that go as they are; none where it was left behind."""
        name = f"{table}.jsonl"
        if name not in self._archive.members:
            return iter(())
        types = {**({"id": str} if pairs else {}), **columns_of(table)}
        more = wire.version_from if table == "revisions" else partial(bodies.checked, table)
        return self._rows(name, lambda row: more(wire.plain_row(row, types)))

    def older(self) -> Iterator[Pair]:
        """Yield what pairs were before their words changed."""
        rows = self.rows("revisions", pairs=True)
        return (wire.pair_from(str(row["id"]), str(row["pair"])) for row in rows)

    def copy(self) -> Copy:
        """Return what it brings back to the project that it was made of."""
        tracks = self.rows("tracks", pairs=True)
        return Copy(
            name=self.id,
            head=self.head,
            part=self.part,
            pairs=self.pairs,
            decisions=self.decisions,
            forks={(row["id"], row["track"]): row["forked"] for row in tracks},
            layers=self.layers,
            outcomes=self.outcomes,
            refusals=lambda: self.rows("refusals", pairs=False),
            older=self.older,
            revisions=lambda: self.rows("revisions", pairs=True),
            stale=lambda: self.rows("stale", pairs=True),
            links=self.link_keys,
            supplied=self.supplied,
            originals=self.originals,
        )

    def _rows(self, name: str, parse: Callable[[dict[str, Any]], T]) -> Iterator[T]:
        if not self.count(name):
            return
        lines: Iterable[bytes] = self._archive.lines(name)
        for _, value in jsonl.read_each(lines, parse, file=self._archive.label(name)):
            yield value

    def _listed(self, key: str, *names: str) -> list[dict[str, Any]]:
        found = self._project.get(key, [])
        if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
            raise InputError(f"{key!r} is no list of objects")
        for row in found:
            strict.texts(*(row.get(name) for name in names))
        return found

    def _file(self, key: str, wanted: Callable[[dict[str, Any]], bool]) -> str:
        files = (row["file"] for row in self._listed(key, "file") if wanted(row))
        return str(next(files))


def read_bundle(data: IO[bytes], *, file: str) -> Bundle:
    """Return the bundle in a file that can seek; raise FormatError where it is none."""
    return Bundle(Archive(data, file=file))


def _layer(row: Mapping[str, Any]) -> Layer:
    found = wire.plain_row(row, _LAYER)
    found["versions"] = tuple(str(version) for version in found["versions"])
    layer = Layer(**found)
    strict.check_layer(layer)
    return layer


def _of_kind(kind: str) -> Callable[[dict[str, Any]], tuple[str, Any]]:
    return lambda row: wire.supplied_from(kind, row)
