"""What `evaluate` says beyond precision, recall and F1."""

import json

import pytest

from tests.cli.conftest import ROWS, Shell, row

TWO = "evaluate @pairs.jsonl --links @links.pharaoh --method ngram-exact --method heuristic-elp"
PLAIN = {"precision", "recall", "f1", "gold", "predicted", "right", "differences", "ratio"} | {
    "per_type",
    "seconds",
    "failed",
    "ceiling",
}
KINDS = ["type", "split", "merged", "boundary", "boundary+type", "missing", "spurious"]


def result(shell: Shell, line: str) -> dict:
    assert shell(f"{line} --json") == 0
    return json.loads(shell.out)


def test_without_more_there_are_differences_ceiling_and_oracle(shell: Shell) -> None:
    found = result(shell, TWO)
    assert set(found) == {"pairs", "skipped", "methods", "oracle"}
    scores = found["methods"]["ngram-exact"]
    assert set(scores) == PLAIN
    assert list(scores["differences"]) == KINDS
    assert scores["differences"] == dict.fromkeys(KINDS, 0) | {"type": 1, "boundary": 1}
    # MISC on one side, ORG on the other: nobody could give the third
    assert (scores["ceiling"]["right"], scores["ceiling"]["gold"]) == (2, 3)
    assert found["oracle"]["chosen"] == {"ngram-exact": 3, "heuristic-elp": 0}
    assert found["oracle"]["f1"] == pytest.approx(1 / 3)
    assert found["oracle"]["found_by_any"] == 1


def test_one_method_has_no_oracle(shell: Shell) -> None:
    assert "oracle" not in result(shell, "evaluate @pairs.jsonl --links @links.pharaoh")


def test_halves_go_by_the_id(shell: Shell) -> None:
    rows = [row(name, *ROWS[0][1:]) for name in ("a", "c", "3")]
    shell.write("pairs.jsonl", b"".join(rows))
    shell.write("links.pharaoh", "0-1\n0-1\n\n")
    halves = result(shell, f"{TWO} --halves")["methods"]["ngram-exact"]["halves"]
    assert (halves["even"]["pairs"], halves["odd"]["pairs"]) == (2, 1)
    assert (halves["even"]["recall"], halves["odd"]["recall"]) == (0.5, 1)


def test_intervals_are_drawn_from_pairs_or_documents(shell: Shell) -> None:
    interval = result(shell, f"{TWO} --intervals")["methods"]["ngram-exact"]["interval"]
    assert (interval["units"], interval["level"]) == (3, 0.95)
    assert interval["low"] <= 1 / 3 <= interval["high"]
    rows = [row(*r, doc="d" if k else "", group="" if k else "g") for k, r in enumerate(ROWS)]
    shell.write("pairs.jsonl", b"".join(rows))
    assert result(shell, f"{TWO} --intervals")["methods"]["ngram-exact"]["interval"]["units"] == 2
    rows = [row(*r, doc="d") for r in ROWS]
    shell.write("pairs.jsonl", b"".join(rows))
    interval = result(shell, f"{TWO} --intervals")["methods"]["ngram-exact"]["interval"]
    assert (interval["low"], interval["high"]) == (None, None)
    assert "1 sentence or document" in interval["why"]


def test_against_tests_every_other_method(shell: Shell) -> None:
    methods = result(shell, f"{TWO} --against heuristic-elp")["methods"]
    assert "against" not in methods["heuristic-elp"]
    test = methods["ngram-exact"]["against"]
    assert (test["method"], test["difference"], test["p_value"]) == ("heuristic-elp", 0, 1)
    assert {"low", "high", "level", "units"} <= set(test)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (f"{TWO} --against span-rule", "(ngram-exact, heuristic-elp); add --method span-rule"),
        ("evaluate @pairs.jsonl --against nix", "--against nix: not one of the methods"),
        ("evaluate @pairs.jsonl --against default", "nothing to compare it with; add a --method"),
    ],
)
def test_against_needs_two_of_the_methods(shell: Shell, line: str, message: str) -> None:
    assert shell(line) == 2
    assert message in shell.err
    assert shell.out == ""


def test_details(shell: Shell) -> None:
    found = result(shell, f"{TWO} --details")
    scores = found["methods"]["ngram-exact"]
    assert list(scores["schemes"]) == ["strict", "exact", "partial", "type"]
    assert scores["schemes"]["strict"]["f1"] == scores["f1"]
    assert scores["schemes"]["partial"]["f1"] == pytest.approx(2.5 / 3)
    assert scores["schemes"]["type"]["per_type"]["LOC"]["correct"] == 1
    errors = scores["errors"]
    assert list(errors) == [
        *("gold differs", "alignment missing", "boundary", "label", "blocked", "other"),
    ]
    assert sum(e["gold"] for e in errors.values()) == scores["gold"] - scores["right"]
    assert sum(e["predicted"] for e in errors.values()) == scores["predicted"] - scores["right"]
    assert errors["gold differs"] == {"errors": 1, "gold": 1, "predicted": 1}
    assert sum(c["entities"] for c in scores["carried"].values()) == 3
    assert sum(c["projected"] for c in scores["carried"].values()) == scores["predicted"]
    assert scores["carried"]["PER"]["rate"] == 1
    assert list(scores["pick_scores"]) == ["0.25", "0.5", "0.75", "0.95"]
    assert scores["ceiling_leaving_out"]["precision"] == 1
    pairs = [(p["first"], p["second"]) for p in found["agreement"]["pairwise"]]
    assert pairs == [
        ("ngram-exact", "heuristic-elp"),
        ("ngram-exact", "gold"),
        ("heuristic-elp", "gold"),
    ]
    assert found["agreement"]["pairwise"][0]["f1"] == {"value": 1, "n": 6}
    assert 0 < found["agreement"]["alpha"]["value"] < 1
    assert found["divergence"]["identical"] == 1
    assert found["divergence"]["entropy"] is None


def test_label_map_and_ignore_reach_every_figure(shell: Shell) -> None:
    found = result(shell, f"{TWO} --details --label-map MISC=ORG --ignore LOC")
    scores = found["methods"]["ngram-exact"]
    assert scores["ceiling"]["f1"] == 1
    assert set(scores["schemes"]["strict"]["per_type"]) == {"PER", "ORG"}
    assert found["divergence"]["entities"] == 2


def test_ceilings_differ_where_the_methods_map_labels_otherwise(shell: Shell) -> None:
    shell.write("m.toml", 'name = "mine"\nheuristic = "span-rule"\n[label_map]\nMISC = "ORG"\n')
    line = "evaluate @pairs.jsonl --links @links.pharaoh --method default --spec @m.toml"
    assert shell(line) == 0
    assert "ceiling of default" in shell.out
    assert "ceiling of mine" in shell.out


def test_every_table_is_there(shell: Shell) -> None:
    assert shell(f"{TWO} --halves --intervals --against ngram-exact --details") == 0
    for title in (
        *(
            "ceiling",
            "oracle",
            "even and odd half",
            "F1 with intervals",
            "heuristic-elp - ngram-exact",
        ),
        *(
            "F1 of each way to count",
            "alignment missing",
            "carried over",
            "mean score",
            "all together",
        ),
        "undefined",
    ):
        assert title in shell.out
    assert shell(TWO) == 0
    assert "even" not in shell.out


def test_a_method_that_failed_everywhere_and_a_corpus_without_gold(shell: Shell) -> None:
    shell.write("l.jsonl", "\n".join(f'{{"id": "x{k}", "links": []}}' for k in range(3)))
    line = (
        "evaluate @pairs.jsonl --links @l.jsonl --method ngram-exact --details --intervals --halves"
    )
    found = result(shell, line)
    assert found["methods"]["ngram-exact"]["failed"] == 3
    assert found["methods"]["ngram-exact"]["errors"]["alignment missing"]["errors"] == 2
    assert found["agreement"]["alpha"]["value"] is None
    assert shell(line) == 0
    shell.write("pairs.jsonl", row("p", ["x"], ["O"], ["y"], None))
    found = result(shell, "evaluate @pairs.jsonl --aligner same-word --details --intervals")
    assert (found["pairs"], found["skipped"]) == (0, 1)
    assert found["methods"]["default"]["interval"]["why"].startswith("0 sentence")
