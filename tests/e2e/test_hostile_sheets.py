"""Hostile names and words in the sheets of the menu on Inspect: nothing of them runs."""

import pytest
from playwright.sync_api import expect

from tests.e2e.test_hostile import METHOD, PERSON, PROJECT, TRAPS, at, trapped, walker

pytestmark = [pytest.mark.e2e, pytest.mark.soak]

__all__ = ["trapped", "walker"]  # fixtures, found by their names

SHEETS = {"Layers": METHOD, "Words of this pair": TRAPS[0], "Names from a file": ""}
"""What opens from the menu, with what has to be seen in it as it is."""


@pytest.mark.parametrize("sheet", SHEETS)
def test_what_opens_from_the_menu_of_inspect(sheet, trapped, walker) -> None:
    server, _ = trapped
    page = walker.page
    page.goto(at(server, "Inspect", project=PROJECT, person=PERSON))
    page.get_by_role("button", name="More", exact=True).click()
    page.get_by_role("button", name=sheet).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    walker.check(SHEETS[sheet])
    for switch in dialog.get_by_role("switch").all()[:2]:
        switch.press("Space")
        walker.check(SHEETS[sheet])
