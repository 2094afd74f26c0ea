"""Hostile text in every channel, in a real browser: it is seen as text and does nothing."""

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from core.domain.alignment import Alignment
from core.domain.decision import Decision, Kind, PairStatus, Side
from core.domain.entity import Entity
from core.domain.pair import Pair, Sentence
from core.domain.projection import Pick, Projection
from core.domain.role import Role
from core.pipeline.bundle import write_bundle
from core.pipeline.release import Citation, freeze
from core.review.update import edit
from core.storage import Outcome, Workspace
from core.storage.guidelines import Guideline, LabelGuide
from tests.e2e.conftest import VIEWPORT
from tests.e2e.provider import Provider, guarded, sign_in
from tests.e2e.server import Server
from ui.panels.compare import VIEWS

pytestmark = pytest.mark.e2e

TRAPS = (
    "<img src=x onerror=window.__hit=1>",
    "<script>window.__hit=2</script>",
    "<svg onload=window.__hit=3>",
    "\"><iframe srcdoc='<script>parent.__hit=4</script>'>",
    "[x](javascript:window.__hit=5)",
    "![x](http://evil.invalid/x.png)",
    "<a href=javascript:window.__hit=6>y</a>",
    "$\\href{javascript:window.__hit=7}{x}$",
    ":red[b] :smile: :material/home: `c` **d** # e",
    "\u202eevil\u202c {{7*7}} ${7*7} %s %(x)s",
    "http://evil.invalid/ www.evil.invalid a@evil.invalid",
)
"""No control characters: the store takes none in names."""

PROJECT = f"P {TRAPS[0]} {TRAPS[4]} {TRAPS[7]}"
PERSON = f"A {TRAPS[1]} {TRAPS[8]}"[:80].strip()
LABEL = TRAPS[0].replace(" ", "/")
OTHER, RELEASE = f"B {TRAPS[0]}", f"v1 {TRAPS[0]} {TRAPS[4]}"
TIME = "2030-01-02T00:01:00Z"
METHOD, DOC = f"m {TRAPS[3]} {TRAPS[5]}", f"d {TRAPS[2]}"
FOUND = (
    "a[href^='javascript:' i]",
    "iframe",
    "img[src*='evil' i]",
    "img[src='x']",
    "a[href*='evil.invalid' i]",
    ".bench script",
    "svg[onload]",
)


class Watch:
    """A page that is watched: nothing is asked of anybody else, no dialog opens, nothing runs."""

    def __init__(self, page: Page, *servers: str) -> None:
        self.page = page
        self.wrong: list[str] = []
        page.on("dialog", lambda dialog: (self.wrong.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: self._look(request.url, servers))
        page.on("pageerror", lambda error: self.wrong.append(str(error)))

    def _look(self, url: str, servers: tuple[str, ...]) -> None:
        if url.startswith("http") and not url.startswith(servers):
            self.wrong.append(f"asked {url}")

    def check(self, *shown: str) -> None:
        """Raise where anything came of the traps, or one of these texts is not to be seen."""
        expect(self.page.get_by_test_id("stApp")).to_have_attribute(
            "data-test-script-state", "notRunning", timeout=60_000
        )
        assert self.page.evaluate("window.__hit") is None
        for selector in FOUND:
            assert self.page.locator(selector).count() == 0, selector
        assert self.wrong == []
        for one in shown:
            self.page.wait_for_function(f"one => ({SEEN})().includes(one)", arg=one)


SEEN = """() => {
    const said = [document.body.innerText];
    for (const e of document.querySelectorAll("input, textarea, [aria-label], [title]"))
        said.push(e.value ?? "", e.getAttribute("aria-label") ?? "", e.title ?? "");
    return said.join("\\n").replaceAll("\\u2060", "");
}"""


def hostile(ws: Workspace, project: str = PROJECT) -> None:
    """Make a project with a trap in every text that it can hold."""
    tokens = (*TRAPS, "end")
    size = len(tokens)
    entities = (Entity(0, 2, LABEL), Entity(4, 5, "PER"))
    pairs = [
        Pair(
            f"{k} {trap}",
            Sentence(tokens, entities, "en"),
            Sentence(tokens, None, "de"),
            doc=DOC,
            group=DOC,
            origin=DOC,
            extra={TRAPS[0]: TRAPS[1]},
        )
        for k, trap in enumerate(TRAPS[:4])
    ]
    ws.create_project(project, pairs, labels=[LABEL, "PER", TRAPS[5]])
    links = Alignment.of(size, size, [(k, k) for k in range(size)])
    ws.write_alignments(project, METHOD, [(pair.id, links) for pair in pairs])
    for name, shift in ((METHOD, 0), ("second", 1)):
        outcome = Outcome.projected(
            tuple(Projection(e, (Pick(e.start + shift, e.end + shift, 0.9),)) for e in entities)
        )
        layer = ws.write_layer(project, [(pair.id, outcome) for pair in pairs], name=name)
        if not shift:
            ws.set_base(project, layer.content_hash)
    for number, (pair, kind) in enumerate(
        [(pairs[0], Kind.COMMENT), (pairs[1], Kind.FLAG), (pairs[2], Kind.ACCEPT_PAIR)], 1
    ):
        said = " ".join(TRAPS) if kind is Kind.COMMENT else TRAPS[0]
        ws.append_decisions(
            project,
            [
                Decision(
                    "c", number, f"2030-01-02T00:00:0{number}Z", PERSON, pair.id,
                    Side.PAIR, kind, reason=said,
                )
            ],
        )  # fmt: skip
    ws.jobs.fail(ws.jobs.start(project, TRAPS[0]).id, TRAPS[1])


def teamwork(ws: Workspace, project: str = PROJECT) -> None:
    """Have a team leave a trap in every text that only teams write."""
    pair, apart = (stored.pair for stored in ws.pairs(project, limit=2))
    ws.guidelines.write(
        project,
        Guideline(" ".join(TRAPS), (LabelGuide(LABEL, TRAPS[0], " ".join(TRAPS)),)),
        person=PERSON,
        seen=0,
    )
    ws.team.assign(project, {PERSON: [1, 2], OTHER: [1, 2]}, by=PERSON, name=TRAPS[0])
    for number, (who, size) in enumerate(((PERSON, 1), (OTHER, 2), ("", 3)), start=20):
        own = ("c", TIME, who or PERSON, (apart if who else pair).id)
        new = Entity(0, size, LABEL)
        said = [
            (3 * number, Side.TARGET, Kind.ADD, {"new": new, "reason": TRAPS[0]}),
            (3 * number + 1, Side.PAIR, Kind.ACCEPT_PAIR, {}),
        ]
        for seq, side, kind, more in said if who else said[:1]:
            client, time, person, pair_id = own
            made = Decision(client, seq, time, person, pair_id, side, kind, **more)
            ws.append_decisions(project, [made], who)
    cited = Citation(licence=TRAPS[1], cite=TRAPS[0])
    freeze(ws, project, RELEASE, statuses=tuple(PairStatus), person=PERSON, citation=cited)
    words = (f"{TRAPS[1]} anew", *pair.target.tokens[1:])
    edit(ws, project, replace(pair, target=replace(pair.target, tokens=words)), PERSON)
    assert ws.stale.count(project)[0]


@pytest.fixture(scope="module")
def trapped(tmp_path_factory) -> Iterator[tuple[Server, Workspace]]:
    server = Server(tmp_path_factory.mktemp("hostile"))
    ws = Workspace.open(server.database)
    hostile(ws)
    teamwork(ws)
    server.start()
    yield server, ws
    server.kill()
    ws.close()


@pytest.fixture(scope="module")
def walker(trapped, browser) -> Iterator[Watch]:
    """One page that goes from address to address."""
    server, _ = trapped
    context = browser.new_context(viewport=VIEWPORT)
    page = context.new_page()
    page.set_default_timeout(20_000)
    yield Watch(page, server.url)
    context.close()


def at(server: Server, page: str, **query: str) -> str:
    asked = "&".join(f"{key}={quote(value)}" for key, value in query.items())
    return f"{server.url}/{page}?{asked}"


def test_the_bench_and_what_opens_from_it(trapped, new_page) -> None:
    server, _ = trapped
    page = new_page()
    watch = Watch(page, server.url)
    remap = {"accept": [TRAPS[0]], TRAPS[1]: [TRAPS[2]], "label:0": ["KeyQ"]}
    page.add_init_script(
        f"localStorage.setItem('silverlens.keys', {json.dumps(json.dumps(remap))});"
    )
    first = f"0 {TRAPS[0]}"
    page.goto(at(server, "Inspect", project=PROJECT, pair=first, person=PERSON))
    page.wait_for_selector(".bench[data-pair]", timeout=60_000)
    assert page.locator(".bench").get_attribute("data-pair") == first
    watch.check()
    expect(page.locator(".bench")).to_contain_text(first)  # it stands in a tree of its own
    tokens = page.locator(".bench .tok").evaluate_all("all => all.map(one => one.textContent)")
    assert [trap for trap in TRAPS if not any(trap in token for token in tokens)] == []
    for opening in ("?", "i", "w", "l", "v", "k", "f", "g", "/", "s", "t", "x", "m", "Shift+L"):
        page.keyboard.press(opening)
        page.wait_for_timeout(150)
        watch.check()
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
    page.get_by_role("button", name="1 comment").click()
    expect(page.locator(".bench .comments .said")).to_contain_text(" ".join(TRAPS[:4]))
    watch.check()
    for trap in range(4):
        page.goto(at(server, "Inspect", project=PROJECT, pair=f"{trap} {TRAPS[trap]}"))
        page.wait_for_selector(".bench[data-pair]", timeout=60_000)
        watch.check()
        expect(page.locator(".bench")).to_contain_text(f"{trap} {TRAPS[trap]}")


@pytest.mark.parametrize(
    "query",
    [
        {"text": TRAPS[0]},
        {"text": TRAPS[4], "regex": "1"},
        {"label": LABEL},
        {"by": PERSON},
        {"order": TRAPS[1]},
        {"method": METHOD},
        {"changes": METHOD},
        {"status": TRAPS[0], "foo": TRAPS[3]},
        {"person": TRAPS[1]},
        {"pair": TRAPS[3]},
        {"cell": TRAPS[2]},
    ],
    ids=" ".join,
)
def test_every_parameter_of_an_address(query, trapped, walker) -> None:
    server, _ = trapped
    page = walker.page
    page.goto(at(server, "Inspect", **({"project": PROJECT} | query)))
    page.get_by_role("button", name="More").first.click()
    walker.check()


@pytest.mark.parametrize("name", ["", "Inspect", "Compare", "Learn", "Export", "Progress", "Run"])
def test_every_page_for_a_project_that_is_there_and_one_that_is_not(name, trapped, walker) -> None:
    server, _ = trapped
    page = walker.page
    page.goto(at(server, name, project=PROJECT, person=PERSON, run=TRAPS[0]))
    page.get_by_test_id("stMainBlockContainer").wait_for()
    shown = (PROJECT,) if name != "Run" else ()
    walker.check(*shown)
    for tab in page.get_by_role("tab").all():
        tab.click()
        walker.check()
    page.goto(at(server, name, project=TRAPS[4]))
    page.get_by_test_id("stMainBlockContainer").wait_for()
    walker.check()


NEWER = {
    "History": (PERSON, TRAPS[0]),
    "Stale": (LABEL, PERSON),
    "Team": (PERSON, OTHER),
    "Curation": (OTHER, LABEL),
    "Guideline": (LABEL, TRAPS[1]),
    "Releases": (RELEASE,),
}
"""Pages of teams, with what has to be seen on them as it is."""


@pytest.mark.parametrize(
    "names",
    [
        pytest.param(("History", "Curation", "Guideline"), id="some"),
        pytest.param(("Stale", "Team", "Releases"), id="others", marks=pytest.mark.soak),
    ],
)
def test_the_pages_of_a_team(names, trapped, walker) -> None:
    server, _ = trapped
    for name in names:
        walker.page.goto(at(server, name, project=PROJECT, person=PERSON))
        walker.page.get_by_test_id("stMainBlockContainer").wait_for()
        walker.check(PROJECT, *NEWER[name])


@pytest.mark.soak
@pytest.mark.parametrize("name", NEWER)
def test_all_that_opens_on_the_pages_of_a_team(name, trapped, walker) -> None:
    server, _ = trapped
    page, watch = walker.page, walker
    page.goto(at(server, name, project=PROJECT, person=PERSON, by=TRAPS[0], pair=TRAPS[1]))
    page.get_by_test_id("stMainBlockContainer").wait_for()
    watch.check(PROJECT)
    for opening in (page.get_by_role("tab"), page.get_by_test_id("stExpander")):
        for one in opening.all():
            if one.is_visible():
                one.click()
                watch.check()
    page.goto(at(server, name, project=TRAPS[4], person=TRAPS[0]))
    page.get_by_test_id("stMainBlockContainer").wait_for()
    watch.check()


def test_a_bundle_with_a_hostile_name_and_hostile_members(trapped, new_page) -> None:
    server, ws = trapped
    held = io.BytesIO()
    write_bundle(ws, PROJECT, held)
    page = new_page()
    watch = Watch(page, server.url)
    page.goto(server.url)
    page.get_by_role("tab", name="Open a bundle").click()
    chosen = page.get_by_role("tabpanel").locator('input[type="file"]:visible, input[type="file"]')
    name = f"{TRAPS[0]} {TRAPS[4]}.zip".replace("/", "")
    for body in (b"PK no bundle", held.getvalue()):
        payload = {"name": name, "mimeType": "application/zip", "buffer": body}
        chosen.last.set_input_files(payload)
        watch.check(TRAPS[0])


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_of_compare(view, trapped, walker) -> None:
    server, _ = trapped
    page, watch = walker.page, walker
    page.goto(at(server, "Compare", project=PROJECT, view=view))
    page.get_by_role("heading", name="Compare").wait_for()
    watch.check()


def test_an_export_and_what_stands_in_the_menu_of_a_project(trapped, new_page) -> None:
    server, _ = trapped
    page = new_page()
    watch = Watch(page, server.url)
    page.goto(at(server, "Export", project=PROJECT))
    page.get_by_role("button", name="Write the file").click()
    watch.check()
    page.goto(server.url)
    page.get_by_role("button", name="More").first.click()
    page.get_by_text("Delete", exact=True).last.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    watch.check(PROJECT)


def test_files_with_hostile_names_and_content(trapped, new_page) -> None:
    server, _ = trapped
    page = new_page()
    watch = Watch(page, server.url)
    page.goto(server.url)
    page.get_by_role("tab", name="Import files").click()
    name = f"{TRAPS[0]} {TRAPS[4]}.jsonl".replace("/", "")
    good = {"id": TRAPS[0], "src_lang": "en", "tgt_lang": "de", "src_tokens": [*TRAPS]}
    good |= {"src_tags": ["B-" + LABEL] + ["O"] * (len(TRAPS) - 1), "tgt_tokens": [*TRAPS]}
    lines = [json.dumps(good), json.dumps({TRAPS[1]: TRAPS[2]}), TRAPS[3]]
    payload = {"name": name, "mimeType": "text/plain", "buffer": "\n".join(lines).encode()}
    page.locator('input[type="file"][multiple]').first.set_input_files(payload)
    page.get_by_label("Project name").wait_for()
    watch.check(TRAPS[0])


def test_the_name_of_an_account_and_of_a_member(tmp_path, new_page) -> None:
    number = TRAPS[0]
    provider = Provider({"boss": {}, "eve": {"email": TRAPS[0] + "@x", "email_verified": True}})
    server = guarded(tmp_path, provider)
    ws = Workspace.open(server.database)
    try:
        hostile(ws)
        ws.accounts.add(f"boss at {provider.url}", PERSON, admin=True)
        ws.accounts.add(number, "Member " + TRAPS[4])
        ws.members.give(PROJECT, number, Role.VIEWER)
        server.start()
        page = new_page()
        sign_in(page, server, "boss")
        watch = Watch(page, server.url)
        page.get_by_role("button", name="More").first.click()
        page.get_by_text("Members", exact=True).last.click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_text("Member [x](javascript:window.__hit=5)").first.wait_for()
        watch.check(PERSON, number, PROJECT)
        dialog.get_by_role("textbox", name="Account").fill(TRAPS[1])
        dialog.get_by_role("button", name="Add").click()
        watch.check(TRAPS[1])
        other = new_page()
        sign_in(other, server, "eve")
        watch = Watch(other, server.url)
        watch.check(TRAPS[0] + "@x")
    finally:
        server.kill()
        provider.stop()
        ws.close()
