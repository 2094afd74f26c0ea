"""Limits: what is too much is refused with its file, the limit and the setting that raises it."""

import contextlib
import gzip
import io
import stat
import tracemalloc
import zipfile
import zlib
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.entity import Entity
from core.domain.pair import Pair, Sentence
from core.errors import FormatError, InputError
from core.formats import jsonl, limits
from core.formats.sniff import inspect_upload, open_upload

MIB = 2**20


def packed(*members: tuple[str, bytes], **fields: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            for field, value in fields.items():
                setattr(info, field, value)
            archive.writestr(info, content)
    return out.getvalue()


def unzipped(data: bytes, file: str = "") -> Iterator[tuple[str, bytes]]:
    archive = limits.open_zip(io.BytesIO(data), file=file)
    for info in archive.infolist():
        if not info.is_dir():
            yield info.filename, b"".join(limits.pieces(archive, info.filename, file=file))


def pair(number: int, label: str = "PER") -> Pair:
    source = Sentence(("Ada",), (Entity(0, 1, label),), "en")
    return Pair(str(number), source, Sentence(("Ada",), None, "de"))


@pytest.mark.parametrize("limit", limits.LIMITS, ids=lambda limit: limit.setting)
def test_every_limit_can_be_raised_by_its_setting(limit, monkeypatch) -> None:
    assert limit.value() == limit.usual
    monkeypatch.setenv(limit.setting, "7")
    assert limit.value() == 7
    assert limit.setting in limit.remedy()
    for wrong in ("0", "-1", "many", "1.5", "²"):
        monkeypatch.setenv(limit.setting, wrong)
        with pytest.raises(InputError, match=limit.setting):
            limit.value()


def test_a_file_and_all_files_together_have_a_size(monkeypatch) -> None:
    monkeypatch.setenv("SILVERLENS_MAX_FILE_MB", "2")
    monkeypatch.setenv("SILVERLENS_MAX_UPLOAD_MB", "3")
    limits.check_sizes([("a", 2 * MIB), ("b", MIB)])
    with pytest.raises(FormatError, match=r"^b: 2.5 MiB, more than the 2 .*MAX_FILE_MB"):
        limits.check_sizes([("a", 1), ("b", 5 * MIB // 2)])
    with pytest.raises(FormatError, match=r"^a and b: 4.0 MiB.*MAX_UPLOAD_MB"):
        limits.check_sizes([("a", 2 * MIB), ("b", 2 * MIB)])


@given(st.lists(st.binary(max_size=200_000), max_size=4))
def test_gzip_of_several_members_unpacks_to_the_same(parts: list[bytes]) -> None:
    data = b"".join(gzip.compress(part) for part in parts)
    assert limits.unpack(data) == b"".join(parts)


def test_gzip_that_ends_within_its_last_block_is_cut_off() -> None:
    whole = gzip.compress(bytes(3 * MIB))
    assert limits.unpack(whole) == bytes(3 * MIB)
    for length in (len(whole) - 1, len(whole) - 9, 12):
        with pytest.raises(FormatError, match="cut off"):
            limits.unpack(whole[:length], file="x.gz")


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch) -> None:
    bomb = gzip.compress(bytes(300 * MIB))
    tracemalloc.start()
    with pytest.raises(FormatError, match=r"^x.gz: unpacks to more than 200 times.*MAX_RATIO"):
        limits.unpack(bomb, file="x.gz")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 100 * MIB
    monkeypatch.setenv("SILVERLENS_MAX_RATIO", "2000")
    monkeypatch.setenv("SILVERLENS_MAX_UNPACKED_MB", "20")
    with pytest.raises(FormatError, match=r"more than 20 MiB.*MAX_UNPACKED_MB"):
        limits.unpack(bomb, file="x.gz")


def test_a_zip_gives_its_files_in_order_without_folders() -> None:
    data = packed(("b/", b""), ("b/x.txt", b"1"), ("a.txt", b"22"))
    assert list(unzipped(data)) == [("b/x.txt", b"1"), ("a.txt", b"22")]


@pytest.mark.parametrize(
    "name",
    [
        "../x",
        "a/../../x",
        "/etc/x",
        "a//x",
        "./x",
        "C:/x",
        "C:x",
        "..\\x",
        "a\\x",
        "a\nx",
        "\u202ex",
    ],
)
def test_a_name_that_leads_elsewhere_is_refused(name: str) -> None:
    with pytest.raises(FormatError, match=r"^z: the member "):
        list(unzipped(packed((name, b"1")), file="z"))


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_links_and_devices_are_refused(kind: int) -> None:
    data = packed(("x", b"/etc/passwd"), external_attr=(kind | 0o777) << 16, create_system=3)
    with pytest.raises(FormatError, match="is a link or a device"):
        list(unzipped(data))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_stands_twice_is_refused_in_either_case() -> None:
    for other in ("x", "X"):
        with pytest.raises(FormatError, match="stands in it twice"):
            list(unzipped(packed(("x", b"1"), (other, b"2"))))


def test_too_many_members_and_a_bomb_in_a_zip_are_refused(monkeypatch) -> None:
    monkeypatch.setenv("SILVERLENS_MAX_MEMBERS", "2")
    many = packed(("a", b""), ("b", b""), ("c", b""))
    with pytest.raises(FormatError, match=r"3 files in it.*MAX_MEMBERS"):
        list(unzipped(many, file="z"))
    with pytest.raises(FormatError, match="MAX_RATIO"):
        list(unzipped(packed(("a", bytes(40 * MIB)))))


def test_a_zip_that_says_less_than_it_holds_unpacks_no_further_than_it_says() -> None:
    data = bytearray(packed(("a", bytes(MIB))))
    size = MIB.to_bytes(4, "little")
    while size in data:
        k = data.index(size)
        data[k : k + 4] = (5).to_bytes(4, "little")
    with pytest.raises(FormatError, match="broken zip archive"):
        list(unzipped(bytes(data)))


@pytest.mark.parametrize("data", [b"", b"PK", b"no zip at all", packed(("a", b"1"))[:-5]])
def test_what_is_no_zip_is_said_to_be_broken(data: bytes) -> None:
    with pytest.raises(FormatError, match="broken zip archive"):
        list(unzipped(data, file="z"))


@given(st.binary(max_size=400))
def test_no_bytes_break_the_readers_of_archives(noise: bytes) -> None:
    good = bytearray(packed(("a.txt", b"hello"), ("b.txt", b"world")))
    for k, byte in enumerate(noise):
        good[(k * 7 + byte) % len(good)] ^= byte
    for data in (bytes(good), b"\x1f\x8b" + noise):
        with contextlib.suppress(FormatError):
            list(unzipped(data))
        with contextlib.suppress(FormatError):
            limits.unpack(data)


def test_deep_json_is_refused_and_brackets_within_text_do_not_count() -> None:
    limits.check_nesting('{"a": "' + "[" * 500 + '\\"{"}')
    limits.check_nesting("[" + "[1]," * 500 + "1]")
    deep = '{"a": ' + "[" * 64 + "]" * 64 + "}"
    with pytest.raises(FormatError, match=r"more than 64 levels of brackets.*MAX_NESTING"):
        limits.check_nesting(deep)
    with pytest.raises(FormatError, match=r"^f, line 1: more than 64 levels"):
        list(jsonl.read_each(deep.encode(), dict, file="f"))


def test_pairs_and_labels_are_counted(monkeypatch) -> None:
    monkeypatch.setenv("SILVERLENS_MAX_PAIRS", "3")
    monkeypatch.setenv("SILVERLENS_MAX_LABELS", "2")
    assert len(list(limits.bounded(pair(k) for k in range(3)))) == 3
    with pytest.raises(FormatError, match=r"more than 3 pairs.*MAX_PAIRS"):
        list(limits.bounded(pair(k) for k in range(4)))
    with pytest.raises(FormatError, match=r"more than 2 different labels, up to pair '2'"):
        list(limits.bounded(pair(k, f"L{k}") for k in range(3)))


def test_an_upload_is_held_to_the_limits(monkeypatch) -> None:
    table = [("t.tsv", b"a\tb\n" * 5)]
    assert inspect_upload(table, "en", "de").usable
    monkeypatch.setenv("SILVERLENS_MAX_PAIRS", "4")
    seen = inspect_upload(table, "en", "de")
    assert not seen.usable
    assert "SILVERLENS_MAX_PAIRS" in seen.problems[0].remedy
    with pytest.raises(FormatError, match=r"^t.tsv: more than 4 pairs"):
        list(open_upload(table, "en", "de").pairs)
    bomb = [("t.tsv.gz", gzip.compress(b"a\tb\n" * 20_000_000, compresslevel=1))]
    assert "times its size" in inspect_upload(bomb, "en", "de").problems[0].what


def test_broken_deflate_is_said_so() -> None:
    with pytest.raises(FormatError, match="broken gzip"):
        limits.unpack(b"\x1f\x8b" + zlib.compress(b"x"), file="x.gz")
