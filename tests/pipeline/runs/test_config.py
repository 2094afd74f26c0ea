import pytest

from core.domain.spec import PartSpec
from core.errors import FormatError, OptionError, SpecError, UnknownNameError
from core.pipeline.runs.config import RunConfig, from_toml, to_toml
from core.pipeline.runs.fields import FIELDS

HEAD = b'format = "silverlens-run-1"\n'
PLAIN = HEAD + b'setting = "parallel"\ntext = "pairs.jsonl"\ntarget_lang = "de"\n'
FULL = RunConfig(
    text="raw *text*.txt",
    target_lang="hau_Latn",
    project='a "quoted" name',
    translator="owner/translator@abcdef1",
    beams=3,
    source_tagger="tagger",
    source_labels=(("MISC", "O"), ("PERSON", "PER")),
    target_tagger="other",
    scorer="owner/translator",
    proposer="proposer",
    methods=("default", "all-fusion"),
    label_map=(("GPE", "LOC"),),
    transfer=True,
    aligner=PartSpec.of("statistical", {"rounds": 2}),
)


@pytest.mark.parametrize("config", [from_toml(PLAIN), FULL])
def test_what_is_written_reads_back_and_writes_the_same(config):
    again = from_toml(to_toml(config))
    assert again == config
    assert to_toml(again) == to_toml(config)
    assert again.digest() == config.digest()


def test_every_field_is_told_once_and_is_an_attribute():
    assert len({field.key for field in FIELDS}) == len(FIELDS)
    assert {field.attribute for field in FIELDS} | {"aligner"} == set(RunConfig.__slots__)
    assert all(field.summary for field in FIELDS)


def test_defaults_of_fields_and_attributes_agree():
    config = from_toml(PLAIN)
    given = {"setting", "text", "target_lang"}
    for field in FIELDS:
        if field.key not in given:
            assert getattr(config, field.attribute) == field.default


@pytest.mark.parametrize(
    ("more", "error", "words"),
    [
        (b"[translation]\nmodle = 'x'\n", SpecError, "no key 'translation.modle'; it has: aligner"),
        (b"methods = 'default'\n", OptionError, "methods: 'default' is no names"),
        (b"methods = ['nonsense']\n", UnknownNameError, "unknown method 'nonsense'"),
        (b"methods = []\n", OptionError, "methods: name at least one"),
        (b"[translation]\nbeams = 0\n", OptionError, "translation.beams: 0 is below 1"),
        (b"[translation]\nbeams = true\n", OptionError, "translation.beams: True is no whole"),
        (b"[compute]\ndevice = 'tpu'\n", OptionError, "device 'tpu'"),
        (b"transfer = true\n", OptionError, "name it in target_tagger.model"),
        (b"[markers]\npart = 'brackets'\n", OptionError, "translate-train"),
        (b"[markers]\npart = 'stars'\n", OptionError, "none of '', 'brackets', 'xml'"),
        (b"aligner = 'nonsense'\n", UnknownNameError, "unknown aligner"),
        (b"[aligner]\npart = 'embedding'\n", OptionError, "aligner.model: this aligner compares"),
        (b"[aligner]\npart = 'statistical'\nrownds = 3\n", OptionError, "rownds"),
        (b"text = 'again'\n", FormatError, "run.toml, line 5"),
    ],
)
def test_what_cannot_be_run_is_said(more, error, words):
    with pytest.raises(error, match=words):
        from_toml(PLAIN + more, file="run.toml")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "run.toml: this is no run; its first line has to be format"),
        (b'format = "silverlens-run-9"\n', "this is no run"),
    ],
)
def test_what_is_no_run(body, words):
    with pytest.raises(SpecError, match=words):
        from_toml(body, file="run.toml")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (HEAD, "text: name the file"),
        (HEAD + b"text = 'a.txt'\n", "target_lang: name the language"),
        (HEAD + b"text = 'a.txt'\ntarget_lang = 'ha'\n", "translation.model: name a translation"),
        (
            HEAD + b"text = 'a.txt'\ntarget_lang = 'ha'\n[translation]\nmodel = 'x'\n",
            "source_tagger.model: translations have no entities yet",
        ),
    ],
)
def test_what_is_missing_is_named(body, words):
    with pytest.raises(OptionError, match=words):
        from_toml(body)


def test_models_that_are_folders_beside_the_file_are_found(tmp_path):
    (tmp_path / "tagger").mkdir()
    placed = FULL.placed(tmp_path)
    assert placed.source_tagger == str(tmp_path / "tagger")
    assert placed.translator == FULL.translator
    assert set(FULL.models()) == {
        "translation.model",
        "source_tagger.model",
        "target_tagger.model",
        "translation_scores.model",
        "proposals.model",
    }
