"""Running a benchmark: language by language; what is finished is never run twice."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from core.domain.entity import Entity
from core.domain.spec import canonical_json, short_hash
from core.errors import CoreError
from core.evaluation.halves import is_even
from core.evaluation.spans import Report, evaluate
from core.formats.corpora import Corpus
from core.pipeline.benchmark.kept import Kept
from core.pipeline.benchmark.protocols import Protocol
from core.pipeline.benchmark.work import (
    Failure,
    Found,
    Scored,
    Standing,
    Work,
    check_answers,
)

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Benchmark:
    """Everything that a benchmark is run with.

    Args:
        protocol: which.
        languages: by the protocol's codes, in the order to be run and shown in.
        methods: names, in the order to be shown in.
        read: gives a language with its gold.
        identity: what the figures of a language and a method depend on, as plain values: data,
            method, models, training text. Where it is the same, what was found before stands.
        work: the system.
    """

    protocol: Protocol
    languages: Sequence[str]
    methods: Sequence[str]
    read: Callable[[str], Corpus]
    identity: Callable[[str, str], Mapping[str, object]]
    work: Work


@dataclass(slots=True)
class _Going:
    """How far a run is."""

    scored: dict[tuple[str, str], Scored] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)


def run_benchmark(
    benchmark: Benchmark,
    kept: Kept,
    *,
    after: Callable[[Standing], object] = lambda standing: None,
    tell: Tell = lambda text: None,
    clock: Callable[[], float] = time.perf_counter,
) -> Standing:
    """Return how every method did in every language.

    A language whose identity is as it was is not run again; where data, method or models have
    changed, it is run anew, and that is told. A kill loses the language at work. A language on
    which the system raises a CoreError is a failure; so is a method that failed on every sentence.
    Failures are not kept: the next run tries them again.

    Args:
        benchmark: what to run.
        kept: where finished languages are.
        after: called with how far it is, after every language.
        tell: called with a line for people at the start of each language and on what is unusual.
        clock: gives seconds.
    """
    going = _Going()
    keys = {
        (lang, method): _key(benchmark, lang, method)
        for lang in benchmark.languages
        for method in benchmark.methods
    }
    before = {lang: kept.load(lang) for lang in benchmark.languages}
    for lang in benchmark.languages:
        for method, row in before[lang].items():
            if keys.get((lang, method)) == row.key:
                going.scored[lang, method] = row
    for number, lang in enumerate(benchmark.languages, start=1):
        wanted = [m for m in benchmark.methods if (lang, m) not in going.scored]
        where = f"{lang} ({number} of {len(benchmark.languages)})"
        if not wanted:
            tell(f"{where}: as it was found before")
            continue
        if changed := [method for method in wanted if method in before[lang]]:
            tell(f"{where}: anew, since something has changed: {', '.join(changed)}")
        tell(f"{where}: {', '.join(wanted)}")
        _one(benchmark, going, lang, wanted, keys, clock)
        fresh = {m: going.scored[lang, m] for m in wanted if (lang, m) in going.scored}
        if fresh:
            kept.save(lang, before[lang] | fresh)
        after(_standing(benchmark, going))
    standing = _standing(benchmark, going)
    after(standing)
    return standing


def _key(benchmark: Benchmark, lang: str, method: str) -> str:
    rule = benchmark.protocol.rule()
    return short_hash(canonical_json({**rule, "of": dict(benchmark.identity(lang, method))}))


def _standing(benchmark: Benchmark, going: _Going) -> Standing:
    return Standing(
        tuple(benchmark.languages),
        tuple(benchmark.methods),
        dict(going.scored),
        tuple(going.failures),
    )


def _one(
    benchmark: Benchmark,
    going: _Going,
    lang: str,
    wanted: Sequence[str],
    keys: Mapping[tuple[str, str], str],
    clock: Callable[[], float],
) -> None:
    """Run the wanted methods on a language, and add what came of it."""
    began_s = clock()
    try:
        corpus = benchmark.read(lang)
        found = benchmark.work(corpus.blind(), wanted)
        check_answers(found, corpus, wanted)
    except CoreError as error:
        going.failures.append(Failure(lang, "", str(error)))
        return
    # What methods share (translating, aligning) is spread over them.
    shared_s = max(0.0, clock() - began_s - sum(found[m].seconds for m in wanted)) / len(wanted)
    for method in wanted:
        answer = found[method]
        failed = sum(entities is None for entities in answer.entities)
        if failed == len(corpus):
            reason = "; ".join(answer.reasons) or "it failed on every sentence"
            going.failures.append(Failure(lang, method, reason))
            continue
        going.scored[lang, method] = _scored(
            benchmark.protocol, corpus, answer, keys[lang, method], answer.seconds + shared_s
        )


def _scored(protocol: Protocol, corpus: Corpus, found: Found, key: str, seconds: float) -> Scored:
    """Return the scores of what was found against gold."""
    types = [protocol.labels if t is None else t for t in corpus.types()]
    predicted: list[tuple[Entity, ...]] = [entities or () for entities in found.entities]
    gold = corpus.gold()

    def over(rows: Sequence[int]) -> Report:
        return evaluate(
            [gold[k] for k in rows],
            [predicted[k] for k in rows],
            ignore=protocol.ignored,
            eval_types=[types[k] for k in rows],
        )

    failed = sum(entities is None for entities in found.entities)
    halves = {
        half: over([k for k, name in enumerate(corpus.ids) if is_even(name) is parity]).overall
        for half, parity in (("even", True), ("odd", False))
        if protocol.halves
    }
    every = over(range(len(corpus)))
    return Scored(key, every, len(corpus), failed, found.reasons, seconds, halves)
