"""CoNLL-U with the entity tags as a feature `NER` of MISC; `conll` reads it.

Ten TAB columns: the word is FORM, all others but ID and MISC are `_`. Every sentence has its id,
its document where that is another one than before, and its text as comments.
"""

from collections.abc import Iterable, Iterator

from core.domain.entity import to_iob2
from core.formats.conll_layout import FEATURE
from core.formats.offsets import text_of
from core.formats.outgoing import Row

_BETWEEN = "_\t" * 7


def write(rows: Iterable[Row]) -> Iterator[bytes]:
    """Yield the sentences, each with an empty line behind it."""
    doc = ""
    for row in rows:
        target = row.pair.target
        lines = [f"# newdoc id = {row.pair.doc}"] if row.pair.doc not in {"", doc} else []
        doc = row.pair.doc
        text = text_of(target.tokens, target.lang)[0]
        lines += [f"# sent_id = {row.pair.id}", f"# text = {text}"]
        tags = to_iob2(row.entities(), len(target))
        for k, (token, tag) in enumerate(zip(target.tokens, tags, strict=True), start=1):
            misc = "_" if tag == "O" else f"{FEATURE}={tag}"
            lines.append(f"{k}\t{token}\t{_BETWEEN}{misc}")
        yield "\n".join([*lines, "", ""]).encode()
