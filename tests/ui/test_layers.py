"""The list of layers, without a browser."""

from streamlit.testing.v1 import AppTest

from core.pipeline.methods import METHODS
from core.pipeline.outcomes import Extras
from core.pipeline.prepare import prepare
from tests.supplied import rows
from tests.ui.test_pages import PAIRS, run, words, workspace  # noqa: F401 (a fixture)

SHOW = """
from ui import cache
from ui.panels import layers
layers.show(cache.workspace().project("mine"))
"""


def test_a_layer_is_deleted_by_a_second_click_and_the_base_cannot(workspace) -> None:  # noqa: F811 (the fixture)
    workspace.create_project("mine", PAIRS)
    made = prepare(workspace, "mine")
    page = AppTest.from_string(SHOW, default_timeout=30).run()
    assert "base" in words(page.markdown)
    asked = [toggle for toggle in page.toggle if toggle.label.startswith("Delete")]
    assert len(asked) == len(made) - 1
    assert len(page.button) == 0
    asked[0].set_value(True).run()
    page.button[0].click().run()
    left = [layer.name for layer in workspace.project("mine").layers]
    assert left == [layer.name for layer in made[:-1]]


def test_the_inspect_page_offers_it(workspace) -> None:  # noqa: F811 (the fixture)
    workspace.create_project("mine", PAIRS)
    prepare(workspace, "mine")
    page = run("20_Inspect.py", project="mine")
    (opener,) = (button for button in page.button if button.label == "Layers")
    opener.click().run()
    assert "what one method made of all pairs" in words(page.markdown)


def test_it_says_what_a_layer_was_made_from_besides_links(workspace) -> None:  # noqa: F811 (the fixture)
    workspace.create_project("mine", PAIRS)
    spans = {pair.id: () for pair in PAIRS}
    extras = Extras(spans=spans, tag_probs={p.id: rows(*[0] * len(p.target)) for p in PAIRS})
    prepare(workspace, "mine", methods=[METHODS["align-ner"]], extras=extras)
    page = AppTest.from_string(SHOW, default_timeout=30).run()
    assert "tag probabilities of the target: imported " in words(page.markdown)
    assert "target spans" not in words(page.markdown)
