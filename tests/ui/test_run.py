"""The Run page without a browser: the form, what it needs, and how a run is watched."""

import json
from dataclasses import asdict, replace

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from core.errors import ModelError
from core.pipeline.runs import desk, offers
from core.pipeline.runs.config import RunConfig
from core.pipeline.runs.plan import Plan
from core.pipeline.runs.state import STATE, Run, StepState
from core.storage import Workspace
from tests.ui.test_pages import PAIRS, ROOT, run, words
from ui.panels import run_form, run_needs

PAGE = "15_Run.py"
NLLB = "facebook/nllb-200-distilled-600M"
HOSTILE = "<script>window.stolen=1</script> ![x](http://evil.invalid/x.png) :red[x]"
SHOWN = HOSTILE.replace("://", "://\u2060")
PLAN = Plan(28, (), (("Reading the text", 0.1), ("Translating", 200.0)), "cpu, float32", ("Note.",))
TEXT = ("pairs.jsonl", b"{}\n")
CONFIG = RunConfig(text="t", target_lang="de", setting="parallel", project="mine")


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    """Return the empty database that the page opens, on a machine without any model."""
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setenv("SILVERLENS_DB", f"sqlite:///{tmp_path / 'test.sqlite'}")
    for module in (run_form, run_needs):
        monkeypatch.setattr(module, "apart", lambda work, *given: work(*given))
    monkeypatch.setattr(run_needs.look, "planned", lambda *_: PLAN)
    st.cache_resource.clear()
    opened = Workspace.open()
    yield opened
    opened.close()
    st.cache_resource.clear()


@pytest.fixture
def runs(workspace):
    return desk.home(workspace.url)


@pytest.fixture
def started(monkeypatch) -> list[str]:
    """Return the names of runs that were started; none is."""
    found: list[str] = []
    monkeypatch.setattr(desk, "start", lambda one, _: found.append(one.name))
    return found


def make(runs, state="", message="", *, title="a run", notes=(), **more):
    """Make a run as far as its process told."""
    name = desk.make(runs, title, replace(CONFIG, **more), *TEXT)
    one = desk.find(runs, name)
    if state:
        one.out.mkdir()
        steps = (
            StepState("read", "Reading the text", "done", 4, 4, 65.0, 0, HOSTILE),
            StepState("align", "Aligning words", state, 1, 4, 6.0),
        )
        told = asdict(Run(state, steps, 1, message, notes))
        (one.out / STATE).write_text(json.dumps(told))
    return one


def labels(page) -> list[str]:
    return [button.label.replace("\\", "") for button in page.button]


def button(page, label: str):
    return next(b for b in page.button if b.label.replace("\\", "") == label)


def field(page, name: str):
    key = f"run: {name}"
    boxes = (*page.selectbox, *page.text_input, *page.text_area, *page.multiselect, *page.radio)
    fields = (*boxes, *page.checkbox, *page.get("button_group"))
    return next(one for one in fields if one.key == key)


def put(page, name: str, value: object):
    assert field(page, name) is not None
    page.session_state[f"run: {name}"] = value  # a field that takes new words knows none of them
    page.run()
    assert not page.exception
    return page


def reasons(page) -> str:
    return next((c for c in words(page.caption).splitlines() if c.startswith("Before it")), "")


def html(page) -> str:
    return "".join(one.proto.body for one in page.get("html"))


def form(**fields: object) -> AppTest:
    """Return the form with some fields set; those that take new words know none of them later."""
    page = AppTest.from_file(str(ROOT / "pages" / PAGE), default_timeout=30)
    page.session_state["framed"] = True
    page.session_state["run draft"] = fields
    page.run()
    assert not page.exception
    return page


def sampled(**fields: object) -> AppTest:
    """Return the form with the sample chosen: everything is there."""
    return form(**{"from": "The sample", **fields})


def test_a_newcomer_is_shown_the_form_and_what_is_missing(workspace) -> None:
    page = run(PAGE)
    assert not page.exception
    assert field(page, "setting").value == "parallel"  # nothing here could translate
    assert "All runs" not in labels(page)
    assert button(page, "Start").disabled
    assert reasons(page) == "Before it can start: bring the text."


def test_the_sample_is_ready_to_start_and_becomes_a_run(workspace, runs, started) -> None:
    page = sampled()
    assert "28 sentences, 855 words. Entities: LOC 40" in words(page.markdown)
    assert "[PER Amina Yusuf] joined the [ORG University of Nairobi]" in html(page)
    assert "No model: everything that it takes comes with the program." in words(page.markdown)
    assert "3 min in all, roughly, on cpu, float32." in words(page.markdown)
    assert "Reading the text → Translating (3 min)" in words(page.caption)
    put(page, "name", HOSTILE)
    button(page, "Start").click().run()
    assert not page.exception
    slug = desk.slug(HOSTILE)
    assert started == [slug]
    one = desk.find(runs, slug)
    assert one.config is not None
    assert (one.config.project, one.config.methods) == (HOSTILE, ("coverage-exact",))
    assert page.query_params["run"] in (slug, [slug])
    assert SHOWN in words(page.header)


def test_a_name_that_is_taken_stops_it_unless_it_becomes_no_project(workspace) -> None:
    workspace.create_project("sample de", PAIRS)
    page = sampled()
    assert field(page, "name").placeholder == "sample de (2)"
    put(page, "name", "sample de")
    assert "there is a project of this name" in reasons(page)
    put(page, "becomes", False)
    assert reasons(page) == ""
    assert not button(page, "Start").disabled


def test_each_setting_asks_for_the_models_that_it_needs(workspace) -> None:
    page = form(setting="translate-test")
    assert "choose a translation model; choose a tagger for the source" in reasons(page)
    page = form(setting="translate-train", **{"from": "Typed or pasted", "typed": "No marks."})
    assert "choose a tagger for the source, whose entities nobody marked" in reasons(page)
    put(page, "typed", "[PER Ada] left.")
    assert "tagger" not in reasons(page)
    put(page, "markers", "xml")
    assert "None: the markers carry the entities." in words(page.caption)
    assert button(page, "Start").disabled


def test_a_folder_that_is_not_there_is_told(workspace) -> None:
    page = sampled(source_tagger="nowhere/at/all")
    assert "bring nowhere/at/all to this machine" in reasons(page)
    assert "There is no such folder on this machine." in words(page.error)


def test_a_model_that_is_not_here_is_offered_with_size_and_licence(workspace, monkeypatch) -> None:
    asked = []
    monkeypatch.setattr(offers, "fetch", lambda name, _: asked.append(name))
    page = form(setting="translate-test", translator=NLLB)
    assert "2.5 GB · CC-BY-NC-4.0, non-commercial" in words(page.caption)
    assert f"python -m core models --fetch {NLLB}" in words(page.caption)
    assert asked == []
    button(page, "Fetch 2.5 GB, CC-BY-NC-4.0").click().run()
    assert asked == [NLLB]
    page = form(setting="translate-test", translator=NLLB, target_lang="bbj")
    assert "choose another language: NLLB-200 does not know" in reasons(page)


def test_a_model_nobody_knows_is_asked_for_before_it_can_be_fetched(workspace, monkeypatch) -> None:
    found = offers.Choice("some/model", here=False, megabytes=12, licence="mit")
    asked = []
    monkeypatch.setattr(offers, "ask_hub", lambda name: asked.append(name) or found)
    page = sampled(source_tagger="some/model")
    assert not any(label.startswith("Fetch") for label in labels(page))
    button(page, "Ask the hub").click().run()
    assert asked == ["some/model"]
    page.run()
    assert "Fetch 12 MB, mit" in labels(page)

    def offline(_):
        raise ModelError("the hub cannot be reached")

    monkeypatch.setattr(offers, "ask_hub", offline)
    page = sampled(source_tagger="some/other")
    button(page, "Ask the hub").click().run()
    assert "the hub cannot be reached" in words(page.error)
    assert not page.exception


def test_methods_that_lack_something_are_said_and_come_with_it(workspace) -> None:
    page = sampled()
    assert "align-ner" not in field(page, "methods").options
    assert "With a tagger of the target: align-ner, align-ner-spans" in words(page.caption)
    chosen = ["align-ner", "coverage-exact"]
    assert field(sampled(target_tagger="some/tagger", methods=chosen), "methods").value == chosen
    assert field(sampled(methods=chosen), "methods").value == ["coverage-exact"]


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("label_map", "MISC", "says no label; write MISC=O or PERSON=PER"),
        ("methods", [], "methods: name at least one"),
        ("device", "toaster", "toaster"),
    ],
)
def test_what_cannot_be_is_told(name, value, told, workspace) -> None:
    page = sampled(**{name: value})
    assert told in words(page.error) + reasons(page)
    starts = [b for b in page.button if b.label == "Start"]
    assert all(b.disabled for b in starts)


def test_a_text_that_cannot_be_read_is_told_with_its_line(workspace) -> None:
    page = run(PAGE)
    put(page, "from", "Typed or pasted")
    put(page, "typed", "only one side")
    assert "line 1: only one sentence in it" in words(page.warning)
    page.session_state["run text"] = (f"{HOSTILE}.jsonl", b'{"id": 1}\n')
    put(page, "from", "A file")
    assert "line 1" in words(page.error)
    assert "mend the text" in reasons(page)


@pytest.mark.parametrize(
    ("state", "told", "offered"),
    [
        ("", "Not started yet.", "Start"),
        ("stopped", "Stopped before it was done.", "Resume"),
        ("failed", "It failed.", "Resume"),
        ("done", "Done: 4 sentences.", "Open on Inspect"),
        ("running", "Stopped before it was done.", "Resume"),  # its process is gone
    ],
)
def test_a_run_says_how_far_it_is_and_what_can_be_done(
    state, told, offered, workspace, runs, started
) -> None:
    one = make(
        runs, state, "4 sentences" if state == "done" else "no such model", notes=("Halved.",)
    )
    page = run(PAGE, run=one.name)
    assert not page.exception
    assert told in words(page.markdown)
    assert offered in labels(page)
    assert "python -m core run" in page.code[0].value
    if state:
        assert "&lt;script&gt;" in html(page)
        assert "1 min 5 s" in html(page)
        assert "Halved." in words(page.caption)
    if state == "failed":
        assert "No such model" in words(page.error)
    if offered in {"Start", "Resume"}:
        button(page, offered).click().run()
        assert started == [one.name]
    else:
        assert button(page, offered).disabled  # there is no such project


def test_lost_sentences_are_listed_with_their_reasons(workspace, runs) -> None:
    one = make(runs, "done", "3 sentences, 1 lost")
    row = {"id": HOSTILE, "position": 2, "step": "translate", "reason": "the translation is empty"}
    (one.out / "lost.jsonl").write_text(json.dumps(row) + "\n")
    page = run(PAGE, run=one.name)
    assert "1 sentence fell out" in words(page.header)
    assert [str(cell).replace("\\", "") for cell in page.table[0].value.iloc[0]] == [
        SHOWN, "translate", "the translation is empty",
    ]  # fmt: skip


def test_runs_are_listed_and_used_again(workspace, runs) -> None:
    make(runs, "done", "4 sentences", title=HOSTILE, project=HOSTILE, label_map=(("MISC", "O"),))
    broken = make(runs, title="broken")
    (broken.folder / "config.toml").write_text("nothing = 1\n")
    page = run(PAGE)
    assert not page.exception
    assert {SHOWN, "broken"} == set(words(page.subheader).splitlines())
    assert "English beside German" in words(page.caption)
    assert "its file cannot be read" in words(page.caption)
    page = run(PAGE, run=desk.slug(HOSTILE))
    button(page, "Use it for a new run").click().run()
    assert not page.exception
    assert field(page, "label_map").value == "MISC=O"
    assert field(page, "setting").value == "parallel"
    assert "pairs.jsonl" in words(page.markdown)


def test_a_run_that_is_not_there_leads_back(workspace, runs) -> None:
    make(runs)
    page = run(PAGE, run="../../etc")
    assert "unknown run '../../etc'" in words(page.error)
    button(page, "All runs").click().run()
    assert "a-run" in words(page.subheader) or "mine" in words(page.subheader)


def test_the_page_of_a_run_shows_no_password(workspace, runs, monkeypatch):
    name = make(runs, "done").name
    url = "postgresql+psycopg://ann:topsecret@db.example/lens"
    monkeypatch.setattr(type(workspace), "url", property(lambda _: url))
    monkeypatch.setattr(desk, "home", lambda _: runs)
    page = run("15_Run.py", run=name)
    assert "-m core run" in words(page.code)
    assert "topsecret" not in str(page)
