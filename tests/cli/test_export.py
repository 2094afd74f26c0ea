"""export in every format, in splits, with provenance, and like the file that came in."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Shell

SOURCE = "-DOCSTART- O\n\nAnna I-PER\nsleeps O\n\n\n-DOCSTART- O\n\nRome I-LOC\n"
TARGET = "\ufeffAnna\tO\r\nschläft\tO\r\n\r\nRom\tO"
LANGS = "--src-lang en --tgt-lang de --no-prepare --scheme auto"


def raw(shell: Shell, name: str) -> bytes:
    return (Path(shell.folder) / name).read_bytes()


@pytest.fixture
def news(shell: Shell) -> Shell:
    shell.write("s.conll", SOURCE)
    shell.write("t.conll", TARGET.encode())
    assert shell(f"import @s.conll @t.conll --project news {LANGS}") == 0
    assert "the tags are IOB1; they are read as such and written as IOB2" in shell.err
    return shell


def test_like_the_file_that_came_in(news: Shell) -> None:
    asked = "export --project news --like-original --layer gold --status unreviewed"
    assert news(f"{asked} -o @t2.conll") == 0
    assert raw(news, "t2.conll") == TARGET.encode()
    assert "0 tags differ from t.conll, in IOB2" in news.err
    assert news(f"{asked} --side source -o @s2.conll") == 0
    assert raw(news, "s2.conll") == SOURCE.encode()


@pytest.mark.parametrize(
    "name",
    ["o.conllu", "o.multiconer", "o.json", "o.spacy", "o.parquet", "o.jsonl --format doccano"],
)
def test_every_format_by_its_suffix(news: Shell, name: str) -> None:
    asked = "export --project news --layer gold --status unreviewed --provenance @p.csv"
    assert news(f"{asked} -o @{name}") == 0
    assert raw(news, name.split()[0])
    assert raw(news, "p.csv").startswith(b"pair,start,end,label,tokens,status")


def test_a_card_and_splits(news: Shell) -> None:
    asked = "export --project news --layer gold --status unreviewed"
    assert news(f"{asked} -o @o.parquet --card @README.md --split a=.5 b=.5") == 0
    assert news.out == "a: 1 pairs, 0 entities (none)\nb: 1 pairs, 0 entities (none)\n"
    assert {"o.a.parquet", "o.b.parquet", "README.a.md"} <= set(news.names())


def test_it_comes_back_from_label_studio_with_corrections(news: Shell) -> None:
    assert news("export --project news --layer gold --status unreviewed -o @o.json") == 0
    tasks = json.loads(raw(news, "o.json"))
    value = {"start": 0, "end": 4, "text": "Anna", "labels": ["PER"]}
    tasks[0]["annotations"][0]["result"] = [{"id": "x", "type": "labels", "value": value}]
    news.write("back.json", json.dumps(tasks))
    assert news("import @back.json --project back --no-prepare") == 0
    assert news("export --project back --layer gold --status unreviewed -o @o.conll") == 0
    assert raw(news, "o.conll").startswith(b"Anna\tB-PER\n")


def test_the_scheme_is_shown_before_anything_is_stored(shell: Shell) -> None:
    shell.write("s.conll", SOURCE)
    shell.write("t.conll", TARGET.encode())
    assert shell(f"import @s.conll @t.conll --project news {LANGS} --check") == 0
    assert "s.conll: tags follow IOB1" in shell.out


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ("-o @o.conll --side source", "--side does nothing here"),
        ("-o @o.conll --like-original --provenance @p.csv", "--provenance does nothing here"),
        ("-o @o.conll --offset-unit utf-16", "--offset-unit does nothing here"),
        ("-o @o.conll --provenance @p.txt", "write .jsonl or .csv"),
        ("-o @o.conll --card @r.md", "--card does nothing here"),
        ("-o @o.conll --seed 3", "--seed does nothing here"),
        ("-o - --split a=.5 b=.5", "splits are several files"),
        ("-o @o.conll --split a=x", "write NAME=SHARE"),
        ("-o @o.conll --split a=.5 b=.2", "add up to 1"),
        ("-o @o.talp", "left out 2: it has no gold links"),
    ],
)
def test_what_would_do_nothing_is_refused(news: Shell, more: str, message: str) -> None:
    before = set(news.names())
    assert news(f"export --project news --layer gold --status unreviewed {more}") == 2
    assert message.replace("left out 2", "2") in news.err
    assert set(news.names()) == before
