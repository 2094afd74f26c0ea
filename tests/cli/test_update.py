"""update, stale, layers --rebase: a newer version of the texts, from the command line."""

import json

import pytest

from core.domain.decision import Decision, Kind, PairStatus, Side
from core.storage import Workspace
from tests.cli.conftest import ROWS, Shell, row

LINKS = "--links @links.pharaoh --method aligned-exact"
NEW = (
    "p1",
    ["Anna", "sleeps"],
    ["B-PER", "O"],
    ["schläft", "Hanna"],
    ["O", "B-PER"],
)


@pytest.fixture
def database_of_commands(database_or_soak: str) -> str:
    return database_or_soak


@pytest.fixture
def news(shell: Shell) -> Shell:
    """A project of three pairs, the first two accepted; a file in which p1 has another word."""
    assert shell(f"import @pairs.jsonl --project news {LINKS}") == 0
    said = [
        Decision("c", k, "2030-01-01T00:00:00Z", "ann", f"p{k}", Side.PAIR, Kind.ACCEPT_PAIR)
        for k in (1, 2)
    ]
    Workspace.open().append_decisions("news", said)
    extra = row("p4", ["Oslo"], ["B-LOC"], ["Oslo"], None)
    shell.write("new.jsonl", row(*NEW) + row(*ROWS[1]) + row(*ROWS[2]) + extra)
    return shell


def test_what_changed_is_told_then_done_then_nothing_is_left_to_do(news: Shell) -> None:
    told = (
        "1 pair changed (1 in their words), 1 new, 2 as they were, 1 decided entity kept, "
        "1 stale, 1 pair reopened\nnew: p4\nchanged: p1\n"
    )
    assert news("update @new.jsonl --project news --dry-run") == 0
    assert (news.out, news.err) == (told, "")
    assert Workspace.open().project("news").pairs == 3
    assert news("update @new.jsonl --project news --person Eve") == 0
    assert news.out == told
    assert news("update @new.jsonl --project news --json") == 0
    assert json.loads(news.out)["same"] == 4
    workspace = Workspace.open()
    (event,) = workspace.events.read("news")
    assert (event.person, event.body["reason"]) == ("Eve", "new.jsonl")


def test_what_is_stale_is_listed_and_settled(news: Shell) -> None:
    assert news("stale --project news") == 0
    assert news.out == "nothing is stale\n"
    news("update @new.jsonl --project news")
    assert news("stale --project news") == 0
    _, line = news.out.splitlines()
    assert line.split() == ["1", "p1", "target", "accepted", "PER", "Anna", "ann", "Hanna"]
    assert news("stale --project news --json") == 0
    (found,) = json.loads(news.out)
    assert (found["old_words"], found["new_words"], found["new"]) == (["Anna"], ["Hanna"], [1, 2])
    assert news("stale --project news --apply 1") == 0
    assert news("stale --project news --apply 1") == 2
    assert "applied by owner already" in news.err
    assert news("stale --project news --all") == 0
    assert "applied" in news.out
    assert news("stale --project news --reopen all") == 0
    assert news("stale --project news --dismiss all --person Eve") == 0
    assert news.out == "1 done\n"
    assert news("stale --project news --dismiss x") == 2
    assert "'x' is no number" in news.err
    entities = Workspace.open().state("news", "p1").target_entities()
    assert [(e.start, e.end, e.label) for e in entities] == [(1, 2, "PER")]


def test_the_methods_run_again_and_the_decisions_go_along(news: Shell) -> None:
    news("update @new.jsonl --project news")
    assert news("prepare --project news --method aligned-exact") == 0
    assert news("layers --project news --rebase aligned-exact --dry-run --json") == 0
    seen = json.loads(news.out)
    assert news("layers --project news --rebase aligned-exact --json") == 0
    assert json.loads(news.out) == seen
    assert (seen["pairs"], seen["untouched"], seen["stale"]) == (2, 2, 0)
    workspace = Workspace.open()
    base = workspace.project("news").base
    assert {workspace.record("news", f"p{k}").base for k in (1, 2, 3, 4)} == {base}
    assert workspace.state("news", "p2").status is PairStatus.DONE
    assert workspace.record("news", "p4").outcome.state == "projected"
    assert news("layers --project news --rebase aligned-exact") == 0
    assert "0 pairs with decisions carried" in news.out


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("update @new.jsonl --project nix", "unknown project 'nix'"),
        ("update @a @b @c --project news", "3 files; give one"),
        ("update @new.jsonl --project news --person=", "a person needs a name"),
        ("update @twice.jsonl --project news", "may stand only once"),
        ("update @bad.jsonl --project news", "bad.jsonl, line 2"),
        ("layers --project news --dry-run", "--dry-run needs --rebase"),
        ("layers --project news --rebase nix", "unknown layer 'nix'"),
        ("stale --project nix", "unknown project 'nix'"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(news: Shell, line, message) -> None:
    news.write("twice.jsonl", row(*NEW) * 2)
    news.write("bad.jsonl", row(*NEW) + b"{\n")
    assert news(line) == 2
    assert message in news.err
    workspace = Workspace.open()
    assert workspace.revisions.texts("news") == 0
