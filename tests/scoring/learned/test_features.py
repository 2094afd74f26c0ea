import numpy as np
import pytest

from core.candidates.grown import grown
from core.domain.alignment import Alignment, Link
from core.domain.candidate import Candidates
from core.domain.entity import Entity
from core.domain.pair import Sentence
from core.domain.task import Task
from core.scoring.learned.features import features
from core.scoring.learned.memory import Decided, Memory
from core.scoring.learned.table import DECIDED, PLAIN, WORDS

SOURCE = Sentence(
    ("the", "European", "Bank", "met", "Anna", "."),
    (Entity(1, 3, "ORG"), Entity(4, 5, "PER")),
    "en",
)
TARGET = ("die", "Bank", "von", "Europa", "traf", "Anna", ".")
LINKS = Alignment(6, 7, (Link(1, 3, 0.5), Link(2, 1, 1.0), Link(3, 4), Link(4, 5), Link(5, 6)))
TASK = Task(SOURCE, TARGET, LINKS)


def row(span: tuple[int, int], entity: int = 0) -> dict[str, float]:
    candidates = Candidates.of([(1, 2), (1, 4), (0, 4), (5, 6)], origin="t")
    (entities, columns), table = features(TASK, candidates)
    place = candidates.spans().index(span)
    (found,) = table[(entities == entity) & (columns == place)]
    return dict(zip(PLAIN, found.tolist(), strict=True))


def test_links_of_an_entity_and_a_candidate() -> None:
    seen = row((1, 4))
    wanted = {
        "own-in": 1.5,
        "own-out": 0.0,
        "own-share": 0.5,
        "source-in": 0.75,
        "content-in": 0.75,
        "content-free": 0.5,
        "own-first": 1.0,
        "own-last": 0.5,
        "own-before": 0.0,
        "own-after": 0.0,
        "rival-in": 0.0,
        "after-after": 1.0,
        "before-before": 0.0,
    }
    assert {code: seen[code] for code in wanted} == pytest.approx(wanted)
    assert row((1, 2))["own-out"] == pytest.approx(0.5)
    assert row((1, 4))["behind"] == 0
    assert row((1, 2))["behind"] == pytest.approx(row((1, 4))["coverage"] - row((1, 2))["coverage"])


def test_how_it_is_written_and_its_shape() -> None:
    seen = row((0, 4))
    wanted = {
        "capitals": 1.0,
        "capital-first": 0.0,
        "capital-last": 1.0,
        "short-first": 1.0,
        "short-in": 2.0,
        "mark-before": 1.0,
        "mark-after": 0.0,
        "source-capitals": 1.0,
        "source-length": 2.0,
        "length": 4.0,
        "longer": 2.0,
        "content-longer": 0.0,
        "opens": 1.0,
        "entities": 2.0,
        "caseless": 0.0,
    }
    assert {code: seen[code] for code in wanted} == pytest.approx(wanted)
    assert row((5, 6), entity=1)["form"] == 1.0


def test_candidates_that_cover_far_worse_are_not_looked_at() -> None:
    (entities, columns), table = features(TASK, Candidates.of([(1, 4), (5, 6)], origin="t"))
    assert list(zip(entities.tolist(), columns.tolist(), strict=True)) == [(0, 0), (1, 1)]
    assert table.shape == (2, len(PLAIN))


def test_nothing_to_look_at_gives_no_rows() -> None:
    empty = Candidates.of([], origin="t")
    nobody = Task(Sentence(SOURCE.tokens, (), "en"), TARGET, LINKS)
    for task, candidates in ((TASK, empty), (nobody, grown(TASK))):
        (entities, columns), table = features(task, candidates, Memory())
        assert len(entities) == len(columns) == 0
        assert table.shape == (0, len(PLAIN) + len(DECIDED))


def test_every_feature_is_a_number_and_has_words() -> None:
    _, table = features(TASK, grown(TASK), Memory())
    assert np.isfinite(table).all()
    assert set(WORDS) == {*PLAIN, *DECIDED}
    assert len(WORDS) == len(PLAIN) + len(DECIDED)
    assert all(WORDS.values())


def decided(*spans: tuple[int, int], looked: tuple[tuple[int, int], ...] = ()) -> Decided:
    return Decided(TASK, {0: spans, 1: ()}, spans, looked)


def told(memory: Memory, span: tuple[int, int], entity: int = 0) -> dict[str, float]:
    candidates = Candidates.of([span], origin="t")
    found = memory.features(TASK, candidates, (np.array([entity]), np.array([0])))[0]
    return dict(zip(DECIDED, found.tolist(), strict=True))


def test_a_memory_knows_names_and_words() -> None:
    memory = Memory.of([decided((1, 4), looked=((1, 4), (1, 2)))])
    seen = told(memory, (1, 4))
    wanted = {
        "span-decided": 1.2 / 2,
        "span-seen": np.log(2),
        "word-first": 1.3 / 3,
        "word-before": 0.3 / 3,
        "starts": 1.1 / 1.5,
        "ends": 1.1 / 1.5,
        "name-seen": np.log(2),
        "name-none": 0.1 / 2,
        "label-none": 0.5 / 11,
        "name-form": 0.5,
        "name-other": 0.0,
    }
    assert {code: seen[code] for code in wanted} == pytest.approx(wanted)
    assert told(memory, (1, 2))["name-other"] == 0.5
    assert told(memory, (5, 6), 1)["name-none"] == pytest.approx(1.1 / 2)


def test_what_is_taken_out_of_a_memory_was_never_there() -> None:
    memory = Memory.of([decided((1, 4))])
    more = decided((1, 2), looked=((0, 2), (1, 2)))
    memory.add(more)
    memory.add(more, -1)
    assert memory.plain() == Memory.of([decided((1, 4))]).plain()
    assert Memory.from_plain(memory.plain()).plain() == memory.plain()
    assert told(memory, (1, 2)) == told(Memory.of([decided((1, 4))]), (1, 2))
