"""suspicion."""

import json

from tests.cli.conftest import Shell

LINKS = "--links @links.pharaoh --method default"


def test_the_most_suspicious_pairs_come_first_with_reasons(shell: Shell) -> None:
    shell.write("links.pharaoh", "0-1\n\n0-0 1-1\n")
    assert shell(f"import @pairs.jsonl --project news {LINKS}") == 0
    assert shell("suspicion --project news") == 0
    head, first, *rest = shell.out.splitlines()
    assert head.split() == ["pair", "suspicion", "decisions", "reasons"]
    assert first.startswith("p2")
    assert "Rome" in first
    assert len(rest) == 2
    assert shell("suspicion --project news --json --top 1") == 0
    (record,) = json.loads(shell.out)
    assert (record["id"], record["decisions"]) == ("p2", 1)
    assert 0.0 < record["suspicion"] <= 1.0
    assert record["reasons"][0].keys() == {"code", "text", "weight", "entity"}


def test_what_is_to_be_gained_comes_first_with_the_names_that_recur(shell: Shell) -> None:
    shell.write("links.pharaoh", "0-1\n\n0-0 1-1\n")
    assert shell(f"import @pairs.jsonl --project news {LINKS}") == 0
    assert shell("suspicion --project news --order gain") == 0
    head, *rows = shell.out.splitlines()
    assert head.split() == ["pair", "suspicion", "gain", "decisions", "reasons"]
    gains = [float(row.split()[2]) for row in rows]
    assert gains == sorted(gains, reverse=True)
    assert shell("suspicion --project news --order gain --json") == 0
    records = json.loads(shell.out)
    assert [round(record["gain"], 2) for record in records] == gains
    assert all(record["notes"] == [] for record in records)
    assert shell("suspicion --project news --order file") == 2


def test_what_cannot_be_judged_is_said(shell: Shell) -> None:
    assert shell("import @pairs.jsonl --project news --no-prepare") == 0
    assert shell("suspicion --project news") == 2
    assert "prepare it first" in shell.err
    assert shell("suspicion --project news --top -1") == 2
    assert "--top -1" in shell.err
    assert shell("suspicion --project other") == 2
    assert "unknown project 'other'" in shell.err


def test_nothing_is_printed_where_nothing_is_asked_for(shell: Shell) -> None:
    shell(f"import @pairs.jsonl --project news {LINKS}")
    assert shell("suspicion --project news --top 0") == 0
    assert shell.out == ""


def test_a_run_that_another_took_over_says_so(shell: Shell, monkeypatch) -> None:
    shell(f"import @pairs.jsonl --project news {LINKS}")
    monkeypatch.setattr("core.pipeline.signals.work_out", lambda *_: False)
    assert shell("suspicion --project news") == 0
    assert "warning: another run over the project took over" in shell.err
