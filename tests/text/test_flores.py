import pytest

from core.errors import InputError, UnknownNameError
from core.text import languages
from core.text.flores import code_for, flores_code
from core.text.flores_table import FIRST_SCRIPT, FLORES, M2M100, MBART50, MEANT, NOT_IN_NLLB, WHOLE
from core.text.language_table import LANGUAGES

MASAKHANER = {
    "bam": "bam_Latn", "ewe": "ewe_Latn", "fon": "fon_Latn", "hau": "hau_Latn", "ibo": "ibo_Latn",
    "kin": "kin_Latn", "lug": "lug_Latn", "luo": "luo_Latn", "mos": "mos_Latn", "nya": "nya_Latn",
    "sna": "sna_Latn", "swa": "swh_Latn", "tsn": "tsn_Latn", "twi": "twi_Latn", "wol": "wol_Latn",
    "xho": "xho_Latn", "yor": "yor_Latn", "zul": "zul_Latn",
}  # fmt: skip
XTREME = {
    "ar": "arb_Arab", "he": "heb_Hebr", "vi": "vie_Latn", "id": "ind_Latn", "jv": "jav_Latn",
    "ms": "zsm_Latn", "tl": "tgl_Latn", "eu": "eus_Latn", "ml": "mal_Mlym", "ta": "tam_Taml",
    "te": "tel_Telu", "af": "afr_Latn", "nl": "nld_Latn", "en": "eng_Latn", "de": "deu_Latn",
    "el": "ell_Grek", "bn": "ben_Beng", "hi": "hin_Deva", "mr": "mar_Deva", "ur": "urd_Arab",
    "fa": "pes_Arab", "fr": "fra_Latn", "it": "ita_Latn", "pt": "por_Latn", "es": "spa_Latn",
    "bg": "bul_Cyrl", "ru": "rus_Cyrl", "ja": "jpn_Jpan", "ka": "kat_Geor", "ko": "kor_Hang",
    "th": "tha_Thai", "sw": "swh_Latn", "yo": "yor_Latn", "my": "mya_Mymr", "zh": "zho_Hans",
    "kk": "kaz_Cyrl", "tr": "tur_Latn", "et": "est_Latn", "fi": "fin_Latn", "hu": "hun_Latn",
    "az": "azj_Latn", "gu": "guj_Gujr", "lt": "lit_Latn", "pa": "pan_Guru", "pl": "pol_Latn",
    "qu": "quy_Latn", "ro": "ron_Latn", "uk": "ukr_Cyrl", "wo": "wol_Latn",
}  # fmt: skip


@pytest.mark.parametrize(("given", "code"), [*MASAKHANER.items(), *XTREME.items()])
def test_codes_of_data_sets(given, code):
    assert flores_code(given) == code


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("no", "nob_Latn"), ("nb", "nob_Latn"), ("nn", "nno_Latn"), ("sr", "srp_Cyrl"),
        ("swh_Latn", "swh_Latn"), ("SWH-latn", "swh_Latn"), (" de ", "deu_Latn"),
        ("de_DE", "deu_Latn"), ("en_XX", "eng_Latn"), ("pt-BR", "por_Latn"),
        ("zh-Hant", "zho_Hant"), ("zh-TW", "zho_Hant"), ("zh_CN", "zho_Hans"),
        ("zh-Hant-HK", "zho_Hant"), ("zh-yue", "yue_Hant"), ("cmn", "zho_Hans"),
        ("ko-Kore", "kor_Hang"), ("sat_Olck", "sat_Beng"), ("kas_Deva", "kas_Deva"),
        ("kas", "kas_Arab"), ("ace", "ace_Latn"), ("kr", "knc_Latn"), ("knc_Arab", "knc_Arab"),
        ("ak", "aka_Latn"), ("tw", "twi_Latn"), ("arz", "arz_Arab"), ("fa-AF", "prs_Arab"),
        ("ku", "kmr_Latn"), ("ckb", "ckb_Arab"), ("az-Arab", "azb_Arab"), ("fil", "tgl_Latn"),
        ("ns", "nso_Latn"), ("iw", "heb_Hebr"), ("als", "als_Latn"), ("sq", "als_Latn"),
    ],
)  # fmt: skip
def test_any_code_becomes_a_flores_code(given, code):
    assert flores_code(given) == code


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("pcm", ["'pcm' (Nigerian Pidgin)", "one of the two of MasakhaNER 2", "202 codes"]),
        ("bbj", ["'bbj' (Ghomala)", "one of the two of MasakhaNER 2"]),
        ("Swahili", ["near in spelling: swh_Latn (Swahili)"]),
        ("swx", ["swe_Latn (Swedish)", "swh_Latn (Swahili)"]),
        ("hi-Latn", ["'hi-Latn', only hin_Deva (Hindi)"]),
        ("zho_Hani", ["only zho_Hans (Chinese (Simplified)), zho_Hant"]),
        ("arb_Latn", ["only arb_Arab"]),
        ("min_Arab", ["only min_Latn"]),
        ("", ["has to be told the language"]),
        ("und", ["'und' names none"]),
        ("<b>x</b>", ["'<b>x</b>'"]),
    ],
)
def test_what_is_not_known_is_refused_with_what_is_near(given, words):
    with pytest.raises(InputError) as caught:
        flores_code(given)
    message = str(caught.value)
    assert [word for word in words if word not in message] == []
    assert message.count("_") <= 10, "never hundreds of codes"


@pytest.mark.parametrize(
    ("scheme", "given", "code"),
    [
        ("m2m100", "swh_Latn", "sw"), ("m2m100", "nob_Latn", "no"), ("m2m100", "nso", "ns"),
        ("m2m100", "pes_Arab", "fa"), ("m2m100", "fy", "fy"), ("m2m100", "zh-Hant", "zh"),
        ("mbart50", "de", "de_DE"), ("mbart50", "swh_Latn", "sw_KE"), ("mbart50", "my", "my_MM"),
        ("mbart50", "arb_Arab", "ar_AR"), ("flores", "sw_KE", "swh_Latn"),
    ],
)  # fmt: skip
def test_other_schemes(scheme, given, code):
    assert code_for(scheme, given) == code


def test_other_schemes_say_what_they_lack():
    with pytest.raises(InputError, match=r"M2M100 does not know .* 'nn' .* no \(Norwegian\)"):
        code_for("m2m100", "nn")
    with pytest.raises(InputError, match=r"mBART-50 does not know .* 'yo'"):
        code_for("mbart50", "yo")
    with pytest.raises(UnknownNameError, match="known: flores, m2m100, mbart50"):
        code_for("madlad", "de")


def test_tables_are_sound():
    codes = [code for code, _ in FLORES]
    assert (len(set(codes)), len(codes)) == (202, 202)
    assert len({name for _, name in FLORES}) == 202
    assert (len(set(M2M100)), len(set(MBART50))) == (100, 52)
    for scheme, own in (("flores", codes), ("m2m100", M2M100), ("mbart50", MBART50)):
        assert [code for code in own if code_for(scheme, code) != code] == []
    heads = {code.split("_")[0] for code in codes}
    assert set(WHOLE.values()) <= set(codes)
    assert {f"{head}_{script}" for head, script in FIRST_SCRIPT.items()} <= set(codes)
    assert set(MEANT.values()) - heads == {"bre", "fry"}
    assert not set(MEANT) & heads
    assert not NOT_IN_NLLB & heads


def test_two_and_three_letters_agree():
    lacking = []
    for row in LANGUAGES:
        try:
            assert flores_code(row.code) == flores_code(row.code3)
        except InputError:
            lacking.append(row.code)
    assert len(lacking) == 13
    assert set(lacking) > NOT_IN_NLLB


def test_a_flores_code_is_a_language_anywhere():
    assert languages.direction(flores_code("fa")) == "rtl"
    assert not languages.spaced(flores_code("ja"))
