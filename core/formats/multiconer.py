"""MultiCoNER: `# id ...` TAB `domain=...` above each sentence, then token, two blanks and tag.

`conll` reads it; columns are separated by a space, so that a token with one is not to be written.
"""

from collections.abc import Iterable, Iterator

from core.domain.entity import to_iob2
from core.formats.outgoing import Row


def write(rows: Iterable[Row]) -> Iterator[bytes]:
    """Yield the sentences, each with an empty line behind it; the domain is the language."""
    for row in rows:
        target = row.pair.target
        tags = to_iob2(row.entities(), len(target))
        lines = [f"# id {row.pair.id}\tdomain={target.lang}"]
        lines += [f"{token} _ _ {tag}" for token, tag in zip(target.tokens, tags, strict=True)]
        yield "\n".join([*lines, "", ""]).encode()
