"""Occurrences: every place of one source name, with what each layer made of it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from core.domain.decision import EntityStatus
from core.domain.entity import Entity
from core.evaluation.differences import Difference
from core.review.compare.columns import form_of, name_key
from core.review.compare.grid import Cell, Grid, count_cell
from core.review.compare.selection import ANY, Selection, What, brief
from core.review.compare.sheet import DECISIONS, GOLD, Name, Sheet, in_words, method_key
from core.storage import PairRecord, Workspace
from core.text import languages

CONTEXT = 6
"""Tokens of context on either side."""

NO_SPAN = "(no span)"
_BETWEEN = " … "


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One place of a source name.

    Args:
        pair: id of the pair.
        left: source tokens before it, in the order of the sentence.
        text: the name as it stands there.
        right: source tokens behind it.
        entity: where it stands.
        forms: for each method the form it was given; "" for none.
        corrected: the form as the pair stands now; "" for none.
        said: what people said of it, "" where nobody has.
    """

    pair: str
    left: str
    text: str
    right: str
    entity: Entity
    forms: Mapping[str, str]
    corrected: str
    said: str


def places_of(sheet: Sheet, number: int) -> Selection:
    """Return the pairs whose source has the name of that number."""
    name = sheet.names[number]
    language = sheet.languages[name.language]
    return Selection(What.NAME, name=brief(name.key), language=language)


def form_grid(sheet: Sheet, number: int) -> Grid:
    """Return how often each layer gave a name each form, the most frequent form first.

    Forms are told apart by comparison key and shown as they stand where they first come. The last
    row counts the places without a span.
    """
    layers = [*map(method_key, sheet.methods), *(k for k in (DECISIONS, GOLD) if _says(sheet, k))]
    written: dict[str, str] = {}
    counted = {key: _forms(sheet, key, number, written) for key in layers}
    totals: Counter[str] = sum(counted.values(), Counter())
    here = places_of(sheet, number)
    rows = [
        (
            Cell(written[form], here),
            *(
                count_cell(counted[k][form], replace(here, method=k, form=brief(form)))
                for k in layers
            ),
        )
        for form in sorted(totals, key=lambda form: (-totals[form], form))
    ]
    missing = _missing(sheet, number, layers)
    if any(cell.value for cell in missing[1:]):
        rows.append(missing)
    columns = ("form", *(in_words(key) for key in layers))
    return Grid(f"Forms of {sheet.names[number].text}", columns, tuple(rows))


def _missing(sheet: Sheet, number: int, layers: Sequence[str]) -> tuple[Cell, ...]:
    """Return how many places of a name have no span in each layer, the name of the row first.

    The name of the row opens the pairs in which any method has none.
    """
    places = sheet.places(number)
    lacking = replace(places_of(sheet, number), kind=str(Difference.MISSING))
    counts = {k: int(np.count_nonzero(sheet.unplaced(k, places))) for k in layers}
    by_method = any(counts[method_key(name)] for name in sheet.methods)
    every = replace(lacking, method=ANY) if by_method else None
    cells = (count_cell(count, replace(lacking, method=k)) for k, count in counts.items())
    return (Cell(NO_SPAN, every), *cells)


def _says(sheet: Sheet, key: str) -> bool:
    return key in sheet.layers and bool(sheet.layers[key].looked.any())


def _forms(sheet: Sheet, key: str, number: int, written: dict[str, str]) -> Counter[str]:
    """Return how often a layer gave a name each form; how forms are written is put in `written`."""
    spans = sheet.layers[key]
    found: Counter[str] = Counter()
    for text in (sheet.forms[k] for k in spans.form[spans.name == number].tolist()):
        form = name_key(text)
        written.setdefault(form, text)
        found[form] += 1
    return found


def occurrences(
    ws: Workspace, project: str, name: Name, pairs: Sequence[str]
) -> tuple[Occurrence, ...]:
    """Return every place of a name in some pairs, in their order.

    Args:
        ws: the database.
        project: name of the project.
        name: the name.
        pairs: ids of the pairs to look in.
    """
    layers = {a.content_hash: a.name for a in ws.project(project).latest_layers()}
    found = (_in_pair(ws, project, name, pair_id, layers) for pair_id in pairs)
    return tuple(occurrence for some in found for occurrence in some)


def rarest_first(
    sheet: Sheet, number: int, found: Sequence[Occurrence], layer: str
) -> list[Occurrence]:
    """Return the places of a name grouped by the form that a layer gave it, the rarest form first.

    Args:
        sheet: the entities.
        number: the name, as the sheet numbers it.
        found: the places, those of one pair in their order.
        layer: key of a method, of gold or of decisions; for decisions each place counts as it
            stands now.

    Forms are told apart by comparison key, as where names are counted.
    """
    if layer == GOLD:
        forms = _gold_forms(sheet, number, found)
    elif layer == DECISIONS:
        forms = [o.corrected for o in found]
    else:
        forms = [o.forms.get(in_words(layer), "") for o in found]
    keys = [name_key(form) for form in forms]
    times = Counter(keys)
    order = sorted(range(len(found)), key=lambda k: (times[keys[k]], keys[k], k))
    return [found[k] for k in order]


def _gold_forms(sheet: Sheet, number: int, found: Sequence[Occurrence]) -> list[str]:
    """Return for each place its form in gold, which says what the name is but not of which place.

    Of several places in one pair each takes the next form, and the last all that are left.
    """
    pairs = {o.pair for o in found}
    numbers = {pair: k for k, pair in enumerate(sheet.ids) if pair in pairs}
    spans = sheet.layers[GOLD]
    spans = spans.where(spans.name == number)
    told: dict[int, list[str]] = {}
    for pair, form in zip(spans.pair.tolist(), spans.form.tolist(), strict=True):
        told.setdefault(pair, []).append(sheet.forms[form])
    open_ = Counter(o.pair for o in found)
    forms = []
    for o in found:
        left = told.get(numbers[o.pair], [])
        open_[o.pair] -= 1
        most = 1 if open_[o.pair] else len(left)
        forms.append(_BETWEEN.join(left[:most]))
        del left[:most]
    return forms


def _in_pair(
    ws: Workspace, project: str, name: Name, pair_id: str, layers: Mapping[str, str]
) -> list[Occurrence]:
    record = ws.record(project, pair_id)
    pair = record.stored.pair
    outcomes = {a.content_hash: o for a, o in ws.layer_outcomes(project, pair_id)}
    given = {
        method: {(p.entity.start, p.entity.end): p.entities() for p in outcomes[key].projections}
        for key, method in layers.items()
    }
    found = []
    for entity in pair.source.entities or ():
        text = form_of(pair.source.tokens, entity, pair.source.lang)
        if name_key(text) != name.key:
            continue
        span = (entity.start, entity.end)
        forms = {m: _joined(record, places.get(span, ())) for m, places in given.items()}
        tokens, lang = pair.source.tokens, pair.source.lang
        corrected, said = _corrected(record, span)
        found.append(
            Occurrence(
                pair=pair_id,
                left=languages.joined(tokens[max(0, entity.start - CONTEXT) : entity.start], lang),
                text=text,
                right=languages.joined(tokens[entity.end : entity.end + CONTEXT], lang),
                entity=entity,
                forms=forms,
                corrected=corrected,
                said=said,
            )
        )
    return found


def _joined(record: PairRecord, entities: Sequence[Entity]) -> str:
    target = record.stored.pair.target
    return _BETWEEN.join(form_of(target.tokens, e, target.lang) for e in sorted(entities))


def _corrected(record: PairRecord, span: tuple[int, int]) -> tuple[str, str]:
    """Return the form as the pair stands now, and what people said of the name."""
    source = {(r.entity.start, r.entity.end): r for r in record.state.source or ()}
    own = source.get(span)
    if own is None:
        return "", "changed in the source"
    if own.status is EntityStatus.NO_COUNTERPART:
        return "", str(own.status)
    mine = [r for r in record.state.target if r.source_id == own.id]
    live = [r for r in mine if r.live]
    said = {str(r.status) for r in live or mine if r.status is not EntityStatus.UNREVIEWED}
    return _joined(record, [r.entity for r in live]), ", ".join(sorted(said))
