"""The comparison key: what two tokens are compared by, kept beside the token, never instead."""

import unicodedata


def comparison_key(token: str, *, fold_marks: bool = False) -> str:
    """Return the token in NFC and casefolded, the same for every way of encoding it.

    Args:
        token: any text, the empty one included.
        fold_marks: also drop combining marks (`é` becomes `e`, a Yoruba tone mark goes).

    Returns:
        The key. Taking the key of a key changes nothing.
    """
    folded = _stable(token)
    if not fold_marks or folded.isascii():
        return folded
    return _stable(_without_marks(folded))


def _stable(text: str) -> str:
    """Return casefolded NFC; two rounds, because casefolding may undo NFC and the reverse."""
    if text.isascii():
        return text.lower()
    once = unicodedata.normalize("NFC", unicodedata.normalize("NFD", text).casefold())
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", once).casefold())


def _without_marks(text: str) -> str:
    """Return the text without nonspacing marks, or unchanged where nothing else would be left."""
    kept = "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) != "Mn")
    return unicodedata.normalize("NFC", kept) or text
