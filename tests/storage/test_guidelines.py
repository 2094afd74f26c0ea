import pytest

from core.errors import ConflictError, FormatError, InputError
from core.review.guide import from_json, guide, template, to_json
from core.storage import Workspace
from core.storage.guidelines import Guideline, LabelGuide
from tests.storage.build import filled

HOSTILE = "<img src=x onerror=alert(1)>\n\n=1+1 **not bold** \u202eabc"
MADE = Guideline(HOSTILE, (LabelGuide("PER", "people", HOSTILE), LabelGuide("LOC")))


def test_revisions_are_kept_with_who_and_when(ws: Workspace) -> None:
    filled(ws)
    assert ws.guidelines.read("one") == Guideline()
    first = ws.guidelines.write("one", MADE, person="Ann", seen=0)
    assert (first.revision, first.person, first.text) == (1, "Ann", HOSTILE)
    second = ws.guidelines.write("one", Guideline("new"), person="Ben", seen=1)
    assert ws.guidelines.read("one") == second
    assert ws.guidelines.read("one", 1) == first
    assert [(n, who) for n, _, who in ws.guidelines.revisions("one")] == [(2, "Ben"), (1, "Ann")]
    assert [e.kind for e in ws.events.read("one")] == ["guideline", "guideline"]


def test_two_who_meet_overwrite_nothing(ws: Workspace) -> None:
    filled(ws)
    ws.guidelines.write("one", MADE, person="Ann", seen=0)
    with pytest.raises(ConflictError, match="Ann has written revision 1 meanwhile"):
        ws.guidelines.write("one", Guideline("mine"), person="Ben", seen=0)
    assert ws.guidelines.read("one").text == HOSTILE


def test_what_is_too_long_or_twice_is_refused(ws: Workspace) -> None:
    filled(ws)
    for wrong in (
        Guideline("x" * 100_001),
        Guideline("", (LabelGuide("PER"), LabelGuide("PER", "again"))),
    ):
        with pytest.raises(InputError):
            ws.guidelines.write("one", wrong, person="Ann", seen=0)


def test_the_bench_is_told_what_is_said(ws: Workspace) -> None:
    filled(ws)
    ws.guidelines.write("one", MADE, person="Ann", seen=0)
    assert guide(ws, "one") == {"PER": {"definition": "people", "examples": HOSTILE}}


def test_a_file_comes_back_as_it_was() -> None:
    found = from_json(to_json(MADE))
    assert (found.text, found.labels) == (MADE.text, MADE.labels)
    usual = template(("PER", "ORG", "LOC", "MISC", "EVENT"))
    assert [bool(one.definition) for one in usual.labels] == [True] * 4 + [False]


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"guideline": 1, "labels": []}', '{"guideline": "", "labels": [{}]}',
     '{"guideline": "", "labels": [[]]}', '{"guideline": "", "labels": null}', "[" * 100_000],
)  # fmt: skip
def test_another_file_is_refused(text: str) -> None:
    with pytest.raises(FormatError, match="no guideline as this page writes it"):
        from_json(text, file="x.json")
