"""Acts on 80 by 80 words of real text, where five methods say five things, looked up on disk."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

import pytest
from playwright.sync_api import expect

from core.domain.entity import Entity
from core.domain.pair import Pair, Sentence
from core.review.view import pair_view
from tests.e2e.desk import Desk
from tests.e2e.test_acts import offer_and_take_back
from tests.e2e.test_acts_going import majority
from tests.e2e.worlds import SAMPLE, Stage, World, stage

pytestmark = [pytest.mark.e2e, pytest.mark.soak]

TOKENS = 80
METHODS = ("coverage-exact", "heuristic", "aligned-greedy", "span-rule", "heuristic-paper")
PAIR = "sw-0"


def cut(sides: Sequence[Sentence]) -> Sentence:
    """Return the first 80 words of some sentences as one, with the entities that are whole."""
    words, found = [], []
    for side in sides:
        at = len(words)
        found += [Entity(e.start + at, e.end + at, e.label) for e in side.entities or ()]
        words += side.tokens
    kept = tuple(e for e in found if e.end <= TOKENS)
    return Sentence(tuple(words[:TOKENS]), kept, sides[0].lang)


def long_texts() -> list[Pair]:
    """Return the sample put together to pairs of 80 by 80 words, without gold."""
    made: list[Pair] = []
    for lang, pairs in groupby(SAMPLE.pairs(), key=lambda pair: pair.target.lang):
        part: list[Pair] = []
        for pair in pairs:
            part.append(pair)
            source, target = cut([p.source for p in part]), cut([p.target for p in part])
            if min(len(source), len(target)) == TOKENS:
                name = f"{lang}-{sum(one.id.startswith(lang) for one in made)}"
                made.append(Pair(name, source, Sentence(target.tokens, None, target.lang)))
                part = []
    return made


LARGE = World(METHODS, long_texts, ("", ""), ("", 0, ""))


@pytest.fixture
def large(acting) -> Stage:
    """Return a fresh project, in the first Swahili pair of which no two methods agree."""
    world = stage(*acting, LARGE)
    for pair in world.ids:
        stored = world.workspace.pair(world.project, pair).pair
        assert len(stored.source) == len(stored.target) == TOKENS
    rows = world.rows(PAIR)
    assert len(rows) == len(METHODS) == len({str(row) for row in rows})
    return world


def both(world: Stage, pair: str = PAIR) -> tuple[list[str], list[str]]:
    return world.words(pair, "source"), world.words(pair, "target")


def take_back(desk: Desk, times: int = 1) -> None:
    for _ in range(times):
        desk.press("z")
        desk.wait_until_saved()


def test_each_of_five_methods_is_taken_whole(large, new_page) -> None:
    desk = large.open(new_page(), PAIR)
    before, rows = large.words(PAIR, "target"), large.rows(PAIR)
    assert rows[0] == before
    for n, row in enumerate(rows[1:], start=2):
        button = desk.bench.locator(f'button[data-fid="take:method:{n - 1}"]')
        for take in (lambda n=n: desk.press(f"Alt+Digit{n}"), button.click):
            take()
            desk.wait_until_saved()
            assert large.words(PAIR, "target") == row != before
            desk.bench.locator('button[data-command="undo"]').click()
            desk.wait_until_saved()
            assert large.words(PAIR, "target") == before
    most = majority(rows)
    assert most != sorted(before)
    consensus = desk.bench.locator('button[data-fid^="take:consensus"]')
    for take in (lambda: desk.press("Alt+Digit0"), consensus.click):
        take()
        desk.wait_until_saved()
        assert sorted(large.words(PAIR, "target")) == most
        take_back(desk)
        assert large.words(PAIR, "target") == before
    assert desk.problems == []


def test_one_entity_is_taken_from_each_method(large, new_page) -> None:
    desk = large.open(new_page(), PAIR)
    before, rows = large.words(PAIR, "target"), large.rows(PAIR)
    place = before.index("Umoja: ORG")
    for n in (2, 4):
        said = rows[n - 1][place]
        wanted = [*before[:place], said, *before[place + 1 :]]
        words, _, label = said.partition(": ")
        cell = desk.bench.get_by_role(
            "button", name=re.compile(f"^{METHODS[n - 1]}: {words}, {label}, ")
        )
        for take in (lambda n=n: desk.press(f"Alt+Shift+Digit{n}"), cell.click):
            desk.select("target", "Umoja")
            take()
            desk.wait_until_saved()
            assert large.words(PAIR, "target") == wanted != before
            assert large.decided()[-1] == ("change", "")
            take_back(desk)
            assert large.words(PAIR, "target") == before
    count = len(large.decisions())
    desk.select("target", "Sierra")
    desk.press("Alt+Shift+Digit5")
    expect(desk.page.locator(".bench .notice")).to_contain_text("has nothing for this entity")
    desk.wait_until_saved()
    assert len(large.decisions()) == count
    assert desk.problems == []


def test_each_candidate_of_an_entity_is_picked(large, new_page) -> None:
    """By key and by mouse; the first, which is there already, is accepted."""
    desk = large.open(new_page(), PAIR)
    before = large.words(PAIR, "target")
    view = pair_view(large.workspace, large.project, PAIR)
    (source,) = [e["id"] for e in view["source"]["entities"] if (e["start"], e["end"]) == (45, 47)]
    found = view["rows"][0]["why"][source]["explanation"]["competitors"]
    tokens = view["target"]["tokens"]
    place = before.index("Chuo Kikuu cha Tsinghua: ORG")
    assert len(found) >= 5
    for n, candidate in enumerate(found[:5], start=1):
        said = f"{' '.join(tokens[candidate['start'] : candidate['end']])}: ORG"
        wanted = [*before[:place], said, *before[place + 1 :]]
        desk.select("source", "Tsinghua University")
        button = desk.bench.get_by_role("button", name=re.compile(f"^Pick candidate {n}:"))
        for pick in (lambda n=n: desk.press(f"Shift+Digit{n}"), button.click):
            pick()
            desk.wait_until_saved()
            assert sorted(large.words(PAIR, "target")) == sorted(wanted)
            assert large.decided()[-1] == ("change" if n > 1 else "accept", "")
            take_back(desk)
            assert large.words(PAIR, "target") == before
            desk.select("source", "Tsinghua University")
    assert desk.problems == []


def test_a_source_entity_is_moved_named_and_deleted_with_its_target(large, new_page) -> None:
    desk = large.open(new_page(), PAIR)
    before, state = both(large), large.workspace.record(large.project, PAIR).state
    desk.select("source", "EU")
    moves = (
        ("]", "EU commissioner"),
        ("Shift+]", "The EU commissioner"),
        ("[", "The EU"),
        ("Shift+[", "EU"),
    )
    for key, words in moves:
        desk.press(key)
        desk.wait_until_saved()
        source, target = both(large)
        assert source == [f"{words}: ORG" if said == "EU: ORG" else said for said in before[0]]
        assert target == large.rows(PAIR)[0]
    assert both(large) == before
    desk.press("1")
    desk.wait_until_saved()
    source, target = both(large)
    assert "EU: PER" in source
    assert target == [said.replace("Umoja: ORG", "Umoja: PER") for said in before[1]]
    take_back(desk)
    desk.select("source", "EU")
    desk.press("Delete")
    desk.wait_until_saved()
    gone = [s for s in before[0] if s != "EU: ORG"], [s for s in before[1] if s != "Umoja: ORG"]
    assert both(large) == gone
    take_back(desk, 5)
    assert large.workspace.record(large.project, PAIR).state == state
    assert both(large) == before
    assert desk.problems == []


def free_break(desk: Desk, side: str, taken: Sequence[Entity]) -> tuple[int, int] | None:
    """Return two neighbours on two lines, neither of them in an entity; None without any."""
    tops = [desk.token(side, k).bounding_box()["y"] for k in range(TOKENS)]
    for k in range(TOKENS - 1):
        inside = any(e.start < k + 2 and k < e.end for e in taken)
        if tops[k + 1] > tops[k] + 10 and not inside:
            return k, k + 1
    return None


@pytest.mark.parametrize(("pair", "side"), [(PAIR, "source"), (PAIR, "target"), ("ar-0", "target")])
def test_an_entity_is_added_by_drag_over_the_end_of_a_line(pair, side, large, new_page) -> None:
    desk = large.open(new_page(), pair)
    before, state = both(large, pair), large.workspace.record(large.project, pair).state
    taken = [r.entity for r in large.side(pair, side)]
    found = None
    for width in range(1280, 900, -40):
        desk.page.set_viewport_size({"width": width, "height": 900})
        desk.page.wait_for_timeout(200)
        found = free_break(desk, side, taken)
        if found:
            break
    assert found, "no line ends outside of the entities"
    first, last = found
    desk.drag(side, first, last)
    desk.press("4")
    desk.wait_until_saved()
    (added,) = [r.entity for r in large.side(pair, side) if r.entity not in taken]
    assert (added.start, added.end, added.label) == (first, last + 1, "MISC")
    assert large.decided() == [("add", "")]
    take_back(desk)
    assert both(large, pair) == before
    assert large.workspace.record(large.project, pair).state == state
    assert desk.problems == []


def test_an_edge_is_dragged_and_stops_at_the_ends_of_the_sentence(large, new_page) -> None:
    desk = large.open(new_page(), PAIR)
    before = large.words(PAIR, "target")
    for words, keys in (("Amina Yusuf", ["Shift+]"]), ("Sierra", ["]", "[", "Shift+["])):
        desk.select("target", words)
        for key in keys:
            desk.press(key)
    desk.wait_until_saved()
    assert large.decided() == []
    desk.select("target", "Chuo Kikuu cha Nairobi")
    last, to = desk.token("target", 7).bounding_box(), desk.token("target", 5).bounding_box()
    mouse = desk.page.mouse
    mouse.move(last["x"] + last["width"] - 2, last["y"] + last["height"] - 8)
    mouse.down()
    mouse.move(to["x"] + to["width"] / 2, to["y"] + to["height"] - 8, steps=6)
    mouse.up()
    desk.wait_until_saved()
    assert large.decided() == [("change", "")]
    assert large.words(PAIR, "target") == [
        "Chuo Kikuu: ORG" if said == "Chuo Kikuu cha Nairobi: ORG" else said for said in before
    ]
    take_back(desk)
    assert large.words(PAIR, "target") == before
    assert desk.problems == []


def test_the_next_unreviewed_pair_lies_behind_all_that_are_decided(large, new_page) -> None:
    ids = large.ids
    desk = large.open(new_page(), ids[1])
    for key, at in (("a", 2), ("a", 3), ("s", 4)):
        desk.press(key)
        desk.wait_for_pair(ids[at])
    desk.press("e")
    expect(desk.page.locator(".bench .status")).to_have_text("excluded")
    desk.press("Home")
    desk.wait_for_pair(ids[0])
    desk.watch()
    desk.press("u")
    desk.wait_for_pair(ids[5])
    assert desk.path() == [ids[0], ids[5]]
    desk.wait_until_saved()
    states = [large.workspace.record(large.project, pair).state.status for pair in ids[:6]]
    assert states == ["unreviewed", "done", "done", "skipped", "excluded", "unreviewed"]
    assert desk.problems == []


@pytest.mark.parametrize(("key", "left"), [("3", ["WHO: LOC"]), ("Delete", [])])
def test_what_is_done_to_a_source_entity_is_offered_in_other_texts(
    key, left, large, new_page
) -> None:
    desk = large.open(new_page(), PAIR)
    desk.select("source", "WHO")
    desk.press(key)
    desk.wait_until_saved()
    for said in both(large):
        assert [one for one in said if one.startswith("WHO: ")] == left
    before = {one: both(large, one) for one in large.ids}
    offer_and_take_back(desk, large, "source", {one: said[0] for one, said in before.items()})
    assert {one: both(large, one) for one in large.ids} == before
    assert desk.problems == []


def outcomes(world: Stage, name: str) -> dict[str, object]:
    """Return the spans that a layer on disk has, by pair."""
    (layer,) = [one for one in world.workspace.project(world.project).layers if one.name == name]
    return {
        bundle.stored.pair.id: [[(k.start, k.end) for k in p.picks] for p in found.projections]
        for bundle in world.workspace.iter_bundles(world.project, [layer.content_hash])
        if (found := bundle.outcome(layer))
    }


def test_a_link_is_turned_looked_at_and_kept(large, new_page) -> None:
    """Until it is kept nothing is on disk; then it is a layer, and differs in this pair alone."""
    desk = large.open(new_page(), PAIR)
    before = pair_view(large.workspace, large.project, PAIR)
    desk.bench.get_by_label("Go to an entity in the matrix").select_option("ORG: EU")
    desk.press("ArrowRight")
    readout = desk.page.locator(".readout")
    expect(readout).to_contain_text(re.compile("EU.*Umoja"))
    toggle = desk.bench.get_by_role("button", name="Toggle link")
    aside = desk.page.locator(".matrix .aside")
    words = desk.page.locator(".outcome-words")
    toggle.click()
    expect(aside).to_contain_text("1 changed to try it out")
    expect(words).to_contain_text("This pair would change")
    expect(desk.page.locator(".row-name.of-preview")).to_be_visible()
    desk.page.locator(".matrix canvas").focus()
    desk.press("Space")
    expect(aside).not_to_contain_text("changed")
    desk.press("Space")
    expect(words).to_contain_text("This pair would change")
    assert pair_view(large.workspace, large.project, PAIR) == before
    desk.bench.get_by_label("Name of the layer").fill("less linked")
    desk.act("Keep as a layer")
    expect(desk.page.locator(".row-name", has_text="less linked")).to_be_visible(timeout=40_000)
    was, now = outcomes(large, METHODS[0]), outcomes(large, "less linked")
    assert [pair for pair in large.ids if was[pair] != now[pair]] == [PAIR]
    assert pair_view(large.workspace, large.project, PAIR)["target"] == before["target"]
    assert large.decided() == []
    assert desk.problems == []


def test_a_missing_entity_says_where_it_died_and_a_text_is_read_in_latin(large, new_page) -> None:
    desk = large.open(new_page(), PAIR)
    view = pair_view(large.workspace, large.project, PAIR)
    (bare,) = [e["id"] for e in view["source"]["entities"] if e["start"] == 74]
    (died,) = [s for s in view["rows"][0]["why"][bare]["chain"] if s["dead"]]
    desk.select("source", "Cape Town City Council")
    step = desk.bench.locator(".chain-step.dead")
    expect(step.locator(".chain-text")).to_have_text(died["text"])
    desk.press("n")
    desk.wait_until_saved()
    assert large.decided() == [("no-counterpart", "")]
    desk = large.open(new_page(), "ar-0")
    latin = desk.page.locator('.tokens[data-side="target"] .latin')
    desk.press("o")
    assert latin.count() > TOKENS / 2
    desk.press("o")
    expect(latin).to_have_count(0)
    curves = desk.page.locator(".curve")
    desk.press("l")
    links = len(pair_view(large.workspace, large.project, "ar-0")["links"])
    expect(curves).not_to_have_count(0)
    drawn = curves.evaluate_all("all => all.map(one => one.getAttribute('d')).join('')")
    assert drawn.count("M") == links
    desk.press("l")
    expect(curves).to_have_count(0)
    assert large.decided("ar-0") == []
    assert desk.problems == []


def bare() -> list[Pair]:
    """Return texts that nobody has looked at yet, and two that somebody found without names."""
    texts = [replace(pair, source=replace(pair.source, entities=None)) for pair in long_texts()]
    empty = [replace(pair, source=replace(pair.source, entities=())) for pair in long_texts()]
    return [*texts[8:12], *empty[:2]]


def test_a_text_without_entities_is_annotated_and_others_are_checked_in_bulk(
    acting, new_page
) -> None:
    world = stage(*acting, replace(LARGE, pairs=bare))
    desk = world.open(new_page(), PAIR)
    assert world.workspace.record(world.project, PAIR).state.source is None
    desk.drag("source", 33, 34)
    desk.press("1")
    desk.wait_until_saved()
    name = ["Hua Luogeng: PER"]
    assert both(world) == (name, name)
    assert world.rows(PAIR) == [name] * len(METHODS)
    assert world.decided() == [("add", "")]
    desk.page.get_by_role("button", name="More", exact=True).click()
    desk.page.get_by_role("button", name="Pairs without entities").click()
    sheet = desk.page.get_by_role("dialog", name="Pairs without entities")
    sheet.get_by_role("button", name="Check 2 pairs").click()
    expect(desk.page.get_by_text("2 pairs checked in bulk")).to_be_visible()
    done = [(d.pair, d.reason) for d in world.decisions()[1:]]
    assert done == [("de-0", "bulk"), ("de-1", "bulk")]
    take_back(desk, 2)
    assert both(world) == ([], [])
    assert world.workspace.project(world.project).progress["unreviewed"] == len(world.ids)
    assert desk.problems == []
