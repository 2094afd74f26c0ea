"""Limits on what is brought in, in one place: sizes, counts, nesting, and how far a file unpacks.

Each is refused with the name of the file, what is too much, the limit, and the setting that raises
it. Nothing is unpacked further than its limit before it is refused.
"""

import io
import lzma
import os
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO

from core.domain.pair import Pair
from core.errors import FormatError, InputError

_MIB = 2**20
_SMALL = 16 * _MIB
"""Bytes that anything may unpack to, however well it was packed."""

_CHUNK = 2**16
_BRACKET = re.compile(r'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]')
_GZIP = b"\x1f\x8b"
_BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error,
    ValueError, EOFError, OSError, RuntimeError, OverflowError,
)  # fmt: skip
"""What reading an archive raises where it is none, is cut short or had its bytes changed."""


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit: what it bounds, the setting that raises it, and its value unless that is set."""

    what: str
    setting: str
    usual: int

    def value(self) -> int:
        """Return the limit in force; raise InputError where the setting is no whole number."""
        said = os.environ.get(self.setting, "").strip()
        if not said:
            return self.usual
        if not (said.isdecimal() and said.isascii() and int(said[:12]) > 0):
            raise InputError(f"{self.setting} is {said[:40]!r}; it has to be a whole number from 1")
        return int(said[:12])

    def remedy(self) -> str:
        """Return what can be done where it is too low."""
        return f"bring less, or set {self.setting} to a higher number (it is {self.value():,})"


FILE = Limit("MiB of one file", "SILVERLENS_MAX_FILE_MB", 200)
UPLOAD = Limit("MiB of all files of one upload", "SILVERLENS_MAX_UPLOAD_MB", 400)
UNPACKED = Limit("MiB that a packed file may unpack to", "SILVERLENS_MAX_UNPACKED_MB", 2048)
RATIO = Limit("times its size that a packed file may unpack to", "SILVERLENS_MAX_RATIO", 200)
MEMBERS = Limit("files in an archive", "SILVERLENS_MAX_MEMBERS", 1000)
PAIRS = Limit("pairs of one upload", "SILVERLENS_MAX_PAIRS", 1_000_000)
LABELS = Limit("different labels of one upload", "SILVERLENS_MAX_LABELS", 1000)
NESTING = Limit("levels of brackets in one JSON value", "SILVERLENS_MAX_NESTING", 64)

LIMITS = (FILE, UPLOAD, UNPACKED, RATIO, MEMBERS, PAIRS, LABELS, NESTING)


def check_sizes(files: Iterable[tuple[str, int]]) -> None:
    """Raise FormatError where a file, or all of them together, has too many bytes.

    Args:
        files: name and size in bytes of each.
    """
    together = 0
    names = []
    for name, size in files:
        names.append(name)
        together += size
        if size > FILE.value() * _MIB:
            raise FormatError(_too_large(size, FILE), file=name, remedy=FILE.remedy())
    if together > UPLOAD.value() * _MIB:
        told = " and ".join(names)[:200]
        raise FormatError(_too_large(together, UPLOAD), file=told, remedy=UPLOAD.remedy())


def unpack(data: bytes, *, file: str = "") -> bytes:
    """Return the bytes, unpacked if they are gzip.

    Raises:
        FormatError: the archive is broken, cut off, or unpacks to too much.
    """
    if not data.startswith(_GZIP):
        return data
    room = _Room(len(data), file)
    parts: list[bytes] = []
    packed, at = memoryview(data), 0
    while at < len(packed):
        unpacker = zlib.decompressobj(wbits=31)
        while not unpacker.eof:
            chunk = unpacker.unconsumed_tail
            if not chunk:
                chunk = bytes(packed[at : at + _CHUNK])
                at += len(chunk)
            part = _inflated(unpacker, chunk, file)
            if not (chunk or part):
                raise FormatError("the gzip file is cut off", file=file, remedy="bring all of it")
            room.take(len(part))
            parts.append(part)
        at -= len(unpacker.unused_data)
    return b"".join(parts)


def _inflated(unpacker: "zlib._Decompress", chunk: bytes, file: str) -> bytes:
    try:
        return unpacker.decompress(chunk, _MIB)
    except zlib.error as error:
        raise FormatError(f"broken gzip ({error})", file=file, remedy="pack it again") from None


def open_zip(data: IO[bytes], *, file: str = "") -> zipfile.ZipFile:
    """Return a zip archive whose names and declared sizes were looked at; nothing is unpacked yet.

    Args:
        data: the file, which can seek.
        file: its name, for messages.

    Raises:
        FormatError: it is no zip archive or damaged; a name leads out of the archive, stands there
            twice or is a link; a member has a password; or there is too much of something.
    """
    try:
        archive = zipfile.ZipFile(data)
        found = archive.infolist()
        size = data.seek(0, io.SEEK_END)
    except _BROKEN as error:
        raise _bad_zip(error, file) from None
    if len(found) > MEMBERS.value():
        raise FormatError(f"{len(found):,} files in it", file=file, remedy=MEMBERS.remedy())
    _check_members([info for info in found if not info.is_dir()], file)
    room = _Room(size, file)
    for info in found:
        room.take(info.file_size)
    return archive


def pieces(archive: zipfile.ZipFile, name: str, *, file: str = "") -> Iterator[bytes]:
    """Yield what a member of a zip archive holds, no more than it says that it does.

    Raises:
        FormatError: it is damaged.
    """
    try:
        with archive.open(name) as opened:
            while part := opened.read(_CHUNK):
                yield part
    except _BROKEN as error:
        raise _bad_zip(error, file) from None


def check_nesting(text: str) -> None:
    """Raise FormatError, without a place, where a JSON text is nested too deeply."""
    most = NESTING.value()
    if text.count("[") + text.count("{") <= most:
        return
    depth = 0
    for found in _BRACKET.finditer(text):
        sign = found[0][0]
        depth += (sign in "[{") - (sign in "]}")
        if depth > most:
            raise FormatError(f"more than {most} levels of brackets", remedy=NESTING.remedy())


def bounded(pairs: Iterable[Pair], *, file: str = "") -> Iterator[Pair]:
    """Yield the pairs; raise FormatError where there are too many of them, or of labels."""
    most, most_labels = PAIRS.value(), LABELS.value()
    labels: set[str] = set()
    for count, pair in enumerate(pairs, start=1):
        if count > most:
            raise FormatError(f"more than {most:,} pairs", file=file, remedy=PAIRS.remedy())
        for sentence in (pair.source, pair.target):
            labels.update(entity.label for entity in sentence.entities or ())
        if len(labels) > most_labels:
            what = f"more than {most_labels:,} different labels, up to pair {pair.id!r}"
            raise FormatError(what, file=file, remedy=LABELS.remedy())
        yield pair


class _Room:
    """How much one packed file may still unpack to."""

    def __init__(self, packed: int, file: str) -> None:
        self._packed = max(1, packed)
        self._file = file
        self._taken = 0

    def take(self, size: int) -> None:
        """Take that many bytes; raise FormatError where they are too many."""
        self._taken += size
        if self._taken > UNPACKED.value() * _MIB:
            what = f"unpacks to more than {UNPACKED.value():,} MiB"
            raise FormatError(what, file=self._file, remedy=UNPACKED.remedy())
        if self._taken > max(_SMALL, RATIO.value() * self._packed):
            what = f"unpacks to more than {RATIO.value():,} times its size"
            raise FormatError(what, file=self._file, remedy=RATIO.remedy())


def _check_members(found: Sequence[zipfile.ZipInfo], file: str) -> None:
    seen: set[str] = set()
    for info in found:
        wrong = _wrong_with(info)
        if info.filename.casefold() in seen:
            wrong = "stands in it twice"
        if wrong:
            what = f"the member {info.filename[:100]!r} {wrong}"
            raise FormatError(what, file=file, remedy="pack plain files, each under its own name")
        seen.add(info.filename.casefold())


def _wrong_with(info: zipfile.ZipInfo) -> str:
    """Return what is wrong with a member of an archive, "" where nothing is."""
    name, mode = info.filename, info.external_attr >> 16
    if stat.S_IFMT(mode) not in {0, stat.S_IFREG}:
        return "is a link or a device"
    if info.flag_bits & 1:
        return "has a password"
    parts = name.split("/")
    if not name.isprintable() or len(name) > 500:
        return "has a name that cannot be used"
    if "\\" in name or ":" in parts[0] or any(part in {"", ".", ".."} for part in parts):
        return "has a name that leads out of the archive"
    return ""


def _bad_zip(error: Exception, file: str) -> FormatError:
    return FormatError(f"broken zip archive ({error})", file=file, remedy="pack it again")


def _too_large(size: int, limit: Limit) -> str:
    return f"{size / _MIB:,.1f} MiB, more than the {limit.value():,} {limit.what}"
