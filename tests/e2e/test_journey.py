"""The whole way: a corpus goes in, a person looks and corrects, a CoNLL file comes out."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Download, Page, expect
from seqeval.metrics import f1_score
from seqeval.scheme import IOB2

from core.cli import main
from core.domain.alignment import Alignment
from core.domain.entity import Entity, from_iob2, to_iob2
from core.domain.pair import Pair, Sentence
from core.formats import conll, pairs_jsonl, pharaoh
from core.pipeline.sample import SAMPLE, sample_pairs
from tests.e2e.desk import Desk
from tests.e2e.server import Server

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.filterwarnings("ignore::DeprecationWarning:seqeval"),  # numpy names of seqeval
]

PROJECT = SAMPLE.replace(" ", "+")


def download(page: Page) -> bytes:
    page.get_by_role("button", name="Write the file").click()
    with page.expect_download() as waiting:
        page.get_by_test_id("stDownloadButton").get_by_role("button").click()
    got: Download = waiting.value
    return Path(got.path()).read_bytes()


def test_from_an_empty_database_to_a_conll_file(server: Server, new_page, tmp_path, capsys) -> None:
    desk = Desk(new_page(accept_downloads=True), server).open_sample()
    compare_methods(desk)
    correct_a_boundary(desk)
    add_and_delete(desk)
    add_a_source_entity_and_undo(desk)
    accept_two_pairs(desk)

    server.kill()
    server.start()
    desk.inspect(PROJECT, "sample-de-01")
    assert desk.status() == "done"
    assert desk.entities("target") == [
        "Amina Yusuf: PER, accepted, target",
        "Universität Nairobi: ORG, corrected, target",
    ]

    desk.open(f"/Export?project={PROJECT}")
    blocks = conll.read(download(desk.page), file="export", tag_column=1).blocks
    gold = [pair.target for pair in sample_pairs()[:2]]
    assert [block.tokens for block in blocks] == [sentence.tokens for sentence in gold]
    assert from_iob2(blocks[0].tags) == (Entity(0, 2, "PER"), Entity(10, 12, "ORG"))

    tags = [list(to_iob2(sentence.entities, len(sentence))) for sentence in gold]
    theirs = f1_score(tags, [list(b.tags) for b in blocks], mode="strict", scheme=IOB2)
    assert evaluate(gold, blocks, tmp_path, capsys) == pytest.approx(theirs)
    assert desk.problems == []


def compare_methods(desk: Desk) -> None:
    for name in ("gold", "coverage-exact", "heuristic"):
        expect(desk.bench.get_by_text(name, exact=True).first).to_be_visible()
    assert len(desk.entities("source")) == 2


def correct_a_boundary(desk: Desk) -> None:
    desk.select("target", "Universität Nairobi")
    desk.press("[")
    expect(desk.entity("target", "Universität")).to_have_attribute(
        "aria-label", "Universität: ORG, corrected, target"
    )
    desk.press("]")
    expect(desk.entity("target", "Universität Nairobi")).to_be_visible()
    desk.wait_until_saved()


def add_and_delete(desk: Desk) -> None:
    desk.drag("target", 2, 3)
    desk.press("4")
    expect(desk.entity("target", "kam 1998")).to_have_attribute(
        "aria-label", "kam 1998: MISC, added by hand, target"
    )
    desk.select("target", "kam 1998")
    desk.press("Delete")
    expect(desk.entity("target", "kam 1998")).to_have_count(0)


def add_a_source_entity_and_undo(desk: Desk) -> None:
    """What a new source entity projects to comes back at once, and goes with it."""
    desk.wait_until_saved()
    before = desk.entities("target")
    desk.drag("source", 8, 8)
    desk.press("4")
    expect(desk.entity("source", "1998")).to_be_visible()
    expect(desk.entity("target", "1998")).to_be_visible()
    desk.press("z")
    expect(desk.entity("source", "1998")).to_have_count(0)
    desk.wait_until_saved()
    assert desk.entities("target") == before


def accept_two_pairs(desk: Desk) -> None:
    desk.press("a")
    desk.wait_for_pair("sample-de-02")
    desk.press("a")
    desk.wait_for_pair("sample-de-03")
    desk.wait_until_saved()


def evaluate(gold: list[Sentence], blocks: list[conll.Block], folder: Path, capsys) -> float:
    """Return the F1 of `python -m core evaluate`: gold copied word for word onto the export."""
    pairs = [
        Pair(str(k), source, Sentence(block.tokens, from_iob2(block.tags), source.lang))
        for k, (source, block) in enumerate(zip(gold, blocks, strict=True))
    ]
    (folder / "pairs.jsonl").write_bytes(b"".join(pairs_jsonl.write(pairs)))
    copies = [Alignment.of(len(s), len(s), ((i, i) for i in range(len(s)))) for s in gold]
    (folder / "links.pharaoh").write_bytes(b"".join(pharaoh.write(copies)))
    files = [str(folder / "pairs.jsonl"), "--links", str(folder / "links.pharaoh")]
    capsys.readouterr()
    assert main(["evaluate", *files, "--method", "heuristic", "--json"]) == 0
    return json.loads(capsys.readouterr().out)["methods"]["heuristic"]["f1"]
