import pytest

from core.errors import FormatError
from core.pipeline.runs import look
from core.pipeline.runs.config import RunConfig
from core.pipeline.runs.fields import PARALLEL, TRANSLATE_TEST, TRANSLATE_TRAIN
from core.pipeline.runs.plan import Plan

TYPED = {
    TRANSLATE_TEST: "Anna anaishi London .\n\n  \nBob analala .\n",
    TRANSLATE_TRAIN: "[PER Anna] lives in [LOC London].\n\nNobody sleeps.\n",
    PARALLEL: "[PER Anna] sleeps. ||| Anna schläft.\nNobody sleeps.\tNiemand schläft.\n",
}


def seen(setting, typed):
    return look.look(setting, "en", "de", *look.pasted(setting, "en", "de", typed))


@pytest.mark.parametrize(
    ("setting", "labelled", "words", "labels"),
    [
        (TRANSLATE_TEST, 0, 7, ()),
        (TRANSLATE_TRAIN, 2, 8, (("PER", 1), ("LOC", 1))),
        (PARALLEL, 2, 12, (("PER", 1),)),
    ],
)
def test_what_is_typed_is_read_as_a_run_would_read_it(setting, labelled, words, labels):
    found = seen(setting, TYPED[setting])
    assert found.sentences == 2
    assert (found.labelled, found.words, found.labels) == (labelled, words, labels)
    source, target = found.first[0]
    assert (source is None) == (setting == TRANSLATE_TEST)
    assert (target is None) == (setting == TRANSLATE_TRAIN)


@pytest.mark.parametrize("setting", [TRANSLATE_TRAIN, PARALLEL])
def test_without_a_single_mark_nobody_said_what_the_entities_are(setting):
    assert seen(setting, "Anna sleeps. ||| Anna schläft.\n").labelled == 0


@pytest.mark.parametrize(
    ("setting", "typed", "told"),
    [
        (PARALLEL, "one\ttwo\n\nonly one", r"line 3: only one sentence in it; write the source"),
        (PARALLEL, "one |||  ", "line 1: the sentence is empty"),
        (TRANSLATE_TEST, "  \n", "no sentence in it"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(setting, typed, told):
    with pytest.raises(FormatError, match=told):
        seen(setting, typed)


def test_the_sample_is_there_for_every_setting():
    for setting, sentences in ((PARALLEL, 28), (TRANSLATE_TRAIN, 28), (TRANSLATE_TEST, 28)):
        found = look.look(setting, "en", "sw", *look.sample(setting, "sw"))
        assert found.sentences == sentences
    assert look.look(PARALLEL, "en", "ha", *look.sample(PARALLEL, "ha")).sentences == 196
    with pytest.raises(FormatError, match="choose one of ar, de"):
        look.sample(TRANSLATE_TEST, "ha")


def test_a_plan_is_made_of_a_text_that_is_no_file_yet(monkeypatch):
    asked = []

    def plan(config, base):
        asked.append((config.text, (base / config.text).read_bytes()))
        return Plan(1, (), (), "cpu", ())

    monkeypatch.setattr(look, "plan", plan)
    config = RunConfig(text="elsewhere", target_lang="de", setting=PARALLEL)
    look.planned(config, "My Text.jsonl", b"body")
    assert asked == [("my-text.jsonl", b"body")]
