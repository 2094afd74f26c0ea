"""Values as the text that the database holds: compact JSON, nothing that runs when read."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from core.domain.alignment import Alignment, Link
from core.domain.decision import Decision, EntityStatus, Kind, PairStatus, Proposal, Side
from core.domain.entity import Entity
from core.domain.pair import Pair, Sentence
from core.domain.projection import Pick, Projection, Reason
from core.domain.replay import Carried, PairState, Reviewed
from core.errors import InputError
from core.storage.values import Outcome

_ENTITY = 3
"""Items of the list that an entity is."""

_STATUS = {str(status): status for status in EntityStatus}  # quicker than to call the class


def dump(value: object) -> str:
    """Return compact JSON; raise InputError where UTF-8 cannot write the text."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return writable(text)


def writable(text: str) -> str:
    """Return the text; raise InputError where it holds half a character, or a U+0000.

    Half a character is a lone surrogate. In JSON a U+0000 is written otherwise, so that the words
    of a pair may hold one.
    """
    if "\0" in text:
        at = text.index("\0")
        raise InputError(
            f"character {at} of {text[: at + 20]!r} is U+0000, which a database cannot hold in a "
            "name; take it out"
        )
    try:
        text.encode()
    except UnicodeEncodeError as error:
        at = error.start
        raise InputError(
            f"character {at} of {text[max(0, at - 20) : at]!r}... is half a character, which "
            "UTF-8 cannot write; mend the file it comes from"
        ) from error
    return text


def dump_pair(pair: Pair) -> str:
    """Return the pair as JSON."""
    body: dict[str, object] = {"s": _dump_sentence(pair.source), "t": _dump_sentence(pair.target)}
    optional = {"d": pair.doc, "g": pair.group, "o": pair.origin, "x": dict(pair.extra)}
    body.update({key: value for key, value in optional.items() if value})
    if pair.eval_types is not None:
        body["e"] = pair.eval_types
    return dump(body)


def load_pair(pair_id: str, text: str) -> Pair:
    """Return the pair of that id from its JSON."""
    body = json.loads(text)
    return Pair(
        pair_id,
        _load_sentence(body["s"]),
        _load_sentence(body["t"]),
        doc=body.get("d", ""),
        group=body.get("g", ""),
        origin=body.get("o", ""),
        eval_types=tuple(body["e"]) if "e" in body else None,
        extra=body.get("x", {}),
    )


def load_tokens(text: str) -> tuple[tuple[str, list[str]], ...]:
    """Return language and tokens of both sentences from the JSON of a pair, and nothing else."""
    body = json.loads(text)
    return tuple((lang, tokens) for lang, tokens, _ in (body["s"], body["t"]))


def _dump_sentence(sentence: Sentence) -> list[object]:
    entities = None
    if sentence.entities is not None:
        entities = [dump_entity(entity) for entity in sentence.entities]
    return [sentence.lang, sentence.tokens, entities]


def _load_sentence(body: list[Any]) -> Sentence:
    lang, tokens, entities = body
    known = None if entities is None else tuple(Entity(*entity) for entity in entities)
    return Sentence(tuple(tokens), known, lang)


def dump_entity(entity: Entity) -> tuple[int, int, str]:
    """Return the entity as a list of JSON."""
    return (entity.start, entity.end, entity.label)


def dump_alignment(alignment: Alignment) -> str:
    """Return the alignment as JSON."""
    links = [(i, j) if p is None else (i, j, p) for i, j, p in alignment.links]
    body: list[object] = [alignment.n, alignment.m, links]
    if alignment.unseen_src or alignment.unseen_tgt:
        body += [alignment.unseen_src, alignment.unseen_tgt]
    return dump(body)


def load_alignment(text: str) -> Alignment:
    """Return the alignment from its JSON."""
    n, m, links, *unseen = json.loads(text)
    source, target = unseen or ((), ())
    return Alignment(n, m, tuple(Link(*link) for link in links), tuple(source), tuple(target))


def dump_outcome(outcome: Outcome) -> str:
    """Return projections (without explanations) or the reason as JSON.

    Entities without a source entity stand behind the projections, as lists of three.
    """
    if outcome.state != "projected":
        return dump(outcome.reason)
    rows: list[object] = [
        [
            *dump_entity(projection.entity),
            [(pick.start, pick.end, pick.score) for pick in projection.picks],
            projection.reason,
        ]
        for projection in outcome.projections
    ]
    return dump([*rows, *map(dump_entity, outcome.others)])


def load_outcome(state: str, text: str) -> Outcome:
    """Return the outcome from its state and JSON."""
    body = json.loads(text)
    if state == "skipped":
        return Outcome.skipped(body)
    if state == "failed":
        return Outcome.failed(body)
    found = tuple(
        Projection(
            Entity(start, end, label),
            tuple(Pick(*pick) for pick in picks),
            None if reason is None else Reason(reason),
        )
        for start, end, label, picks, reason in (row for row in body if len(row) > _ENTITY)
    )
    return Outcome.projected(found, tuple(Entity(*row) for row in body if len(row) == _ENTITY))


def labels_in(text: str) -> Iterator[str]:
    """Yield the label of every target entity in the JSON of a projected outcome."""
    for _, _, label, *more in json.loads(text):
        yield from [label] * (len(more[0]) if more else 1)


def dump_decision(decision: Decision) -> str:
    """Return what a decision says, without what stands in columns of its own, as JSON."""
    body: dict[str, object] = {
        "entity": decision.entity,
        "old": decision.old and dump_entity(decision.old),
        "new": decision.new and dump_entity(decision.new),
        "proposals": [(*dump_entity(p.entity), p.source_id) for p in decision.proposals],
        "reason": decision.reason,
        "base": decision.base,
        "carried": decision.carried and _dump_carried(decision.carried),
    }
    return dump({key: value for key, value in body.items() if value})


def load_decision(row: Any, pair_id: str) -> Decision:
    """Return the decision from its row and the id of its pair."""
    body = json.loads(row.body)
    return Decision(
        client=row.client,
        client_seq=row.client_seq,
        time=row.time,
        person=row.person,
        pair=pair_id,
        side=Side(row.side),
        kind=Kind(row.kind),
        entity=body.get("entity", ""),
        old=Entity(*body["old"]) if "old" in body else None,
        new=Entity(*body["new"]) if "new" in body else None,
        proposals=_load_proposals(body.get("proposals", ())),
        reason=body.get("reason", ""),
        base=body.get("base", ""),
        act=row.act,
        via=row.via,
        track=row.track,
        seq=row.seq,
        carried=_load_carried(body["carried"]) if "carried" in body else None,
    )


def _load_proposals(rows: Sequence[Any]) -> tuple[Proposal, ...]:
    return tuple(Proposal(Entity(start, end, label), source) for start, end, label, source in rows)


def _dump_carried(carried: Carried) -> dict[str, object]:
    state = carried.state
    if state is None:
        return {"base": carried.base, "revision": carried.revision}
    return {
        "base": carried.base,
        "revision": carried.revision,
        "status": state.status,
        "source": None if state.source is None else [dump_reviewed(r) for r in state.source],
        "target": [dump_reviewed(r) for r in state.target],
    }


def _load_carried(body: Any) -> Carried:
    state = None
    if "status" in body:
        source = body["source"]
        state = PairState(
            PairStatus(body["status"]),
            None if source is None else tuple(load_reviewed(row) for row in source),
            tuple(load_reviewed(row) for row in body["target"]),
        )
    return Carried(body["base"], state, body["revision"])


def dump_reviewed(reviewed: Reviewed) -> list[object]:
    """Return an entity as it stands as a list of JSON."""
    return [reviewed.id, *dump_entity(reviewed.entity), reviewed.status, reviewed.source_id]


def load_reviewed(row: Sequence[Any]) -> Reviewed:
    """Return an entity as it stands from its list of JSON."""
    name, start, end, label, status, source = row
    return Reviewed(name, Entity(start, end, label), _STATUS[status], source)
