from pathlib import Path

import pytest

from core.errors import InputError, UnknownNameError
from core.pipeline.benchmark import PROTOCOLS, check_all, protocol_named, read_language

MASAKHA, XTREME, EUROPARL = (PROTOCOLS[n] for n in ("masakhaner2", "xtreme", "europarl-ner"))


def fill(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def test_each_benchmark_is_found_as_it_is_released(tmp_path) -> None:
    fill(tmp_path, **{"data/hau/test.txt": "Ali B-PER\n. O\n"})
    assert read_language(MASAKHA, tmp_path, "hau").targets[0].tokens == ("Ali", ".")
    fill(tmp_path, **{"sw/test": "sw:Ali\tB-PER\n", "fi/test.tsv": "Ali\tB-PER\n"})
    assert read_language(XTREME, tmp_path, "sw").targets[0].tokens == ("Ali",)
    assert read_language(XTREME, tmp_path, "fi").targets[0].tokens == ("Ali",)
    released = {f"{lang}-europarl.test.conll02": "Ali\tB-PER\n" for lang in ("en", "de")}
    corpus = read_language(EUROPARL, fill(tmp_path, **released), "de")
    assert (corpus.ids, corpus.pairs()[0].source.lang) == (("europarl-0001",), "en")


def test_all_missing_languages_are_named_at_once_with_where_they_could_be(tmp_path) -> None:
    fill(tmp_path, **{"hau/test.txt": "Ali B-PER\n"})
    with pytest.raises(InputError) as caught:
        check_all(MASAKHA, tmp_path, ["hau", "ibo", "yor"])
    assert "no data of MasakhaNER 2 for ibo, yor;" in str(caught.value)
    assert "LANG/test.txt" in str(caught.value)
    assert "masakhaner2.en-LANG.jsonl" in str(caught.value)


def test_all_broken_files_are_told_at_once(tmp_path) -> None:
    good, bad = "Ali B-PER\n", "Ali B-PER\n. X\n. O\n"
    fill(tmp_path, **{"hau/test.txt": good, "ibo/test.txt": bad, "yor/test.txt": bad})
    with pytest.raises(InputError) as caught:
        check_all(MASAKHA, tmp_path, ["hau", "ibo", "yor"])
    lines = str(caught.value).split("\n")
    assert [x.partition(":")[0] for x in lines] == [
        f"{tmp_path}/{lang}/test.txt, line 2" for lang in ("ibo", "yor")
    ]


def test_half_of_a_parallel_corpus_is_none(tmp_path) -> None:
    fill(tmp_path, **{"de-europarl.test.conll02": "Ali\tB-PER\n"})
    with pytest.raises(InputError, match="for de"):
        check_all(EUROPARL, tmp_path, ["de"])


def test_no_such_folder(tmp_path) -> None:
    with pytest.raises(InputError, match="there is no such folder"):
        check_all(MASAKHA, tmp_path / "nowhere", ["hau"])


def test_labels_of_xtreme_without_misc_and_with(tmp_path) -> None:
    fill(tmp_path, **{"sw/test": "Ali\tB-MISC\n"})
    assert check_all(XTREME, tmp_path, ["sw"])["sw"].sentences == 1
    fill(tmp_path, **{"sw/test": "Ali\tB-DATE\n"})
    with pytest.raises(InputError, match="label 'DATE' is none of this benchmark"):
        check_all(XTREME, tmp_path, ["sw"])


@pytest.mark.parametrize(
    ("protocol", "given", "code"),
    [
        (MASAKHA, "swa", "swa"),
        (MASAKHA, "sw", "swa"),
        (MASAKHA, "swh_Latn", "swa"),
        (XTREME, "swa", "sw"),
        (MASAKHA, "pcm", "pcm"),
    ],
)
def test_languages_go_by_the_benchmarks_own_codes(protocol, given: str, code: str) -> None:
    assert protocol.code(given) == code


def test_an_unknown_protocol_is_told_with_those_there_are() -> None:
    with pytest.raises(UnknownNameError, match="europarl-ner, masakhaner2, xtreme"):
        protocol_named("conll")


def test_protocols_have_the_languages_of_their_published_tables() -> None:
    from core.evaluation.published import published

    for protocol in PROTOCOLS.values():
        for table in published(protocol.name):
            assert set(table.languages) == set(protocol.languages)
