"""Names from a file, without a browser."""

from streamlit.testing.v1 import AppTest

from core.pipeline.prepare import prepare
from tests.ui.test_pages import PAIRS, run, words, workspace  # noqa: F401 (a fixture)


def test_names_are_looked_at_then_added_in_one_step(workspace) -> None:  # noqa: F811 (the fixture)
    workspace.create_project("mine", PAIRS)
    prepare(workspace, "mine")
    page = AppTest.from_string(
        "from ui.panels import gazetteer\ngazetteer.ask('mine', 'ann')", default_timeout=30
    ).run()
    page.file_uploader[0].upload("names.txt", b"nobody\nXX <b>\n", "text/plain").run()
    assert "names.txt, line 1: there is no label" in words(page.error)
    page.text_input[0].input("PER").run()
    assert "**1 place** in 1 pair would get an entity: 1 PER." in words(page.markdown)
    assert workspace.decisions("mine") == ()
    page.button[0].click().run()
    assert "1 source entity added and projected. One undo takes them back." in words(page.success)
    assert [(d.person, d.pair, d.reason) for d in workspace.decisions("mine")] == [
        ("ann", "3", "gazetteer")
    ]


def test_the_inspect_page_offers_it(workspace) -> None:  # noqa: F811 (the fixture)
    workspace.create_project("mine", PAIRS)
    prepare(workspace, "mine")
    page = run("20_Inspect.py", project="mine")
    (opener,) = (button for button in page.button if button.label == "Names from a file")
    opener.click().run()
    assert "become entities of the **source** sentences" in words(page.markdown)
