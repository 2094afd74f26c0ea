"""The exceptions that SilverLens raises for its users, drawn as one tree.

CoreError                    anything a user can put right; names the place and what would be right
|-- InputError               something that was brought in from outside
|   |-- FormatError          a file: name, line, token, what is wrong, what would be right
|   |   `-- LengthMismatchError   two parts that should run in parallel differ in length
|   |-- SpanError            an entity or candidate that fits no sentence
|   |-- TagError             a tag sequence that is not IOB2
|   |-- LinkError            a word alignment that fits no sentence pair
|   |-- OptionError          an option with a value that the part does not take
|   `-- SpecError            a method spec that cannot be built
|-- RoleError                who acts has no right to do it; names the role that it needs
|-- UnknownNameError         a part, project or pair that does not exist; lists the known ones
|-- MissingInputError        a step was not given what it needs; names the step that supplies it
|-- ModelError               weights or a tokeniser that cannot be loaded
|-- StorageError             the database refused or holds something that cannot be read
|   `-- ConflictError        somebody else changed the same thing first
`-- ExportError              an export that would lose something, stopped before it was handed over
"""

from collections.abc import Iterable
from typing import Any

MALFORMED = (
    ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError, RecursionError,
)  # fmt: skip
"""What Python raises where JSON that was read, or what it holds, is not of the shape expected."""


class CoreError(Exception):
    """Base of every error that a user can act on; survives the way from a child process."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Return how to build an equal error: class, message and fields."""
        return _rebuilt, (type(self), str(self), dict(self.__dict__))


def _rebuilt(kind: type[CoreError], message: str, fields: dict[str, object]) -> CoreError:
    error = kind.__new__(kind)
    Exception.__init__(error, message)
    error.__dict__.update(fields)
    return error


class InputError(CoreError):
    """Something brought in from outside is not usable as it is."""


class FormatError(InputError):
    """A file that breaks its format, with the place and the remedy as fields.

    Args:
        problem: what is wrong, one clause.
        file: the name that the user knows the file by.
        line: 1-based line, where there is one.
        token: 0-based token, where there is one.
        remedy: what would be right.
    """

    def __init__(
        self,
        problem: str,
        *,
        file: str = "",
        line: int | None = None,
        token: int | None = None,
        remedy: str = "",
    ) -> None:
        self.problem = problem
        self.file = file
        self.line = line
        self.token = token
        self.remedy = remedy
        super().__init__(self.render())

    def render(self) -> str:
        """Return `file, line 3, token 2: problem; remedy`, leaving out what is not known."""
        place = [self.file] if self.file else []
        if self.line is not None:
            place.append(f"line {self.line}")
        if self.token is not None:
            place.append(f"token {self.token}")
        head = ", ".join(place)
        text = f"{head}: {self.problem}" if head else self.problem
        return f"{text}; {self.remedy}" if self.remedy else text


class LengthMismatchError(FormatError):
    """Two parts that should run in parallel differ in length; says where they first differ."""


class SpanError(InputError):
    """An entity or candidate span that is empty, reversed, overlapping or outside its sentence."""


class TagError(InputError):
    """A tag sequence that is not valid IOB2."""

    def __init__(self, message: str, *, token: int) -> None:
        self.token = token
        super().__init__(message)


class LinkError(InputError):
    """A link that points outside its sentence pair, or a probability outside [0, 1]."""


class OptionError(InputError):
    """An option that a part does not have, or a value that it does not take."""


class SpecError(InputError):
    """A method spec that names what does not exist or leaves out what is needed."""


class RoleError(CoreError):
    """Who acts has no right to do it; nothing was done."""


class UnknownNameError(CoreError):
    """A name that is not known; the message lists the ones that are."""

    def __init__(self, what: str, name: str, known: Iterable[str]) -> None:
        listed = ", ".join(sorted(known)) or "none"
        super().__init__(f"unknown {what} {name!r}; known: {listed}")


class MissingInputError(CoreError):
    """A step lacks an input; the message names the step that supplies it."""


class ModelError(CoreError):
    """Weights or a tokeniser that cannot be found or loaded."""


class StorageError(CoreError):
    """The database refused, or holds something that cannot be read."""


class ConflictError(StorageError):
    """Somebody else changed the same thing first; nothing was written."""


class ExportError(CoreError):
    """An export that would not read back as what was on the screen; nothing was handed over."""
