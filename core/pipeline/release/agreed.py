"""How far the persons of a project agree, as a release counts, says and prints it."""

from collections.abc import Iterator, Mapping
from typing import Any

from core.review.apart import between, to_json
from core.storage import Workspace
from core.text.plural import counted

_PLACES = 4
_ALL = "all labels"


def agreement(ws: Workspace, project: str) -> dict[str, Any]:
    """Return how far persons agree on the pairs that several finished, without what each said."""
    told = {key: value for key, value in to_json(between(ws, project)).items() if key != "raw"}
    rounded = _rounded(told)
    assert isinstance(rounded, dict)
    return rounded


def _rounded(value: object) -> object:
    if isinstance(value, dict):
        return {key: _rounded(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_rounded(one) for one in value]
    return round(value, _PLACES) if isinstance(value, float) else value


def in_words(manifest: Mapping[str, Any]) -> Iterator[str]:
    """Yield sentences on agreement; none where no pair was finished by two persons."""
    found = manifest.get("agreement")  # a release made before there was any has none
    if not found or not found["pairs"]:
        return
    number = counted(found["pairs"], "pair")
    people = len(found["people"])
    alphas = "; ".join(f"{row['label'] or _ALL} {figure(row['alpha'])}" for row in found["all"])
    yield (
        f"{number} of them {'was' if found['pairs'] == 1 else 'were'} finished by two or more of "
        f"{people:,} persons apart from each other. Krippendorff's alpha over the tags of all "
        f"tokens is, in percent with 95 % intervals over documents: {alphas}."
    )
    twos = "; ".join(
        f"{row['first']} and {row['second']} {figure(row['f1'])}"
        for row in found["two"]
        if not row["label"]
    )
    yield f"The entity F1 of every two persons is: {twos}."
    for caveat in found["caveats"]:
        yield f"{caveat[:1].upper()}{caveat[1:]}."


def figure(told: Mapping[str, Any]) -> str:
    """Return a figure in percent with its interval, or why there is none."""
    if told["value"] is None:
        return f"undefined ({told['why']})"
    value = f"{told['value'] * 100:.1f}"
    if told["interval"] is None:
        return f"{value} (no interval: {told['why']})"
    low, high = told["interval"]
    return f"{value} [{low * 100:.1f}, {high * 100:.1f}]"


def rows(manifest: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """Yield label, pairs and alpha of all persons, then of every two F1 and kappa over all."""
    found = manifest.get("agreement") or {"all": (), "two": ()}
    for row in found["all"]:
        yield (row["label"] or _ALL, f"{row['pairs']:,}", _cell(row["alpha"]), "-", "-")
    for row in found["two"]:
        if not row["label"]:
            who = f"{row['first']} and {row['second']}"
            yield (who, f"{row['pairs']:,}", "-", _cell(row["f1"]), _cell(row["kappa"]))


def _cell(told: Mapping[str, Any]) -> str:
    if told["value"] is None:
        return "-"
    value = f"{told['value'] * 100:.1f}"
    if told["interval"] is None:
        return value
    low, high = told["interval"]
    return f"{value} [{low * 100:.1f}, {high * 100:.1f}]"
