"""Benchmarks as our pairs files: both sides in one file, the target with gold."""

from collections.abc import Collection

from core.domain.pair import Pair
from core.errors import FormatError
from core.formats import pairs_jsonl
from core.formats.corpora.corpus import Corpus
from core.formats.corpora.digests import digest


def read_pairs(data: bytes, language: str, *, file: str, labels: Collection[str]) -> Corpus:
    """Return a language from a pairs file.

    Args:
        data: the file, unpacked.
        language: code of the target, as the benchmark has it.
        file: its name, for messages.
        labels: those that the benchmark has on the target, ignored ones included.

    Raises:
        FormatError: a line that is no pair, a target without gold, an unknown label, no pair.
    """
    pairs = tuple(pairs_jsonl.read(data, file=file))
    for pair in pairs:
        _check(pair, file, labels)
    if not pairs:
        raise FormatError("no pair in it", file=file, remedy="bring at least one pair")
    return Corpus(
        language,
        tuple(pair.id for pair in pairs),
        tuple(pair.target for pair in pairs),
        tuple(pair.source for pair in pairs),
        tuple(pair.eval_types for pair in pairs),
        digest=digest(data),
    )


def _check(pair: Pair, file: str, labels: Collection[str]) -> None:
    if pair.target.entities is None:
        raise FormatError(
            f"pair {pair.id!r} has no gold on its target",
            file=file,
            remedy="give it tgt_tags, or leave the pair out",
        )
    for entity in pair.target.entities:
        if entity.label not in labels and (
            pair.eval_types is None or entity.label in pair.eval_types
        ):
            raise FormatError(
                f"pair {pair.id!r} has the label {entity.label!r}, which is none of this benchmark",
                file=file,
                remedy=f"it has {', '.join(labels)}",
            )
