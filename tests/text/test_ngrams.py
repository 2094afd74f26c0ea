import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text.key import comparison_key
from core.text.ngrams import ngram_similarities


def alike(a, b, least=1, most=2):
    cells = np.array([0]), np.array([0])
    keys = [comparison_key(a)], [comparison_key(b)]
    return float(ngram_similarities(*keys, cells, least=least, most=most)[0])


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("", "", 0.0),
        ("", "a", 0.0),
        ("rome", "rome", 1.0),
        ("é", "É", 0.0),
        ("où", "ou", 1.0),
        ("a", "a", 0.0),
        ("a", "ab", 0.0),
        ("日", "日", 0.0),
        ("日本", "日本", 1.0),
        ("!", "!", 1.0),
        ("!", "?", 0.0),
        ("1990", "1990", 1.0),
        ("1990", "1991", 0.0),
        ("۱۹۹۰", "1990", 1.0),
        ("4th", "4th", 1.0),
        # a, b, and the pairs ^a ab b$ against b, a and ^b ba a$: two of five.
        ("ab", "ba", 2 / 5),
        ("abc", "xyz", 0.0),
        ("москва", "moskva", 1.0),
    ],
)
def test_table(a, b, expected):
    assert alike(a, b) == pytest.approx(expected)


def test_an_abjad_is_compared_by_its_consonants_too():
    # mhmd and muhammad: 8 of sqrt(6) * 4 by letters, md and md the same by consonants.
    by_letters = 8 / (6**0.5 * 4)
    assert alike("محمد", "muhammad", most=1) == pytest.approx((by_letters + 1) / 2)
    assert alike("mhmd", "muhammad", most=1) == pytest.approx(by_letters)


def test_no_cells():
    none = np.zeros(0, dtype=np.int64)
    assert ngram_similarities([], [], (none, none), least=1, most=3).shape == (0,)
    assert ngram_similarities(["a"], ["b"], (none, none), least=1, most=3).shape == (0,)


WORDS = st.lists(st.text("abéßж日1.\u0301", max_size=5).map(comparison_key), min_size=1, max_size=4)


@given(WORDS, WORDS)
def test_symmetric_within_bounds_and_cell_by_cell(a, b):
    rows, columns = (k.ravel() for k in np.indices((len(a), len(b))))
    found = ngram_similarities(a, b, (rows, columns), least=1, most=3)
    back = ngram_similarities(b, a, (columns, rows), least=1, most=3)
    assert found == pytest.approx(back)
    assert ((found >= 0) & (found <= 1)).all()
    single = [alike(a[i], b[j], most=3) for i, j in zip(rows, columns, strict=True)]
    assert found == pytest.approx(np.array(single))
