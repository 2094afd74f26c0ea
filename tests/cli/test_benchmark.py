"""The harness over three small languages, as a user runs it."""

import csv
import io
import json

import pytest

from core.cli import main
from core.storage.locks import holding
from tests.cli.conftest import row

LANGUAGES = ("hau", "ibo", "yor")
BASE = "benchmark masakhaner2 --data @data --aligner same-word -o @out"
SENTENCES = [
    (["Ada", "sings"], ["B-PER", "O"], ["Ada", "{}"], ["B-PER", "O"]),
    (["In", "Lagos", "UN"], ["O", "B-LOC", "B-MISC"], ["UN", "Lagos"], ["O", "B-LOC"]),
    (["Monday"], ["O"], ["Monday"], ["B-DATE"]),
]


def pairs(lang: str, **more: object) -> bytes:
    return b"".join(
        row(f"{lang}{k}", s, t, [w.format(lang) for w in a], b, **{"tgt_lang": lang, **more})
        for k, (s, t, a, b) in enumerate(SENTENCES)
    )


@pytest.fixture
def bench(shell):
    (shell.folder / "data").mkdir()
    for lang in LANGUAGES:
        shell.write(f"data/masakhaner2.en-{lang}.jsonl", pairs(lang))
    return shell


def table(shell, folder: str = "out") -> dict[tuple[str, str], dict[str, str]]:
    text = (shell.folder / folder / "table.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(io.StringIO(text, newline=""))
    found: dict[tuple[str, str], dict[str, str]] = {}
    for one in rows:
        found.setdefault((one["figures"], one["method"]), one)
    return found


def test_three_languages_beside_what_was_published(bench) -> None:
    assert bench(f"{BASE} --languages hau ibo yo --method ngram-exact --method default") == 0
    made = table(bench)
    assert made["ours", "ngram-exact"]["average"] == "1.0"
    assert float(made["published", "alignment score"]["average"]) == pytest.approx(1.937 / 3)
    less = next(v for k, v in made.items() if k[0] == "difference" and "(thesis" in v["note"])
    assert float(less["yor"]) == pytest.approx(1 - 0.506)
    assert "averages over hau ibo yor" in bench.out
    names = [path.name for path in (bench.folder / "out").iterdir()]
    assert {"table.md", "table.tex", "table.csv", "results.json", "language.yor.json"} < {*names}
    assert "came with the data" in bench.read("out/table.md")


def test_a_second_run_finds_everything_there(bench) -> None:
    line = f"{BASE} --languages hau ibo --method ngram-exact"
    assert bench(line) == 0
    before = {path.name: path.read_bytes() for path in (bench.folder / "out").iterdir()}
    assert bench(line) == 0
    assert bench.err.count("as it was found before") == 2
    assert {p.name: p.read_bytes() for p in (bench.folder / "out").iterdir()} == before


@pytest.mark.parametrize("change", ["data", "option", "aligner"])
def test_what_has_changed_is_run_anew(bench, change: str) -> None:
    line = f"{BASE} --languages hau ibo --method ngram-exact"
    assert bench(line) == 0
    if change == "data":
        bench.write("data/masakhaner2.en-hau.jsonl", pairs("hau", doc="other"))
    more = {
        "option": " --option exact.min_score=0.2",
        "aligner": " --option aligner.fold_marks=yes",
    }
    assert bench(line + more.get(change, "")) == 0
    assert "hau (1 of 2): anew" in bench.err
    assert ("ibo (2 of 2): anew" in bench.err) is (change != "data")


def test_a_language_that_fails_leaves_the_others_and_exit_code_3(bench) -> None:
    for lang in ("hau", "yor"):
        bench.write(f"{lang}.pharaoh", "0-0\n1-1\n0-0\n")
    bench.write("ibo.pharaoh", "0-0\n9-9\n0-0\n")
    line = BASE.replace(" --aligner same-word", " --links @{lang}.pharaoh")
    assert bench(f"{line} --languages hau ibo yor --method ngram-exact") == 3
    made = table(bench)["ours", "ngram-exact"]
    assert (made["hau"], made["ibo"], made["yor"]) == ("1.0", "", "1.0")
    assert "failed: ibo:" in bench.err
    failures = json.loads(bench.read("out/results.json"))["failures"]
    assert [f["language"] for f in failures] == ["ibo"]
    assert "ibo.pharaoh" in failures[0]["reason"]
    bench.write("ibo.pharaoh", "0-0\n1-1\n0-0\n")
    assert bench(f"{line} --languages hau ibo yor --method ngram-exact") == 0
    assert bench.err.count("as it was found before") == 2


def test_training_text_of_every_language_is_found_by_its_pattern(bench) -> None:
    for lang in ("hau", "ibo"):
        (bench.folder / f"en-{lang}").mkdir()
        bench.write(f"en-{lang}/a.tsv", "Ada sings\tAda sings\n")
    line = f"{BASE} --train @{{source}}-{{lang}}/*.tsv --method ngram-exact"
    line = line.replace(" --aligner same-word", "")
    assert bench(f"{line} --languages hau ibo yor") == 2
    assert "no such file: --train" in bench.err
    assert "en-yor/*.tsv" in bench.err
    assert not (bench.folder / "out").exists()


BAD = {
    "--languages hau hau": "hau is named twice",
    "--languages ../etc": "--languages",
    "--languages hau bam ewe": "no data of MasakhaNER 2 for bam, ewe",
    "--languages hau --method align-ner": "method align-ner needs --target-ner or --tag-probs",
    "--languages hau --transfer": "name it: --target-ner",
    "--languages hau --source-ner @no/model --no-cache": "source_tagger.model",
    "--languages hau --method nobody": "nobody",
}


@pytest.mark.parametrize("more", BAD)
def test_bad_usage_is_told_before_anything_is_written(bench, more: str) -> None:
    assert bench(f"{BASE} {more}") == 2
    assert BAD[more] in bench.err
    assert not (bench.folder / "out").exists()


def test_one_process_at_a_time_works_in_a_folder(bench) -> None:
    line = f"{BASE} --languages hau --method ngram-exact"
    assert bench(line) == 0
    with holding(bench.folder / "out" / ".lock", "busy"):
        assert bench(line) == 2
    assert "another process runs a benchmark in" in bench.err


def test_sentences_that_stand_alone_need_models(bench) -> None:
    (bench.folder / "data" / "bam").mkdir()
    bench.write("data/bam/test.txt", "Ada B-PER\n")
    assert bench(f"{BASE} --languages hau bam") == 2
    assert "bam: these sentences have no source beside them" in bench.err
    assert "(--translator, --source-ner)" in bench.err


def test_an_unknown_protocol_lists_the_known_ones(capsys, tmp_path) -> None:
    assert main(["benchmark", "conll", "--data", ".", "-o", f"{tmp_path}/o"]) == 2
    assert "europarl-ner, masakhaner2, xtreme" in capsys.readouterr().err
