import numpy as np
import pytest

from core.domain.task import TagProbs
from core.errors import InputError
from core.training.distill.learn import Lesson, learn_from, lessons
from core.training.distill.loss import NO_LABEL
from core.training.distill.teachers import combine, common_labels, in_columns, unanimous
from core.training.fit import Schedule
from core.training.taggers.learn import new_encoder, new_small

A = np.array([[0.8, 0.2, 0.0], [0.1, 0.6, 0.3]])
B = np.array([[0.4, 0.6, 0.0], [0.2, 0.5, 0.3]])


def test_labels_of_all_teachers_by_class() -> None:
    assert common_labels([("B-PER", "O"), ("O", "I-LOC")]) == (
        *("O", "B-LOC", "I-LOC"),
        *("B-PER", "I-PER"),
    )
    with pytest.raises(InputError, match="know no entity label"):
        common_labels([("O",)])


def test_columns_by_name_and_nothing_for_what_a_teacher_does_not_know() -> None:
    tagged = TagProbs(("B-X", "O"), np.array([[0.3, 0.7]]))
    assert in_columns(tagged, ("O", "B-X", "I-X")).tolist() == [[0.7, 0.3, 0.0]]
    with pytest.raises(InputError, match="has the label 'B-X'; known: O"):
        in_columns(tagged, ("O",))


def test_one_of_many_by_hand() -> None:
    # 3/4 of A and 1/4 of B
    found = combine([A, B], np.array([0.75, 0.25]))
    assert found == pytest.approx(np.array([[0.7, 0.3, 0.0], [0.125, 0.575, 0.3]]))


def test_agreement() -> None:
    assert unanimous([A, B]).tolist() == [NO_LABEL, 1]
    assert unanimous([A]).tolist() == [0, 1]
    assert unanimous([A, B, A[::-1]]).tolist() == [NO_LABEL, NO_LABEL]


def test_lessons_weigh_all_text_or_each_sentence() -> None:
    texts, probs = [("x", "y"), ("z", "w")], [[A, A], [B, B]]
    plain = lessons(texts, probs, np.array([0.5, 0.5]))
    assert plain[0].probs == pytest.approx((A + B) / 2)
    assert plain[0].agreed is None
    each = lessons(texts, probs, np.array([[1.0, 0.0], [0.0, 1.0]]), agree=True)
    assert (each[0].probs == A).all()
    assert (each[1].probs == B).all()
    assert each[1].agreed.tolist() == [NO_LABEL, 1]
    with pytest.raises(InputError, match="2 rows of probabilities, 1 tokens"):
        Lesson(("x",), A)


@pytest.mark.parametrize("kind", ["small", "encoder"])
@pytest.mark.parametrize("agree", [False, True])
def test_a_student_comes_near_its_teachers(kind, agree, encoder) -> None:
    labels = ("O", "B-X", "I-X")
    rows = lessons([("Anna", "."), ("Bob", "lives")], [[A, A], [B, B]], np.array([0.5, 0.5]),
                   agree=agree)  # fmt: skip
    network = new_small(labels, seed=0) if kind == "small" else new_encoder(encoder, labels, seed=0)
    losses = learn_from(network, rows, Schedule(epochs=15, batch=2, rate=0.01), soft_weight=2.0)
    assert losses[-1] < losses[0]
    with pytest.raises(InputError, match="no sentence to learn from"):
        learn_from(network, [], Schedule(epochs=1, batch=2, rate=0.01))
