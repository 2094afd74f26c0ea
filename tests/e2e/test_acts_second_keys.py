"""The same act by another key or in another layout, and keys that decide nothing at all."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.desk import Desk
from tests.e2e.worlds import SAMPLE, Stage, stage

pytestmark = pytest.mark.e2e

FEW = replace(SAMPLE, pairs=lambda: list(SAMPLE.pairs()[:6]))
PLACES = "people"
"""The one table that keeps where somebody is."""

RUSSIAN = {
    "KeyA": "ф",
    "KeyS": "ы",
    "KeyF": "а",
    "KeyX": "ч",
    "KeyE": "у",
    "KeyZ": "я",
    "KeyY": "н",
    "KeyJ": "о",
    "KeyK": "л",
    "KeyT": "е",
    "KeyN": "т",
    "KeyW": "ц",
    "KeyU": "г",
    "BracketLeft": "х",
    "BracketRight": "ъ",
    "Digit2": "2",
    "Digit4": "4",
}
FRENCH = {"KeyA": "q", "KeyQ": "a", "KeyZ": "w", "KeyW": "z", "KeyT": "t", "Digit1": "&"}
CTRL, SHIFT = 2, 8


class Layout:
    """A keyboard whose keys are where they are, and write other letters."""

    def __init__(self, page: Page, letters: dict[str, str]) -> None:
        self.session = page.context.new_cdp_session(page)
        self.letters = letters

    def press(self, code: str, modifiers: int = 0) -> None:
        letter = self.letters[code]
        key = {
            "code": code,
            "key": letter.upper() if modifiers & SHIFT else letter,
            "modifiers": modifiers,
            "windowsVirtualKeyCode": ord(code[-1]) if code[:-1] in {"Key", "Digit"} else 0,
        }
        written = {} if modifiers & CTRL else {"text": key["key"]}
        self.session.send("Input.dispatchKeyEvent", {"type": "keyDown", **written, **key})
        self.session.send("Input.dispatchKeyEvent", {"type": "keyUp", **key})


def on_disk(world: Stage) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table, but for where people are."""
    file = Path(world.server.database.removeprefix("sqlite:///"))
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
        names = database.execute("select name from sqlite_master where type = 'table'").fetchall()
        tables = sorted(name for (name,) in names if name != PLACES)
        return {name: database.execute(f"select * from '{name}'").fetchall() for name in tables}


def status(world: Stage, pair: str) -> str:
    return str(world.workspace.record(world.project, pair).state.status)


def go_everywhere(desk: Desk, ids: tuple[str, ...]) -> None:
    """Go by every key, by every button, by name and by a click on the way."""
    keys = (
        ("ArrowRight", 1),
        ("j", 2),
        ("j", 3),
        ("k", 2),
        ("ArrowLeft", 1),
        ("End", -1),
        ("Home", 0),
        ("u", 1),
    )
    for key, at in keys:
        desk.press(key)
        desk.wait_for_pair(ids[at])
    buttons = (("last", -1), ("previous", -2), ("next", -1), ("first", 0), ("unreviewed", 1))
    for command, at in buttons:
        desk.bench.locator(f'button[data-command="{command}"]:visible').first.click()
        desk.wait_for_pair(ids[at])
    desk.press("g")
    desk.page.keyboard.type(ids[4])
    desk.press("Enter")
    desk.wait_for_pair(ids[4])
    desk.page.reload()
    desk.wait_for_pair(ids[4])


def look_at_everything(desk: Desk) -> None:
    """Select on both sides, turn every view on and off, and read the help."""
    for side in ("source", "target"):
        chip = desk.bench.locator(f'button.chip[data-side="{side}"]').first
        chip.click()
        expect(chip).to_have_attribute("aria-pressed", "true")
        desk.press("Escape")
        expect(chip).to_have_attribute("aria-pressed", "false")
    for key in ("Tab", "Shift+ArrowRight", "Shift+ArrowUp", "Shift+ArrowLeft", "Escape", "t"):
        desk.press(key)
    for key in ("d", "d", "m", "m", "i", "i", "l", "l", "o", "o", "Escape"):
        desk.press(key)
    desk.press("?")
    expect(desk.page.locator("dialog.help")).to_be_visible()
    desk.press("Escape")
    expect(desk.page.locator("dialog.help")).to_be_hidden()


@pytest.mark.soak
def test_going_and_looking_change_nothing_that_was_decided(world, new_page) -> None:
    """Two pairs are decided on; then every row on disk stays as it is."""
    ids = world.ids
    desk = world.open(new_page())
    desk.press("f")
    expect(desk.page.locator(".bench .status")).to_have_text("flagged")
    desk.press("End")
    desk.wait_for_pair(ids[-1])
    desk.press("s")
    desk.press("Home")
    desk.wait_for_pair(ids[0])
    desk.wait_until_saved()
    before, said = on_disk(world), world.decided()
    assert said == [("flag", ""), ("skip", "")]
    counts = dict(world.workspace.project(world.project).progress)
    go_everywhere(desk, ids)
    look_at_everything(desk)
    desk.press("Home")
    desk.wait_for_pair(ids[0])
    desk.wait_until_saved()
    assert desk.status() == "flagged"
    assert on_disk(world) == before
    assert world.decided() == said
    assert dict(world.workspace.project(world.project).progress) == counts
    assert (counts["flagged"], counts["skipped"], counts["unreviewed"]) == (1, 1, len(ids) - 2)
    assert desk.problems == []


@pytest.mark.soak
def test_a_second_key_does_what_the_first_one_does(acting, new_page) -> None:
    world = stage(*acting, FEW)
    ids = world.ids
    desk = world.open(new_page())
    for key, at in (("j", 1), ("ArrowRight", 2), ("k", 1), ("ArrowLeft", 0)):
        desk.press(key)
        desk.wait_for_pair(ids[at])
    steps = (
        ("Control+Enter", 1, "done"),
        ("Control+z", 0, "unreviewed"),
        ("Control+Shift+z", 0, "done"),
        ("Meta+z", 0, "unreviewed"),
        ("Control+y", 0, "done"),
        ("z", 0, "unreviewed"),
        ("y", 0, "done"),
        ("z", 0, "unreviewed"),
        ("Meta+Enter", 1, "done"),
    )
    for key, at, now in steps:
        desk.press(key)
        desk.wait_for_pair(ids[at])
        desk.wait_until_saved()
        assert status(world, ids[0]) == now, key
    desk.press("Space")
    desk.wait_for_pair(ids[2])
    desk.wait_until_saved()
    assert status(world, ids[1]) == "skipped"
    desk.press("h")
    expect(desk.page.locator("dialog.help")).to_be_visible()
    desk.press("h")
    expect(desk.page.locator("dialog.help")).to_be_hidden()
    assert len(world.decided(ids[2])) == 0
    assert desk.problems == []


@pytest.mark.soak
def test_a_second_key_decides_on_an_entity_too(acting, new_page) -> None:
    world = stage(*acting, FEW)
    first = world.ids[0]
    desk = world.open(new_page())
    chip = desk.bench.locator('button.chip[data-side="target"]').first
    kept = world.words(first, "target")
    name, _, label = kept[0].rpartition(": ")
    for key, kind in (("Backspace", "delete"), ("Delete", "delete"), ("NumpadEnter", "accept")):
        chip.click()
        desk.press(key)
        desk.wait_until_saved()
        assert world.decided(first)[-1] == (kind, "")
        assert world.words(first, "target") == (kept if kind == "accept" else kept[1:])
        desk.press("Control+z")
        desk.wait_until_saved()
        assert world.words(first, "target") == kept
    other = next(n for n, said in enumerate(("PER", "ORG", "LOC"), start=1) if said != label)
    chip.click()
    desk.press(f"Numpad{other}")
    desk.wait_until_saved()
    assert world.words(first, "target")[0] == f"{name}: {('PER', 'ORG', 'LOC')[other - 1]}"
    assert world.decided(first)[-1] == ("change", "")
    assert desk.problems == []


@pytest.mark.soak
def test_a_key_that_holds_control_is_ours_on_a_button_too(acting, new_page) -> None:
    """Whoever has just clicked a button goes on with Ctrl+Enter; it is not clicked again."""
    world = stage(*acting, FEW)
    ids = world.ids
    desk = world.open(new_page())
    desk.bench.locator('button[data-command="flag"]').click()
    expect(desk.page.locator(".bench .status")).to_have_text("flagged")
    desk.press("Control+Enter")
    desk.wait_for_pair(ids[1])
    desk.wait_until_saved()
    assert world.decided() == [("flag", ""), ("accept-pair", "")]
    assert status(world, ids[0]) == "done"
    assert desk.problems == []


@pytest.mark.soak
def test_keys_keep_their_places_under_russian_letters(acting, new_page) -> None:
    world = stage(*acting, FEW)
    ids = world.ids
    desk = world.open(new_page())
    typed = Layout(desk.page, RUSSIAN)
    for code, at in (("KeyJ", 1), ("KeyK", 0), ("KeyA", 1), ("KeyS", 2), ("KeyU", 3)):
        typed.press(code)
        desk.wait_for_pair(ids[at])
    typed.press("KeyF")
    expect(desk.page.locator(".bench .status")).to_have_text("flagged")
    typed.press("KeyW")
    typed.press("KeyF")
    typed.press("KeyA")
    expect(desk.page.get_by_label("Comment", exact=True)).to_have_value("аф")
    desk.press("Enter")
    expect(desk.bench.get_by_role("button", name="1 comment")).to_be_visible()
    typed.press("KeyX")
    typed.press("Digit2")
    desk.wait_for_pair(ids[4])
    desk.wait_until_saved()
    done = [
        ("accept-pair", ""),
        ("skip", ""),
        ("flag", ""),
        ("comment", "аф"),
        ("exclude", "not-parallel"),
    ]
    assert world.decided() == done
    typed.press("KeyZ")
    desk.wait_for_pair(ids[3])
    desk.wait_until_saved()
    assert status(world, ids[3]) == "flagged"
    typed.press("KeyY")
    desk.wait_until_saved()
    typed.press("KeyZ", CTRL)
    desk.wait_until_saved()
    assert status(world, ids[3]) == "flagged"
    typed.press("KeyZ", CTRL + SHIFT)
    desk.wait_until_saved()
    assert status(world, ids[3]) == "excluded"
    assert desk.problems == []


@pytest.mark.soak
def test_entities_are_moved_and_named_by_place_in_other_layouts(acting, new_page) -> None:
    world = stage(*acting, FEW)
    first = world.ids[0]
    desk = world.open(new_page())
    before = world.words(first, "target")
    desk.bench.locator('button.chip[data-side="target"]').last.click()
    typed = Layout(desk.page, RUSSIAN)
    (was,) = [r.entity for r in world.side(first, "target")][-1:]
    moves = (
        ("BracketRight", 0, 0, 1),
        ("BracketLeft", 0, 0, 0),
        ("BracketRight", SHIFT, -1, 0),
        ("BracketLeft", SHIFT, 0, 0),
    )
    for code, modifiers, start, end in moves:
        typed.press(code, modifiers)
        desk.wait_until_saved()
        now = world.side(first, "target")[-1].entity
        assert (now.start - was.start, now.end - was.end) == (start, end), code
    azerty = Layout(desk.page, FRENCH)
    azerty.press("Digit1")
    desk.wait_until_saved()
    assert world.side(first, "target")[-1].entity.label == "PER"
    azerty.press("KeyZ")
    desk.wait_until_saved()
    assert world.words(first, "target") == before
    azerty.press("KeyQ")  # it writes an a, and lies where nothing is
    desk.wait_until_saved()
    assert desk.pair() == first
    assert status(world, first) != "done"
    azerty.press("KeyA")
    desk.wait_for_pair(world.ids[1])
    desk.wait_until_saved()
    assert status(world, first) == "done"
    assert desk.problems == []
