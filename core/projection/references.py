"""References: the papers that parts name as their source, as BibTeX entries.

A part's `Source:` gives addresses; each is the key of an entry here, so that what a method is made
of can be cited without a list of papers beside every part.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.errors import UnknownNameError
from core.text.latex import escaped


@dataclass(frozen=True, slots=True)
class Reference:
    """A paper.

    Args:
        key: of its BibTeX entry.
        kind: of the entry, such as `inproceedings`.
        authors: family name first, in order.
        title: as printed.
        year: of publication.
        venue: proceedings, journal, or what else it appeared in.
        address: where it is, without `https://`.
    """

    key: str
    kind: str
    authors: tuple[str, ...]
    title: str
    year: int
    venue: str
    address: str

    def bibtex(self) -> str:
        """Return the BibTeX entry, in ASCII where LaTeX has a command for the letter."""
        where = {"article": "journal", "inproceedings": "booktitle", "misc": "howpublished"}
        fields = {
            "title": "{" + escaped(self.title) + "}",
            "author": escaped(" and ".join(self.authors)),
            where.get(self.kind, "howpublished"): escaped(self.venue),
            "year": str(self.year),
            "url": f"https://{self.address}",
        }
        lines = [f"  {name} = {{{value}}}," for name, value in fields.items()]
        return "\n".join([f"@{self.kind}{{{self.key},", *lines, "}"])


_ADDRESS = re.compile(r"[a-z.]+\.(?:org|gov|com)/[^\s,;)]*[^\s,;).]")
_LIANG, _OCH, _JALILI = "Liang, Percy", "Och, Franz Josef", "Jalili Sabet, Masoud"
_SHKALIKOV = ("Politov, Andrei", "Shkalikov, Oleh", "Jäkel, Rene", "Färber, Michael")
_FERRERO = ("García-Ferrero, Iker", "Agerri, Rodrigo", "Rigau, German")
_EBING = "Ebing, Benedikt"
_GLAVAS = "Glavaš, Goran"

_ALL = (
    Reference(
        "politov-etal-2025-revisiting",
        "inproceedings",
        _SHKALIKOV,
        "Revisiting Projection-based Data Transfer for Cross-Lingual Named Entity Recognition in "
        "Low-Resource Languages",
        2025,
        "NoDaLiDa/Baltic-HLT 2025",
        "arxiv.org/abs/2501.18750",
    ),
    Reference(
        "garcia-ferrero-etal-2022-model",
        "inproceedings",
        _FERRERO,
        "Model and Data Transfer for Cross-Lingual Sequence Labelling in Zero-Resource Settings",
        2022,
        "Findings of EMNLP 2022",
        "arxiv.org/abs/2210.12623",
    ),
    Reference(
        "garcia-ferrero-etal-2023-projection",
        "inproceedings",
        _FERRERO,
        "T-Projection: High Quality Annotation Projection for Sequence Labeling Tasks",
        2023,
        "Findings of EMNLP 2023",
        "arxiv.org/abs/2212.10548",
    ),
    Reference(
        "ebing-glavas-2025-devil",
        "misc",
        (_EBING, _GLAVAS),
        "The Devil Is in the Word Alignment Details: On Translation-Based Cross-Lingual Transfer "
        "for Token Classification Tasks",
        2025,
        "arXiv 2505.10507",
        "arxiv.org/abs/2505.10507",
    ),
    Reference(
        "ebing-etal-2025-transalign",
        "inproceedings",
        (_EBING, "Goldschmied, Christian", _GLAVAS),
        "TransAlign: Machine Translation Encoders are Strong Word Aligners, Too",
        2025,
        "Findings of EMNLP 2025",
        "arxiv.org/abs/2510.27337",
    ),
    Reference(
        "vamvas-sennrich-2022-nmtscore",
        "inproceedings",
        ("Vamvas, Jannis", "Sennrich, Rico"),
        "NMTScore: A Multilingual Analysis of Translation-based Text Similarity Measures",
        2022,
        "Findings of EMNLP 2022",
        "arxiv.org/abs/2204.13692",
    ),
    Reference(
        "jalili-sabet-etal-2020-simalign",
        "inproceedings",
        (_JALILI, "Dufter, Philipp", "Yvon, François", "Schütze, Hinrich"),
        "SimAlign: High Quality Word Alignments Without Parallel Training Data Using Static and "
        "Contextualized Embeddings",
        2020,
        "Findings of EMNLP 2020",
        "aclanthology.org/2020.findings-emnlp.147",
    ),
    Reference(
        "dou-neubig-2021-word",
        "inproceedings",
        ("Dou, Zi-Yi", "Neubig, Graham"),
        "Word Alignment by Fine-tuning Embeddings on Parallel Corpora",
        2021,
        "EACL 2021",
        "arxiv.org/abs/2101.08231",
    ),
    Reference(
        "wang-etal-2022-multilingual",
        "inproceedings",
        ("Wang, Weikang", "Chen, Guanhua", "Wang, Hanqing", "Han, Yue", "Chen, Yun"),
        "Multilingual Sentence Transformer as A Multilingual Word Aligner",
        2022,
        "Findings of EMNLP 2022",
        "arxiv.org/abs/2301.12140",
    ),
    Reference(
        "peters-etal-2019-sparse",
        "inproceedings",
        ("Peters, Ben", "Niculae, Vlad", "Martins, André F. T."),
        "Sparse Sequence-to-Sequence Models",
        2019,
        "ACL 2019",
        "arxiv.org/abs/1905.05702",
    ),
    Reference(
        "liang-etal-2006-alignment",
        "inproceedings",
        (_LIANG, "Taskar, Ben", "Klein, Dan"),
        "Alignment by Agreement",
        2006,
        "HLT-NAACL 2006",
        "aclanthology.org/N06-1014",
    ),
    Reference(
        "asuncion-etal-2009-smoothing",
        "inproceedings",
        ("Asuncion, Arthur", "Welling, Max", "Smyth, Padhraic", "Teh, Yee Whye"),
        "On Smoothing and Inference for Topic Models",
        2009,
        "UAI 2009",
        "arxiv.org/abs/1205.2662",
    ),
    Reference(
        "och-ney-2003-systematic",
        "article",
        (_OCH, "Ney, Hermann"),
        "A Systematic Comparison of Various Statistical Alignment Models",
        2003,
        "Computational Linguistics 29(1)",
        "aclanthology.org/J03-1002",
    ),
    Reference(
        "koehn-etal-2003-statistical",
        "inproceedings",
        ("Koehn, Philipp", _OCH, "Marcu, Daniel"),
        "Statistical Phrase-Based Translation",
        2003,
        "HLT-NAACL 2003",
        "aclanthology.org/N03-1017",
    ),
    Reference(
        "gale-church-1993-program",
        "article",
        ("Gale, William A.", "Church, Kenneth W."),
        "A Program for Aligning Sentences in Bilingual Corpora",
        1993,
        "Computational Linguistics 19(1)",
        "aclanthology.org/J93-1004",
    ),
    Reference(
        "simard-etal-1992-using",
        "inproceedings",
        ("Simard, Michel", "Foster, George F.", "Isabelle, Pierre"),
        "Using Cognates to Align Sentences in Bilingual Corpora",
        1992,
        "TMI 1992",
        "aclanthology.org/1992.tmi-1.7",
    ),
    Reference(
        "winkler-1990-string",
        "misc",
        ("Winkler, William E.",),
        "String Comparator Metrics and Enhanced Decision Rules in the Fellegi-Sunter Model of "
        "Record Linkage",
        1990,
        "ERIC ED325505",
        "eric.ed.gov/?id=ED325505",
    ),
    Reference(
        "wu-etal-2020-single",
        "inproceedings",
        ("Wu, Qianhui", "Lin, Zijia", "Karlsson, Börje", "Lou, Jian-Guang", "Huang, Biqing"),
        "Single-/Multi-Source Cross-Lingual NER via Teacher-Student Learning on Unlabeled Data in "
        "Target Language",
        2020,
        "ACL 2020",
        "arxiv.org/abs/2004.12440",
    ),
    Reference(
        "chen-etal-2023-frustratingly",
        "inproceedings",
        ("Chen, Yang", "Jiang, Chao", "Ritter, Alan", "Xu, Wei"),
        "Frustratingly Easy Label Projection for Cross-lingual Transfer",
        2023,
        "Findings of ACL 2023",
        "arxiv.org/abs/2211.15613",
    ),
    Reference(
        "dk-etal-2026-xml",
        "misc",
        ("DK, Thennal", "Biemann, Chris", "Hatzel, Hans Ole"),
        "Just Use XML: Revisiting Joint Translation and Label Projection",
        2026,
        "arXiv 2603.12021",
        "arxiv.org/abs/2603.12021",
    ),
)

REFERENCES: Mapping[str, Reference] = {one.address: one for one in _ALL}
"""Every paper, by its address."""


def addresses(source: str) -> tuple[str, ...]:
    """Return the addresses that the source of a part gives, in order."""
    return tuple(dict.fromkeys(_ADDRESS.findall(source)))


def of_sources(sources: Iterable[str]) -> tuple[Reference, ...]:
    """Return the papers that sources of parts name, each once, by their keys.

    Raises:
        UnknownNameError: a source names an address of no paper here.
    """
    found = {}
    for address in (one for source in sources for one in addresses(source)):
        if address not in REFERENCES:
            raise UnknownNameError("reference", address, REFERENCES)
        found[address] = REFERENCES[address]
    return tuple(sorted(found.values(), key=lambda one: one.key))
