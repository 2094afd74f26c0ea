"""The bench alone, in a real browser: dragging, keys, what is kept, and what it looks like."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.e2e.bare_bench import (
    ARABIC,
    HOSTILE,
    LONG60,
    LONG80,
    LONG120,
    UNKNOWN,
    YORUBA,
    Open,
    chips,
    drag,
    heard,
    saved,
    tokens,
)

pytestmark = pytest.mark.e2e


def test_dragging_and_a_digit_add_an_entity(bench: Open) -> None:
    page = bench(YORUBA)
    drag(page, "target", 0, 2)
    expect(page.locator(".what")).to_contain_text("choose a label to add it, from Bola Tinubu")
    page.keyboard.press("1")
    assert "Ààrẹ Bọ́lá Tinúbú: PER, added by hand" in chips(page, "target")
    assert page.locator(".pane[data-side=target] .pane-foot .chip").count() == 1
    saved(page)
    heard(page, "heard 1: add")
    assert "Ààrẹ Bọ́lá Tinúbú: PER, added by hand" in chips(page, "target")


def test_an_edge_can_be_dragged(bench: Open) -> None:
    page = bench(YORUBA)
    tokens(page, "target", 11).click()
    expect(page.locator(".what")).to_contain_text("Báńkì Àpapọ̀ ilẹ̀ Nàìjíríà")
    last = page.locator(".tokens[data-side=target] .tok[data-i='13']").bounding_box()
    to = page.locator(".tokens[data-side=target] .tok[data-i='11']").bounding_box()
    page.mouse.move(last["x"] + last["width"] - 2, last["y"] + last["height"] - 10)
    page.mouse.down()
    page.mouse.move(to["x"] + to["width"] / 2, to["y"] + to["height"] - 10, steps=4)
    page.mouse.up()
    assert "Báńkì Àpapọ̀: ORG, corrected" in chips(page, "target")
    saved(page)


def test_thirty_one_fast_keys_arrive_thirty_one_times(bench: Open) -> None:
    page = bench(LONG60, slow=150)
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("4")
    for k in range(30):
        page.keyboard.press("12"[k % 2])
    saved(page)
    heard(page, "heard 31: add" + 30 * " change")
    assert "der: ORG, added by hand" in chips(page, "target")


def test_accepting_fast_accepts_each_pair_once(bench: Open) -> None:
    page = bench(ARABIC, slow=150)
    for name in ("wiki-hi-0047", "ontonotes-zh-118"):
        page.keyboard.press("a")
        expect(page.locator(".bench")).to_have_attribute("data-pair", name)
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".status")).to_have_text("done")
    saved(page)
    heard(page, "heard 2: accept-pair accept-pair")
    expect(page.locator(".position")).to_have_text(re.compile("^2 / "))


def test_a_held_key_acts_once_and_arrows_go_on(bench: Open) -> None:
    page = bench(ARABIC)
    for _ in range(5):
        page.keyboard.down("f")
    page.keyboard.up("f")
    saved(page)
    heard(page, "heard 1: flag")
    page.locator(".chip[data-side=target]").first.click()
    for _ in range(3):
        page.keyboard.down("]")
    page.keyboard.up("]")
    saved(page)
    heard(page, "heard 4: flag change change change")


def test_work_left_behind_is_sent_after_a_reload(bench: Open) -> None:
    page = bench(ARABIC)
    op = {
        "seq": 7, "pair": "europarl-ar-0312", "side": "pair", "kind": "skip", "entity": "",
        "start": None, "end": None, "label": None, "source": None, "layer": "", "reason": "",
        "time": "2026-01-01T00:00:00Z",
    }  # fmt: skip
    page.evaluate("op => localStorage.setItem('silverlens.harness.old', JSON.stringify([op]))", op)
    page.reload()
    heard(page, "heard 1: skip")
    expect(page.locator(".status")).to_have_text("skipped")
    saved(page)
    assert page.evaluate("localStorage.getItem('silverlens.harness.old')") is None


def test_a_refusal_is_shown_and_unpainted(bench: Open) -> None:
    page = bench(ARABIC)
    page.locator(".chip[data-side=target]").first.click()
    page.keyboard.press("5")
    expect(page.locator(".notice")).to_contain_text("this label is locked")
    expect(page.locator(".save")).to_have_text("not saved: this label is locked")
    assert not any("LOCKED" in c for c in chips(page, "target"))


def test_undo_and_redo_come_back_from_the_server(bench: Open) -> None:
    page = bench(ARABIC)
    page.locator(".chip[data-side=target]").first.click()
    page.keyboard.press("Delete")
    saved(page)
    page.keyboard.press("z")
    expect(page.locator(".boxes .chip[data-side=target]")).to_have_count(3)
    page.keyboard.press("y")
    expect(page.locator(".boxes .chip[data-side=target]")).to_have_count(2)


def test_a_source_edit_projects_again(bench: Open) -> None:
    page = bench(UNKNOWN)
    expect(page.locator(".pane[data-side=source] .note")).to_contain_text("Nobody has annotated")
    drag(page, "source", 0, 1)
    page.keyboard.press("1")
    assert chips(page, "source") == ["Marie Curie: PER, added by hand"]
    saved(page)


def test_everything_can_be_done_by_key(bench: Open) -> None:
    page = bench(ARABIC)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Digit2")
    assert "AG: ORG, corrected" in chips(page, "target") or len(chips(page, "target")) == 3
    page.keyboard.press("Alt+Digit2")
    assert "شركة Volkswagen AG: ORG, accepted" in chips(page, "target")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    page.keyboard.press("n")
    assert "Angela Merkel: PER, no counterpart in the target" in chips(page, "source")
    page.keyboard.press("?")
    expect(page.locator("dialog.help")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog.help")).to_be_hidden()
    page.keyboard.press("m")
    expect(page.locator(".matrix-scroll")).to_be_hidden()
    saved(page)


def test_keys_rest_while_a_text_field_has_the_focus(bench: Open) -> None:
    page = bench(ARABIC, query="&field=1")
    page.get_by_label("A field").click()
    page.keyboard.type("afs1")
    expect(page.get_by_label("A field")).to_have_value("afs1")
    expect(page.locator(".status")).to_have_text("unreviewed")
    heard(page, "heard 0:")


def test_hovering_says_what_a_word_is_linked_to(bench: Open) -> None:
    page = bench(ARABIC)
    tokens(page, "target", 3).hover()
    expect(page.locator(".gloss")).to_have_text("myrkl→Merkel0.98")
    expect(page.locator(".tokens[data-side=source] .tok.lit")).to_have_text("Merkel")


def test_clicking_a_matrix_cell_selects(bench: Open) -> None:
    page = bench(ARABIC)
    canvas = page.locator(".matrix canvas")
    canvas.focus()
    for key in [*["ArrowDown"] * 3, *["ArrowLeft"] * 3]:
        page.keyboard.press(key)
    expect(page.locator(".readout")).to_contain_text("Merkel")
    page.keyboard.press("Enter")
    expect(page.locator(".what")).to_contain_text("أنغيلا ميركل")
    page.get_by_role("button", name="Table").click()
    expect(page.locator("table.links tbody tr")).to_have_count(12)


def test_the_panel_says_how_sure_a_choice_is_and_what_was_left_over(bench: Open) -> None:
    page = bench(ARABIC)
    why = page.locator(".why")
    expect(why.locator(".orphan")).to_have_count(2)
    expect(why).to_contain_text("Other choices for the sentence")
    why.locator(".orphan").first.click()
    expect(page.locator(".what")).to_contain_text("choose a label to add it")
    expect(page.locator(".box.span")).to_have_count(1)
    page.keyboard.press("1")
    expect(why.locator(".orphan")).to_have_count(1)
    saved(page)
    page.locator(".chip[data-side=source]").first.click()
    expect(why.locator(".panel-head")).to_contain_text("0.83 likely, margin 0")
    expect(why.locator("th")).to_contain_text(["", "Span", "Score", "Likely", "alignment"])
    expect(why.get_by_text("Candidates from aligned")).to_be_hidden()
    why.get_by_text("What the method did").click()
    expect(why.get_by_text("Candidates from aligned")).to_be_visible()


def test_hostile_text_stays_text(bench: Open) -> None:
    page = bench(HOSTILE)
    page.locator(".chip[data-side=source]").first.click()
    tokens(page, "source", 0).hover()
    page.keyboard.press("a")
    saved(page)
    assert page.evaluate("window.pwned") is None
    assert page.locator(".bench img, .bench script").count() == 0


@pytest.mark.parametrize("at", [ARABIC, LONG120])
def test_a_wide_pair_scrolls_inside_and_asks_nobody(bench: Open, at: int) -> None:
    page = bench(at)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.locator(".chip[data-side=target]").last.click()
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    box = page.locator(".bench").bounding_box()
    for part in (".topline", ".sentences", ".rows", ".lower"):
        inner = page.locator(part).bounding_box()
        assert inner["x"] >= box["x"] - 1
        assert inner["x"] + inner["width"] <= box["x"] + box["width"] + 1
    assert all("127.0.0.1" in url or url.startswith(("blob:", "data:")) for url in asked)


def test_boxes_break_with_their_lines(bench: Open) -> None:
    page = bench(LONG80)
    page.wait_for_timeout(200)
    geometry = page.evaluate(
        """() => {
          const root = document.querySelector('.bench') ?? [...document.querySelectorAll('*')]
            .map((e) => e.shadowRoot?.querySelector('.bench')).find(Boolean);
          const boxes = [...root.querySelectorAll('.pane[data-side=target] .box')];
          return boxes.map((b) => [b.getBoundingClientRect().width, b.className]);
        }"""
    )
    assert len(geometry) > 12
    assert any("goes-on" in name for _, name in geometry)
    assert all(width > 10 for width, _ in geometry)


def test_a_long_pair_is_painted_in_time(bench: Open) -> None:
    page = bench(LONG60)
    times = []
    for key in ["ArrowRight", "ArrowLeft"] * 3:
        page.keyboard.press(key)
        page.wait_for_timeout(250)
        times.append(json.loads(page.locator(".bench").get_attribute("data-paint-full") or "999"))
    assert min(times) < 50, times
