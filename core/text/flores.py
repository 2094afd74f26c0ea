"""The language codes of translation models, and how to come by them from any other code.

NLLB-200 has the codes of FLORES-200 (`swh_Latn`), M2M100 has short ones (`sw`), mBART-50 has codes
with a region (`sw_KE`).
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Literal, NamedTuple, get_args

from rapidfuzz import fuzz

from core.errors import InputError, UnknownNameError
from core.text import languages
from core.text.flores_table import (
    FIRST_SCRIPT,
    FLORES,
    M2M100,
    MBART50,
    MEANT,
    NOT_IN_NLLB,
    SAME_SCRIPT,
    WHOLE,
)
from core.text.language_table import LANGUAGES

Scheme = Literal["flores", "m2m100", "mbart50"]

_CODE3 = {row.code: row.code3 for row in LANGUAGES}
_NEAREST = 5
_ALIKE = 60
"""Least similarity of spelling, out of 100, of a code or name that is worth a mention."""

_SCRIPT_LENGTH = 4


class _Family(NamedTuple):
    """The codes of one kind of model, each with the name people know."""

    model: str
    names: Mapping[str, str]


def _named(codes: Iterable[str]) -> Mapping[str, str]:
    """Return codes with names; those that `core.text.languages` lacks by what they mean."""
    heads = {code: code.split("_")[0] for code in codes}
    known = {code: head if head in _CODE3 else MEANT[head] for code, head in heads.items()}
    return MappingProxyType({code: languages.name(head) for code, head in known.items()})


_FAMILIES: dict[Scheme, _Family] = {
    "flores": _Family("NLLB-200", MappingProxyType(dict(FLORES))),
    "m2m100": _Family("M2M100", _named(M2M100)),
    "mbart50": _Family("mBART-50", _named(MBART50)),
}


def flores_code(lang: str) -> str:
    """Return the FLORES-200 code by which NLLB-200 knows a language.

    Takes FLORES codes, ISO 639-1 and 639-3, BCP-47 with script or region, the codes of M2M100,
    mBART-50, MasakhaNER and XTREME, and those of `core.text.languages`; upper and lower case, `-`
    and `_` are the same. A macrolanguage stands for the member that the models know (`ar` for
    Modern Standard Arabic, `ms` for Standard Malay); where a language has several scripts and none
    is said, the more usual one is taken. Of MasakhaNER 2 two languages are not covered: bbj, pcm.

    Raises:
        InputError: NLLB-200 does not know the language, or not in this script; names the nearest.
    """
    return code_for("flores", lang)


def code_for(scheme: Scheme, lang: str) -> str:
    """Return the code by which models of a scheme know a language, from any code.

    Args:
        scheme: `flores` (NLLB-200), `m2m100` or `mbart50`. The last two say nothing of scripts,
            so a script that is asked for is not looked at.
        lang: as `flores_code` takes it.

    Raises:
        InputError: these models do not know the language; names the nearest.
        UnknownNameError: no such scheme.
    """
    if scheme not in _FAMILIES:
        raise UnknownNameError("scheme of language codes", scheme, get_args(Scheme))
    meant, script = _meant(lang)
    found = _by_language(scheme).get(meant, ())
    if not found:
        raise InputError(_unknown(scheme, lang))
    if scheme != "flores" or (not script and len(found) == 1):
        return found[0]
    wanted = f"{meant}_{script or FIRST_SCRIPT[meant]}"
    if wanted not in found:
        listed = _listed(scheme, found)
        raise InputError(f"{_FAMILIES[scheme].model} does not know {lang!r}, only {listed}")
    return wanted


def _meant(lang: str) -> tuple[str, str]:
    """Return the ISO 639-3 code of the language that a code means, and its script or ""."""
    parts = lang.strip().lower().replace("-", "_").split("_")
    if (whole := WHOLE.get("_".join(parts[:2]))) is not None:
        parts = whole.lower().split("_")
    scripts = [p.title() for p in parts[1:] if len(p) == _SCRIPT_LENGTH and p.isalpha()]
    script = scripts[0] if scripts else ""
    head = parts[0]
    return MEANT.get(head, _CODE3.get(head, head)), SAME_SCRIPT.get(script, script)


@lru_cache(maxsize=len(_FAMILIES))
def _by_language(scheme: Scheme) -> Mapping[str, tuple[str, ...]]:
    """Return the codes of a scheme by the ISO 639-3 code of the language."""
    found: dict[str, tuple[str, ...]] = {}
    for code in _FAMILIES[scheme].names:
        head = _meant(code)[0]
        found[head] = (*found.get(head, ()), code)
    return found


def _unknown(scheme: Scheme, lang: str) -> str:
    """Return what to say of a language that no model of a scheme knows."""
    model, names = _FAMILIES[scheme]
    if languages.canonical(lang) == "und":
        return f"{model} has to be told the language, and {lang!r} names none; name it, say sw"
    name = languages.name(lang)
    head = lang.strip().lower().replace("-", "_").split("_")[0]
    who = repr(lang) if name == lang else f"{lang!r} ({name})"
    if scheme == "flores" and head in NOT_IN_NLLB:
        who += ", one of the two of MasakhaNER 2 that it lacks"
    near = _near(head if name == lang else "", name, names)
    listed = f"; near in spelling: {_listed(scheme, near)}" if near else ""
    return (
        f"{model} does not know the language {who}; take another model, or name a related language "
        f"that may stand in for it among its {len(names)} codes{listed}"
    )


def _near(head: str, name: str, names: Mapping[str, str]) -> list[str]:
    """Return the codes nearest in spelling, by name, and by the code itself where one is given."""
    alike = {
        code: max(fuzz.ratio(name.lower(), other.lower()), fuzz.ratio(head, code.split("_")[0]))
        for code, other in names.items()
    }
    near = [code for code in names if alike[code] >= _ALIKE]
    return sorted(near, key=lambda code: (-alike[code], code))[:_NEAREST]


def _listed(scheme: Scheme, codes: Iterable[str]) -> str:
    return ", ".join(f"{code} ({_FAMILIES[scheme].names[code]})" for code in codes)
