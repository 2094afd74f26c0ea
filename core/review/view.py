"""The view of one pair: all that the page draws of it, as plain values."""

from collections.abc import Sequence
from functools import lru_cache

from core.aligners import keys, lexicon
from core.domain.alignment import Alignment
from core.domain.decision import Decision, Kind
from core.domain.entity import Entity
from core.domain.layer import Layer
from core.domain.pair import Sentence
from core.domain.replay import Reviewed
from core.errors import CoreError
from core.review import reasons, rows
from core.review.methods import links_key, source_of, spec_of
from core.storage import PairRecord, ProjectInfo, Workspace
from core.text import languages

_ENOUGH_SENTENCES = 2000
"""A lexicon counted in fewer sentence pairs knows so little that the page says so."""

_DEEDS = {
    Kind.ACCEPT: "accepting",
    Kind.CHANGE: "changing",
    Kind.ADD: "adding",
    Kind.DELETE: "deleting",
    Kind.NO_COUNTERPART: "saying that there is no counterpart of",
    Kind.TAKE: "taking the row",
    Kind.ACCEPT_PAIR: "accepting the pair",
    Kind.SKIP: "skipping the pair",
    Kind.FLAG: "flagging the pair",
    Kind.EXCLUDE: "excluding the pair",
    Kind.REOPEN: "opening the pair again",
    Kind.COMMENT: "commenting on the pair",
}


def pair_view(
    ws: Workspace,
    project: str,
    pair_id: str,
    *,
    person: str = "",
    explain: bool = True,
    info: ProjectInfo | None = None,
) -> dict[str, object]:
    """Return everything that the page draws of a pair.

    Args:
        ws: the database.
        project: name of the project.
        pair_id: id of the pair.
        person: whose undo and redo are told; "" for nobody's.
        explain: run each method again to say why (costs some milliseconds a method).
        info: the project, where the caller has it already.
    """
    info = info or ws.project(project)
    record = ws.record(project, pair_id)
    chosen = rows.chosen_layers(ws.layer_outcomes(project, pair_id), record.base)
    base = next((layer for layer, _ in chosen if layer.content_hash == record.base), None)
    links: dict[str, Alignment | None] = {}
    for key in {links_key(layer, info.aligner) for layer in (base, *(a for a, _ in chosen))}:
        links[key] = ws.alignment(project, pair_id, key)
    shown = links[links_key(base, info.aligner)]
    pair = record.stored.pair
    source = source_of(pair, record.state.source)
    return {
        **_heading(record),
        "source": _source(record),
        "target": _target(record),
        "gold": None
        if pair.target.entities is None
        else [_span(entity) for entity in pair.target.entities],
        "aligner": _aligner(record, base, info),
        "links": reasons.link_list(shown.links if shown else ()),
        "unseenSource": list(shown.unseen_src) if shown else [],
        "unseenTarget": list(shown.unseen_tgt) if shown else [],
        "rows": [
            rows.row(
                layer,
                outcome,
                pair,
                base=layer.content_hash == record.base,
                told=reasons.told(pair, source, links[links_key(layer, info.aligner)], layer)
                if explain
                else reasons.NOTHING,
            )
            for layer, outcome in chosen
        ],
        "undo": _deed(ws.undoable(project, person) if person else None, ws, project),
        "redo": _deed(ws.redoable(project, person) if person else None, ws, project),
    }


def _heading(record: PairRecord) -> dict[str, object]:
    pair = record.stored.pair
    return {
        "id": pair.id,
        "status": str(record.state.status),
        "version": record.version,
        "doc": pair.doc,
        "group": pair.group,
    }


def _source(record: PairRecord) -> dict[str, object]:
    reviewed = record.state.source
    return {
        **_sentence(record.stored.pair.source),
        "known": reviewed is not None,
        "entities": [_reviewed(r) for r in reviewed or ()],
    }


def _target(record: PairRecord) -> dict[str, object]:
    known = {r.id for r in record.state.source or ()}
    return {
        **_sentence(record.stored.pair.target),
        "entities": [
            {**_reviewed(r), "source": r.source_id if r.source_id in known else None}
            for r in record.state.target
        ],
    }


def _sentence(sentence: Sentence) -> dict[str, object]:
    return {
        "lang": sentence.lang,
        "langName": languages.name(sentence.lang),
        "dir": languages.direction(sentence.lang),
        "tokens": list(sentence.tokens),
    }


def _reviewed(reviewed: Reviewed) -> dict[str, object]:
    return {"id": reviewed.id, **_span(reviewed.entity), "status": str(reviewed.status)}


def _span(entity: Entity) -> dict[str, object]:
    return {"start": entity.start, "end": entity.end, "label": entity.label}


def _aligner(record: PairRecord, base: Layer | None, info: ProjectInfo) -> dict[str, object]:
    key = links_key(base, info.aligner)
    imported = key.startswith("imported")
    elsewhere = keys.origin(key)
    name = "imported links" if imported else _aligner_name(base) or key
    if elsewhere is not None:
        return {"name": f"{name}, learned in {elsewhere}", "note": ""}
    pair = record.stored.pair
    note = "" if imported or not key else aligner_note(pair.source.lang, pair.target.lang)
    return {"name": name, "note": note}


def _aligner_name(base: Layer | None) -> str:
    if base is None:
        return ""
    try:
        return spec_of(base).aligner.part
    except CoreError:
        return ""  # a layer whose method is not known any more


@lru_cache(maxsize=256)
def aligner_note(source_lang: str, target_lang: str) -> str:
    """Return how little the aligner knows of two languages; "" where its lexicon is of some use."""
    if lexicon.sentences(source_lang, target_lang) >= _ENOUGH_SENTENCES:
        return ""
    names = f"{languages.name(source_lang)} and {languages.name(target_lang)}"
    known = lexicon.how_much(source_lang, target_lang) or f"No word list of {names} is shipped."
    return (
        f"The aligner hardly knows {names}. {known} It goes by this project's own sentences and by "
        "the spelling of names: trust the links less."
    )


def _deed(decision: Decision | None, ws: Workspace, project: str) -> dict[str, object]:
    if decision is None:
        return {"can": False, "text": ""}
    return {"can": True, "text": in_short(decision, ws, project)}


def in_short(decision: Decision, ws: Workspace, project: str) -> str:
    """Return what a decision did, in words: `changing LOC "New York" in pair 17`."""
    deed = _DEEDS[decision.kind]
    if decision.kind is Kind.TAKE:
        return f"{deed} {decision.reason} in pair {decision.pair}"
    entity = decision.new or decision.old
    if entity is None:
        return f"{deed} {decision.pair}" if decision.kind in _ON_PAIR else f"{deed} an entity"
    pair = ws.pair(project, decision.pair).pair
    sentence = pair.source if decision.side == "source" else pair.target
    text = _shortened(sentence.tokens[entity.start : entity.end])
    return f'{deed} {entity.label} "{text}" in pair {decision.pair}'


_ON_PAIR = frozenset(
    {Kind.ACCEPT_PAIR, Kind.SKIP, Kind.FLAG, Kind.EXCLUDE, Kind.REOPEN, Kind.COMMENT}
)


def _shortened(tokens: Sequence[str]) -> str:
    text = " ".join(tokens)
    return text if len(text) <= 40 else text[:39] + "…"
