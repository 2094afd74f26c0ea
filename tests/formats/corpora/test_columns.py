"""Files of benchmarks as they come: line ends, marks, separators, tags that are none."""

import pytest

from core.domain.entity import Entity
from core.errors import FormatError, LengthMismatchError
from core.formats.corpora import read_alone, read_parallel

LABELS = ("PER", "LOC", "ORG", "DATE")
PLAIN = b"Ali B-PER\nBello I-PER\ndaga O\nKano B-LOC\n\nJiya B-DATE\n. O\n"


def read(data: bytes, *, language: str = "hau", prefixed: bool = False):
    return read_alone(data, language, file="hau/test.txt", labels=LABELS, prefixed=prefixed)


VARIANTS = {
    "as it is": PLAIN,
    "no newline at the end": PLAIN[:-1],
    "CRLF": PLAIN.replace(b"\n", b"\r\n"),
    "BOM": b"\xef\xbb\xbf" + PLAIN,
    "BOM and CRLF": b"\xef\xbb\xbf" + PLAIN.replace(b"\n", b"\r\n"),
    "TAB": PLAIN.replace(b" ", b"\t"),
    "more than one space": PLAIN.replace(b" ", b"   "),
    "more than one empty line": PLAIN.replace(b"\n\n", b"\n\n\n \n\n") + b"\n\n",
    "document marks": b"-DOCSTART- O\n\n" + PLAIN,
}


@pytest.mark.parametrize("name", VARIANTS)
def test_the_same_sentences_come_out_of_every_way_to_write_them(name: str) -> None:
    corpus = read(VARIANTS[name])
    assert [s.tokens for s in corpus.targets] == [("Ali", "Bello", "daga", "Kano"), ("Jiya", ".")]
    assert corpus.gold() == [(Entity(0, 2, "PER"), Entity(3, 4, "LOC")), (Entity(0, 1, "DATE"),)]
    assert (corpus.ids, corpus.repaired, corpus.sources) == (("hau-000001", "hau-000002"), 0, None)


BROKEN = {
    "nothing in it": (b"", "hau/test.txt: the file is empty"),
    "only empty lines": (b"\n\n", "hau/test.txt: no token line"),
    "no tags": (b"Ali\nBello\n\nKano\n", "hau/test.txt: no line has a tag"),
    "a line without its tag": (b"Ali B-PER\nBello\n", "hau/test.txt, line 2: 1 column"),
    "a line with three columns": (
        b"Ali B-PER\nBe llo I-PER\n. O\n",
        "hau/test.txt, line 2: 3 columns",
    ),
    "text that is no tag": (
        b"Ali B-PER\n. O\n\n. O\nKano LOC\n. O\n",
        "hau/test.txt, line 5: 'LOC' is no tag",
    ),
    "a label of another benchmark": (
        b". O\nTowns B-MISC\n",
        "hau/test.txt, line 2: label 'MISC' is none",
    ),
    "not UTF-8": (b"Ali B-PER\n\xff O\n", "hau/test.txt, line 2: byte 0xff"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_wrong_is_told_with_file_and_line(name: str) -> None:
    data, message = BROKEN[name]
    with pytest.raises(FormatError) as caught:
        read(data)
    assert str(caught.value).startswith(message)


def test_tags_that_continue_nothing_begin_an_entity_and_are_counted() -> None:
    corpus = read(b"Ali I-PER\n. O\nKano B-LOC\nLagos I-PER\n")
    assert corpus.gold() == [(Entity(0, 1, "PER"), Entity(2, 3, "LOC"), Entity(3, 4, "PER"))]
    assert corpus.repaired == 2


def test_the_language_in_front_of_tokens_is_taken_off() -> None:
    data = b"af:Kaap\tB-LOC\naf::\tO\n\naf:af:\tO\n"
    corpus = read(data, language="af", prefixed=True)
    assert [s.tokens for s in corpus.targets] == [("Kaap", ":"), ("af:",)]


def test_tokens_that_only_look_prefixed_stay() -> None:
    data = b"Kaap\tB-LOC\naf:\tO\n.\tO\n"
    assert read(data, language="af", prefixed=True).targets[0].tokens == ("Kaap", "af:", ".")


@pytest.mark.parametrize(
    ("line", "message"),
    [(b"af:\tO\n", "line 3: the token is empty"), (b"Stad\tO\n", "line 3: no 'af:' before")],
)
def test_a_token_without_what_the_others_have_is_an_error(line: bytes, message: str) -> None:
    with pytest.raises(FormatError, match=message):
        read(b"af:Kaap\tB-LOC\naf:is\tO\n" + line, language="af", prefixed=True)


def test_parallel_files_are_joined_by_position() -> None:
    corpus = read_parallel(
        b"Anna\tB-PER\n\nRome\tB-LOC\n",
        b"Anna\tB-PER\n\nRom\tB-LOC\n",
        ("en", "de"),
        files=("en", "de"),
        labels=LABELS,
        ids="e-{number:04d}",
    )
    assert corpus.ids == ("e-0001", "e-0002")
    pairs = corpus.pairs()
    assert [(p.source.tokens, p.target.tokens) for p in pairs] == [
        (("Anna",), ("Anna",)),
        (("Rome",), ("Rom",)),
    ]
    assert (pairs[0].source.lang, pairs[0].target.lang) == ("en", "de")


def test_parallel_files_of_different_lengths_are_refused() -> None:
    with pytest.raises(LengthMismatchError, match=r"^en: 2 sentences, but de has 1"):
        read_parallel(
            b"Anna\tB-PER\n\nRome\tB-LOC\n",
            b"Anna\tB-PER\n",
            ("en", "de"),
            files=("en", "de"),
            labels=LABELS,
        )


def test_who_is_scored_sees_no_gold_and_another_file_has_another_digest() -> None:
    corpus = read(PLAIN)
    assert [s.entities for s in corpus.blind().targets] == [None, None]
    assert corpus.blind().ids == corpus.ids
    assert read(PLAIN).digest == corpus.digest != read(PLAIN + b"\n. O\n").digest
