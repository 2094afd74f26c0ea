"""The published protocols, as data: which languages, which labels count, what is given."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from core.errors import UnknownNameError
from core.pipeline.layers import versions
from core.text.languages import canonical


@dataclass(frozen=True, slots=True)
class Protocol:
    """How a benchmark is run and scored.

    Args:
        name: as commands know it.
        title: as tables show it.
        languages: those of the published tables, by the benchmark's own codes.
        labels: those that count, before matching and in the score.
        ignored: labels of the data that count nowhere.
        gold_source: whether source entities are given, so that projection alone is measured; else
            targets are translated and the translations tagged.
        setting: what is given and what counts, in words, for tables.
        halves: whether defaults of ours were chosen on the even half of the data (by the SHA-256 of
            an id), so that both halves have to be shown.
        split: which part of the data is scored.
        source: code of the source language.
        cite: where the data come from.
    """

    name: str
    title: str
    languages: tuple[str, ...]
    labels: tuple[str, ...]
    ignored: tuple[str, ...]
    gold_source: bool
    setting: str
    cite: str
    halves: bool = False
    split: str = "test"
    source: str = "en"

    def known(self) -> tuple[str, ...]:
        """Return all labels that the data may have."""
        return (*self.labels, *self.ignored)

    def code(self, lang: str) -> str:
        """Return the benchmark's code of a language: `sw` and `swh_Latn` are its `swa`."""
        if lang in self.languages:
            return lang
        alike = [code for code in self.languages if canonical(code) == canonical(lang)]
        return alike[0] if alike else lang

    def rule(self) -> dict[str, object]:
        """Return what the figures of the protocol depend on, besides data and methods."""
        return {
            "protocol": self.name,
            "labels": list(self.labels),
            "split": self.split,
            "source": self.source,
            "score": "strict spans and labels, micro-averaged",
            "versions": list(versions()),
        }


_THREE = ("PER", "LOC", "ORG")
_AFRICAN = "bam ewe fon hau ibo kin lug luo mos nya sna swa tsn twi wol xho yor zul"
_XTREME = (
    "af ar bg bn de el es et eu fa fi fr he hi hu id it ja jv ka kk ko ml mr ms my nl pt ru sw ta "
    "te th tl tr ur vi yo zh"
)

PROTOCOLS: Mapping[str, Protocol] = MappingProxyType(
    {
        protocol.name: protocol
        for protocol in (
            Protocol(
                name="europarl-ner",
                title="Europarl-NER",
                languages=("de", "es", "it"),
                labels=(*_THREE, "MISC"),
                ignored=(),
                gold_source=True,
                setting="gold source entities, projection alone; PER, LOC, ORG and MISC count",
                cite="Agerri et al. 2018, aclanthology.org/L18-1557",
                halves=True,
            ),
            Protocol(
                name="masakhaner2",
                title="MasakhaNER 2",
                languages=tuple(_AFRICAN.split()),
                labels=_THREE,
                ignored=("DATE", "MISC"),
                gold_source=False,
                setting="translated and tagged by models; PER, LOC and ORG count, DATE is ignored",
                cite="Adelani et al. 2022, aclanthology.org/2022.emnlp-main.298",
            ),
            Protocol(
                name="xtreme",
                title="XTREME (PAN-X)",
                languages=tuple(_XTREME.split()),
                labels=_THREE,
                ignored=("MISC",),
                gold_source=False,
                setting="translated and tagged by models; PER, LOC and ORG count, MISC is dropped",
                cite="Pan et al. 2017, aclanthology.org/P17-1178; Hu et al. 2020, "
                "arxiv.org/abs/2003.11080",
            ),
        )
    }
)


def protocol_named(name: str) -> Protocol:
    """Return a protocol; raise UnknownNameError, listing those there are."""
    if name not in PROTOCOLS:
        raise UnknownNameError("protocol", name, PROTOCOLS)
    return PROTOCOLS[name]
