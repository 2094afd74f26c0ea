import random
import re
from dataclasses import replace

import numpy as np
import pytest
import spacy

from core.errors import ModelError
from core.models.spacy_ner import blank, spacy_probabilities
from core.models.taggers import load_tagger
from core.training.decode import decode
from core.training.taggers import spacy_learn
from core.training.taggers.save import save_spacy
from core.training.taggers.silver import labels_of
from core.training.taggers.spacy_learn import example_of, learn_spacy, scale_gradients, step
from tests.training.rows import ROWS, silver

LABELS = labels_of(ROWS)
TOKENS = [row.tokens for row in ROWS]


def weights_of(nlp) -> list[np.ndarray]:
    model = nlp.get_pipe("ner").model
    return [n.get_param(name) for n in model.walk() for name in n.param_names if n.has_param(name)]


def same(a, b) -> bool:
    return all(np.array_equal(x, y) for x, y in zip(a, b, strict=True))


@pytest.fixture(scope="module")
def learned():
    return learn_spacy(ROWS, "en", seed=1, epochs=30)


def test_it_learns_and_is_loaded_again_by_us_and_by_spacy(learned, tmp_path) -> None:
    probs = spacy_probabilities(learned, LABELS, [*TOKENS, ()])
    assert [decode(LABELS, p) for p in probs[:-1]] == [decode(LABELS, one_hot(r)) for r in ROWS]
    assert probs[-1].shape == (0, len(LABELS))
    assert all(np.allclose(p.sum(axis=1), 1) for p in probs)
    save_spacy(tmp_path / "t", learned, LABELS, {"en"}, {})
    again = load_tagger(tmp_path / "t").predict([*TOKENS, ()])
    assert same(probs, again)
    text = spacy.load(tmp_path / "t")("Anna lives in Rome .")
    assert [(e.text, e.label_) for e in text.ents] == [("Anna", "PER"), ("Rome", "LOC")]
    for path in (p for p in (tmp_path / "t").rglob("*") if p.is_file()):
        assert not re.match(rb"\x80[\x02-\x05]", path.read_bytes()), f"{path.name} is a pickle"
    (tmp_path / "t" / "ner" / "model").write_bytes(b"junk")
    with pytest.raises(ModelError, match="cannot be loaded"):
        load_tagger(tmp_path / "t")


def one_hot(row) -> np.ndarray:
    return np.eye(len(LABELS))[[LABELS.index(tag) for tag in row.tags]]


def test_the_same_again_whatever_hides_behind_a_mask_and_others_draw_as_before() -> None:
    hidden = [*ROWS, silver("Anna sings in Paris .", (0.0, 1.0, 1.0, 0.0, 1.0))]
    false_o = [*ROWS, replace(hidden[-1], tags=("O",) * 5)]
    random.seed(7)
    np.random.seed(7)  # noqa: NPY002 (what spaCy draws from)
    before = random.getstate(), np.random.get_state()[1].tolist()  # noqa: NPY002 (likewise)
    first, second = (weights_of(learn_spacy(r, "en", epochs=2)) for r in (hidden, false_o))
    assert same(first, second)
    assert before == (random.getstate(), np.random.get_state()[1].tolist())  # noqa: NPY002 (likewise)
    assert not same(first, weights_of(learn_spacy(hidden, "en", epochs=2, seed=1)))


def test_examples_leave_out_what_is_masked_and_entities_that_lost_a_token() -> None:
    nlp = blank("de")
    row = replace(
        silver("Anna Bob in Rome", (1.0, 0.0, 1.0, 0.0)), tags=("B-PER", "I-PER", "O", "O")
    )
    # 0: nothing is said, 2: outside
    assert [t.ent_iob for t in example_of(nlp, row).reference] == [0, 0, 2, 0]
    assert blank("tlh").lang == blank("").lang == "xx"


def test_every_gradient_is_scaled_by_its_own_weight() -> None:
    learned = learn_spacy(ROWS, "en", epochs=1)
    ner = learned.get_pipe("ner")
    examples = [example_of(learned, row) for row in ROWS[:3]]
    weights = (0.25, 1.0, 0.5)
    seen = []

    class Keep:
        """Stands for an optimiser: keeps the gradients and changes no weight."""

        def __call__(self, key, weight, gradient, **_):
            seen.append((key, gradient.copy()))
            gradient.fill(0)
            return weight, gradient

    def gradients(batch) -> dict:
        seen.clear()
        random.seed(0)
        step(ner, batch, Keep())
        return dict(seen)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spacy_learn, "_DROPOUT", 0.0)
        # spaCy drops a tenth of the last layer besides, whatever it is told
        patch.setattr(
            type(ner.model.ops), "get_dropout_mask", lambda ops, shape, drop: np.ones(shape, "f")
        )
        together = gradients(list(zip(weights, examples, strict=True)))
        alone = [gradients([(1.0, example)]) for example in examples]
    for key, found in together.items():
        expected = sum(w * g.get(key, 0) for w, g in zip(weights, alone, strict=True))
        assert np.allclose(found, expected, atol=1e-5)
    scale_gradients(ner.model, 1.0)


def test_a_folder_without_a_recogniser(tmp_path) -> None:
    save_spacy(tmp_path / "t", blank("en"), LABELS, (), {})
    with pytest.raises(ModelError, match="no entity recogniser"):
        load_tagger(tmp_path / "t")
