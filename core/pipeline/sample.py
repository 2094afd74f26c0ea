"""The bundled sample: sentence pairs in seven languages, written for this project."""

from pathlib import Path

from core.domain.pair import Pair
from core.formats import pairs_jsonl
from core.storage.files import read_bytes

SAMPLE = "SilverLens sample"
"""The name of the project that the sample opens as."""

_FILE = Path(__file__).parents[2] / "data" / "sample" / "silverlens-sample.jsonl"


def sample_pairs() -> tuple[Pair, ...]:
    """Return the pairs of the sample, in the order of the file."""
    return tuple(pairs_jsonl.read(read_bytes(_FILE), file=_FILE.name))
