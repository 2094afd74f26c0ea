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
}


def escaped(text: str) -> str:
    """Return the text for LaTeX or BibTeX that prints it as it is; line breaks become spaces.

    Letters of any script stay: today's engines read UTF-8.
    """
    plain = " ".join(text.split())
    return "".join(_SPECIAL.get(c, c) for c in plain if c.isprintable())
