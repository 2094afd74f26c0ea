"""Why a pair came out as it did, as text to read in a terminal."""

from collections.abc import Iterable, Iterator, Sequence

from core.cli.output import table
from core.domain.entity import Entity
from core.domain.pair import Pair, Sentence
from core.domain.projection import Alternative, Competitor, Explanation, Orphan, Projection
from core.domain.spec import MethodSpec
from core.domain.task import Task


def head(pair: Pair, task: Task, spec: MethodSpec) -> dict[str, object]:
    """Return what was explained: pair, links and method, as plain values."""
    return {
        "id": pair.id,
        "method": spec.to_dict(),
        "src_lang": pair.source.lang,
        "tgt_lang": pair.target.lang,
        "src_tokens": list(pair.source.tokens),
        "tgt_tokens": list(pair.target.tokens),
        "links": [list(link) for link in task.alignment.links] if task.alignment else None,
    }


def lines(
    pair: Pair,
    task: Task,
    spec: MethodSpec,
    projections: Sequence[Projection],
    orphans: Sequence[Orphan],
    alternatives: Sequence[Alternative],
) -> Iterator[str]:
    """Yield the lines of a text on one pair; words are counted from 1.

    Args:
        pair: the pair.
        task: the same with its links.
        spec: the method.
        projections: what became of the source entities, with explanations.
        orphans: of both sides.
        alternatives: best choices for the sentence, best first.
    """
    source = pair.source
    found = tuple(entity for p in projections for entity in p.entities())
    yield f"pair {pair.id}, method {spec.name}"
    yield f"source  {_marked(source, source.entities or ())}"
    yield f"target  {_marked(pair.target, found)}"
    yield f"links   {_links(task)}"
    for k, projection in enumerate(projections, start=1):
        yield ""
        yield from _entity(k, projection, source, pair.target)
    yield ""
    yield from _orphans(orphans, source, pair.target)
    if alternatives:
        yield ""
        yield from _alternatives(alternatives, source, pair.target)


def _marked(sentence: Sentence, entities: Iterable[Entity]) -> str:
    words = list(sentence.tokens)
    for entity in entities:
        words[entity.start] = f"[{words[entity.start]}"
        words[entity.end - 1] += f"]{entity.label}"
    return " ".join(words)


def _links(task: Task) -> str:
    links = task.alignment.links if task.alignment else ()
    told = (f"{i + 1}-{j + 1}" + ("" if p is None else f" {p:.2f}") for i, j, p in links)
    return ", ".join(told) or "none"


def _entity(k: int, projection: Projection, source: Sentence, target: Sentence) -> Iterator[str]:
    from core.projection import in_words

    entity = projection.entity
    yield f"{k}. {source.text(entity.start, entity.end)} ({entity.label})"
    for line in in_words(projection, source, target.tokens):
        yield f"   {line}"
    why = projection.explanation
    if why and why.competitors:
        picked = {(pick.start, pick.end) for pick in projection.picks}
        for line in _competitors(why, picked, target, source).split("\n"):
            yield f"     {line}"


def _competitors(
    why: Explanation, picked: set[tuple[int, int]], target: Sentence, source: Sentence
) -> str:
    parts = [name for name, _ in why.competitors[0].parts]
    rows = [["span", "words", "score", *parts, "likely", "from", "taken by"]]
    for c in why.competitors:
        mark = "* " if (c.start, c.end) in picked else "  "
        rows.append(
            [
                mark + target.text(c.start, c.end),
                f"{c.start + 1}-{c.end}",
                f"{c.score:.4f}",
                *(f"{value:.4f}" for _, value in c.parts),
                "-" if c.posterior is None else f"{c.posterior:.4f}",
                "+".join(c.origins),
                _holder(c, source),
            ]
        )
    return table(rows)


def _holder(competitor: Competitor, source: Sentence) -> str:
    if competitor.taken_by is None:
        return "-"
    entity = (source.entities or ())[competitor.taken_by]
    return source.text(entity.start, entity.end)


def _orphans(orphans: Sequence[Orphan], source: Sentence, target: Sentence) -> Iterator[str]:
    from core.projection.orphan_words import orphan_words

    yield "without a counterpart" if orphans else "without a counterpart: nothing"
    for orphan in orphans:
        yield f"   {orphan.side}  {orphan_words(orphan, source, target)}"


def _alternatives(
    alternatives: Sequence[Alternative], source: Sentence, target: Sentence
) -> Iterator[str]:
    yield "best choices for the sentence"
    for alternative in alternatives:
        told = []
        for entity, spans in zip(source.entities or (), alternative.spans, strict=True):
            got = " + ".join(target.text(*span) for span in spans) or "nothing"
            told.append(f"{source.text(entity.start, entity.end)} -> {got}")
        yield f"   {alternative.total:.4f}  {'; '.join(told)}"
