"""What stands in the form of a new run, kept while the page is left, or filled in from a run."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from core.errors import InputError, OptionError
from core.pipeline.runs.config import Labels, RunConfig
from core.pipeline.runs.desk import OnDesk
from core.pipeline.runs.fields import FIELD_OF, FIELDS
from ui import state

T = TypeVar("T")

FILE, TYPED, SAMPLE = "A file", "Typed or pasted", "The sample"
_TEXT, _DRAFT = "run text", "run draft"
_CODE = 3
"""Letters that a code may have, which is not part of a name then."""

_NO_TEXT: tuple[str, bytes] = ("", b"")


def key(name: str) -> str:
    """Return the key of a field of the form."""
    return f"run: {name}"


def lasting(name: str, usual: T) -> tuple[T, str]:
    """Return what a field is made with, and its key, so that it outlives the page's being left.

    It is never set through the session while it is drawn: a field that was not yet painted when a
    person did something elsewhere would come up empty.

    Args:
        name: of the field.
        usual: what it holds at first.
    """
    draft: dict[str, Any] = state.recall(_DRAFT, {})
    now = state.held(key(name))
    if now is not None:
        draft = {**draft, name: now}
        state.keep(_DRAFT, draft)
    return draft.get(name, usual), key(name)


def told(attribute: str) -> tuple[Any, str]:
    """Return what the field of an attribute of a run is made with, and its key, as `lasting`."""
    return lasting(attribute, FIELD_OF[attribute].default)


def first(options: Iterable[T], chosen: T) -> list[T]:
    """Return options of a field, that which it is made with before the others."""
    return [chosen, *(one for one in options if one != chosen)]


def value(name: str, usual: Any) -> Any:
    """Return what a field holds, wherever on the page it stands; `usual` where it was never set."""
    now = state.held(key(name))
    draft: dict[str, Any] = state.recall(_DRAFT, {})
    return draft.get(name, usual) if now is None else now


def put(name: str, new: object) -> None:
    """Have a field hold something else, which is not drawn yet in this run of the page."""
    draft: dict[str, Any] = state.recall(_DRAFT, {})
    state.keep(_DRAFT, {**draft, name: new})
    if state.held(key(name)) is not None:
        state.keep(key(name), new)


def mean(name: str, names: Mapping[str, str]) -> None:
    """Have a field into which part of a name was typed hold what that can only mean.

    Args:
        name: of the field.
        names: what can be chosen, each with what it is called.
    """
    typed = str(state.held(key(name)) or "")
    asked = " ".join(typed.casefold().split())
    if not asked or typed in names:
        return
    called = {one: words.casefold() for one, words in names.items()}
    tests = (
        [one for one, words in called.items() if words == asked],
        [one for one, words in called.items() if words.startswith(asked)],
        [one for one, words in called.items() if asked in words],
    )
    found = next((some for some in tests if some), [])
    if len(found) == 1 and (len(asked) > _CODE or found in tests[:1]):
        put(name, found[0])


def forget(name: str) -> None:
    """Have a field that is drawn hold its usual value the next time the form is opened."""
    draft: dict[str, Any] = state.recall(_DRAFT, {})
    state.keep(_DRAFT, {k: v for k, v in draft.items() if k != name})


def text() -> tuple[str, bytes]:
    """Return name and content of the file that was brought; both empty where none was."""
    return state.recall(_TEXT, _NO_TEXT)


def keep_text(file: str, content: bytes) -> None:
    """Keep a file, or none."""
    state.keep(_TEXT, (file, content))


def fill(one: OnDesk) -> None:
    """Fill the form in as a run was; its name is left to be chosen."""
    config = one.config
    if config is None:
        return
    for field in FIELDS:
        held = getattr(config, field.attribute)
        if field.kind == "labels":
            held = in_words(held)
        put(field.attribute, list(held) if field.kind == "names" else held)
    put("aligner", config.aligner.part)
    put("aligner model", config.model_of_aligner())
    put("becomes", bool(config.project))
    put("from", FILE)
    put("name", "")
    keep_text(config.text, content(one.folder / config.text))


def content(path: Path) -> bytes:
    """Return a file as it lies there, packed where it is packed.

    Raises:
        InputError: it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{path.name} cannot be read ({error.strerror})") from None


def in_words(labels: Labels) -> str:
    """Return a map of labels as it is typed."""
    return " ".join(f"{old}={new}" for old, new in labels)


def typed_labels(typed: str, what: str) -> Labels:
    """Return a map of labels that was typed: `MISC=O PERSON=PER`.

    Raises:
        OptionError: a part of it has no `=`; names it.
    """
    found: Mapping[str, str] = {}
    for part in typed.replace(",", " ").split():
        old, sign, new = part.partition("=")
        if not (sign and old and new):
            raise OptionError(f"{what}: {part!r} says no label; write MISC=O or PERSON=PER")
        found = {**found, old: new}
    return tuple(sorted(found.items()))


def free(wanted: str, taken: Sequence[str]) -> str:
    """Return a name that nobody has."""
    names = (wanted if n == 1 else f"{wanted} ({n})" for n in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)


def size(content: bytes) -> str:
    """Return how long a file is, in words."""
    return f"{len(content):,} bytes" if len(content) < 10_000 else f"{len(content) // 1000:,} kB"


def made(values: Mapping[str, Any]) -> RunConfig:
    """Return the run of some values; raise OptionError where one cannot be."""
    return RunConfig(**values)
