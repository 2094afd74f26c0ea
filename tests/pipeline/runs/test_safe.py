"""What a run never does: go on with something else, lose what is not its own, end in silence."""

import json
import os
from contextlib import closing

import pytest

from core.errors import ConflictError, InputError, OptionError, StorageError
from core.models.translators import Translation, Translator
from core.pipeline.runs import engine, stored
from core.pipeline.runs.config import from_toml
from core.pipeline.runs.state import STATE, ask_to_stop, read_state
from core.storage import Workspace
from core.storage.workfolder import at_work
from tests.pipeline.runs.test_engine import configured, go, written

PARALLEL = (
    b'format = "silverlens-run-1"\nsetting = "parallel"\ntext = "pairs.jsonl"\ntarget_lang = "de"\n'
)


def pair(number, tags, source="Anna lives"):
    return {
        "id": str(number), "src_lang": "en", "tgt_lang": "de", "src_tokens": source.split(" "),
        "src_tags": tags, "tgt_tokens": ["Anna", "wohnt"], "tgt_tags": None,
    }  # fmt: skip


def parallel(folder, *rows, more=b""):
    """Return a run over pairs that are written to a folder."""
    (folder / "pairs.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return from_toml(PARALLEL + more)


GONE = json.dumps({"state": "running", "steps": [], "pid": 2**22 + 1, "message": "", "notes": []})
"""What a process left that was killed; there are no processes of such a number."""

ROW = pair(1, ["B-PER", "O"])


def test_another_text_is_noticed_and_what_came_out_stays(tmp_path):
    config = parallel(tmp_path, ROW, pair(2, None))
    go(config, tmp_path / "out", tmp_path)
    before = written(tmp_path / "out")
    assert b'"position":2' in before["lost.jsonl"].replace(b" ", b"")
    parallel(tmp_path, ROW, pair(2, ["B-PER", "O"]))
    with pytest.raises(ConflictError, match="text is another text than when the run in"):
        go(config, tmp_path / "out", tmp_path)
    assert read_state(tmp_path / "out").state == "failed"
    assert written(tmp_path / "out") == before


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (b'methods = ["ner-candidates"]\n', "ner-candidates needs tag_probs: target_tagger.model"),
        (b'methods = ["nmt"]\n', "nmt needs translation_scores: translation_scores.model"),
        (b'methods = ["t-projection"]\n', "markers.part or proposals.model or translation_scores"),
    ],
)
def test_a_method_without_what_it_needs_is_refused_before_anything_begins(more, words):
    with pytest.raises(OptionError, match=words):
        from_toml(PARALLEL + more)


def test_sources_that_nobody_annotated_are_refused_at_once(tmp_path):
    config = parallel(tmp_path, pair(1, None), pair(2, None))
    with pytest.raises(InputError, match=r"pairs\.jsonl: nobody has marked the entities"):
        go(config, tmp_path / "out", tmp_path)
    assert not list((tmp_path / "out").glob("*.conll"))


def test_sentences_that_are_not_projected_are_told_by_name(tmp_path):
    config = parallel(tmp_path, ROW, pair(2, None), more=b'methods = ["default", "heuristic"]\n')
    work = go(config, tmp_path / "out", tmp_path)
    rows = [json.loads(r) for r in (tmp_path / "out" / "lost.jsonl").read_bytes().splitlines()]
    assert [(row["id"], row["position"], row["step"]) for row in rows] == [("2", 2, "project")] * 2
    assert [row["reason"].partition(":")[0] for row in rows] == ["coverage-exact", "heuristic"]
    assert "coverage-exact 1 (1 failed)" in work.tell.run.steps[-1].note
    assert read_state(tmp_path / "out").message == "2 sentences, 1 lost"


def test_no_sentence_left_is_a_failure_that_says_why(world, tmp_path, monkeypatch):
    nothing = Translation("", problem="the model wrote nothing")
    monkeypatch.setattr(Translator, "translate", lambda _, texts, *a, **k: [nothing] * len(texts))
    with pytest.raises(InputError, match="no sentence is left: the model wrote nothing"):
        go(configured(world), tmp_path / "out", world)
    assert len((tmp_path / "out" / "lost.jsonl").read_bytes().splitlines()) == 24
    counts = json.loads((tmp_path / "out" / "counts.json").read_bytes())
    assert "tag-source" not in counts


def test_a_run_says_who_it_is_before_it_looks_at_its_models(world, tmp_path, monkeypatch):
    """So that it can be stopped meanwhile, and nobody else is."""
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / STATE).write_text(GONE)
    seen = []

    def look(*_):
        seen.append(read_state(folder).pid)
        raise KeyboardInterrupt

    monkeypatch.setattr(engine, "identity", look)
    (folder / engine.CONFIG).write_bytes(engine.to_toml(configured(world)))
    with pytest.raises(KeyboardInterrupt):
        go(configured(world), folder, world)
    assert seen == [os.getpid()]
    assert read_state(folder).state == "stopped"


def test_nobody_is_asked_to_stop_whose_process_is_gone(tmp_path):
    (tmp_path / STATE).write_text(GONE)
    with at_work(tmp_path, "busy"):
        assert read_state(tmp_path).state == "running"
        assert not ask_to_stop(tmp_path)


def test_a_folder_that_is_taken_meanwhile_is_not_claimed(tmp_path):
    config = parallel(tmp_path, ROW)
    (tmp_path / "out").mkdir()
    with at_work(tmp_path / "out", "busy"):
        with pytest.raises(ConflictError, match="a run is at work in"):
            go(config, tmp_path / "out", tmp_path)
        assert [path.name for path in (tmp_path / "out").iterdir()] == [".lock"]
    go(config, tmp_path / "out", tmp_path)


@pytest.fixture
def stored_run(tmp_path):
    """Return a run that becomes a project, its folder and the database."""
    config = parallel(tmp_path, ROW, pair(2, ["B-PER", "O"]), more=b'project = "p"\n')
    return config, tmp_path / "out", f"sqlite:///{tmp_path}/db.sqlite"


def somebody(url, count=3):
    """Make a project of somebody else's."""
    from core.formats.pairs_jsonl import from_object

    rows = [from_object(pair(f"theirs{k}", ["O", "O"])) for k in range(count)]
    with closing(Workspace.open(url)) as workspace:
        workspace.create_project("p", rows)


def pairs_of(url):
    with closing(Workspace.open(url)) as workspace:
        return [one.pair.id for one in workspace.iter_pairs("p")]


def test_a_project_that_somebody_made_meanwhile_is_left_alone(stored_run, tmp_path, monkeypatch):
    config, folder, url = stored_run
    real = stored.check_name
    monkeypatch.setattr(stored, "check_name", lambda work: (real(work), somebody(url)))
    with pytest.raises(ConflictError, match="that this run did not make"):
        go(config, folder, tmp_path, url=url)
    assert pairs_of(url) == ["theirs0", "theirs1", "theirs2"]
    assert (folder / "coverage-exact.conll").is_file()
    assert read_state(folder).state == "failed"


@pytest.mark.parametrize("mark", [b"making\n", b"done\n"])
@pytest.mark.parametrize("count", [2, 3])
def test_a_mark_makes_no_other_project_the_runs_own(stored_run, tmp_path, mark, count):
    config, folder, url = stored_run
    go(config, folder, tmp_path, url=url)
    (folder / stored.MARK).write_bytes(mark)
    other = f"sqlite:///{tmp_path}/other.sqlite"
    somebody(other, count)
    with pytest.raises(ConflictError, match="that this run did not make"):
        go(config, folder, tmp_path, url=other)
    assert len(pairs_of(other)) == count


def test_a_project_half_made_is_gone_on_with_and_keeps_what_was_decided(
    stored_run, tmp_path, monkeypatch
):
    config, folder, url = stored_run
    real = stored.prepare

    def dying(*args, **more):
        raise KeyboardInterrupt

    monkeypatch.setattr(stored, "prepare", dying)
    with pytest.raises(KeyboardInterrupt):
        go(config, folder, tmp_path, url=url)
    with closing(Workspace.open(url)) as workspace:
        before = workspace.project("p")
        assert before.layers == ()
    monkeypatch.setattr(stored, "prepare", real)
    go(config, folder, tmp_path, url=url)
    with closing(Workspace.open(url)) as workspace:
        after = workspace.project("p")
    assert after.created == before.created
    assert [layer.name for layer in after.layers] == ["coverage-exact"]


def test_something_else_is_no_folder_of_a_run(tmp_path):
    config = parallel(tmp_path, ROW)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "theirs").write_text("x")
    with pytest.raises(StorageError, match="holds something else"):
        go(config, tmp_path / "out", tmp_path)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["theirs"]
