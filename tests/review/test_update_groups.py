"""Updates of pairs that were projected together with others of their group."""

from dataclasses import asdict, replace

import sqlalchemy as sa

from core.domain.pair import Pair
from core.domain.spec import canonical_json
from core.projection import METHODS
from core.projection.resolve import with_joint
from core.storage import Outcome, Workspace
from tests.review.test_update import TABLES, changed, do, other_words
from tests.storage.build import corpus, outcome


def grouped(ws: Workspace, *, joint: bool = True) -> list[Pair]:
    """Return the pairs of a project: p1 to p3 of one group, p4 of another, p5 of none."""
    groups = ('a "g":"b"', 'a "g":"b"', 'a "g":"b"', "b", "")
    given = [replace(p, group=g) for p, g in zip(corpus(), groups, strict=True)]
    ws.create_project("one", given)
    spec = METHODS["aligned-exact"]
    spec = with_joint(spec, "sum") if joint else spec
    rows = [(p.id, Outcome.skipped("no") if p.id == "p3" else outcome(p)) for p in given]
    body = canonical_json(spec.to_dict())
    layer = ws.write_layer("one", rows, name="joint", spec=body, spec_hash="1")
    ws.set_base("one", layer.content_hash)
    with ws._engine.begin() as connection:
        told = {"decisions": 3, "reasons": "", "body": "[]", "suspicion": 0.1, "disagreement": 0.1}
        connection.execute(
            sa.text(
                "insert into signals (project_id, position, suspicion, disagreement, decisions, "
                "reasons, body) select project_id, position, :suspicion, :disagreement, "
                ":decisions, :reasons, :body from pairs"
            ),
            told,
        )
    return given


def first(ws: Workspace) -> list[int]:
    """Return the places of the pairs whose signals say that they come first."""
    with ws._engine.connect() as connection:
        found = sa.text("select position from signals where suspicion = 1.0 order by position")
        return list(connection.execute(found).scalars())


def rest(ws: Workspace, but: int) -> dict[str, list]:
    with ws._engine.connect() as connection:
        return {
            t: connection.execute(sa.text(f"select * from {t} where position <> {but}")).all()
            for t in TABLES
            if t != "signals"
        }


def test_mates_are_told_and_come_first_and_nothing_else_of_them_is_touched(ws: Workspace) -> None:
    given = grouped(ws)
    before = rest(ws, 1)
    found = do(ws, changed(ws, other_words(given[0], 4, "Jork")))
    assert found.mates == asdict(found)["mates"] == 1  # p3 was not projected
    assert "1 other pair of their groups projected before that" in found.words_for_people
    assert first(ws) == [1, 2]
    assert rest(ws, 1) == before


def test_a_mate_that_changes_itself_is_no_mate(ws: Workspace, monkeypatch) -> None:
    monkeypatch.setattr("core.review.update.BATCH", 1)
    given = grouped(ws)
    found = do(ws, changed(ws, *(other_words(one, 4, "Jork") for one in given[:2])))
    assert (found.changed, found.mates) == (2, 0)


def test_pairs_of_a_group_that_were_projected_one_by_one_are_left_alone(ws: Workspace) -> None:
    given = grouped(ws, joint=False)
    found = do(ws, changed(ws, other_words(given[0], 4, "Jork")))
    assert found.mates == 0
    assert first(ws) == [1]


def test_metadata_alone_touches_no_mate(ws: Workspace) -> None:
    given = grouped(ws)
    found = do(ws, changed(ws, replace(given[0], doc="other")))
    assert (found.changed, found.mates, first(ws)) == (1, 0, [])


def test_a_pair_that_joins_or_leaves_a_group_tells_its_mates(ws: Workspace) -> None:
    given = grouped(ws)
    assert do(ws, changed(ws, replace(given[3], group=given[0].group))).mates == 2
    assert first(ws) == [1, 2, 4]


def test_a_new_pair_of_a_group_tells_its_mates(ws: Workspace) -> None:
    given = grouped(ws)
    new = replace(given[0], id="p6")
    told = do(ws, [*given, new])
    assert (told.new, told.changed, told.mates) == (1, 0, 2)
    assert first(ws) == [1, 2]
