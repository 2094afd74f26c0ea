"""Corpora of published benchmarks in their own file formats: where they lie, and how to read them.

MasakhaNER 2 (`LANG/test.txt`), PAN-X as WikiANN and XTREME have it (`LANG/test`, tokens with a
language in front), Europarl-NER (`LANG-europarl.test.conll02`, in parallel), and our pairs files.
"""

from core.formats.corpora.columns import read_alone, read_parallel
from core.formats.corpora.corpus import Corpus
from core.formats.corpora.layouts import LAYOUTS, Layout, Place, places
from core.formats.corpora.pairs import read_pairs

__all__ = [
    "LAYOUTS",
    "Corpus",
    "Layout",
    "Place",
    "places",
    "read_alone",
    "read_pairs",
    "read_parallel",
]
