"""What a text holds, before it becomes that of a run; and texts that are no file yet."""

import tempfile
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from core.domain.pair import Pair, Sentence
from core.errors import FormatError
from core.formats import conll, marked, pairs_jsonl
from core.models.tokenisers import tokenise
from core.pipeline.runs.config import RunConfig
from core.pipeline.runs.desk import text_name
from core.pipeline.runs.fields import PARALLEL, TRANSLATE_TEST, TRANSLATE_TRAIN
from core.pipeline.runs.plan import Plan, plan
from core.pipeline.runs.text import Sides, read_sides
from core.pipeline.sample import sample_pairs
from core.storage.files import write_atomically
from core.text.languages import canonical

_FIRST = 5
_BETWEEN = ("\t", "|||")
"""What may stand between the two sentences of a line."""

SUFFIXES = {
    TRANSLATE_TEST: ("txt", "conll", "iob2", "jsonl", "gz"),
    TRANSLATE_TRAIN: ("conll", "iob2", "jsonl", "txt", "gz"),
    PARALLEL: ("jsonl", "gz"),
}
"""Endings of files that a run of each setting can begin with."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a text holds.

    Args:
        sentences: that a run would begin with.
        words: in all of them, both sides counted where both are there.
        labelled: of how many the source entities are known.
        labels: how often each label of a source entity is there, the most frequent first.
        first: source and target of the first ones; None for the side that is not there yet.
    """

    sentences: int
    words: int
    labelled: int
    labels: tuple[tuple[str, int], ...]
    first: tuple[Sides, ...]


def look(setting: str, source_lang: str, target_lang: str, file: str, text: bytes) -> Look:
    """Return what a text holds; it is read as a run would read it, and nothing is kept.

    Raises:
        CoreError: it cannot be read; names the line and what would be right.
    """
    with tempfile.TemporaryDirectory(prefix="silverlens-") as folder:
        path = Path(folder) / text_name(file)
        write_atomically(path, text)
        sides = read_sides(setting, source_lang, target_lang, path)
    sources = [source for source, _ in sides if source is not None]
    known = [source.entities for source in sources if source.entities is not None]
    labels = Counter(entity.label for entities in known for entity in entities)
    words = sum(len(one) for both in sides for one in both if one is not None)
    return Look(len(sides), words, len(known), tuple(labels.most_common()), tuple(sides[:_FIRST]))


def planned(config: RunConfig, file: str, text: bytes) -> Plan:
    """Return what a run would need that is not written down yet; nothing is kept.

    Raises:
        CoreError: as `plan`.
    """
    with tempfile.TemporaryDirectory(prefix="silverlens-") as folder:
        name = text_name(file)
        write_atomically(Path(folder) / name, text)
        return plan(replace(config, text=name), Path(folder))


def pasted(setting: str, source_lang: str, target_lang: str, text: str) -> tuple[str, bytes]:
    """Return sentences that somebody typed, one a line, as a file of a run and its name.

    Entities may be marked as `[PER Ada Lovelace]` where the source is typed; where both sides are,
    a TAB or `|||` stands between them.

    Raises:
        FormatError: a line is not what it should be; names it.
    """
    if setting == TRANSLATE_TEST:
        return "pasted.txt", text.encode()
    lines = [(n, line) for n, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if setting == PARALLEL:
        pairs = [_pair(n, line, source_lang, target_lang) for n, line in lines]
        if any(pair.source.entities for pair in pairs):
            pairs = [replace(pair, source=_all_told(pair.source)) for pair in pairs]
        return "pasted.jsonl", b"".join(pairs_jsonl.write(pairs))
    found = [_marked(n, line, source_lang) for n, line in lines]
    if not any(sentence.entities for sentence in found):
        return "pasted.txt", text.encode()
    return "pasted.conll", b"".join(conll.write(map(_all_told, found)))


def _all_told(sentence: Sentence) -> Sentence:
    """Return a sentence of which all entities are marked: none, where none is."""
    return replace(sentence, entities=sentence.entities or ())


def _pair(number: int, line: str, source_lang: str, target_lang: str) -> Pair:
    between = next((mark for mark in _BETWEEN if mark in line), None)
    if between is None:
        remedy = "write the source, a TAB or |||, and the target"
        raise FormatError("only one sentence in it", line=number, remedy=remedy)
    source, _, target = line.partition(between)
    typed = _marked(number, source, source_lang), _marked(number, target, target_lang)
    return Pair(str(number), *typed)


def _marked(number: int, text: str, lang: str) -> Sentence:
    try:
        return marked.parse(text, lang, tokenise)
    except FormatError as error:
        raise FormatError(error.problem, line=number, remedy=error.remedy) from None


def sample(setting: str, target_lang: str) -> tuple[str, bytes]:
    """Return the bundled sample as a file of a run and its name.

    In the target language where the sample has it, else in all that it has; raise FormatError where
    sentences of just this language are needed.
    """
    pairs = sample_pairs()
    fitting = [p for p in pairs if canonical(p.target.lang) == canonical(target_lang)]
    if setting == PARALLEL:
        return "sample.jsonl", b"".join(pairs_jsonl.write(fitting or pairs))
    if setting == TRANSLATE_TRAIN:
        sources = dict.fromkeys(pair.source for pair in pairs if pair.source.entities is not None)
        return "sample.conll", b"".join(conll.write(sources))
    if not fitting:
        known = ", ".join(sorted({pair.target.lang for pair in pairs}))
        remedy = f"choose one of {known} as the target language"
        raise FormatError("the sample has no sentences in this language", remedy=remedy)
    lines = (" ".join(pair.target.tokens) for pair in fitting)
    return "sample.txt", "".join(f"{line}\n" for line in lines).encode()
