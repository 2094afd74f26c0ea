"""What people said, carried to another layer or to changed words."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.decision import EntityStatus as S
from core.domain.decision import PairStatus, Proposal, Side
from core.domain.entity import Entity
from core.domain.pair import Pair, Sentence
from core.domain.reattach import reattach
from core.domain.replay import PairState, Reviewed, source_id, start_state

PER, LOC = Entity(0, 1, "PER"), Entity(3, 5, "LOC")
PROPOSED = (Proposal(PER, "s0"), Proposal(LOC, "s1"))


def pair(target: str = "Ana vive en Nueva York .", *, source=None, entities=(PER, LOC)) -> Pair:
    words = source or "Anna lives in New York"
    given_ = None if entities is None else tuple(entities)
    return Pair("p", Sentence(tuple(words.split()), given_), Sentence(tuple(target.split())))


def state(per=S.ACCEPTED, loc=S.UNREVIEWED, status=PairStatus.IN_PROGRESS) -> PairState:
    start = start_state((PER, LOC), PROPOSED)
    target = tuple(replace(r, status=new) for r, new in zip(start.target, (per, loc), strict=True))
    return PairState(status, start.source, target)


def spans(found) -> list[tuple]:
    return [(r.entity.start, r.entity.end, r.entity.label, str(r.status)) for r in found]


def test_what_is_decided_stays_and_what_is_not_is_replaced() -> None:
    found = reattach(
        state(), pair(), pair(), [Proposal(PER, "s0"), Proposal(Entity(4, 5, "LOC"), "s1")]
    )
    assert spans(found.state.target) == [(0, 1, "PER", "accepted"), (4, 5, "LOC", "unreviewed")]
    assert (len(found.carried), found.stale, found.moot, found.outdone) == (1, (), (), ())


@pytest.mark.parametrize(
    "proposal",
    [
        Proposal(Entity(0, 2, "PER"), "s1"),  # overlaps what was accepted
        Proposal(Entity(1, 2, "PER"), "s0"),  # the counterpart of s0 is decided
        Proposal(Entity(0, 1, "ORG"), None),
    ],
)
def test_a_person_wins_over_a_proposal(proposal) -> None:
    found = reattach(state(), pair(), pair(), [proposal])
    assert spans(found.state.target) == [(0, 1, "PER", "accepted")]
    assert found.outdone == (proposal,)


def test_another_part_of_a_settled_entity_stays_where_it_was_left_open() -> None:
    start = start_state((PER, LOC), [Proposal(PER, "s0"), Proposal(Entity(2, 3, "PER"), "s0")])
    left = (replace(start.target[0], status=S.ACCEPTED), start.target[1])
    both = [Proposal(PER, "s0"), Proposal(Entity(2, 3, "PER"), "s0")]
    found = reattach(PairState(PairStatus.IN_PROGRESS, start.source, left), pair(), pair(), both)
    assert spans(found.state.target) == [(0, 1, "PER", "accepted"), (2, 3, "PER", "unreviewed")]


def test_what_was_rejected_stays_rejected_and_is_moot_where_nothing_proposes_it() -> None:
    rejected = state(per=S.REJECTED)
    again = reattach(rejected, pair(), pair(), PROPOSED)
    assert spans(again.state.target) == [(0, 1, "PER", "rejected"), (3, 5, "LOC", "unreviewed")]
    assert again.moot == ()
    other = reattach(rejected, pair(), pair(), [Proposal(Entity(0, 2, "PER"), "s0")])
    assert [r.entity for r in other.moot] == [PER]
    assert spans(other.fresh) == [(0, 2, "PER", "unreviewed")]
    back = reattach(other.state, pair(), pair(), PROPOSED)
    assert spans(back.state.target) == spans(again.state.target)


def test_a_source_entity_without_counterpart_gets_none() -> None:
    start = start_state((PER, LOC), PROPOSED)
    source = (start.source[0], replace(start.source[1], status=S.NO_COUNTERPART))
    found = reattach(replace(start, source=source, target=()), pair(), pair(), PROPOSED)
    assert spans(found.state.source) == [
        (0, 1, "PER", "unreviewed"),
        (3, 5, "LOC", "no-counterpart"),
    ]
    assert spans(found.state.target) == [(0, 1, "PER", "unreviewed")]
    assert found.outdone == (PROPOSED[1],)


@pytest.mark.parametrize("status", [s for s in PairStatus if s is not PairStatus.DONE])
def test_the_status_of_a_pair_stays(status) -> None:
    assert reattach(state(status=status), pair(), pair("nada"), PROPOSED).state.status is status


def test_a_done_pair_stays_done_unless_something_is_new_or_stale() -> None:
    done = state(loc=S.ACCEPTED, status=PairStatus.DONE)
    assert reattach(done, pair(), pair(), PROPOSED).state.status is PairStatus.DONE
    new = [*PROPOSED, Proposal(Entity(1, 2, "ORG"), None)]
    assert reattach(done, pair(), pair(), new).reopened
    assert reattach(done, pair(), pair("Eva vive en Nueva York .")).reopened
    assert not reattach(done, pair(), pair("Ana vivía en Nueva York .")).reopened


def test_one_changed_word_makes_only_what_touches_it_stale() -> None:
    both = state(loc=S.CORRECTED)
    found = reattach(both, pair(), pair("Ana vive en Nueva Jork ."), ())
    assert spans(found.state.target) == [(0, 1, "PER", "accepted")]
    (lost,) = found.stale
    assert (lost.side, lost.reviewed.entity, lost.place) == (Side.TARGET, LOC, (3, 5))


@pytest.mark.parametrize(
    "target", ["Ana vive en York .", "Ana vive en Nueva", "Ana vive en Nueva Gran York ."]
)
def test_a_span_is_never_shrunk_or_stretched(target) -> None:
    found = reattach(state(loc=S.ADDED), pair(), pair(target), ())
    assert [lost.reviewed.entity for lost in found.stale] == [LOC]
    assert LOC.label not in {r.entity.label for r in found.state.target}


def test_words_before_an_entity_only_move_it() -> None:
    found = reattach(state(), pair(), pair("Hoy , Ana vive en Nueva York ."), ())
    assert spans(found.state.target) == [(2, 3, "PER", "accepted")]


def test_source_entities_go_by_the_ids_of_the_new_tags() -> None:
    """A new first entity moves every number; what was said moves along, on both sides."""
    start = start_state((PER, LOC), PROPOSED)
    source = (replace(start.source[0], status=S.ACCEPTED), start.source[1])
    target = (replace(start.target[0], status=S.ACCEPTED), start.target[1])
    new = pair(
        source="Today Anna lives in New York",
        entities=(Entity(0, 1, "DATE"), Entity(1, 2, "PER"), Entity(4, 6, "LOC")),
    )
    found = reattach(PairState(PairStatus.IN_PROGRESS, source, target), pair(), new, ())
    assert [(r.id, *spans([r])[0]) for r in found.state.source] == [
        ("s0", 0, 1, "DATE", "unreviewed"),
        ("s1", 1, 2, "PER", "accepted"),
        ("s2", 4, 6, "LOC", "unreviewed"),
    ]
    assert [(r.source_id, r.entity) for r in found.state.target] == [("s1", PER)]


def test_a_corrected_source_entity_takes_the_place_of_the_one_it_came_from() -> None:
    start = start_state((PER, LOC), PROPOSED)
    moved = replace(start.source[1], entity=Entity(4, 5, "ORG"), status=S.CORRECTED)
    new = pair(
        source="So Anna lives in New York", entities=(Entity(1, 2, "PER"), Entity(4, 6, "LOC"))
    )
    found = reattach(replace(start, source=(start.source[0], moved)), pair(), new, ())
    assert [(r.id, *spans([r])[0]) for r in found.state.source] == [
        ("s0", 1, 2, "PER", "unreviewed"),
        ("s1", 5, 6, "ORG", "corrected"),
    ]


def test_a_source_that_loses_its_tags_keeps_what_people_said() -> None:
    start = start_state((PER, LOC), PROPOSED)
    source = (replace(start.source[0], status=S.ACCEPTED), start.source[1])
    bare = pair(entities=None)
    assert spans(reattach(replace(start, source=source), pair(), bare).state.source) == [
        (0, 1, "PER", "accepted")
    ]
    assert reattach(replace(start, source=None), bare, bare).state.source is None


WORDS = st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=8)
LABELS = st.sampled_from(["PER", "LOC"])


@st.composite
def entities(draw, length: int):
    found, at = [], 0
    while at < length and draw(st.booleans()):
        start = draw(st.integers(at, length - 1))
        end = draw(st.integers(start + 1, length))
        found.append(Entity(start, end, draw(LABELS)))
        at = end
    return tuple(found)


@st.composite
def worlds(draw):
    """A pair, what was said of it, and what a layer proposes."""
    source, target = draw(WORDS), draw(WORDS)
    own = draw(entities(len(source)))
    made = Pair("p", Sentence(tuple(source), own), Sentence(tuple(target)))
    ids = st.sampled_from([None, *(source_id(k) for k in range(len(own)))])
    start = start_state(own, [Proposal(e, draw(ids)) for e in draw(entities(len(target)))])
    on_target = [s for s in S if s is not S.NO_COUNTERPART]
    said = PairState(
        draw(st.sampled_from(list(PairStatus))),
        tuple(replace(r, status=draw(st.sampled_from(list(S)))) for r in start.source),
        tuple(replace(r, status=draw(st.sampled_from(on_target))) for r in start.target),
    )
    return made, said, [Proposal(e, draw(ids)) for e in draw(entities(len(target)))]


def touched(of: PairState) -> list[Reviewed]:
    return [r for r in (*(of.source or ()), *of.target) if r.status is not S.UNREVIEWED]


def accounted(found) -> list[Reviewed]:
    return [*found.carried, *found.moot, *(lost.reviewed for lost in found.stale)]


@given(worlds())
def test_on_the_same_words_all_that_was_said_stays_as_it_is(world) -> None:
    made, said, proposals = world
    found = reattach(said, made, made, proposals)
    assert found.stale == ()
    assert touched(found.state) == touched(said)


@given(worlds())
def test_carrying_twice_is_carrying_once(world) -> None:
    made, said, proposals = world
    once = reattach(said, made, made, proposals).state
    assert reattach(once, made, made, proposals).state == once


@given(worlds(), st.data())
def test_one_changed_word_leaves_all_else_where_it_is(world, data) -> None:
    made, said, proposals = world
    side = data.draw(st.sampled_from(["source", "target"]))
    sentence = getattr(made, side)
    at = data.draw(st.integers(0, len(sentence) - 1))
    tokens = (*sentence.tokens[:at], "new", *sentence.tokens[at + 1 :])
    new = replace(made, **{side: replace(sentence, tokens=tokens)})
    found = reattach(said, made, new, proposals)
    for reviewed, now in ((r, {n.id: n for n in touched(found.state)}) for r in touched(said)):
        own_side = Side.SOURCE if reviewed in (said.source or ()) else Side.TARGET
        hit = own_side == side and reviewed.entity.start <= at < reviewed.entity.end
        lost = [one for one in found.stale if (one.side, one.reviewed) == (own_side, reviewed)]
        assert bool(lost) == hit
        if hit:
            assert lost[0].place is not None
        else:
            assert now[reviewed.id].status is reviewed.status


@given(worlds(), WORDS, WORDS, st.data())
def test_nothing_that_was_said_is_lost(world, source, target, data) -> None:
    made, said, _ = world
    tags = data.draw(entities(len(source)))
    new = Pair("p", Sentence(tuple(source), tags), Sentence(tuple(target)))
    proposals = [Proposal(e, None) for e in data.draw(entities(len(target)))]
    found = reattach(said, made, new, proposals)
    key = lambda r: (r.id, r.entity, r.status)  # noqa: E731 (one use)
    assert sorted(map(key, accounted(found))) == sorted(map(key, touched(said)))
    for standing in (found.state.source or (), found.state.target):
        assert len({r.id for r in standing}) == len(standing)
    assert len(found.state.source_entities()) == len(set(found.state.source_entities()))
