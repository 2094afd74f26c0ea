"""What all commands share: help, exit codes, errors on one line."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from core.cli import COMMANDS, main
from core.cli.commands import build_parser

ROOT = Path(__file__).parents[2]


def test_the_contracts_commands_are_there() -> None:
    wanted = {"parts", "align", "project", "evaluate", "evaluate-links", "import", "export"}
    assert wanted <= set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example_that_parses(name: str, capsys) -> None:
    assert main([name, "--help"]) == 0
    out = capsys.readouterr().out
    assert "example:\n  python -m core " + name in out
    words = shlex.split(COMMANDS[name].EXAMPLE)
    assert words[:4] == ["python", "-m", "core", name]
    build_parser().parse_args(words[3:])


def test_every_option_says_what_it_is(capsys) -> None:
    parser = build_parser()
    (commands,) = (a for a in parser._actions if hasattr(a, "choices") and a.choices)
    for name, command in commands.choices.items():
        bare = [a.dest for a in command._actions if not a.help]
        assert (name, bare) == (name, [])


@pytest.mark.parametrize("words", [[], ["nix"], ["project"], ["align", "p.jsonl"]])
def test_bad_usage_is_exit_code_2(words: list[str], capsys) -> None:
    assert main(words) == 2
    assert "usage:" in capsys.readouterr().err


def test_the_program_help_names_the_exit_codes(capsys) -> None:
    assert main(["--help"]) == 0
    assert "3 some pairs failed" in capsys.readouterr().out


def run(*words: str, **more) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "core", *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=False, **more)


def test_as_a_process_with_pipes(shell) -> None:
    pairs = (shell.folder / "pairs.jsonl").read_bytes()
    done = run("align", "-", "--aligner", "same-word", "-o", "-", input=pairs)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.count(b"\n") == 3
    bad = run("project", "-", "-o", "-", input=b"{}\n")
    assert (bad.returncode, bad.stdout) == (2, b"")
    assert bad.stderr.startswith(b"error: standard input, line 1: no key 'id'")


def test_a_reader_that_leaves_is_no_traceback(shell) -> None:
    command = f"{sys.executable} -m core parts --json | head -c 1"
    done = subprocess.run(
        ["bash", "-c", command], cwd=ROOT, capture_output=True, check=False, text=True
    )
    assert done.stderr == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_a_full_disk_is_no_traceback() -> None:
    command = f"{sys.executable} -m core parts --json > /dev/full"
    done = subprocess.run(
        ["bash", "-c", command], cwd=ROOT, capture_output=True, check=False, text=True
    )
    assert done.returncode == 2
    assert done.stderr == "error: the output could not be written (No space left on device)\n"


def test_every_command_line_in_the_readme_parses() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = re.findall(r"^(?:\$ )?(?:\S*/)?python -m core (.+)$", text, re.MULTILINE)
    plain = [line for line in lines if not re.search(r"[\[|<>]|\.\.\.", line)]
    assert plain
    for line in plain:
        build_parser().parse_args(shlex.split(line, comments=True))
