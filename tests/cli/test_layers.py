"""layers, and gold links brought along by import."""

import json

import pytest

from core.storage import Workspace
from tests.cli.conftest import ROWS, Shell, row

IMPORT = "import @pairs.jsonl --project news --links @links.pharaoh --method aligned-exact"


@pytest.fixture
def news(shell: Shell) -> Shell:
    assert shell(f"{IMPORT} --method heuristic") == 0
    return shell


def listed(shell: Shell) -> list[dict]:
    assert shell("layers --project news --json") == 0
    return json.loads(shell.out)


def test_layers_are_listed(news: Shell) -> None:
    assert [(r["name"], r["base"]) for r in listed(news)] == [
        ("aligned-exact", True),
        ("heuristic", False),
    ]
    assert news("layers --project news") == 0
    head, first, second = news.out.splitlines()
    assert head.split() == ["name", "layer", "made"]
    assert first.split()[:3] == ["aligned-exact", listed(news)[0]["layer"], "base"]
    assert second.startswith("heuristic")


def test_a_layer_is_deleted_by_name_or_hash(news: Shell) -> None:
    assert news("layers --project news --delete heuristic") == 0
    (base,) = listed(news)
    assert news(f"layers --project news --delete {base['layer']}") == 2
    assert "is the base of the project" in news.err
    assert news("layers --project news --delete nix") == 2
    assert "unknown layer 'nix'; known: " in news.err


def test_a_layer_is_made_like_another(news: Shell) -> None:
    assert news("layers --project news --like aligned-exact --set candidates.0.max_len=1") == 0
    name, told = listed(news)[-1]["name"], news.out
    assert name == "aligned-exact, aligned max len 1"
    line = "layers --project news --like aligned-exact --pair p1 --unlink 0-1 --link 1-0 --name by"
    assert news(line) == 0
    assert (listed(news)[-1]["name"], told != news.out) == ("by", True)
    outcome = Workspace.open().layer_outcomes("news", "p1")[-1][1]
    assert [(p.picks, p.reason) for p in outcome.projections] == [((), "no-links")]


def test_what_can_be_set_is_listed(news: Shell) -> None:
    assert news("layers --project news --knobs aligned-exact") == 0
    assert "matcher.price=0.0  (a number in [0, 100])" in news.out.splitlines()
    assert news("layers --project news --knobs heuristic --json") == 0
    assert json.loads(news.out)[0]["path"] == "method"


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ("--set a=1", "need --like LAYER"),
        ("--like heuristic", "nothing is changed"),
        ("--like heuristic --set a=1", "this method has no 'a'"),
        ("--like heuristic --set a", "write --set KEY=VALUE"),
        ("--like heuristic --link 0-0", "need --pair ID"),
        ("--like heuristic --pair p1 --link 0+0", "'0+0' is no link"),
        ("--like heuristic --pair p1 --link 0-9", "outside a pair of 2 x 2 tokens"),
        ("--like heuristic --pair p9 --link 0-0", "unknown pair 'p9'"),
        ("--like heuristic --delete heuristic", "not allowed with argument"),
        ("--knobs nix", "unknown layer 'nix'"),
        ("--delete=", "unknown layer ''"),
        ("--knobs=", "unknown layer ''"),
        ("--like=", "unknown layer ''"),
        ("--like heuristic --pair p1 --set a=1", "--pair is of changed links"),
    ],
)
def test_bad_usage_makes_nothing(news: Shell, more: str, message: str) -> None:
    assert news(f"layers --project news {more}") == 2
    assert message in news.err
    assert len(listed(news)) == 2


def test_gold_links_are_brought_along(shell: Shell) -> None:
    shell.write("gold.pharaoh", "0-1\n0-0 1p1\n\n")
    assert shell(f"{IMPORT} --gold-links @gold.pharaoh") == 0
    found = Workspace.open().links.of_pair("news", "p2", ["gold-sure", "gold-possible"])
    assert {key: [tuple(k)[:2] for k in a.links] for key, a in found.items()} == {
        "gold-sure": [(0, 0)],
        "gold-possible": [(1, 1)],
    }
    shell.write("gold.jsonl", b'{"id": "p3", "sure": [[0, 1]]}\n')
    assert shell("import @pairs.jsonl --project b --no-prepare --gold-links @gold.jsonl") == 0
    assert Workspace.open().links.of_pair("b", "p1", ["gold-sure"]) == {}
    assert len(Workspace.open().links.of_pair("b", "p3", ["gold-sure"])) == 1


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("g.pharaoh", "0-1\n0-0\n", "no line for pair 3 of 3"),
        ("g.pharaoh", "0-1\n\n\n\n", "line 4: a line more than there are pairs (3)"),
        ("g.pharaoh", "0-1\n0-7\n\n", "line 2: link 0-7 lies outside the pair 'p2' of 3 x 3"),
        ("g.jsonl", '{"id": "p9", "sure": []}\n', "line 1: no pair 'p9'"),
        ("g.jsonl", '{"id": "p1"}\n', "no key 'sure'"),
        (
            "g.jsonl",
            '{"id": "p1", "sure": [], "src_tokens": ["a"], "tgt_tokens": ["b"]}\n',
            "line 1: the tokens of pair 'p1' are 1 x 1, those of the corpus 2 x 2",
        ),
    ],
)
def test_gold_links_of_another_corpus_store_nothing(
    shell: Shell, name: str, text: str, message: str
) -> None:
    shell.write(name, text)
    assert shell(f"{IMPORT} --gold-links @{name}") == 2
    assert message in shell.err
    assert Workspace.open().projects() == ()
    assert shell(f"import @pairs.jsonl --check --project news --gold-links @{name}") == 2
    assert message in shell.err


def test_pairs_and_gold_links_cannot_both_be_standard_input(shell: Shell) -> None:
    shell.feed(row(*ROWS[0]))
    assert shell("import - --project news --gold-links -") == 2
    assert "only one input can be -" in shell.err


def test_a_layer_made_or_deleted_is_printed_as_json(news: Shell) -> None:
    line = "layers --project news --like aligned-exact --set candidates.0.max_len=1 --name by"
    assert news(f"{line} --json") == 0
    assert json.loads(news.out)["name"] == "by"
    assert news("layers --project news --delete by --json") == 0
    assert json.loads(news.out)["name"] == "by"
    assert Workspace.open().project("news").job.message == "by is deleted"


def test_names_are_looked_for_by_somebody(news: Shell) -> None:
    news.write("names.txt", "Rome\n")
    line = "annotate --project news --gazetteer @names.txt --label NEW --check"
    assert news(f"{line} --person=") == 2
    assert "a person needs a name" in news.err
    assert news(line) == 0
