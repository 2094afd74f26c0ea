"""What comes back from a copy: on the shared track, on one of its own, or refused in words."""

from dataclasses import replace

import pytest

from core.domain.decision import Decision, Kind, PairStatus, Side
from core.domain.entity import Entity
from core.errors import ConflictError, InputError
from core.pipeline.bundle import Part, in_words, merge, open_bundle
from core.review import rebase, stale, update
from core.storage import Workspace
from core.storage.history import Wanted
from tests.pipeline.bundle.build import NAME, log, machine, off, packed, read, state
from tests.pipeline.bundle.test_roundtrip import changed
from tests.storage.build import corpus, decision, filled, outcome, pair

CITY = Entity(4, 5, "LOC")


def by(person: str, seq: int, pair_id: str, kind: Kind = Kind.ACCEPT_PAIR, **more) -> Decision:
    return decision(
        seq, pair_id, kind, client=f"tab-{person}", person=person, side=Side.PAIR, **more
    )


def bring(home: Workspace, away: Workspace, **more):
    return merge(home, NAME, read(packed(away)), **more).merged


def test_decisions_come_back_as_if_made_here(home, away) -> None:
    given = [by("ann", 1, "p1", via="random:7"), by("ann", 2, "p1", Kind.UNDO), by("bob", 1, "p2")]
    away.append_decisions(NAME, given)
    found = bring(home, away)
    assert (found.new, found.known, found.apart) == (3, 0, ())
    assert dict(found.people) == {"ann": 2, "bob": 1}
    assert [replace(d, seq=0) for d in home.decisions(NAME)] == [
        replace(d, seq=0) for d in away.decisions(NAME)
    ]
    assert home.redoable(NAME, "ann").client_seq == 1
    assert home.acked(NAME, "tab-ann") == 2
    assert [event.kind for event in home.events.read(NAME)][-1] == "merged"
    assert off(home) == []


def test_undo_still_finds_what_it_is_about_behind_decisions_made_here(home, away) -> None:
    home.append_decisions(NAME, [by("cy", k, "p4", Kind.COMMENT, reason="x") for k in (1, 2, 3)])
    away.append_decisions(NAME, [by("ann", 1, "p1"), by("ann", 2, "p1", Kind.UNDO)])
    bring(home, away)
    assert home.state(NAME, "p1").status is PairStatus.UNREVIEWED
    assert home.decisions(NAME, "p1")[1].entity == "4"


def test_an_act_in_one_go_is_taken_back_in_one_go(home, away) -> None:
    act = "tab-ann:1"
    away.append_decisions(
        NAME,
        [by("ann", 1, "p1", act=act), replace(by("ann", 1, "p2", act=act), client="tab-ann/1")],
    )
    bring(home, away)
    home.append_decisions(NAME, [by("ann", 2, "p1", Kind.UNDO)])
    assert {home.state(NAME, p).status for p in ("p1", "p2")} == {PairStatus.UNREVIEWED}


def test_where_both_went_on_the_copy_gets_a_track_begun_at_what_it_saw(home, away) -> None:
    away.append_decisions(NAME, [by("ann", 1, "p1"), by("ann", 2, "p2")])
    home.append_decisions(NAME, [by("bob", 1, "p1", Kind.FLAG)])
    found = bring(home, away)
    (apart,) = found.apart
    assert (apart.pair, apart.track, apart.seen, apart.here, apart.there) == ("p1", "ann", 0, 1, 1)
    assert home.state(NAME, "p1").status is PairStatus.FLAGGED
    assert state(home, NAME, "p1", "ann") == state(away, NAME, "p1")
    assert home.state(NAME, "p2").status is PairStatus.DONE
    away.append_decisions(NAME, [by("ann", 3, "p1", Kind.REOPEN)])
    assert bring(home, away).apart == ()
    assert state(home, NAME, "p1", "ann") == state(away, NAME, "p1")
    assert off(home) == []


def test_twice_and_bundles_of_bundles_add_nothing_twice(home, away, tmp_path) -> None:
    away.append_decisions(NAME, [by("ann", 1, "p1")])
    third = machine(tmp_path, "third")
    open_bundle(third, read(packed(away)), NAME)
    third.append_decisions(NAME, [by("bob", 1, "p3")])
    assert bring(home, third).new == 2
    before = packed(home)
    assert (bring(home, away).new, bring(home, third).new) == (0, 0)
    assert packed(home) == before


def test_a_dry_run_tells_and_writes_nothing(home, away) -> None:
    away.append_decisions(NAME, [by("ann", 1, "p1")])
    before = packed(home)
    told = merge(home, NAME, read(packed(away)), dry_run=True)
    assert in_words(told)[0].startswith("1 decisions new (ann 1), 0 known already, on 1 pairs; 0 ")
    assert packed(home) == before


def test_other_words_are_refused_with_nothing_written(home, tmp_path) -> None:
    stranger = machine(tmp_path, "stranger")
    pairs = [replace(p, target=replace(p.target, tokens=("x",) * 6)) for p in corpus()]
    filled(stranger, NAME, pairs)
    stranger.append_decisions(NAME, [by("ann", 1, "p2"), by("ann", 2, "p3")])
    with pytest.raises(
        ConflictError, match=r"pair 'p[23]' has other words in the bundle than it e"
    ):
        bring(home, stranger)
    assert log(home) == []


def test_the_same_number_of_a_client_for_something_else_is_refused(home, away) -> None:
    away.append_decisions(NAME, [by("ann", 1, "p1")])
    home.append_decisions(NAME, [by("ann", 1, "p2")])
    with pytest.raises(ConflictError, match="says something else in the bundle"):
        bring(home, away)
    assert log(home) == [("tab-ann", 1)]


def test_a_part_comes_back_and_is_no_random_part_of_the_project(home, tmp_path) -> None:
    home.append_decisions(NAME, [by("bob", 1, "p3", Kind.FLAG)])
    away = machine(tmp_path, "part")
    data = packed(home, part=Part(statuses=(PairStatus.FLAGGED,)))
    open_bundle(away, read(data), NAME)
    away.append_decisions(NAME, [by("ann", 1, "p3", via="random:7")])
    assert bring(home, away).new == 1
    assert home.decisions(NAME, "p3")[-1].via == "filtered:random:7"
    assert bring(home, away).new == 0


def test_pairs_stay_on_the_layer_they_were_decided_on(home, away) -> None:
    away.append_decisions(NAME, [by("ann", 1, "p2")])
    old = home.project(NAME).base
    given = [(p.id, outcome(p, loc=(4, 5))) for p in corpus()]
    home.set_base(NAME, home.write_layer(NAME, given, name="third").content_hash)
    home.delete_layer(NAME, old)
    assert bring(home, away).apart == ()
    assert state(home, NAME, "p2") == state(away, NAME, "p2")
    assert home.record(NAME, "p2").base == old
    assert home.project(NAME).layer(old).name == "first (from a bundle)"
    assert off(home) == []


def test_labels_come_along_and_differences_are_told(home, away) -> None:
    away.add_labels(NAME, ["EVENT"])
    home.add_labels(NAME, ["DATE"])
    away.append_decisions(NAME, [by("ann", 1, "p1")])
    told = merge(home, NAME, read(packed(away)))
    assert told.notes == (
        "labels that the project gets: EVENT",
        "labels that the bundle did not have: DATE",
    )
    assert set(home.project(NAME).labels) >= {"EVENT", "DATE"}


def test_a_pair_the_project_does_not_have_is_refused(home, tmp_path) -> None:
    stranger = machine(tmp_path, "stranger")
    filled(stranger, NAME, [*corpus(), pair("p9")])
    stranger.append_decisions(NAME, [by("ann", 1, "p9")])
    with pytest.raises(Exception, match="p9"):
        bring(home, stranger)
    assert log(home) == []


def worded(ws: Workspace, pair_id: str, word: str, at: int = 4) -> None:
    """Give a pair another target token, as a newer version of the texts does."""
    old = ws.pair(NAME, pair_id).pair
    tokens = (*old.target.tokens[:at], word, *old.target.tokens[at + 1 :])
    update.edit(ws, NAME, replace(old, target=replace(old.target, tokens=tokens)), "eve")


def entities(ws: Workspace, pair_id: str, track: str = "") -> list[tuple]:
    found = ws.state(NAME, pair_id, track).target
    return [(r.entity.start, r.entity.end, str(r.status)) for r in found]


def test_words_that_changed_here_get_what_fits_and_the_rest_is_listed(home, away) -> None:
    away.append_decisions(NAME, [by("ann", 1, "p1"), by("ann", 2, "p2"), by("bob", 1, "p3")])
    worded(home, "p1", "Jork")
    told = merge(home, NAME, read(packed(away)), dry_run=True)
    assert home.stale.read(NAME) == ()
    assert told.merged == (found := bring(home, away))
    assert (found.new, found.apart, found.words) == (3, (), ("p1",))
    assert (found.carried, found.stale) == (3, 1)
    assert in_words(told)[1] == (
        "1 pair has other words now (p1); those of the project stay: 3 decided entities "
        "carried, 1 stale"
    )
    assert entities(home, "p1") == [(0, 1, "accepted")]
    assert home.state(NAME, "p1").status is PairStatus.IN_PROGRESS
    assert home.state(NAME, "p2").status is PairStatus.DONE
    (one,) = home.stale.read(NAME)
    assert (one.track, one.said.words, one.said.person) == ("", ("Nueva", "York"), "ann")
    both = stale.look(home, NAME, one)
    assert (both.before.tokens[4], both.after.tokens[4]) == ("York", "Jork")
    assert home.decisions(NAME, "p1")[one.said.decision - 1].client == "tab-ann"
    assert off(home) == []
    before = packed(home)
    assert bring(home, away).new == 0
    assert packed(home) == before


def test_what_was_decided_here_on_the_new_words_stays_and_the_copy_is_beside_it(home, away) -> None:
    away.append_decisions(NAME, [by("ann", 1, "p1")])
    worded(home, "p1", "Jork")
    home.append_decisions(NAME, [by("bob", 1, "p1", Kind.FLAG)])
    (apart,) = bring(home, away).apart
    assert (apart.track, apart.here, apart.there) == ("ann", 1, 1)
    assert home.state(NAME, "p1").status is PairStatus.FLAGGED
    assert entities(home, "p1", "ann") == [(0, 1, "accepted")]
    assert [one.track for one in home.stale.read(NAME)] == ["ann"]
    away.append_decisions(NAME, [by("ann", 2, "p1", Kind.COMMENT, reason="more")])
    assert bring(home, away).stale == 0  # it is listed already
    assert len(home.stale.read(NAME)) == 1
    assert off(home) == []


def test_words_that_changed_in_the_copy_are_kept_as_a_version(home, away) -> None:
    worded(away, "p1", "Jork")
    away.append_decisions(NAME, [by("ann", 1, "p1", Kind.FLAG)])
    add = replace(by("ann", 2, "p1", Kind.ADD), side=Side.TARGET, entity="x", new=CITY)
    away.append_decisions(NAME, [add])
    found = bring(home, away)
    assert (found.words, found.stale, found.apart) == (("p1",), 1, ())
    assert home.pair(NAME, "p1").pair.target.tokens[4] == "York"
    kept = home.revisions.read(NAME, "p1")  # what the copy changed it to, and what from
    assert [v.pair.target.tokens[4] for v in kept] == ["York", "Jork"]
    assert all(v.reason.startswith("bundle ") for v in kept)
    version = kept[1]
    (one,) = home.stale.read(NAME)
    assert (one.said.words, one.said.revision) == (("Jork",), version.number)
    assert home.state(NAME, "p1").status is PairStatus.FLAGGED
    update.bring_back(home, NAME, "p1", version.number, "eve")
    assert home.pair(NAME, "p1").pair.target.tokens[4] == "Jork"
    assert off(home) == []


def test_a_layer_that_comes_along_knows_nothing_of_words_that_changed(home, away) -> None:
    away.append_decisions(NAME, [by("ann", 1, "p1")])
    old = home.project(NAME).base
    given = [(p.id, outcome(p, loc=(4, 5))) for p in corpus()]
    home.set_base(NAME, home.write_layer(NAME, given, name="third").content_hash)
    home.delete_layer(NAME, old)
    worded(home, "p1", "Jork")
    bring(home, away)
    (made,) = home.moves.outcomes(NAME, old, [1]).values()
    assert made.state == "skipped"
    assert off(home) == []


def test_an_assigned_part_comes_back_where_its_words_changed(home, tmp_path) -> None:
    home.team.assign(NAME, {"ann": [1, 2], "bob": [3]}, by="eve")
    away = machine(tmp_path, "part")
    open_bundle(away, read(packed(home, part=Part(assigned="ann"))), NAME)
    assert [s.pair.id for s in away.iter_pairs(NAME)] == ["p1", "p2"]
    away.append_decisions(NAME, [by("ann", 1, "p1"), by("ann", 2, "p2")])
    worded(home, "p2", "Ona", at=0)
    worded(home, "p3", "Ona", at=0)
    found = bring(home, away)
    assert (found.words, found.stale, found.apart) == (("p2",), 1, ())
    assert entities(home, "p2") == [(3, 5, "accepted")]


def test_a_project_whose_words_changed_is_taken_along_too(home, tmp_path) -> None:
    worded(home, "p1", "Jork")
    away = machine(tmp_path, "later")
    open_bundle(away, read(packed(home)), NAME)
    assert packed(away) == packed(home)


def test_a_track_stands_on_the_layer_that_the_copy_stood_on(home, away) -> None:
    second = away.project(NAME).layers[1].content_hash
    away.set_base(NAME, second)
    away.append_decisions(NAME, [by("ann", 1, "p2"), by("ann", 2, "p2", Kind.FLAG)])
    home.append_decisions(NAME, [by("bob", 1, "p2", Kind.SKIP)])
    bring(home, away)
    assert home.record(NAME, "p2", "ann").base == second
    assert state(home, NAME, "p2", "ann") == state(away, NAME, "p2")
    assert off(home) == []


def test_a_pair_that_floats_here_stands_on_the_layer_it_was_decided_on(home, tmp_path) -> None:
    worded(home, "p1", "Jork")
    away = machine(tmp_path, "later")
    open_bundle(away, read(packed(home)), NAME)
    away.append_decisions(NAME, [by("ann", 1, "p1")])
    rebase.rebase(home, NAME, home.project(NAME).layers[1].content_hash, "eve")
    assert bring(home, away).apart == ()
    assert state(home, NAME, "p1") == state(away, NAME, "p1")
    assert home.record(NAME, "p1").base == away.record(NAME, "p1").base
    assert off(home) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b'"client_seq": 11', b'"client_seq": 1' + b"0" * 30, "no column can hold"),
        (b'"entity": "2"', b'"entity": "one"', "no number of a decision"),
        (b'"entity": "2"', b'"entity": "' + b"9" * 5000 + b'"', "no number of a decision"),
        (b'"entity": "2"', b'"entity": "77"', "decision 3 is about 77"),
        (b'"entity": "2"', b'"entity": "1"', "decision 3 is about 1, which is none of 'ann' on"),
        (
            b'"ann", "pair": "p2", "side": "pair", "kind": "undo"',
            b'"bob", "pair": "p2", "side": "pair", "kind": "undo"',
            "decision 3 is about 2, which is none of 'bob' on",
        ),
    ],
)
def test_a_number_that_cannot_be_is_refused_with_nothing_written(
    home, away, old, new, said
) -> None:
    away.append_decisions(NAME, [by("ann", 10, "p1"), by("ann", 11, "p2")])
    away.append_decisions(NAME, [by("ann", 12, "p2", Kind.UNDO)])
    before = packed(home)
    data = changed(packed(away), "decisions.jsonl", lambda body: body.replace(old, new, 1))
    with pytest.raises(InputError, match=said):
        merge(home, NAME, read(data))
    assert packed(home) == before


def told_on(ws, pair: str) -> list[str]:
    """Return the fifth word that each decision on a pair was on, in order."""
    past = ws.history.past(NAME, pair)
    by_page = {x.decision.seq: x.pair for x in ws.history.read(NAME, Wanted(pair=pair), apart=True)}
    of_page = [by_page[d.seq].target.tokens[4] for d in past.log if d.carried is None]
    log = enumerate(past.log, start=1)
    found = [past.pair(past.log[:k]).target.tokens[4] for k, d in log if d.carried is None]
    assert found == of_page
    return found


def test_what_the_copy_said_before_and_after_it_changed_words_is_on_those_words(home, away) -> None:
    away.append_decisions(NAME, [by("ann", 1, "p1", Kind.FLAG)])
    worded(away, "p1", "Jork")
    away.append_decisions(NAME, [by("ann", 2, "p1", Kind.SKIP)])
    worded(away, "p1", "Yark")
    add = replace(by("ann", 3, "p1", Kind.ADD), side=Side.TARGET, entity="x", new=CITY)
    away.append_decisions(NAME, [add])
    bring(home, away)
    assert told_on(home, "p1") == ["York", "Jork", "Yark"]
    past = home.history.past(NAME, "p1")
    assert past.pair(()).target.tokens[4] == past.pair(past.log).target.tokens[4] == "York"
    assert past.after(()).target_entities() == home.state(NAME, "p2").target_entities()
    assert replace(past.after(past.log), applied=()) == state(home, NAME, "p1")
    before = packed(home)
    assert bring(home, away).new == 0
    assert packed(home) == before
    assert off(home) == []
    home.append_decisions(NAME, [by("bob", 1, "p1", Kind.REOPEN)])
    worded(home, "p1", "Yurk")
    assert told_on(home, "p1") == ["York", "Jork", "Yark", "York"]


def test_what_was_said_offline_on_words_that_changed_here_is_on_the_old_ones(home, away) -> None:
    home.append_decisions(NAME, [by("bob", 1, "p1", Kind.COMMENT, reason="old")])
    away.append_decisions(NAME, [by("ann", 1, "p1", Kind.FLAG)])
    worded(home, "p1", "Jork")
    bring(home, away)
    away.append_decisions(NAME, [by("ann", 2, "p1", Kind.SKIP)])
    bring(home, away)
    home.append_decisions(NAME, [by("bob", 2, "p1", Kind.REOPEN)])
    told = {
        (x.decision.person, x.decision.client_seq): x.pair.target.tokens[4]
        for x in home.history.read(NAME, Wanted(), apart=True)
        if x.decision.carried is None
    }
    assert told == {("bob", 1): "York", ("ann", 1): "York", ("ann", 2): "York", ("bob", 2): "Jork"}
