"""A key or a click means what is on the screen, and nothing that was there before."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e


def test_a_question_goes_with_its_pair(world, new_page) -> None:
    desk = world.open(new_page())
    desk.press("x")
    chooser = desk.page.get_by_role("group", name="Why is it rejected?")
    expect(chooser).to_be_visible()
    field = desk.page.get_by_label("Go to pair")
    field.fill(world.ids[3])
    field.press("Enter")
    desk.wait_for_pair(world.ids[3])
    expect(chooser).to_be_hidden()
    desk.bench.focus()
    desk.press("1")
    desk.press("f")
    expect(desk.page.locator(".bench .status")).to_have_text("flagged")
    desk.wait_until_saved()
    assert [(d.pair, str(d.kind)) for d in world.decisions()] == [(world.ids[3], "flag")]
    assert desk.problems == []


@pytest.mark.soak
def test_space_turns_the_link_of_the_cell_that_was_clicked(world, new_page) -> None:
    desk = world.open(new_page(), world.ids[1])
    canvas = desk.page.locator(".matrix canvas")
    box = canvas.bounding_box()
    canvas.click(position={"x": box["width"] * 0.6, "y": box["height"] * 0.6})
    desk.press("Space")
    aside = desk.page.locator(".matrix .aside")
    expect(aside).to_contain_text(re.compile("1 changed to try it out"))
    assert desk.pair() == world.ids[1]
    assert world.decided() == []
    assert desk.problems == []


@pytest.mark.soak
def test_a_field_keeps_its_own_keys_and_shows_no_value_that_is_not_used(world, new_page) -> None:
    desk = world.open(new_page(), world.ids[1])
    desk.press("i")
    slider = desk.bench.get_by_label("coverage: short words", exact=True)
    slider.focus()
    desk.press("Home")
    expect(slider).to_have_value("0")
    assert desk.pair() == world.ids[1]
    weight = desk.bench.get_by_label("coverage: weight", exact=True)
    before = weight.input_value()
    weight.fill("")
    expect(weight).to_have_attribute("aria-invalid", "true")
    desk.bench.get_by_label("Name of the layer").focus()
    expect(weight).to_have_value(before)
    desk.press("Escape")
    chip = desk.bench.locator('button.chip[data-side="source"]').first
    chip.click()
    desk.press("Shift+Digit2")
    expect(desk.page.locator(".bench .notice")).to_contain_text("candidates are hidden")
    assert world.decided() == []
    assert desk.problems == []
