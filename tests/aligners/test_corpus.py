import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from core.aligners import Bitext
from core.aligners.corpus import index
from core.aligners.table import WordTable

TOKENS = st.lists(st.sampled_from(["a", "A", "b", "é", "e\u0301", ""]), max_size=4).map(tuple)
PAIRS = st.lists(st.builds(Bitext, TOKENS, TOKENS), max_size=5)


@settings(deadline=None)
@given(PAIRS)
def test_every_cell_knows_its_words(pairs):
    world = index(pairs)
    assert len(world) == len(pairs)
    for p, pair in enumerate(pairs):
        cells = world.cells[world.cell_at[p] : world.cell_at[p + 1]]
        expected = [
            (s, t)
            for s in world.source[world.source_at[p] : world.source_at[p + 1]].tolist()
            for t in world.target[world.target_at[p] : world.target_at[p + 1]].tolist()
        ]
        found = zip(world.type_source[cells], world.type_target[cells], strict=True)
        assert list(found) == expected
        assert len(cells) == len(pair.source) * len(pair.target)
    types = list(zip(world.type_source.tolist(), world.type_target.tolist(), strict=True))
    assert len(set(types)) == len(types)
    assert world.type_source.tolist() == sorted(world.type_source.tolist())


def test_spellings_of_one_key_are_one_word():
    assert index([Bitext(("É", "e\u0301", "é"), ("x",))]).source_words == ("é",)
    assert index([]).longest() == 0


@settings(deadline=None)
@given(PAIRS, st.integers(0, 1000))
def test_a_table_gives_back_what_went_in(pairs, seed):
    world = index(pairs)
    rng = np.random.default_rng(seed)
    forward, backward = rng.random((2, len(world.type_source)))
    table = WordTable.of(world, forward, backward)
    found_f, found_b, known = table.lookup(world)
    assert known.all()
    assert np.array_equal(found_f, forward)
    assert np.array_equal(found_b, backward)
    again = WordTable.from_arrays(table.arrays())
    assert np.allclose(again.lookup(world)[0], forward, atol=1e-6)
