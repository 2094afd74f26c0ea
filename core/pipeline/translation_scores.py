"""Translation scores of a corpus: how well each candidate and each entity translate each other."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from core.candidates import CANDIDATES, union
from core.domain.alignment import Alignment
from core.domain.pair import Pair
from core.domain.spec import PartSpec
from core.domain.tagging import span_scores
from core.domain.task import Task
from core.models.likelihood import direct
from core.models.seq2seq.generate import Tell
from core.models.translators import Translator, load_translator
from core.pipeline.outcomes import Alignments, Extras, look_of, task_of
from core.pipeline.remembered import remembered
from core.pipeline.teller import Report
from core.storage.results import Results
from core.text.detokenise import cleaned, detokenised

KIND = "phrase-probability"
LONGEST = 10
LEAST = 0.1
_PLACES = 6

Rows = tuple[tuple[int, int, int, int, float], ...]
Phrases = tuple[str, str]


def translation_scores(
    pairs: Sequence[Pair],
    model: str | Translator,
    *,
    candidates: Sequence[PartSpec] | None = None,
    max_len: int = LONGEST,
    least_tag: float = 0.0,
    least: float = LEAST,
    extras: Extras | None = None,
    links: Alignments | None = None,
    prefix: str | None = None,
    results: Results | None = None,
    report: Report | None = None,
    tell: Tell | None = None,
) -> dict[str, Rows]:
    """Return for each pair with source entities the score of every entity and every candidate.

    Of entity s and candidate t the score is the mean of Pd(s|t) / Pd(s|s) and Pd(t|s) / Pd(t|t).
    Each pair of phrases is scored once in the whole corpus, and each phrase given itself once.

    Args:
        pairs: the corpus; a pair whose source nobody has annotated gets no entry.
        model: a translation model, by name or loaded, that knows both languages on both sides.
        candidates: where candidates come from; None takes all n-grams, and supplied spans too.
        max_len: longest n-gram in tokens where `candidates` is None; 0 goes by the entities.
        least_tag: leave out candidates to which the tagger gives no class with a mean probability
            above this; needs tag probabilities.
        least: scores that are not above it are left out, but for supplied spans, which somebody
            proposed and of which T-Projection takes the best whatever its score.
        extras: spans and tag probabilities by pair id, for candidates that want them.
        links: for candidates that want them.
        prefix: of a model by name, where it needs one.
        results: what was worked out before; None keeps nothing.
        report: told step, how many pairs of phrases are done and how many there are.
        tell: told in words what has no score, and where memory ran out.

    Raises:
        InputError: the model does not know a language, or not on both sides.
        MissingInputError: the candidates want links, spans or tag probabilities.
        ModelError: there is no such model, or memory ran out over a single pair of phrases.

    Source: Shkalikov 2025, arxiv.org/abs/2501.18750 (the score, its threshold, and leaving out
    candidates that the tagger has no class for).
    """
    translator = load_translator(model, prefix=prefix) if isinstance(model, str) else model
    sources = _sources(candidates, max_len, extras)
    look = look_of(links or {})
    parts = [_part(pair, look(pair), extras, sources, least_tag) for pair in pairs]
    found: dict[tuple[str, str], dict[Phrases, float]] = {}
    scorer = _Scorer(translator, results, report, tell)
    for langs in sorted({part.langs for part in parts if part}):
        phrases = {p for part in parts if part and part.langs == langs for p in part.phrases()}
        found[langs] = scorer.similar(sorted(phrases), *langs)
    return {
        pair.id: tuple(_rows(part, found[part.langs], least)) if part.rows else ()
        for pair, part in zip(pairs, parts, strict=True)
        if part is not None
    }


@dataclass(frozen=True, slots=True)
class _Part:
    """What of one pair is to be scored: spans and what they say; supplied ones at any score."""

    langs: tuple[str, str]
    rows: tuple[tuple[tuple[int, int, int, int], Phrases], ...]
    always: frozenset[tuple[int, int]]

    def phrases(self) -> Iterator[Phrases]:
        return (phrases for _, phrases in self.rows)


def _sources(
    given: Sequence[PartSpec] | None, max_len: int, extras: Extras | None
) -> tuple[PartSpec, ...]:
    if given is not None:
        return tuple(given)
    part = CANDIDATES.get("ngrams")
    ngrams = PartSpec.of("ngrams", part.configure({"max_len": max_len}))
    known = extras is not None and extras.spans is not None
    return (ngrams, PartSpec("supplied")) if known else (ngrams,)


def _part(
    pair: Pair,
    links: Alignment | None,
    extras: Extras | None,
    sources: Sequence[PartSpec],
    least_tag: float,
) -> _Part | None:
    if pair.source.entities is None:
        return None
    task = task_of(pair, links, extras)
    langs = (pair.source.lang, pair.target.lang)
    spans = _candidates(task, sources, least_tag) if task.entities() else {}
    left = {
        (e.start, e.end): _text(task.source.tokens, e.start, e.end, langs[0])
        for e in task.entities()
    }
    right = {span: _text(task.target, *span, langs[1]) for span in spans}
    rows = (
        ((*entity, *span), (one, other))
        for entity, one in left.items()
        for span, other in right.items()
        if one and other
    )
    always = frozenset(span for span, origins in spans.items() if "supplied" in origins)
    return _Part(langs, tuple(rows), always)


def _candidates(
    task: Task, sources: Sequence[PartSpec], least_tag: float
) -> dict[tuple[int, int], tuple[str, ...]]:
    """Return the candidates with their origins, without those that the tagger has no class for."""
    made = union([CANDIDATES.get(s.part).make(task, **dict(s.options)) for s in sources])
    found = dict(zip(made.spans(), made.origins, strict=True))
    if not least_tag or not found:
        return found
    scores = list(span_scores(task.need_tag_probs(), made.start, made.end).values())
    best = np.max(scores, axis=0) if scores else np.zeros(len(made))
    low = {span for span, score in zip(found, best, strict=True) if score <= least_tag}
    return {span: origins for span, origins in found.items() if span not in low}


def _text(tokens: Sequence[str], start: int, end: int, lang: str) -> str:
    return cleaned(detokenised(tokens[start:end], lang))


def _rows(
    part: _Part, found: Mapping[Phrases, float], least: float
) -> Iterator[tuple[int, int, int, int, float]]:
    for spans, phrases in part.rows:
        score = found.get(phrases, 0.0)
        if score > (0.0 if spans[2:] in part.always else least):
            yield (*spans, round(score, _PLACES))


@dataclass(frozen=True, slots=True)
class _Scorer:
    """What scores phrases, and what it tells and keeps."""

    translator: Translator
    results: Results | None
    report: Report | None
    tell: Tell | None

    def similar(self, phrases: Sequence[Phrases], source: str, target: str) -> dict[Phrases, float]:
        """Return the score of each pair of phrases that the model can read."""
        self.translator.check_both(source, target)
        phrases = self._readable(phrases)
        forth = self._probable(phrases, source, target)
        back = self._probable([(t, s) for s, t in phrases], target, source)
        own_s = self._probable([(s, s) for s, _ in phrases], source, source)
        own_t = self._probable([(t, t) for _, t in phrases], target, target)
        return {
            (s, t): (forth[s, t] / own_s[s, s] + back[t, s] / own_t[t, t]) / 2 for s, t in phrases
        }

    def _probable(self, pairs: Sequence[Phrases], lang: str, given: str) -> dict[Phrases, float]:
        """Return Pd(first | second) of phrases, the first in `lang`, the second in `given`."""
        asked = list(dict.fromkeys(pairs))
        given_code, code = self.translator.codes(given, lang)
        made = remembered(
            self.results,
            KIND,
            {"model": self.translator.identity, "given": given_code, "phrase": code},
            asked,
            content=list,
            length=lambda pair: sum(map(len, pair)),
            work=lambda some, within: direct(
                self.translator, some, given, lang, progress=within, tell=self.tell
            ),
            pack=float,
            unpack=float,
            report=self.report,
            step=f"Scoring phrases, {lang} given {given}",
        )
        return dict(zip(asked, made, strict=True))

    def _readable(self, phrases: Sequence[Phrases]) -> list[Phrases]:
        """Return the pairs of phrases that the model can read whole; tell of others."""
        room, network = self.translator.longest_phrase, self.translator.network
        fits = {
            text: network.at_most(text) <= room or network.size(text) <= room
            for text in {text for pair in phrases for text in pair}
        }
        kept = [pair for pair in phrases if fits[pair[0]] and fits[pair[1]]]
        if self.tell is not None and len(kept) < len(phrases):
            lost = len(phrases) - len(kept)
            self.tell(f"{lost} pairs of phrases are longer than the model reads; they get no score")
        return kept
