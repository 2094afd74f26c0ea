"""Keeping what was tried out: a layer of a changed method, or of links changed by hand."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from core.domain.alignment import Alignment
from core.domain.layer import Layer
from core.domain.pair import Pair
from core.errors import ConflictError, InputError, MissingInputError
from core.pipeline.background import start_on
from core.pipeline.extras import stored
from core.pipeline.groups import group_sizes
from core.pipeline.layers import to_store, versions
from core.pipeline.run import project_pairs
from core.pipeline.signals import work_out
from core.pipeline.teller import Report, Teller, as_job
from core.review.knobs import changed_name
from core.review.methods import project_again, source_of, spec_of
from core.review.toggles import with_toggles
from core.review.whatif import Changed, Wish, look_up
from core.review.whatif_asks import Ask, text, wish
from core.storage import Outcome, Workspace
from core.storage.alignments import with_key
from core.storage.bundles import Bundle

MAX_NAME = 120
_BATCH = 500


def keep(
    workspace: Workspace,
    project: str,
    wanted: Wish,
    *,
    pair: str = "",
    name: str = "",
    report: Report | None = None,
) -> Layer:
    """Return a new layer, made as another was, but with its method or some links changed.

    A changed method goes over the corpus as it came in, on the links that the layer was made from.
    Where links of one pair are changed, those stand under a key of their own, and that pair is
    projected on its source as it stands now; all others are as in the layer, unless the method is
    changed too. At the end the signals of the pairs are worked out anew. How far it is, is told to
    the project's job.

    Args:
        workspace: where the project is.
        project: its name.
        wanted: the layer, and what is changed.
        pair: id of the pair whose links are changed; not needed where none are.
        name: of the new layer; "" for one that says what was changed.
        report: told the step, how much is done and how much there is.

    Raises:
        InputError: nothing is changed, or the name cannot be used.
        ConflictError: there is a layer of that name, or the layer was deleted meanwhile.
        CoreError: as `core.review.whatif.look_up`.
    """
    with as_job(workspace, project, report) as teller:
        found = look_up(workspace, project, wanted)
        chosen = checked_name(workspace, project, wanted, found, name)
        found = replace(found, spec=replace(found.spec, name=chosen))
        edit = _edit(workspace, project, pair, wanted, found)
        key = found.key
        if edit is not None:
            key = workspace.links.edit(project, pair, found.key, edit)
        complete = False
        try:
            layer = _written(workspace, project, replace(found, key=key), wanted, pair, teller)
            complete = True
        finally:
            if not complete:
                workspace.links.drop_unused(project, key)
        if workspace.project(project).base:
            work_out(workspace, project, teller)
        teller.result = f"{chosen} is kept"
    return layer


def ask_keep(
    workspace: Workspace, project: str, _person: str, body: Mapping[str, object]
) -> dict[str, object]:
    """Return `name` of the layer that a process in the background now makes, and a `text` on it.

    Nothing is believed of `body`: `layer`, `changes`, `toggles`, `pair` and `name`, as
    `core.review.whatif_asks` reads them. How far it is, the project's job tells.

    Raises:
        ConflictError: another job of the project is running; or as `keep`.
        CoreError: as `keep`.
    """
    job = workspace.project(project).job
    if job is not None and job.is_alive():
        raise ConflictError("something else is being worked out for this project; keep it then")
    wanted = wish(body)
    pair = text(body, "pair") if wanted.toggles else ""
    name = str(body.get("name") or "")
    found = look_up(workspace, project, wanted)
    name = checked_name(workspace, project, wanted, found, name)
    _edit(workspace, project, pair, wanted, found)
    asked = [f"--like={wanted.layer}"]
    asked += [f"--set={path}={value}" for path, value in wanted.changes.items()]
    asked += [f"--{'link' if on else 'unlink'}={i}-{j}" for i, j, on in wanted.toggles]
    start_on(workspace, project, "layers", *asked, f"--pair={pair}", f"--name={name}")
    return {"name": name, "text": f"{name} is being made; its row appears when that is done."}


ASKS: Mapping[str, Ask] = {"whatif-keep": ask_keep}
"""As `core.review.whatif_asks.ASKS`; this one writes, in a process of its own."""


def checked_name(
    workspace: Workspace, project: str, wanted: Wish, found: Changed, name: str
) -> str:
    """Return the name of the layer to be, made up where none is given; raise as `keep`."""
    before = spec_of(found.layer)
    method = found.spec.digest() != before.digest()
    if not method and not wanted.toggles:
        raise InputError("nothing is changed; there is nothing to keep")
    taken = {layer.name for layer in workspace.project(project).layers}
    if not name:
        told = changed_name(before, wanted.changes, found.having)
        plain = f"{told}, links changed" if wanted.toggles else told
        plain = plain if len(plain) <= MAX_NAME - 4 else f"{plain[: MAX_NAME - 5]}…"
        numbers = (f"{plain} {k}" for k in range(2, len(taken) + 3))
        return plain if plain not in taken else next(n for n in numbers if n not in taken)
    if len(name) > MAX_NAME or not name.isprintable() or name != name.strip():
        raise InputError(
            f"a layer needs a name of at most {MAX_NAME} printed characters without space around "
            f"it, got {name[:MAX_NAME]!r}"
        )
    if name in taken:
        raise ConflictError(f"there is a layer {name!r} already; choose another name")
    return name


def _edit(
    workspace: Workspace, project: str, pair_id: str, wanted: Wish, found: Changed
) -> Alignment | None:
    """Return the changed links of the pair, None where none are; raise where they cannot be."""
    if not wanted.toggles:
        return None
    if not pair_id:
        raise MissingInputError("links are changed, but of which pair? Name it")
    pair = workspace.pair(project, pair_id).pair
    before = workspace.alignment(project, pair_id, found.key)
    after = with_toggles(pair, before, wanted.toggles)
    if after == before:
        raise InputError(f"the links of pair {pair_id!r} are so already; nothing is changed")
    _outcome(workspace, project, pair_id, after, found)
    return after


def _outcome(
    workspace: Workspace, project: str, pair_id: str, links: Alignment | None, found: Changed
) -> Outcome:
    """Return what the method makes of a pair as its source stands now."""
    record = workspace.record(project, pair_id)
    pair = record.stored.pair
    source = source_of(pair, record.state.source)
    layer = found.pretended(found.spec.name)
    extras = workspace.extras.of_pair(project, pair_id, found.extras)
    return Outcome.projected(project_again(pair, source, links, layer, extras))


def _written(
    workspace: Workspace, project: str, found: Changed, wanted: Wish, pair: str, teller: Teller
) -> Layer:
    same = found.spec.digest() == spec_of(found.layer).digest()
    rows = workspace.iter_bundles(project, [found.layer.content_hash], links=found.key)
    outcomes = _as_before(rows, found.layer) if same else _anew(workspace, project, found, rows)
    if wanted.toggles:
        links = workspace.alignment(project, pair, found.key)
        own = _outcome(workspace, project, pair, links, found)
        outcomes = ((name, own if name == pair else other) for name, other in outcomes)
    return workspace.write_layer(
        project,
        told(outcomes, found.spec.name, workspace.project(project).pairs, teller),
        name=found.spec.name,
        spec=with_key(found.spec.to_dict(), found.key, found.extras),
        spec_hash=found.spec.digest(),
        versions=versions(),
        new_name=True,
    )


def _as_before(rows: Iterable[Bundle], layer: Layer) -> Iterator[tuple[str, Outcome]]:
    for bundle in rows:
        yield bundle.stored.pair.id, bundle.outcome(layer)


def _anew(
    workspace: Workspace, project: str, found: Changed, rows: Iterable[Bundle]
) -> Iterator[tuple[str, Outcome]]:
    sizes = None
    if found.spec.joint is not None:
        sizes = group_sizes(s.pair for s in workspace.iter_pairs(project))
    read = InStep(rows)
    extras = stored(workspace, project, found.extras)
    for outcome in project_pairs(read.pairs(), read, found.spec, extras=extras, sizes=sizes):
        yield outcome.pair.id, to_store(outcome)


class InStep:
    """Pairs and their links read together: calling it gives the links of the pair read last."""

    def __init__(self, rows: Iterable[Bundle]) -> None:
        self._rows = rows
        self._now: Alignment | None = None

    def pairs(self) -> Iterator[Pair]:
        """Yield the pairs, in order."""
        for bundle in self._rows:
            self._now = bundle.links
            yield bundle.stored.pair

    def __call__(self, _pair: Pair) -> Alignment | None:
        """Return the links of the pair read last."""
        return self._now


def told(
    outcomes: Iterable[tuple[str, Outcome]], name: str, total: int, teller: Teller
) -> Iterator[tuple[str, Outcome]]:
    """Yield outcomes as they come, telling how many of a total a method has gone through."""
    for done, row in enumerate(outcomes, start=1):
        yield row
        if done % _BATCH == 0 or done == total:
            teller(f"Projecting with {name}", done, total)
