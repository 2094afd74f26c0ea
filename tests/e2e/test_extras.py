"""What a tagger says, brought by command, on Inspect: the score's parts, its own row, its words."""

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import expect

from core.cli import main
from core.formats import links_jsonl, pairs_jsonl, tag_probs_jsonl
from core.storage import Workspace
from tests.e2e.desk import Desk
from tests.e2e.server import Server
from tests.supplied import EXTRAS, LINKS, PAIRS

pytestmark = pytest.mark.e2e

WIDTHS = [1280, pytest.param(1920, marks=pytest.mark.soak)]
SCHEMES = ["light", pytest.param("dark", marks=pytest.mark.soak)]


def bring(folder: Path, database: str, project: str) -> None:
    """Import the small world by command; the aligner did not see the last target word."""
    links = {**LINKS, "a": replace(LINKS["a"], unseen_tgt=(4,))}
    rows = {
        "pairs": pairs_jsonl.write(PAIRS),
        "links": links_jsonl.write(links.items()),
        "tags": tag_probs_jsonl.write((EXTRAS.tag_probs or {}).items()),
    }
    for name, lines in rows.items():
        (folder / f"{name}.jsonl").write_bytes(b"".join(lines))
    at = {name: str(folder / f"{name}.jsonl") for name in rows}
    asked = ["import", at["pairs"], "--links", at["links"], "--tag-probs", at["tags"]]
    asked += ["--project", project, "--db", database]
    for method in ("aligned-exact", "align-ner", "model-transfer"):
        asked += ["--method", method]
    assert main(asked) == 0


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_what_a_tagger_says_is_seen(
    acting: tuple[Server, Workspace], tmp_path: Path, new_page, width: int, scheme: str
) -> None:
    server, _ = acting
    project = f"tagged-{width}-{scheme}"
    bring(tmp_path, server.database, project)
    page = new_page(viewport={"width": width, "height": 950}, color_scheme=scheme)
    desk = Desk(page, server).inspect(project, "a")
    rows = desk.bench.locator(".row-name[data-method] .row-text")
    expect(rows).to_have_text(["aligned-exact", "align-ner", "model-transfer"])
    rows.nth(1).click()
    desk.entity("source", "Anna Lee").click()
    reasons = page.get_by_label("Candidates and reasons")
    expect(reasons.locator("th", has_text="ner")).to_be_visible()
    expect(reasons.locator("th", has_text="alignment")).to_be_visible()
    expect(page.get_by_text("The aligner did not see word #5.")).to_be_visible()
    page.screenshot(path=tmp_path / "parts.png")
    rows.nth(2).click()
    expect(reasons).to_contain_text("the tagger gives B-PER 0.90, I-PER 0.90")
    desk.token("target", 3).hover()
    expect(page.get_by_role("tooltip")).to_contain_text("tagger")
    expect(page.get_by_role("tooltip")).to_contain_text("B-LOC 0.90")
    page.screenshot(path=tmp_path / "tagger.png")
    page.get_by_role("button", name="Take everything of model-transfer").click()
    desk.wait_until_saved()
    assert desk.problems == []
