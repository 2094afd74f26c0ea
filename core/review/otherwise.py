"""What a layer makes otherwise than another: which source entity gets which words instead."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.domain.entity import Entity
from core.domain.pair import Sentence
from core.storage import Filter, Outcome, Workspace
from core.text.languages import joined

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One source entity that gets other words.

    Args:
        source: its words.
        label: its label.
        before: the words that it has, one text a span; none where it has no counterpart.
        after: the words that it would have.
    """

    source: str
    label: str
    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def kind(self) -> str:
        """Return `found`, `lost` or `other words`."""
        if not self.before:
            return "found"
        return "other words" if self.after else "lost"


@dataclass(frozen=True, slots=True)
class Changed:
    """A pair with what would change in it."""

    pair: str
    changes: tuple[Change, ...]


def untouched(ws: Workspace, project: str, name: str) -> tuple[int, ...]:
    """Return the places of pairs without decisions that a layer would change, made the base.

    Args:
        ws: the database.
        project: name of the project.
        name: of the layer.

    Raises:
        UnknownNameError: there is no such project or layer.
    """
    found, _ = ws.search.find(project, Filter(changes=name))
    return tuple(found.positions.tolist())


def otherwise(
    ws: Workspace, project: str, pairs: Iterable[str], before: str, after: str
) -> tuple[Changed, ...]:
    """Return what one layer makes of some pairs where another has it otherwise.

    Args:
        ws: the database.
        project: name of the project.
        pairs: their ids; each takes about a millisecond.
        before: content hash of a layer.
        after: content hash of the layer that is compared with it.
    """
    found = []
    for pair_id in pairs:
        pair = ws.pair(project, pair_id).pair
        made = {layer.content_hash: out for layer, out in ws.layer_outcomes(project, pair_id)}
        then, now = _spans(made.get(before)), _spans(made.get(after))
        changes = tuple(
            Change(
                joined(pair.source.tokens[entity.start : entity.end], pair.source.lang),
                entity.label,
                _words(pair.target, then.get(entity, ())),
                _words(pair.target, now.get(entity, ())),
            )
            for entity in sorted({*then, *now})
            if then.get(entity, ()) != now.get(entity, ())
        )
        found.append(Changed(pair_id, changes))
    return tuple(found)


def counts(changed: Sequence[Changed]) -> dict[str, int]:
    """Return how many source entities change in each way, by `Change.kind`."""
    told = {"found": 0, "other words": 0, "lost": 0}
    for one in changed:
        for change in one.changes:
            told[change.kind] += 1
    return told


def _spans(outcome: Outcome | None) -> Mapping[Entity, Spans]:
    return {
        p.entity: tuple((pick.start, pick.end) for pick in p.picks)
        for p in (outcome.projections if outcome else ())
    }


def _words(sentence: Sentence, spans: Spans) -> tuple[str, ...]:
    return tuple(joined(sentence.tokens[start:end], sentence.lang) for start, end in spans)
