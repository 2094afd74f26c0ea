"""A newer version of a project's texts: only what changed is touched, and nothing is lost."""

import json
from dataclasses import replace

import pytest
import sqlalchemy as sa

from core.domain.decision import Decision, Kind, PairStatus, Side
from core.domain.entity import Entity
from core.domain.pair import Pair
from core.errors import ConflictError, InputError, UnknownNameError
from core.review import rebase, stale, update
from core.review.decide import apply_ops
from core.review.updated import Updated
from core.storage import Filter, Outcome, Workspace
from core.storage.revisions import CAME_LATER, CHANGED
from tests.review.build import CLIENT, op, projected
from tests.storage.build import corpus, filled, outcome, pair

TABLES = ("pairs", "texts", "states", "outcomes", "alignments", "decisions", "signals")


def other_words(of: Pair, at: int, word: str, *, side: str = "target") -> Pair:
    sentence = getattr(of, side)
    tokens = (*sentence.tokens[:at], word, *sentence.tokens[at + 1 :])
    return replace(of, **{side: replace(sentence, tokens=tokens)})


def changed(ws: Workspace, *given: Pair, name: str = "one") -> list[Pair]:
    """Return the pairs of the project, those given in place of the ones of their ids."""
    own = {p.id: p for p in given}
    known = [own.pop(s.pair.id, s.pair) for s in ws.iter_pairs(name)]
    return [*known, *own.values()]


def do(ws: Workspace, pairs: list[Pair], person: str = "eve") -> Updated:
    seen = update.preview(ws, "one", lambda: pairs)
    done = update.update(ws, "one", lambda: pairs, person, reason="new.jsonl")
    assert seen == done  # what is told before is what comes to be
    return done


def decide(ws: Workspace, *ops: object, person: str = "ann", client: str = CLIENT) -> None:
    applied = apply_ops(ws, "one", person, client, list(ops))
    assert applied.refused == ()


def dump(ws: Workspace, but: int) -> dict[str, list]:
    """Return every row of the tables but those of the pair at one place."""
    with ws._engine.connect() as connection:
        rows = {
            table: connection.execute(sa.text(f"select * from {table}")).mappings().all()
            for table in TABLES
        }
    return {
        t: [tuple(r.values()) for r in found if r["position"] != but] for t, found in rows.items()
    }


def spans(ws: Workspace, pair_id: str) -> list[tuple]:
    return [(r.entity.start, r.entity.end, str(r.status)) for r in ws.state("one", pair_id).target]


@pytest.fixture
def decided(ws: Workspace) -> Workspace:
    """p1: PER accepted, LOC corrected; p2: accepted whole; p3: flagged; p4: untouched."""
    projected(ws)
    decide(
        ws,
        op(1, "accept", entity="s0.0"),
        op(2, "change", entity="s1.0", start=3, end=5, label="ORG"),
        op(3, "accept-pair", "pair", pair="p2"),
        op(4, "flag", "pair", pair="p3", reason="look"),
    )
    return ws


def test_one_changed_word_touches_one_decision_and_no_byte_of_other_pairs(decided) -> None:
    ws = decided
    before = dump(ws, but=1)
    found = do(ws, changed(ws, other_words(pair("p1", gold=True), 4, "Jork")))
    assert (found.changed, found.words, found.same, found.new, found.missing) == (1, 1, 4, 0, 0)
    assert (found.carried, found.stale, found.reopened) == (1, 1, 0)
    assert dump(ws, but=1) == before
    assert spans(ws, "p1") == [(0, 1, "accepted")]
    (one,) = ws.stale.read("one")
    assert (one.pair, one.said.words, one.said.place) == ("p1", ("Nueva", "York"), (3, 5))
    assert (one.said.person, one.said.kind) == ("ann", "change")
    both = stale.look(ws, "one", one)
    assert (both.before.tokens[4], both.after.tokens[4]) == ("York", "Jork")
    assert ws.find("one", Filter(stale=True)) == ("p1",)


def test_nothing_changed_is_nothing_done(decided) -> None:
    ws = decided
    before = dump(ws, but=0)
    found = do(ws, changed(ws))
    assert found.nothing
    assert dump(ws, but=0) == before
    assert ws.stale.count("one") == (0, 0)
    assert ws.revisions.texts("one") == 0
    assert ws.events.read("one") == ()


def test_undo_goes_on_with_what_was_decided_elsewhere(decided) -> None:
    ws = decided
    do(ws, changed(ws, other_words(pair("p3"), 5, "!")))
    assert ws.state("one", "p3").status is PairStatus.FLAGGED
    assert ws.undoable("one", "eve") is None  # words are brought back, not undone
    taken = []
    while (last := ws.undoable("one", "ann")) is not None:
        taken.append((last.pair, last.kind))
        decide(ws, op(10 + len(taken), "undo", "pair", pair=""))
    assert taken == [("p2", Kind.ACCEPT_PAIR), ("p1", Kind.CHANGE), ("p1", Kind.ACCEPT)]


def test_a_done_pair_opens_where_a_decided_word_changed(decided) -> None:
    ws = decided
    found = do(ws, changed(ws, other_words(pair("p2"), 0, "Eva")))
    assert (found.reopened, found.stale) == (1, 1)
    assert ws.state("one", "p2").status is PairStatus.IN_PROGRESS
    found = do(ws, changed(ws, other_words(ws.pair("one", "p4").pair, 1, "vivía")))
    assert (found.reopened, found.stale, found.carried) == (0, 0, 0)


def test_an_untouched_pair_begins_anew_and_moves_with_the_project(decided) -> None:
    ws = decided
    do(ws, changed(ws, other_words(pair("p4"), 3, "Gran")))
    record = ws.record("one", "p4")
    assert (record.state.status, record.version, record.floats) == (PairStatus.UNREVIEWED, 1, True)
    assert record.outcome == Outcome.skipped(CHANGED)
    assert spans(ws, "p4") == []
    made = ws.write_layer("one", [(p.id, outcome(p)) for p in corpus()], name="third")
    ws.set_base("one", made.content_hash)
    assert spans(ws, "p4") == [(0, 1, "unreviewed"), (3, 5, "unreviewed")]
    assert ws.find(
        "one", Filter(label=frozenset(["LOC"]), status=frozenset([PairStatus.UNREVIEWED]))
    )
    decide(ws, op(20, "accept", pair="p4", entity="s0.0"))
    assert ws.record("one", "p4").base == made.content_hash
    assert not ws.record("one", "p4").floats


def test_new_pairs_come_last_and_missing_ones_stay(decided) -> None:
    ws = decided
    fresh = [replace(pair("p6"), extra={"k": 1}), pair("p7", known=False)]
    found = do(ws, [s.pair for s in ws.iter_pairs("one") if s.pair.id != "p3"] + fresh)
    assert (found.new, found.missing, found.changed) == (2, 1, 0)
    assert found.first == {"new": ["p6", "p7"], "missing": ["p3"]}
    info = ws.project("one")
    assert (info.pairs, info.languages) == (7, (("en", "es", 7),))
    assert [s.position for s in ws.iter_pairs("one")] == [1, 2, 3, 4, 5, 6, 7]
    assert [o for _, o in ws.layer_outcomes("one", "p6")] == [Outcome.skipped(CAME_LATER)] * 2
    assert ws.find("one", Filter(text="p7")) == ("p7",)
    assert ws.find("one", Filter(text="p3")) == ("p3",)
    (event,) = ws.events.read("one")
    assert (event.kind, event.person, event.body["new"]) == ("texts", "eve", 2)


def test_search_lengths_labels_and_languages_are_those_of_the_new_words(decided) -> None:
    ws = decided
    old = pair("p4")
    source = replace(old.source, entities=(Entity(0, 1, "DOG"),), lang="fr")
    target = replace(old.target, tokens=("Una", "frase", "corta"))
    do(ws, changed(ws, replace(old, source=source, target=target)))
    assert ws.find("one", Filter(text="frase corta")) == ("p4",)
    assert "p4" not in ws.find("one", Filter(text="Nueva York"))
    assert ws.find("one", Filter(label=frozenset(["DOG"]))) == ("p4",)
    assert "DOG" in ws.project("one").labels
    assert ws.project("one").languages == (("en", "es", 4), ("fr", "es", 1))
    assert ws.alignment("one", "p4", "by hand") is None
    assert ws.alignment("one", "p3", "by hand") is not None


def test_what_methods_do_not_go_by_changes_nothing_that_they_made(decided) -> None:
    ws = decided
    before = ws.record("one", "p1")
    found = do(ws, changed(ws, replace(pair("p1"), doc="d", extra={"more": [1]})))
    assert (found.changed, found.words) == (1, 0)
    after = ws.record("one", "p1")
    assert (after.state, after.version, after.outcome) == (
        before.state,
        before.version,
        before.outcome,
    )
    assert (after.stored.pair.doc, after.stored.pair.target.entities) == ("d", None)
    assert ws.versions("one", ["p1"])["p1"][2] == 1


def test_an_older_version_comes_back_with_what_was_made_of_it(decided) -> None:
    ws = decided
    old = ws.pair("one", "p4").pair
    made = ws.layer_outcomes("one", "p4")
    links = ws.alignment("one", "p4", "by hand")
    update.edit(ws, "one", other_words(old, 1, "moraba"), "eve")
    (first,) = ws.revisions.read("one", "p4")
    assert (first.number, first.person, first.reason, first.pair) == (1, "eve", "edited", old)
    update.bring_back(ws, "one", "p4", 1, "eve")
    assert ws.pair("one", "p4").pair == old
    assert ws.layer_outcomes("one", "p4") == made
    assert ws.alignment("one", "p4", "by hand") == links
    assert len(spans(ws, "p4")) == 2
    assert [r.number for r in ws.revisions.read("one", "p4")] == [2, 1]
    with pytest.raises(InputError, match="has no version 9"):
        update.bring_back(ws, "one", "p4", 9, "eve")
    with pytest.raises(UnknownNameError):
        update.edit(ws, "one", pair("p99"), "eve")


def test_brought_back_a_decided_pair_has_its_proposals_again(decided) -> None:
    ws = decided
    decide(ws, op(30, "accept", pair="p4", entity="s0.0"))
    before = spans(ws, "p4")
    update.edit(ws, "one", other_words(pair("p4"), 1, "moraba"), "eve")
    assert spans(ws, "p4") == [(0, 1, "accepted")]
    update.bring_back(ws, "one", "p4", 1, "eve")
    assert spans(ws, "p4") == before


@pytest.mark.parametrize("end", ["twice", "empty", "broken"])
def test_a_bad_file_changes_nothing(decided, end) -> None:
    ws = decided
    new = [other_words(pair("p1"), 1, "x")]

    def texts():
        yield from new if end != "empty" else []
        if end == "twice":
            yield new[0]
        if end == "broken":
            raise InputError("line 2")

    before = dump(ws, but=0)
    with pytest.raises(InputError):
        update.update(ws, "one", texts, "eve")
    assert dump(ws, but=0) == before


def test_what_is_decided_while_a_file_is_read_is_carried_too(decided, monkeypatch) -> None:
    """Between comparing and writing somebody decides; the transaction reads the pair anew."""
    ws = decided
    pairs = changed(ws, other_words(pair("p4"), 5, "!"))
    compare = ws.revisions.compare
    asked = []

    def and_decide(project, given):
        found = compare(project, given)
        asked.append(1)
        if len(asked) == 1:
            decide(ws, op(40, "accept", pair="p4", entity="s1.0"), person="ben", client="b")
        return found

    monkeypatch.setattr(ws.revisions, "compare", and_decide)
    found = update.update(ws, "one", lambda: pairs, "eve")
    assert found.carried == 1
    assert spans(ws, "p4") == [(3, 5, "accepted")]


def test_a_stale_decision_is_applied_dismissed_and_opened_again(decided) -> None:
    ws = decided
    do(ws, changed(ws, other_words(pair("p1", gold=True), 4, "Jork")))
    (one,) = ws.stale.read("one", settled=False)
    done = stale.dismiss(ws, "one", one.number, "eve")
    assert (done.how, done.by, ws.stale.count("one")) == ("dismissed", "eve", (0, 1))
    with pytest.raises(ConflictError, match="dismissed by eve already"):
        stale.apply(ws, "one", one.number, "eve")
    assert not stale.reopen(ws, "one", one.number, "eve").settled
    done = stale.apply(ws, "one", one.number, "eve")
    assert (done.how, done.said) == ("applied", one.said)
    assert spans(ws, "p1") == [(0, 1, "accepted"), (3, 5, "added")]
    assert ws.state("one", "p1").target[1].source_id == "s1"
    assert ws.find("one", Filter(stale=True)) == ()
    assert [e.kind for e in ws.events.read("one")] == ["texts", *["stale"] * 3]
    with pytest.raises(UnknownNameError):
        ws.stale.one("one", 99)


def test_a_place_moves_on_with_further_changes(decided) -> None:
    ws = decided
    do(ws, changed(ws, other_words(pair("p1", gold=True), 4, "Jork")))
    now = ws.pair("one", "p1").pair
    target = replace(now.target, tokens=("Hoy", *now.target.tokens), entities=None)
    update.edit(ws, "one", replace(now, target=target), "eve")
    (one,) = ws.stale.read("one")
    assert stale.look(ws, "one", one).place == (4, 6)
    update.edit(
        ws,
        "one",
        replace(now, target=replace(target, tokens=("Hoy", "Ana", "vive", "en", "."))),
        "eve",
    )
    both = stale.look(ws, "one", one)
    assert (both.place, both.op, both.why_not) == (None, None, "no words are left where it stood")
    assert ws.stale.count("one") == (1, 0)
    update.edit(ws, "one", replace(now, target=replace(target, tokens=tuple("abcdefghi"))), "eve")
    assert "too many words changed" in stale.look(ws, "one", one).why_not


def test_a_layer_begun_before_the_words_changed_knows_nothing_of_them(decided) -> None:
    ws = decided

    def made():
        for k, p in enumerate(corpus()):
            if k == 3:
                update.edit(ws, "one", other_words(pair("p1", gold=True), 4, "Jork"), "eve")
            yield p.id, outcome(p)

    ws.write_layer("one", made(), name="slow")
    outcomes = {layer.name: o for layer, o in ws.layer_outcomes("one", "p1")}
    assert outcomes["slow"] == Outcome.skipped(CHANGED)
    assert {o.state for layer, o in ws.layer_outcomes("one", "p2")} == {"projected"}


# To another layer


def test_decisions_go_along_to_another_layer_and_back(ws: Workspace) -> None:
    base = filled(ws).content_hash
    other = ws.project("one").layer("second").content_hash
    ws.append_decisions("one", [])
    decide(
        ws,
        op(1, "accept", pair="p2", entity="s0.0"),
        op(2, "accept-pair", "pair", pair="p1"),
    )
    seen = rebase.preview(ws, "one", other)
    done = rebase.rebase(ws, "one", other, "eve")
    assert seen == done
    assert (done.untouched, done.pairs, done.stale, done.reopened) == (3, 2, 0, 0)
    assert spans(ws, "p2") == [(0, 1, "accepted"), (3, 4, "unreviewed")]
    assert ws.state("one", "p1").status is PairStatus.DONE
    assert {ws.record("one", p).base for p in ("p1", "p2", "p3")} == {other}
    assert ws.project("one").base == other
    assert rebase.rebase(ws, "one", other, "eve").pairs == 0
    decide(ws, op(1, "undo", "pair", pair=""), person="eve", client="e")
    assert [ws.record("one", p).base for p in ("p1", "p2", "p3")] == [base, base, other]
    assert spans(ws, "p2") == [(0, 1, "accepted"), (3, 5, "unreviewed")]


def test_methods_run_again_reach_decided_pairs_whose_words_changed(decided) -> None:
    ws = decided
    do(ws, changed(ws, other_words(pair("p1", gold=True), 4, "Jork")))
    made = ws.write_layer("one", [(p.id, outcome(p)) for p in corpus()], name="again")
    done = rebase.rebase(ws, "one", made.content_hash, "eve")
    assert done.pairs == 3
    assert spans(ws, "p1") == [(0, 1, "accepted"), (3, 5, "unreviewed")]
    (one,) = ws.stale.read("one")
    assert stale.look(ws, "one", one).there[0].entity.label == "LOC"
    with pytest.raises(UnknownNameError, match="unknown layer 'nix'"):
        rebase.rebase(ws, "one", "nix", "eve")


def test_an_edited_source_is_projected_again_by_the_method_it_goes_to(ws: Workspace) -> None:
    layers = projected(ws)
    decide(ws, op(1, "change", "source", entity="s1", start=4, end=5, label="LOC"))
    rebase.rebase(ws, "one", layers[1].content_hash, "eve")
    state = ws.state("one", "p1")
    assert [r.entity for r in state.source] == [Entity(0, 1, "PER"), Entity(4, 5, "LOC")]
    assert spans(ws, "p1") == [(0, 1, "unreviewed"), (4, 5, "unreviewed")]


def test_counts_are_told_in_words() -> None:
    found = rebase.Moved(untouched=1, pairs=2000, carried=1, stale=0, outdone=3, reopened=1)
    assert found.words == (
        "1 untouched pair, 2,000 pairs with decisions carried, 1 decided entity kept, "
        "3 proposed otherwise and left out, 0 stale, 1 pair reopened"
    )
    told = Updated(same=5, changed=1, words=1, missing=2, carried=2, stale=1)
    assert told.words_for_people == (
        "1 pair changed (1 in their words), 0 new, 5 as they were, 2 not in the file, which stay, "
        "2 decided entities kept, 1 stale, 0 pairs reopened"
    )
    assert json.dumps(told.first) == "{}"


def test_tracks_of_their_own_are_carried_with_what_is_stale_there(decided) -> None:
    ws = decided
    accept = Decision(
        "own", 1, "2030-01-01T00:00:00Z", "bea", "p4", Side.PAIR, Kind.ACCEPT_PAIR, track="bea"
    )
    with ws.recording("one", "bea") as log:
        log.append(accept)
    found = do(ws, changed(ws, other_words(pair("p4"), 4, "Jork")))
    assert (found.carried, found.stale, found.reopened) == (3, 1, 1)
    (one,) = ws.stale.read("one")
    assert (one.track, one.said.person) == ("bea", "bea")
    own = ws.record("one", "p4", "bea").state
    assert own.status is PairStatus.IN_PROGRESS
    assert [(r.entity.start, str(r.status)) for r in own.target] == [(0, "accepted")]
    assert ws.state("one", "p4").status is PairStatus.UNREVIEWED
    both = stale.look(ws, "one", one)
    assert [(r.entity.start, str(r.status)) for r in both.there] == []
    stale.apply(ws, "one", one.number, "bea")
    own = ws.record("one", "p4", "bea").state
    assert [(r.entity.start, str(r.status)) for r in own.target] == [(0, "accepted"), (3, "added")]
    assert ws.state("one", "p4").status is PairStatus.UNREVIEWED
