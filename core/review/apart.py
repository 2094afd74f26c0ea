"""Agreement between the persons of a project, on pairs that they finished apart from each other."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from core.domain.decision import PairStatus
from core.domain.entity import Entity
from core.evaluation.apart import LEVEL, OVERALL, Apart, Figure, apart
from core.storage import Workspace
from core.text.csv_cell import Value, to_bytes

NO_TRACKS = (
    "nobody has decided on a track of their own: agreement is measured where persons annotate "
    "the same pairs unseen by each other; make the project blind and assign pairs with overlap"
)
ALONE = "no pair was finished by two persons on tracks of their own"


@dataclass(frozen=True, slots=True)
class Raw:
    """What each person made of one pair.

    Args:
        pair: its id.
        doc: its document.
        said: the target entities by person.
    """

    pair: str
    doc: str
    said: Mapping[str, tuple[Entity, ...]]


@dataclass(frozen=True, slots=True)
class Between:
    """Agreement between the persons of a project.

    Args:
        people: who finished pairs that somebody else finished too, in order of their names.
        figures: None where there is nothing to measure.
        raw: the pairs that two or more finished, in corpus order.
        why: why there is nothing to measure, "" where there is.
        caveats: what the figures do not say.
    """

    people: tuple[str, ...]
    figures: Apart | None
    raw: tuple[Raw, ...]
    why: str
    caveats: tuple[str, ...]


def between(ws: Workspace, project: str) -> Between:
    """Return how far the persons of a project agree, over all that they finished apart."""
    raw, lengths = [], []
    for shared, versions in ws.team.versions(project):
        done = [v for v in versions if v.record.state.status is PairStatus.DONE]
        alone = [v for v in done if not v.record.forked]
        if len(alone) > 1:
            pair = shared.stored.pair
            said = {v.track: v.record.state.target_entities() for v in alone}
            raw.append(Raw(pair.id, pair.doc, said))
            lengths.append(len(pair.target))
    if not raw:
        why = ALONE if ws.team.tracks(project) else NO_TRACKS
        return Between((), None, (), why, ())
    people = tuple(sorted({name for one in raw for name in one.said}))
    layers = {name: [one.said.get(name) for one in raw] for name in people}
    figures = apart(layers, lengths, [one.doc for one in raw])
    return Between(people, figures, tuple(raw), "", _caveats(ws, project, len(raw)))


def _caveats(ws: Workspace, project: str, finished: int) -> tuple[str, ...]:
    """Return what keeps the figures from standing for the whole project."""
    doubled = sum(len(people) > 1 for people in ws.team.assignees(project).values())
    acts = [event.body for event in ws.events.read(project) if event.kind == "assigned"]
    told = []
    if not doubled:
        told.append(
            "no pair was assigned to two persons: those that both finished were not drawn at "
            "random, and stand for themselves only"
        )
    elif finished < doubled:
        told.append(
            f"{finished:,} of {doubled:,} pairs that more than one person has to do are finished; "
            "those finished first need not be like the others"
        )
    if words := sorted({str(body["words"]) for body in acts if body.get("words")}):
        told.append(f"assigned from a filter ({'; '.join(words)}): the figures stand for that part")
    return tuple(told)


def to_json(found: Between) -> dict[str, object]:
    """Return the report as values of JSON, raw positions included."""
    figures = found.figures
    return {
        "people": list(found.people),
        "pairs": len(found.raw),
        "level": LEVEL,
        "why": found.why,
        "caveats": list(found.caveats),
        "two": [
            {
                "first": one.first,
                "second": one.second,
                "label": one.label or None,
                "pairs": one.sentences,
                "units": one.units,
                "f1": _figure(one.f1),
                "kappa": _figure(one.kappa),
            }
            for one in (figures.two if figures else ())
        ],
        "all": [
            {
                "label": one.label or None,
                "pairs": one.sentences,
                "units": one.units,
                "alpha": _figure(one.alpha),
            }
            for one in (figures.all if figures else ())
        ],
        "raw": [
            {
                "pair": one.pair,
                "doc": one.doc,
                "entities": {
                    name: [[e.start, e.end, e.label] for e in entities]
                    for name, entities in one.said.items()
                },
            }
            for one in found.raw
        ],
    }


def _figure(figure: Figure) -> dict[str, object]:
    ends = None if figure.low is None else [figure.low, figure.high]
    return {"value": figure.value, "interval": ends, "n": figure.n, "why": figure.why}


def dump(found: Between) -> str:
    """Return the report as text of JSON."""
    return json.dumps(to_json(found), ensure_ascii=False, indent=2)


def raw_csv(found: Between) -> bytes:
    """Return the raw positions as CSV: one row an entity of a person, or a pair without any."""
    rows: list[tuple[Value, ...]] = [("pair", "document", "person", "start", "end", "label")]
    for one in found.raw:
        for name, entities in one.said.items():
            rows += [(one.pair, one.doc, name, e.start, e.end, e.label) for e in entities]
            if not entities:
                rows.append((one.pair, one.doc, name, "", "", ""))
    return to_bytes(rows)


def in_words(figure: Figure) -> str:
    """Return a figure for people: `0.83 (0.71 to 0.91)`, or why there is none."""
    if figure.value is None:
        return f"undefined: {figure.why}"
    if figure.low is None or figure.high is None:
        return f"{figure.value:.2f} (no interval: {figure.why})"
    return f"{figure.value:.2f} ({figure.low:.2f} to {figure.high:.2f})"


def rows(found: Between) -> list[tuple[str, ...]]:
    """Return the figures as rows of words under a heading, overall first."""
    table: list[tuple[str, ...]] = [("persons", "label", "pairs", "F1", "kappa or alpha")]
    if found.figures is None:
        return table
    for every in found.figures.all:
        label = every.label or "all labels"
        said = f"alpha {in_words(every.alpha)}"
        table.append(("everybody", label, f"{every.sentences:,}", "", said))
        for two in found.figures.two:
            if two.label == every.label:
                who = f"{two.first} and {two.second}"
                kappa = f"kappa {in_words(two.kappa)}"
                table.append((who, label, f"{two.sentences:,}", in_words(two.f1), kappa))
    return table


__all__ = ["OVERALL", "Between", "Raw", "between", "dump", "in_words", "raw_csv", "rows", "to_json"]
