"""A blind project from assigning to export: plans, own tracks, agreement, curation, origins."""

import json
from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.cli.commands import main
from core.domain.decision import Kind, PairStatus, Side
from core.domain.entity import Entity
from core.domain.role import Actor, Role
from core.errors import ConflictError, InputError
from core.evaluation.agreement import agreement, pairwise_f1
from core.evaluation.apart import apart
from core.review import apart as between_persons
from core.review import curation
from core.review.asks import answer
from core.review.assign import Overlap, assign, plan
from core.review.decide import apply_ops
from core.review.docket import Docket
from core.review.export import export
from core.review.filters import Filter, from_url
from core.review.queue import build
from core.review.settle import Settlement, as_row, settle
from core.storage import Workspace
from tests.review.build import op, projected
from tests.storage.build import corpus

PEOPLE = ("ann", "ben", "cy")


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 60),
    st.integers(2, 5),
    st.integers(1, 2),
    st.sampled_from([0.0, 0.2, 0.5]),
    st.integers(0, 5),
)
def test_a_plan_is_even_and_gives_every_pair_to_as_many_as_asked(
    pairs: int, people: int, each: int, share: float, seed: int
) -> None:
    share = share if each + (share > 0) <= people else 0.0
    names = [f"n{k}" for k in range(people)]
    made = plan(range(1, pairs + 1), names, Overlap(each, share), seed=seed)
    loads = [len(some) for some in made.values()]
    assert max(loads) - min(loads) <= 1
    times = Counter(place for some in made.values() for place in some)
    assert sorted(times) == list(range(1, pairs + 1))
    assert Counter(times.values())[each + 1] == round(share * pairs)
    assert set(times.values()) <= {each, each + 1}
    assert made == plan(range(1, pairs + 1), names, Overlap(each, share), seed=seed)


def test_everybody_shares_with_everybody() -> None:
    made = plan(range(600), PEOPLE, Overlap(1, 0.5), seed=3)
    common = [len(set(made[a]) & set(made[b])) for a, b in combinations(PEOPLE, 2)]
    assert sum(common) == 300
    assert max(common) - min(common) < 15


@pytest.mark.parametrize(
    ("people", "overlap", "said"),
    [
        ((), Overlap(), "at least one person"),
        (("ann", "ann"), Overlap(), "named twice"),
        (("ann",), Overlap(2), "only 1 named"),
        (("ann",), Overlap(1, 0.2), "only 1 named"),
        (("ann", "ben"), Overlap(0), "at least one person"),
        (("ann", "ben"), Overlap(1, 1.2), "from 0 to 1"),
    ],
)
def test_a_plan_says_what_is_wrong(people: tuple[str, ...], overlap: Overlap, said: str) -> None:
    with pytest.raises(InputError, match=said):
        plan([1, 2], people, overlap)


def blind(ws: Workspace) -> None:
    """Make a blind project of five pairs, all of them given to ann and ben."""
    projected(ws)
    ws.team.set("one", "blind", True, by="dana")
    assign(ws, "one", ["ann", "ben"], Overlap(2), by="dana")


def say(ws: Workspace, person: str, seq: int, kind: str, **more: object) -> None:
    applied = apply_ops(ws, "one", person, f"tab-{person}", [op(seq, kind, **more)], track=person)
    assert not applied.refused


def annotate(ws: Workspace) -> None:
    """Let ann finish p1 to p3 as they are; ben shortens LOC in p2 and excludes p3."""
    for k in (1, 2, 3):
        say(ws, "ann", k, "accept-pair", side="pair", pair=f"p{k}")
    say(ws, "ben", 1, "accept-pair", side="pair", pair="p1")
    say(ws, "ben", 2, "change", entity="s1.0", pair="p2", start=3, end=4, label="LOC")
    say(ws, "ben", 3, "accept-pair", side="pair", pair="p2")
    say(ws, "ben", 4, "exclude", side="pair", pair="p3")


def test_a_blind_project_shows_nobody_what_others_did(ws: Workspace) -> None:
    blind(ws)
    assert ws.team.track("one", "ann") == "ann"
    annotate(ws)
    assert ws.state("one", "p2", "ann").target_entities() == (
        Entity(0, 1, "PER"),
        Entity(3, 5, "LOC"),
    )
    assert ws.project("one").progress["unreviewed"] == 5
    queue = build(ws, "one", Filter(assigned="ann"), track="ann")
    assert (len(queue), queue.done) == (5, 3)
    assert queue.unreviewed(ws) == "p4"
    asked = {"client": "c", "n": 1, "kind": "memory", "pair": "p2", "body": {}}
    assert "blind" in str(answer(ws, "one", "ben", asked)["error"])
    loads = ws.team.loads("one")
    assert [(one.person, one.pairs, one.progress["done"], one.shared) for one in loads] == [
        ("ann", 5, 3, 5),
        ("ben", 5, 2, 5),
    ]
    ws.team.set("one", "blind", False)
    assert ws.team.track("one", "ann") == ""
    assert ws.team.tracks("one") == {"ann": 3, "ben": 3}
    kinds = [event.kind for event in ws.events.read("one")]
    assert kinds == ["settings", "assigned", "settings"]


def test_pairs_that_somebody_has_are_left_to_them(ws: Workspace) -> None:
    projected(ws)
    first = assign(ws, "one", ["ann"], wanted=from_url({"text": "p2"})[0])
    assert first.pairs == {"ann": (2,)}
    second = assign(ws, "one", ["ben"])
    assert (second.pairs["ben"], second.left) == ((1, 3, 4, 5), 1)
    with pytest.raises(InputError, match="somebody has them all"):
        assign(ws, "one", ["cy"])
    assert ws.find("one", Filter(assigned="ann")) == ("p2",)
    assert ws.find("one", Filter(assigned="@nobody")) == ()
    assert ws.team.unassign("one", "ben", [3]) == 1
    assert ws.find("one", Filter(assigned="@nobody")) == ("p3",)
    with pytest.raises(InputError, match="no setting"):
        ws.team.set("one", "colour", "red")


def test_agreement_says_why_there_is_none(ws: Workspace) -> None:
    projected(ws)
    assert "track of their own" in between_persons.between(ws, "one").why
    ws.team.set("one", "blind", True)
    say(ws, "ann", 1, "accept-pair", side="pair", pair="p1")
    found = between_persons.between(ws, "one")
    assert (found.why, found.figures, found.raw) == (between_persons.ALONE, None, ())
    assert between_persons.to_json(found)["why"]


def test_agreement_per_label_with_intervals_and_raw_positions(ws: Workspace) -> None:
    blind(ws)
    annotate(ws)
    found = between_persons.between(ws, "one")
    assert (found.people, [one.pair for one in found.raw]) == (("ann", "ben"), ["p1", "p2"])
    assert found.figures is not None
    by_label = {two.label: two for two in found.figures.two}
    assert by_label[""].f1.value == pytest.approx(0.75)
    assert by_label["PER"].f1.value == 1.0
    assert by_label["LOC"].f1.value == 0.5
    assert by_label["LOC"].f1.low is not None
    assert "2 of 5 pairs" in found.caveats[0]
    told = between_persons.to_json(found)
    json.dumps(told, allow_nan=False)
    assert told["raw"][1]["entities"]["ben"] == [[0, 1, "PER"], [3, 4, "LOC"]]
    assert b'"p2","","ben",3,4,"LOC"\n' in between_persons.raw_csv(found)
    assert all("nan" not in cell for row in between_persons.rows(found) for cell in row)


SENTENCES = st.lists(
    st.tuples(*[st.one_of(st.none(), st.integers(0, 3))] * 3), min_size=1, max_size=6
)
_KINDS = ((), (Entity(0, 1, "A"),), (Entity(0, 2, "A"),), (Entity(0, 1, "A"), Entity(2, 3, "B")))


@settings(max_examples=60, deadline=None)
@given(SENTENCES)
def test_figures_are_those_of_the_plain_definitions(rows: list[tuple[int | None, ...]]) -> None:
    layers = {
        name: [None if row[k] is None else _KINDS[row[k]] for row in rows]
        for k, name in enumerate(PEOPLE)
    }
    lengths = [4] * len(rows)
    plain = agreement(layers, lengths)
    found = apart(layers, lengths, [""] * len(rows))
    every = found.all[0].alpha
    assert (every.value is None) == (plain.alpha.value is None)
    if every.value is not None:
        assert every.value == pytest.approx(plain.alpha.value)
    else:
        assert every.why
    for two, other in zip([t for t in found.two if not t.label], plain.pairs, strict=True):
        for mine, theirs in ((two.f1, other.f1), (two.kappa, other.token_kappa)):
            assert (mine.value is None) == (theirs.value is None)
            assert mine.value is None or mine.value == pytest.approx(theirs.value)
            assert mine.value is not None or mine.why
        assert two.f1.n == pairwise_f1(layers[two.first], layers[two.second]).n


def test_unanimous_pairs_are_settled_in_one_go_and_taken_back_in_one_step(ws: Workspace) -> None:
    blind(ws)
    annotate(ws)
    found = list(curation.cases(ws, "one"))
    assert [(case.pair, case.unanimous) for case in found] == [
        ("p1", True),
        ("p2", False),
        ("p3", False),
    ]
    alike = curation.unanimous_cases(found)
    assert curation.settle_unanimous(ws, "one", "dana", "cur", 1, alike) == (1, ())
    assert curation.settle_unanimous(ws, "one", "dana", "cur", 1, alike) == (0, ())
    assert ws.state("one", "p1").status is PairStatus.DONE
    assert set(curation.origins(ws, "one")["p1"].values()) == {"unanimous"}
    assert [case.pair for case in curation.unanimous_cases(curation.cases(ws, "one"))] == []
    apply_ops(ws, "one", "dana", "cur", [op(2, "undo", "pair", "")])
    assert ws.state("one", "p1").status is PairStatus.UNREVIEWED


def test_a_curator_settles_what_differs_and_the_annotator_sees_it(ws: Workspace) -> None:
    blind(ws)
    annotate(ws)
    found = curation.open_cases(curation.cases(ws, "one"))
    assert [case.pair for case in found] == ["p3", "p2"]
    case = found[1]
    assert case.consensus() == (Entity(0, 1, "PER"),)
    assert case.differing(case.rows[1]) == (
        (Entity(0, 1, "PER"), ""),
        (Entity(3, 4, "LOC"), "boundary"),
    )
    chosen = as_row(case.shared, case.rows[1], ["ben"], unanimous=False)
    excluded = as_row(found[0].shared, found[0].rows[1], ["ben"], unanimous=False)
    assert settle(ws, "one", "dana", "cur", 1, [chosen, excluded]) == (2, ())
    assert ws.state("one", "p2").target_entities() == (Entity(0, 1, "PER"), Entity(3, 4, "LOC"))
    assert ws.state("one", "p3").status is PairStatus.EXCLUDED
    assert curation.origins(ws, "one")["p2"] == {
        Entity(0, 1, "PER"): "unanimous",
        Entity(3, 4, "LOC"): "adjudicated",
    }
    assert not curation.open_cases(curation.cases(ws, "one"))
    (changed, gone) = curation.changed_of(ws, "one", "ann")
    assert changed.pair == "p2"
    assert (changed.own, changed.settled) == ((Entity(3, 5, "LOC"),), (Entity(3, 4, "LOC"),))
    assert gone.pair == "p3"
    with pytest.raises(ConflictError, match="decided on meanwhile"):
        settle(ws, "one", "dana", "cur", 3, [chosen])
    say(ws, "ann", 9, "reopen", side="pair", pair="p2")
    say(ws, "ann", 10, "accept-pair", side="pair", pair="p2")
    assert [c.pair for c in curation.open_cases(curation.cases(ws, "one"))] == ["p2"]


def test_source_edits_come_along_and_overlaps_are_refused(ws: Workspace) -> None:
    blind(ws)
    say(ws, "ann", 1, "no-counterpart", side="source", entity="s1", pair="p1")
    say(ws, "ann", 2, "accept-pair", side="pair", pair="p1")
    say(ws, "ben", 1, "accept-pair", side="pair", pair="p1")
    (case,) = curation.open_cases(curation.cases(ws, "one"))
    row = next(row for row in case.rows if row.name == "ann")
    settle(ws, "one", "dana", "cur", 1, [as_row(case.shared, row, ["ann"], unanimous=False)])
    now, own = ws.state("one", "p1"), ws.state("one", "p1", "ann")
    assert now.target_entities() == own.target_entities() == (Entity(0, 1, "PER"),)
    assert [r.status for r in now.source or ()] == [r.status for r in own.source or ()]
    both = (Entity(0, 2, "PER"), Entity(1, 3, "ORG"))
    with pytest.raises(InputError, match="overlap"):
        settle(ws, "one", "dana", "c", 5, [Settlement("p1", both, now, False, "x", 9)])


def test_an_offline_conflict_stands_beside_the_shared_version(ws: Workspace) -> None:
    projected(ws)
    ws.append_decisions("one", [])
    apply_ops(ws, "one", "ben", "b", [op(1, "accept", entity="s0.0")])
    with ws.recording("one", "ann") as log:
        log.fork("p1", 1)
    apply_ops(ws, "one", "ann", "a", [op(1, "delete", entity="s1.0")], track="ann")
    apply_ops(ws, "one", "ben", "b", [op(2, "accept-pair", side="pair")])
    (case,) = curation.open_cases(curation.cases(ws, "one"))
    assert [row.name for row in case.rows] == ["ann", curation.SHARED]
    assert case.differences == 1


def test_the_commands_assign_measure_and_settle(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ws = Workspace.open(f"sqlite:///{tmp_path}/ws.sqlite")
    projected(ws)
    db = ["--project", "one", "--db", ws.url]
    assert main(["settings", *db, "--blind", "on"]) == 0
    assert capsys.readouterr().out == "blind: on\n"
    assert main(["assign", *db, "--people", "ann,ben", "--each", "2", "--json"]) == 0
    assert [one["pairs"] for one in json.loads(capsys.readouterr().out)] == [5, 5]
    annotate(ws)
    assert main(["agreement", *db, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["pairs"] == 2
    assert main(["settle", *db]) == 0
    assert "1 pairs that everybody has alike are left, 2 differ" in capsys.readouterr().out
    assert main(["settle", *db, "--unanimous", "--by", "dana", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["settled"] == 1
    assert main(["settle", *db, "--unanimous"]) == 2
    assert main(["assign", *db, "--filter", "label=PER"]) == 2
    assert main(["assign", *db, "--take-from", "ben"]) == 0
    assert main(["export", "--project", "one", "--db", ws.url, "-o", "-"]) == 0
    assert len(corpus()) == 5
    assert Kind.TAKE in {d.kind for d in ws.decisions("one") if d.side is Side.PAIR}


def test_a_docket_looks_again_only_at_what_was_decided_on_since(ws: Workspace) -> None:
    blind(ws)
    annotate(ws)
    docket = Docket("one")
    told: list[tuple[str, int, int]] = []
    assert docket.refresh(ws, lambda *step: told.append(step)) == 3
    assert told == [("Comparing versions", 3, 3)]
    assert (len(docket), docket.settled, docket.alike) == (3, 0, ("p1",))
    assert [(line.pair, line.differences) for line in docket.left] == [
        (case.pair, case.differences) for case in curation.open_cases(curation.cases(ws, "one"))
    ]
    assert docket.refresh(ws) == 0
    assert docket.settle_alike(ws, "dana", "cur", 1) == (1, ())
    assert docket.refresh(ws) == 1
    assert (docket.settled, docket.alike) == (1, ())
    apply_ops(ws, "one", "dana", "cur", [op(2, "undo", "pair", "")])
    assert docket.refresh(ws) == 1
    assert (docket.settled, docket.alike) == (0, ())


def test_the_provenance_of_an_export_tells_who_agreed_and_to_curators_alone(ws: Workspace) -> None:
    blind(ws)
    annotate(ws)
    found = curation.open_cases(curation.cases(ws, "one"))
    chosen = as_row(found[1].shared, found[1].rows[1], ["ben"], unanimous=False)
    settle(ws, "one", "dana", "cur", 1, [chosen])
    apply_ops(ws, "one", "dana", "cur", [op(2, "accept-pair", "pair", "p4")])

    def told(by: Workspace) -> Counter[tuple[str, str]]:
        made = export(by, "one", statuses=list(PairStatus), provenance="jsonl")
        lines = made.beside["provenance.jsonl"].splitlines()
        return Counter((v["pair"], v["origin"]) for v in map(json.loads, lines))

    assert told(ws) == {
        ("p1", "unresolved"): 2,
        ("p2", "unanimous"): 1,
        ("p2", "adjudicated"): 1,
        ("p3", "unresolved"): 2,
        ("p4", "single"): 2,
    }
    ws.accounts.add("vi@x.org", "vi")
    ws.members.give("one", "vi@x.org", Role.VIEWER)
    seen = told(ws.acting_as(Actor("vi@x.org", "vi")))
    assert {origin for _, origin in seen} == {""}
