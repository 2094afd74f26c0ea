"""A bundle opened as a project of its own."""

from core.pipeline.bundle.read import Bundle
from core.storage import ProjectInfo, Workspace
from core.storage.taking import OF_PAIRS, OF_PROJECT


def open_bundle(ws: Workspace, bundle: Bundle, name: str) -> ProjectInfo:
    """Return the new project after writing all of the bundle; it is there whole or not at all.

    Numbers, times and persons of its decisions are those of the project that it was taken from. A
    part says in its settings of how many pairs it is one.

    Args:
        ws: the database.
        bundle: that is opened.
        name: of the new project.

    Raises:
        FormatError: a line is no value of its kind, or a layer is not what its hash tells.
        ConflictError: there is a project of that name.
    """
    head = dict(bundle.head)
    if bundle.part:
        known = head["settings"].get("part", {})
        part = {"bundle": bundle.id, "of": head["of"], **known}
        head["settings"] = {**head["settings"], "part": part}
        head["of"] = head["pairs"]
    with ws.transfer.opening(name, head, whole=not (bundle.part or bundle.revised)) as opened:
        opened.pairs(bundle.pairs())
        for content_hash, layer in bundle.layers.items():
            opened.layer(layer, bundle.outcomes(content_hash))
        opened.standing(bundle.standing())
        for key, links in bundle.link_keys():
            opened.links(key, links)
        for kind, key, values in bundle.supplied():
            opened.supplied(kind, key, values)
        for key, body in bundle.models():
            opened.model(key, body)
        opened.signals(bundle.signals())
        opened.decisions(bundle.decisions())
        opened.clients(bundle.clients())
        for table in OF_PAIRS:
            opened.rows(table, bundle.rows(table, pairs=True))
        for table in OF_PROJECT:
            opened.rows(table, bundle.rows(table, pairs=False))
        for original, body in bundle.originals():
            opened.original(original, body)
    return ws.project(name)
