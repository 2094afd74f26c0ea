from core.review.suspicion import Suspicion, rank, worth


def said(chance: float, decisions: int) -> Suspicion:
    return Suspicion(chance, (), decisions, 0.0, None, None)


def test_the_most_expected_errors_for_a_decision_come_first_and_equals_as_they_stand() -> None:
    found = [said(0.2, 1), said(0.8, 2), said(0.4, 1), said(0.9, 9)]
    assert rank(found) == (1, 2, 0, 3)
    assert worth(found[1]) == 0.4


def test_an_empty_corpus_has_an_empty_order() -> None:
    assert rank([]) == ()
