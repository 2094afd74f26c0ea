"""Keys of alignments and of models: short names that say all they depend on besides the corpus."""

import hashlib
import re
from collections.abc import Iterable, Mapping

from core.aligners.base import Bitext
from core.domain.alignment import Alignment
from core.domain.spec import PartSpec, canonical_json, short_hash

_BORROWED = re.compile(r"\S+ [0-9a-f]{16} learned in (.+)", re.DOTALL)


IMPORTED = "imported"
"""What the key of links that were brought along begins with where nobody says what made them."""


def imported(links: Mapping[str, Alignment], words: str = IMPORTED) -> str:
    """Return the key of links that were brought along.

    Args:
        links: by pair id.
        words: on where they come from.
    """
    listed = {pair_id: links[pair_id].links for pair_id in sorted(links)}
    return f"{words} {short_hash(canonical_json(listed))}"


def learned(aligner: PartSpec, training: Iterable[Bitext] = ()) -> str:
    """Return the key of links by an aligner that learned, if it learns, from the project itself.

    Args:
        aligner: with all its options.
        training: more text that it learned from.
    """
    return f"{aligner.part} {_hash(aligner, (canonical_json(list(pair)) for pair in training))}"


def borrowed(aligner: PartSpec, project: str, models: Iterable[bytes]) -> str:
    """Return the key of links by an aligner that goes by what it learned in another project."""
    digests = (hashlib.sha256(model).hexdigest() for model in models)
    return f"{aligner.part} {_hash(aligner, digests)} learned in {project}"


def origin(key: str) -> str | None:
    """Return the project of a key of `borrowed`, None for any other key."""
    found = _BORROWED.fullmatch(key)
    return found.group(1) if found else None


def of_model(key: str, languages: tuple[str, str]) -> str:
    """Return the key of the model behind the links of a key, for one pair of languages."""
    return f"{key} {'-'.join(languages)}"


def is_model_of(key: str, languages: tuple[str, str]) -> bool:
    """Return whether a model's key is of this pair of languages, both in canonical form."""
    return key.endswith(f" {'-'.join(languages)}")


def _hash(aligner: PartSpec, more: Iterable[str]) -> str:
    """Return 16 hexadecimal digits; what is hashed is never held at once."""
    digest = hashlib.sha256(canonical_json(aligner.to_dict()).encode())
    for line in more:
        digest.update(b"\n" + line.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:16]
