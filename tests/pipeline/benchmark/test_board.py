"""What stands beside what: only figures over the same languages are compared."""

import csv
import io
import json
from statistics import fmean

import pytest

from core.evaluation.published import published
from core.evaluation.spans import Report, Score
from core.pipeline.benchmark import PROTOCOLS, RENDERED, Board, Failure, Scored, Standing, board
from core.pipeline.benchmark.render import to_results
from core.pipeline.transfer import NAME as TRANSFER

PROTOCOL = PROTOCOLS["masakhaner2"]
HOSTILE = "=1+1|<script>x</script>\n# [a](http://b) \\input{x} 50% & $x$ _y_ `z` www.c.de"


def scored(tp: int, *, failed: int = 0) -> Scored:
    return Scored("key", Report(Score(tp, 10, 10), {"PER": Score(tp, 10, 10)}, 0.9), 8, failed)


def standing(figures: dict[tuple[str, str], int], failures=(), languages=("hau", "ibo", "yor")):
    methods = tuple(dict.fromkeys(method for _, method in figures))
    return Standing(languages, methods, {k: scored(v) for k, v in figures.items()}, tuple(failures))


def line(made: Board, kind: str, name: str, source: str = ""):
    (found,) = (x for x in made.of_kind(kind) if x.name == name and x.source == source)
    return found


ALL = {("hau", "m"): 8, ("ibo", "m"): 6, ("yor", "m"): 1}


def test_averages_of_published_systems_are_over_our_languages() -> None:
    made = board(PROTOCOL, standing(ALL))
    assert line(made, "ours", "m").average == pytest.approx(0.5)
    theirs = line(made, "published", "alignment score", "thesis")
    assert theirs.average == pytest.approx(fmean([0.695, 0.736, 0.506]))
    assert theirs.over == ("hau", "ibo", "yor")
    assert theirs.ratio is None


def test_a_failed_language_counts_on_neither_side() -> None:
    found = standing({k: v for k, v in ALL.items() if k[0] != "ibo"}, [Failure("ibo", "", "gone")])
    made = board(PROTOCOL, found)
    assert made.common == ("hau", "yor")
    assert line(made, "ours", "m").average == pytest.approx(0.45)
    theirs = line(made, "published", "alignment score", "thesis")
    assert theirs.average == pytest.approx(fmean([0.695, 0.506]))
    assert made.failures == ("ibo: gone",)


def test_all_methods_are_averaged_over_the_languages_that_all_have() -> None:
    made = board(PROTOCOL, standing({**ALL, ("hau", "n"): 5}))
    assert made.common == ("hau",)
    assert line(made, "ours", "m").average == pytest.approx(0.8)
    assert line(made, "ours", "m").f1["yor"] == pytest.approx(0.1)


def test_a_method_without_any_figure_takes_no_language_from_the_others() -> None:
    found = standing(ALL)
    found = Standing(found.languages, ("m", "gone"), found.scored)
    made = board(PROTOCOL, found)
    assert made.common == ("hau", "ibo", "yor")
    assert line(made, "ours", "gone").average is None


def test_a_system_that_lacks_a_language_gets_no_average() -> None:
    found = standing({("bam", "m"): 4, ("hau", "m"): 8}, languages=("bam", "hau"))
    made = board(PROTOCOL, found)
    theirs = line(made, "published", "CLaP", "quoted in the thesis")
    assert (theirs.average, theirs.over) == (None, ())
    assert theirs.f1 == {"hau": 0.699}
    assert "no figure in some of the languages" in theirs.note


def test_a_language_that_nobody_published_leaves_averages_out() -> None:
    found = standing({("pcm", "m"): 4, ("hau", "m"): 8}, languages=("pcm", "hau"))
    made = board(PROTOCOL, found, counterparts={"m": "ngram-exact"})
    assert all(x.average is None for x in made.of_kind("published"))
    (less,) = made.of_kind("difference")
    assert less.average == pytest.approx(0.8 - 0.695)
    assert less.over == ("hau",)
    assert less.note.endswith("over hau only")


def test_differences_are_to_systems_made_alike_and_to_the_best() -> None:
    made = board(PROTOCOL, standing(ALL), counterparts={"m": "ngram-exact", TRANSFER: TRANSFER})
    alike, best = made.of_kind("difference")
    assert alike.note.startswith("less alignment score (thesis")
    assert alike.f1["yor"] == pytest.approx(0.1 - 0.506)
    averages = [x.average for x in made.of_kind("published")]
    assert best.average == pytest.approx(0.5 - max(averages))


def test_ratios_stand_only_over_all_published_languages() -> None:
    europarl = PROTOCOLS["europarl-ner"]
    whole = standing({(lang, "m"): 5 for lang in ("de", "es", "it")}, languages=("de", "es", "it"))
    found = line(board(europarl, whole), "published", "n-grams, AWESoME", "paper")
    assert (found.ratio, found.recall) == (0.990, pytest.approx(0.8872))
    part = standing({("de", "m"): 5}, languages=("de",))
    found = line(board(europarl, part), "published", "n-grams, AWESoME", "paper")
    assert (found.average, found.ratio) == (pytest.approx(0.920), None)


def test_the_best_of_several_is_no_system() -> None:
    found = standing({("de", "m"): 9}, languages=("de",))
    (best,) = board(PROTOCOLS["europarl-ner"], found).of_kind("difference")
    assert "best heuristic" not in best.note


def test_languages_that_were_not_asked_for_are_named() -> None:
    made = board(PROTOCOL, standing(ALL))
    assert set(made.absent) == set(PROTOCOL.languages) - {"hau", "ibo", "yor"}
    assert len(made.absent) == 15
    text = RENDERED["table.md"](made).decode()
    assert "Not asked for: bam ewe fon kin" in text
    assert "Averages over 3 languages: hau ibo yor." in text


def test_what_failed_and_what_is_to_come_are_told_apart() -> None:
    found = standing({("hau", "m"): 8}, [Failure("ibo", "", "gone")])
    row = next(
        x for x in RENDERED["table.md"](board(PROTOCOL, found)).decode().split("\n") if "| m |" in x
    )
    assert row.startswith("| m | 0.800 | failed | not run yet | 0.800 |")


def test_failed_sentences_are_told() -> None:
    found = Standing(("hau",), ("m",), {("hau", "m"): scored(5, failed=2)})
    note = line(board(PROTOCOL, found, said={"m": "links: same-word"}), "ours", "m").note
    assert note == "links: same-word; 2 of 8 sentences failed and count as nothing found"


def hostile() -> Board:
    found = standing({("hau", HOSTILE): 5}, [Failure("ibo", HOSTILE, HOSTILE)])
    return board(PROTOCOL, found, said={HOSTILE: HOSTILE}, notes=[HOSTILE])


def test_markdown_shows_what_users_named_as_text() -> None:
    text = RENDERED["table.md"](hostile()).decode()
    for bad in ("<script", "[a]", "http://", " _y_", "`z`", "$x$", "\n# [", "www.c"):
        assert bad not in text
    lines = text.split("\n")
    rows = [x.replace("\\|", "") for x in lines if "1+1" in x.replace("\\", "") and x[0] == "|"]
    assert {x.count("|") for x in rows if "0.500" in x} <= {7, 10}
    assert rows


def test_csv_reads_back_and_is_no_formula() -> None:
    made = hostile()
    rows = list(csv.DictReader(io.StringIO(RENDERED["table.csv"](made).decode(), newline="")))
    assert rows[0]["method"] == f"'{HOSTILE}"
    assert (rows[0]["hau"], rows[0]["ibo"], rows[0]["average"]) == ("0.5", "", "0.5")
    assert len(rows) == len(made.lines)


def test_latex_has_no_command_of_a_users() -> None:
    text = RENDERED["table.tex"](hostile()).decode()
    assert "\\input" not in text
    assert "50\\% \\& \\$x\\$ \\_y\\_" in text
    ends = [x for x in text.split("\n") if x.endswith(r"\\")]
    assert {x.replace(r"\&", "").count("&") for x in ends} == {10}


def test_results_hold_every_figure() -> None:
    found = standing(ALL)
    value = json.loads(to_results(PROTOCOL, found, board(PROTOCOL, found)))
    assert value["protocol"] == "masakhaner2"
    assert value["averages_over"] == ["hau", "ibo", "yor"]
    assert value["methods"]["m"]["languages"]["hau"]["overall"]["right"] == 8
    assert value["methods"]["m"]["average"] == pytest.approx(0.5)
    assert len(value["published"]) == sum(
        row.system.shown for table in published("masakhaner2") for row in table.rows
    )
