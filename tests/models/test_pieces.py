from zlib import crc32

import pytest

from core.models.networks.pieces import PIECES, rows_of, shape


@pytest.mark.parametrize(
    ("token", "expected"),
    [("McDonald's", "XxXxxx'x"), ("1999", "ddd"), ("U.S.", "X.X."), ("東京", "aa"), ("ß", "x")],
)
def test_shapes(token, expected) -> None:
    assert shape(token) == expected


def test_rows_are_the_same_everywhere() -> None:
    rows = rows_of("Rom", 100)
    assert len(rows) == PIECES
    assert all(1 <= row < 100 for row in rows)
    # as crc32 has it: no seed of this process is in it
    assert rows[0] == 1 + crc32(b"form Rom") % 99
    assert rows_of("Rom", 100)[1] == rows_of("ROM", 100)[1]
    assert rows_of("Rom", 2) == (1,) * PIECES
