"""align --save-model, --model; prepare and import --model-of."""

import json

import numpy as np
import pytest

from core.aligners import models_from_bytes
from core.aligners import statistical as statistical_module
from core.storage import Workspace
from tests.cli.conftest import Shell, row


def lesson(langs: tuple[str, str] = ("en", "de")) -> bytes:
    """Pairs that teach blorp = zuqqa and snarg = fimpo."""
    out = b""
    for who, verb, word in (
        ("Anna", "met", "traf"),
        ("Peter", "saw", "sah"),
        ("Eva", "hit", "schlug"),
    ):
        for new, neu in (("blorp", "zuqqa"), ("snarg", "fimpo")):
            source, target = [who, verb, new, "."], [who, word, neu, "."]
            more = {"src_lang": langs[0], "tgt_lang": langs[1]}
            name = f"{langs} {who} {new}"
            out += row(name, source, ["B-PER", "O", "O", "O"], target, None, **more)
    return out


@pytest.fixture
def taught(shell: Shell) -> Shell:
    """A folder with a model, and a pair that shows whether it is used."""
    shell.write("lesson.jsonl", lesson())
    tags = ["B-ORG", "O", "O"]
    gold = ["O", "O", "B-ORG"]
    shell.write(
        "new.jsonl", row("n", ["blorp", "met", "snarg"], tags, ["fimpo", "traf", "zuqqa"], gold)
    )
    assert shell("align @lesson.jsonl --save-model @m.npz") == 0
    return shell


CROSSED = "0-2 1-1 2-0\n"


def test_a_model_is_saved_and_used_without_learning(taught: Shell, monkeypatch) -> None:
    assert taught("align @new.jsonl -o @l.pharaoh") == 0
    assert taught.read("l.pharaoh") == "0-0 1-1 2-2\n"

    def no_learning(*_, **__):
        raise AssertionError("learned")

    monkeypatch.setattr(statistical_module, "fit", no_learning)
    assert taught("align @new.jsonl --model @m.npz -o @l.pharaoh") == 0
    assert taught.read("l.pharaoh") == CROSSED
    line = (
        "align @new.jsonl --model @m.npz --aligner statistical --option aligner.threshold=0.3 -o -"
    )
    assert taught(line) == 0
    assert taught("project @new.jsonl --model @m.npz -o -") == 0
    assert json.loads(taught.out)["tgt_tags"] == ["O", "O", "B-ORG"]
    assert (
        taught("evaluate @new.jsonl --model @m.npz --method default --method heuristic --json") == 0
    )
    assert [m["f1"] for m in json.loads(taught.out)["methods"].values()] == [1.0, 1.0]
    taught.feed((taught.folder / "m.npz").read_bytes())
    assert taught("align @new.jsonl --model - -o @l.pharaoh") == 0
    assert taught.read("l.pharaoh") == CROSSED


def test_links_and_model_are_written_together_and_the_same_every_time(taught: Shell) -> None:
    assert taught("align @lesson.jsonl -o @plain.jsonl") == 0
    assert taught("align @lesson.jsonl -o @l.jsonl --save-model @again.npz") == 0
    assert taught.read("l.jsonl") == taught.read("plain.jsonl")
    assert (taught.folder / "again.npz").read_bytes() == (taught.folder / "m.npz").read_bytes()


def test_several_languages_go_into_one_file(taught: Shell) -> None:
    taught.write("both.jsonl", lesson(("fr", "de")) + lesson())
    assert taught("align @both.jsonl --save-model @both.npz") == 0
    found = models_from_bytes((taught.folder / "both.npz").read_bytes())
    assert list(found) == [("en", "de"), ("fr", "de")]
    assert taught("align @new.jsonl --model @both.npz -o @l.pharaoh") == 0
    assert taught.read("l.pharaoh") == CROSSED


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("align @new.jsonl", "nothing to write; usage: align PAIRS -o LINKS, or --save-model"),
        ("align @new.jsonl --save-model @m.bin", "name a file that ends in .npz"),
        ("align @new.jsonl --save-model -", "name a file that ends in .npz"),
        ("align @new.jsonl --save-model @no/x.npz -o @l.jsonl", "nothing was written"),
        ("align @new.jsonl --save-model @x.npz -o @no/l.jsonl", "nothing was written"),
        ("align @new.jsonl --save-model @x.npz -o @l.txt", "names no format"),
        (
            "align @new.jsonl --aligner same-word --save-model @x.npz -o -",
            "aligner same-word does not learn, so there is no model of it; these do: statistical",
        ),
        ("align @new.jsonl --model @m.npz --save-model @x.npz", "leave out one"),
        ("align @new.jsonl --model @m.npz --train @t.tsv -o -", "leave out --train"),
        ("align @new.jsonl --model @m.npz --aligner same-word -o -", "same-word does not learn"),
        (
            "align @new.jsonl --model @m.npz --option aligner.rounds=2 -o -",
            "--option aligner.rounds: it counts when the model is learned",
        ),
        (
            "align @french.jsonl --model @m.npz -o -",
            "the model is of English to German (en-de), the",
        ),
        ("align @french.jsonl --model @m.npz -o -", "the pairs are English to French (en-fr)"),
        ("align @new.jsonl --model @none.npz -o -", "none.npz: no such file"),
        ("align @new.jsonl --model @broken.npz -o -", "broken.npz: not an aligner file"),
        ("align @new.jsonl --model @other.npz -o -", "other.npz: not an aligner file"),
        ("align @new.jsonl --model @new.jsonl -o -", "new.jsonl: not an aligner file"),
        ("align - --model - -o -", "only one input can be -"),
        ("project - --model - -o -", "only one input can be -"),
        ("project @new.jsonl --model @m.npz --links @links.pharaoh -o -", "leave out --model"),
        ("project @new.jsonl --model @m.npz --train @t.tsv -o -", "leave out --train"),
        ("project @new.jsonl --model @m.npz --aligner same-word -o -", "does not learn"),
        ("project @new.jsonl --model @m.npz --option statistical.rounds=2 -o -", "counts when the"),
        ("project @new.jsonl --model @broken.npz -o -", "broken.npz: not an aligner file"),
        ("evaluate @french.jsonl --model @m.npz", "the pairs are English to French (en-fr)"),
    ],
)
def test_bad_models_write_nothing(taught: Shell, line: str, message: str) -> None:
    whole = (taught.folder / "m.npz").read_bytes()
    taught.write("broken.npz", whole[: len(whole) // 2])
    np.savez(taught.folder / "other.npz", a=np.zeros(3))
    taught.write("t.tsv", "a\tb\n")
    taught.write("french.jsonl", row("n", ["a"], ["O"], ["b"], ["O"], tgt_lang="fr"))
    before = taught.names()
    assert taught(line) == 2
    assert message in taught.err
    assert taught.err.startswith("error: ")
    assert (taught.out, taught.names()) == ("", before)


def test_a_project_is_prepared_by_what_another_learned(taught: Shell) -> None:
    assert taught("import @lesson.jsonl --project school") == 0
    assert taught("import @new.jsonl --project a --model-of school --method heuristic") == 0
    assert taught("import @new.jsonl --project b --no-prepare") == 0
    assert taught("prepare --project b --model-of school --method heuristic") == 0
    ws = Workspace.open()
    assert ws.project("a").aligner == ws.project("b").aligner
    assert ws.project("a").aligner.endswith(" learned in school")
    for name in ("a", "b"):
        assert taught(f"export --project {name} --status unreviewed -o -") == 0
        assert json.loads(taught.out)["tgt_tags"] == ["O", "O", "B-ORG"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("import @new.jsonl --project p --model-of nix", "unknown project 'nix'; known: school"),
        (
            "import @french.jsonl --project p --model-of school",
            "no model of English to French (en-fr)",
        ),
        (
            "import @new.jsonl --project p --model-of school --no-prepare",
            "leave out --links, --train",
        ),
        ("import @new.jsonl --project p --model-of school --train @t.tsv", "leave out --links"),
    ],
)
def test_nothing_is_stored_that_could_not_be_aligned(taught: Shell, line, message: str) -> None:
    taught("import @lesson.jsonl --project school")
    taught.write("french.jsonl", row("n", ["a"], ["O"], ["b"], ["O"], tgt_lang="fr"))
    taught.write("t.tsv", "a\tb\n")
    assert taught(line) == 2
    assert message in taught.err
    assert [info.name for info in Workspace.open().projects()] == ["school"]
