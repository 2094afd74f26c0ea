"""import and prepare with what methods need besides links; layers that lists it."""

import json

import pytest

from core.formats import (
    links_jsonl,
    pairs_jsonl,
    spans_jsonl,
    tag_probs_jsonl,
    translation_scores_jsonl,
)
from core.review.view import pair_view
from core.storage import Workspace
from tests.cli.conftest import Shell
from tests.supplied import EXTRAS, LINKS, PAIRS

FILES = "--tag-probs @tags.jsonl --spans @spans.jsonl --translation-scores @scores.jsonl"
IMPORT = "import @pairs.jsonl --project news --links @links.jsonl --method aligned-exact"


@pytest.fixture
def files(shell: Shell) -> Shell:
    shell.write("pairs.jsonl", b"".join(pairs_jsonl.write(PAIRS)))
    shell.write("links.jsonl", b"".join(links_jsonl.write(LINKS.items())))
    shell.write("tags.jsonl", b"".join(tag_probs_jsonl.write((EXTRAS.tag_probs or {}).items())))
    shell.write("spans.jsonl", b"".join(spans_jsonl.write((EXTRAS.spans or {}).items())))
    scores = EXTRAS.translation_scores or {}
    shell.write("scores.jsonl", b"".join(translation_scores_jsonl.write(scores.items())))
    return shell


def test_a_project_explains_as_the_files_do(files: Shell) -> None:
    assert files(f"{IMPORT} {FILES} --method all-fusion --method align-ner") == 0
    for method in ("all-fusion", "align-ner"):
        used = FILES.replace("--spans @spans.jsonl ", "")
        used = used if method == "all-fusion" else "--tag-probs @tags.jsonl"
        line = f"explain @pairs.jsonl --id a --links @links.jsonl --method {method} {used}"
        assert files(f"{line} --json") == 0
        told = json.loads(files.out)["projections"]
        view = pair_view(Workspace.open(), "news", "a")
        row = next(r for r in view["rows"] if r["name"] == method)
        for k, projection in enumerate(told):
            shown = row["why"][f"s{k}"]["explanation"]["competitors"]
            wanted = projection["explanation"]["competitors"]
            assert len(shown) == len(wanted) > 0
            for ours, theirs in zip(shown, wanted, strict=True):
                assert (ours["start"], ours["end"]) == (theirs["start"], theirs["end"])
                assert ours["score"] == pytest.approx(theirs["score"], abs=1e-4)
                assert dict(ours["parts"]) == pytest.approx(dict(theirs["parts"]), abs=1e-4)


def test_what_is_kept_serves_later_methods_and_is_listed(files: Shell) -> None:
    assert (
        files(f"{IMPORT} --tag-probs @tags.jsonl --no-prepare".replace(" --links @links.jsonl", ""))
        == 0
    )
    assert files("layers --project news") == 0
    assert "tag probabilities of the target  imported" in files.out
    assert files("prepare --project news --method align-nmt") == 2
    assert "method 'align-nmt' needs translation scores" in files.err
    assert "--translation-scores" in files.err
    line = "prepare --project news --method align-ner --method model-transfer"
    assert files(f"{line} --spans @spans.jsonl") == 0
    assert files("layers --project news --json") == 0
    listed = {r["name"]: list(r["extras"]) for r in json.loads(files.out)}
    assert listed == {"align-ner": ["tag_probs"], "model-transfer": ["tag_probs"]}
    assert files("layers --project news") == 0
    kept = files.out.partition("\n\n")[2].splitlines()
    assert kept[0].split() == ["kept", "besides", "links", "key", "pairs", "used", "by"]
    assert kept[1].split()[:3] == ["target", "spans", "imported"]
    assert kept[2].endswith("3      latest  align-ner, model-transfer")
    assert files("layers --project news --knobs align-ner") == 0
    assert "scores.1.boost=1.15" in files.out
    assert files("layers --project news --knobs model-transfer") == 2
    assert "what a tagger finds by itself" in files.err


def test_a_layer_of_the_tagger_is_exported_like_any_other(files: Shell) -> None:
    assert files(f"{IMPORT} --tag-probs @tags.jsonl --method model-transfer") == 0
    assert files("export --project news --layer model-transfer --status unreviewed -o -") == 0
    found = [json.loads(line)["tgt_tags"] for line in files.out.splitlines()]
    assert found == [["B-PER", "I-PER", "O", "B-LOC", "O"], ["O", "B-LOC"], ["B-PER", "O"]]


def test_what_is_given_for_some_pairs_only_is_said(files: Shell) -> None:
    files.write("tags.jsonl", files.read("tags.jsonl").splitlines(keepends=True)[0])
    assert files(f"{IMPORT} --tag-probs @tags.jsonl --check") == 0
    assert files(f"{IMPORT} --tag-probs @tags.jsonl --method align-ner") == 0
    assert (
        "tag probabilities of the target: of 1 of 3 pairs; methods that need them fail" in files.err
    )
    states = {}
    for pair in PAIRS:
        found = Workspace.open().layer_outcomes("news", pair.id)
        states[pair.id] = {layer.name: outcome.state for layer, outcome in found}["align-ner"]
    assert states == {"a": "projected", "b": "failed", "c": "projected"}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (f"{IMPORT} --method align-ner", "give their file with --tag-probs"),
        (f"{IMPORT} --method model-transfer", "model-transfer is made of tag probabilities"),
        (f"{IMPORT} --tag-probs @short.jsonl", "pair 'a' has 1 rows of tag probabilities"),
        (f"{IMPORT} --spans @other.jsonl", "--spans: there are target spans of none of the pairs"),
        (f"{IMPORT} --spans @none.jsonl", "no such file"),
        (f"{IMPORT} --tag-probs @short.jsonl --check", "pair 'a' has 1 rows of tag probabilities"),
        (f"{IMPORT} --spans - --tag-probs -", "only one input can be -"),
        (f"{IMPORT} --tag-probs @spans.jsonl", "spans.jsonl, line 1: no key 'labels'"),
    ],
)
def test_a_bad_file_leaves_no_project(files: Shell, line: str, message: str) -> None:
    files.write("short.jsonl", '{"id":"a","labels":["O"],"probs":[[1.0]]}\n')
    files.write("other.jsonl", '{"id":"z","spans":[[0,1]]}\n')
    assert files(line) == 2
    assert message in files.err
    assert Workspace.open().names() == ()
