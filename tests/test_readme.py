"""The README's Python is run as it stands there, block after block, as the cells of a notebook."""

import re
from pathlib import Path

import pytest

import core

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```python\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def notebook() -> tuple[dict, list[str]]:
    """What the blocks leave behind, and what each printed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        values: dict = {}
        printed = []
        for number, block in enumerate(BLOCKS, start=1):
            lines: list[str] = []
            values["print"] = lambda *said, into=lines: into.append(" ".join(map(str, said)))
            exec(compile(block, f"README.md, block {number}", "exec"), values)
            printed.append("\n".join(lines))
    return values, printed


def test_the_readme_projects_with_two_methods(notebook) -> None:
    values, _ = notebook
    assert len(values["pairs"]) == len(values["alignments"]) == 28
    assert all(len(entities) == 28 for entities in values["found"].values())


def test_the_readme_explains_an_entity_in_words(notebook) -> None:
    values, printed = notebook
    entity = values["first"].entity
    assert values["task"].source.text(entity.start, entity.end) in printed[1]


def test_the_readme_projects_a_name_in_a_name(notebook) -> None:
    _, printed = notebook
    assert printed[2].splitlines()[-2:] == ["ORG ['Universität Nairobi']", "LOC ['Nairobi']"]


def test_the_readme_scores_with_intervals_and_a_test(notebook) -> None:
    values, printed = notebook
    assert values["interval"].units == len(set(values["documents"])) > 1
    assert 0 < values["test"].p_value <= 1
    for name, entities in values["found"].items():
        f1 = core.evaluate(values["gold"], entities).overall.f1
        assert f1 > 0.5
        assert f"{name}: F1 {f1:.3f}, 95 % " in printed[3]
    assert "difference " in printed[3]


def test_the_readme_compares(notebook) -> None:
    values, printed = notebook
    lines = printed[4].splitlines()
    assert lines[0].startswith("perfect projector: ")
    assert lines[1].startswith("best choice of the two: ")
    assert "gold differs" in lines[2]
    assert values["agreed"].f1.value < 1
    assert any(re.match(r"sample-de-\d+ (missing|boundary|spurious|type)", line) for line in lines)
    assert lines[-1].startswith("agreement: F1 ")


def test_the_readme_names_public_names_only() -> None:
    imported = re.findall(r"^from core import (.+)$", "\n".join(BLOCKS), re.MULTILINE)
    names = {name for line in imported for name in line.split(", ")}
    assert names <= set(core.__all__)
    assert len(BLOCKS) == 5
