import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.entity import Entity
from core.errors import InputError, SpanError
from core.evaluation.agreement import agreement, entity_kappa, pairwise_f1
from core.evaluation.chance import kappa
from core.evaluation.spans import evaluate
from tests.evaluation.worlds import corpus, tags

PER, LOC = Entity(0, 2, "PER"), Entity(3, 4, "LOC")


def test_by_hand():
    first, second = [[PER, LOC], []], [[PER], [Entity(0, 1, "ORG")]]
    [pair] = agreement({"a": first, "b": second}, [5, 2]).pairs
    assert (pair.first, pair.second, pair.sentences) == ("a", "b", 2)
    assert pair.f1.value == 0.5
    # B I O L O | O O   and   B I O O O | G O: 5 of 7 equal, chance (1 + 1 + 4 * 4) / 49
    assert pair.token_kappa.value == pytest.approx((5 / 7 - 18 / 49) / (1 - 18 / 49))
    # PER PER, LOC none, none ORG: 1 of 3, chance (1 * 1 + 1 * 1) / 9
    assert pair.entity_kappa.value == pytest.approx((1 / 3 - 2 / 9) / (1 - 2 / 9))


def test_a_boundary_between_two_entities_of_a_label_counts():
    one, two = [[Entity(0, 2, "PER")]], [[Entity(0, 1, "PER"), Entity(1, 2, "PER")]]
    assert agreement({"a": one, "b": two}, [3]).pairs[0].token_kappa.value < 1
    assert pairwise_f1(one, two).value == 0


def test_sentences_that_somebody_left_out_do_not_count():
    first, second, third = [[PER], None, [PER]], [[PER], [PER], None], [[LOC], [PER], [LOC]]
    report = agreement({"a": first, "b": second, "c": third}, [5, 5, 5])
    assert [(p.first, p.second, p.sentences) for p in report.pairs] == [
        ("a", "b", 1),
        ("a", "c", 2),
        ("b", "c", 2),
    ]
    assert [p.f1.value for p in report.pairs] == [1, 0, 0.5]
    assert report.alpha.n == 5 * 3 + 5 * 2 + 5 * 2


def test_undefined_is_said():
    [pair] = agreement({"a": [[], None], "b": [[], [PER]]}, [4, 4]).pairs
    assert pair.f1.value is None
    assert pair.f1.why == "neither layer has an entity in the sentences both have"
    assert pair.entity_kappa.why == pair.f1.why
    assert "only one value is used (O)" in pair.token_kappa.why
    [pair] = agreement({"a": [None], "b": [[PER]]}, [4]).pairs
    assert "no item" in pair.token_kappa.why
    assert "no item" in agreement({"a": [None], "b": [[PER]]}, [4]).alpha.why
    assert entity_kappa([[PER]], [[PER]]).why.startswith("only one value is used (PER)")


def test_layers_must_fit():
    with pytest.raises(InputError, match="at least two"):
        agreement({"a": [[PER]]}, [4])
    with pytest.raises(InputError, match="layer b has 2 sentences, 1 lengths"):
        agreement({"a": [[PER]], "b": [[PER], []]}, [4])
    for compare in (pairwise_f1, entity_kappa):
        with pytest.raises(InputError, match="layers of 1 and 2 sentences"):
            compare([[PER]], [[PER], []])
    with pytest.raises(SpanError):
        agreement({"a": [[PER]], "b": [[PER, LOC]]}, [3])


@given(st.integers(0, 10_000))
def test_two_layers_alone_and_in_a_report_agree_alike(seed):
    gold, predicted = corpus(seed, sentences=6)
    lengths = [14] * 6
    [pair] = agreement({"a": gold, "b": predicted}, lengths).pairs
    ours = evaluate(gold, predicted).overall
    assert (pair.f1.value or 0) == ours.f1
    flat = [[t for row in tags(layer) for t in row] for layer in (gold, predicted)]
    assert pair.token_kappa.value == kappa(zip(*flat, strict=True)).value
    assert pair.f1.value == pairwise_f1(predicted, gold).value
    spans = [{(e.start, e.end): e.label for e in s} for s in (*gold, *predicted)]
    rows = [
        (a.get(k, ""), b.get(k, ""))
        for a, b in zip(spans[:6], spans[6:], strict=True)
        for k in a | b
    ]
    assert pair.entity_kappa.value == kappa(rows).value


@given(st.integers(0, 10_000))
def test_a_layer_agrees_fully_with_itself(seed):
    gold, _ = corpus(seed, sentences=4)
    report = agreement({"a": gold, "b": gold, "c": gold}, [14] * 4)
    for figure in (report.alpha, *(p.f1 for p in report.pairs)):
        assert figure.value in {None, 1}
