"""Problems of a file: what is wrong, where, and what would be right.

Every reader takes a `report`. `refuse` (the default) raises the first error; a `Collected` keeps
up to a hundred for a preview and lets the reader go on behind each of them.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Literal

from core.errors import CoreError, FormatError, LengthMismatchError

CAP = 100

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong (error), doubtful (warning) or worth knowing (note) in a file.

    Args:
        what: one clause.
        file: the name that the user knows the file by.
        line: 1-based line, where there is one.
        token: 0-based token, where there is one.
        remedy: what would be right.
        severity: an error keeps the file, or the pair, out; a warning or a note does not.
        mismatch: two parts that should run in parallel differ in length.
        whole: it is about the whole file, so that leaving out this line would not help.
    """

    what: str
    file: str = ""
    line: int | None = None
    token: int | None = None
    remedy: str = ""
    severity: Severity = "error"
    mismatch: bool = False
    whole: bool = False

    def __str__(self) -> str:
        """Return the problem as one sentence that begins with its place."""
        return str(self.to_error())

    def to_error(self) -> FormatError:
        """Return the problem as an exception."""
        kind = LengthMismatchError if self.mismatch else FormatError
        return kind(self.what, file=self.file, line=self.line, token=self.token, remedy=self.remedy)


Report = Callable[[Problem], None]


def of_error(error: CoreError, *, file: str, line: int | None) -> Problem:
    """Return the problem that an error tells of, with its place filled in."""
    if isinstance(error, FormatError):
        return Problem(
            error.problem,
            file=error.file or file,
            line=line if error.line is None else error.line,
            token=error.token,
            remedy=error.remedy,
            mismatch=isinstance(error, LengthMismatchError),
        )
    return Problem(str(error), file=file, line=line)


def refuse(problem: Problem) -> None:
    """Raise an error as an exception; let warnings and notes pass."""
    if problem.severity == "error":
        raise problem.to_error()


def leaving_out(report: Report) -> Report:
    """Return a report that takes errors of single lines as warnings: what they say is left out.

    Errors that are about a whole file, and files that differ in length, stay errors.
    """

    def softened(problem: Problem) -> None:
        files_differ = problem.mismatch and problem.token is None
        single = problem.line is not None and not problem.whole and not files_differ
        if single and problem.severity == "error":
            problem = replace(problem, severity="warning", remedy=f"left out; {problem.remedy}")
        report(problem)

    return softened


@dataclass(slots=True)
class Collected:
    """Problems in the order in which they were met; beyond the cap they are only counted."""

    cap: int = CAP
    items: list[Problem] = field(default_factory=list)
    more: int = 0
    errors: int = 0

    def __call__(self, problem: Problem) -> None:
        """Keep the problem, or count it where the cap is reached."""
        self.errors += problem.severity == "error"
        if len(self.items) < self.cap:
            self.items.append(problem)
        else:
            self.more += 1
