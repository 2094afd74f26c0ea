"""Offers: places of a corpus where the same could be done, with the operations that would do it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from core.domain.decision import PairStatus
from core.domain.entity import Entity
from core.domain.pair import Sentence
from core.storage import PairRecord, Workspace
from core.storage.lookup import needle
from core.text.key import comparison_key
from core.text.languages import direction, joined

MOST = 500
"""Offers that are handed out; the others are counted."""

LOOKED_AT = 500
"""Pairs that are looked through for one answer, so that it comes at once."""

_AROUND = 6
_SETTLED = frozenset({PairStatus.DONE, PairStatus.EXCLUDED})


@dataclass(frozen=True, slots=True)
class Offer:
    """One place, and what would be done there.

    Args:
        pair: id of the pair.
        side: `source` or `target`.
        sentence: that side of it.
        at: the tokens it is about.
        now: what stands there, in words.
        then: what would stand there, in words.
        ops: operations without number, as `apply_ops` takes them in an act.
    """

    pair: str
    side: str
    sentence: Sentence
    at: tuple[int, int]
    now: str
    then: str
    ops: tuple[Mapping[str, object], ...]


@dataclass(frozen=True, slots=True)
class Offers:
    """Offers with a heading.

    Args:
        title: what is offered, in words; "" where there is nothing.
        offers: at most `MOST`, those behind the pair first.
        total: how many there are among the pairs looked through.
        reason: why there are none, or not all; "" where nothing is missing.
    """

    title: str = ""
    offers: tuple[Offer, ...] = ()
    total: int = 0
    reason: str = ""

    def view(self) -> dict[str, object]:
        """Return the offers as the page reads them."""
        return {
            "title": self.title,
            "offers": [_view(offer) for offer in self.offers],
            "total": self.total,
            "reason": self.reason,
        }


def gathered(found: Sequence[Offer], title: str, pairs: int) -> Offers:
    """Return the offers with their heading.

    Args:
        found: in the order in which they are offered.
        title: what is offered, behind `12 more pairs`.
        pairs: how many pairs hold the words, of which the first `LOOKED_AT` were looked through.
    """
    skipped = pairs > LOOKED_AT
    looked = f"looked through the first {LOOKED_AT:,} of {pairs:,} pairs with these words"
    if not found:
        nothing = "no other pair where this could be done"
        return Offers(reason=f"{nothing}; {looked}" if skipped else nothing)
    count = len({offer.pair for offer in found})
    cut = [f"the first {MOST} of {len(found)} are shown"] if len(found) > MOST else []
    return Offers(
        title=f"{count:,} more {'pair' if count == 1 else 'pairs'} {title}",
        offers=tuple(found[:MOST]),
        total=len(found),
        reason="; ".join([*cut, *([looked] if skipped else [])]),
    )


def elsewhere(
    ws: Workspace, project: str, own: PairRecord, phrases: Sequence[tuple[Sequence[str], str]]
) -> tuple[list[PairRecord], int]:
    """Return open pairs that may hold some phrases, and how many pairs may, done ones included.

    They begin behind the pair itself and go on from the start of the corpus.

    Args:
        ws: the database.
        project: name of the project.
        own: the pair that is not meant.
        phrases: tokens, each with its language.
    """
    needles = [needle(tokens, lang) for tokens, lang in phrases]
    here = own.stored.position
    places = [place for place in ws.lookup.holding(project, needles) if place != here]
    places.sort(key=lambda place: place < here)
    records = ws.lookup.records(project, places[:LOOKED_AT])
    return [r for r in records if r.state.status not in _SETTLED], len(places)


def draft(pair: str, side: str, kind: str, **more: object) -> dict[str, object]:
    """Return an operation without number."""
    return {"pair": pair, "side": side, "kind": kind, **more}


def draft_on(record: PairRecord, side: str, kind: str, **more: object) -> dict[str, object]:
    """Return an operation without number, for a pair as it stands: refused once that is over."""
    return draft(record.stored.pair.id, side, kind, seen=record.version, **more)


def spanned(entity: Entity) -> dict[str, object]:
    """Return the fields of an operation that puts an entity somewhere."""
    return {"start": entity.start, "end": entity.end, "label": entity.label}


def keys_of(tokens: Sequence[str]) -> tuple[str, ...]:
    """Return the comparison keys of tokens."""
    return tuple(map(_key, tokens))


def places_of(phrase: Sequence[str], keys: Sequence[str]) -> list[tuple[int, int]]:
    """Return where a phrase stands in a row of keys, from the left, none overlapping another."""
    found, k, size = [], 0, len(phrase)
    while k + size <= len(keys):
        if tuple(keys[k : k + size]) == tuple(phrase):
            found.append((k, k + size))
            k += size
        else:
            k += 1
    return found


def quoted(tokens: Sequence[str], lang: str) -> str:
    """Return tokens as they are read, in quotation marks."""
    return f"“{joined(tokens, lang)}”"


def said(sentence: Sentence, *entities: Entity) -> str:
    """Return entities in words: `PER “Ada”`; `nothing` for none."""
    words = [
        f"{e.label} {quoted(sentence.tokens[e.start : e.end], sentence.lang)}" for e in entities
    ]
    return ", ".join(words) or "nothing"


def context(sentence: Sentence, start: int, end: int) -> tuple[str, str, str]:
    """Return some words before a span, its own, and some behind it."""
    tokens, lang = sentence.tokens, sentence.lang
    before, behind = tokens[max(0, start - _AROUND) : start], tokens[end : end + _AROUND]
    return joined(before, lang), joined(tokens[start:end], lang), joined(behind, lang)


def _view(offer: Offer) -> dict[str, object]:
    return {
        "pair": offer.pair,
        "side": offer.side,
        "context": list(context(offer.sentence, *offer.at)),
        "lang": offer.sentence.lang,
        "dir": direction(offer.sentence.lang),
        "now": offer.now,
        "then": offer.then,
        "ops": [dict(op) for op in offer.ops],
    }


@lru_cache(maxsize=65536)
def _key(token: str) -> str:
    return comparison_key(token)
