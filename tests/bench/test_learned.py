from bench import learned
from bench.learned import ALWAYS, DEFAULT, OFFERED, REVIEWED, curve, f1
from bench.learned_cases import Case, answers, counted
from core.domain.alignment import Alignment
from core.domain.entity import Entity
from core.domain.pair import Sentence
from core.domain.task import Task
from core.scoring.learned import known
from core.training.scorer import example
from tests.learnable import GOLD, links, pairs

GOLD_SET = frozenset(GOLD)


def test_gold_stands_for_the_entity_of_its_label_that_it_covers() -> None:
    source = Sentence(
        ("A", "B", "C"),
        tuple(Entity(k, k + 1, label) for k, label in enumerate(("PER", "PER", "LOC"))),
        "en",
    )
    task = Task(source, ("c", "b", "a"), Alignment.of(3, 3, [(0, 2), (1, 1)]))
    gold = frozenset({Entity(2, 3, "PER"), Entity(1, 2, "PER"), Entity(0, 1, "LOC")})
    assert answers(task, gold) == {0: ((2, 3),), 1: ((1, 2),), 2: ((0, 1),)}
    assert answers(task, frozenset({Entity(1, 2, "ORG")})) == {0: (), 1: (), 2: ()}
    assert answers(task, frozenset()) == {0: (), 1: (), 2: ()}


def test_f1_of_counts() -> None:
    assert f1([(1, 2, 1), (1, 1, 2)]) == 4 / 6
    assert f1([(0, 0, 0)]) == 1.0


def test_reviewed_pairs_teach_the_others(monkeypatch) -> None:
    monkeypatch.setattr(learned, "SEEDS", 1)
    given = pairs(80)
    made = links(given)
    some = []
    for pair in given:
        task = Task(pair.source, pair.target.tokens, made[pair.id])
        taught = example(task, answers(task, GOLD_SET), [(e.start, e.end) for e in GOLD])
        default = counted(task, GOLD_SET, "coverage-exact")
        some.append(Case(True, task, GOLD_SET, taught, default))
    found = curve(some, known("shipped").prior)
    assert list(found) == [n for n in REVIEWED if n <= 56]
    before, after = found[0][0], found[50]
    assert before.f1["all"][OFFERED] == before.f1["all"][DEFAULT] == 0.5
    assert all(run.taken and run.f1["all"][OFFERED] == run.f1["all"][ALWAYS] for run in after)
    assert all(run.f1["all"][OFFERED] == 1.0 for run in after)
    assert after[0].f1["odd"][DEFAULT] == 1.0  # nothing is in it
