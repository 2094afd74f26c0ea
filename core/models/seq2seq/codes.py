"""How a model is told its languages, found out from what its tokeniser knows."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Literal

from core.errors import InputError
from core.text import languages
from core.text.flores import code_for

Kind = Literal["flores", "m2m100", "mbart50", "tag", "none"]

_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("flores", re.compile(r"([a-z]{3}_[A-Z][a-z]{3})")),
    ("mbart50", re.compile(r"([a-z]{2,3}_[A-Z]{2})")),
    ("m2m100", re.compile(r"__([a-z]{2,3})__")),
    ("tag", re.compile(r">>([A-Za-z_]+)<<")),
    ("tag", re.compile(r"<2([A-Za-z_]+)>")),
)
_LEAST = 2
_NEAR = 5


@dataclass(frozen=True, slots=True)
class Codes:
    """The languages of a model.

    Args:
        kind: how it is told them: a code on both sides (`flores` as in NLLB-200, `m2m100`,
            `mbart50`), a `tag` before the text that names the target only, or `none`.
        ids: number of the sub-word that stands for each code.
        between: source and target of a model for just one pair of languages, "" where not known.
    """

    kind: Kind
    ids: Mapping[str, int]
    between: tuple[str, str] = ("", "")

    @property
    def both_sides(self) -> bool:
        """Return whether source and target are named, so that any language may be either."""
        return self.kind in {"flores", "m2m100", "mbart50"}

    def find(self, lang: str) -> str:
        """Return the model's own code of a language, "" for a model without codes.

        Raises:
            InputError: the model does not know the language; names near ones that it knows.
        """
        if self.kind == "none" or lang in self.ids:
            return "" if self.kind == "none" else lang
        code = self._by_tag(lang) if self.kind == "tag" else code_for(self.kind, lang)
        if code in self.ids:
            return code
        near = get_close_matches(code or lang, sorted(self.ids), n=_NEAR, cutoff=0.3)
        near = near or sorted(self.ids)[:_NEAR]
        name = languages.name(lang)
        called = f"{lang!r} ({name})" if name != lang else repr(lang)
        raise InputError(
            f"this model has no code for {called}; it has {len(self.ids)} codes, near ones: "
            f"{', '.join(near)}"
        )

    def check(self, source: str, target: str) -> None:
        """Raise InputError where a model for one pair of languages is asked for another."""
        for side, known, asked in zip(
            ("from", "into"), self.between, (source, target), strict=True
        ):
            if known and languages.canonical(known) != languages.canonical(asked):
                raise InputError(
                    f"this model translates {side} {languages.name(known)} ({known}), not "
                    f"{languages.name(asked)} ({asked}); take one for these languages"
                )

    def _by_tag(self, lang: str) -> str:
        """Return the tag of a language, the shortest of several; "" where there is none."""
        wanted = languages.canonical(lang)
        fitting = [code for code in self.ids if languages.canonical(code) == wanted]
        script = lang.replace("-", "_").partition("_")[2].lower()
        fitting.sort(key=lambda code: (script not in code.lower(), len(code), code))
        return fitting[0] if fitting else ""


def codes_of(tokeniser: Any) -> Codes:
    """Return how a model is told its languages, by the sub-words of its tokeniser."""
    for kind, ids in _families(tokeniser):
        if len(ids) >= _LEAST:
            return Codes(kind, ids)
    between = (
        _one_language(getattr(tokeniser, "source_lang", None)),
        _one_language(getattr(tokeniser, "target_lang", None)),
    )
    return Codes("none", {}, between)


def _families(tokeniser: Any) -> list[tuple[Kind, dict[str, int]]]:
    """Return the codes of each kind that are there, special sub-words before common ones."""
    marked = {str(t): int(k) for t, k in tokeniser.get_added_vocab().items()}
    marked |= {str(t): int(k) for t, k in getattr(tokeniser, "lang_token_to_id", {}).items()}
    plain = {str(t): int(k) for t, k in tokeniser.get_vocab().items()}
    found = []
    for kind, pattern in _PATTERNS:
        vocab = plain if kind == "tag" else marked
        matches = ((pattern.fullmatch(token), k) for token, k in vocab.items())
        found.append((kind, {match[1]: k for match, k in matches if match}))
    return found


def _one_language(code: object) -> str:
    """Return a code if it is that of one language, "" for groups of languages and for nothing."""
    text = str(code or "")
    return text if languages.canonical(text) in languages.codes() else ""
