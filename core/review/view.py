"""The view of one pair: all that the page draws of it, as plain values."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from core.aligners import ALIGNERS, keys, lexicon
from core.domain.alignment import Alignment
from core.domain.decision import Decision
from core.domain.entity import Entity
from core.domain.layer import Layer
from core.domain.pair import Pair, Sentence
from core.domain.replay import Reviewed, source_id
from core.domain.spec import short_hash
from core.review import overlays, reasons, rows
from core.review.comments import said
from core.review.methods import Source, is_edited, links_key, made_of, source_of
from core.review.supplied import of_layers
from core.review.tagger import likely_tags
from core.storage import Outcome, PairExtras, PairRecord, ProjectInfo, Workspace
from core.storage.alignments import chain
from core.storage.extras import is_transfer
from core.text import languages
from core.text.roman import romanise

_ENOUGH_SENTENCES = 2000
"""A lexicon counted in fewer sentence pairs knows so little that the page says so."""


def pair_view(
    ws: Workspace,
    project: str,
    pair_id: str,
    *,
    explain: bool = True,
    info: ProjectInfo | None = None,
    track: str = "",
) -> dict[str, object]:
    """Return everything that the page draws of a pair.

    Args:
        ws: the database.
        project: name of the project.
        pair_id: id of the pair.
        explain: run each method again to say why (costs some milliseconds a method).
        info: the project, where the caller has it already.
        track: as which the pair is seen, "" for the one that all share.
    """
    info = info or ws.project(project)
    record = ws.record(project, pair_id, track)
    log = ws.decisions(project, pair_id, track=track) if record.version else ()
    chosen = rows.chosen_layers(ws.layer_outcomes(project, pair_id), record.base)
    base = next((layer for layer, _ in chosen if layer.content_hash == record.base), None)
    links: dict[str, Alignment | None] = {}
    for key in {links_key(layer, info.aligner) for layer in (base, *(a for a, _ in chosen))}:
        links[key] = ws.alignment(project, pair_id, key)
    shown = links[links_key(base, info.aligner)]
    own = {layer.content_hash: links[links_key(layer, info.aligner)] for layer, _ in chosen}
    extras = of_layers(ws, project, pair_id, (layer for layer, _ in chosen))
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
                made_of(pair, source, alignment, layer, outcome, more),
                base=layer.content_hash == record.base,
                told=_told(pair, source, alignment, layer, outcome, more)
                if explain
                else reasons.NOTHING,
            )
            for layer, outcome, alignment, more in (
                (layer, outcome, own[layer.content_hash], extras[layer.content_hash])
                for layer, outcome in chosen
            )
        ],
        **_tagged(extras.values()),
        "signals": _signals(ws, project, record, source),
        "comments": said(log),
        "last": _last(log),
        "overlays": overlays.overlays(ws, project, record, info),
    }


def _last(log: Sequence[Decision]) -> dict[str, object] | None:
    """Return who decided on a pair last, and in which browser session; None where nobody did."""
    if not log:
        return None
    return {"person": log[-1].person, "client": log[-1].client.partition("/")[0]}


def _told(
    pair: Pair,
    source: Source,
    links: Alignment | None,
    layer: Layer,
    outcome: Outcome,
    extras: PairExtras,
) -> Mapping[str, object]:
    """Return what a layer says of its reasons: those of its method, or the tagger's."""
    if is_transfer(layer.spec):
        return reasons.told_of_tagger(pair, outcome, extras)
    return reasons.told(pair, source, links, layer, extras)


def _tagged(extras: Iterable[PairExtras]) -> dict[str, object]:
    """Return `tagged`, what the first tagger that a layer goes by says of each target word."""
    found = next((own.tag_probs for own in extras if own.tag_probs is not None), None)
    return {} if found is None else {"tagged": likely_tags(found)}


def _signals(
    ws: Workspace, project: str, record: PairRecord, source: Source
) -> dict[str, object] | None:
    """Return how likely the base of a pair is wrong and why; None where that is not known.

    All of it is of the source as it came in; `stale` says that somebody has edited it since.
    """
    found = ws.signals.read(project, record.stored.pair.id)
    if found is None:
        return None
    known = {reviewed.id for reviewed in record.state.source or ()}
    flags = [
        {
            "code": flag.code,
            "text": flag.text,
            "weight": round(flag.weight, 2),
            "entity": source_id(flag.entity)
            if flag.entity is not None and source_id(flag.entity) in known
            else None,
        }
        for flag in found.flags
    ]
    return {
        "chance": round(found.suspicion, 4),
        "disagreement": round(found.disagreement, 4),
        "margin": found.margin,
        "score": found.score,
        "gain": None if found.gain is None else round(found.gain, 4),
        "flags": flags,
        "stale": is_edited(record.stored.pair, source),
    }


def stamps(
    ws: Workspace,
    info: ProjectInfo,
    ids: Sequence[str],
    shown: Sequence[str] = (),
    track: str = "",
) -> dict[str, str]:
    """Return for each pair a word that changes whenever its view does.

    It costs one narrow query, so that a view need not be made where its reader has it already.
    It leaves out gold links, which only an import writes and of which the database keeps neither
    number nor date: who has the view already sees new ones once the pair changes otherwise or the
    page is loaded anew.

    Args:
        ws: the database.
        info: the project.
        ids: of the pairs.
        shown: names of the methods that the reader is shown.
        track: as which the pairs are seen, "" for the one that all share.
    """
    layers = [layer.content_hash for layer in info.layers]
    common = (info.base, info.aligner, info.signals, layers, list(shown), track)
    return {
        pair: short_hash(repr((pair, *version, *common)))
        for pair, version in ws.versions(info.name, ids, track).items()
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
    latin = [romanise(token, lang=sentence.lang) for token in sentence.tokens]
    return {
        "lang": sentence.lang,
        "langName": languages.name(sentence.lang),
        "dir": languages.direction(sentence.lang),
        "tokens": list(sentence.tokens),
        **({"roman": latin} if any(latin) else {}),
    }


def _reviewed(reviewed: Reviewed) -> dict[str, object]:
    return {"id": reviewed.id, **_span(reviewed.entity), "status": str(reviewed.status)}


def _span(entity: Entity) -> dict[str, object]:
    return {"start": entity.start, "end": entity.end, "label": entity.label}


def _aligner(record: PairRecord, base: Layer | None, info: ProjectInfo) -> dict[str, object]:
    key = links_key(base, info.aligner)
    pair = record.stored.pair
    original = chain(key)[-1]
    learned_here = original and keys.origin(original) is None
    learned_here = learned_here and _learns(overlays.maker(original, base))
    note = aligner_note(pair.source.lang, pair.target.lang) if learned_here else ""
    return {"name": overlays.links_name(key, base), "note": note}


def _learns(aligner: str) -> bool:
    """Return whether links were made by one of our aligners that learn from the project."""
    return any(a.name == aligner and a.promises.get("learns") for a in ALIGNERS.parts())


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
