"""Steps of a run once both sides are there: links, what models say of the target, projection."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from core.domain.pair import Sentence
from core.domain.spec import MethodSpec
from core.errors import InputError
from core.formats import (
    conll,
    links_jsonl,
    projections_jsonl,
    spans_jsonl,
    tag_probs_jsonl,
    translation_scores_jsonl,
)
from core.models.taggers import load_tagger
from core.pipeline.align import align_pairs
from core.pipeline.methods import METHODS
from core.pipeline.outcomes import Failed, Outcome, Projected
from core.pipeline.run import project_pairs
from core.pipeline.runs.work import Work
from core.pipeline.tagging import tag_probabilities
from core.pipeline.transfer import NAME as TRANSFER
from core.pipeline.transfer import transfer_outcomes
from core.projection.resolve import with_aligner, with_label_map
from core.storage.files import write_atomically

SPANS = "spans.jsonl"
MARKED = "marked"
"""The method that goes by what markers brought."""


def align(work: Work) -> str:
    """Align the words of every pair."""
    found = align_pairs(
        work.pairs,
        work.config.aligner,
        progress=work.tell,
        results=work.results,
        tell=work.tell.note,
    )
    work.links = {pair.id: links for pair, links in zip(work.pairs, found, strict=True)}
    unseen = sum(len(a.unseen_src) + len(a.unseen_tgt) for a in found)
    work.count("align", links=sum(len(a.links) for a in found), unseen_words=unseen)
    write(work, "links.jsonl", links_jsonl.write(work.links.items()))
    return f"{work.counts['align']['links']:,} links, {unseen:,} words not seen"


def tag_target(work: Work) -> str:
    """Ask the tagger of the target for probabilities."""
    config = work.config
    tagger = load_tagger(
        config.target_tagger, label_map=dict(config.target_labels), tell=work.tell.note
    )
    found = tag_probabilities(work.pairs, tagger, results=work.results, report=work.tell)
    work.tag_probs = {pair.id: one for pair, one in zip(work.pairs, found, strict=True)}
    write(work, "tag-probs.jsonl", tag_probs_jsonl.write(work.tag_probs.items()))
    return f"labels {', '.join(tagger.labels)}"


def propose(work: Work) -> str:
    """Have a model propose target spans."""
    from core.pipeline.propose import propose_spans

    config = work.config
    work.spans = propose_spans(
        work.pairs,
        config.proposer,
        beams=config.proposer_beams,
        results=work.results,
        report=work.tell,
        tell=work.tell.note,
    )
    write(work, SPANS, spans_jsonl.write(work.spans.items()))
    return f"{sum(map(len, work.spans.values())):,} spans"


def score(work: Work) -> str:
    """Score candidates by how well they translate."""
    from core.pipeline.translation_scores import translation_scores

    config = work.config
    work.scores = translation_scores(
        work.pairs,
        config.scorer,
        max_len=config.score_len,
        extras=work.extras(),
        links=work.links,
        results=work.results,
        report=work.tell,
        tell=work.tell.note,
    )
    write(work, "translation-scores.jsonl", translation_scores_jsonl.write(work.scores.items()))
    return f"{sum(map(len, work.scores.values())):,} scores"


def project(work: Work) -> str:
    """Project with every method, and write what came out."""
    told = []
    outcomes = {spec.name: _outcomes(work, spec) for spec in methods(work)}
    if work.config.transfer:
        outcomes[TRANSFER] = lambda: transfer_outcomes(work.pairs, work.tag_probs or {})
    for done, (name, make) in enumerate(outcomes.items(), start=1):
        found = list(make())
        entities = sum(len(o.entities()) for o in found if isinstance(o, Projected))
        failed = _lose(work, name, found)
        work.count("project", **{f"{name} entities": entities, f"{name} failed": failed})
        write(work, f"{name}.jsonl", map(_row, found))
        write(work, f"{name}.conll", conll.write(_sentences(found)))
        told.append(f"{name} {entities:,}" + (f" ({failed:,} failed)" if failed else ""))
        work.tell("Projecting", done, len(outcomes))
    return "entities: " + ", ".join(told)


def _lose(work: Work, method: str, outcomes: list[Outcome]) -> int:
    """Return how many sentences a method came to nothing on, after keeping which and why.

    Raises:
        InputError: it came to nothing on all of them.
    """
    failed = [one for one in outcomes if not isinstance(one, Projected)]
    for one in failed:
        why = str(one.error) if isinstance(one, Failed) else one.reason
        work.lose(one.pair.id, "project", f"{method}: {why}")
    if failed and len(failed) == len(outcomes):
        raise InputError(f"none of {len(failed):,} sentences is projected; {work.lost[-1].reason}")
    return len(failed)


def methods(work: Work) -> list[MethodSpec]:
    """Return the methods of a run, on its aligner and with its label map."""
    labels = dict(work.config.label_map)
    marked = [MARKED] if work.config.markers else []
    chosen = [METHODS[name] for name in dict.fromkeys([*marked, *work.config.methods])]
    return [with_label_map(with_aligner(s, work.config.aligner.to_dict()), labels) for s in chosen]


def write(work: Work, name: str, lines: Iterable[bytes]) -> Path:
    """Return the file that holds these lines, all of them or none."""
    path = work.folder / name
    write_atomically(path, lines)
    return path


def _outcomes(work: Work, spec: MethodSpec) -> Callable[[], Iterator[Outcome]]:
    return lambda: project_pairs(work.pairs, work.links, spec, extras=work.extras())


def _row(outcome: Outcome) -> bytes:
    if isinstance(outcome, Projected):
        return projections_jsonl.projected(
            outcome.pair, outcome.projections, sources=outcome.sources, others=outcome.others
        )
    if isinstance(outcome, Failed):
        return projections_jsonl.failed(outcome.pair, str(outcome.error))
    return projections_jsonl.skipped(outcome.pair, outcome.reason)


def _sentences(outcomes: Iterable[Outcome]) -> Iterator[Sentence]:
    for outcome in outcomes:
        if isinstance(outcome, Projected):
            yield replace(outcome.pair.target, entities=outcome.entities())
