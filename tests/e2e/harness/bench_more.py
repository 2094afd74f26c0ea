"""More hand-made pairs: Thai and Amharic, a right-to-left source, a long one, nine methods."""

from bench_world import HandPair, pair

THAI = pair(
    "wiki-th-0009", ("en", "th"),
    "Prime Minister Srettha met Google executives in Bangkok .",
    "นายกรัฐมนตรี เศรษฐา พบ กับ ผู้บริหาร ของ กูเกิล ที่ กรุงเทพมหานคร .",
    [(2, 3, "PER"), (4, 5, "ORG"), (7, 8, "LOC")],
    "0-0:.7 1-0:.8 2-1:.92 3-2:.9 4-6:.95 5-4:.88 6-7:.7 7-8:.97 8-9:.99",
    {
        "aligned-exact": [(1, 2, "PER", 0), (6, 7, "ORG", 1), (8, 9, "LOC", 2)],
        "ngram-greedy": [(0, 2, "PER", 0), (6, 7, "ORG", 1), (8, 9, "LOC", 2)],
    },
)  # fmt: skip

AMHARIC = pair(
    "masakha-am-0451", ("en", "am"),
    "Prime Minister Abiy Ahmed opened a park in Addis Ababa on Monday .",
    "ጠቅላይ ሚኒስትር ዐቢይ አሕመድ ሰኞ ዕለት በአዲስ አበባ አንድ ፓርክ መርቀው ከፈቱ ።",
    [(2, 4, "PER"), (8, 10, "LOC")],
    "0-0:.9 1-1:.95 2-2:.9 3-3:.93 4-11:.6 5-8:.5 6-9:.8 7-6:.4 8-6:.9 9-7:.96 11-4:.85 12-12:.99",
    {
        "aligned-exact": [(2, 4, "PER", 0), (6, 8, "LOC", 1)],
        "longest-run": [(2, 4, "PER", 0), (6, 8, "LOC", 1)],
    },
)  # fmt: skip

FROM_ARABIC = pair(
    "news-ar-en-0003", ("ar", "hi"), "وصل أنطونيو غوتيريش إلى نيودلهي أمس .",
    "एंटोनियो गुटेरेस कल नई दिल्ली पहुँचे ।", [(1, 3, "PER"), (4, 5, "LOC")],
    "0-5:.9 1-0:.95 2-1:.96 4-3:.8 4-4:.9 5-2:.9 6-6",
    {"aligned-exact": [(0, 2, "PER", 0), (3, 5, "LOC", 1)]},
)  # fmt: skip


def _cut_short(size: int) -> HandPair:
    """Return a pair of `size` words each side, most linked, of which the aligner saw 160."""
    source, target = [f"word{k}" for k in range(size)], [f"Wort{k}" for k in range(size)]
    links = {(k, j): 0.95 - 0.4 * (j - k) for k in range(160) for j in (k, k + 1)}
    entities = [(k, k + 2, "ORG") for k in range(3, size - 3, 20)]
    rows = {"aligned-exact": [(s, e, n, k) for k, (s, e, n) in enumerate(entities)]}
    beyond = tuple(range(160, size))
    more = [
        {
            "key": "other",
            "name": "same-word",
            "kind": "links",
            "links": [[k, k, None] for k in range(size)],
        }
    ]
    return HandPair(
        f"long-{size}", ("en", "de"), source, target, entities, links, rows,
        unseen=(beyond, beyond), overlays=more,
    )  # fmt: skip


MORE_PAIRS = [THAI, AMHARIC, FROM_ARABIC, _cut_short(200)]

_NINE_WAYS = [(4, 7, "PER", 0), (9, 10, "LOC", 1)]
NINE = pair(
    "nine-ways", ("en", "hi"), "Anna Maria Lopez sang in Leipzig .",
    "कल शाम वहाँ सुश्री एना मारिया लोपेज़ ने नगर लाइपज़िग में गाया ।",
    [(0, 3, "PER"), (5, 6, "LOC")],
    "0-3:.3 0-4:.9 1-5:.9 2-6:.9 3-11:.8 4-10:.7 5-8:.4 5-9:.9 6-12:.99",
    {f"method-{k}": _NINE_WAYS if k < 6 else [(3, 7, "PER", 0), (8, 10, "LOC", 1)]
     for k in range(1, 10)},
    competitors=9,
)  # fmt: skip

APART = [NINE]
"""Pairs that stand in the queue only where the address names them."""
