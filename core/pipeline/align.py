"""Aligning a corpus: the aligner's spec checked, training text read, one alignment a pair."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from core.aligners import ALIGNERS, Bitext, Keep, Learner, Models, Progress
from core.aligners.base import OverModel, Tell
from core.domain.alignment import Alignment, Link
from core.domain.pair import Pair
from core.domain.spec import PartSpec
from core.errors import InputError
from core.formats import plain_text, tsv
from core.formats.lines import Lines
from core.models.compute import precision
from core.models.located import locate
from core.pipeline.remembered import Within, remembered
from core.projection.resolve import DEFAULT_ALIGNER
from core.storage.results import Results

OPTIONS_IN_USE = ("threshold",)
"""Options that still count where an aligner goes by what it learned before."""

_TELL_EVERY = 500


def aligner_spec(name: str = "default", options: Mapping[str, object] | None = None) -> PartSpec:
    """Return the spec of an aligner, defaults filled in; `default` is the embedded one.

    Raises:
        UnknownNameError: there is no such aligner; lists those there are.
        OptionError: it lacks an option, or does not take the value.
    """
    part = ALIGNERS.get(DEFAULT_ALIGNER if name == "default" else name)
    return PartSpec.of(part.name, part.configure(options or {}))


def align_pairs(
    pairs: Sequence[Pair],
    aligner: PartSpec,
    training: Sequence[Bitext] = (),
    progress: Progress | None = None,
    *,
    models: Models | None = None,
    keep: Keep | None = None,
    results: Results | None = None,
    tell: Tell | None = None,
) -> list[Alignment]:
    """Return one alignment per pair, in order.

    Pairs of several languages may be mixed; each pair of languages is learned by itself.

    Args:
        pairs: the corpus.
        aligner: which aligner, with its options (those left out get their defaults).
        training: more sentence pairs for an aligner that learns.
        progress: told the step, how much of it is done, and how much there is.
        models: what the aligner learned before, to go by; nothing is learned then.
        keep: called with each model that is learned, one a pair of languages.
        results: what models found before, read and added to; None works everything out anew.
        tell: told in words where memory ran out and a batch was halved.

    Raises:
        ModelError: the aligner needs an encoder that is not on this machine, or is none.
        InputError: `models` or `keep` for an aligner that does not learn; no model of a language.
    """
    spec = aligner_spec(aligner.part, dict(aligner.options))
    worker = ALIGNERS.get(spec.part).make(**dict(spec.options))
    given = [bitext(pair) for pair in pairs]
    if models is None and keep is None:
        if needs_model(spec.part):
            return _over_model(given, spec, worker, progress, results, tell)
        found: list[Alignment] = worker.align(given, training=tuple(training), progress=progress)
        return found
    check_learns(spec.part)
    learner: Learner = worker
    if models is not None:
        return learner.use(given, models)
    return learner.learn(given, training=tuple(training), progress=progress, keep=keep)


def _over_model(
    pairs: Sequence[Bitext],
    spec: PartSpec,
    worker: OverModel,
    progress: Progress | None,
    results: Results | None,
    tell: Tell | None,
) -> list[Alignment]:
    """Return links by an encoder; those that depend on the pair alone are read if known."""
    if not worker.per_pair:
        return worker.align(pairs, progress=progress, tell=tell)
    located = locate(worker.model, remedy=worker.remedy)
    identity = {
        **{name: value for name, value in spec.to_dict().items() if name != "model"},
        "model": located.identity,
        "precision": precision(),
    }

    def work(some: Sequence[Bitext], within: Within) -> list[Alignment]:
        return worker.align(some, progress=lambda _, done, total: within(done, total), tell=tell)

    return remembered(
        results,
        "links",
        identity,
        pairs,
        content=list,
        length=lambda pair: sum(map(len, pair.source)) + sum(map(len, pair.target)),
        work=work,
        pack=_packed,
        unpack=_unpacked,
        report=progress,
        step=f"Aligning with {spec.part}",
    )


def _packed(alignment: Alignment) -> object:
    unseen = alignment.unseen_src, alignment.unseen_tgt
    return [alignment.n, alignment.m, alignment.links, *unseen]


def _unpacked(value: Any) -> Alignment:
    n, m, links, unseen_src, unseen_tgt = value
    return Alignment(
        n, m, tuple(Link(i, j, p) for i, j, p in links), tuple(unseen_src), tuple(unseen_tgt)
    )


def needs_model(aligner: str) -> bool:
    """Return whether an aligner goes by an encoder, whose results can be kept."""
    return "model" in ALIGNERS.get(aligner).needs


def learns(aligner: str) -> bool:
    """Return whether an aligner learns something that can be kept."""
    return bool(ALIGNERS.get(aligner).promises.get("learns"))


def check_learns(aligner: str) -> None:
    """Raise InputError, naming the aligners that learn, if this one does not."""
    if not learns(aligner):
        known = ", ".join(part.name for part in ALIGNERS.parts() if learns(part.name))
        raise InputError(
            f"aligner {aligner} does not learn, so there is no model of it; these do: {known}"
        )


def bitext(pair: Pair) -> Bitext:
    """Return what an aligner sees of a pair."""
    return Bitext(pair.source.tokens, pair.target.tokens, pair.source.lang, pair.target.lang)


def read_training(
    data: Lines,
    languages: tuple[str, str],
    *,
    file: str = "",
    progress: Progress | None = None,
) -> tuple[Bitext, ...]:
    """Return the sentence pairs of a training table, tokenised by the rules of each language.

    Args:
        data: source TAB target, raw; whole bytes may be gzip.
        languages: of the source and the target.
        file: its name, for messages.
        progress: told how many lines are done; the total is not known (0).

    Raises:
        FormatError: a line without two columns, or with an empty side.
    """
    source, target = languages
    found = []
    for done, row in enumerate(tsv.read(data, file=file), start=1):
        left = plain_text.tokens_of(row.source, source, file=file, line=row.line)
        right = plain_text.tokens_of(row.target, target, file=file, line=row.line)
        found.append(Bitext(left, right, source, target))
        if progress is not None and done % _TELL_EVERY == 0:
            progress(f"Reading {file or 'training text'}", done, 0)
    return tuple(found)


def one_language_pair(pairs: Iterable[Pair]) -> tuple[str, str]:
    """Return the languages that all pairs share; raise InputError where there are several."""
    seen = sorted({(pair.source.lang, pair.target.lang) for pair in pairs})
    if len(seen) != 1:
        listed = ", ".join(f"{source}-{target}" for source, target in seen) or "none"
        raise InputError(
            f"training text is for one pair of languages, these pairs have: {listed}; "
            "split the file by language"
        )
    return seen[0]
