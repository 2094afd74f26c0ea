"""Copies: where a target sentence repeats the words of an entity, or their sound."""

from collections.abc import Iterator, Mapping, Sequence, Set

from core.text.forms import blocks, similarities
from core.text.key import comparison_key

ALIKE = 0.6
"""Similarity of forms from which each word of a span counts as the same name."""


def copies(
    names: Sequence[Sequence[str]], tokens: Sequence[str]
) -> tuple[tuple[tuple[int, int], ...], ...]:
    """Return for each name the spans of a sentence that copy it, ascending; they may overlap.

    A copy has the same letters, however they are cut into words, or as many words, each of which
    looks or, across scripts, sounds alike. A capital has to stay one where the script has capitals.

    Args:
        names: words of each name.
        tokens: the sentence to look through.
    """
    keys = [tuple(map(comparison_key, words)) for words in names]
    others = list(map(comparison_key, tokens))
    alike = _alike(sorted({key for row in keys for key in row}), others)
    lower = [token[:1].islower() for token in tokens]
    found = []
    for words, row in zip(names, keys, strict=True):
        barred = lower if words[0][:1].isupper() else ()
        found.append(tuple(_spans(row, others, alike, barred)))
    return tuple(found)


def _spans(
    keys: Sequence[str],
    others: Sequence[str],
    alike: Mapping[str, Set[int]],
    barred: Sequence[bool],
) -> Iterator[tuple[int, int]]:
    """Yield the spans that copy one name and do not begin at a barred token."""
    whole = "".join(keys)
    if sum(char.isalnum() for char in whole) < 2:
        return
    first = alike[keys[0]]
    for start, other in enumerate(others):
        if (barred and barred[start]) or not (start in first or whole.startswith(other)):
            continue
        stop = start + len(keys)
        same = _same_letters(whole, others, start)
        near = stop <= len(others) and all(start + k in alike[a] for k, a in enumerate(keys))
        yield from sorted({(start, end) for end in (same, stop * near) if end})


def _same_letters(whole: str, others: Sequence[str], start: int) -> int:
    """Return where words from `start` on have spelt the whole, 0 where they do not."""
    at = 0
    for j in range(start, len(others)):
        if not whole.startswith(others[j], at):
            return 0
        at += len(others[j])
        if at == len(whole):
            return j + 1
    return 0


def _alike(keys: Sequence[str], others: Sequence[str]) -> dict[str, set[int]]:
    """Return for each key the tokens that look like it, equal ones of one letter included."""
    found = {a: {j for j, b in enumerate(others) if a == b} for a in keys}
    by_block: dict[str, list[int]] = {}
    for j, block in enumerate(blocks(others)):
        by_block.setdefault(block, []).append(j)
    cells = [
        (a, j)
        for a, block in zip(keys, blocks(keys), strict=True)
        for j in (by_block.get(block, ()) if block else ())
    ]
    how = similarities([a for a, _ in cells], [others[j] for _, j in cells]).tolist()
    for (a, j), value in zip(cells, how, strict=True):
        if value >= ALIKE:
            found[a].add(j)
    return found
