"""The whole pipeline as a benchmark's system: translation, tagging, links and scores by models.

What models find is kept bit by bit by the run engine, so that a language that was stopped half way
goes on where it was.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from core.aligners import Progress
from core.domain.pair import Pair, Sentence
from core.domain.spec import MethodSpec, PartSpec, canonical_json, short_hash
from core.errors import ModelError
from core.formats import pairs_jsonl
from core.formats.corpora import Corpus
from core.pipeline.benchmark.parallel import Material, Materials, looks_of, projected
from core.pipeline.benchmark.protocols import Protocol
from core.pipeline.benchmark.work import Found, Work, of_outcomes
from core.pipeline.outcomes import Extras, Look
from core.pipeline.runs.at_hand import folder_of, identity
from core.pipeline.runs.config import RunConfig
from core.pipeline.runs.engine import run
from core.pipeline.runs.fields import PARALLEL, TRANSLATE_TEST
from core.pipeline.runs.work import Work as Done
from core.pipeline.transfer import NAME as TRANSFER
from core.pipeline.transfer import transfer_outcomes
from core.storage.files import write_atomically
from core.storage.results import Results

_NOWHERE = ("-",)
"""A source that is still to be translated; a pairs file keeps tokens and ids as they are."""


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Models and where they work.

    Args:
        config: the run of every language; text, language, setting, aligner and methods are put in.
        folder: where runs are kept.
        results: what models found before; None keeps nothing.
    """

    config: RunConfig
    folder: Path
    results: Results | None


def pipeline_work(
    protocol: Protocol,
    specs: Mapping[str, MethodSpec],
    pipeline: Pipeline,
    material: Materials,
    *,
    progress: Progress | None = None,
) -> Work:
    """Return the system: one run of the engine a language and aligner, then every method.

    Sentences that stand alone are translated and the translations tagged; parallel ones keep their
    source, which is tagged anew where the run has a tagger of the source. A sentence that a step
    lost (an empty translation) counts as one the methods failed on.

    Args:
        protocol: says which labels count.
        specs: the methods, by name; `model-transfer` needs none.
        pipeline: the models.
        material: training text, links or a learned model, which go before the run's own links;
            each kind of extras goes before what the run found of that kind.
        progress: of every step.
    """

    def work(corpus: Corpus, methods: Sequence[str]) -> dict[str, Found]:
        given = material(corpus.language)
        found: dict[str, Found] = {}
        for aligner, names in _by_aligner(specs, methods, pipeline.config.aligner):
            done = _run(protocol, pipeline, corpus, aligner, progress)
            own = replace(given, extras=_merged(given.extras, done.extras()))
            look = _look(done, own, aligner, pipeline, progress)
            for name in names:
                found[name] = _whole(corpus, done, _method(protocol, specs, name, done, look, own))
        return found

    return work


def model_identities(config: RunConfig) -> dict[str, str]:
    """Return what tells the models of a run from others, by key.

    Raises:
        ModelError: models that are not on this machine, all of them.
    """
    named = config.models()
    missing = [f"{key} {name!r}" for key, name in named.items() if folder_of(key, name) is None]
    if missing:
        raise ModelError(
            f"not on this machine: {', '.join(missing)}; name folders, or bring hub models with "
            "`python -m core models --fetch NAME`"
        )
    return {key: identity(key, name).identity for key, name in named.items()}


def _by_aligner(
    specs: Mapping[str, MethodSpec], methods: Sequence[str], usual: PartSpec
) -> Iterator[tuple[PartSpec, list[str]]]:
    aligners = {name: specs[name].aligner if name in specs else usual for name in methods}
    for aligner in dict.fromkeys(aligners.values()):
        yield aligner, [name for name in methods if aligners[name] == aligner]


def _run(
    protocol: Protocol,
    pipeline: Pipeline,
    corpus: Corpus,
    aligner: PartSpec,
    progress: Progress | None,
) -> Done:
    """Return what the engine came to with a language."""
    text = f"targets.{corpus.language}.jsonl"
    parallel = corpus.sources is not None
    body = b"".join(pairs_jsonl.write(_pairs(protocol, corpus)))
    write_atomically(pipeline.folder / text, body)
    config = replace(
        pipeline.config,
        text=text,
        source_lang=protocol.source,
        target_lang=corpus.language,
        setting=PARALLEL if parallel else TRANSLATE_TEST,
        aligner=aligner,
        methods=("default",),
        transfer=False,
        project="",
    )
    folder = pipeline.folder / f"run.{corpus.language}.{_digest(config, pipeline.folder, body)}"
    return run(config, folder, base=pipeline.folder, results=pipeline.results, report=progress)


def _digest(config: RunConfig, base: Path, text: bytes) -> str:
    """Return a hash of a run with the content of its models and its text: 16 hexadecimal digits.

    The config only names them. A run's folder is refused once they are others than when it began.
    """
    models = model_identities(config.placed(base))
    known = {"run": config.digest(), "models": models, "text": sha256(text).hexdigest()}
    return short_hash(canonical_json(known))


def _pairs(protocol: Protocol, corpus: Corpus) -> Iterator[Pair]:
    if corpus.sources is not None:
        yield from corpus.pairs()
        return
    for name, target in zip(corpus.ids, corpus.targets, strict=True):
        yield Pair(name, Sentence(_NOWHERE, None, protocol.source), target)


def _merged(given: Extras | None, found: Extras) -> Extras:
    """Return the extras that were given; of each kind that was not, what models found."""
    if given is None:
        return found
    table = given.translation_scores
    return Extras(
        spans=found.spans if given.spans is None else given.spans,
        tag_probs=found.tag_probs if given.tag_probs is None else given.tag_probs,
        translation_scores=found.translation_scores if table is None else table,
    )


def _look(
    done: Done,
    material: Material,
    aligner: PartSpec,
    pipeline: Pipeline,
    progress: Progress | None,
) -> Look:
    if material.training or material.models is not None or material.links is not None:
        looks = looks_of(done.pairs, [aligner], material, progress, results=pipeline.results)
        return looks[aligner]
    links = done.links
    return lambda pair: links.get(pair.id)


def _method(
    protocol: Protocol,
    specs: Mapping[str, MethodSpec],
    name: str,
    done: Done,
    look: Look,
    material: Material,
) -> Found:
    if name != TRANSFER:
        return projected(protocol, specs[name], done.pairs, look, material)
    return of_outcomes(transfer_outcomes(done.pairs, done.tag_probs or {}), 0.0)


def _whole(corpus: Corpus, done: Done, found: Found) -> Found:
    """Return what was found for every sentence of the corpus, those that were lost among them."""
    by_id = {pair.id: e for pair, e in zip(done.pairs, found.entities, strict=True)}
    reasons = dict(found.reasons)
    for lost in done.lost:
        reasons[lost.reason] = reasons.get(lost.reason, 0) + 1
    return Found([by_id.get(name) for name in corpus.ids], found.seconds, reasons)
