"""One script out of ES modules: Streamlit's v2 components take a single inline string."""

import re
from collections.abc import Mapping
from pathlib import Path

from core.errors import InputError

_IMPORT = re.compile(r"^import\s+\{([^}]*)\}\s+from\s+\"\./([\w.-]+\.js)\";[ \t]*\n", re.MULTILINE)
_DECLARED = re.compile(
    r"^(?:export\s+(?:default\s+)?)?(?:async\s+)?(?:function\*?|const|let|class)\s+([\w$]+)",
    re.MULTILINE,
)
_EXPORT = re.compile(
    r"^export\s+(?!default\b)(?=(?:async\s+)?(?:function|const|let|class)\b)", re.M
)
_DOC = re.compile(r"^[ \t]*/\*\*(?:(?!\*/).)*\*/[ \t]*\n", re.MULTILINE | re.DOTALL)
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)
_LEFT_OVER = re.compile(r"^(?:import\b|export\s+(?!default\b)).*", re.MULTILINE)


def bundle_folder(folder: Path, *, entry: str = "main.js") -> str:
    """Return one ES module made of a folder's modules, the entry's default export kept.

    Args:
        folder: holds the modules side by side.
        entry: the module that everything else is reached from.

    Raises:
        InputError: a module is missing, imports run in a circle, a name is declared twice, or an
            import or export has a form that cannot be taken apart line by line.
    """
    modules = {p.name: p.read_text(encoding="utf-8") for p in sorted(folder.glob("*.js"))}
    return bundle(modules, entry=entry)


def bundle(modules: Mapping[str, str], *, entry: str = "main.js") -> str:
    """Return the modules that `entry` reaches, dependencies first.

    Imports, docs and what lines begin with in white space are taken out; so no text between
    backticks may go over several lines.
    """
    order = _in_order(modules, entry)
    _check_names({name: modules[name] for name in order})
    return "\n".join(f"// {name}\n{_taken_apart(name, modules[name], entry)}" for name in order)


def _in_order(modules: Mapping[str, str], entry: str) -> list[str]:
    order: list[str] = []
    open_now: list[str] = []

    def visit(name: str, asked_by: str) -> None:
        if name in order:
            return
        if name in open_now:
            raise InputError(f"imports run in a circle: {' -> '.join([*open_now, name])}")
        if name not in modules:
            raise InputError(f"{asked_by} imports {name}, which is not in the folder")
        open_now.append(name)
        for match in _IMPORT.finditer(modules[name]):
            visit(match.group(2), name)
            _check_imported(name, match.group(1), match.group(2), modules)
        open_now.pop()
        order.append(name)

    visit(entry, "the bundle")
    return order


def _check_imported(name: str, names: str, origin: str, modules: Mapping[str, str]) -> None:
    for raw in filter(None, (part.strip() for part in names.split(","))):
        if " " in raw:
            raise InputError(f"{name} renames {raw!r}; import it under its own name")
        if raw not in _DECLARED.findall(modules[origin]):
            raise InputError(f"{name} imports {raw!r}, which {origin} does not declare")


def _check_names(modules: Mapping[str, str]) -> None:
    seen: dict[str, str] = {}
    for name, text in modules.items():
        for declared in _DECLARED.findall(text):
            if declared in seen:
                raise InputError(
                    f"{declared!r} is declared in {seen[declared]} and in {name}; "
                    "names must be unique across modules"
                )
            seen[declared] = name


def _taken_apart(name: str, text: str, entry: str) -> str:
    bare = _INDENT.sub("", _DOC.sub("", _EXPORT.sub("", _IMPORT.sub("", text))))
    if odd := _LEFT_OVER.search(bare):
        raise InputError(
            f'{name}: {odd.group(0)!r} is not of the form `import {{ a }} from "./b.js"`'
        )
    if name != entry and re.search(r"^export\s+default\b", bare, re.MULTILINE):
        raise InputError(f"{name} has a default export; only {entry} may")
    return bare
