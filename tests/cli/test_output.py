import sys

import pytest

from core.cli import main, output
from core.errors import InputError


def test_the_suffix_chooses_the_format() -> None:
    forms = {".jsonl": 1, ".conll": 2}
    assert output.choose("a/b.CONLL", forms, piped=".jsonl") == 2
    assert output.choose("-", forms, piped=".jsonl") == 1
    for path in ("a", "a.txt", ".conll"):
        with pytest.raises(InputError, match=r"write one of: \.jsonl, \.conll"):
            output.choose(path, forms, piped=".jsonl")


def test_standard_output_gets_all_or_nothing(capfdbinary) -> None:
    def broken():
        yield b"half"
        raise InputError("stop")

    with pytest.raises(InputError):
        output.deliver("-", broken())
    assert capfdbinary.readouterr().out == b""
    output.deliver("-", [b"a" * 100_000, b"\xc3\xa9\n"])
    assert capfdbinary.readouterr().out == b"a" * 100_000 + b"\xc3\xa9\n"


def test_progress_is_shown_on_a_terminal_only(monkeypatch, capsys) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    progress = output.Progress()
    progress("Aligning", 1, 2000)
    progress("Aligning", 2, 2000)
    progress("Aligning", 2000, 2000)
    progress.clear()
    shown = capsys.readouterr().err
    assert "Aligning: 1 of 2,000" in shown
    assert "Aligning: 2 of" not in shown
    assert "Aligning: 2,000 of 2,000" in shown
    assert shown.endswith("\r\x1b[K")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: False, raising=False)
    quiet = output.Progress()
    quiet("Aligning", 1, 2)
    quiet.clear()
    assert capsys.readouterr().err == ""


def test_a_warning_takes_the_place_of_progress(monkeypatch, capsys) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    output.Progress()("Aligning", 1, 2)
    output.warn("error: no")
    assert capsys.readouterr().err.endswith("Aligning: 1 of 2\r\x1b[Kerror: no\n")


def test_columns_line_up() -> None:
    assert output.table([["", "F1"], ["default", "0.9"]]) == "          F1\ndefault  0.9"


def test_stopping_is_no_traceback(monkeypatch, capsys) -> None:
    def stop(_: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(output, "say", stop)
    monkeypatch.setattr("core.cli.parts.say_json", stop)
    assert main(["parts", "--json"]) == 130
    assert capsys.readouterr().err == "stopped; no file was written\n"
