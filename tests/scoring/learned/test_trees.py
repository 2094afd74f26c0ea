import json

import numpy as np
import pytest

from core.errors import InputError
from core.scoring.learned.trees import Trees, joined, trees_of

STUMP = {
    "base": 0.5,
    "roots": [0],
    "feature": [1, -1, -1],
    "threshold": [2.0, 0.0, 0.0],
    "left": [1, 0, 0],
    "right": [2, 0, 0],
    "value": [0.25, -1.0, 1.5],
}


def test_a_row_goes_left_up_to_the_threshold() -> None:
    trees = trees_of(STUMP, 2)
    rows = np.array([[9.0, 2.0], [0.0, 2.5]], np.float32)
    assert trees(rows).tolist() == [-0.5, 2.0]
    assert trees(rows[:0]).shape == (0,)


def test_shares_and_the_mean_add_up_to_the_sum() -> None:
    trees = trees_of(STUMP, 2)
    row = np.array([0.0, 3.0], np.float32)
    assert trees.shares(row).tolist() == [0.0, 1.25]
    assert 0.5 + 0.25 + trees.shares(row).sum() == trees(row[None])[0]


def test_joined_trees_add_up() -> None:
    trees = trees_of(STUMP, 2)
    both = joined(1.0, [trees, trees])
    rows = np.array([[0.0, 1.0], [0.0, 5.0]], np.float32)
    assert both(rows).tolist() == (1.0 + 2 * trees(rows)).tolist()
    assert joined(1.0, [])(rows).tolist() == [1.0, 1.0]


def test_plain_values_come_back() -> None:
    trees = trees_of(STUMP, 2)
    assert trees.plain() == STUMP
    assert trees_of(json.loads(json.dumps(trees.plain())), 2).plain() == STUMP


@pytest.mark.parametrize(
    "change",
    [
        {"left": [0, 0, 0]},  # goes round in circles
        {"right": [3, 0, 0]},
        {"roots": [3]},
        {"feature": [2, -1, -1]},
        {"feature": [-2, -1, -1]},
        {"value": [0.0, float("nan"), 1.0]},
        {"value": [0.0]},
        {"base": float("inf")},
        {"threshold": "x"},
        {"left": None},
    ],
)
def test_what_is_no_tree_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(InputError, match="no trees"):
        trees_of({**STUMP, **change}, 2)


def test_a_part_that_is_missing_is_refused() -> None:
    with pytest.raises(InputError, match="value"):
        trees_of({key: v for key, v in STUMP.items() if key != "value"}, 2)


def test_fitted_trees_say_what_the_library_says() -> None:
    from sklearn.ensemble import GradientBoostingClassifier

    from core.training.scorer.fitting import boosted

    rng = np.random.default_rng(0)
    rows = rng.random((200, 4)).astype(np.float32)
    right = rows[:, 0] + rows[:, 1] * rows[:, 2] > 0.8
    options = {"n_estimators": 20, "max_depth": 3, "subsample": 0.5}
    library = GradientBoostingClassifier(random_state=0, **options).fit(rows, right)
    ours: Trees = boosted(rows, right, options)
    assert ours(rows) == pytest.approx(library.decision_function(rows))
