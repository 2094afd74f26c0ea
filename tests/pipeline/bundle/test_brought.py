"""Pairs that a copy has and the project has not, and what else was changed of them there."""

from dataclasses import replace

import pytest

from core.domain.alignment import Alignment
from core.domain.decision import Decision, Kind, PairStatus, Side
from core.domain.entity import Entity
from core.domain.pair import Pair
from core.domain.role import Actor, Role
from core.errors import RoleError
from core.pipeline.bundle import Part, in_words, merge, open_bundle
from core.review import rebase, stale, update
from core.storage import Workspace
from core.storage.originals import Original
from tests.pipeline.bundle.build import NAME, log, machine, off, packed, read, state
from tests.storage.build import corpus, decision, filled, outcome, pair

LINKS = Alignment.of(5, 6, [(0, 0), (3, 3)])


def by(person: str, seq: int, pair_id: str, kind: Kind = Kind.ACCEPT_PAIR, **more) -> Decision:
    more = {"side": Side.PAIR, **more}
    return decision(seq, pair_id, kind, client=f"tab-{person}", person=person, **more)


def bring(home: Workspace, away: Workspace, **more):
    return merge(home, NAME, read(packed(away)), **more)


def come(ws: Workspace, *given: Pair, person: str = "eve") -> None:
    """Bring a newer version of some texts."""
    update.update(ws, NAME, lambda: given, person)


def placed(seq: int, pair_id: str, start: int, **more) -> Decision:
    new = Entity(start, start + 1, "ORG")
    return by("ann", seq, pair_id, Kind.ADD, side=Side.TARGET, entity=f"n{seq}", new=new, **more)


def ids(ws: Workspace) -> list[str]:
    return [stored.pair.id for stored in ws.iter_pairs(NAME)]


def test_new_pairs_come_with_what_was_decided_on_them(home, away) -> None:
    come(away, pair("p6"), pair("p7", doc="d"))
    away.write_alignments(NAME, "by hand", [("p6", LINKS)])
    away.append_decisions(NAME, [placed(1, "p6", 1), by("bob", 1, "p6"), by("bob", 2, "p1")])
    before = packed(home)
    dry = bring(home, away, dry_run=True)
    assert packed(home) == before
    told = bring(home, away, person="cy")
    assert dry == told
    assert told.merged.added == ("p6", "p7")
    assert "2 pairs are new and appended to the project (p6, p7)" in in_words(told)
    assert ids(home) == ids(away)
    assert [state(home, NAME, p) for p in ids(home)] == [state(away, NAME, p) for p in ids(home)]
    assert home.alignment(NAME, "p6", "by hand") == LINKS
    assert home.project(NAME).pairs == 7
    assert [event.kind for event in home.events.read(NAME)][-2:] == ["texts", "merged"]
    assert off(home) == []
    before = packed(home)
    assert bring(home, away).merged.nothing
    assert packed(home) == before


def test_new_pairs_alone_are_taken_too(home, away) -> None:
    come(away, pair("p6"))
    assert not bring(home, away).merged.nothing
    assert ids(home)[-1] == "p6"


def test_new_pairs_of_a_part_come_behind_those_that_came_here_meanwhile(home, tmp_path) -> None:
    home.append_decisions(NAME, [by("bob", 1, "p3", Kind.FLAG)])
    away = machine(tmp_path, "part")
    data = packed(home, part=Part(statuses=(PairStatus.FLAGGED,)))
    open_bundle(away, read(data), NAME)
    come(away, pair("p9"))
    come(home, pair("p8"))
    away.append_decisions(NAME, [by("ann", 1, "p9")])
    assert bring(home, away).merged.added == ("p9",)
    assert ids(home)[-3:] == ["p5", "p8", "p9"]
    assert home.state(NAME, "p9").status is PairStatus.DONE


def test_a_new_pair_comes_with_its_versions_its_layer_and_what_does_not_fit(home, away) -> None:
    come(away, pair("p6"))
    away.append_decisions(NAME, [placed(1, "p6", 5), by("ann", 2, "p6")])
    other = replace(pair("p6").target, tokens=("Ana", "vive", "en", "Nueva", "York", "!"))
    come(away, replace(pair("p6"), target=other))
    given = [(p.pair.id, outcome(p.pair)) for p in away.iter_pairs(NAME)]
    layer = away.write_layer(NAME, given, name="third")
    rebase.rebase(away, NAME, layer.content_hash, "eve")
    away.append_decisions(NAME, [by("ann", 3, "p6", Kind.FLAG)])
    home.append_decisions(NAME, [by("cy", k, "p1", Kind.COMMENT, reason="x") for k in (1, 2)])
    bring(home, away)
    assert state(home, NAME, "p6") == state(away, NAME, "p6")
    assert home.record(NAME, "p6").base == layer.content_hash
    (here,), (there,) = home.stale.read(NAME), away.stale.read(NAME)
    assert replace(here.said, decision=0) == replace(there.said, decision=0)
    assert home.decisions(NAME, "p6")[0].seq == here.said.decision == there.said.decision + 2
    assert [v.pair for v in home.revisions.read(NAME, "p6")] == [pair("p6")]
    assert off(home) == []


def test_the_same_new_pair_with_other_words_is_carried_and_kept_as_a_version(home, away) -> None:
    longer = replace(pair("p6").target, tokens=("Ay", "Ana", "vive", "en", "Nueva", "York"))
    come(home, pair("p6"))
    come(away, replace(pair("p6"), target=longer))
    away.append_decisions(NAME, [placed(1, "p6", 1), placed(2, "p6", 0)])
    merged = bring(home, away).merged
    assert (merged.added, merged.words, merged.differing) == ((), ("p6",), ())
    assert [r.entity for r in home.state(NAME, "p6").target if r.live] == [Entity(0, 1, "ORG")]
    assert [one.said.words for one in home.stale.read(NAME)] == [("Ay",)]
    assert home.pair(NAME, "p6").pair == pair("p6")
    assert [v.pair.target for v in home.revisions.read(NAME, "p6")] == [longer]
    assert bring(home, away).merged.nothing
    assert off(home) == []


def test_a_track_of_a_new_pair_goes_by_the_shared_decisions_that_it_went_by(home, away) -> None:
    come(away, pair("p6"))
    first = away.append_decisions(NAME, [placed(1, "p6", 1)])[0]
    with away.recording(NAME, "bob") as own:
        own.fork("p6", first.seq)
        own.append(replace(placed(2, "p6", 2), person="bob"))
        own.close()
    home.append_decisions(NAME, [by("cy", 1, "p1", Kind.FLAG)])
    bring(home, away)
    assert state(home, NAME, "p6", "bob") == state(away, NAME, "p6", "bob")
    assert len(home.state(NAME, "p6", "bob").target) == 2
    assert off(home) == []


def test_a_track_keeps_what_it_went_by_where_that_is_no_longer_shared(home, away) -> None:
    first = away.append_decisions(NAME, [placed(1, "p1", 1)])[0]
    home.append_decisions(NAME, [by("cy", 1, "p1", Kind.FLAG)])
    with away.recording(NAME, "bob") as own:
        own.fork("p1", first.seq)
        own.append(replace(placed(2, "p1", 2), person="bob"))
        own.close()
    bring(home, away)
    there = away.state(NAME, "p1", "bob").target
    assert home.state(NAME, "p1", "bob").target == there
    assert home.state(NAME, "p1", "ann").target == away.state(NAME, "p1").target
    assert home.state(NAME, "p1").status is PairStatus.FLAGGED
    assert off(home) == []
    assert bring(home, away).merged.nothing


def test_files_come_with_pairs_that_are_all_new(home, away) -> None:
    come(away, pair("p6"), pair("p7"))
    away.originals.keep(NAME, [Original("source", 6, 7, "new.conll", b"Anna O\n")])
    come(home, pair("p8"))
    bring(home, away)
    (kept,) = home.originals.read(NAME, "source")
    assert (kept.first, kept.last, kept.data) == (7, 8, b"Anna O\n")


def test_metadata_and_target_tags_are_taken_where_only_the_copy_changed_them(home, away) -> None:
    answer = replace(pair("p2").target, entities=(Entity(0, 1, "EVENT"),))
    come(away, replace(corpus()[1], target=answer), replace(corpus()[2], doc="d", extra={"k": 1}))
    told = bring(home, away)
    assert told.merged.edited == ("p2", "p3")
    line = "2 pairs get the metadata and target tags of the bundle (p2, p3)"
    assert line in in_words(told)
    assert [home.pair(NAME, p).pair for p in ids(home)] == [
        away.pair(NAME, p).pair for p in ids(home)
    ]
    assert "EVENT" in home.project(NAME).labels
    assert [v.pair for v in home.revisions.read(NAME, "p3")] == [corpus()[2]]
    assert bring(home, away).merged.nothing
    come(home, corpus()[2])
    assert bring(home, away).merged.nothing  # the project went on from there
    assert home.pair(NAME, "p3").pair == corpus()[2]


def test_what_both_sides_changed_stays_and_is_told(home, away) -> None:
    come(home, replace(corpus()[2], doc="here"))
    come(away, replace(corpus()[2], doc="there"))
    told = bring(home, away)
    assert told.merged.differing == ("p3",)
    line = (
        "1 pair was changed here and otherwise there (p3); what the project has stays, what the "
        "bundle has is kept as a version"
    )
    assert line in in_words(told)
    assert home.pair(NAME, "p3").pair.doc == "here"
    kept = home.revisions.read(NAME, "p3")[0]
    assert kept.pair.doc == "there"
    assert bring(home, away).merged.nothing
    update.bring_back(home, NAME, "p3", kept.number, "eve")
    assert home.pair(NAME, "p3").pair.doc == "there"


def test_a_project_made_apart_brings_no_pair(home, tmp_path) -> None:
    stranger = machine(tmp_path, "stranger")
    filled(stranger, NAME, [replace(p, doc="x") for p in corpus(6)])
    assert bring(home, stranger).merged.nothing
    stranger.append_decisions(NAME, [by("ann", 1, "p6")])
    with pytest.raises(Exception, match="p6"):
        bring(home, stranger)
    assert (len(ids(home)), log(home)) == (5, [])


def test_only_curators_bring_pairs(home, away) -> None:
    come(away, pair("p6"), replace(corpus()[2], doc="d"))
    away.append_decisions(NAME, [by("ann", 1, "p1")])
    for name, role in (("ann", Role.ANNOTATOR), ("cy", Role.CURATOR)):
        home.accounts.add(f"{name}@x.org", name)
        home.members.give(NAME, f"{name}@x.org", role)
    data = packed(away)
    with pytest.raises(RoleError, match="1 pairs that the project does not have, and changed 1 "):
        merge(home.acting_as(Actor("ann@x.org", "ann")), NAME, read(data), person="ann")
    assert log(home) == []
    told = merge(home.acting_as(Actor("cy@x.org", "cy")), NAME, read(data), person="cy")
    assert (told.merged.added, told.merged.edited, told.merged.new) == (("p6",), ("p3",), 1)


def test_what_did_not_fit_the_words_of_the_copy_is_listed_here_too(home, away) -> None:
    away.append_decisions(NAME, [by("ann", 1, "p1")])
    shorter = replace(corpus()[0].target, tokens=("Ana", "vive", "en", "Jork", "."))
    come(away, replace(corpus()[0], target=replace(shorter, entities=None)))
    merged = bring(home, away).merged
    assert (merged.words, merged.stale) == (("p1",), 1)
    assert "York" in home.pair(NAME, "p1").pair.target.tokens
    (one,) = home.stale.read(NAME)
    assert one.said.words == ("Nueva", "York")
    assert home.decisions(NAME, "p1")[one.said.decision - 1].kind is Kind.ACCEPT_PAIR
    both = stale.look(home, NAME, one)
    assert both.before.tokens == corpus()[0].target.tokens
    assert bring(home, away).merged.nothing
    assert off(home) == []


def test_a_pair_that_was_carried_to_another_layer_comes_as_it_stands_there(home, away) -> None:
    second = home.project(NAME).layers[1].content_hash
    rebase.rebase(away, NAME, second, "eve")
    deleted = by(
        "ann", 1, "p2", Kind.DELETE, side=Side.TARGET, entity="s1.0", old=Entity(3, 4, "LOC")
    )
    away.append_decisions(NAME, [deleted])
    rebase.rebase(away, NAME, away.project(NAME).layers[0].content_hash, "eve")
    rebase.rebase(home, NAME, second, "eve")
    assert bring(home, away).merged.apart == ()
    assert state(home, NAME, "p2") == state(away, NAME, "p2")
    assert off(home) == []


def test_words_brought_back_have_what_was_made_of_them_here_whatever_came_in_between(
    home, away
) -> None:
    old = home.pair(NAME, "p4").pair
    made = home.layer_outcomes(NAME, "p4")
    come(away, replace(old, doc="theirs"))
    come(home, replace(old, target=replace(old.target, tokens=("other", *old.target.tokens[1:]))))
    assert bring(home, away).merged.differing == ("p4",)
    update.bring_back(home, NAME, "p4", 1, "eve")
    assert home.pair(NAME, "p4").pair == old
    assert home.layer_outcomes(NAME, "p4") == made


def test_metadata_from_a_file_called_bundle_is_taken_like_any_other(home, away) -> None:
    new = replace(home.pair(NAME, "p4").pair, doc="theirs")
    update.update(away, NAME, lambda: [new], "eve", reason="bundle 1.jsonl")
    assert bring(home, away).merged.edited == ("p4",)
