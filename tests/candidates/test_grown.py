from core.candidates.grown import grown
from tests.projection.build import task


def test_ends_move_by_one_word_and_stay_within_the_sentence() -> None:
    world = task(1, 4, [(0, 1, "LOC")], [(0, 0)])
    assert set(grown(world).spans()) == {(0, 1), (0, 2), (1, 2)}
    assert set(grown(world, by=0).spans()) == {(0, 1)}


def test_two_words_further_and_inwards() -> None:
    world = task(2, 6, [(0, 2, "LOC")], [(0, 2), (1, 4)])
    spans = set(grown(world, by=2).spans())
    assert (0, 6) in spans
    assert (3, 4) in spans
    assert all(0 <= start < end <= 6 for start, end in spans)


def test_without_links_there_is_nothing_to_grow() -> None:
    assert len(grown(task(1, 3, [(0, 1, "LOC")], []))) == 0
