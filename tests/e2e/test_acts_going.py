"""Going through pairs, by whatever key, order or filter, and what may be looked at on the way."""

from collections import Counter
from dataclasses import replace
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from core.domain.entity import Entity
from core.domain.pair import Pair, Sentence
from core.review.view import pair_view
from core.storage import Filter, Range
from core.storage.values import Signals
from tests.e2e.desk import Desk
from tests.e2e.worlds import SAMPLE, Stage, World, stage

pytestmark = [pytest.mark.e2e, pytest.mark.soak]

FEW = replace(SAMPLE, pairs=lambda: list(SAMPLE.pairs()[:6]))
NEVER_ENDS = "(a+)+$"


def endless() -> list[Pair]:
    """Return pairs of one token that `NEVER_ENDS` looks through for ages."""
    word = ("a" * 5000 + "b",)
    return [
        Pair(f"t{k}", Sentence(word, (Entity(0, 1, "MISC"),), "en"), Sentence(word, None, "de"))
        for k in range(3)
    ]


def told(world: Stage) -> dict[str, Signals]:
    found = {pair: world.workspace.signals.read(world.project, pair) for pair in world.ids}
    return {pair: signals for pair, signals in found.items() if signals is not None}


def in_order(desk: Desk, world: Stage, order: str) -> str:
    """Open a queue in an order and return the pair that it begins with."""
    desk.open(f"/Inspect?project={world.project}&order={order}")
    expect(desk.page.locator(".bench[data-pair]")).to_be_visible()
    expect(desk.page.locator(".bench .position")).to_have_text(f"1 / {len(world.ids)}")
    return str(desk.pair())


def test_next_unreviewed_leaps_over_what_is_decided(acting, new_page) -> None:
    world = stage(*acting, FEW)
    ids = world.ids
    desk = world.open(new_page(), ids[1])
    for at in (2, 3):
        desk.press("a")
        desk.wait_for_pair(ids[at])
    desk.press("Home")
    desk.wait_for_pair(ids[0])
    desk.watch()
    desk.press("u")
    desk.wait_for_pair(ids[3])
    assert desk.path() == [ids[0], ids[3]]
    desk.press("End")
    desk.wait_for_pair(ids[-1])
    desk.press("u")
    desk.wait_for_pair(ids[0])
    desk.press("a")
    desk.wait_for_pair(ids[1])
    desk.press("End")
    desk.wait_for_pair(ids[-1])
    desk.press("u")
    desk.wait_for_pair(ids[3])
    desk.wait_until_saved()
    done = [one for one in ids if world.workspace.record(world.project, one).state.applied]
    assert done == list(ids[:3])
    assert world.decided() == [("accept-pair", "")] * 3
    assert desk.problems == []


def differing(world: Stage) -> tuple[str, int, str, str]:
    """Return a pair, a method, the one entity in which it differs from the base, and its own."""
    for pair in world.ids:
        base, *others = world.rows(pair)
        for k, row in enumerate(others, start=2):
            pairs = [(a, b) for a, b in zip(base, row, strict=False) if a != b]
            if len(base) == len(row) and len(pairs) == 1:
                return pair, k, *pairs[0]
    pytest.fail("no method differs from the base in one entity")


def majority(rows: list[list[str]]) -> list[str]:
    votes = Counter(said for row in rows for said in row)
    return sorted(said for said, number in votes.items() if 2 * number > len(rows))


def test_a_method_that_differs_gives_one_entity_and_most_methods_all(acting, new_page) -> None:
    world = stage(*acting, SAMPLE)
    pair, k, now, then = differing(world)
    desk = world.open(new_page(), pair)
    before = world.words(pair, "target")
    desk.select("target", now.rpartition(": ")[0])
    desk.press(f"Alt+Shift+Digit{k}")
    desk.wait_until_saved()
    assert world.decided() == [("change", "")]
    assert world.words(pair, "target") == [then if said == now else said for said in before]
    other = "sample-de-22"
    most = majority(world.rows(other))
    assert sorted(world.words(other, "target")) != most
    desk = world.open(new_page(), other)
    desk.press("Alt+Digit0")
    desk.wait_until_saved()
    assert sorted(world.words(other, "target")) == most
    assert len({d.act for d in world.decisions(other)}) == 1
    assert desk.problems == []


RANGES = (
    ("Suspicion, 0 to 1: from", "min_suspicion", "0.2", {"suspicion": Range(0.2, None)}),
    ("Lowest score: to", "max_score", "0.9", {"score": Range(None, 0.9)}),
    ("Suspicion, 0 to 1: to", "max_suspicion", "0.4", {"suspicion": Range(0.2, 0.4)}),
    ("Lowest score: from", "min_score", "0.8", {"score": Range(0.8, 0.9)}),
)


def test_suspicion_and_lowest_score_narrow_the_queue_and_stand_in_the_url(acting, new_page) -> None:
    world = stage(*acting, SAMPLE)
    desk = world.open(new_page())
    page = desk.page
    position = page.locator(".bench .position")
    page.get_by_role("button", name="Filters", exact=True).click()
    wanted, counts = Filter(), [len(world.ids)]
    for field, key, number, asked in RANGES:
        page.get_by_label(field, exact=True).fill(number)
        page.get_by_label(field, exact=True).press("Enter")
        page.wait_for_url(f"**{key}={number}*")
        wanted = replace(wanted, **asked)
        counts.append(len(world.workspace.find(world.project, wanted, limit=400)))
        expect(position).to_contain_text(f"/ {counts[-1]}")
    assert sorted(set(counts), reverse=True) == counts
    assert counts[-1] > 0
    kept = world.workspace.find(world.project, wanted, limit=400)
    assert kept == tuple(
        pair
        for pair, signals in told(world).items()
        if 0.2 <= signals.suspicion <= 0.4
        and signals.score is not None
        and 0.8 <= signals.score <= 0.9
    )
    page.reload()
    expect(position).to_contain_text(f"/ {counts[-1]}")
    assert all(f"{key}={number}" in page.url for _, key, number, _ in RANGES)
    for pair in kept:
        desk.wait_for_pair(pair)
        desk.press("j")
    page.get_by_role("button", name="Filters", exact=True).click()
    for field, _, number, _ in RANGES:
        expect(page.get_by_label(field, exact=True)).to_have_value(number)
    assert world.decided() == []
    assert desk.problems == []


def test_a_regular_expression_without_end_is_told_and_taken_away(acting, new_page) -> None:
    world = stage(*acting, World((), endless, ("", ""), ("", 0, "")))
    desk = Desk(new_page(), world.server)
    desk.open(f"/Inspect?project={world.project}&text={quote(NEVER_ENDS)}&regex=true")
    alert = desk.page.get_by_role("alert").filter(has_text="took more than 2 s")
    expect(alert).to_be_visible(timeout=10_000)
    expect(desk.page.locator(".bench")).to_have_count(0)
    desk.page.get_by_role("button", name=f"/{NEVER_ENDS}/").click()
    desk.wait_for_pair(world.ids[0])
    expect(alert).to_have_count(0)
    expect(desk.page.locator(".bench .position")).to_have_text("1 / 3")
    desk.press("a")
    desk.wait_for_pair(world.ids[1])
    desk.wait_until_saved()
    assert world.decided() == [("accept-pair", "")]
    assert desk.problems == []


KEYS = {
    "suspicion": lambda s: -s.suspicion / max(s.decisions, 1),
    "disagreement": lambda s: -s.disagreement,
    "margin": lambda s: float("inf") if s.margin is None else s.margin,
}


@pytest.mark.parametrize("order", KEYS)
def test_an_order_begins_with_the_pair_that_it_is_after(order, acting, new_page) -> None:
    world = stage(*acting, SAMPLE)
    desk = Desk(new_page(), world.server)
    first, signals = in_order(desk, world, order), told(world)
    ranked = sorted(map(KEYS[order], signals.values()))
    assert KEYS[order](signals[first]) == ranked[0] < ranked[-1]
    desk.press("j")
    expect(desk.page.locator(".bench")).not_to_have_attribute("data-pair", first)
    assert KEYS[order](signals[str(desk.pair())]) == ranked[1]
    assert desk.problems == []


def test_reasons_are_those_of_the_database_and_lead_to_what_they_are_about(
    acting, new_page
) -> None:
    world = stage(*acting, SAMPLE)
    desk = Desk(new_page(), world.server)
    first = in_order(desk, world, "suspicion")
    flags = told(world)[first].flags
    reasons = desk.page.get_by_role("group", name="Why this pair may be wrong")
    expect(reasons.locator(".reason")).to_have_text([flag.text for flag in flags])
    about = [flag.entity for flag in flags if flag.entity is not None]
    sentence = world.workspace.pair(world.project, first).pair.source
    sources, targets = world.side(first, "source"), world.side(first, "target")
    buttons = reasons.locator("button.reason")
    expect(buttons).to_have_count(len(about))
    assert about
    for k, index in enumerate(about):
        source = next(r for r in sources if r.entity == sentence.entities[index])
        twin = any(r.live and r.source_id == source.id for r in targets)
        buttons.nth(k).click()
        chosen = desk.bench.locator('button.chip[aria-pressed="true"]')
        expect(chosen).to_have_attribute("data-side", "target" if twin else "source")
        if not twin:
            words = sentence.text(source.entity.start, source.entity.end)
            expect(desk.entity("source", words)).to_have_attribute("aria-pressed", "true")
    assert world.decided() == []
    assert desk.problems == []


@pytest.mark.parametrize(
    ("pair", "words"),
    [("sample-yo-19", "Arabia"), ("sample-ar-11", "Nigerian")],
)
def test_a_missing_entity_says_where_it_died(pair, words, acting, new_page) -> None:
    world = stage(*acting, SAMPLE)
    view = pair_view(world.workspace, world.project, pair)
    tokens = view["source"]["tokens"]
    (bare,) = [
        e for e in view["source"]["entities"] if " ".join(tokens[e["start"] : e["end"]]) == words
    ]
    assert bare["id"] not in {r.source_id for r in world.side(pair, "target")}
    (died,) = [s for s in view["rows"][0]["why"][bare["id"]]["chain"] if s["dead"]]
    desk = world.open(new_page(), pair)
    desk.select("source", words)
    panel = desk.bench.get_by_role("region", name="Candidates and reasons")
    step = panel.locator(".chain-step.dead")
    expect(step).to_have_count(1)
    expect(step.locator(".chain-name")).to_contain_text(f"{died['step']}: died here")
    expect(step.locator(".chain-text")).to_have_text(died["text"])
    expect(step.locator(".chain-text")).to_be_visible()
    assert world.decided() == []
    assert desk.problems == []
