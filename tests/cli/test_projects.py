"""import, prepare, export."""

import json

import pytest

from tests.cli.conftest import ROWS, Shell, row

LINKS = "--links @links.pharaoh --method default"


def test_import_prepares_and_export_writes_what_was_projected(shell: Shell) -> None:
    assert shell(f"import @pairs.jsonl --project news {LINKS}") == 0
    assert (shell.out, shell.err) == ("", "")
    assert shell("export --project news --status unreviewed -o @o.conll") == 0
    shell("project @pairs.jsonl --links @links.pharaoh -o @direct.conll")
    assert shell.read("o.conll") == shell.read("direct.conll")
    assert shell("export --project news --status unreviewed -o -") == 0
    assert [json.loads(line)["id"] for line in shell.out.splitlines()] == ["p1", "p2", "p3"]


def test_nothing_reviewed_is_no_empty_file(shell: Shell) -> None:
    shell(f"import @pairs.jsonl --project news {LINKS}")
    assert shell("export --project news -o @o.conll") == 2
    assert "nothing to export; chosen statuses: done" in shell.err
    assert "o.conll" not in shell.names()


def test_what_is_left_out_is_counted(shell: Shell) -> None:
    shell.write("pairs.jsonl", row(*ROWS[0]) + row("x", ["x"], None, ["y"], None))
    shell.write("links.pharaoh", "0-1\n\n")
    shell(f"import @pairs.jsonl --project news {LINKS}")
    assert shell("export --project news --status unreviewed -o @o.conll") == 0
    assert "1 pairs, 1 entities written\n  left out 1: the source has no tags" in shell.err


def test_the_database_can_be_named(shell: Shell) -> None:
    db = f"--db sqlite:///{shell.folder}/other.sqlite"
    assert shell(f"import @pairs.jsonl --project news --no-prepare {db}") == 0
    assert shell(f"prepare --project news --method heuristic {db}") == 0
    assert shell(f"export --project news --status unreviewed --layer heuristic {db} -o -") == 0
    assert shell("export --project news -o -") == 2
    assert "unknown project 'news'; known: none" in shell.err


def test_two_files_and_a_table(shell: Shell) -> None:
    shell.write("s.conll", "Anna B-PER\nsleeps O\n\nRome B-LOC\n")
    shell.write("t.txt", "Anna schläft\nRom\n")
    shell.write("t.tsv", "Anna sleeps\tAnna schläft\n")
    langs = "--src-lang en --tgt-lang de --no-prepare"
    assert shell(f"import @s.conll @t.txt --project a {langs}") == 0
    assert shell(f"import @t.tsv --project b {langs}") == 0
    from core.storage import Workspace

    workspace = Workspace.open()
    assert [(p.name, p.pairs) for p in workspace.projects()] == [("a", 2), ("b", 1)]
    assert workspace.pair("a", "000001").pair.target.tokens == ("Anna", "schläft")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("import @none.jsonl --project p", "no such file"),
        ("import @a @b @c --project p", "3 files; give one, or a source and a target"),
        ("import @pairs.jsonl --project p --links @short.pharaoh", "line 2: no line for pair 2"),
        ("import @pairs.jsonl --project p --method nix", "unknown method 'nix'"),
        ("import @pairs.jsonl --project p --train @pairs.jsonl", "line 1: 1 column"),
        (
            "import @pairs.jsonl --project p --links @links.pharaoh --no-prepare",
            "leave out --train",
        ),
        ("import @s.conll @t.txt --project p", "no language of the source"),
        ("import @s.conll @t.txt --project p --src-lang en --tgt-lang de", "sentence 2 has no cou"),
        ("import @iob1.jsonl --project p", "the tags are IOB1, not IOB2; agree to converting them"),
        ("import @bad.jsonl --project p", "bad.jsonl, line 2: no key 'id'"),
        ("import @pairs.jsonl --project p --scheme nix", "unknown tag scheme 'nix'"),
        ("prepare --project nix", "unknown project 'nix'"),
        ("export --project nix -o -", "unknown project 'nix'"),
        ("export --project nix -o @x.txt", "write one of: .conll, .jsonl"),
    ],
)
def test_bad_input_stores_nothing(shell: Shell, line: str, message: str) -> None:
    shell.write("short.pharaoh", "0-1\n")
    shell.write("s.conll", "Anna B-PER\n")
    shell.write("t.txt", "Anna\nRom\n")
    shell.write("iob1.jsonl", row("p", ["a", "b"], ["I-X", "B-X"], ["c"], None))
    shell.write("bad.jsonl", row(*ROWS[0]) + b"{}\n")
    assert shell(line) == 2
    assert message in shell.err
    from core.storage import Workspace

    assert Workspace.open().projects() == ()


def test_a_name_is_taken_once(shell: Shell) -> None:
    assert shell("import @pairs.jsonl --project p --no-prepare") == 0
    assert shell("import @pairs.jsonl --project p --no-prepare") == 2
    assert "there is a project 'p' already" in shell.err


def test_tags_are_converted_and_mended_on_a_word(shell: Shell) -> None:
    shell.write("a.jsonl", row("p", ["a", "b"], ["I-X", "B-X"], ["c"], None))
    assert shell("import @a.jsonl --project a --scheme auto --no-prepare") == 0
    shell.write("b.jsonl", row("p", ["a", "b"], ["B-X", "I-Y"], ["c"], None))
    assert shell("import @b.jsonl --project b --no-prepare") == 2
    assert shell("import @b.jsonl --project b --repair drop --no-prepare") == 0
    assert "warning: " in shell.err


def test_a_part_can_be_imported_by_choice(shell: Shell) -> None:
    shell.write("bad.jsonl", row(*ROWS[0]) + b"{}\n" + row(*ROWS[1]))
    assert shell("import @bad.jsonl --project p --no-prepare") == 2
    assert shell("import @bad.jsonl --project p --no-prepare --partial") == 0
    assert "line 2: no key 'id'; left out; " in shell.err
    assert shell("export --project p --layer gold --status unreviewed -o @o.conll") == 0
    assert shell.read("o.conll").count("\n\n") == 1


def test_check_lists_every_problem_and_stores_nothing(shell: Shell) -> None:
    shell.write("bad.jsonl", row(*ROWS[0]) + b"{}\n[]\n")
    assert shell("import @bad.jsonl --project p --check") == 2
    assert shell.err.count("error: ") == 2
    assert shell.out == "1 usable pairs (en-de 1); labels: PER 2\n"
    assert shell("import @pairs.jsonl --project p --check") == 0
    assert shell("export --project p -o -") == 2
    assert "known: none" in shell.err


def test_names_of_a_gazetteer_become_source_entities(shell: Shell) -> None:
    bare = [(name, src, None, tgt, None) for name, src, _, tgt, _ in ROWS]
    shell.write("pairs.jsonl", b"".join(row(*r) for r in bare))
    shell(f"import @pairs.jsonl --project news {LINKS}")
    shell.write("names.tsv", "# people\nanna\tPER\nROME\n")
    assert shell("annotate --project news --gazetteer @names.tsv") == 2
    assert "names.tsv, line 3: there is no label" in shell.err
    add = "annotate --project news --gazetteer @names.tsv --label LOC"
    assert shell(f"{add} --check") == 0
    assert shell.out == "2 names in 2 pairs; labels: PER 1, LOC 1\n"
    assert shell("export --project news --status unreviewed -o -") == 2
    assert shell(f"{add} --exact") == 2
    assert "no name of the gazetteer stands in" in shell.err
    assert shell(f"{add} --person ann") == 0
    assert shell.out == "2 source entities added; undone in 1 step by ann\n"
    assert shell("export --project news --status in-progress -o @o.conll") == 0
    assert shell.read("o.conll") == "schläft\tO\nAnna\tB-PER\n\nIn\tO\nRome\tB-LOC\n.\tO\n"
