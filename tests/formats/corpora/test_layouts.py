from core.formats.corpora import LAYOUTS, places
from core.pipeline.benchmark import PROTOCOLS


def names(protocol: str, lang: str) -> list[tuple[str, ...]]:
    return [place.files() for place in places(protocol, lang, source="en", split="test")]


def test_every_protocol_has_its_layouts() -> None:
    assert LAYOUTS.keys() == PROTOCOLS.keys()


def test_the_released_files_come_first_and_may_be_packed() -> None:
    assert names("masakhaner2", "hau")[:2] == [("hau/test.txt",), ("hau/test.txt.gz",)]
    assert names("xtreme", "sw")[0] == ("sw/test",)
    assert ("sw-test",) in names("xtreme", "sw")
    assert names("europarl-ner", "de")[0] == (
        "en-europarl.test.conll02",
        "de-europarl.test.conll02",
    )


def test_pairs_files_come_last() -> None:
    assert ("europarl.en-de.jsonl",) in names("europarl-ner", "de")
    assert names("masakhaner2", "hau")[-2] == ("en-hau.jsonl",)
