"""The file that came in, with nothing but corrected tags changed."""

from dataclasses import replace

import pytest

from core.domain.decision import PairStatus
from core.errors import ExportError, MissingInputError, UnknownNameError
from core.formats.consent import Wish
from core.pipeline import intake
from core.pipeline.intake import store
from core.review import update
from core.review.decide import apply_ops
from core.review.export_original import export_original
from core.storage import Workspace, originals
from tests.review.build import CLIENT, op

ALL = tuple(PairStatus)
SOURCE = b"\xef\xbb\xbf-DOCSTART- -X- O\n\nAnna NNP I-PER\r\nsleeps V O\n\n\n\nRome NNP I-LOC"
TARGET = b"# sent_id = a\nAnna\tx\tO\r\nschl\xc3\xa4ft\tx\tO\n\n\n# sent_id = b\nRom\tx\tS-LOC\n"


def made(ws: Workspace, *, partial: bool = False, target: bytes = TARGET) -> None:
    files = [("s.conll", SOURCE), ("t.conll", target)]
    store(files, "en", "de", Wish("auto", None, partial), name="one", url=ws.url)


def say(ws: Workspace, *ops: object) -> None:
    assert apply_ops(ws, "one", "ann", CLIENT, list(ops)).refused == ()


@pytest.mark.parametrize(("side", "data"), [("source", SOURCE), ("target", TARGET)])
def test_without_a_decision_it_is_the_same(ws: Workspace, side: str, data: bytes) -> None:
    made(ws)
    got = export_original(ws, "one", side=side, statuses=ALL, layer="gold")
    assert (got.data, got.pairs) == (data, 2)


def test_decisions_change_their_tags_alone(ws: Workspace) -> None:
    made(ws)
    say(
        ws,
        op(1, "add", pair="a", start=0, end=1, label="PER"),
        op(2, "change", "source", pair="b", entity="s0", start=0, end=1, label="PER"),
        op(3, "accept-pair", "pair", "a"),
    )
    got = export_original(ws, "one")
    assert got.data == TARGET.replace(b"Anna\tx\tO", b"Anna\tx\tS-PER")
    assert got.notes == (
        "1 tags differ from t.conll, in BIOES",
        "1 of its sentences keep the tags that they came with",
    )
    say(ws, op(4, "accept-pair", "pair", "b"))
    both = export_original(ws, "one", side="source")
    assert both.data == SOURCE.replace(b"I-LOC", b"I-PER")


def test_sentences_left_out_on_import_keep_their_tags(ws: Workspace) -> None:
    target = TARGET.replace(b"Anna\tx\tO\r\n", b"Anna x\n")
    made(ws, partial=True, target=target)
    assert ws.project("one").pairs == 1
    say(ws, op(1, "accept-pair", "pair", "b"))
    got = export_original(ws, "one")
    assert got.data == target.replace(b"S-LOC", b"O")
    say(ws, op(2, "add", pair="b", start=0, end=1, label="LOC"), op(3, "accept-pair", "pair", "b"))
    assert export_original(ws, "one").data == target


def test_what_cannot_be_is_said(ws: Workspace) -> None:
    files = [("s.conll", SOURCE), ("t.txt", "Anna schläft\nRom\n".encode())]
    store(files, "en", "de", Wish("auto"), name="one", url=ws.url)
    with pytest.raises(MissingInputError, match="was not made of a CoNLL file on its target side"):
        export_original(ws, "one")
    assert export_original(ws, "one", side="source", statuses=ALL, layer="gold").data == b""
    with pytest.raises(UnknownNameError, match=r"s\.conll"):
        export_original(ws, "one", side="source", name="other")


def test_words_that_changed_are_no_longer_the_file(ws: Workspace) -> None:
    made(ws)
    (kept,) = ws.originals.read("one", "target")
    other = type(kept)("target", 1, 2, "other", kept.data.replace(b"Rom", b"Ram"), kept.about)
    ws.create_project("two", [s.pair for s in ws.iter_pairs("one")])
    ws.originals.keep("two", [other])
    with pytest.raises(ExportError, match=r"the words of pair 'b' are not those of other"):
        export_original(ws, "two", statuses=ALL, layer="gold")


def test_after_an_update_the_file_is_refused_or_has_the_sentences_that_stayed(ws) -> None:
    made(ws)
    pair = ws.pair("one", "b").pair
    update.edit(ws, "one", replace(pair, target=replace(pair.target, tokens=("Roma",))), "eve")
    say(ws, op(1, "add", pair="a", start=0, end=1, label="PER"), op(2, "accept-pair", "pair", "a"))
    assert export_original(ws, "one").data == TARGET.replace(b"Anna\tx\tO", b"Anna\tx\tS-PER")
    with pytest.raises(ExportError, match=r"the words of pair 'b' are not those of t\.conll any"):
        export_original(ws, "one", statuses=ALL, layer="gold")
    assert export_original(ws, "one", side="source", statuses=ALL, layer="gold").data == SOURCE


def test_a_project_is_there_with_its_files_or_not_at_all(ws: Workspace, monkeypatch) -> None:
    """What is stopped while the files are kept leaves nothing behind."""

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(originals, "write", stopped)
        with pytest.raises(KeyboardInterrupt):
            made(ws)
    assert ws.names() == ()
    made(ws)
    assert [name for _, name in ws.originals.names("one")] == ["s.conll", "t.conll"]


def test_a_file_too_large_to_be_kept_is_told(ws: Workspace, monkeypatch) -> None:
    monkeypatch.setattr(originals, "MOST", 5)
    monkeypatch.setattr(intake, "MOST", 5)
    files = [("s.conll", SOURCE), ("t.conll", TARGET)]
    stored = store(files, "en", "de", Wish("auto"), name="one", url=ws.url)
    assert "s.conll, t.conll: larger than" in stored.note
    assert (stored.pairs, ws.originals.names("one")) == (2, ())
