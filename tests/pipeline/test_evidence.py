"""Evidence over a project: of every method, by its own links, as suspicion judges the base."""

import math
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.domain.alignment import Alignment
from core.domain.spec import canonical_json
from core.pipeline.evidence import STEP, work_out
from core.projection import METHODS
from core.review.confidence import shelf
from core.review.confidence.made import made_of
from core.review.methods import spec_of
from core.review.suspicion import Row, count, suspicion
from core.storage import Workspace
from tests.review.build import projected


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    """Return five pairs projected by two methods; the source of the last has no tags."""
    opened = Workspace.open(f"sqlite:///{tmp_path}/ws.sqlite")
    projected(opened, "one", "ngram-exact", "heuristic")
    yield opened
    opened.close()


def evidence(ws: Workspace) -> list[shelf.Tolds]:
    of = shelf.header(ws, "one")
    assert of is not None
    return list(shelf.read(ws, "one", of))


def test_what_it_says_of_a_layer_is_what_suspicion_says_of_it_as_the_base(ws: Workspace) -> None:
    told: list[tuple[str, int, int]] = []
    assert work_out(ws, "one", lambda *step: told.append(step))
    assert told[-1] == (STEP, 10, 10)
    found = evidence(ws)
    for layer in made_of(ws.project("one")).layers:
        rows = [
            Row(
                stored.pair,
                ws.alignment("one", stored.pair.id, "by hand"),
                next(o for a, o in outcomes if a == layer).projections,
                spec_of(layer),
                {a.name: o.projections for a, o in outcomes if a != layer},
            )
            for stored in ws.iter_pairs("one")
            if stored.pair.source.entities is not None
            for outcomes in [ws.layer_outcomes("one", stored.pair.id)]
        ]
        corpus = count(rows)
        for row, kept in zip(rows, found, strict=False):
            chances = suspicion(row, corpus).entities
            said = kept[layer.content_hash].entities
            assert [one.entity for one in said] == [0, 1]
            for one, chance in zip(said, chances, strict=True):
                assert one.logits[0] == pytest.approx(math.log((1 - chance) / chance), abs=1e-3)
    assert found[4] == {}


def test_a_layer_is_judged_by_the_links_that_it_was_made_from(ws: Workspace) -> None:
    work_out(ws, "one")
    before = evidence(ws)[0]
    none = Alignment.of(5, 6, [])
    ws.write_alignments("one", "changed", [(s.pair.id, none) for s in ws.iter_pairs("one")])
    base = ws.project("one").base_layer()
    assert base is not None
    spec = METHODS["ngram-exact"]
    body = canonical_json(replace(spec, name="mine").to_dict() | {"alignments": "changed"})
    rows = [
        (s.pair.id, next(o for a, o in ws.layer_outcomes("one", s.pair.id) if a == base))
        for s in ws.iter_pairs("one")
    ]
    pair_id, first = rows[0]
    person, place = first.projections
    rows[0] = (pair_id, replace(first, projections=(person, replace(place, picks=()))))
    mine = ws.write_layer("one", rows, name="mine", spec=body, spec_hash=spec.digest())
    assert work_out(ws, "one")
    after = evidence(ws)[0]
    assert after.keys() == {*before, mine.content_hash}
    own, theirs = after[mine.content_hash].entities[0], after[base.content_hash].entities[0]
    assert own.found == theirs.found
    assert own.logits[0] < theirs.logits[0]  # no link leads into its span
