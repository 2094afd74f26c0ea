"""What is fuzzed: every reader of bytes or text that comes from outside, with small valid files.

A module of `core/formats` with `read(data, *, file=...)` is a target by being there. What is
called in another way stands in `OTHERS`. `SEEDS` has what each can read; the fuzzer begins there.
"""

import io
import json
import zlib
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from inspect import Parameter, signature
from pathlib import Path

from core.aligners import saved
from core.errors import CoreError
from core.formats import conll, gold_links, halves, marked, pharaoh, plain_text, records, schemes
from core.formats import lines as lines_of
from core.formats.consent import Wish
from core.formats.corpora import columns
from core.formats.corpora import pairs as corpus_pairs
from core.formats.sniff import inspect_upload
from core.models.tokenisers import tokenise
from core.pipeline.bundle.read import read_bundle
from core.pipeline.runs.config import from_toml
from core.review import orders
from core.review.compare import selection
from core.review.filters import from_url, order_from_url
from core.review.ops import check_client, check_person, check_via, is_act, parse, parse_act, seq_of
from core.scoring.learned.model import from_bytes
from tests.fuzz.seeds import SEEDS

ROOT = Path(__file__).parents[2]
FORMATS = ROOT / "core" / "formats"
KEPT = Path(__file__).parent / "kept"
LABELS = ("PER", "ORG", "LOC")
Target = Callable[[bytes], object]


def modules() -> Iterator[str]:
    """Yield every module of `core.formats` as Python calls it."""
    for path in sorted(FORMATS.rglob("*.py")):
        if path.name != "__init__.py":
            yield ".".join(path.relative_to(ROOT).with_suffix("").parts)


def readers(module: str) -> dict[str, Callable[..., object]]:
    """Return the public functions of a module that read what comes from outside, by name."""
    room = import_module(module)
    return {
        name: made
        for name, made in vars(room).items()
        if callable(made)
        and getattr(made, "__module__", "") == module
        and name.split("_")[0] in {"read", "parse", "decode", "unpacked", "inspect"}
    }


def simple(reader: Callable[..., object]) -> bool:
    """Return whether a reader asks for nothing but bytes and a name."""
    needed = [p.name for p in signature(reader).parameters.values() if p.default is Parameter.empty]
    return needed == ["data"]


def _drain(found: object) -> object:
    if isinstance(found, Iterable) and not isinstance(found, (bytes, str, dict)):
        return [item for item in found if item is not None][:1]
    return found


def _texts(data: bytes) -> str:
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _upload(data: bytes) -> None:
    """The first byte says how the files are called, a second file follows a form feed."""
    names = ("a.jsonl", "a.conll", "a.txt", "a.tsv", "a.csv", "a")
    wishes = (Wish(), Wish("iob1", "begin"), Wish("bioes", "drop"), Wish("auto", None, True))
    first = data[0] if data else 0
    one, cut, two = data[1:].partition(b"\x0c")
    files = [(names[first % len(names)], one)] + ([("b.conll", two)] if cut else [])
    seen = inspect_upload(files, "en", "de", wish=wishes[first // 8 % 4])
    assert seen.usable or seen.errors
    [str(problem) for problem in seen.problems]


def _conll(data: bytes) -> None:
    document = conll.read(data, file="a.conll")
    halves.of_conll(document)
    tags = [block.tags or () for block in document.blocks]
    schemes.detect(tags)
    for some in tags:
        for scheme in schemes.SCHEMES:
            schemes.repaired([t for t in some if schemes.is_tag(t)], scheme, "begin")


def _operations(data: bytes) -> None:
    try:
        raw = json.loads(data)
    except (ValueError, RecursionError):
        return
    for one in raw if isinstance(raw, list) else [raw]:
        seq_of(one)
        if isinstance(one, dict) and is_act(one):
            parse_act(one)
        else:
            parse(one)


def _address(data: bytes) -> None:
    parts = [part.partition("=") for part in _texts(data).split("&")]
    given: dict[str, list[str]] = {}
    for key, _, value in parts:
        given.setdefault(key, []).append(value)
    from_url(given)
    order_from_url(given)


def _names(data: bytes) -> None:
    text = _texts(data)
    for check in (check_client, check_person, check_via, selection.parse, orders.parse):
        try:
            check(text)
        except CoreError:
            continue


def _both(data: bytes) -> object:
    one, _, two = data.partition(b"\x0c")
    return columns.read_parallel(one, two, ("en", "de"), files=("a", "b"), labels=LABELS)


def _projections(data: bytes) -> None:
    try:
        raw = json.loads(data)
    except (ValueError, RecursionError):
        return
    for read in (records.projections_from, records.orphans_from):
        attempt(lambda _, read=read: read(raw), data)


def _bundle(data: bytes) -> None:
    found = read_bundle(io.BytesIO(data), file="a.zip")
    for rows in (found.pairs, found.standing, found.decisions, found.originals, found.clients):
        list(rows())
    for _, links in found.link_keys():
        list(links)


def _later(room: str, name: str) -> Target:
    """Return a target that needs much of the house; it is loaded when it is first called."""

    def target(data: bytes) -> object:
        return import_module(room).TARGETS[name](data)

    return target


ROOMS = {
    "tests.fuzz.stores": (
        "core.models.card",
        "core.pipeline.release",
        "core.pipeline.runs.state",
        "core.review.asks",
        "core.review.decide",
        "core.review.guide",
        "core.storage.backup",
    ),
    "tests.fuzz.copies": ("core.pipeline.bundle.members", "core.storage.doctor"),
    "tests.fuzz.inside": (
        "core.cli.inputs",
        "core.formats.conll_lossless",
        "core.models.beams",
        "core.models.labels",
        "core.pipeline.benchmark.kept",
        "core.pipeline.runs.engine",
        "core.pipeline.trials",
        "core.review.confidence.shelf",
        "core.review.guide_files",
        "core.review.methods",
        "core.review.whatif_asks",
        "core.storage.accounts",
        "core.storage.files",
        "core.storage.originals",
        "core.storage.packed",
        "core.storage.secret",
        "core.storage.wire",
        "core.text.pattern",
    ),
}
"""Targets of other modules, which are loaded when they are needed."""

OTHERS: dict[str, Target] = {
    "core.pipeline.bundle": _bundle,
    "core.formats.conll": _conll,
    "core.formats.corpora.columns": lambda d: columns.read_alone(d, "en", file="a", labels=LABELS),
    "core.formats.corpora.columns.parallel": _both,
    "core.formats.corpora.pairs": lambda d: corpus_pairs.read_pairs(
        d, "de", file="a", labels=LABELS
    ),
    "core.formats.gold_links": lambda d: list(gold_links.read_jsonl(d, file="a")),
    "core.formats.gold_links.pharaoh": lambda d: list(gold_links.read_pharaoh(d, file="a")),
    "core.formats.lines": lambda d: list(lines_of.read_lines(lines_of.unpacked(d), file="a")),
    "core.formats.marked": lambda d: marked.parse(_texts(d), "en", tokenise),
    "core.formats.pharaoh": lambda d: list(pharaoh.read(d, [(3, 3)] * 3, file="a")),
    "core.formats.plain_text": lambda d: list(plain_text.read(d, "en", file="a")),
    "core.formats.records": _projections,
    "core.formats.schemes": lambda d: schemes.decode(_texts(d).split(), repair="begin"),
    "core.formats.sniff": _upload,
    "core.aligners.saved": saved.models_from_bytes,
    "core.scoring.learned": lambda d: from_bytes(zlib.compress(d), name="a"),
    "core.pipeline.runs.config": lambda d: from_toml(d, file="a"),
    "core.review.ops": _operations,
    "core.review.filters": _address,
    "core.review.names": _names,
    **{name: _later(room, name) for room, names in ROOMS.items() for name in names},
}


def targets() -> dict[str, Target]:
    """Return every target by the name of its module, without `core.formats.` in front."""
    found = dict(OTHERS)
    for module in modules():
        for name, reader in readers(module).items():
            if simple(reader) and module not in OTHERS:
                key = module if name == "read" else f"{module}.{name}"
                found[key] = lambda data, reader=reader: _drain(reader(data))
    return {name.removeprefix("core.formats."): found[name] for name in sorted(found)}


def attempt(target: Target, data: bytes) -> CoreError | None:
    """Return how a reader refused, None where it read; anything else is a fault and gets out."""
    try:
        target(data)
    except CoreError as error:
        if not str(error):
            raise AssertionError("an error without words") from error
        return error
    return None


def inputs(name: str) -> list[bytes]:
    """Return the seeds of a target and what is kept of it: inputs that once were a fault."""
    folder = KEPT / name
    kept = sorted(folder.iterdir()) if folder.is_dir() else []
    return [*SEEDS.get(name, []), *(path.read_bytes() for path in kept)]


__all__ = ["KEPT", "SEEDS", "attempt", "inputs", "modules", "readers", "simple", "targets"]
