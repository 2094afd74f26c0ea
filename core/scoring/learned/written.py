"""Features of how an entity and a candidate are written: likeness, digits, capitals."""

import numpy as np

from core.domain.scores import Matrix
from core.scoring.form import form
from core.scoring.learned.sight import Sight
from core.text.phrases import initials_alike, phrase, written_alike


def of_form(sight: Sight) -> dict[str, Matrix]:
    """Return the features of `table.OF_FORM` by code, each of a shape that fits the scores."""
    task = sight.task
    ours = [phrase(task.source.tokens[e.start : e.end]) for e in sight.entities]
    theirs = [phrase(task.target[a:b]) for a, b in sight.candidates.spans()]
    caseless = not any(seen.capital or seen.small for seen in sight.target.looks)
    return {
        "form": form(task, sight.candidates),
        "one-word": np.array([written_alike(s, theirs) for s in ours]),
        "initials": np.array([[initials_alike(s, t) for t in theirs] for s in ours]),
        "digits-equal": np.array([[float(s.digits == t.digits) for t in theirs] for s in ours]),
        "caseless": np.full((1, 1), float(caseless)),
        **_capitals(sight),
        **_source_capitals(sight),
    }


def _capitals(sight: Sight) -> dict[str, Matrix]:
    side = sight.target
    first, last, before, after = sight.at_ends(side.capital)
    longer = np.maximum(1.0, sight.inside(side.content))
    return {
        "capitals": sight.inside(side.capital * side.content) / longer,
        "capital-first": first,
        "capital-last": last,
        "capital-before": before,
        "capital-after": after,
    }


def _source_capitals(sight: Sight) -> dict[str, Matrix]:
    side, edges = sight.source, np.pad(sight.source.capital, (1, 1))
    shares = []
    for e in sight.entities:
        content = side.content[e.start : e.end]
        capital = side.capital[e.start : e.end] * content
        shares.append(float(capital.sum() / max(1.0, content.sum())))
    return {
        "source-capitals": sight.each(shares),
        "source-capital-first": sight.each([edges[e.start + 1] for e in sight.entities]),
        "source-capital-last": sight.each([edges[e.end] for e in sight.entities]),
        "source-capital-before": sight.each([edges[e.start] for e in sight.entities]),
        "source-capital-after": sight.each([edges[e.end + 1] for e in sight.entities]),
    }
