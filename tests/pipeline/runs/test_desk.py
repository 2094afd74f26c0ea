import fcntl
import json
import time
from contextlib import contextmanager
from dataclasses import asdict, replace
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import ConflictError, OptionError, StorageError, UnknownNameError
from core.formats import pairs_jsonl
from core.pipeline import background
from core.pipeline.runs import desk
from core.pipeline.runs.config import RunConfig, from_toml, to_toml
from core.pipeline.runs.state import STATE, Run, StepState
from core.pipeline.sample import sample_pairs
from core.storage.engine import DEFAULT_FILE
from core.storage.workfolder import at_work

URL = "sqlite:///somewhere.sqlite"
CONFIG = RunConfig(text="t", target_lang="de", setting="parallel")
_NOBODY = 2**31 - 1
"""Number that no process has."""


@pytest.fixture
def runs(tmp_path):
    return tmp_path / "runs"


def make(runs, title="a run", **more):
    name = desk.make(runs, title, replace(CONFIG, **more), "pairs.jsonl", b"{}\n")
    return desk.find(runs, name)


@contextmanager
def held(path):
    """Hold a file as a process would that is alive."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def tell(one, state, message=""):
    one.out.mkdir(exist_ok=True)
    steps = (StepState("read", "Reading", state, 1, 4, 2.0),)
    (one.out / STATE).write_text(json.dumps(asdict(Run(state, steps, 1, message))))


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("My run", "my-run"),
        ("../../etc/passwd", "etc-passwd"),
        ("/abs", "abs"),
        ("<script>x</script>", "script-x-script"),
        ("تشغيل ١", "تشغيل-١"),
        ("..", "run"),
        ("", "run"),
        ("-rf --db=x", "rf-db-x"),
        ("a\0b\nc", "a-b-c"),
        ("x" * 500, "x" * 60),
        ("漢" * 500, "漢" * 40),
        ("中" * 39 + " " + "中" * 5, "中" * 39),  # bytes are cut right behind the hyphen
        ("x" * 59 + " x", "x" * 59),
    ],
)
def test_any_title_becomes_the_name_of_a_folder(title, name):
    assert desk.slug(title) == name
    assert desk.slug(name) == name


@settings(max_examples=150)
@given(st.text(), st.integers(0, 30), st.integers(2, desk._MOST))
def test_a_name_is_its_own_slug_and_so_are_all_that_follow_it(words, times, n):
    name = desk.slug(words * times)
    assert desk.slug(name) == name
    numbered = desk._numbered(name, n)
    assert desk.slug(numbered) == numbered
    assert numbered.endswith(f"-{n}")


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("Text.TXT", "text.txt"),
        ("a b.conll.gz", "a-b.conll.gz"),
        ("../x.jsonl", "x.jsonl"),
        ("config.toml", "config.txt"),
        ("<b>.exe", "b.txt"),
        ("", "run.txt"),
    ],
)
def test_a_text_keeps_only_a_suffix_that_can_be_read(file, name):
    assert desk.text_name(file) == name


@settings(max_examples=150)
@given(st.text(), st.sampled_from(("", ".", *desk._SUFFIXES)), st.sampled_from(("", ".gz")))
def test_what_a_text_can_be_called_is_no_other_file_of_its_folder(stem, suffix, packed):
    name = desk.text_name(f"{stem}{suffix}{packed}")
    assert desk.text_name(name) == name  # so only a name that stays as it is can come out
    assert name[0] not in ".~"


FILES_OF_A_RUN = (desk.CONFIG, desk.OUT, desk._STOP, background.PROCESS, background.LOG)


@pytest.mark.parametrize("name", [*FILES_OF_A_RUN, ".config.toml.ab12cd34", ".hidden.txt"])
def test_no_text_is_called_as_what_its_folder_holds_besides(name):
    assert desk.text_name(name) != name


@pytest.mark.parametrize(
    ("url", "folder"),
    [
        ("sqlite:////data/x/y.sqlite", "/data/x/runs"),
        ("postgresql://u:p@host/db", str(DEFAULT_FILE.parent / "postgresql-db-at-host/runs")),
    ],
)
def test_runs_lie_beside_the_database(url, folder):
    assert str(desk.home(url)) == folder


def test_a_run_is_its_file_and_its_text(runs):
    one = make(runs, "Mine", project="<b>")
    assert (one.name, one.title, one.state) == ("mine", "<b>", "waiting")
    assert sorted(path.name for path in one.folder.iterdir()) == ["config.toml", "pairs.jsonl"]
    body = (one.folder / "config.toml").read_bytes()
    assert to_toml(from_toml(body)) == body
    assert from_toml(body).text == "pairs.jsonl"


def test_names_are_never_shared_and_one_means_something_else(runs):
    names = [make(runs, title).name for title in ("Mine", "mine", "mine", "new")]
    assert names == ["mine", "mine-2", "mine-3", "new-2"]


@pytest.mark.parametrize("title", ["a" * 70, "中" * 39 + " " + "中" * 5, "é" * 58 + " é"])
def test_a_long_title_is_used_again_and_each_run_is_found(runs, monkeypatch, title):
    started = []
    monkeypatch.setattr(background, "start_watched", lambda *given: started.append(given[0]))
    made = [desk.make(runs, title, CONFIG, "pairs.jsonl", b"{}\n") for _ in range(3)]
    assert len(set(made)) == 3
    assert [name[-2:] for name in made[1:]] == ["-2", "-3"]
    for name in made:
        desk.start(desk.find(runs, name), URL)
        desk.delete(desk.find(runs, name))
    assert started == [runs / name for name in made]
    assert list(runs.iterdir()) == []


@pytest.mark.parametrize("file", ["log.txt", "log", "process", "stop.jsonl", "out"])
def test_a_process_writes_over_no_text(runs, monkeypatch, file):
    monkeypatch.setattr(
        background.subprocess, "Popen", lambda *_, **__: SimpleNamespace(pid=_NOBODY)
    )
    one = desk.find(runs, desk.make(runs, "mine", CONFIG, file, b"kept"))
    desk.start(one, URL)
    desk.stop(replace(one, state="starting"))
    one.out.mkdir()
    text = desk.text_name(file)
    assert (one.folder / text).read_bytes() == b"kept"
    assert {path.name for path in one.folder.iterdir()} == {text, *FILES_OF_A_RUN}


def test_nothing_is_left_of_a_run_that_could_not_be_written(runs, monkeypatch):
    def full(*_):
        raise StorageError("the disk is full")

    monkeypatch.setattr(desk, "write_atomically", full)
    with pytest.raises(StorageError, match="full"):
        make(runs)
    assert list(runs.iterdir()) == []
    assert desk.runs_of(runs) == ()
    with pytest.raises(OptionError):
        make(runs, methods=())


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="cannot make a run"):
        make(tmp_path / "file")


def test_the_newest_run_comes_first_and_a_broken_one_says_so(runs):
    import os

    assert desk.runs_of(runs) == ()
    for k, title in enumerate(("old", "broken", "late")):
        one = make(runs, title)
        if title == "broken":
            (one.folder / "config.toml").write_text("what = 'is this'")
        os.utime(one.folder / "config.toml", (k, k))
    before = sorted((path, path.stat().st_mtime_ns) for path in runs.rglob("*"))
    found = desk.runs_of(runs)
    assert [one.name for one in found] == ["late", "broken", "old"]
    assert (found[1].state, found[1].config, found[1].title) == ("failed", None, "broken")
    assert "this is no run" in found[1].said
    assert sorted((path, path.stat().st_mtime_ns) for path in runs.rglob("*")) == before


@pytest.mark.parametrize("name", ["nowhere", "../runs/mine", "", ".", "MINE", "/etc"])
def test_only_names_of_runs_are_looked_up(runs, name):
    make(runs, "mine")
    with pytest.raises(UnknownNameError, match="mine"):
        desk.find(runs, name)


def again(one):
    return desk.find(one.folder.parent, one.name)


def test_the_state_is_that_of_the_process_where_it_has_not_told_its_own(runs):
    one = make(runs)
    with held(one.folder / background.PROCESS):
        assert again(one).state == "starting"
        (one.folder / desk._STOP).touch()
        assert again(one).state == "stopping"
        (one.folder / desk._STOP).unlink()
        tell(one, "running")
        with at_work(one.out, "busy"):
            assert again(one).state == "running"
            assert again(one).at_work()
            with pytest.raises(ConflictError, match="at work"):
                desk.start(again(one), URL)
            with pytest.raises(ConflictError, match="stop it first"):
                desk.delete(again(one))
            (one.folder / desk._STOP).touch()
            assert again(one).state == "stopping"
    (one.folder / background.LOG).write_text("Traceback: who\nknows")
    assert (again(one).state, again(one).said) == ("stopped", "")  # somebody asked for it
    (one.folder / desk._STOP).unlink()
    assert (again(one).state, again(one).said) == ("stopped", "Traceback: who\nknows")
    tell(one, "failed", "no such model")
    assert again(one).state == "failed"
    tell(one, "done", "4 sentences")
    assert (again(one).state, again(one).said) == ("done", "")


def test_a_process_that_is_about_to_leave_is_waited_for(runs, monkeypatch):
    started = []
    alive = iter([True, True, False])
    monkeypatch.setattr(background, "is_watched", lambda _: next(alive, False))
    monkeypatch.setattr(background, "start_watched", lambda *given: started.append(given[1]))
    one = replace(make(runs), state="stopped")
    desk.start(one, URL)
    assert started == ["run"]
    assert next(alive, "asked often enough") == "asked often enough"


def test_a_process_that_died_before_it_could_tell_has_failed(runs):
    one = make(runs)
    tell(one, "stopped")
    time.sleep(0.01)
    (one.folder / background.PROCESS).write_text("12")
    (one.folder / background.LOG).write_text("error: no room")
    assert (again(one).state, again(one).said) == ("failed", "error: no room")
    (one.folder / desk._STOP).touch()
    assert again(one).state == "stopped"


def test_a_run_is_deleted_with_all_that_came_out(runs):
    one = make(runs)
    tell(one, "done")
    desk.delete(again(one))
    assert list(runs.iterdir()) == []


def test_files_of_methods_come_first_and_those_of_the_engine_not(runs):
    one = make(runs)
    tell(one, "done")
    names = ("counts.json", "coverage-exact.conll", ".lock", "run.toml", "project.txt")
    for name in names:
        (one.out / name).touch()
    assert [path.name for path in desk.files(one)] == ["coverage-exact.conll", "counts.json"]


def test_the_command_does_not_tell_a_password(runs):
    one = make(runs)
    words = desk.command(one, URL)
    folder = str(one.folder)
    assert words == (
        *("python", "-m", "core", "run", f"{folder}/config.toml", "-o", f"{folder}/out"),
        *("--db", URL),
    )
    assert "--db" not in desk.command(one, "postgresql://u:secret@host/db")


@pytest.fixture
def text():
    german = [pair for pair in sample_pairs() if pair.target.lang == "de"]
    return b"".join(pairs_jsonl.write(german))


@pytest.mark.soak
def test_a_run_is_done_by_a_process_and_a_bad_text_is_told(runs, text):
    good = desk.find(runs, desk.make(runs, "good", CONFIG, "pairs.jsonl", text))
    bad = desk.find(runs, desk.make(runs, "bad", CONFIG, "pairs.jsonl", b'{"id": 1}\n'))
    processes = [desk.start(one, URL) for one in (good, bad)]
    assert again(good).state == "starting"
    assert [process.wait(timeout=60) for process in processes] == [0, 2]
    found = again(good)
    assert (found.state, found.run.message) == ("done", "28 sentences")
    assert (found.out / "coverage-exact.conll").is_file()
    found = again(bad)
    assert found.state == "failed"
    assert "pairs.jsonl, line 1" in found.run.message


@pytest.mark.soak
def test_a_run_that_is_stopped_at_any_time_goes_on_to_the_same_files(runs, text):
    whole = desk.find(runs, desk.make(runs, "whole", CONFIG, "pairs.jsonl", text))
    assert desk.start(whole, URL).wait(timeout=60) == 0
    for delay_s in (0.0, 0.3, 1.0, 2.0, 3.0, 4.0):
        one = desk.find(runs, desk.make(runs, "part", CONFIG, "pairs.jsonl", text))
        process = desk.start(one, URL)
        time.sleep(delay_s)
        desk.stop(again(one))
        process.wait(timeout=60)
        assert again(one).state in {"stopped", "done"}
        assert again(one).said == ""
        if again(one).state == "stopped":
            assert desk.start(again(one), URL).wait(timeout=60) == 0
        assert again(one).state == "done"
        for path in desk.files(whole):
            assert (one.out / path.name).read_bytes() == path.read_bytes(), (delay_s, path.name)
