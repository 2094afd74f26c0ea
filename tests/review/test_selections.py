import pytest

from core.errors import InputError, MissingInputError, UnknownNameError
from core.review.selections import matching
from core.storage import Workspace
from tests.review.compare.build import NAME, PAIRS, accept, project


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory):
    """Return a project in which two pairs are done."""
    workspace = Workspace.open(f"sqlite:///{tmp_path_factory.mktemp('selections')}/ws.sqlite")
    project(workspace)
    accept(workspace, ("same", "", ""), ("boundary", "", ""))
    yield workspace
    workspace.close()


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("differ method:method:uno against:gold", ("boundary", "type", "missing")),
        ("differ method:method:uno against:gold kind:boundary", ("boundary",)),
        ("differ method:method:uno against:gold kind:boundary label:PER", ()),
        ("differ method:method:uno against:gold kind:any language:en-es", ("failed",)),
        ("differ method:method:uno against:method:due", ("boundary", "missing")),
        ("differ method:method:uno against:gold wanted:ORG given:LOC kind:any", ("type",)),
        ("differ method:method:uno against:gold length:2", ("boundary",)),
        ("differ method:method:uno against:gold frequency:1", ("boundary", "type", "missing")),
        ("differ method:method:due against:decisions", ("boundary",)),
        ("failed method:method:due", ("failed",)),
        ("name name:new%20york language:en-de", ("boundary",)),
        ("name name:new%20york language:en-de method:method:uno form:york", ("boundary",)),
        ("name name:rome language:en-de method:method:uno kind:missing", ("missing",)),
    ],
)
def test_the_pairs_of_a_selection_in_corpus_order(text, pairs, reviewed) -> None:
    assert matching(reviewed, NAME, text) == pairs


@pytest.mark.parametrize(
    ("text", "error", "said"),
    [
        ("everything", InputError, "known: differ, failed, name"),
        ("failed method:method:tre", UnknownNameError, "known: due, uno"),
        ("differ method:method:uno against:gold label:XXX", UnknownNameError, "LOC, ORG, PER"),
        ("differ method:method:uno against:gold wanted:XXX", UnknownNameError, "LOC, ORG, PER"),
        ("differ method:method:uno against:gold length:9", UnknownNameError, "4-6"),
        ("differ method:method:uno against:silver", UnknownNameError, "gold"),
        ("name name:nobody language:en-de", UnknownNameError, "ada"),
    ],
)
def test_what_is_not_there_is_said(text, error, said, reviewed) -> None:
    with pytest.raises(error) as raised:
        matching(reviewed, NAME, text)
    assert said in str(raised.value)


def test_a_project_without_methods_has_nothing_to_select(ws) -> None:
    ws.create_project(NAME, PAIRS)
    with pytest.raises(MissingInputError):
        matching(ws, NAME, "failed method:method:uno")
