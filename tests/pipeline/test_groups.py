"""Pairs of one group, wherever they stand, projected together."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.domain.alignment import Alignment
from core.domain.decision import Side
from core.domain.entity import Entity
from core.domain.pair import Pair, Sentence
from core.errors import FormatError, InputError, MissingInputError
from core.formats import projections_jsonl
from core.pipeline.groups import group_sizes
from core.pipeline.prepare import prepare
from core.pipeline.run import Failed, Projected, Skipped, project_pairs
from core.projection import METHODS
from core.projection.resolve import with_joint
from core.review.methods import project_again, source_of
from core.storage import Workspace

PLAIN = METHODS["aligned-exact"]
SPEC = with_joint(PLAIN, {"part": "sum", "min_share": 0.0})
LINKS = Alignment.of(3, 3, [(0, 0), (2, 2)])


def pair(name: str, group: str = "", *entities: tuple[int, int, str], target: str = "") -> Pair:
    words = tuple((target or f"Anna mag {group or name}").split())
    own = tuple(Entity(*e) for e in entities or ((0, 1, "PER"),))
    return Pair(
        name, Sentence(("a", "b", "c"), own, "es"), Sentence(words, None, "de"), group=group
    )


TWO = ((0, 1, "PER"), (2, 3, "LOC"))
ROWS = [
    pair("1", "g", *TWO),
    pair("2"),
    pair("3", "h"),
    pair("4", "g"),
    pair("5", "h", *TWO),
    pair("6", "g", *TWO),
]


def run(pairs, spec=SPEC, **more):
    return list(project_pairs(pairs, lambda _: LINKS, spec, **more))


def test_scattered_groups_come_out_in_the_order_of_the_pairs() -> None:
    outcomes = run(ROWS)
    assert [o.pair for o in outcomes] == ROWS
    assert [o.sources for o in outcomes] == [
        ("1", "4", "6"),
        (),
        ("3", "5"),
        ("1", "4", "6"),
        ("3", "5"),
        ("1", "4", "6"),
    ]
    assert outcomes[3].projections == outcomes[3].projections[:1]
    assert outcomes[3].others == (Entity(2, 3, "LOC"),)
    assert outcomes[0].others == ()
    for group in ("g", "h"):
        found = {o.entities() for o in outcomes if o.pair.group == group}
        assert found == {(Entity(0, 1, "PER"), Entity(2, 3, "LOC"))}


def test_a_pair_without_a_group_is_projected_as_it_is_alone() -> None:
    loose = [replace(p, group="") for p in ROWS]
    assert run(loose, explain=True) == run(loose, PLAIN, explain=True)
    lonely = [pair("x", "only", *TWO)]
    assert run(lonely, explain=True) == run(lonely, PLAIN, explain=True)


@settings(max_examples=30)
@given(order=st.permutations(range(len(ROWS))))
def test_the_order_of_pairs_is_irrelevant(order) -> None:
    shuffled = run([ROWS[k] for k in order])
    assert {o.pair.id: o for o in shuffled} == {o.pair.id: o for o in run(ROWS)}


def test_only_open_groups_are_held() -> None:
    read: list[str] = []

    def stream() -> Iterator[Pair]:
        for row in (pair("0"), *ROWS, pair("7")):
            read.append(row.id)
            yield row

    outcomes = project_pairs(stream(), lambda _: LINKS, SPEC, sizes=group_sizes(ROWS))
    assert (next(outcomes).pair.id, read) == ("0", ["0"])
    assert (next(outcomes).pair.id, read[-1]) == ("1", "6")
    assert [o.pair.id for o in outcomes] == ["2", "3", "4", "5", "6", "7"]


def test_without_sizes_groups_are_complete_at_the_end() -> None:
    assert run(iter(ROWS)) == run(ROWS)
    assert dict(group_sizes(ROWS)) == {"g": 3, "h": 2}


def test_a_pair_without_source_tags_takes_no_part() -> None:
    bare = replace(pair("4", "g"), source=Sentence(("a", "b", "c")))
    outcomes = run([ROWS[0], bare, ROWS[5]])
    assert [type(o) for o in outcomes] == [Projected, Skipped, Projected]
    assert outcomes[0].sources == ("1", "6")


def test_a_pair_that_cannot_be_projected_does_not_fail_its_group() -> None:
    links = {"1": LINKS, "6": LINKS, "4": Alignment(1, 1)}
    first, *_ = outcomes = list(project_pairs([ROWS[0], ROWS[3], ROWS[5]], links, SPEC))
    assert [type(o) for o in outcomes] == [Projected, Failed, Projected]
    assert first.sources == ("1", "6")
    del links["4"]
    outcomes = list(project_pairs([ROWS[0], ROWS[3], ROWS[5]], links, SPEC))
    assert [type(o) for o in outcomes] == [Projected, Failed, Projected]
    assert isinstance(outcomes[1].error, MissingInputError)
    assert outcomes[0].sources == ("1", "6")


def test_targets_that_differ_fail_the_group_and_no_other() -> None:
    odd = pair("9", "g", target="Anna mag Rom")
    outcomes = run([*ROWS, odd])
    failed = [o for o in outcomes if isinstance(o, Failed)]
    assert [o.pair.id for o in failed] == ["1", "4", "6", "9"]
    assert all(isinstance(o.error, InputError) for o in failed)
    assert "pairs '1' and '9' are of one group" in str(failed[0].error)
    assert [o.pair.id for o in outcomes if isinstance(o, Projected)] == ["2", "3", "5"]


def test_a_broken_file_is_not_the_pairs_fault() -> None:
    def look(_: Pair) -> Alignment:
        raise FormatError("broken", file="links.jsonl")

    with pytest.raises(FormatError):
        list(project_pairs(ROWS, look, SPEC))


def test_what_others_of_the_group_hold_is_no_orphan() -> None:
    rows = [pair("1", "g", *TWO, target="Anna mag c"), pair("2", "g", target="Anna mag c")]
    alone = list(project_pairs(rows, lambda _: LINKS, PLAIN, explain=True))
    spot = (Side.TARGET, 2, 3)
    assert spot not in {(o.side, o.start, o.end) for o in alone[0].orphans}
    joint = run(rows, explain=True)
    assert joint[1].others == (Entity(2, 3, "LOC"),)
    assert spot not in {(o.side, o.start, o.end) for o in joint[1].orphans}


def test_lines_name_the_sources_and_hold_the_whole_annotation() -> None:
    outcomes = run(ROWS)
    lines = b"".join(
        projections_jsonl.projected(o.pair, o.projections, sources=o.sources, others=o.others)
        for o in outcomes
    )
    back = list(projections_jsonl.read(lines))
    assert [(r.sources, r.others) for r in back] == [(o.sources, o.others) for o in outcomes]
    assert [r.pair for r in back] == ROWS
    assert b'"tgt_tags": ["B-PER", "O", "B-LOC"]' in lines.splitlines()[3]
    assert b"sources" not in lines.splitlines()[1]
    with pytest.raises(FormatError, match="leave these keys"):
        list(projections_jsonl.read(lines.replace(b'[[2, 3, "LOC"]]', b"[[2]]")))


def test_layers_join_groups_too_and_say_so_where_one_pair_is_run_again(tmp_path) -> None:
    ws = Workspace.open(f"sqlite:///{tmp_path}/w.sqlite")
    ws.create_project("one", ROWS)
    (layer,) = prepare(ws, "one", methods=[SPEC], links={p.id: LINKS for p in ROWS})
    for outcome in run(ROWS):
        stored = {a.name: o for a, o in ws.layer_outcomes("one", outcome.pair.id)}
        assert [(p.picks, p.reason) for p in stored[layer.name].projections] == [
            (p.picks, p.reason) for p in outcome.projections
        ]
        assert stored[layer.name].others == outcome.others
        assert ws.state("one", outcome.pair.id).target_entities() == outcome.entities()
    assert any(o.others for o in run(ROWS))
    for row in (ROWS[0], ROWS[1]):
        record = ws.record("one", row.id)
        source = source_of(row, record.state.source)
        if row.group:
            with pytest.raises(MissingInputError, match="all pairs of group 'g' together"):
                project_again(row, source, LINKS, layer)
        else:
            assert len(project_again(row, source, LINKS, layer)) == 1
