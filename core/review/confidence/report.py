"""The confidence of a project: the map fitted to its decisions, checked, and what it expects."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from core.domain.decision import EntityStatus
from core.errors import MissingInputError
from core.review.confidence import shelf
from core.review.confidence.calibrator import CENTRE, Calibrator, fit
from core.review.confidence.checked import Checked, check, held_out
from core.review.confidence.evidence import KINDS, Said, Told
from core.review.confidence.expected import Rates, Sums, drawer
from core.review.confidence.gathering import Gathered, Seen, walk
from core.review.confidence.made import made_of
from core.review.confidence.standing import Standing, Verdict
from core.review.progress.estimate import Figures
from core.storage import ProjectInfo, Workspace


@dataclass(frozen=True, slots=True)
class MethodConfidence:
    """What is known of one method of a project.

    Args:
        layer: content hash.
        name: of the method.
        decided: its outcomes that decisions tell right from wrong, one a source entity.
        checked: how well calibrated it is; None before there were enough of these.
        figures: expected precision, recall and F1 of all it projected, as it projected it.
    """

    layer: str
    name: str
    decided: int
    checked: Checked | None
    figures: Figures


@dataclass(frozen=True, slots=True)
class Confidence:
    """The confidence of a project.

    Args:
        methods: the base first, then the latest layer of each other method.
        corrected: expected figures of the corrected data as it stands; before any decision they
            are those of the base.
        fitted: the map.
        entities: source entities that were decided.
        whole: pairs that were checked as a whole.
        pairs: of the project, those that are excluded left out.
        fresh: whether all of it is of the layers and weights of today.
    """

    methods: tuple[MethodConfidence, ...]
    corrected: Figures
    fitted: Calibrator
    entities: int
    whole: int
    pairs: int
    fresh: bool


def is_fresh(ws: Workspace, info: ProjectInfo) -> bool | None:
    """Return whether the evidence is of the layers of today; None where there is none."""
    found = shelf.header(ws, info.name)
    return None if found is None else found.of == made_of(info).key


def measure(ws: Workspace, project: str, *, seed: int = 0) -> Confidence:
    """Return the confidence of a project, by evidence that was worked out before.

    Takes some 0.1 ms a pair and method; equal states give equal figures.

    Args:
        ws: the database.
        project: name of the project.
        seed: of the random numbers of the intervals.

    Raises:
        MissingInputError: the evidence was not worked out; names the step.
        ConflictError: it is being worked out anew.
    """
    info = ws.project(project)
    of = evidence_of(ws, project)
    names = {layer.content_hash: layer.name for layer in info.layers}
    layers = [layer for layer in of.layers if layer in names]
    if not layers:
        raise _missing(project)
    gathered = Gathered(layers)
    for seen in walk(ws, project, of):
        gathered.add(seen)
    cases = gathered.cases()
    fitted = fit(cases, layers)
    make = drawer(fitted, seed=seed)
    sums = {a: Sums(make(a, gathered.rates.get(a, Rates()))) for a in layers}
    base = info.base if info.base in layers else layers[0]
    corrected = Sums(make(base, gathered.rates.get(base, Rates())))
    pairs = 0
    for seen in walk(ws, project, of):
        if not seen.excluded:
            pairs += 1
            for layer, own in sums.items():
                _add(own, seen.of(layer), seen.verdict(layer), known=layer in seen.told)
            _add_corrected(corrected, seen, base)
    chances = held_out(cases, layers, gathered.folds())
    methods = []
    for k, layer in enumerate(layers):
        mine = cases.method == k
        checked = check(cases.some(mine), chances[mine])
        decided = int(np.count_nonzero(mine))
        methods.append(
            MethodConfidence(layer, names[layer], decided, checked, sums[layer].figures())
        )
    return Confidence(
        methods=tuple(methods),
        corrected=corrected.figures(),
        fitted=fitted,
        entities=gathered.entities,
        whole=gathered.whole,
        pairs=pairs,
        fresh=of.of == made_of(info).key,
    )


def calibrate(ws: Workspace, project: str, *, seed: int = 0) -> Confidence:
    """Return what `measure` does, after keeping the map for whoever asks of a single pair."""
    found = measure(ws, project, seed=seed)
    shelf.write_map(ws, project, evidence_of(ws, project), found.fitted)
    return found


def evidence_of(ws: Workspace, project: str) -> shelf.Header:
    """Return what the evidence was worked out from; raise MissingInputError where it was not."""
    found = shelf.header(ws, project)
    if found is None:
        raise _missing(project)
    return found


def _missing(project: str) -> MissingInputError:
    return MissingInputError(
        f"the confidence of project {project!r} was not worked out yet; "
        f"run `calibrate --project {project}`, or press the button on its Progress page"
    )


def _add(sums: Sums, told: Told, found: Verdict | None, *, known: bool) -> None:
    """Count a pair for a layer as it was projected."""
    if found is not None and found.counts is not None:
        sums.pairs += 1
        sums.exactly(*found.counts)
        return
    if not known:
        return
    sums.pairs += 1
    for k, said in enumerate(told.entities):
        right = None if found is None else found.right[k]
        if right is None:
            sums.expect(said)
        else:
            number = len(said.found)
            stands = number if right or found is None else found.stands[k]
            sums.exactly(number if right else 0, stands, number)
    sums.expect_rest(told.rest)


def _add_corrected(sums: Sums, seen: Seen, base: str) -> None:
    """Count a pair as it stands: what was decided is right, the rest as the base expects."""
    left = seen.standing
    if left is None:
        _add(sums, seen.of(base), None, known=base in seen.told)
        return
    if left.whole:
        number = len(left.live)
        sums.pairs += 1
        sums.exactly(number, number, number)
        return
    if base not in seen.told:
        return
    sums.pairs += 1
    for reviewed in left.live:
        if reviewed.status is not EntityStatus.UNREVIEWED:
            sums.exactly(1, 1, 1)
    for said in _open(seen.of(base).entities, seen.verdict(base), left):
        sums.expect(said)
    sums.expect_rest(seen.of(base).rest)


def _open(said: Sequence[Said], found: Verdict | None, left: Standing) -> Iterator[Said]:
    """Yield what nobody has decided on, as it stands.

    What the source was edited for, and came out otherwise since, is as sure as the map's middle.
    """
    waiting = {r.entity for r in left.live if r.status is EntityStatus.UNREVIEWED}
    for k, one in enumerate(said):
        undecided = found is None or found.right[k] is None
        if undecided and waiting.issuperset(one.found):
            waiting.difference_update(one.found)
            yield one
    for entity in sorted(waiting):
        yield Said(-1, entity.label, (entity,), (CENTRE,) * len(KINDS))
