"""Small worlds for the laws: sentences, pairs and links with every legal kind of token."""

from hypothesis import strategies as st

from core.domain.alignment import Alignment, Link
from core.domain.entity import Entity
from core.domain.pair import Pair, Sentence

ODD = (
    "#",
    "# x",
    "-DOCSTART-",
    "O",
    "B-PER",
    "a b",
    " ",
    "\u00a0",
    "\ufeffx",
    "\u2028",
    "\x0b",
    "\x85",
    "💩",
    "👨🏻‍🚒",
    "क्षि",
    "می‌خواهم",
    "<script>alert(1)</script>",
    '"',
    "\\",
    "{}",
)
text = st.text(
    st.characters(exclude_characters="\0\t\n\r", exclude_categories=("Cs",)), min_size=1, max_size=4
)
tokens = st.sampled_from(ODD) | text
labels = st.sampled_from(("PER", "LOC", "product-device", "<script>", "O"))
chances = st.none() | st.floats(0, 1)


@st.composite
def entities(draw, length: int) -> tuple[Entity, ...]:
    found = []
    at = 0
    while at < length:
        size = draw(st.integers(0, 3))
        if size and at + size <= length:
            found.append(Entity(at, at + size, draw(labels)))
        at += max(size, 1)
    return tuple(found)


@st.composite
def sentences(draw, *, annotated: bool = False, lang: str = "en") -> Sentence:
    words = tuple(draw(st.lists(tokens, min_size=1, max_size=6)))
    known = annotated or draw(st.booleans())
    return Sentence(words, draw(entities(len(words))) if known else None, lang)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3),
    max_leaves=5,
)  # fmt: skip
keys = text.filter(lambda k: k not in RESERVED)
RESERVED = {
    "gold_tags",
    "projections",
    "orphans",
    "skipped",
    "failed",
    "id",
    "doc",
    "group",
    "source",
}


@st.composite
def pairs(draw) -> Pair:
    types = draw(st.none() | st.lists(labels, max_size=2, unique=True).map(tuple))
    return Pair(
        draw(text),
        draw(sentences()),
        draw(sentences(lang="yor")),
        doc=draw(st.just("") | text),
        group=draw(st.just("") | text),
        origin=draw(st.just("") | text),
        eval_types=types,
        extra=draw(st.dictionaries(keys, json_values, max_size=3)),
    )


@st.composite
def alignments(draw) -> Alignment:
    n, m = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    cells = draw(st.sets(st.tuples(st.integers(0, n - 1), st.integers(0, m - 1))))
    links = tuple(Link(i, j, draw(chances)) for i, j in cells)
    src = tuple(sorted(draw(st.sets(st.integers(0, n - 1)))))
    tgt = tuple(sorted(draw(st.sets(st.integers(0, m - 1)))))
    return Alignment(n, m, links, src, tgt)
