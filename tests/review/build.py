"""Operations and projects for the tests of review."""

from core.domain.alignment import Alignment
from core.domain.layer import Layer
from core.domain.pair import Pair
from core.domain.spec import canonical_json
from core.domain.task import Task
from core.projection import METHODS, project
from core.storage import Outcome, Workspace
from tests.storage.build import corpus

CLIENT = "tab-1"


def op(seq: int, kind: str, side: str = "target", pair: str = "p1", **more: object) -> object:
    """Return an operation as a browser sends it."""
    return {
        "seq": seq,
        "pair": pair,
        "side": side,
        "kind": kind,
        "entity": "",
        "start": None,
        "end": None,
        "label": None,
        "source": None,
        "layer": "",
        "reason": "",
        "time": "2026-01-02T03:04:05.678Z",
        **more,
    }


def projected(ws: Workspace, name: str = "one", *methods: str) -> list[Layer]:
    """Return the layers of real methods over a project of five pairs linked word by word."""
    given = corpus()
    ws.create_project(name, given, labels=["PER", "ORG", "LOC"])
    links = Alignment.of(5, 6, [(0, 0), (1, 1), (2, 2), (3, 3), (4, 4)])
    ws.write_alignments(name, "by hand", [(p.id, links) for p in given])
    found = []
    for method in methods or ("ngram-exact", "heuristic"):
        spec = METHODS[method]
        body = canonical_json(spec.to_dict() | {"alignments": "by hand"})
        rows = [(p.id, _outcome(p, links, method)) for p in given]
        found.append(ws.write_layer(name, rows, name=method, spec=body, spec_hash=spec.digest()))
    ws.set_base(name, found[0].content_hash)
    return found


def _outcome(pair: Pair, links: Alignment, method: str) -> Outcome:
    if pair.source.entities is None:
        return Outcome.skipped("the source has no tags")
    task = Task(pair.source, pair.target.tokens, alignment=links)
    return Outcome.projected(project(task, METHODS[method]))
