"""Stale decisions, newer words and another layer, without a browser."""

from dataclasses import replace

from streamlit.testing.v1 import AppTest

from core.domain.decision import Decision, Kind, Side
from core.domain.entity import Entity
from core.domain.pair import Sentence
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


STALE = """
from ui import cache
from ui.panels import stale
stale.show(cache.workspace().project("mine"))
"""


def dismissing(page: AppTest) -> list[str]:
    return [b.key for b in page.button if b.label == "Dismiss"]


def button(page: AppTest, label: str):
    return next(b for b in page.button if b.label == label)


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


def test_the_last_page_that_there_is_is_shown_after_the_last_of_a_page_is_settled(
    workspace,  # noqa: F811 (the fixture)
) -> None:
    many = tuple(Entity(k, k + 1, "PER") for k in range(21))
    pair = replace(PAIRS[0], source=Sentence(tuple("abcdefghijklmnopqrstu"), many, "en"))
    workspace.create_project("mine", [pair])
    accept = Decision("c", 1, "2030-01-01T00:00:00Z", "Ada", pair.id, Side.PAIR, Kind.ACCEPT_PAIR)
    workspace.append_decisions("mine", [accept])
    words = Sentence(tuple("ABCDEFGHIJKLMNOPQRSTU"), (), "en")
    edit(workspace, "mine", replace(pair, source=words), "Eve")
    page = AppTest.from_string(STALE, default_timeout=30)
    page.session_state[f"page of Open of {workspace.project('mine').created} mine"] = 3
    page.run()
    assert dismissing(page) == ["Dismiss 21"]
    page.button(key="Dismiss 21").click().run()
    assert workspace.stale.count("mine") == (20, 1)
    assert dismissing(page) == [f"Dismiss {k}" for k in range(11, 21)]
    assert not page.exception


def test_words_are_changed_and_brought_back(workspace) -> None:  # noqa: F811 (the fixture)
    pair = decided(workspace)
    old = workspace.pair("mine", pair).pair
    page = AppTest.from_string(WORDS.format(pair=pair), default_timeout=30).run()
    page.text_area[1].set_value("Neue\nWorte \n").run()
    button(page, "Change the words").click().run()
    assert workspace.pair("mine", pair).pair.target.tokens == ("Neue", "Worte ")
    page = AppTest.from_string(WORDS.format(pair=pair), default_timeout=30).run()
    button(page, "Bring back").click().run()
    assert workspace.pair("mine", pair).pair == old
    assert not page.exception


def test_words_that_somebody_else_changed_meanwhile_are_not_overwritten(workspace) -> None:  # noqa: F811 (the fixture)
    pair = decided(workspace)
    page = AppTest.from_string(WORDS.format(pair=pair), default_timeout=30).run()
    change(workspace, pair)
    theirs = workspace.pair("mine", pair).pair
    page.text_area[1].set_value("Mine").run()
    assert "Eve has changed this pair meanwhile (edited)" in words(page.warning)
    button(page, "Change the words").click().run()
    assert "Eve has changed pair '1' meanwhile (edited)" in words(page.error)
    assert page.text_area[1].value == "Mine"
    button(page, "Bring back").click().run()
    assert "nothing was overwritten" in words(page.error)
    assert workspace.pair("mine", pair).pair == theirs
    button(page, "Mine goes on top of it: I have read it").click().run()
    assert page.text_area[1].value == "Mine"
    button(page, "Change the words").click().run()
    assert workspace.pair("mine", pair).pair.target.tokens == ("Mine",)
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
