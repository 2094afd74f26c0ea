"""`tag` with any tagger, either side, and every form of what it writes."""

import json

import pytest

from tests.cli.conftest import Shell, row
from tests.tiny.encoders import make_bert
from tests.tiny.taggers import IOB2, make_spacy, make_tagger, unnamed

SOURCE = {"Anna": "B-PERSON", "Rome": "B-GPE"}


@pytest.fixture(scope="session")
def pipeline(tmp_path_factory):
    return make_spacy(tmp_path_factory.mktemp("spacy") / "english")


@pytest.fixture(scope="session")
def classifier(tmp_path_factory):
    return make_tagger(tmp_path_factory.mktemp("classifier") / "names")


def lines(shell: Shell, name: str) -> list[dict]:
    return [json.loads(line) for line in shell.read(name).splitlines()]


def test_source_tags_are_predicted_and_projected(shell: Shell, pipeline) -> None:
    tag = f"tag {pipeline} @pairs.jsonl --side source --label-map PERSON=PER GPE=LOC"
    assert shell(f"{tag} --as pairs -o @tagged.jsonl") == 0
    first, second, third = lines(shell, "tagged.jsonl")
    assert (first["src_tags"], first["gold_src_tags"]) == (["B-PER", "O"], ["B-PER", "O"])
    assert (first["tgt_tags"], first["tgt_tokens"]) == (["O", "B-PER"], ["schläft", "Anna"])
    assert (second["src_tags"], third["gold_src_tags"]) == (["O", "B-LOC", "O"], ["B-MISC", "O"])
    assert shell("project @tagged.jsonl --links @links.pharaoh -o @out.jsonl") == 0
    assert lines(shell, "out.jsonl")[0]["tgt_tags"] == ["O", "B-PER"]
    assert lines(shell, "out.jsonl")[0]["gold_src_tags"] == ["B-PER", "O"]
    assert shell("evaluate @tagged.jsonl --links @links.pharaoh --json") == 0
    assert json.loads(shell.out)["pairs"] == 3
    assert shell(f"{tag} -o @tags.conll") == 0
    assert shell.read("tags.conll").startswith("Anna\tB-PER\nsleeps\tO\n\nIn\tO\nRome\tB-LOC\n")


def test_probabilities_of_a_classifier_serve_methods(shell: Shell, classifier) -> None:
    assert shell(f"tag {classifier} @pairs.jsonl -o @probs.jsonl --batch-tokens 7") == 0
    first = lines(shell, "probs.jsonl")[0]
    assert (first["id"], tuple(first["labels"]), len(first["probs"])) == ("p1", IOB2, 2)
    # read again from what was kept, and worked out anew: the same bytes
    before = shell.read("probs.jsonl")
    assert shell(f"tag {classifier} @pairs.jsonl -o @again.jsonl") == 0
    assert shell(f"tag {classifier} @pairs.jsonl -o @anew.jsonl --no-cache --device cpu") == 0
    assert shell.read("again.jsonl") == shell.read("anew.jsonl") == before
    line = "project @pairs.jsonl --tag-probs @probs.jsonl --method ner --links @links.pharaoh"
    assert shell(f"{line} -o @out.jsonl") == 0


def test_model_transfer_stands_beside_methods(shell: Shell, classifier, pipeline) -> None:
    line = f"evaluate @pairs.jsonl --links @links.pharaoh --model {classifier} --model {pipeline}"
    assert shell(f"{line} --method ngram-exact --label-map MISC=O PERSON=PER --json") == 0
    assert list(json.loads(shell.out)["methods"]) == ["ngram-exact", "names", "english"]
    assert shell(f"evaluate @pairs.jsonl --model {pipeline} --label-map PERSON=PER --json") == 0
    named = json.loads(shell.out)["methods"]["english"]
    assert named["per_type"]["PER"]["right"] == 1
    assert shell(f"evaluate @pairs.jsonl --model {pipeline} --label-map PERS=PER") == 2
    assert "--label-map PERS=PER: no tagger here has such a label; known: B-GPE" in shell.err
    assert shell("evaluate @pairs.jsonl --model owner/name") == 2
    assert "'owner/name' is not on this machine" in shell.err
    assert shell("evaluate @pairs.jsonl --model @fitted/some.npz") == 2
    assert "some.npz" in shell.err


def test_a_source_tagger_learns_from_the_users_own_text(shell: Shell) -> None:
    rows = [
        row(f"s{k}", text.split(), [SOURCE.get(t, "O") for t in text.split()], ["x", str(k)], None)
        for k, text in enumerate(("Anna lives in Rome .", "she lives .", "Rome sees Anna"))
    ]
    # what was decided on the target says nothing of the source
    rows[0] = rows[0][:-2] + b', "review_status": "unreviewed"}\n'
    shell.write("rows.jsonl", b"".join(rows))
    learn = "train-tagger @rows.jsonl --side source --held-out 0 --label-map GPE=O PERSON=PER"
    assert shell(f"{learn} --epochs 30 -o @t") == 0
    assert "3 sentences, 11 tokens, 0 of them masked" in shell.out
    assert "t: small, labels O B-PER I-PER" in shell.out
    card = json.loads(shell.read("t/tagger.json"))
    assert card["languages"] == ["en"]
    assert card["made"]["options"]["side"] == "source"
    assert shell("tag @t @rows.jsonl --side source -o @o.conll") == 0
    assert shell.read("o.conll").startswith("Anna\tB-PER\nlives\tO\nin\tO\nRome\tO\n")
    assert shell(f"{learn} --kind spacy --epochs 1 -o @s") == 0
    shell.write("rows.conll", "Anna\tB-PERSON\nlives\tO\n")
    assert shell("train-tagger @rows.conll --side source --held-out 0 --epochs 1 -o @c") == 0
    assert "1 sentences, 2 tokens" in shell.out
    assert shell("train-tagger @rows.jsonl --held-out 0 -o @u") == 2
    assert "nothing to learn from" in shell.err


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("tag owner/name @pairs.jsonl -o -", "`python -m core models --fetch owner/name` brings"),
        ("tag @nix @pairs.jsonl -o -", "no model folder"),
        ("tag @bert @pairs.jsonl -o -", "a token classifier is needed"),
        ("tag @nameless @pairs.jsonl -o -", "--label-map LABEL_0=O LABEL_4=B-PER"),
        ("tag @names @pairs.jsonl --label-map PERS=PER -o -", "knows no 'PERS'"),
        ("tag @names @pairs.jsonl --label-map PER -o -", "write --label-map KEY=VALUE"),
        ("tag @names @pairs.jsonl --as pairs -o @out.conll", "--as pairs writes .jsonl"),
        ("tag @names @text.txt --as pairs -o @out.jsonl", "has one side only"),
        ("tag @names @pairs.jsonl --device cuda:9 -o -", "there is no device cuda:9"),
        ("tag @names @pairs.jsonl --batch-tokens 0 -o -", "batch_tokens 0"),
        (
            "train-tagger @pairs.jsonl --label-map PERS=PER -o @t",
            "no row has that label; known: LO",
        ),
    ],
)
def test_bad_input_is_one_line_and_nothing_is_written(
    shell: Shell, classifier, line, message
) -> None:
    (shell.folder / "names").symlink_to(classifier)
    make_bert(shell.folder / "bert")
    unnamed(make_tagger(shell.folder / "nameless"))
    shell.write("text.txt", "Anna lives\n")
    before = shell.names()
    assert shell(line) == 2
    assert message in shell.err
    assert shell.err.count("\n") == 1
    assert shell.names() == before
