"""Checking in bulk, without a browser."""

from streamlit.testing.v1 import AppTest

from core.domain.entity import Entity
from core.domain.pair import Pair, Sentence
from core.pipeline.prepare import prepare
from tests.ui.test_pages import run, words, workspace  # noqa: F401 (a fixture)

PAIRS = [
    Pair(
        "a", Sentence(("we", "left", "."), (), "en"), Sentence(("wir", "gingen", "."), None, "de")
    ),
    Pair("b", Sentence(("Ada", "left"), (Entity(0, 1, "PER"),), "en"), Sentence(("Ada", "ging"))),
    Pair("c", Sentence(("we", "slept"), (), "en"), Sentence(("wir", "schliefen"), None, "de")),
]


ASK = """
from core.review.filters import Filter
from core.review.orders import FILE
from ui import cache
from ui.panels import bulk
bulk.ask(cache.workspace().project("mine"), "ann", Filter(), FILE)
"""


def test_pairs_without_entities_are_checked_in_one_step(workspace) -> None:  # noqa: F811 (fixture)
    workspace.create_project("mine", PAIRS)
    prepare(workspace, "mine")
    page = AppTest.from_string(ASK, default_timeout=30).run()
    assert "**2 pairs** of this queue" in words(page.markdown)
    assert list(page.dataframe[0].value["pair"]) == ["a", "c"]
    assert workspace.decisions("mine") == ()
    page.button[0].click().run()
    decided = workspace.decisions("mine")
    assert [(d.person, d.pair, d.reason) for d in decided] == [
        ("ann", "a", "bulk"),
        ("ann", "c", "bulk"),
    ]
    assert len({d.act for d in decided}) == 1
    assert workspace.project("mine").progress["done"] == 2
    assert "each has an entity" in words(page.info)


def test_where_there_is_none_it_says_why(workspace) -> None:  # noqa: F811 (the fixture)
    workspace.create_project("mine", PAIRS[1:2])
    prepare(workspace, "mine")
    page = run("20_Inspect.py", project="mine")
    (opener,) = (button for button in page.button if button.label == "Pairs without entities")
    opener.click().run()
    assert "each has an entity" in words(page.info)
