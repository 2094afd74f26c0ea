"""The Inspect page as a person uses it: looked at, dragged over, typed at."""

from playwright.sync_api import Locator, Page, expect

from tests.e2e.server import Server


class Desk:
    """One browser tab at the app."""

    def __init__(self, page: Page, server: Server) -> None:
        self.page = page
        self.server = server
        self.problems: list[str] = []
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("request", self._watch)

    def _watch(self, request) -> None:
        if self.server.url not in request.url and request.url.startswith("http"):
            self.problems.append(f"asked {request.url}")

    def open(self, path: str = "/") -> "Desk":
        self.page.goto(self.server.url + path)
        return self

    def open_sample(self) -> "Desk":
        self.open()
        self.page.get_by_role("button", name="Open the sample").click()
        self.wait_for_pair("sample-de-01", seconds=60)
        return self

    def inspect(self, project: str, pair: str) -> "Desk":
        self.page.goto(f"{self.server.url}/Inspect?project={project}&pair={pair}")
        self.wait_for_pair(pair)
        return self

    def upload(self, *files: tuple[str, bytes]) -> None:
        """Bring files to the Projects page."""
        self.open()
        self.page.get_by_role("tab", name="Import files").click()
        payloads = [{"name": n, "mimeType": "text/plain", "buffer": data} for n, data in files]
        self.page.locator('input[type="file"][multiple]').first.set_input_files(payloads)

    @property
    def bench(self) -> Locator:
        return self.page.get_by_role("region", name="Projection bench")

    def wait_for_pair(self, pair: str, seconds: float = 20) -> None:
        expect(self.page.locator(f'.bench[data-pair="{pair}"]')).to_be_visible(
            timeout=seconds * 1000
        )

    def wait_until_saved(self) -> None:
        expect(self.page.locator(".bench .save")).to_have_attribute("data-state", "saved")

    def pair(self) -> str | None:
        return self.page.locator(".bench").get_attribute("data-pair")

    def status(self) -> str | None:
        return self.page.locator(".bench .status").get_attribute("data-status")

    def token(self, side: str, index: int) -> Locator:
        pane = self.page.get_by_label(f"{side} sentence")
        return pane.locator(f'.tok[data-i="{index}"]')

    def drag(self, side: str, first: int, last: int) -> None:
        start, end = self.token(side, first).bounding_box(), self.token(side, last).bounding_box()
        mouse = self.page.mouse
        mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
        mouse.down()
        mouse.move(end["x"] + end["width"] / 2, end["y"] + end["height"] / 2, steps=6)
        mouse.up()

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def select(self, side: str, text: str) -> None:
        self.entity(side, text).click()

    def entity(self, side: str, text: str) -> Locator:
        pane = self.page.get_by_label(f"{side} sentence")
        return pane.locator(f'button.chip[aria-label^="{text}: "]')

    def entities(self, side: str) -> list[str]:
        """Return what the page says of each entity: `text: LABEL, status, side`."""
        pane = self.page.get_by_label(f"{side} sentence")
        labels = pane.locator("button.chip").evaluate_all(
            "chips => chips.map(c => c.getAttribute('aria-label'))"
        )
        return sorted(labels)

    def watch(self) -> None:
        """From now on note every pair that is shown; `path` returns them."""
        self.page.locator(".bench").evaluate(WATCH)

    def path(self) -> list[str]:
        """Return the pairs shown since `watch`, each as often as it came."""
        return self.page.evaluate("window.path")

    def act(self, name: str) -> None:
        """Click a control of the bench by what it says."""
        self.bench.get_by_role("button", name=name).first.click()


WATCH = """bench => {
    window.path = [bench.dataset.pair];
    new MutationObserver(() => {
        if (window.path.at(-1) !== bench.dataset.pair) window.path.push(bench.dataset.pair);
    }).observe(bench, { attributes: true, attributeFilter: ["data-pair"] });
}"""
