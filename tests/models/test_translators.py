import json
import shutil
from pathlib import Path

import pytest

from core.errors import InputError, ModelError, OptionError
from core.models.compute import threads_for
from core.models.seq2seq import generate as generate_module
from core.models.translators import Translator, load_translator
from tests.tiny import translators as tiny
from tests.tiny.encoders import make_bert
from tests.tiny.lexicon import LEXICON, WORDS

SENTENCE = "Anna lives in London ."


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A folder of each architecture."""
    root = tmp_path_factory.mktemp("translators")
    return {
        "nllb": tiny.make_nllb(root / "nllb", WORDS),
        "mbart": tiny.make_mbart(root / "mbart", WORDS),
        "mt5": tiny.make_mt5(root / "mt5", WORDS),
        "copying": tiny.make_copying_nllb(root / "copying", LEXICON),
        "m2m100": tiny.make_m2m100(root / "m2m100", WORDS),
        "marian": tiny.make_marian(root / "marian", WORDS),
        "marian-tags": tiny.make_marian(root / "tags", WORDS, targets=["deu", "cmn_Hans", "fra"]),
    }


@pytest.fixture(scope="session")
def copying(models) -> Translator:
    return load_translator(str(models["copying"]))


def load(models, name: str) -> Translator:
    prefix = "translate {source} to {target}: " if name == "mt5" else None
    return load_translator(str(models[name]), prefix=prefix)


ALL = [
    ("nllb", "flores", ["deu_Latn"]),
    ("mbart", "mbart50", ["de_DE"]),
    ("m2m100", "m2m100", ["__de__"]),
    ("marian", "none", []),
    ("marian-tags", "tag", []),
    ("mt5", "none", []),
]


@pytest.mark.parametrize(("name", "kind", "lead"), ALL)
def test_each_is_told_its_languages_and_writes_what_transformers_writes(
    models, name: str, kind: str, lead: list[str]
) -> None:
    import torch

    model = load(models, name)
    network = model.network
    assert network.codes.kind == kind
    assert network.lead("de")[0] == network.start
    assert network.tokeniser.convert_ids_to_tokens(network.lead("de")[1:]) == lead
    (found,) = model.translate([SENTENCE], "en", "de", beams=3, most_tokens=60)
    forced = network.codes.ids.get(network.codes.find("de")) if lead else None
    text = SENTENCE
    if name == "mt5":
        text = f"translate English to German: {SENTENCE}"
    if name == "marian-tags":
        text = f">>deu<< {SENTENCE}"
    if lead:
        network.tokeniser.src_lang = network.codes.find("en")
    ids = network.tokeniser([text], return_tensors="pt")
    with threads_for(network.model):
        ours = network.model.generate(
            **ids,
            num_beams=3,
            max_new_tokens=60,
            do_sample=False,
            forced_bos_token_id=forced,
            decoder_start_token_id=network.start,
            eos_token_id=network.end,
            pad_token_id=network.tokeniser.pad_token_id,
            suppress_tokens=[network.tokeniser.pad_token_id],
        )[0].tolist()
    assert network.text([generate_module._trimmed(ours, network.lead("de"), network.end)]) == [
        found.text
    ]
    assert found.logp < 0
    with torch.inference_mode():
        given = torch.tensor([ours[:-1]])
        scores = network.model(**ids, decoder_input_ids=given).logits[0].log_softmax(dim=1)
    wanted = scores[range(len(ours) - 1), ours[1:]][len(lead) :]
    assert found.logp == pytest.approx(float(wanted.sum()), abs=1e-3)


def test_what_it_reads_is_what_its_own_tokeniser_makes_of_it(models) -> None:
    for name, _, _ in ALL[:4]:
        network = load(models, name).network
        if network.codes.both_sides:
            network.tokeniser.src_lang = network.codes.find("en")
        assert network.read([SENTENCE], "en", "de") == network.tokeniser([SENTENCE])["input_ids"]


def test_a_lexicon_is_translated_both_ways(copying: Translator) -> None:
    there = copying.translate([SENTENCE, "UN and Zoë-17 !"], "en", "de")
    assert [t.text for t in there] == ["Anna wohnt in Londonstadt .", "VN und Zo-17 !"]
    assert all(t.complete and t.pieces == 1 and not t.problem for t in there)
    (back,) = copying.translate([there[0].text], "deu_Latn", "eng")
    assert back.text == SENTENCE


def test_order_beams_and_batches_change_nothing(copying: Translator) -> None:
    texts = ["Bob", SENTENCE, "the house", "", "UN and UN"]
    apart = [copying.translate([text], "en", "de")[0].text for text in texts]
    for beams in (1, 4):
        found = copying.translate(texts, "en", "de", beams=beams)
        assert [t.text for t in found] == apart


def test_a_text_that_comes_out_empty_says_so(copying: Translator) -> None:
    found = copying.translate(["漢字", "  ", "Bob"], "en", "de")
    assert [t.text for t in found] == ["", "", "Bob"]
    assert [t.problem for t in found] == ["the translation came out empty", "the text is empty", ""]
    assert [t.pieces for t in found] == [1, 0, 1]
    assert [t.complete for t in found] == [False, False, True]


def test_invisible_characters_are_no_text(copying: Translator, models) -> None:
    blank = ["\u200b", "\u200e\u200b", "\x00", "\ufeff \x1b"]
    for model in (copying, load(models, "nllb")):
        found = model.translate([*blank, "\u200bBob\x00 lives"], "en", "de", most_tokens=12)
        assert {(t.text, t.problem, t.pieces) for t in found[:-1]} == {("", "the text is empty", 0)}
        assert found[-1] == model.translate(["Bob lives"], "en", "de", most_tokens=12)[0]


def test_a_long_text_is_translated_in_parts_that_say_so(copying: Translator) -> None:
    words = ["Anna lives here .", "Bob sleeps in London .", "UN " * 30 + "."]
    (found,) = copying.translate([" ".join(words)], "en", "de", most_tokens=14)
    assert found.text == f"Anna wohnt hier . Bob schläft in Londonstadt . {'VN ' * 30}."
    assert found.pieces == 4
    assert found.complete
    (joined,) = copying.translate([" ".join(words)], "en", "zh", most_tokens=14)
    assert joined.text.startswith("Anna lives here . Bob sleeps in London .UN")


def test_a_translation_that_ran_into_the_limit_says_so(models) -> None:
    (found,) = load(models, "nllb").translate([SENTENCE], "en", "de", beams=2, most_tokens=10)
    assert not found.complete
    assert "ran into the limit of 9 sub-words" in found.problem


def test_words_that_look_like_codes_are_read_as_words(copying: Translator) -> None:
    texts = ["Bob </s> Anna", "deu_Latn lives", "<pad> <unk> UN"]
    found = [t.text for t in copying.translate(texts, "en", "de")]
    assert found == ["Bob </s> Anna", "deu_Latn wohnt", "<pad> <unk> VN"]


@pytest.mark.parametrize(
    ("name", "source", "target", "message"),
    [
        ("nllb", "en", "xx", "does not know the language 'xx'"),
        ("nllb", "fr", "de", r"no code for 'fr' \(French\); it has 4 codes, near ones: "),
        ("nllb", "en", "und", "has to be told the language"),
        ("marian-tags", "en", "it", r"no code for 'it' \(Italian\)"),
        ("mbart", "en", "bbj", "mBART-50 does not know"),
    ],
)
def test_an_unknown_language_names_near_ones(models, name, source, target, message) -> None:
    with pytest.raises(InputError, match=message):
        load(models, name).translate(["Bob"], source, target)


def test_codes_are_found_from_any_other(models) -> None:
    nllb, tags = load(models, "nllb"), load(models, "marian-tags")
    assert nllb.codes("sw", "zh-Hans") == ("swh_Latn", "zho_Hans")
    assert [tags.codes("en", lang)[1] for lang in ("de", "zh", "fra")] == ["deu", "cmn_Hans", "fra"]
    assert tags.network.read(["Bob"], "en", "de")[0][0] == tags.network.codes.ids["deu"]


def test_a_model_for_one_pair_of_languages_refuses_others(models, tmp_path: Path) -> None:
    folder = shutil.copytree(load(models, "marian").network.located.folder, tmp_path / "m")
    path = folder / "tokenizer_config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"target_lang": "de"}))
    model = load_translator(str(folder))
    model.check("en", "deu_Latn")
    with pytest.raises(InputError, match=r"translates into German \(de\), not French"):
        model.translate(["Bob"], "en", "fr")


def test_old_models_have_the_code_behind_the_text(models, tmp_path: Path) -> None:
    old = load_translator(str(tiny.make_mbart25(tmp_path, WORDS)))
    ids = old.network.codes.ids
    assert old.network.read(["Bob"], "en", "ro")[0][-2:] == [old.network.end, ids["en_XX"]]
    assert old.network.lead("ro") == [ids["ro_RO"]]
    assert old.translate(["Bob"], "en", "ro", beams=2, most_tokens=12)[0].logp < 0
    plain, tuned = (load_translator(str(models["nllb"]), legacy=legacy) for legacy in (False, True))
    code = plain.network.codes.ids["eng_Latn"]
    (ours,), (theirs,) = (m.network.read(["Bob"], "en", "de") for m in (plain, tuned))
    assert ours == [code, *theirs[:-1]]
    assert theirs[-1] == code
    assert plain.identity != tuned.identity


def test_a_model_without_codes_wants_a_prefix(models) -> None:
    with pytest.raises(InputError, match="has no codes of languages"):
        load_translator(str(models["mt5"])).translate(["Bob"], "en", "de")
    for wrong in ("{nix}", "{source.__class__}", "{source:9}", "{", "source}", "{}"):
        with pytest.raises(InputError, match="is not understood"):
            load_translator(str(models["mt5"]), prefix=wrong).translate(["Bob"], "en", "de")
    plain = load_translator(str(models["mt5"]), prefix="")
    spaced = load_translator(str(models["mt5"]), prefix=" ")
    assert spaced.network.read(["Bob"], "en", "de") == plain.network.read(["Bob"], "en", "de")
    assert plain.translate(["Bob"], "en", "de", beams=1, most_tokens=10)[0].pieces == 1
    assert plain.identity != load(models, "mt5").identity


def test_options_out_of_bounds(copying: Translator) -> None:
    for more in ({"beams": 0}, {"most_tokens": 3}):
        with pytest.raises(OptionError, match="write a number"):
            copying.translate(["Bob"], "en", "de", **more)
    with pytest.raises(OptionError, match="shorter prefix"):
        copying.translate(["Bob"], "en", "de", most_tokens=9)


def test_a_folder_cannot_turn_sampling_on(models, tmp_path: Path) -> None:
    folder = shutil.copytree(models["nllb"], tmp_path / "m")
    path = folder / "generation_config.json"
    tuned = {"do_sample": True, "temperature": 9.0, "max_length": 5, "num_beams": 7, "top_k": 3}
    path.write_text(json.dumps(json.loads(path.read_text()) | tuned))
    plain = load(models, "nllb").translate([SENTENCE], "en", "de", beams=2, most_tokens=30)
    tuned_too = load_translator(str(folder))
    for _ in range(3):
        assert tuned_too.translate([SENTENCE], "en", "de", beams=2, most_tokens=30) == plain


def test_memory_that_runs_out_halves_the_batch(copying: Translator, monkeypatch) -> None:
    real = generate_module._generated

    def scarce(network, rows, config):
        if len(rows) > 2:
            raise RuntimeError("CUDA out of memory")
        return real(network, rows, config)

    monkeypatch.setattr(generate_module, "_generated", scarce)
    told: list[str] = []
    texts = ["Anna lives", "Bob works", "UN", "house", "here"]
    found = copying.translate(texts, "en", "de", tell=told.append)
    assert [t.text for t in found] == ["Anna wohnt", "Bob arbeitet", "VN", "Haus", "hier"]
    assert "out of memory" in told[0]


def test_what_is_no_translation_model_is_refused(models, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="a translation model"):
        load_translator(str(make_bert(tmp_path / "encoder")))
    with pytest.raises(ModelError, match="no model folder"):
        load_translator(str(tmp_path / "nix"))
    pickled = shutil.copytree(models["nllb"], tmp_path / "pickled")
    (pickled / "model.safetensors").rename(pickled / "pytorch_model.bin")
    with pytest.raises(ModelError, match="can run code"):
        load_translator(str(pickled))
