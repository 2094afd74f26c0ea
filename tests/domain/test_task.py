import pytest

from core.domain.alignment import Alignment
from core.domain.pair import Sentence
from core.domain.task import Task
from core.errors import InputError, MissingInputError

BARE = Task(Sentence(("a", "b")), ("c",))


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (Task.entities, "annotate"),
        (Task.need_alignment, "--links"),
        (Task.need_spans, "--spans"),
        (Task.need_tag_probs, "--tag-probs"),
        (Task.need_translation_scores, "--translation-scores"),
    ],
)
def test_what_is_missing_is_named_with_what_brings_it(ask, message):
    with pytest.raises(MissingInputError, match=message):
        ask(BARE)


def test_nothing_found_is_not_the_same_as_nothing_supplied():
    empty = Task(BARE.source, BARE.target, Alignment(2, 1), (), None, ())
    assert empty.need_spans() == empty.need_translation_scores() == ()


def test_an_alignment_of_another_pair_is_refused():
    with pytest.raises(InputError, match="alignment of 1 x 2"):
        Task(BARE.source, BARE.target, Alignment(1, 2))
