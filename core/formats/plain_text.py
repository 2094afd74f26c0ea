"""Plain text: one sentence a line, cut into tokens by the language's rules."""

from collections.abc import Iterator

from core.errors import CoreError
from core.formats.lines import Lines, read_lines
from core.formats.pairs_jsonl import checked_tokens
from core.formats.problems import Problem, Report, of_error, refuse

MAX_CHARS = 100_000


def read(
    data: Lines, lang: str, *, file: str = "", report: Report = refuse
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield (line, tokens) of every line; report empty lines and lines that are no sentence.

    A reported line is yielded without tokens, so that what stands behind it keeps its position.
    """
    for number, text in read_lines(data, file=file, report=report):
        if text is None:
            yield number, ()
        else:
            yield number, tokens_of(text, lang, file=file, line=number, report=report)


def tokens_of(
    text: str, lang: str, *, file: str = "", line: int | None = None, report: Report = refuse
) -> tuple[str, ...]:
    """Return the tokens of one sentence; none where it cannot be one, which is reported."""
    from core.models.tokenisers import tokenise

    if len(text) > MAX_CHARS:
        what = f"a sentence of {len(text)} characters"
        remedy = f"a sentence may have at most {MAX_CHARS}; put one on a line"
        report(Problem(what, file=file, line=line, remedy=remedy))
        return ()
    tokens = tokenise(text, lang)
    if not tokens:
        remedy = "every line has to hold one sentence; take the line out on both sides"
        report(Problem("no sentence here", file=file, line=line, remedy=remedy))
        return ()
    try:
        return checked_tokens(tokens, "the sentence")
    except CoreError as error:
        report(of_error(error, file=file, line=line))
        return ()
