"""history: what changed, by whom, when and from which method, from the command line."""

import json

import pytest

from core.domain.decision import Decision, Kind, Side
from core.storage import Workspace
from tests.cli.conftest import Shell

LINKS = "--links @links.pharaoh --method aligned-exact"


@pytest.fixture
def database_of_commands(database_or_soak: str) -> str:
    return database_or_soak


@pytest.fixture
def news(shell: Shell) -> Shell:
    """A project of three pairs; Ann accepted two and Ben flagged one, on his own track."""
    assert shell(f"import @pairs.jsonl --project news {LINKS}") == 0
    accept = [
        Decision("a", k, f"2030-01-0{k}T00:00:00.000Z", "Ann", f"p{k}", Side.PAIR, Kind.ACCEPT_PAIR)
        for k in (1, 2)
    ]
    flag = Decision("b", 1, "2030-01-03T00:00:00.000Z", "Ben", "p3", Side.PAIR, Kind.FLAG)
    workspace = Workspace.open()
    workspace.append_decisions("news", accept)
    workspace.append_decisions("news", [flag], "Ben")
    workspace.close()
    return shell


def test_lines_are_printed_newest_first_with_the_track_that_is_not_shared(news: Shell) -> None:
    assert news("history --project news") == 0
    head, *rows = [line for line in news.out.splitlines() if not line.startswith("-")]
    assert head.split("  ")[0] == "when (UTC)"
    assert "own track" in head
    assert [row[:10] for row in rows] == ["2030-01-03", "2030-01-02", "2030-01-01"]
    assert rows[0].split()[1:4] == ["Ben", "Ben", "p3"]
    assert "flagged the pair" in rows[0]
    assert rows[1].split()[1:3] == ["Ann", "p2"]
    assert "accepted the pair as it stood" in rows[1]
    assert rows[1].rstrip().endswith("aligned-exact")


def test_filters_limit_and_json(news: Shell) -> None:
    assert news("history --project news --person Ann --limit 1") == 0
    assert "own track" not in news.out
    assert "p2" in news.out
    assert "p1" not in news.out
    assert news("history --project news --kind flag --json") == 0
    (line,) = [json.loads(row) for row in news.out.splitlines()]
    told = [line[key] for key in ("seq", "person", "track", "pair", "kind")]
    assert told == [3, "Ben", "Ben", "p3", "flag"]
    assert news("history --project news --method aligned-exact --pair p1 --json") == 0
    assert [json.loads(row)["pair"] for row in news.out.splitlines()] == ["p1"]
    assert news("history --project news --label NONE --json") == 0
    assert news.out == ""


def test_what_there_is_not_is_refused_with_what_there_is(news: Shell) -> None:
    assert news("history --project news --method other") != 0
    assert "aligned-exact" in news.err
    assert news("history --project news --pair p9") != 0
    assert "p1" in news.err
    assert news("history --project olds") != 0
