import pytest

from core.errors import ModelError, StorageError
from core.pipeline.remembered import CHUNK, remembered
from core.storage.results import Results


class Worker:
    """Counts what it is asked, and tells when half of it is done; fails at the item `stop`."""

    def __init__(self, stop: str = "") -> None:
        self.asked: list[list[str]] = []
        self.stop = stop

    def __call__(self, items, within=lambda done, total: None):
        if self.stop in items:
            raise ModelError("stopped")
        self.asked.append(list(items))
        within(5, 10)
        within(10, 10)
        return [(item.upper(), 0.1 + len(item)) for item in items]


def ask(results, items, work, *, identity=None, report=None):
    return remembered(
        results,
        "test",
        identity or {"model": "a"},
        items,
        content=lambda item: item,
        length=len,
        work=work,
        pack=list,
        unpack=tuple,
        report=report,
        step="Testing",
    )


@pytest.fixture
def results(tmp_path):
    found = Results.open(tmp_path / "results.sqlite")
    yield found
    found.close()


def test_results_come_in_order_and_equal_items_are_done_once(results):
    work = Worker()
    assert ask(results, ["b", "ccc", "b"], work) == [("B", 1.1), ("CCC", 3.1), ("B", 1.1)]
    assert work.asked == [["ccc", "b"]]


def test_what_is_known_is_read(results):
    ask(results, ["b", "ccc"], Worker())
    work = Worker()
    assert ask(results, ["dd", "b"], work) == [("DD", 2.1), ("B", 1.1)]
    assert work.asked == [["dd"]]


@pytest.mark.parametrize("other", [{"model": "b"}, {"model": "a", "beams": 2}])
def test_another_model_or_option_knows_nothing(results, other):
    ask(results, ["b"], Worker())
    work = Worker()
    ask(results, ["b"], work, identity=other)
    assert work.asked == [["b"]]


def test_a_stop_loses_one_chunk_at_most_and_ends_the_same(results):
    items = [f"{k:04d}" for k in range(CHUNK + 40)]
    order = []
    ask(None, items, lambda some, _: order.extend(some) or Worker()(some))
    with pytest.raises(ModelError, match="stopped"):
        ask(results, items, Worker(stop=order[CHUNK]))
    work = Worker()
    assert ask(results, items, work) == ask(None, items, Worker())
    assert work.asked == [order[CHUNK:]]


def test_nothing_is_kept_without_a_file():
    work = Worker()
    ask(None, ["b"], work)
    ask(None, ["b"], work)
    assert work.asked == [["b"], ["b"]]


def test_progress_counts_what_was_known(results):
    ask(results, ["b"], Worker())
    told = []
    ask(results, ["b", "ccc", "ccc"], Worker(), report=lambda *what: told.append(what))
    assert told == [("Testing", 1, 2), ("Testing", 1, 2), ("Testing", 2, 2)]


def test_progress_is_told_within_a_chunk():
    items, told = [f"{k:04d}" for k in range(CHUNK + 40)], []
    ask(None, items, Worker(), report=lambda *what: told.append(what))
    whole = CHUNK + 40
    assert [done for _, done, _ in told] == [0, CHUNK // 2, CHUNK, CHUNK + 20, whole]
    assert {total for _, _, total in told} == {whole}


def test_half_characters_and_no_items(results):
    assert ask(results, ["\ud800"], Worker()) == [("\ud800", 1.1)]
    assert ask(results, [], Worker()) == []


def test_what_is_no_file_of_results(tmp_path):
    (tmp_path / "other.sqlite").write_text("something else, and long enough to be no database")
    with pytest.raises(StorageError, match="not a database"):
        Results.open(tmp_path / "other.sqlite")
