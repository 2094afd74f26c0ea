"""The file of a bundle: a zip with a manifest that has hash, size and lines of every member.

Equal members give equal bytes: they stand in alphabetical order with one time for all, and the
manifest, which tells of them, comes last. What is read is checked against it before anything else.
"""

import hashlib
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any, NamedTuple

from core.errors import MALFORMED, FormatError
from core.formats import limits
from core.formats.lines import MAX_LINE

SUFFIX = ".silverlens.zip"
BUNDLE = "silverlens-bundle"
RELEASE = "silverlens-release"
VERSION = 1
MANIFEST = "manifest.json"

_MAX_JSON = 2**24
_TIME = (1980, 1, 1, 0, 0, 0)
_MODE = 0o644 << 16
_UNIX = 3
_NAME = re.compile(r"(?:[a-z]+/)?[a-z0-9][a-z0-9-]*\.(?:jsonl|json|bin|txt|tex|bib|zip)")
_OTHER = "bring the file as `bundle` or `release` made it"


class Member(NamedTuple):
    """What a manifest says of a member: SHA-256, size in bytes, and lines (0 of what has none)."""

    sha256: str
    bytes: int
    lines: int


def write(
    out: IO[bytes], members: Iterable[tuple[str, Iterable[bytes]]], *, kind: str = BUNDLE
) -> Mapping[str, Member]:
    """Return what was written, member by member, into a file that can seek.

    Args:
        out: the file.
        members: names in alphabetical order with their content in pieces.
        kind: of file, as the manifest says it.
    """
    told: dict[str, Member] = {}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, pieces in members:
            told[name] = _write(archive, name, pieces)
        listed = {name: member._asdict() for name, member in told.items()}
        head = {"format": kind, "version": VERSION, "id": digest(told), "members": listed}
        body = json.dumps(head, indent=1).encode() + b"\n"
        _write(archive, MANIFEST, [body])
    return told


def digest(members: Mapping[str, Member]) -> str:
    """Return what tells a bundle from any other: a hash over its members, 32 digits."""
    said = json.dumps({name: members[name].sha256 for name in sorted(members)})
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def _write(archive: zipfile.ZipFile, name: str, pieces: Iterable[bytes]) -> Member:
    info = zipfile.ZipInfo(name, _TIME)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr, info.create_system = _MODE, _UNIX
    hasher, size, lines = hashlib.sha256(), 0, 0
    with archive.open(info, "w", force_zip64=True) as out:
        for piece in pieces:
            hasher.update(piece)
            size += len(piece)
            lines += piece.count(b"\n")
            out.write(piece)
    return Member(hasher.hexdigest(), size, lines if name.endswith(".jsonl") else 0)


class Archive:
    """A bundle being read; every member is checked against the manifest on opening.

    Args:
        data: the file, which can seek.
        file: its name, for messages.
        kind: of file that it has to be.

    Raises:
        FormatError: it is none of this kind, is damaged, or unpacks to more than it may.
    """

    def __init__(self, data: IO[bytes], *, file: str, kind: str = BUNDLE) -> None:
        self.file = file
        self._kind = kind
        self._zip = limits.open_zip(data, file=file)
        self._check_names()
        head = self._json(MANIFEST)
        self.id = self._check_head(head)
        self.members = self._check_members(head)

    def json(self, name: str) -> dict[str, Any]:
        """Return the object that a member holds."""
        self._need(name)
        return self._json(name)

    def lines(self, name: str) -> Iterator[bytes]:
        """Yield the lines of a member, none longer than a reader takes."""
        self._need(name)
        with self._zip.open(name) as member:
            while line := member.readline(MAX_LINE + 2):
                yield line

    def bytes(self, name: str) -> bytes:
        """Return the whole of a member."""
        self._need(name)
        return self._zip.read(name)

    def label(self, name: str) -> str:
        """Return how messages call a member."""
        return f"{self.file}, {name}"

    def _need(self, name: str) -> None:
        if name not in self.members:
            raise FormatError(f"it has no {name}", file=self.file, remedy=_OTHER)

    def _check_names(self) -> None:
        known = {zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED}
        for info in self._zip.infolist():
            if not _NAME.fullmatch(info.filename):
                raise self._no(f"a member is called {info.filename[:80]!r}")
            if info.compress_type not in known:
                raise self._no(f"{info.filename} is packed in another way")

    def _check_head(self, head: Mapping[str, Any]) -> str:
        if head.get("format") != self._kind:
            raise self._no(f"it is {str(head.get('format'))[:40]}")
        if head.get("version") != VERSION:
            raise FormatError(
                f"it has version {str(head.get('version'))[:20]!r} of the format, and {VERSION} is "
                "known",
                file=self.file,
                remedy="open it with the version of SilverLens that made it",
            )
        return str(head.get("id"))

    def _check_members(self, head: Mapping[str, Any]) -> dict[str, Member]:
        told = {}
        try:
            for name, said in head["members"].items():
                told[name] = Member(said["sha256"], said["bytes"], said["lines"])
        except MALFORMED:
            raise self._no("its manifest is not whole") from None
        there = {info.filename for info in self._zip.infolist()} - {MANIFEST}
        if there != set(told):
            odd = sorted(there ^ set(told))[0]
            raise self._no(f"{odd} is in the file or in its manifest, not in both")
        for name, member in told.items():
            if self._measured(name) != member:
                raise FormatError(
                    "its content is not what the manifest says",
                    file=self.label(name),
                    remedy="the file was changed or damaged; bring it again as it was made",
                )
        if digest(told) != self.id:
            raise self._no("its id is not that of its members")
        return told

    def _measured(self, name: str) -> Member:
        hasher, size, lines = hashlib.sha256(), 0, 0
        for piece in limits.pieces(self._zip, name, file=self.label(name)):
            hasher.update(piece)
            size += len(piece)
            lines += piece.count(b"\n")
        return Member(hasher.hexdigest(), size, lines if name.endswith(".jsonl") else 0)

    def _json(self, name: str) -> dict[str, Any]:
        try:
            info = self._zip.getinfo(name)
        except KeyError:
            raise self._no(f"it has no {name}") from None
        if info.file_size > _MAX_JSON:
            raise self._no(f"{name} is larger than {_MAX_JSON:,} bytes")
        try:
            value = json.loads(b"".join(limits.pieces(self._zip, name, file=self.label(name))))
        except (ValueError, RecursionError) as error:
            raise self._no(f"{name} is no JSON ({str(error)[:80]})") from None
        if not isinstance(value, dict):
            raise self._no(f"{name} is no object")
        return value

    def _no(self, what: str) -> FormatError:
        return FormatError(f"no {self._kind}: {what}", file=self.file, remedy=_OTHER)
