"""Commands that align by themselves: the device, the precision and the cache reach the encoder."""

import pytest

from core.pipeline.align import needs_model
from core.pipeline.methods import METHODS
from tests.cli.conftest import ROWS, Shell
from tests.cli.test_benchmark import pairs
from tests.cli.test_ensemble import SOURCE, TARGET
from tests.kept import kept
from tests.tiny.encoders import make_bert

OVER = "--aligner embedding --option aligner.model=@bert --option aligner.layer=2"
COMMANDS = {
    "project": f"project @pairs.jsonl {OVER} -o @out.conll",
    "project, weights from the corpus": (
        f"project @pairs.jsonl {OVER} --method vote --option vote.weights=agreement -o -"
    ),
    "explain": f"explain @pairs.jsonl --id p2 {OVER} --json",
    "ensemble": (
        f"ensemble @pairs.jsonl --tag-probs @t.jsonl --source-probs @s.jsonl {OVER} -o @out.jsonl"
    ),
    "evaluate": f"evaluate @pairs.jsonl {OVER} --method default --method ngram-exact",
    "benchmark": (
        f"benchmark masakhaner2 --data @data --languages hau {OVER} --train @train.tsv "
        "--method ngram-exact -o @out"
    ),
}


@pytest.fixture(scope="module")
def bert(tmp_path_factory):
    return make_bert(tmp_path_factory.mktemp("models") / "bert")


@pytest.fixture
def over(shell: Shell, bert, monkeypatch) -> Shell:
    (shell.folder / "bert").symlink_to(bert)
    monkeypatch.setenv("SILVERLENS_RESULTS", str(shell.folder / "results.sqlite"))
    shell.write("s.jsonl", "\n".join(SOURCE))
    shell.write("t.jsonl", "\n".join(TARGET))
    shell.write("train.tsv", "Ada sings\tAda hau\n")
    (shell.folder / "data").mkdir()
    shell.write("data/masakhaner2.en-hau.jsonl", pairs("hau"))
    return shell


def links(shell: Shell) -> int:
    return kept(shell.folder / "results.sqlite", "links")


@pytest.mark.parametrize("name", COMMANDS)
def test_links_are_kept_by_the_precision_that_was_asked_for(over: Shell, name: str) -> None:
    assert over(f"{COMMANDS[name]} --precision bfloat16 --device cpu --batch-tokens 64") == 0
    assert "results.sqlite-wal" not in over.names()
    assert links(over) == len(ROWS)
    assert over(f"align @pairs.jsonl {OVER} --precision bfloat16 -o @links.jsonl") == 0
    assert links(over) == len(ROWS) * (2 if name == "benchmark" else 1)


@pytest.mark.parametrize("name", COMMANDS)
def test_without_the_cache_nothing_is_kept(over: Shell, name: str) -> None:
    assert over(f"{COMMANDS[name]} --no-cache") == 0
    assert "results.sqlite" not in over.names()


@pytest.mark.parametrize(
    "line",
    [
        *COMMANDS.values(),
        f"align @pairs.jsonl {OVER} -o @out.jsonl",
        "tag @nix @pairs.jsonl -o @out.jsonl",
        "translate @pairs.jsonl --model @nix --target-lang de -o @out.jsonl",
        "score-translations @pairs.jsonl --model @nix -o @out.jsonl",
        "propose-spans @pairs.jsonl --model @nix -o @out.jsonl",
        "train-proposer @pairs.jsonl --base @nix -o @out",
    ],
)
def test_a_device_that_is_not_there_is_told_before_anything_is_read(over: Shell, line) -> None:
    for name in ("pairs.jsonl", "s.jsonl", "t.jsonl", "data/masakhaner2.en-hau.jsonl"):
        (over.folder / name).unlink()
    assert over(f"{line} --device cuda:7") == 2
    assert over.err.startswith("error: there is no device cuda:7 on this machine; it has: cpu")
    assert not {"out", "out.jsonl", "out.conll", "results.sqlite"} & {*over.names()}


def test_links_from_a_file_or_by_an_aligner_without_a_model_open_no_cache(over: Shell) -> None:
    for given in ("--links @links.pharaoh", "--aligner same-word"):
        assert over(f"project @pairs.jsonl {given} -o @out.jsonl") == 0
        assert over(f"evaluate @pairs.jsonl {given}") == 0
    assert "results.sqlite" not in over.names()


@pytest.mark.parametrize("name", METHODS)
def test_no_named_method_aligns_by_a_model(name: str) -> None:
    # import and prepare take named methods alone, and therefore say nothing of devices.
    assert not needs_model(METHODS[name].aligner.part)
