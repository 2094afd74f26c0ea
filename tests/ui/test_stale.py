"""Stale decisions, newer words and another layer, without a browser."""

from dataclasses import replace

from streamlit.testing.v1 import AppTest

from core.domain.decision import Decision, Kind, Side
from core.pipeline.methods import METHODS
from core.pipeline.prepare import prepare
from core.review.update import edit
from core.storage import Workspace
from tests.ui.test_pages import PAIRS, run, words, workspace  # noqa: F401 (a fixture)

WORDS = """
from ui import cache
from ui.panels import words
words.ask(cache.workspace().project("mine"), "{pair}")
"""
LAYERS = """
from ui import cache
from ui.panels import layers
layers.show(cache.workspace().project("mine"))
"""


def decided(ws: Workspace, *methods: str) -> str:
    """Return the id of the first pair of a project, accepted whole."""
    ws.create_project("mine", PAIRS)
    prepare(ws, "mine", methods=[METHODS[name] for name in methods or ("heuristic",)])
    pair = PAIRS[0].id
    accept = Decision("c", 1, "2030-01-01T00:00:00Z", "Ada", pair, Side.PAIR, Kind.ACCEPT_PAIR)
    ws.append_decisions("mine", [accept])
    return pair


def change(ws: Workspace, pair: str) -> None:
    """Give every target word of a pair another ending."""
    now = ws.pair("mine", pair).pair
    tokens = tuple(f"{token}<b>" for token in now.target.tokens)
    edit(ws, "mine", replace(now, target=replace(now.target, tokens=tokens)), "Eve")


def test_nothing_stale_is_said_without_a_warning(workspace) -> None:  # noqa: F811 (the fixture)
    decided(workspace)
    page = run("37_Stale.py", project="mine")
    assert "Nothing is stale" in words(page.success)
    assert not page.warning
    assert not page.exception


def test_a_stale_decision_is_shown_twice_over_and_settled(workspace) -> None:  # noqa: F811 (the fixture)
    pair = decided(workspace)
    change(workspace, pair)
    waiting = len(workspace.stale.read("mine", settled=False))
    assert waiting
    page = run("37_Stale.py", project="mine")
    assert not page.exception
    assert "As it was" in words(page.caption)
    assert "accepted as" in words(page.markdown)
    dismiss = next(b for b in page.button if b.label == "Dismiss")
    dismiss.click().run()
    assert workspace.stale.count("mine") == (waiting - 1, 1)
    assert not page.exception


def test_words_are_changed_and_brought_back(workspace) -> None:  # noqa: F811 (the fixture)
    pair = decided(workspace)
    old = workspace.pair("mine", pair).pair
    page = AppTest.from_string(WORDS.format(pair=pair), default_timeout=30).run()
    page.text_area[1].set_value("Neue\nWorte \n").run()
    next(b for b in page.button if b.label == "Change the words").click().run()
    assert workspace.pair("mine", pair).pair.target.tokens == ("Neue", "Worte ")
    page = AppTest.from_string(WORDS.format(pair=pair), default_timeout=30).run()
    next(b for b in page.button if b.label == "Bring back").click().run()
    assert workspace.pair("mine", pair).pair == old
    assert not page.exception


def test_a_project_stands_on_another_layer_after_it_was_told_what_comes(workspace) -> None:  # noqa: F811 (the fixture)
    pair = decided(workspace, "heuristic", "ngram-exact")
    other = workspace.project("mine").layer("ngram-exact").content_hash
    page = AppTest.from_string(LAYERS, default_timeout=30).run()
    next(t for t in page.toggle if "Stand on" in t.label).set_value(True).run()
    assert "1 pair with decisions carried" in words(page.caption)
    assert workspace.record("mine", pair).base != other
    next(b for b in page.button if b.label == "Carry everything there").click().run()
    assert workspace.record("mine", pair).base == other
    assert workspace.project("mine").base == other
