import re
from pathlib import Path

import pytest

from core.errors import InputError
from ui.components.bundle import bundle, bundle_folder

BENCH = Path(__file__).parents[3] / "ui" / "components" / "bench"

MAIN = 'import { a } from "./a.js";\n\nexport default function run() {\n  return a();\n}\n'
PART = 'import { b } from "./b.js";\n/** Doc. */\nexport function a() {\n  return b;\n}\n'


def test_dependencies_come_first_and_only_the_entry_exports() -> None:
    made = bundle({"main.js": MAIN, "a.js": PART, "b.js": "export const b = 1;\n"})
    assert [line for line in made.splitlines() if line.startswith("//")] == [
        "// b.js", "// a.js", "// main.js",
    ]  # fmt: skip
    assert "import" not in made
    assert re.findall(r"^export .*", made, re.MULTILINE) == ["export default function run() {"]


def test_a_module_nobody_imports_stays_out() -> None:
    assert "lonely" not in bundle({"main.js": "export default 1;\n", "x.js": "const lonely = 1;\n"})


ASK_A = 'import { a } from "./a.js";\n'
AWKWARD = {
    "missing": ({"main.js": 'import { a } from "./a.js";\n'}, "not in the folder"),
    "circle": (
        {"main.js": MAIN, "a.js": PART, "b.js": f"{ASK_A}export const b = 1;\n"},
        "circle: main.js -> a.js -> b.js -> a.js",
    ),
    "twice": (
        {"main.js": MAIN + "function b() {}\n", "a.js": PART, "b.js": "export const b = 1;\n"},
        "'b' is declared in b.js and in main.js",
    ),
    "unknown": ({"main.js": MAIN, "a.js": "export const c = 1;\n"}, "does not declare"),
    "renamed": (
        {"main.js": 'import { a as c } from "./a.js";\n', "a.js": "const a = 1;\n"},
        "its own name",
    ),
    "star": ({"main.js": 'import * as a from "./a.js";\n'}, "not of the form"),
    "list": ({"main.js": "const a = 1;\nexport { a };\n"}, "not of the form"),
    "default": (
        {"main.js": 'import { a } from "./a.js";\n', "a.js": "const a = 1;\nexport default a;\n"},
        "default export",
    ),
}


@pytest.mark.parametrize("name", AWKWARD)
def test_what_cannot_be_bundled_is_said(name: str) -> None:
    modules, message = AWKWARD[name]
    with pytest.raises(InputError, match=re.escape(message)):
        bundle(modules)


def test_the_bench_is_one_module_that_asks_nobody() -> None:
    made = bundle_folder(BENCH)
    assert made.count("export ") == 1
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", made)
    assert not re.search(r"innerHTML|insertAdjacentHTML|\bfetch\(|XMLHttpRequest|\beval\(", made)


def test_styles_ask_nobody_either() -> None:
    for sheet in BENCH.glob("*.css"):
        assert not re.search(r"url\(|@import", sheet.read_text(encoding="utf-8")), sheet.name
        assert len(sheet.read_text(encoding="utf-8").splitlines()) <= 400


def test_modules_are_short() -> None:
    for module in BENCH.glob("*.js"):
        assert len(module.read_text(encoding="utf-8").splitlines()) <= 400, module.name
