import gzip
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from core.errors import FormatError, InputError, StorageError
from core.storage.files import read_bytes, stream_lines, write_atomically


def test_written_whole_and_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "out.txt"
    assert write_atomically(path, b"abc") == 3
    assert write_atomically(path, iter([b"de", b"", b"f"])) == 3
    assert path.read_bytes() == b"def"
    assert [p.name for p in tmp_path.iterdir()] == ["out.txt"]


def test_an_error_on_the_way_leaves_the_old_file_as_it_was(tmp_path: Path) -> None:
    def chunks() -> Iterator[bytes]:
        yield b"half"
        raise InputError("stop")

    path = tmp_path / "out.txt"
    path.write_bytes(b"old")
    with pytest.raises(InputError, match="stop"):
        write_atomically(path, chunks())
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["out.txt"]


def test_permissions_are_those_of_the_old_file_else_the_usual_ones(tmp_path: Path) -> None:
    path, plain = tmp_path / "out.txt", tmp_path / "plain.txt"
    path.write_bytes(b"")
    path.chmod(0o640)
    plain.write_bytes(b"")
    write_atomically(path, b"x")
    write_atomically(tmp_path / "new.txt", b"x")
    assert path.stat().st_mode & 0o777 == 0o640
    assert (tmp_path / "new.txt").stat().st_mode == plain.stat().st_mode


@pytest.mark.parametrize("name", ["missing/out.txt", ""])
def test_a_place_that_cannot_be_written_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(StorageError, match=str(tmp_path)):
        write_atomically(tmp_path / name, b"x")


def test_read_packed_or_not_with_a_limit(tmp_path: Path) -> None:
    plain, packed = tmp_path / "a", tmp_path / "a.gz"
    plain.write_bytes(b"x" * 100)
    packed.write_bytes(gzip.compress(b"x" * 100))
    for path in (plain, packed):
        assert read_bytes(path) == read_bytes(str(path), limit=100) == b"x" * 100
        with pytest.raises(InputError, match="holds more than 99 bytes"):
            read_bytes(path, limit=99)


@pytest.mark.parametrize("read", [read_bytes, lambda path: list(stream_lines(path))])
def test_what_cannot_be_read_is_named(tmp_path: Path, read) -> None:
    cut = tmp_path / "cut.gz"
    cut.write_bytes(gzip.compress(b"x" * 1000)[:-9])
    with pytest.raises(FormatError, match=r"cut\.gz: broken gzip"):
        read(cut)
    with pytest.raises(InputError, match="no such file"):
        read(tmp_path / "none")
    with pytest.raises(InputError, match="is a folder"):
        read(tmp_path)


def test_lines_come_one_by_one_and_long_ones_are_cut(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"a\nbbbbbbbbb\n\nccc\ndd")
    assert list(stream_lines(path, max_line=4)) == [b"a\n", b"bbbbb", b"\n", b"ccc\n", b"dd"]
    assert b"".join(stream_lines(path)) == path.read_bytes()


def test_what_is_no_plain_file_stays_what_it_is(tmp_path: Path) -> None:
    pipe, real, link = tmp_path / "pipe", tmp_path / "sub" / "real.txt", tmp_path / "link.txt"
    os.mkfifo(pipe)
    real.parent.mkdir()
    real.write_bytes(b"old")
    link.symlink_to(real)
    with ThreadPoolExecutor(1) as pool:
        found = pool.submit(pipe.read_bytes)
        assert write_atomically(pipe, iter([b"ab", b"c"])) == 3
        assert found.result(timeout=10) == b"abc"
    assert pipe.is_fifo()
    assert write_atomically(link, b"new") == 3
    assert (link.is_symlink(), real.read_bytes()) == (True, b"new")


def test_a_name_that_the_system_does_not_take_is_told(tmp_path: Path) -> None:
    path = tmp_path / ("x" * 5000)
    with pytest.raises(InputError, match="cannot be read"):
        read_bytes(path)
    with pytest.raises(StorageError, match="cannot write"):
        write_atomically(path, b"x")
