"""Tag schemes: detect IOB1, IOB2, BIOES, BILOU and IOE, read them, and mend what breaks them.

Tags are first cut into chunks the lenient way (as the CoNLL scorers do); a scheme is then a pattern
that the prefixes of every chunk have to fit. What does not fit is a problem with two repairs: begin
an entity there all the same, or drop it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from core.domain.entity import Entity, to_iob2
from core.errors import TagError, UnknownNameError

Repair = Literal["begin", "drop"]

_SHAPES = {
    "iob2": re.compile("BI*"),
    "iob1": re.compile("I+"),
    "bioes": re.compile("S|BI*E"),
    "bilou": re.compile("U|BI*L"),
    "ioe2": re.compile("I*E"),
    "ioe1": re.compile("I+"),
}
_BESIDE = {"iob1": re.compile("BI*"), "ioe1": re.compile("I*E")}
"""Shapes allowed only where an entity of the same label is adjacent (before, after)."""

SCHEMES: tuple[str, ...] = tuple(_SHAPES)
_TAG = re.compile(r"O|[BIESLU]-[^\s\0]+")
_OPENS = frozenset("BSU")
_CLOSES = frozenset("ESLU")


@dataclass(frozen=True, slots=True)
class Chunk:
    """A run of tags that a lenient reader takes for one entity."""

    start: int
    end: int
    label: str
    prefixes: str


@dataclass(frozen=True, slots=True)
class Fault:
    """A place where tags break their scheme: the token, and what is wrong, one clause."""

    token: int
    what: str


@dataclass(frozen=True, slots=True)
class Detection:
    """Which scheme tags follow.

    Args:
        scheme: the best fit, the earlier of `SCHEMES` among equals.
        faults: chunks that break it, over all sentences.
        others: the other schemes that fit as well as the best one.
    """

    scheme: str
    faults: int
    others: tuple[str, ...] = ()


def is_tag(text: str) -> bool:
    """Return whether the text can be an entity tag of any scheme."""
    return _TAG.fullmatch(text) is not None


def detect(sequences: Iterable[Sequence[str]]) -> Detection:
    """Return the scheme that the fewest chunks break; IOB2 where all fit (no entity at all)."""
    faults = dict.fromkeys(SCHEMES, 0)
    for tags in sequences:
        chunks = _chunks(tags)
        for name in SCHEMES:
            faults[name] += sum(not ok for ok in _fits(chunks, name))
    best = min(SCHEMES, key=lambda name: faults[name])
    others = tuple(n for n in SCHEMES if n != best and faults[n] == faults[best])
    return Detection(best, faults[best], others)


def faults(tags: Sequence[str], scheme: str = "iob2") -> tuple[Fault, ...]:
    """Return every place where the tags break the scheme, in order."""
    _known(scheme)
    found = list(_no_tag(tags))
    chunks = _chunks(tags)
    for chunk, fits in zip(chunks, _fits(chunks, scheme), strict=True):
        if not fits:
            found.append(_fault(chunk, tags, scheme))
    return tuple(sorted(found, key=lambda f: f.token))


def decode(
    tags: Sequence[str], scheme: str = "iob2", *, repair: Repair | None = None
) -> tuple[Entity, ...]:
    """Return the entities that the tags spell.

    Args:
        tags: of one sentence.
        scheme: one of `SCHEMES`.
        repair: what becomes of a chunk that breaks the scheme: `begin` makes it an entity, `drop`
            leaves it out; without a repair it is an error.

    Raises:
        TagError: with the position of the first fault; text that is no tag is never repaired.
    """
    _known(scheme)
    bad = faults(tags, scheme)[:1] if repair is None else _no_tag(tags)
    for fault in bad:
        raise TagError(f"{fault.what} (scheme {scheme.upper()})", token=fault.token)
    chunks = _chunks(tags)
    kept = zip(chunks, _fits(chunks, scheme), strict=True)
    return tuple(Entity(c.start, c.end, c.label) for c, fits in kept if fits or repair != "drop")


def _no_tag(tags: Sequence[str]) -> Iterator[Fault]:
    return (Fault(i, f"{tag!r} is no tag") for i, tag in enumerate(tags) if not is_tag(tag))


def repaired(tags: Sequence[str], scheme: str, how: Repair) -> tuple[str, ...]:
    """Return the tags as IOB2 with one repair applied, to be shown beside the other."""
    return to_iob2(decode(tags, scheme, repair=how), len(tags))


def encode(entities: Iterable[Entity], length: int, scheme: str = "iob2") -> tuple[str, ...]:
    """Return `length` tags of a scheme; decoding them gives back the entities."""
    _known(scheme)
    ordered = tuple(sorted(entities))
    tags = list(to_iob2(ordered, length))
    for k, entity in enumerate(ordered):
        before = k > 0 and _adjacent(ordered[k - 1], entity)
        after = k + 1 < len(ordered) and _adjacent(entity, ordered[k + 1])
        prefixes = _spell(entity.end - entity.start, scheme, before=before, after=after)
        tags[entity.start : entity.end] = [f"{p}-{entity.label}" for p in prefixes]
    return tuple(tags)


def _adjacent(left: Entity, right: Entity) -> bool:
    return left.end == right.start and left.label == right.label


def _spell(length: int, scheme: str, *, before: bool, after: bool) -> str:
    """Return the prefixes of an entity with an equal neighbour before or after it."""
    inside = "I" * (length - 1)
    if scheme == "iob1":
        return ("B" if before else "I") + inside
    if scheme == "ioe1":
        return inside + ("E" if after else "I")
    if scheme == "ioe2":
        return inside + "E"
    if scheme == "iob2":
        return "B" + inside
    single, last = ("S", "E") if scheme == "bioes" else ("U", "L")
    return single if length == 1 else "B" + inside[1:] + last


def _known(scheme: str) -> None:
    if scheme not in _SHAPES:
        raise UnknownNameError("tag scheme", scheme, SCHEMES)


def _chunks(tags: Sequence[str]) -> list[Chunk]:
    found: list[Chunk] = []
    open_: Chunk | None = None
    for i, tag in enumerate(tags):
        prefix, _, label = tag.partition("-")
        if tag == "O" or not is_tag(tag):
            open_ = None
            continue
        if open_ and open_.label == label and prefix not in _OPENS:
            open_ = Chunk(open_.start, i + 1, label, open_.prefixes + prefix)
            found[-1] = open_
        else:
            open_ = Chunk(i, i + 1, label, prefix)
            found.append(open_)
        if prefix in _CLOSES:
            open_ = None
    return found


def _fits(chunks: Sequence[Chunk], scheme: str) -> list[bool]:
    return [_fit(chunks, k, scheme) for k in range(len(chunks))]


def _fit(chunks: Sequence[Chunk], k: int, scheme: str) -> bool:
    chunk = chunks[k]
    if _SHAPES[scheme].fullmatch(chunk.prefixes):
        return True
    if scheme not in _BESIDE or not _BESIDE[scheme].fullmatch(chunk.prefixes):
        return False
    left, right = (k - 1, k) if scheme == "iob1" else (k, k + 1)
    if left < 0 or right >= len(chunks):
        return False
    return chunks[left].end == chunks[right].start and chunks[left].label == chunks[right].label


def _fault(chunk: Chunk, tags: Sequence[str], scheme: str) -> Fault:
    """Return where a chunk first leaves its scheme, and how."""
    first = tags[chunk.start]
    opening = {"iob2": "B", "bioes": "BS", "bilou": "BU", "iob1": "I"}.get(scheme, "IE")
    if chunk.prefixes[0] not in opening:
        if first[0] == "I":
            return Fault(chunk.start, f"{first!r} continues no entity")
        if first[0] in _CLOSES - _OPENS:
            return Fault(chunk.start, f"{first!r} ends no entity")
        return Fault(chunk.start, f"{first!r} is not how this scheme begins an entity")
    closing = {"bioes": "E", "bilou": "L", "ioe2": "E"}.get(scheme)
    last = chunk.end - 1
    for i in range(chunk.start, chunk.end):
        if tags[i][0] not in "BI" + opening + (closing or ""):
            return Fault(i, f"{tags[i]!r} is no tag of this scheme")
    if closing:
        return Fault(last, f"{tags[last]!r} is the last of its entity and no {closing}- ends it")
    return Fault(chunk.start, f"{first!r} is not how this scheme spells an entity")
