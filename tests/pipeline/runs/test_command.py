"""`python -m core run`, in this process."""

import pytest

from core.cli.commands import main
from core.pipeline.runs import engine
from core.pipeline.runs.fields import FIELDS
from tests.pipeline.runs.test_engine import written


def test_a_run_from_its_file(world, tmp_path, capsys):
    folder = tmp_path / "out"
    assert main(["run", str(world / "run.toml"), "-o", str(folder)]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "Reading the text: 24 sentences"
    assert told[-1] == str(folder)
    before = written(folder)
    assert main(["run", str(folder / "run.toml"), "-o", str(tmp_path / "again")]) == 2
    assert "no model folder 'nllb'" in capsys.readouterr().err
    assert main(["run", str(world / "run.toml"), "-o", str(folder)]) == 0
    assert written(folder) == before


def test_the_plan_says_what_is_here(world, tmp_path, capsys):
    assert main(["run", str(world / "run.toml"), "--plan"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("24 sentences, on cpu, float32")
    assert "needs no model" in told
    missing = (world / "run.toml").read_text()
    missing = missing.replace('"nllb"', '"facebook/nllb-200-3.3B"')
    missing += '\n[back_translation]\nmodel = "nowhere"\n'
    (world / "missing.toml").write_text(missing)
    assert main(["run", str(world / "missing.toml"), "--plan"]) == 0
    told = capsys.readouterr().out
    assert "CC-BY-NC-4.0" in told
    assert "its licence forbids commercial use" in told
    assert "models --fetch facebook/nllb-200-3.3B" in told
    assert "nowhere: no such folder on this machine" in told
    assert "Back-translation lowered F1 nearly everywhere" in told


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("swh_Latn", "xxx_Latn", "xxx_Latn"),
        ("sw.txt", "nowhere.txt", "nowhere.txt: no such file"),
        ("sw.txt", "run.toml", "write .txt (one sentence a line), .conll or .jsonl"),
        ('"nllb"', '"tagger"', "config.json"),
        ("silverlens-run-1", "other", "this is no run"),
    ],
)
def test_what_cannot_be_run_is_said_in_a_line(world, tmp_path, capsys, old, new, words):
    text = (world / "run.toml").read_text().replace(old, new)
    (world / "wrong.toml").write_text(text)
    assert main(["run", str(world / "wrong.toml"), "-o", str(tmp_path / "out")]) == 2
    told = capsys.readouterr().err
    assert words in told
    assert told.count("\n") == 1
    assert not list((tmp_path).rglob("*.conll"))


def test_a_stop_by_hand_says_that_it_goes_on(world, tmp_path, capsys, monkeypatch):
    def stop(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(engine, "run", stop)
    assert main(["run", str(world / "run.toml"), "-o", str(tmp_path / "out")]) == 130
    assert "what is finished is kept" in capsys.readouterr().err


def test_the_keys_of_a_run_are_listed_and_no_run_is_refused(capsys):
    assert main(["run", "--keys"]) == 0
    told = capsys.readouterr().out
    assert all(f"\n{field.key} " in told for field in FIELDS)
    assert "\naligner.part" in told
    assert main(["run"]) == 2
    assert "no run is named; usage: run CONFIG" in capsys.readouterr().err
