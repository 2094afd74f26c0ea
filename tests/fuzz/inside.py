"""What is fuzzed inside of files and databases: values of bundles, kept files, folders of runs.

What reads a row of the database is given one, what reads a folder has one made for it.
"""

import zlib
from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any

from core.cli.inputs import aligner_options, key_values
from core.domain.entity import Entity
from core.domain.layer import Layer
from core.errors import CoreError
from core.formats import conll, conll_lossless, schemes
from core.models import beams
from core.models.labels import columns_of
from core.pipeline import trials
from core.pipeline.benchmark.kept import Kept
from core.pipeline.runs import engine
from core.review import export_original, guide_files, whatif_asks
from core.review.confidence import shelf
from core.review.knobs import changed_name, changed_spec
from core.review.methods import spec_of
from core.storage import accounts, originals, packed, secret, wire
from core.storage.engine import home
from core.storage.files import read_bytes, stream_lines
from core.text.pattern import Pattern
from tests.fuzz.stores import in_folder, plain

LABELS = ("PER", "ORG", "LOC")


def _each(*readers: Callable[[], object]) -> None:
    """Try all readers, though one refuses; raise what the last did where all of them refused."""
    failed = []
    for read in readers:
        try:
            read()
        except CoreError as error:
            failed.append(error)
    assert all(map(str, failed)), "an error without words"
    if len(failed) == len(readers):
        raise failed[-1]


def values(data: bytes) -> None:
    """Read a line of a bundle as every kind of line that there is."""
    given = plain(data)
    if not isinstance(given, dict):
        return
    kinds = {"id": str, "version": int, "score": float, "on": bool, "extras": dict}
    _each(
        lambda: wire.decision_from(given),
        lambda: wire.outcome_from(given),
        lambda: wire.links_from(given),
        lambda: wire.pair_from("p1", given.get("pair", "")),
        lambda: wire.plain_row(given, kinds),
        *(lambda kind=kind: wire.supplied_from(kind, given) for kind in packed.KINDS),
    )


def supplied(data: bytes) -> None:
    """Unpack what the database has of a pair besides links."""
    body = zlib.compress(data)
    _each(*(lambda kind=kind: packed.unpack(kind, body) for kind in packed.KINDS))


def original(data: bytes) -> None:
    """Read a file that was kept, with what was said of it, and write it again."""
    body = zlib.compress(data)
    inner = data.partition(b"\n")[2]
    digest = originals.Original("target", 1, 2, "a.conll", inner).digest
    row = SimpleNamespace(side="target", first=1, last=2, name="a.conll", digest=digest, body=body)
    found = originals._original(row)
    read = export_original._read(found)
    _rewritten(found.data, read.document, read.scheme, read.column)


def lossless(data: bytes) -> None:
    """Write a CoNLL file again with an entity more in each sentence."""
    document = conll.read(data, file="a.conll", report=lambda _: None)
    for scheme in schemes.SCHEMES:
        _rewritten(data, document, scheme, None)


def _rewritten(data: bytes, document: conll.Document, scheme: str, column: int | None) -> None:
    new = (Entity(0, 1, "PER"),)
    changes = {k: conll_lossless.Change((), new) for k in range(len(document.blocks))}
    conll_lossless.rewrite(data, changes, scheme=scheme, file="a.conll", tag_column=column)


def guideline(data: bytes) -> None:
    """Read a guideline in Markdown; what is written of it is read as the same."""
    found = guide_files.read_file(data, "a.md", LABELS)
    written = guide_files.to_markdown(found, "one")
    assert guide_files.from_markdown(written) == found


def pattern(data: bytes) -> None:
    """Look for a regular expression."""
    found = Pattern(data.decode("utf-8", "replace"), budget_s=0.2)
    for text in ("Anna lebt in New York", "a" * 40 + "b", "ẞß安娜 \u0600\n"):
        found.found_in(text)


def packed_file(data: bytes) -> None:
    """Read a file whole, and line by line."""

    def read(folder: Any) -> None:
        _each(
            lambda: read_bytes(folder / "a.gz", limit=100_000),
            lambda: list(stream_lines(folder / "a.gz", max_line=1000)),
        )

    in_folder("file", "a.gz", data, read)


def proposer(data: bytes) -> None:
    """Read the card of a proposer."""
    in_folder("proposer", beams.CARD, data, beams._labels)


def labels(data: bytes) -> None:
    """Make tags of the labels of a model, by a map in the last line."""
    *raw, mapped = data.decode("utf-8", "replace").split("\n")
    given = dict(item.partition("=")[::2] for item in mapped.split(" ") if "=" in item)
    _each(
        lambda: columns_of(raw, where="a model"),
        lambda: columns_of(raw, given, where="a model"),
    )


def inputs(data: bytes) -> None:
    """Read what a run went by."""
    in_folder("inputs", "a", data, lambda here: engine._identities(here / "a"))


def kept(data: bytes) -> None:
    """Read what a benchmark found before."""

    def read(folder: Any) -> None:
        here: Any = SimpleNamespace(_path=lambda _: folder / "a")
        Kept.load(here, "de")

    in_folder("kept", "a", data, read)


def trial(data: bytes) -> None:
    """Read what became of a scorer."""
    trials._trial(data)


def confidence(data: bytes) -> None:
    """Read what the confidence of a project is worked out from."""
    of = shelf.Header("a", ("b", "c"), 1)
    _each(
        lambda: shelf.header(_holding(data), "one"),
        lambda: shelf.read_map(_holding(data), "one"),
        lambda: list(shelf.read(_holding(zlib.compress(data)), "one", of)),
        lambda: list(shelf.read(_holding(data), "one", of)),
        lambda: shelf.read_one(_holding(zlib.compress(data)), "one", of, 1),
    )


def _holding(body: bytes) -> Any:
    return SimpleNamespace(models=SimpleNamespace(read=lambda _project, _key: body))


def method(data: bytes) -> None:
    """Read the method of a layer; a second line moves its knobs."""
    one, _, two = data.partition(b"\n")
    text = one.decode("utf-8", "replace")
    found = spec_of(Layer("a", "method", text, "", (), "", ""))
    changes = plain(two)
    if isinstance(changes, Mapping):
        changed_spec(found, changes)
        changed_name(found, changes)


def wish(data: bytes) -> None:
    """Read what a page asks to be tried."""
    given = plain(data)
    if isinstance(given, Mapping):
        whatif_asks.wish(given)


def account(data: bytes) -> None:
    """Take the account of somebody who signed in, and make one of it."""
    given = plain(data)
    if isinstance(given, Mapping):
        name = accounts.account_of(given)
        _each(lambda: accounts.checked_account(name), lambda: accounts.checked_name(name))


def address(data: bytes) -> None:
    """Read addresses of a provider and of a database, and a secret."""
    text = data.decode("utf-8", "replace")
    secret.weakness(text)
    _each(lambda: secret._check_url(text, "--metadata", ""), lambda: home(text))


def arguments(data: bytes) -> None:
    """Read options of parts."""
    items = data.decode("utf-8", "replace").split("\n")
    aligner_options(key_values(items, "--option"), "statistical")


TARGETS: dict[str, Callable[[bytes], object]] = {
    "core.cli.inputs": arguments,
    "core.formats.conll_lossless": lossless,
    "core.models.beams": proposer,
    "core.models.labels": labels,
    "core.pipeline.benchmark.kept": kept,
    "core.pipeline.runs.engine": inputs,
    "core.pipeline.trials": trial,
    "core.review.confidence.shelf": confidence,
    "core.review.guide_files": guideline,
    "core.review.methods": method,
    "core.review.whatif_asks": wish,
    "core.storage.accounts": account,
    "core.storage.files": packed_file,
    "core.storage.originals": original,
    "core.storage.packed": supplied,
    "core.storage.secret": address,
    "core.storage.wire": values,
    "core.text.pattern": pattern,
}
