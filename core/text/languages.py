"""What is known of languages: canonical code, name, direction of writing, spaces between words."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

from core.text.language_table import LANGUAGES, MEMBERS

Direction = Literal["ltr", "rtl"]

_ROWS = {row.code: row for row in LANGUAGES}
_CODES = {row.code3: row.code for row in LANGUAGES} | MEMBERS
_RTL_SCRIPTS = frozenset({"arab", "hebr", "syrc", "thaa", "nkoo", "adlm"})
_UNSPACED_SCRIPTS = frozenset(
    {"hans", "hant", "hani", "jpan", "thai", "laoo", "khmr", "mymr", "tibt"}
)


def canonical(lang: str) -> str:
    """Return the code that a language goes by here: two letters where there are two, else three.

    `sw`, `swa`, `swh`, `swa_Latn` and `sw-KE` are all `sw`. An unknown code comes back in lower
    case without its region; an empty one as `und`.
    """
    head = _subtags(lang)[0]
    return _CODES.get(head, head) or "und"


def name(lang: str) -> str:
    """Return the English name, or the code as given where the language is not known."""
    row = _ROWS.get(canonical(lang))
    return row.name if row else lang or "undetermined"


def direction(lang: str) -> Direction:
    """Return how the language is written; a script subtag (`pa-Arab`) overrules the table."""
    scripts = _scripts(lang)
    if scripts:
        return "rtl" if scripts[0] in _RTL_SCRIPTS else "ltr"
    row = _ROWS.get(canonical(lang))
    return "rtl" if row and row.rtl else "ltr"


@lru_cache(maxsize=256)
def spaced(lang: str) -> bool:
    """Return whether words are written with spaces between them; True where nothing is known."""
    scripts = _scripts(lang)
    if scripts:
        return scripts[0] not in _UNSPACED_SCRIPTS
    row = _ROWS.get(canonical(lang))
    return row.spaced if row else True


def joined(tokens: Iterable[str], lang: str) -> str:
    """Return tokens as one text, with spaces where the language has them."""
    return (" " if spaced(lang) else "").join(tokens)


def codes() -> tuple[str, ...]:
    """Return the canonical codes of all languages in the table, in order of their names."""
    return tuple(row.code for row in sorted(LANGUAGES, key=lambda row: row.name))


def _subtags(lang: str) -> list[str]:
    return lang.strip().lower().replace("_", "-").split("-")


def _scripts(lang: str) -> list[str]:
    return [tag for tag in _subtags(lang)[1:] if len(tag) == 4 and tag.isalpha()]
