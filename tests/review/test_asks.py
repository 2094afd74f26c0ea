import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import InputError
from core.review.asks import ASKS, answer
from core.review.decide import apply_ops
from core.storage import Workspace
from tests.review.build import CLIENT, op
from tests.review.corpus import Row, bring

ROWS = [
    Row("a", "Ada spoke", [(0, 1, "PER")], "Frau Ada sprach", [[(0, 1)]], [(0, 1)]),
    Row("b", "Ada left", [(0, 1, "PER")], "Ada ging", [[]], [(0, 0)]),
]


def ask(kind: str = "memory", pair: object = "a", **body: object) -> dict[str, object]:
    return {"client": CLIENT, "n": 3, "kind": kind, "pair": pair, "body": body}


@pytest.fixture
def project(ws: Workspace) -> Workspace:
    """Return a workspace in whose project one entity was corrected on each side."""
    bring(ws, ROWS)
    ops = [
        op(1, "change", pair="a", entity="s0.0", start=1, end=2, label="PER"),
        op(2, "add", "source", "a", start=1, end=2, label="ORG"),
    ]
    assert apply_ops(ws, "one", "ann", CLIENT, ops).refused == ()
    return ws


def test_answers_carry_whose_question_it_was(project: Workspace) -> None:
    got: Any = answer(project, "one", "ann", ask(side="target", entity="s0.0"))
    assert (got["client"], got["n"], got["kind"]) == (CLIENT, 3, "memory")
    assert got["body"]["title"] == "1 more pair with “Ada” → “Ada”"
    (op_,) = got["body"]["offers"][0]["ops"]
    assert (op_["kind"], op_["pair"], op_["source"], op_["seen"]) == ("add", "b", "s0", 0)
    got = answer(project, "one", "ann", ask("occurrences", entity=f"{CLIENT}:2"))
    assert got["body"]["reason"] == "no other pair where this could be done"


def test_higher_floors_can_answer_more(project: Workspace) -> None:
    def echo(ws: Workspace, project: str, person: str, body: Any) -> dict[str, object]:
        return {"said": [project, person, body["pair"], body["x"]]}

    got = answer(project, "one", "ann", ask("echo", x=1), more={"echo": echo})
    assert got["body"] == {"said": ["one", "ann", "a", 1]}


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (ask("explode"), "'kind' has to be one of memory, occurrences"),
        ({**ask(), "kind": ["memory"]}, "'kind' has to be one of"),
        ({**ask(), "body": None}, "'body' has to be an object"),
        (ask(side="pair", entity="s0"), "'side' has to be source or target"),
        (ask(side=3, entity="s0"), "'side' has to be text"),
        (ask(pair=["a"], side="target", entity="s0"), "'pair' has to be text"),
        (ask(pair="gone", side="target", entity="s0"), "unknown pair 'gone'"),
        (ask(side="target", entity={"$ne": ""}), "'entity' has to be text"),
        (ask(side="target", entity="x" * 1001), "'entity' has to be text"),
        (ask("occurrences", entity="s0"), "nobody edited source entity 's0'"),
        (ask("occurrences", pair="\ud800", entity="s0"), "'pair' has to be text"),
    ],
)
def test_what_cannot_be_answered_says_why(
    project: Workspace, bad: dict[str, object], message: str
) -> None:
    got = answer(project, "one", "ann", bad)
    assert message in str(got["error"])
    assert got["body"] is None
    json.dumps(got)


@pytest.mark.parametrize("bad", [None, [], {}, {"client": "x/1"}, {"client": CLIENT, "n": True}])
def test_a_question_of_nobody_is_not_answered(project: Workspace, bad: object) -> None:
    with pytest.raises(InputError):
        answer(project, "one", "ann", bad)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=4,
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    kind=st.sampled_from([*ASKS, "memory"]),
    pair=st.sampled_from(["a", "b"]) | JSON,
    body=st.dictionaries(st.sampled_from(["side", "entity", "layer", "changes"]), JSON),
)
def test_every_question_gets_an_answer(
    project: Workspace, kind: str, pair: object, body: dict[str, object]
) -> None:
    before = len(project.decisions("one"))
    got = answer(project, "one", "ann", ask(kind, pair, **body))
    assert ("error" in got) == (got["body"] is None)
    assert len(project.decisions("one")) == before
