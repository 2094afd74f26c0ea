"""The guideline as the bench shows it, the one that a project begins with, and it as JSON."""

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from core.errors import MALFORMED, FormatError, InputError
from core.storage import Workspace
from core.storage.guidelines import Guideline, LabelGuide

_USUAL: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "PER": (
            "Names of people, real or invented, and of families; titles and professions stay out.",
            "Yes: Wangari Maathai, the Kenyattas. No: President (a title), Kenyans (a people).",
        ),
        "ORG": (
            "Names of companies, parties, clubs, media, authorities and other organisations.",
            "Yes: African Union, Radio Cadena. No: the government (no name).",
        ),
        "LOC": (
            "Names of countries, towns, regions, rivers, mountains, streets and buildings.",
            "Yes: Nairobi, Lake Turkana. A country that acts as a state is still LOC.",
        ),
        "MISC": (
            "Other names: events, works of art, products, nationalities, languages.",
            "Yes: World Cup, Kiswahili. No: dates and numbers.",
        ),
    }
)
_TEXT = (
    "Mark every name in full, and nothing else: no articles, titles or punctuation that are not "
    "part of it.\n\n"
    "Where one name stands within another, mark the longer one.\n\n"
    "Where the translation leaves a name out, say that it has no counterpart; where you are not "
    "sure, flag the pair and write why."
)


def template(labels: tuple[str, ...]) -> Guideline:
    """Return what a guideline can begin with: words for the usual labels, room for the others."""
    return Guideline(_TEXT, tuple(LabelGuide(one, *_USUAL.get(one, ())) for one in labels))


def guide(ws: Workspace, project: str) -> dict[str, dict[str, str]]:
    """Return `definition` and `examples` of each label that the guideline says anything of."""
    found = ws.guidelines.read(project)
    return {
        one.label: {"definition": one.definition, "examples": one.examples}
        for one in found.labels
        if one.definition or one.examples
    }


def to_json(given: Guideline) -> str:
    """Return a guideline as a file that `from_json` reads."""
    labels = [
        {"label": one.label, "definition": one.definition, "examples": one.examples}
        for one in given.labels
    ]
    body = {"guideline": given.text, "labels": labels, "revision": given.revision}
    return json.dumps(body, ensure_ascii=False, indent=2) + "\n"


def from_json(text: str, *, file: str = "the file") -> Guideline:
    """Return the guideline of a file that was written by `to_json`.

    Raises:
        FormatError: it is something else.
    """
    try:
        body = json.loads(text)
        labels = tuple(_label(one) for one in body["labels"])
        return Guideline(_text(body["guideline"]), labels)
    except MALFORMED as error:
        problem = "it is no guideline as this page writes it"
        remedy = 'give an object with "guideline" and "labels", each with "label"'
        raise FormatError(problem, file=file, remedy=remedy) from error


def _label(one: Any) -> LabelGuide:
    said = (_text(one.get(key, "")) for key in ("definition", "examples"))
    label = _text(one["label"])
    if not label or any(c.isspace() for c in label):
        raise InputError(f"'label' has to be text without white space, got {label[:40]!r}")
    return LabelGuide(label, *said)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(type(value).__name__)
    return value
