"""A release of a project whose texts were changed, of which pairs are new, and that was merged."""

import hashlib
import io
from collections.abc import Iterator
from dataclasses import replace

import pytest

from core.domain.decision import Kind, Side
from core.domain.entity import Entity
from core.pipeline.bundle import merge, open_bundle
from core.pipeline.prepare import prepare
from core.pipeline.release import again, freeze, methods, rebuild, table
from core.pipeline.sample import sample_pairs
from core.review import rebase, update
from core.review.export import export
from core.storage import Workspace
from tests.pipeline.bundle.build import machine, packed, read
from tests.pipeline.release.build import rebuilt
from tests.storage.build import corpus, decision, filled, outcome, pair


@pytest.fixture
def ws(database_or_soak: str) -> Iterator[Workspace]:
    found = Workspace.open(database_or_soak)
    yield found
    found.close()


def done(seq: int, pair_id: str, person: str = "ann"):
    own = {"side": Side.PAIR, "person": person, "client": f"tab-{person}"}
    return decision(seq, pair_id, Kind.ACCEPT_PAIR, **own)


def changed(number: int, word: str, **more: object):
    old = corpus()[number - 1]
    tokens = (*old.target.tokens[:4], word, *old.target.tokens[5:])
    return replace(old, target=replace(old.target, tokens=tokens), **more)


def updated(ws: Workspace) -> None:
    """Let ann finish p1 and p2, change the words of p1, append p6, finish both."""
    filled(ws)
    ws.append_decisions("one", [done(1, "p1"), done(2, "p2")])
    given = [changed(1, "Jork", doc="d"), pair("p6")]
    update.update(ws, "one", lambda: given, "eve", reason="newer.jsonl")
    add = decision(3, "p6", Kind.ADD, client="tab-ann", entity="n", new=Entity(3, 5, "LOC"))
    ws.append_decisions("one", [add, done(4, "p6"), done(5, "p1")])


def check(ws: Workspace) -> tuple[bytes, bytes]:
    """Return the file and the CoNLL of a new release, which is rebuilt from it to the byte."""
    release, _ = freeze(ws, "one", "v1")
    body = ws.releases.body("one", "v1")
    wanted = export(ws, "one", format="conll").data
    assert wanted
    assert release.manifest["exports"]["conll"]["sha256"] == hashlib.sha256(wanted).hexdigest()
    made = rebuild(io.BytesIO(body), file="v.zip")
    assert (made.data, made.off) == (wanted, ())
    return body, wanted


def test_after_an_update_of_the_texts_a_fresh_machine_makes_it_to_the_byte(ws, tmp_path) -> None:
    updated(ws)
    body, wanted = check(ws)
    code, data, told = rebuilt(tmp_path, body)
    assert (code, data) == (0, wanted), told


def test_an_update_changes_no_release_that_was_made_before(ws) -> None:
    filled(ws)
    ws.append_decisions("one", [done(1, "p1"), done(2, "p2")])
    freeze(ws, "one", "old")
    wanted = export(ws, "one", format="conll").data
    before = ws.releases.body("one", "old")
    update.update(ws, "one", lambda: [changed(1, "Jork"), pair("p6")], "eve")
    assert ws.releases.body("one", "old") == before
    assert rebuild(io.BytesIO(before), file="v.zip").data == wanted
    _, equal = freeze(ws, "one", "new")
    assert equal == ()


def test_methods_run_after_the_update_and_decisions_carried_to_them(ws) -> None:
    updated(ws)
    given = [(stored.pair.id, outcome(stored.pair)) for stored in ws.iter_pairs("one")]
    layer = ws.write_layer("one", given, name="later")
    rebase.rebase(ws, "one", layer.content_hash, "eve")
    check(ws)


def test_what_was_merged_from_a_bundle_with_other_words_comes_out_too(ws, tmp_path) -> None:
    updated(ws)
    away = machine(tmp_path, "away")
    open_bundle(away, read(packed(ws)), "one")
    update.update(away, "one", lambda: [changed(2, "Lork"), pair("p7")], "eve")
    own = [decision(1, "p7", Kind.ADD, client="b", entity="n7", new=Entity(0, 1, "PER"))]
    away.append_decisions("one", [*own, done(1, "p7", "bob"), done(2, "p2", "bob")])
    update.update(ws, "one", lambda: [changed(1, "Mork")], "eve")
    assert merge(ws, "one", read(packed(away), "away.zip")).merged.added == ("p7",)
    check(ws)


def test_methods_of_the_sample_run_again_after_an_update(ws) -> None:
    pairs = list(sample_pairs())[:4]
    ws.create_project("one", pairs)
    prepare(ws, "one")
    tokens = ("Ja", *pairs[0].target.tokens)
    new = replace(pairs[0], target=replace(pairs[0].target, tokens=tokens, entities=None))
    update.update(ws, "one", lambda: [new, replace(pairs[1], id="later")], "eve")
    prepare(ws, "one")
    ws.append_decisions("one", [done(1, pairs[1].id)])
    freeze(ws, "one", "v1")
    body = ws.releases.body("one", "v1")
    assert again(io.BytesIO(body), file="v.zip") == ()


def test_agreement_stands_in_the_manifest_the_paragraph_and_the_table(ws) -> None:
    filled(ws)
    for person in ("ann", "b_b"):
        with ws.recording("one", person) as own:
            for seq, place in enumerate((1, 2, 3), 1):
                own.append(done(seq, f"p{place}", person))
            own.close()
    manifest = freeze(ws, "one", "v1")[0].manifest
    found = manifest["agreement"]
    assert (found["people"], found["pairs"]) == (["ann", "b_b"], 3)
    assert [row["label"] for row in found["all"]] == [None, "LOC", "PER"]
    assert "raw" not in found
    words = methods(manifest)
    assert "3 pairs of them were finished by two or more of 2 persons apart" in words
    assert "ann and b_b 100.0" in words
    latex = table(manifest)
    assert r"ann and b\_b & 3 & - & 100.0" in latex
    assert latex.count(r"\begin{tabular}") == 3
    older = {key: value for key, value in manifest.items() if key != "agreement"}
    assert "apart from each other" not in methods(older)
    assert table(older).count(r"\begin{tabular}") == 2
