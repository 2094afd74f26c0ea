"""Kept inputs, seeds, and some hundred of their kin: read, or refused in our own words.

The kin are seeded, so that each run tries the same. `python -m tests.fuzz` looks further.
"""

import json
import random
import resource
import signal
import time
from collections.abc import Iterator

import pytest

from core.errors import InputError
from tests.fuzz.targets import SEEDS, attempt, inputs, modules, readers, targets
from tests.storage.dying import PROCESSES

TARGETS = targets()
LONG = {"core.pipeline.bundle.members", "core.storage.doctor"}
"""Targets that take long for each input: tried in the long round alone."""

NAMED = [pytest.param(n, marks=pytest.mark.soak if n in LONG else ()) for n in TARGETS]
KIN = 12
ODD = (
    b"",
    b"\n",
    b"\r\r\n\n\r",
    b"\0",
    b"\xef\xbb\xbf",
    b"\xff\xfea\0",
    b"\xed\xa0\x80",
    b"\x1f\x8b",
    b"a\x85b\xe2\x80\xa8c\x0bd\x0ce\r\nf\rg\n",
    b"[" * 5_000,
    b'{"id":' * 5_000,
    b'{"id": "\\ud800"}',
    b'{"id": NaN, "links": [[Infinity, -Infinity, 1e999]]}',
    b'{"id": ' + b"9" * 5_000 + b"}",
    b"[" + b"9" * 400 + b"-1]",
    b"0-" + b"9" * 400 + b"\n",
    b"a = " + b"[" * 3_000,
    b"a = 1e400\nb = nan\nc = 9" + b"9" * 5_000,
    b"a" + b".a" * 3_000 + b" = 1",
)
VALUES = (None, True, -1, 0, 2**63, 10**400, 1.5, "", "\ud800", "x" * 300, [], {}, [[]], [None])
PER_INPUT_S = 5


@pytest.fixture(autouse=True)
def in_time(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let a reader that hangs be a failure; what takes long by itself has a bound of its own."""
    if "ten_megabytes" in request.node.name:
        yield
        return

    def late(*_: object) -> None:
        raise TimeoutError(f"a reader took more than {PER_INPUT_S} s")

    attempt(TARGETS["plain_text"], b"a")  # spaCy is loaded on first use
    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(PER_INPUT_S * (100 if request.node.get_closest_marker("soak") else 4))
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("name", NAMED)
def test_seeds_are_read_and_what_is_kept_is_refused_at_worst(name: str) -> None:
    assert inputs(name), "give the target a small valid file in tests/fuzz/seeds.py"
    for data in SEEDS.get(name, []):
        assert attempt(TARGETS[name], data) is None
    for data in inputs(name):
        attempt(TARGETS[name], data)


@pytest.mark.parametrize("name", NAMED)
def test_kin_of_seeds_and_odd_bytes_are_read_or_refused(name: str) -> None:
    chance = random.Random(name)
    for data in ODD:
        attempt(TARGETS[name], data)
    for seed in inputs(name):
        for _ in range(KIN):
            attempt(TARGETS[name], mutated(seed, chance))
        for data in other_values(seed, chance):
            attempt(TARGETS[name], data)


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Return bytes with something cut, doubled, changed or put in."""
    body = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        start = chance.randint(0, len(body))
        end = min(len(body), start + chance.randint(0, 8))
        draw = chance.randint(0, 3)
        if draw == 0:
            del body[start:end]
        elif draw == 1:
            body[start:start] = body[start:end] * chance.randint(1, 3)
        elif draw == 2:
            body[start:end] = chance.randbytes(end - start)
        else:
            body[start:start] = chance.choice(ODD)[:50]
    return bytes(body)


def other_values(data: bytes, chance: random.Random) -> Iterator[bytes]:
    """Yield the JSON of a seed with one value anywhere replaced by one of another kind."""
    try:
        whole = json.loads(data)
    except ValueError:
        return
    places = list(_places(whole, ()))
    for path in chance.sample(places, min(len(places), KIN)):
        copy = json.loads(data)
        at = copy
        for step in path[:-1]:
            at = at[step]
        at[path[-1]] = chance.choice(VALUES)
        yield json.dumps(copy).encode() + b"\n"


def _places(value: object, path: tuple[object, ...]) -> Iterator[tuple]:
    items = value.items() if isinstance(value, dict) else ()
    items = enumerate(value) if isinstance(value, list) else items
    for key, inner in items:
        yield (*path, key)
        yield from _places(inner, (*path, key))


HUGE = (b"x" * 10_000_000, b"x " * 5_000_000, b"\n" * 1_000_000, b'{"a":[' + b"1," * 2_000_000)
ROOM = 700 * 2**20


def read_the_huge(result: str) -> None:
    """Read inputs of 10 MB with little memory; write how long the slowest took."""
    for target in TARGETS.values():  # what is loaded on first use is no cost of an input
        attempt(target, b"a")
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 (no file of users)
        pages = int(file.read().split()[0])
    limit = pages * resource.getpagesize() + ROOM
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    slowest = (0.0, "")
    for name, target in TARGETS.items():
        for data in HUGE:
            began_s = time.perf_counter()
            attempt(target, data)
            slowest = max(slowest, (time.perf_counter() - began_s, f"{name} {data[:9]!r}"))
    with open(result, "w", encoding="utf-8") as file:  # noqa: PTH123 (no file of users)
        json.dump(slowest, file)


@pytest.mark.soak
def test_ten_megabytes_need_bounded_memory_and_time(tmp_path) -> None:
    result = tmp_path / "slowest"
    process = PROCESSES.Process(target=read_the_huge, args=(str(result),))
    process.start()
    process.join(300)
    assert process.exitcode == 0
    seconds, which = json.loads(result.read_text())
    assert seconds < 20, which


def test_every_reader_has_a_target() -> None:
    full = {name if name.startswith("core.") else f"core.formats.{name}" for name in TARGETS}
    named = full | {name.rpartition(".")[0] for name in full}
    through = {"core.formats.jsonl"}  # called by every reader of JSON Lines
    assert [m for m in modules() if readers(m) and m not in named | through] == []


def test_a_fault_gets_out() -> None:
    def broken(data: bytes) -> object:
        return {}[data]

    with pytest.raises(KeyError):
        attempt(broken, b"a")

    def fine(data: bytes) -> object:
        raise InputError(f"not usable: {data!r}")

    assert attempt(fine, b"a")
