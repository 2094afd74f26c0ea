"""History, Guideline, Export, words and layers as people use them, in a real browser."""

import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from core.domain.decision import Decision, Kind, PairStatus, Side
from core.pipeline.prepare import prepare
from core.pipeline.sample import SAMPLE, sample_pairs
from tests.e2e.server import Server

pytestmark = pytest.mark.e2e

PROJECT = SAMPLE.replace(" ", "+")
SLOW = 60_000
HOSTILE = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>"

MENUS = """() => {
    const menus = [...document.querySelectorAll("[data-testid=stTopNavSection]")];
    const look = style => [style.webkitTextStrokeWidth, style.backgroundColor].join();
    return [
        menus.map(e => e.getBoundingClientRect().x), menus.map(e => look(getComputedStyle(e))),
    ];
}"""
"""Where the menus of the navigation begin, and how they look."""

UNMARK = """() => [...document.querySelectorAll("style")]
    .filter(style => style.textContent.includes("stTopNavSection"))
    .forEach(style => style.remove())"""


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory):
    """Return a server with the sample in its database, and the database."""
    server = Server(tmp_path_factory.mktemp("history"))
    workspace = server.take_sample()
    server.start()
    yield server, workspace
    server.kill()


def flag(person: str, pair: str, number: int) -> Decision:
    time = "2030-01-01T00:00:00.000Z"
    return Decision(f"c-{person}", number, time, person, pair, Side.PAIR, Kind.FLAG)


def open_page(new_page, server: Server, name: str, person: str, title: str) -> Page:
    page = new_page()
    page.set_default_timeout(SLOW)
    page.goto(f"{server.url}/{name}?project={PROJECT}&person={person}")
    expect(page.get_by_role("heading", name=title, level=1)).to_be_visible(timeout=SLOW)
    return page


def test_lines_are_filtered_lead_to_the_pair_and_ones_own_last_act_is_undone(
    running, new_page
) -> None:
    server, workspace = running
    workspace.append_decisions(SAMPLE, [flag("Ben", f"sample-de-0{k}", k) for k in (1, 2)])
    workspace.append_decisions(SAMPLE, [flag("Ann", "sample-de-03", 1)])
    page = open_page(new_page, server, "History", "Ann", "History")
    go = page.get_by_role("button", name="sample-de-0")
    expect(go).to_have_count(3, timeout=SLOW)
    page.get_by_label("Pair", exact=True).fill("sample-de-03")
    page.keyboard.press("Enter")
    expect(go).to_have_count(1, timeout=SLOW)
    page.get_by_role("button", name="Undo it").click()
    page.get_by_role("button", name="Yes, undo it").click()
    expect(page.get_by_text("undid: flagged the pair")).to_be_visible(timeout=SLOW)
    assert workspace.state(SAMPLE, "sample-de-03").status is PairStatus.UNREVIEWED
    assert workspace.state(SAMPLE, "sample-de-02").status is PairStatus.FLAGGED
    go.first.click()
    expect(page.locator('.bench[data-pair="sample-de-03"]')).to_be_visible(timeout=SLOW)


def check_menu(page: Page) -> None:
    """The second menu, of the page that is shown, stands out, and nothing is moved by that."""
    menus = page.get_by_test_id("stTopNavSection")
    expect(menus).to_have_count(3, timeout=SLOW)  # the room for them has been measured
    expect(menus.nth(1)).not_to_have_css("background-color", "rgba(0, 0, 0, 0)", timeout=SLOW)
    places, marked = page.evaluate(MENUS)
    page.evaluate(UNMARK)
    before, plain = page.evaluate(MENUS)
    assert places == before
    assert [was == now for was, now in zip(plain, marked, strict=True)] == [True, False, True]


def test_two_writers_of_the_guideline_meet_and_what_they_wrote_is_text(running, new_page) -> None:
    server, workspace = running
    first = open_page(new_page, server, "Guideline", "Ann", "Guideline")
    second = open_page(new_page, server, "Guideline", "Ben", "Guideline")
    check_menu(second)
    for page, words in ((first, HOSTILE), (second, "Ben was here.")):
        page.get_by_role("tab", name="Write").click()
        page.get_by_label("For all labels").fill(words)
        page.get_by_role("button", name="Save as a new revision").click()
        if page is first:
            expect(page.get_by_text("Revision 1 is saved.")).to_be_visible(timeout=SLOW)
    expect(second.get_by_text("What you wrote is still here")).to_be_visible(timeout=SLOW)
    assert workspace.guidelines.read(SAMPLE).text == HOSTILE
    expect(second.get_by_label("For all labels")).to_have_value("Ben was here.")
    first.get_by_role("tab", name="Read").click()
    expect(first.get_by_text("document.title='owned'").first).to_be_visible(timeout=SLOW)
    for page in (first, second):
        assert page.locator("img[src=x]").count() == 0
        assert page.title() != "owned"


@pytest.mark.soak
def test_lines_come_in_pages(running, new_page) -> None:
    server, workspace = running
    workspace.create_project("paged", sample_pairs()[:60])
    pairs = workspace.find("paged", limit=60)
    workspace.append_decisions("paged", [flag("Cy", pair, k) for k, pair in enumerate(pairs, 1)])
    page = new_page()
    page.goto(f"{server.url}/History?project=paged&person=Cy")
    expect(page.get_by_text("Page 1; 50 lines")).to_be_visible(timeout=SLOW)
    expect(page.get_by_role("button", name="Newer")).to_be_disabled()
    page.get_by_role("button", name="Older").click()
    expect(page.get_by_text("Page 2; 10 lines")).to_be_visible(timeout=SLOW)
    expect(page.get_by_role("button", name=pairs[0], exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Older")).to_be_disabled()
    page.get_by_role("button", name="Newer").click()
    expect(page.get_by_text("Page 1; 50 lines")).to_be_visible(timeout=SLOW)


def test_a_guideline_is_read_from_markdown_and_shown_on_the_bench(running, new_page) -> None:
    server, workspace = running
    workspace.create_project("guided", sample_pairs()[:2], labels=["PER", "LOC"])
    page = new_page()
    page.goto(f"{server.url}/Guideline?project=guided&person=Ann")
    page.get_by_role("tab", name="Revisions and files").click()
    field = page.locator("input[type=file]")
    field.set_input_files({"name": "g.md", "mimeType": "text/markdown", "buffer": b"b\xe4d"})
    expect(page.get_by_text("g.md, line 1: byte 2 is not UTF-8")).to_be_visible(timeout=SLOW)
    text = f"# Rules\n\n{HOSTILE}\n\n## PER\n\nPeople & families\n\n### Examples\n\nAda\n"
    field.set_input_files({"name": "g.md", "mimeType": "text/markdown", "buffer": text.encode()})
    page.get_by_role("button", name="Save it as a new revision").click()
    expect(page.get_by_text("Revision 1 is saved.")).to_be_visible(timeout=SLOW)
    page.get_by_role("tab", name="Write").click()
    expect(page.get_by_label("What it stands for").first).to_have_value("People & families")
    page.get_by_role("tab", name="Revisions and files").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="As Markdown").click()
    written = Path(waiting.value.path()).read_text(encoding="utf-8")
    assert "## PER\n\nPeople & families\n\n### Examples\n\nAda\n" in written
    pair = workspace.find("guided", limit=1)[0]
    page.goto(f"{server.url}/Inspect?project=guided&pair={pair}")
    label = page.locator(".bench .btn.label[data-label=PER]")
    expect(label).to_have_attribute("title", re.compile(r"People & families\s+Ada"), timeout=SLOW)
    assert page.title() != "owned"


def test_an_export_is_chosen_read_back_downloaded_and_says_what_it_left_out(
    running, new_page
) -> None:
    server, workspace = running
    workspace.create_project("out", sample_pairs()[:3])
    prepare(workspace, "out")
    pairs = workspace.find("out", limit=3)
    done = [
        Decision("c-x", k, "2030-01-01T00:00:00Z", "Ann", pair, Side.PAIR, kind)
        for k, (pair, kind) in enumerate(
            ((pairs[0], Kind.ACCEPT_PAIR), (pairs[1], Kind.EXCLUDE)), 1
        )
    ]
    workspace.append_decisions("out", done)
    page = new_page()
    page.goto(f"{server.url}/Export?project=out")
    expect(page.get_by_text("1 excluded pair is never exported.")).to_be_visible(timeout=SLOW)
    page.get_by_label("File format").click()
    page.keyboard.type("doccano")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Offsets count")).to_be_visible(timeout=SLOW)
    page.get_by_text("As JSONL", exact=True).click()
    page.get_by_role("button", name="Write the file").click()
    expect(page.get_by_text(re.compile(r"1 pair with \d+ entities: read back"))).to_be_visible(
        timeout=SLOW
    )
    table = page.get_by_test_id("stDataFrame")
    expect(table.get_by_text("excluded as a bad pair").first).to_be_attached()
    with page.expect_download() as waiting:
        page.get_by_test_id("stDownloadButton").get_by_role("button").click()
    packed = zipfile.ZipFile(io.BytesIO(Path(waiting.value.path()).read_bytes()))
    records = [json.loads(line) for name in packed.namelist() for line in packed.open(name)]
    assert len(packed.namelist()) == 2
    assert records


def test_words_of_a_pair_are_changed_and_a_project_stands_on_another_layer(
    running, new_page
) -> None:
    server, workspace = running
    workspace.create_project("moved", sample_pairs()[:2])
    prepare(workspace, "moved")
    pair = workspace.find("moved", limit=1)[0]
    accept = Decision("c-m", 1, "2030-01-01T00:00:00Z", "Ann", pair, Side.PAIR, Kind.ACCEPT_PAIR)
    workspace.append_decisions("moved", [accept])
    other = next(a for a in workspace.project("moved").layers if a.name == "heuristic")
    page = new_page()
    page.goto(f"{server.url}/Inspect?project=moved&pair={pair}&person=Ann")
    expect(page.locator(f'.bench[data-pair="{pair}"]')).to_be_visible(timeout=SLOW)
    page.get_by_role("button", name="More", exact=True).click()
    page.get_by_role("button", name="Layers").click()
    dialog = page.get_by_role("dialog", name="Layers")
    dialog.get_by_text("Stand on heuristic").click()
    expect(dialog.get_by_text("1 pair with decisions carried")).to_be_visible(timeout=SLOW)
    dialog.get_by_role("button", name="Carry everything there").click()
    expect(dialog).to_have_count(0, timeout=SLOW)
    assert workspace.project("moved").base == other.content_hash
    page.get_by_role("button", name="More", exact=True).click()
    page.get_by_role("button", name="Words of this pair").click()
    dialog = page.get_by_role("dialog", name="Words of this pair")
    field = dialog.get_by_label("Target")
    words = field.input_value().split("\n")
    field.fill("\n".join([f"{words[0]}s", *words[1:]]))
    dialog.get_by_role("button", name="Change the words").click()
    expect(dialog).to_have_count(0, timeout=SLOW)
    assert workspace.pair("moved", pair).pair.target.tokens == (f"{words[0]}s", *words[1:])
    bench = page.locator(f'.bench[data-pair="{pair}"]')
    expect(bench).to_contain_text(f"{words[0]}s", timeout=SLOW)
    expect(page.get_by_test_id("stApp")).to_have_attribute(
        "data-test-script-state", "notRunning", timeout=SLOW
    )
    bench.press("v")
    past = page.get_by_role("dialog", name="History of this pair")
    expect(past.get_by_text("other words")).to_have_count(3, timeout=SLOW)  # all but that of now
