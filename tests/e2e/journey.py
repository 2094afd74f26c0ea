"""The steps of the whole way, with the words they are taken on."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import expect
from seqeval.metrics import f1_score
from seqeval.scheme import IOB2

from core.cli import main
from core.domain.alignment import Alignment
from core.domain.entity import from_iob2, to_iob2
from core.domain.pair import Pair, Sentence
from core.formats import conll, pairs_jsonl, pharaoh
from tests.e2e.desk import Desk


@dataclass(frozen=True)
class Words:
    """What the steps are taken on.

    Args:
        name: a target entity of two words, the first of which is `first`.
        first: its first word.
        label: its label.
        added: a stretch of target words without entity, and where it is.
        source: a source word without entity, its counterpart and where it is.
    """

    name: str
    first: str
    label: str
    added: tuple[str, int, int]
    source: tuple[str, str, int]


def correct_a_boundary(desk: Desk, words: Words) -> None:
    desk.select("target", words.name)
    desk.press("[")
    expect(desk.entity("target", words.first)).to_have_attribute(
        "aria-label", f"{words.first}: {words.label}, corrected, target"
    )
    desk.press("]")
    expect(desk.entity("target", words.name)).to_be_visible()
    desk.wait_until_saved()


def add_by_drag_and_delete(desk: Desk, words: Words) -> None:
    text, start, end = words.added
    desk.drag("target", start, end - 1)
    desk.press("1")
    expect(desk.entity("target", text)).to_have_attribute(
        "aria-label", f"{text}: PER, added by hand, target"
    )
    desk.select("target", text)
    desk.press("Delete")
    expect(desk.entity("target", text)).to_have_count(0)
    desk.wait_until_saved()


def add_a_source_entity_and_undo(desk: Desk, words: Words) -> None:
    """What a new source entity projects to comes back at once, and goes with it."""
    word, counterpart, at = words.source
    before = desk.entities("target")
    desk.drag("source", at, at)
    desk.press("1")
    expect(desk.entity("source", word)).to_be_visible()
    expect(desk.entity("target", counterpart)).to_be_visible()
    desk.press("z")
    expect(desk.entity("source", word)).to_have_count(0)
    desk.wait_until_saved()
    assert desk.entities("target") == before


def accept(desk: Desk, pairs: Sequence[str]) -> None:
    """Accept all pairs but the last, one key each, from the first one on the screen."""
    for following in pairs[1:]:
        desk.press("a")
        desk.wait_for_pair(following)
    desk.wait_until_saved()


def export_conll(desk: Desk, project: str) -> tuple[conll.Block, ...]:
    desk.open(f"/Export?project={project}")
    desk.page.get_by_role("button", name="Write the file").click()
    with desk.page.expect_download() as waiting:
        desk.page.get_by_test_id("stDownloadButton").get_by_role("button").click()
    exported = Path(waiting.value.path()).read_bytes()
    return tuple(conll.read(exported, file="export", tag_column=1).blocks)


def seqeval_f1(gold: Sequence[Sentence], blocks: Sequence[conll.Block]) -> float:
    tags = [list(to_iob2(sentence.entities, len(sentence))) for sentence in gold]
    return f1_score(tags, [list(b.tags) for b in blocks], mode="strict", scheme=IOB2)


def evaluate_f1(
    gold: Sequence[Sentence], blocks: Sequence[conll.Block], folder: Path, capsys
) -> float:
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
