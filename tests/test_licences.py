"""Licences of everything that is installed for the app: none asks more than ours can keep."""

import re
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
FILES = ("requirements.txt", "requirements-postgres.txt")

FREE = re.compile(
    r"apache|bsd|\bmit\b|\bisc\b|psf|python software|mpl-2|mozilla|unlicense|public domain|zlib"
    r"|\bhpnd\b|cc0|lgpl|lesser general|redistribution and use in source and binary forms",
    re.IGNORECASE,
)
"""Licences that a program under Apache-2.0 may use; the LGPL unchanged and replaceable."""

BINDS = re.compile(r"(?<!l)gpl|affero|non-?commercial|proprietary", re.IGNORECASE)


def named() -> dict[str, Requirement]:
    lines = (line for name in FILES for line in (ROOT / name).read_text().splitlines())
    stripped = (line.partition("#")[0].strip() for line in lines)
    found = (Requirement(line) for line in stripped if line and not line.startswith("-"))
    return {canonicalize_name(one.name): one for one in found}


def installed() -> dict[str, Distribution]:
    """Return what is installed of all that the requirements need, directly or not."""
    found: dict[str, Distribution] = {}
    waiting = list(named().values())
    while waiting:
        one = waiting.pop()
        name = canonicalize_name(one.name)
        if name in found:
            continue
        try:
            found[name] = distribution(one.name)
        except PackageNotFoundError:
            continue  # needed elsewhere, or with an extra that nobody asked for
        for line in found[name].requires or ():
            needed = Requirement(line)
            extras = one.extras or {""}
            if any(not needed.marker or needed.marker.evaluate({"extra": e}) for e in extras):
                waiting.append(needed)
    return found


def licence(of: Distribution) -> str:
    """Return what a package says of its licence; its whole text where it says nothing shorter."""
    said = of.metadata
    classes = [c for c in said.get_all("Classifier", []) if c.startswith("License ::")]
    told = said.get_all("License-Expression", []) or classes or said.get_all("License", [])
    return " ".join(" | ".join(told).split())


def wrong() -> Iterator[str]:
    for name, one in sorted(installed().items()):
        told = licence(one)
        if BINDS.search(told) or not FREE.search(told):
            yield f"{name} {one.version}: {told[:120]!r}"


def test_every_package_is_free_to_be_used_here() -> None:
    assert list(wrong()) == []
