"""Method specs as TOML: read to plain values, and written so that they read back the same."""

import json
import math
import re
import tomllib
from collections.abc import Mapping

from core.errors import FormatError

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


def read(data: bytes, *, file: str = "") -> dict[str, object]:
    """Return the tables of a TOML file; raise FormatError with the line where it is none."""
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        what = f"byte 0x{data[error.start]:02x} at byte offset {error.start} is not UTF-8"
        raise FormatError(what, file=file, line=line, remedy="save the file as UTF-8") from None
    except (ValueError, RecursionError) as error:  # a number of 5,000 digits is a ValueError
        place = _PLACE.search(str(error))
        line = int(place[1]) if place and place[1] else data.count(b"\n") + 1
        what = f"not TOML ({_PLACE.sub('', str(error)).partition('; use sys.')[0]})"
        raise FormatError(what, file=file, line=line, remedy="mend the line") from None


def write(value: Mapping[str, object]) -> bytes:
    """Return a TOML file; reading it gives back the value.

    Tables, lists of tables, and text, numbers, booleans or lists of these are taken; a key whose
    value is None is left out.
    """
    lines: list[str] = []
    _table(value, (), lines)
    return "\n".join(lines).strip("\n").encode() + b"\n"


def _table(value: Mapping[str, object], path: tuple[str, ...], lines: list[str]) -> None:
    for key, item in value.items():
        if item is not None and not _nested(item):
            lines.append(f"{_key(key)} = {_scalar(item)}")
    for key, item in value.items():
        here = (*path, key)
        name = ".".join(_key(part) for part in here)
        if isinstance(item, Mapping):
            lines.extend(("", f"[{name}]"))
            _table(item, here, lines)
        elif isinstance(item, (list, tuple)) and _nested(item):
            for row in item:
                lines.extend(("", f"[[{name}]]"))
                _table(row, here, lines)


def _nested(item: object) -> bool:
    if isinstance(item, (list, tuple)):
        return len(item) > 0 and all(isinstance(row, Mapping) for row in item)
    return isinstance(item, Mapping)


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _text(key)


def _scalar(item: object) -> str:
    if isinstance(item, bool):
        return "true" if item else "false"
    if isinstance(item, int):
        return str(item)
    if isinstance(item, float) and math.isfinite(item):
        return repr(item)
    if isinstance(item, str):
        return _text(item)
    if isinstance(item, (list, tuple)):
        return "[" + ", ".join(_scalar(row) for row in item) + "]"
    raise FormatError(f"TOML cannot hold {item!r}", remedy="use text, numbers, true and false")


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
