"""How sure each projection of a pair is: the kept evidence of the pair, through the kept map."""

from collections.abc import Iterator

from core.domain.decision import EntityStatus, PairStatus
from core.domain.entity import Entity
from core.errors import MissingInputError
from core.review.confidence import shelf
from core.review.confidence.calibrator import Calibrator
from core.review.confidence.evidence import Told
from core.review.confidence.report import evidence_of
from core.storage import PairRecord, Workspace

Sure = tuple[Entity, float | None]
"""A target entity with how probably it is right; None where nothing tells."""


def confidences(ws: Workspace, project: str, pair_id: str) -> dict[str, dict[int, float]]:
    """Return for each layer, by content hash, how probably each of its projections is right.

    Source entities go by their index, as the pair came in; a layer, or an entity, of which nothing
    is known is left out. That it stays unprojected is a projection as well. Three narrow readings
    and no signal worked out: some milliseconds, however large the project.

    Args:
        ws: the database.
        project: name of the project.
        pair_id: id of the pair.

    Raises:
        ConflictError: the evidence is being worked out anew.
    """
    of = shelf.header(ws, project)
    fitted = shelf.read_map(ws, project)
    if of is None or fitted is None:
        return {}
    told = shelf.read_one(ws, project, of, ws.pair(project, pair_id).position)
    return {
        layer: {said.entity: fitted.chance(said.logits, layer) for said in one.entities}
        for layer, one in told.items()
    }


def sure_of(ws: Workspace, project: str) -> Iterator[tuple[PairRecord, tuple[Sure, ...]]]:
    """Yield every pair as it stands with its target entities in force and how sure each is.

    What a person confirmed, and all of a pair that is done, is 1.

    Raises:
        MissingInputError: the confidence was not worked out yet; names the step.
        ConflictError: it is being worked out anew.
    """
    of, fitted = evidence_of(ws, project), shelf.read_map(ws, project)
    if fitted is None:
        raise MissingInputError(
            f"no map was fitted to the decisions of project {project!r} yet; "
            f"run `calibrate --project {project}`"
        )
    told = shelf.read(ws, project, of)
    for record, one in zip(ws.iter_records(project), told, strict=True):
        yield record, _sure(record, one.get(record.base), fitted)


def _sure(record: PairRecord, told: Told | None, fitted: Calibrator) -> tuple[Sure, ...]:
    state = record.state
    done = state.status is PairStatus.DONE
    chances = {
        entity: fitted.chance(said.logits, record.base)
        for said in (told.entities if told else ())
        for entity in said.found
    }
    found: list[Sure] = []
    for reviewed in sorted((r for r in state.target if r.live), key=lambda r: r.entity):
        confirmed = done or reviewed.status is not EntityStatus.UNREVIEWED
        found.append((reviewed.entity, 1.0 if confirmed else chances.get(reviewed.entity)))
    return tuple(found)
