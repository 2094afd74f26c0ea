"""A release rebuilt: its CoNLL made anew from its files, on whatever machine."""

import hashlib
import io
from dataclasses import dataclass
from typing import IO, Any

from core.domain.decision import PairStatus
from core.errors import MALFORMED, CoreError, FormatError
from core.pipeline.bundle import read_bundle
from core.pipeline.bundle.archive import RELEASE, Archive
from core.pipeline.release.counted import RELEASED
from core.pipeline.release.freeze import COPY, HELD, SAID, opened
from core.pipeline.release.replayed import differing, replayed
from core.review.export import CORRECTED, export


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What came out of a release.

    Args:
        manifest: what the release says of itself.
        data: its CoNLL.
        off: names of exports that are not to the byte what the manifest says; empty when all are.
    """

    manifest: dict[str, Any]
    data: bytes
    off: tuple[str, ...]


def rebuild(data: IO[bytes], *, file: str) -> Rebuilt:
    """Return the CoNLL of a release, made anew in an empty database and compared by its hash.

    Raises:
        FormatError: the file is no release, or was changed.
    """
    manifest, held = _read(data, file)
    found = {}
    bundle = read_bundle(held, file=f"{file}, {HELD}")
    with opened(bundle) as ws:
        statuses = [PairStatus(status) for status in manifest["statuses"]]
        for name in RELEASED:
            if name in manifest["exports"]:
                made = export(ws, COPY, statuses=statuses, layer=CORRECTED, format=name)
                found[name] = made.data
    off = tuple(
        name
        for name, body in found.items()
        if hashlib.sha256(body).hexdigest() != manifest["exports"][name]["sha256"]
    )
    return Rebuilt(manifest, found["conll"], off)


def again(data: IO[bytes], *, file: str) -> tuple[str, ...]:
    """Return in words which methods of a release, run again over its links, give other layers.

    Of a layer that was made before texts changed, the pairs that are as they were are compared.
    Where the release has the layer that its method gives over the links of now, that is equal too.
    """
    _, held = _read(data, file)
    bundle = read_bundle(held, file=f"{file}, {HELD}")
    told = []
    with opened(bundle) as ws:
        layers = ws.project(COPY).layers
        known = {layer.content_hash for layer in layers}
        for layer in layers:
            try:
                found = replayed(ws, COPY, layer)
            except CoreError as error:
                told.append(f"layer {layer.name!r} cannot be made again here: {error}")
                continue
            if found not in known and differing(ws, COPY, layer.content_hash, found):
                told.append(f"layer {layer.name!r} is {layer.content_hash}, and made again {found}")
    return tuple(told)


def _read(data: IO[bytes], file: str) -> tuple[dict[str, Any], IO[bytes]]:
    archive = Archive(data, file=file, kind=RELEASE)
    manifest = archive.json(SAID)
    try:
        wanted = [PairStatus(status) for status in manifest["statuses"]]
        known = all(len(one["sha256"]) == 64 for one in manifest["exports"].values())
    except MALFORMED:
        wanted, known = [], False
    if not (wanted and known and "conll" in manifest["exports"]):
        raise FormatError("it does not say what it holds", file=archive.label(SAID))
    return manifest, io.BytesIO(archive.bytes(HELD))
