"""The house rules that no linter knows: sizes, summaries, cold imports, documentation."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CODE = [
    path
    for folder in ("core", "ui", "pages", "tests", "bench", "data")
    for suffix in ("*.py", "*.js", "*.css")
    for path in sorted((ROOT / folder).rglob(suffix))
]
PYTHON = [path for path in CODE if path.suffix == ".py"] + [ROOT / "app.py"]


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", CODE, ids=name_of)
def test_no_file_is_longer_than_400_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


@pytest.mark.parametrize("path", sorted((ROOT / "pages").glob("[0-9]*.py")), ids=name_of)
def test_no_page_is_longer_than_80_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 80


@pytest.mark.parametrize("path", PYTHON, ids=name_of)
def test_an_ignored_finding_carries_its_reason(path: Path) -> None:
    bare = r"#\s*(noqa(: *[A-Z]+[0-9]+(, *[A-Z]+[0-9]+)*)?|type: *ignore(\[[\w-]+\])?)\s*$"
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if re.search(bare, line)] == []


def all_parts() -> list[object]:
    from core.cli.parts import shelves

    return [part for shelf in shelves() for part in shelf.parts()]


@pytest.mark.parametrize("part", all_parts(), ids=lambda part: f"{part.shelf}.{part.name}")
def test_every_part_has_a_summary_a_source_and_described_options(part) -> None:
    assert part.summary
    assert part.source, "say where the method comes from: `Source:` in its docstring"
    assert [option.name for option in part.options if not option.summary] == []


@pytest.mark.parametrize("module", ["core", "core.projection", "core.review", "core.storage"])
def test_a_cold_import_loads_no_heavy_package(module: str) -> None:
    code = (
        f"import sys, {module}; "
        "print([m for m in ('torch', 'transformers', 'simalign', 'spacy', 'numba', 'streamlit')"
        " if m in sys.modules])"
    )
    out = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert out.stdout.strip() == "[]"


def test_the_readme_names_every_command() -> None:
    from core.cli import COMMANDS

    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in COMMANDS if f"python -m core {name}" not in readme] == []


def test_the_readme_names_every_setting() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    text = "\n".join(path.read_text(encoding="utf-8") for path in PYTHON)
    settings = set(re.findall(r"SILVERLENS_[A-Z_]+", text))
    assert sorted(s for s in settings if s not in readme) == []


def test_nothing_holds_a_path_of_one_machine() -> None:
    tracked = subprocess.run(
        ["git", "grep", "-nIE", r"(^|[^A-Za-z0-9_.])/(work|farm|root|home/[a-z]+)/"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    found = [
        line for line in tracked.stdout.splitlines() if not line.startswith("tests/test_house")
    ]
    assert found == []
