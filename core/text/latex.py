"""Text for LaTeX: every character of somebody else shown as it is, none a command."""

_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    '"': r"\char34{}",
    "|": r"\textbar{}",
    "[": "{[}",  # the end of a line would take what follows in brackets for its own
}
_JOINERS = "\u200c\u200d"
"""Signs that some scripts need within a word."""


def escaped(text: str) -> str:
    """Return the text for LaTeX or BibTeX that prints it as it is, on one line.

    Letters of any script stay, as do the joiners between them: today's engines read UTF-8. What
    cannot be printed becomes a space.
    """
    plain = "".join(c if c.isprintable() or c in _JOINERS else " " for c in text)
    return "".join(_SPECIAL.get(c, c) for c in " ".join(plain.split()))
