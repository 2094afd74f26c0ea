"""parts, align, project, evaluate, evaluate-links."""

import gzip
import json

import pytest

from tests.cli.conftest import ROWS, Shell, row

SAME = "--aligner same-word"


def test_parts(shell: Shell) -> None:
    assert shell("parts --json") == 0
    rows = json.loads(shell.out)
    shelves = {"aligner", "rule", "symmetriser", "candidates", "score", "matcher", "heuristic"}
    assert {r["shelf"] for r in rows} == shelves | {"combiner", "joiner", "markers", "method"}
    assert all(set(r) == {"shelf", "name", "summary", "options", "needs"} for r in rows)
    assert shell("parts") == 0
    assert "  same-word: " in shell.out


# align


def test_align_to_both_forms(shell: Shell) -> None:
    assert shell(f"align @pairs.jsonl {SAME} -o @l.jsonl") == 0
    first = json.loads(shell.read("l.jsonl").splitlines()[0])
    assert [link[:2] for link in first["links"]] == [[0, 1]]
    assert shell(f"align @pairs.jsonl {SAME} -o @l.pharaoh") == 0
    assert shell.read("l.pharaoh") == "0-1\n0-0 1-1 2-2\n0-0 1-1\n"
    assert (shell.out, shell.err) == ("", "")


def test_align_by_default_with_training_text(shell: Shell) -> None:
    shell.write("t.tsv.gz", gzip.compress("Rome sleeps\tRom schläft\n".encode() * 5))
    assert shell("align @pairs.jsonl --train @t.tsv.gz @t.tsv.gz -o -") == 0
    assert [json.loads(line)["id"] for line in shell.out.splitlines()] == ["p1", "p2", "p3"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("align @pairs.jsonl -o @l.txt", "the suffix '.txt' names no format; write one of: .jsonl"),
        ("align @pairs.jsonl --aligner nix -o -", "unknown aligner 'nix'; known:"),
        ("align @pairs.jsonl --option threshold=1 -o -", "write --option aligner.KEY=VALUE"),
        ("align @pairs.jsonl --option aligner.threshold -o -", "write --option KEY=VALUE"),
        ("align @pairs.jsonl --option aligner.threshold=x -o -", "'x' is not a number"),
        ("align @none.jsonl -o -", "none.jsonl: no such file"),
        ("align @pairs.jsonl --train @pairs.jsonl -o -", "line 1: 1 column"),
        (f"align @pairs.jsonl {SAME} -o @no/l.jsonl", "nothing was written"),
        (f"align @links.pharaoh {SAME} -o -", "links.pharaoh, line 1: not JSON at column 2"),
    ],
)
def test_align_bad_input(shell: Shell, line: str, message: str) -> None:
    before = shell.names()
    assert shell(line) == 2
    assert message in shell.err
    assert shell.err.startswith("error: ")
    assert (shell.out, shell.names()) == ("", before)


# project


@pytest.mark.parametrize("links", ["--links @links.pharaoh", SAME, "--links @l.jsonl"])
def test_project_to_conll(shell: Shell, links: str) -> None:
    shell(f"align @pairs.jsonl {SAME} -o @l.jsonl")
    assert shell(f"project @pairs.jsonl {links} -o @o.conll") == 0
    assert shell.read("o.conll") == (
        "schläft\tO\nAnna\tB-PER\n\nIn\tO\nRome\tB-LOC\n.\tO\n\nUN\tB-MISC\n!\tO\n"
    )
    assert (shell.out, shell.err) == ("", "")


def test_project_to_jsonl_keeps_gold_and_says_why(shell: Shell) -> None:
    assert (
        shell("project @pairs.jsonl --links @links.pharaoh --label-map MISC=O --explain -o -") == 0
    )
    rows = [json.loads(line) for line in shell.out.splitlines()]
    assert [r["tgt_tags"] for r in rows] == [["O", "B-PER"], ["O", "B-LOC", "O"], ["O", "O"]]
    assert [r["gold_tags"] for r in rows] == [r[4] for r in ROWS]
    assert rows[0]["projections"][0]["explanation"]["links"]
    assert rows[2]["projections"][0]["reason"] == "dropped"


def test_project_with_a_spec_file(shell: Shell) -> None:
    shell.write("m.toml", 'name = "mine"\nheuristic = "longest"\n')
    shell("parts --json")
    heuristics = [p["name"] for p in json.loads(shell.out) if p["shelf"] == "heuristic"]
    shell.write("m.toml", f'name = "mine"\nheuristic = "{heuristics[0]}"\n')
    assert shell("project @pairs.jsonl --links @links.pharaoh --spec @m.toml -o @o.conll") == 0
    assert "Anna\tB-PER" in shell.read("o.conll")


def test_reading_from_standard_input(shell: Shell) -> None:
    shell.feed((shell.folder / "pairs.jsonl").read_bytes())
    assert shell("project - --links @links.pharaoh -o @o.conll") == 0
    assert "Anna\tB-PER" in shell.read("o.conll")


@pytest.fixture
def gappy(shell: Shell) -> Shell:
    """A corpus of which one pair has no source tags and one no links."""
    rows = [row(*ROWS[0]), row("p2", ["x"], None, ["y"], None), row(*ROWS[2])]
    shell.write("pairs.jsonl", b"".join(rows))
    shell.write("l.jsonl", '{"id": "p1", "links": [[0, 1]]}\n{"id": "p2", "links": []}\n')
    return shell


def test_a_conll_file_that_would_shift_is_not_written(gappy: Shell) -> None:
    before = gappy.names()
    for out in ("@o.conll",):
        assert gappy(f"project @pairs.jsonl --links @l.jsonl -o {out}") == 3
        assert "3 pairs: 1 skipped, 1 failed" in gappy.err
        assert "skipped p2: the source has no tags" in gappy.err
        assert "has no links for pair 'p3'" in gappy.err
        assert "--failures FILE" in gappy.err
    assert gappy.names() == before


def test_failures_take_what_a_conll_file_cannot_hold(gappy: Shell) -> None:
    assert gappy("project @pairs.jsonl --links @l.jsonl -o @o.conll --failures @f.jsonl") == 0
    assert gappy.read("o.conll") == "schläft\tO\nAnna\tB-PER\n"
    rows = [json.loads(line) for line in gappy.read("f.jsonl").splitlines()]
    assert [(r["id"], r["position"], r["outcome"]) for r in rows] == [
        ("p2", 2, "skipped"),
        ("p3", 3, "failed"),
    ]


def test_a_jsonl_file_says_what_happened_to_every_pair(gappy: Shell) -> None:
    assert gappy("project @pairs.jsonl --links @l.jsonl -o -") == 0
    rows = [json.loads(line) for line in gappy.out.splitlines()]
    assert [r["tgt_tags"] for r in rows] == [["O", "B-PER"], None, None]
    assert rows[1]["skipped"] == "the source has no tags"
    assert "no links for pair 'p3'" in rows[2]["failed"]
    assert rows[2]["gold_tags"] == ["B-ORG", "O"]
    assert "1 skipped, 1 failed" in gappy.err


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("project @pairs.jsonl --links @links.pharaoh -o @o.pharaoh", "write one of: .jsonl, .con"),
        (
            "project @pairs.jsonl --links @short.pharaoh -o -",
            "line 3: no line for pair 3",
        ),
        (
            "project @pairs.jsonl --links @out.pharaoh -o -",
            "line 2: link 0-7 lies outside the pair",
        ),
        ("project @pairs.jsonl --links @links.pharaoh --train @x -o -", "leave out --aligner and"),
        ("project @pairs.jsonl --method nix -o -", "unknown method 'nix'; known:"),
        ("project @pairs.jsonl --method default heuristic -o -", "unrecognized arguments"),
        ("project @pairs.jsonl --method default --method heuristic -o -", "one method at a time"),
        ("project @pairs.jsonl --spec @bad.toml -o -", "bad.toml, line 2: not TOML"),
        ("project @pairs.jsonl --spec @empty.toml -o -", "empty.toml: method 'unnamed' needs"),
        ("project @pairs.jsonl --option nix.x=1 -o -", "no such part in default; write PART.KEY=V"),
        ("project @pairs.jsonl --option aligner.x=1 -o -", "has no option 'x'"),
        ("project @pairs.jsonl --label-map MISC -o -", "write --label-map KEY=VALUE"),
        ("project - --links - -o -", "only one input can be -"),
        ("project @pairs.jsonl --spec @nix.toml -o -", "nix.toml: unknown matcher 'nix'; known: "),
        ("project @pairs.jsonl --spans @s -o -", "--spans: no part of default uses such a file"),
        ("evaluate @pairs.jsonl --tag-probs @s", "--tag-probs: no part of default uses such a"),
        ("project @pairs.jsonl -o @o.conll --failures @o.conll", "name two files"),
        ("project @pairs.jsonl -o - --failures -", "name two files"),
        (f"project @pairs.jsonl {SAME} --spec @huge.toml -o -", "is not a whole number in [0, "),
        (f"project @long.jsonl {SAME} -o -", "not usable JSON (Exceeds the limit (4300 digits)"),
        ("project @void.jsonl --links @links.pharaoh -o -", "void.jsonl: the file is empty"),
        ("project @blank.jsonl --links @links.pharaoh -o -", "blank.jsonl: no pair in it"),
    ],
)
def test_project_bad_input(shell: Shell, line: str, message: str) -> None:
    shell.write("short.pharaoh", "0-0\n\n")
    shell.write("out.pharaoh", "0-0\n0-7\n\n")
    shell.write("bad.toml", "a = 1\nb = = 2\n")
    shell.write("empty.toml", "")
    shell.write("nix.toml", 'matcher = "nix"\nscores = ["alignment"]\ncandidates = ["ngrams"]\n')
    part = f'{{part = "ngrams", max_len = {"9" * 400}}}'
    huge = f'matcher = "exact"\nscores = ["alignment"]\ncandidates = [{part}]\n'
    shell.write("huge.toml", huge)
    shell.write(
        "long.jsonl", row(*ROWS[0], note=0).replace(b'"note": 0', b'"note": ' + b"9" * 5000)
    )
    shell.write("void.jsonl", "")
    shell.write("blank.jsonl", "\n\n")
    before = shell.names()
    assert shell(line) == 2
    assert message in shell.err
    assert "sys.set_int" not in shell.err
    assert (shell.out, shell.names()) == ("", before)


# evaluate


def test_evaluate_as_json(shell: Shell) -> None:
    line = "evaluate @pairs.jsonl --links @links.pharaoh --method default --method heuristic --json"
    assert shell(line) == 0
    result = json.loads(shell.out)
    assert (result["pairs"], result["skipped"]) == (3, 0)
    assert set(result["methods"]) == {"default", "heuristic"}
    scores = result["methods"]["default"]
    assert {"precision", "recall", "f1", "per_type", "seconds"} <= set(scores)
    assert scores["f1"] == pytest.approx(1 / 3)
    assert scores["per_type"]["PER"]["f1"] == 1


@pytest.mark.parametrize(
    ("more", "right", "gold", "predicted"),
    [
        ("", 1, 3, 3),
        ("--ignore MISC ORG", 1, 2, 2),
        ("--label-map MISC=ORG", 2, 3, 3),
        ("--label-map MISC=O LOC=O", 1, 3, 1),
    ],
)
def test_evaluate_counts_what_counts(
    shell: Shell, more: str, right: int, gold: int, predicted: int
) -> None:
    assert shell(f"evaluate @pairs.jsonl {SAME} --json {more}") == 0
    row = json.loads(shell.out)["methods"]["default"]
    assert (row["right"], row["gold"], row["predicted"]) == (right, gold, predicted)


def test_evaluate_honours_eval_types_and_skips_pairs_without_gold(shell: Shell) -> None:
    rows = [row(*ROWS[0], eval_types=["LOC"]), row(*ROWS[1]), row("p", ["x"], ["O"], ["y"], None)]
    shell.write("pairs.jsonl", b"".join(rows))
    assert shell(f"evaluate @pairs.jsonl {SAME} --json") == 0
    result = json.loads(shell.out)
    assert (result["pairs"], result["skipped"]) == (2, 1)
    assert set(result["methods"]["default"]["per_type"]) == {"LOC"}


def test_evaluate_as_a_table(shell: Shell) -> None:
    assert shell(f"evaluate @pairs.jsonl {SAME}") == 0
    assert shell.out.startswith("3 pairs, 0 skipped\n")
    assert "default" in shell.out


def test_evaluate_counts_failures_as_nothing_found_and_says_so(gappy: Shell) -> None:
    assert gappy("evaluate @pairs.jsonl --links @l.jsonl --json") == 0
    result = json.loads(gappy.out)
    assert (result["pairs"], result["skipped"]) == (2, 1)
    assert result["methods"]["default"]["failed"] == 1
    assert result["methods"]["default"]["recall"] == 0.5
    assert "1 pairs failed" in gappy.err


# evaluate-links


def test_evaluate_links_in_every_form(shell: Shell) -> None:
    shell.write("l.pharaoh", "0-0 1-1\n0-1\n")
    shell.write(
        "l.jsonl",
        '{"id": "b", "links": [[0, 1]]}\n{"id": "a", "links": [[0, 0, 0.5], [1, 1, 1]]}\n',
    )
    shell.write("g.pharaoh", "0-0 1p1\n0-0\n")
    shell.write(
        "g.jsonl",
        '{"id": "a", "sure": [[0, 0]], "possible": [[1, 1]]}\n{"id": "b", "sure": [[0, 0]]}\n',
    )
    for links, gold in (
        ("l.pharaoh", "g.pharaoh"),
        ("l.jsonl", "g.jsonl"),
        ("l.pharaoh", "g.jsonl"),
    ):
        assert shell(f"evaluate-links @{links} @{gold} --json") == 0
        found = json.loads(shell.out)
        assert (found["pairs"], found["links"], found["sure"]) == (2, 3, 2)
        assert found["precision"] == pytest.approx(2 / 3)
        assert found["recall"] == pytest.approx(1 / 2)
        assert found["aer"] == pytest.approx(1 - (1 + 2) / (3 + 2))
    assert shell("evaluate-links @l.jsonl @g.jsonl") == 0
    assert "AER" in shell.out


def test_only_links_between_annotated_tokens_are_scored(shell: Shell) -> None:
    shell.write("l.jsonl", '{"id": "a", "links": [[0, 0], [1, 1], [2, 0]]}')
    gold = {"id": "a", "sure": [[0, 0]], "src_unaligned": [2], "tgt_unaligned": []}
    shell.write("g.jsonl", json.dumps(gold))
    assert shell("evaluate-links @l.jsonl @g.jsonl --json") == 0
    assert json.loads(shell.out)["links"] == 2


@pytest.mark.parametrize(
    ("links", "gold", "message"),
    [
        ("0-0\n", "0-0\n1-1\n", "g.pharaoh, line 2: row 2 has no counterpart: "),
        ("0-0\n1-1\n\n", "0-0\n", "l.pharaoh, line 2: row 2 has no counterpart"),
        ("0p0\n", "0-0\n", "l.pharaoh, line 1: a possible link"),
        ("0-0\n", "0-x\n", "g.pharaoh, line 1, token 0: '0-x' is no link"),
        ("0-0\n", "", "the file is empty"),
    ],
)
def test_evaluate_links_bad_input(shell: Shell, links: str, gold: str, message: str) -> None:
    shell.write("l.pharaoh", links)
    shell.write("g.pharaoh", gold)
    assert shell("evaluate-links @l.pharaoh @g.pharaoh") == 2
    assert message in shell.err


def test_gold_of_a_pair_without_links_is_an_error(shell: Shell) -> None:
    shell.write("l.jsonl", '{"id": "a", "links": []}')
    shell.write("g.jsonl", '{"id": "b", "sure": []}')
    assert shell("evaluate-links @l.jsonl @g.jsonl") == 2
    assert "no links for pair 'b' (line 1 of" in shell.err


# groups and weights


def test_pairs_of_a_group_are_projected_together(shell: Shell) -> None:
    same = {"group": "g"}
    german = ["Anna", "mag", "Rom"]
    shell.write(
        "g.jsonl",
        row("a", ["Anna", "likes", "Rom"], ["B-PER", "O", "B-LOC"], german, None, **same)
        + row("x", ["Anna"], ["B-PER"], ["Anna"], None)
        + row("b", ["A", "Anna", "gusta"], ["O", "B-PER", "O"], german, None, **same),
    )
    assert shell(f"project @g.jsonl {SAME} --joint --option sum.min_share=0 -o -") == 0
    first, alone, last = map(json.loads, shell.out.splitlines())
    assert first["tgt_tags"] == last["tgt_tags"] == ["B-PER", "O", "B-LOC"]
    assert (first["sources"], first["others"]) == (["a", "b"], [])
    assert last["others"] == [[2, 3, "LOC"]]
    assert "sources" not in alone
    joint = shell.out
    shell(f"align @g.jsonl {SAME} -o @gl.jsonl")
    assert shell("project @g.jsonl --links @gl.jsonl --joint --option joint.min_share=0 -o -") == 0
    assert shell.out == joint
    shell.feed((shell.folder / "g.jsonl").read_bytes())
    assert shell("project - --links @gl.jsonl --joint --option joint.min_share=0 -o -") == 0
    assert shell.out == joint
    assert shell(f"project @g.jsonl {SAME} --method heuristic --joint -o -") == 0
    assert json.loads(shell.out.splitlines()[0])["sources"] == ["a", "b"]


def test_weights_from_agreement_are_the_same_however_the_pairs_come(shell: Shell) -> None:
    shell(f"align @pairs.jsonl {SAME} -o @l.jsonl")
    asked = "--method vote --option vote.weights=agreement -o -"
    assert shell(f"project @pairs.jsonl {SAME} {asked}") == 0
    listed = shell.out
    for links in ("l.jsonl", "links.pharaoh"):
        assert shell(f"project @pairs.jsonl --links @{links} {asked}") == 0
        assert len(shell.out.splitlines()) == 3
    assert shell(f"project @pairs.jsonl --links @l.jsonl {asked}") == 0
    assert shell.out == listed
    shell.feed((shell.folder / "pairs.jsonl").read_bytes())
    assert shell(f"project - --links @l.jsonl {asked}") == 0
    assert shell.out == listed
    assert shell(f"evaluate @pairs.jsonl {SAME} {asked.removesuffix(' -o -')}") == 0


def test_a_vote_from_a_spec_file(shell: Shell) -> None:
    shell.write(
        "s.toml",
        'name = "mine"\nmembers = ["heuristic", {method = "span-rule", weight = 2}]\n'
        'combiner = "vote"\n[joint]\npart = "vote"\n',
    )
    assert shell(f"project @pairs.jsonl {SAME} --spec @s.toml -o -") == 0
    assert shell(f"project @pairs.jsonl {SAME} --spec @s.toml --option runs.gap=0 -o -") == 0
    shell.write("s.toml", 'members = ["vote"]\ncombiner = "vote"\n')
    assert shell(f"project @pairs.jsonl {SAME} --spec @s.toml -o -") == 2
    assert "s.toml: a member of a vote takes no members: a member of a vote cannot" in shell.err
