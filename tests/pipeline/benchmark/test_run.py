import subprocess
import sys
import time
from pathlib import Path

import pytest

from core.errors import StorageError
from core.pipeline.benchmark import PROTOCOLS, Kept, board, render, run_benchmark
from tests.pipeline.benchmark.worlds import (
    LANGUAGES,
    METHODS,
    PROTOCOL,
    benchmark,
    contents,
    kept,
    system,
    ticking,
)

ROOT = Path(__file__).parents[3]


def run(folder: Path, work, **more):
    """Run, and write the tables after every language, as the command does."""
    store = kept(folder)

    def after(standing) -> None:
        made = board(PROTOCOL, standing)
        for name, content in render(PROTOCOL, standing, made).items():
            store.write(name, content)

    told: list[str] = []
    found = run_benchmark(
        benchmark(work, **more), store, after=after, tell=told.append, clock=ticking()
    )
    return found, told


class Killed(BaseException):
    """Nothing that anybody catches."""


def dying(at: str):
    def meet(language: str) -> None:
        if language == at:
            raise Killed

    return meet


def test_scores_are_strict_and_what_is_ignored_counts_nowhere(tmp_path) -> None:
    found, _ = run(tmp_path / "out", system())
    row = found.scored["hau", "ngram-exact"]
    assert (row.overall.tp, row.overall.n_gold, row.overall.n_predicted) == (3, 3, 3)
    assert list(row.report.per_type) == ["LOC", "PER"]
    assert row.report.ratio == 1
    row = found.scored["hau", "first"]
    # A person too many; the sentence that failed has nothing that counts, and found nothing.
    assert (row.overall.tp, row.overall.n_gold, row.overall.n_predicted) == (2, 3, 3)
    assert row.report.ratio == pytest.approx((1 + 0.5 + 1 + 0) / 4)
    assert (row.failed, row.reasons) == (1, {"no translation": 1})


@pytest.mark.parametrize("at", LANGUAGES)
def test_a_kill_loses_the_language_at_work_and_the_rest_comes_out_the_same(tmp_path, at) -> None:
    run(tmp_path / "whole", system())
    with pytest.raises(Killed):
        run(tmp_path / "killed", system(meet=dying(at)))
    before = contents(tmp_path / "killed")
    done = LANGUAGES[: LANGUAGES.index(at)]
    assert [n for n in before if n.startswith("language.")] == [f"language.{n}.json" for n in done]
    again: list[str] = []
    run(tmp_path / "killed", system(meet=again.append))
    assert again == [*LANGUAGES[LANGUAGES.index(at) :]]
    assert contents(tmp_path / "killed") == contents(tmp_path / "whole")


def test_kill_9_loses_the_language_at_work(tmp_path) -> None:
    code = (
        "import sys, time; from pathlib import Path\n"
        "from core.pipeline.benchmark import run_benchmark\n"
        "from tests.pipeline.benchmark.worlds import benchmark, kept, system\n"
        "def meet(lang):\n"
        "    if lang == 'yor':\n"
        "        print('here', flush=True); time.sleep(60)\n"
        "run_benchmark(benchmark(system(meet=meet)), kept(Path(sys.argv[1])))\n"
    )
    folder = tmp_path / "killed"
    command = [sys.executable, "-c", code, str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "here\n"
        child.kill()
    before = contents(folder)
    assert [*before] == ["benchmark.json", "language.hau.json", "language.ibo.json"]
    again: list[str] = []
    run(folder, system(meet=again.append))
    run(tmp_path / "whole", system())
    assert again == ["yor"]
    after = contents(folder)
    assert {name: after[name] for name in before} == before
    tables = ("table.md", "table.tex", "table.csv", "results.json")
    whole = contents(tmp_path / "whole")
    assert {name: after[name] for name in tables} == {name: whole[name] for name in tables}


def test_what_is_finished_is_not_run_again_and_its_file_is_left_alone(tmp_path) -> None:
    run(tmp_path, system())
    stamps = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    time.sleep(0.01)
    _, told = run(tmp_path, system(gone=LANGUAGES))
    assert all("as it was found before" in line for line in told)
    assert {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == stamps


def test_what_has_changed_is_run_anew_and_that_is_told(tmp_path) -> None:
    run(tmp_path, system())
    met: list[str] = []
    _, told = run(tmp_path, system(meet=met.append), version="2")
    assert met == [*LANGUAGES]
    assert "hau (1 of 3): anew, since something has changed: ngram-exact, first" in told


def test_another_method_is_added_to_those_that_were_found(tmp_path) -> None:
    run(tmp_path, system(), methods=("first",), languages=("hau",))
    asked: list[str] = []

    def work(corpus, methods):
        asked.extend(methods)
        return system()(corpus, methods)

    found, _ = run(tmp_path, work, languages=("hau",))
    assert asked == ["ngram-exact"]
    assert found.common() == ("hau",)
    assert set(found.scored) == {("hau", method) for method in METHODS}


def test_a_language_that_fails_is_listed_and_the_others_go_on(tmp_path) -> None:
    found, _ = run(tmp_path, system(gone=["ibo"]))
    assert [(f.language, f.method, f.reason) for f in found.failures] == [
        ("ibo", "", "the translation model does not know ibo")
    ]
    assert found.common() == ("hau", "yor")
    assert not (tmp_path / "language.ibo.json").exists()
    # A failure is no result: the next run tries again.
    found, _ = run(tmp_path, system())
    assert (found.failures, found.common()) == ((), LANGUAGES)


def test_a_method_that_fails_on_every_sentence_has_no_score(tmp_path) -> None:
    def work(corpus, methods):
        from core.pipeline.benchmark import Found

        return {**system()(corpus, methods), "first": Found([None] * 4, 0.0, {"no scores": 4})}

    found, _ = run(tmp_path, work, languages=("hau",))
    assert found.done("first") == ()
    assert [(f.method, f.reason) for f in found.failures] == [("first", "no scores")]
    assert found.common() == ("hau",)


@pytest.mark.parametrize("lost", ["a method", "a sentence"])
def test_an_answer_that_lacks_something_is_a_failure(tmp_path, lost: str) -> None:
    def work(corpus, methods):
        found = dict(system()(corpus, methods))
        if lost == "a method":
            del found["first"]
        else:
            found["first"] = type(found["first"])(found["first"].entities[1:])
        return found

    found, _ = run(tmp_path, work, languages=("hau",))
    assert len(found.failures) == 1
    assert "first" in found.failures[0].reason
    assert not found.scored


def test_a_folder_with_something_else_is_refused(tmp_path) -> None:
    (tmp_path / "thesis.tex").write_text("mine")
    with pytest.raises(StorageError, match="something else"):
        kept(tmp_path)


def test_a_folder_holds_one_benchmark(tmp_path) -> None:
    kept(tmp_path)
    with pytest.raises(StorageError, match="another benchmark than xtreme"):
        Kept(tmp_path, PROTOCOLS["xtreme"])


@pytest.mark.parametrize("text", ["", "[]", '{"methods": {"first": {"key": 1}}}', '{"methods": 3}'])
def test_a_broken_file_is_told_with_what_to_do(tmp_path, text: str) -> None:
    store = kept(tmp_path)
    (tmp_path / "language.hau.json").write_text(text)
    with pytest.raises(StorageError, match="delete it, and the language is run again"):
        store.load("hau")
