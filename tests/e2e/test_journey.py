"""The whole way: a corpus goes in, a person looks and corrects, a CoNLL file comes out."""

import pytest
from playwright.sync_api import expect

from core.domain.entity import Entity, from_iob2
from core.domain.pair import Sentence
from core.pipeline.sample import SAMPLE, sample_pairs
from tests.e2e import journey
from tests.e2e.desk import Desk
from tests.e2e.journey import Words
from tests.e2e.server import Server

pytestmark = pytest.mark.e2e

SAMPLE_WORDS = Words(
    "Universität Nairobi", "Universität", "ORG", ("kam 1998", 2, 4), ("1998", "1998", 8)
)
OWN_WORDS = Words("Ada Lovelace", "Ada", "PER", ("traf", 2, 3), ("1833", "1833", 6))
SOURCE = """Ada\tB-PER
Lovelace\tI-PER
met\tO
Babbage\tB-PER
in\tO
London\tB-LOC
1833\tO
.\tO

Nobody\tO
came\tO
.\tO
"""
TARGET = "Ada Lovelace traf Babbage 1833 in London.\nNiemand kam.\n"
OWN_GOLD = (
    Sentence(
        ("Ada", "Lovelace", "traf", "Babbage", "1833", "in", "London", "."),
        (Entity(0, 2, "PER"), Entity(3, 4, "PER"), Entity(6, 7, "LOC")),
        "de",
    ),
    Sentence(("Niemand", "kam", "."), (), "de"),
)


def correct(desk: Desk, words: Words) -> None:
    for name in ("coverage-exact", "heuristic"):
        expect(desk.bench.get_by_text(name, exact=True).first).to_be_visible()
    journey.correct_a_boundary(desk, words)
    journey.add_by_drag_and_delete(desk, words)
    journey.add_a_source_entity_and_undo(desk, words)


def check_export(desk: Desk, project: str, gold, folder, capsys) -> None:
    blocks = journey.export_conll(desk, project)
    assert [block.tokens for block in blocks] == [sentence.tokens for sentence in gold]
    assert [from_iob2(blocks[0].tags)] == [gold[0].entities]
    theirs = journey.seqeval_f1(gold, blocks)
    assert journey.evaluate_f1(gold, blocks, folder, capsys) == pytest.approx(theirs)
    assert desk.problems == []


@pytest.mark.soak
def test_the_sample_from_an_empty_database(server: Server, new_page, tmp_path, capsys) -> None:
    desk = Desk(new_page(), server).open_sample()
    expect(desk.bench.get_by_text("gold", exact=True).first).to_be_visible()
    correct(desk, SAMPLE_WORDS)
    journey.accept(desk, ["sample-de-01", "sample-de-02", "sample-de-03"])
    server.kill()
    server.start()
    project = SAMPLE.replace(" ", "+")
    desk.inspect(project, "sample-de-01")
    assert desk.status() == "done"
    assert desk.entities("target") == [
        "Amina Yusuf: PER, accepted, target",
        "Universität Nairobi: ORG, corrected, target",
    ]
    gold = [pair.target for pair in sample_pairs()[:2]]
    check_export(desk, project, gold, tmp_path, capsys)


@pytest.mark.soak
def test_the_users_own_files(server: Server, new_page, tmp_path, capsys) -> None:
    desk = Desk(new_page(), server)
    desk.upload(("source.conll", SOURCE.encode()), ("target.txt", TARGET.encode()))
    expect(desk.page.get_by_text("2 pairs. English to German: 2")).to_be_visible()
    name = desk.page.get_by_label("Project name")
    name.fill("my corpus")
    name.press("Enter")
    desk.page.get_by_role("button", name="Import", exact=True).click()
    desk.wait_for_pair("000001", seconds=60)
    correct(desk, OWN_WORDS)
    journey.accept(desk, ["000001", "000002"])
    desk.press("a")
    desk.wait_until_saved()
    server.kill()
    server.start()
    desk.inspect("my+corpus", "000001")
    assert desk.status() == "done"
    assert desk.entities("target") == [
        "Ada Lovelace: PER, corrected, target",
        "Babbage: PER, accepted, target",
        "London: LOC, accepted, target",
    ]
    check_export(desk, "my+corpus", OWN_GOLD, tmp_path, capsys)


@pytest.mark.soak
def test_one_typed_pair_is_seen_at_once(server: Server, new_page) -> None:
    desk = Desk(new_page(), server).open()
    desk.page.get_by_role("tab", name="Paste one pair").click()
    desk.page.get_by_label("Source", exact=True).fill("[PER Ada Lovelace] met [PER Babbage] .")
    target = desk.page.get_by_label("Target", exact=True)
    target.fill("Ada Lovelace traf Babbage .")
    target.press("Control+Enter")
    desk.page.get_by_role("button", name="Show it").click()
    desk.wait_for_pair("1", seconds=60)
    assert desk.entities("target") == [
        "Ada Lovelace: PER, not reviewed, target",
        "Babbage: PER, not reviewed, target",
    ]
