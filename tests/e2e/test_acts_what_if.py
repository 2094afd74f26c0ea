"""What is tried out: dropped without a trace, and counted over the corpus before one's eyes."""

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from playwright.sync_api import expect

from bench.roundtrip import CHOSEN
from bench.roundtrip import pairs as long_pairs
from core.domain.pair import Pair
from core.review.view import pair_view
from tests.e2e.desk import Desk
from tests.e2e.worlds import Stage, World, stage

pytestmark = [pytest.mark.e2e, pytest.mark.soak]

COPIES = 6
THIN = "\u2009"  # between thousands
WAIT_MS = 60_000

# Notes what is said of the corpus, each time that it says something else: the words, the bar.
WATCH = """corpus => {
    window.told = [];
    new MutationObserver(() => {
        const words = corpus.querySelector('.counted-words')?.textContent ?? '';
        const bar = corpus.querySelector('[role=progressbar]');
        const now = [words, bar && Number(bar.getAttribute('aria-valuenow'))];
        if (words && String(window.told.at(-1)) !== String(now)) window.told.push(now);
    }).observe(corpus, { childList: true, subtree: true });
}"""


def many() -> list[Pair]:
    """Return 80 by 80 words again and again: too many to be counted at one go."""
    return [replace(p, id=f"{k}-{p.id}") for k in range(COPIES) for p in long_pairs()]


MANY = World(CHOSEN[:1], many, ("", ""), ("", 0, ""))


def strip(world: Stage) -> list[str]:
    return [layer.name for layer in world.workspace.project(world.project).layers]


def turn_a_link(desk: Desk) -> None:
    """Turn the link of a cell with Shift and the mouse."""
    canvas = desk.page.locator(".matrix canvas")
    box = canvas.bounding_box()
    desk.page.keyboard.down("Shift")
    canvas.click(position={"x": box["width"] * 0.6, "y": box["height"] * 0.6})
    desk.page.keyboard.up("Shift")
    expect(desk.page.locator(".matrix .aside")).to_contain_text("1 changed to try it out")


@pytest.mark.parametrize("world", ["sample", "long"], indirect=True)
def test_what_was_tried_out_is_dropped_without_a_trace(world, new_page) -> None:
    """The row stays while the panel is open; number, words and link are as they were."""
    pair = world.ids[1]
    before = strip(world), world.words(pair, "target"), pair_view_of(world, pair)
    desk = world.open(new_page(), pair)
    preview = desk.page.locator(".row-name.of-preview")
    expect(preview).to_have_count(0)
    desk.press("i")
    expect(preview).to_be_visible()
    knob = desk.bench.get_by_label("coverage: weight", exact=True)
    words = desk.page.locator(".outcome-words")
    drop = desk.bench.get_by_role("button", name="Drop", exact=True)
    expect(words).to_contain_text("Move a number")
    expect(drop).to_be_disabled()
    was, said = knob.input_value(), words.inner_text()
    knob.fill("0")
    expect(words).to_contain_text("(missing)")
    expect(preview).to_be_visible()
    turn_a_link(desk)
    drop.click()
    expect(words).to_have_text(said)
    expect(knob).to_have_value(was)
    expect(drop).to_be_disabled()
    expect(desk.page.locator(".matrix .aside")).not_to_contain_text("changed")
    expect(preview).to_be_visible()
    expect(desk.bench.get_by_role("button", name="Count the pairs that change")).to_be_disabled()
    desk.press("i")
    expect(preview).to_have_count(0)
    desk.press("i")
    expect(knob).to_have_value(was)
    desk.press("ArrowRight")
    desk.wait_for_pair(world.ids[2])
    desk.wait_until_saved()
    assert (strip(world), world.words(pair, "target"), pair_view_of(world, pair)) == before
    assert world.decided() == []
    assert desk.problems == []


def pair_view_of(world: Stage, pair: str) -> object:
    view = pair_view(world.workspace, world.project, pair)
    return view["links"], view["target"], view["rows"]


def told(desk: Desk) -> list[tuple[int, int, int]]:
    """Return what was said of the corpus: how many changed, gone through, on the bar."""
    found = []
    for words, bar in desk.page.evaluate("window.told"):
        said = re.match(r"(\d+) of (\d+) pairs change", words.replace(THIN, ""))
        changed, done = map(int, said.groups())
        found.append((changed, done, bar))
    return found


def differing(world: Stage, name: str) -> int:
    """Return in how many pairs a layer on disk has other spans than the base."""
    layers = {layer.name: layer for layer in world.workspace.project(world.project).layers}
    base, kept = layers[CHOSEN[0]], layers[name]
    found = 0
    for bundle in world.workspace.iter_bundles(
        world.project, [base.content_hash, kept.content_hash]
    ):
        then, now = (
            [[(k.start, k.end) for k in p.picks] for p in bundle.outcome(layer).projections]
            for layer in (kept, base)
        )
        found += then != now
    return found


def test_the_corpus_is_counted_in_steps_that_are_seen(acting, new_page) -> None:
    """Numbers grow up to the last pair, stop when told to, and are those of the kept layer."""
    world = stage(*acting, MANY)
    total = len(long_pairs()) * COPIES
    desk = world.open(new_page())
    desk.press("i")
    desk.bench.get_by_label("coverage: short words", exact=True).fill("0.9")
    expect(desk.page.locator(".outcome-words")).to_contain_text("This pair would")
    corpus = desk.page.locator(".corpus")
    corpus.evaluate(WATCH)
    count = desk.page.locator('button[data-fid="count"]')
    count.click()
    expect(corpus.locator(".counted-words")).to_be_visible()
    count.click()
    expect(count).to_have_text("Go on")
    stopped = told(desk)[-1]
    assert 0 < stopped[1] < total
    desk.page.wait_for_timeout(1000)
    assert told(desk)[-1] == stopped
    count.click()
    expect(count).to_have_text("Count again", timeout=WAIT_MS)
    expect(corpus.get_by_role("progressbar")).to_have_attribute("aria-valuemax", str(total))
    steps = told(desk)
    assert len(steps) >= 3
    assert all(a[1] < b[1] and a[0] <= b[0] for a, b in pairwise(steps))
    assert all(done == bar for _, done, bar in steps)
    assert steps[-1][1] == total
    assert strip(world) == list(CHOSEN[:1])
    desk.bench.get_by_label("Name of the layer").fill("light")
    desk.act("Keep as a layer")
    row = desk.page.locator(".row-name", has_text="light")
    expect(row).to_be_visible(timeout=WAIT_MS)
    assert 0 < steps[-1][0] == differing(world, "light") < total
    assert world.decided() == []
    assert desk.problems == []
