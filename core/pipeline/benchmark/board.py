"""Our figures beside the published ones; averages only ever over the same languages."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from types import MappingProxyType
from typing import Literal

from core.evaluation.published import Row, Table, published
from core.evaluation.published.table import PRECISION, RATIO, RECALL
from core.pipeline.benchmark.protocols import Protocol
from core.pipeline.benchmark.work import Scored, Standing

Kind = Literal["ours", "half", "published", "difference"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table; figures are shares of one.

    Args:
        kind: our figures, those of one half of the data, published ones, or ours less a published
            one.
        name: method or system; of a difference, our method.
        source: the published table; "" for ours.
        f1: by language.
        average: of F1; None where the languages differ from those of the other lines.
        over: the languages that the average is over; none where there is none.
        precision: average; None where it cannot be said for these languages.
        recall: likewise.
        ratio: predicted over gold entities, likewise.
        note: what else has to be said, one clause.
    """

    kind: Kind
    name: str
    source: str
    f1: Mapping[str, float]
    average: float | None = None
    over: tuple[str, ...] = ()
    precision: float | None = None
    recall: float | None = None
    ratio: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Board:
    """A benchmark's table, to be written in any format.

    Args:
        title: of the benchmark.
        setting: what was given and what counts.
        languages: columns, in order.
        common: those that all averages are over, unless a line says otherwise.
        lines: ours, then published ones, then differences.
        failures: for each what failed and why.
        failed: languages and methods without a figure since they failed; ("de", "") is all of de.
        absent: languages of the protocol that were not asked for.
        notes: what else has to be said, one sentence each.
    """

    title: str
    setting: str
    languages: tuple[str, ...]
    common: tuple[str, ...]
    lines: tuple[Line, ...]
    failures: tuple[str, ...]
    failed: frozenset[tuple[str, str]]
    absent: tuple[str, ...]
    notes: tuple[str, ...]

    def of_kind(self, kind: Kind) -> tuple[Line, ...]:
        """Return the lines of a kind."""
        return tuple(line for line in self.lines if line.kind == kind)


def board(
    protocol: Protocol,
    standing: Standing,
    *,
    counterparts: Mapping[str, str] = MappingProxyType({}),
    said: Mapping[str, str] = MappingProxyType({}),
    notes: Sequence[str] = (),
) -> Board:
    """Return the table of how far a benchmark is.

    Averages are over the languages in which all our methods have figures; published averages are
    worked out anew over the same ones. A published system that lacks one of them gets no average;
    its difference to ours is over the languages that both have, and says so.

    Args:
        protocol: which.
        standing: what was found.
        counterparts: for a method of ours, the named method that it is: published systems made in
            the same way are found by it.
        said: a note for each method, such as where its links come from.
        notes: what else has to be said.
    """
    common = standing.common()
    ours = [_ours(standing, m, common, said.get(m, "")) for m in standing.methods]
    halves = [line for m in standing.methods for line in _halves(standing, m, common)]
    tables = published(protocol.name)
    rows = [(table, row) for table in tables for row in table.rows if row.system.shown]
    theirs = [_published(table, row, standing.languages, common) for table, row in rows]
    best = _best(zip(rows, theirs, strict=True))
    differences = [
        line
        for mine in ours
        if mine.f1
        for line in _differences(mine, rows, theirs, counterparts.get(mine.name, ""), best)
    ]
    absent = [lang for lang in protocol.languages if lang not in standing.languages]
    return Board(
        protocol.title,
        protocol.setting,
        standing.languages,
        common,
        (*ours, *halves, *theirs, *differences),
        tuple(f"{f.language}{f.method and f', {f.method}'}: {f.reason}" for f in standing.failures),
        frozenset((f.language, f.method) for f in standing.failures),
        tuple(absent),
        (*notes, *(f"{t.name}: {t.source}; {t.setting}." for t in tables)),
    )


def _ours(standing: Standing, method: str, common: Sequence[str], said: str) -> Line:
    done = {lang: standing.scored[lang, method] for lang in standing.done(method)}
    f1 = {lang: row.overall.f1 for lang, row in done.items()}
    note = _joined([said, _failed_sentences(done.values())])
    if not done or not common:
        return Line("ours", method, "", f1, note=note)
    counted = [done[lang] for lang in common]
    return Line(
        "ours",
        method,
        "",
        f1,
        fmean(row.overall.f1 for row in counted),
        tuple(common),
        fmean(row.overall.precision for row in counted),
        fmean(row.overall.recall for row in counted),
        fmean(row.report.ratio for row in counted),
        note,
    )


def _halves(standing: Standing, method: str, common: Sequence[str]) -> Iterator[Line]:
    """Yield a method's F1 on each half of the data."""
    done = {lang: standing.scored[lang, method].halves for lang in standing.done(method)}
    for half in dict.fromkeys(half for halves in done.values() for half in halves):
        f1 = {lang: halves[half].f1 for lang, halves in done.items()}
        average = fmean(f1[lang] for lang in common) if common else None
        yield Line("half", f"{method}, {half} half", "", f1, average, tuple(common))


def _failed_sentences(rows: Iterable[Scored]) -> str:
    found = list(rows)
    failed, total = sum(row.failed for row in found), sum(row.sentences for row in found)
    return f"{failed} of {total} sentences failed and count as nothing found" if failed else ""


def _published(table: Table, row: Row, languages: Collection[str], common: Sequence[str]) -> Line:
    f1 = {lang: value for lang, value in row.f1.items() if lang in languages}
    said = [row.system.links, row.system.note]
    if not common or any(lang not in f1 for lang in common):
        said.append("no figure in some of the languages" if f1 else "")
        return Line("published", row.system.name, table.name, f1, note=_joined(said))
    # Only F1 was published language by language; the rest holds for all of them together.
    whole = set(common) == set(row.f1)
    averages = row.averages if whole else {}
    average = fmean(f1[lang] for lang in common)
    return Line(
        "published",
        row.system.name,
        table.name,
        f1,
        average,
        tuple(common),
        averages.get(PRECISION),
        averages.get(RECALL),
        averages.get(RATIO),
        _joined(said),
    )


def _best(theirs: Iterable[tuple[tuple[Table, Row], Line]]) -> Line | None:
    """Return the published system that is best on average; a choice among several is none."""
    having = [
        line for (_, row), line in theirs if line.average is not None and not row.system.choice
    ]
    return max(having, key=lambda line: line.average or 0.0, default=None)


def _differences(
    mine: Line,
    rows: Sequence[tuple[Table, Row]],
    theirs: Sequence[Line],
    counterpart: str,
    best: Line | None,
) -> Iterator[Line]:
    """Yield our line less each published one that is made alike, and less the best of all."""
    for (_, row), line in zip(rows, theirs, strict=True):
        if counterpart in row.system.methods.split():
            links = row.system.links and f", links of {row.system.links}"
            yield from _less(mine, line, f"less {line.name} ({line.source}{links})")
    if best is not None:
        yield from _less(mine, best, f"less the best published: {best.name} ({best.source})")


def _less(mine: Line, other: Line, said: str) -> Iterator[Line]:
    f1 = {lang: value - other.f1[lang] for lang, value in mine.f1.items() if lang in other.f1}
    if not f1:
        return
    over = mine.over if mine.over and set(mine.over) <= set(f1) else tuple(f1)
    note = said if over == mine.over else f"{said}, over {' '.join(over)} only"
    average = fmean(f1[lang] for lang in over)
    yield Line("difference", mine.name, other.source, f1, average, over, note=note)


def _joined(parts: Iterable[str]) -> str:
    return "; ".join(part for part in parts if part)
