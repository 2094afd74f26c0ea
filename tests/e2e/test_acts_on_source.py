"""Source entities fixed, deleted and added by hand: what comes from them changes with them."""

from dataclasses import replace

import pytest

from core.domain.pair import Pair
from tests.e2e.test_acts import offer_and_take_back
from tests.e2e.worlds import SAMPLE, Stage, stage

pytestmark = [pytest.mark.e2e, pytest.mark.soak]


def without_entities() -> list[Pair]:
    """Return some pairs of the sample as if nobody had looked at their sentences yet."""
    return [
        replace(
            pair,
            source=replace(pair.source, entities=None),
            target=replace(pair.target, entities=None),
        )
        for pair in SAMPLE.pairs()[:14]
    ]


def in_every_language() -> list[Pair]:
    """Return two sentences of the sample, and all that they were translated into."""
    return [pair for pair in SAMPLE.pairs() if pair.id[-2:] in {"01", "11"}]


def both(world: Stage, pair: str) -> tuple[list[str], list[str]]:
    return world.words(pair, "source"), world.words(pair, "target")


def test_a_source_entity_is_fixed_and_projected_anew(acting, new_page) -> None:
    world = stage(*acting, SAMPLE)
    pair = "sample-de-11"
    desk = world.open(new_page(), pair)
    before, state = both(world, pair), world.workspace.record(world.project, pair).state
    kept = ["Nigerian: MISC", "Kano: LOC"], ["nigerianischer: MISC", "Kano: LOC"]
    assert before == (["German: MISC", *kept[0]], ["deutsche: MISC", *kept[1]])
    desk.select("source", "German")
    desk.press("]")
    desk.wait_until_saved()
    moved = both(world, pair)
    assert moved == (["German engineer: MISC", *kept[0]], ["deutsche Ingenieurin: MISC", *kept[1]])
    assert moved[1] == world.rows(pair)[0]
    desk.press("3")
    desk.wait_until_saved()
    named = ["German engineer: LOC", *kept[0]], ["deutsche Ingenieurin: LOC", *kept[1]]
    assert both(world, pair) == named
    assert world.decided() == [("change", ""), ("change", "")]
    desk.press("z")
    desk.wait_until_saved()
    assert both(world, pair) == moved
    desk.press("z")
    desk.wait_until_saved()
    assert both(world, pair) == before
    assert world.workspace.record(world.project, pair).state == state
    assert desk.problems == []


def test_a_deleted_source_entity_takes_its_target_along(acting, new_page) -> None:
    world = stage(*acting, SAMPLE)
    pair = "sample-de-02"
    desk = world.open(new_page(), pair)
    before, state = both(world, pair), world.workspace.record(world.project, pair).state
    desk.select("source", "Universities of Ghana")
    desk.press("Delete")
    desk.wait_until_saved()
    gone = "Universities of Ghana: ORG", "Universitäten von Ghana: ORG"
    assert both(world, pair) == tuple(
        [said for said in side if said != one] for side, one in zip(before, gone, strict=True)
    )
    assert all(one in side for side, one in zip(before, gone, strict=True))
    assert world.decided() == [("delete", "")]
    desk.press("z")
    desk.wait_until_saved()
    assert both(world, pair) == before
    assert world.workspace.record(world.project, pair).state == state
    assert desk.problems == []


@pytest.mark.parametrize(("key", "left"), [("2", ["Kano: ORG"]), ("Delete", [])])
def test_what_is_done_to_a_source_entity_is_offered_wherever_it_stands(
    key, left, acting, new_page
) -> None:
    world = stage(*acting, replace(SAMPLE, pairs=in_every_language))
    pair, words = SAMPLE.same
    desk = world.open(new_page(), pair)
    desk.select("source", words)
    desk.press(key)
    desk.wait_until_saved()
    for side in ("source", "target"):
        assert [said for said in world.words(pair, side) if said.startswith(words)] == left
    before = {one: both(world, one) for one in world.ids}
    sources = {one: source for one, (source, _) in before.items()}
    offer_and_take_back(desk, world, "source", sources)
    assert {one: both(world, one) for one in world.ids} == before
    assert desk.problems == []


def test_entities_given_by_hand_are_projected_at_once(acting, new_page) -> None:
    world = stage(*acting, replace(SAMPLE, pairs=without_entities))
    pair = "sample-de-11"
    desk = world.open(new_page(), pair)
    assert world.workspace.record(world.project, pair).state.source is None
    desk.drag("source", 12, 12)
    desk.press("3")
    desk.wait_until_saved()
    assert both(world, pair) == (["Kano: LOC"], ["Kano: LOC"])
    desk.drag("source", 1, 1)
    desk.press("4")
    desk.wait_until_saved()
    sources, targets = both(world, pair)
    assert sources == ["German: MISC", "Kano: LOC"]
    assert len(targets) == 2
    assert "Kano: LOC" in targets
    assert world.decided() == [("add", ""), ("add", "")]
    for _ in range(2):
        desk.press("z")
        desk.wait_until_saved()
    assert both(world, pair) == ([], [])
    assert desk.problems == []
