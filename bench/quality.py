"""F1 of every method on the links of the embedded aligner, per corpus and half.

`python -m bench.quality [--more] [--method NAME ...]` from the project's root. Defaults and
weights may be chosen on the even half, relx, xsid and pud; the odd half is only reported.
"""

import argparse
import gzip
import hashlib
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from core.aligners import ALIGNERS
from core.aligners.base import Bitext
from core.domain.alignment import Alignment
from core.domain.pair import Pair
from core.domain.task import Task
from core.evaluation.spans import Score, evaluate
from core.formats import pairs_jsonl
from core.models.tokenisers import tokenise
from core.projection import DEFAULT_METHOD, METHODS, project

DATA = Path("../shared/data/dev")
EUROPARL = ("europarl.en-de", "europarl.en-es", "europarl.en-it")
MORE = (
    *("relx.en-es", "relx.en-fr", "xsid-valid.en-ar", "xsid-valid.en-de", "xsid-valid.en-it"),
    *("xsid-valid.en-ja", "pud.en-de", "pud.en-pt", "pud.en-zh"),
)


def is_even(pair: Pair) -> bool:
    """Return whether a pair belongs to the half that may be tuned on."""
    return int(hashlib.sha256(pair.id.encode()).hexdigest(), 16) % 2 == 0


def training(src: str, tgt: str) -> list[Bitext]:
    """Return the parallel text of a language pair, tokenised."""
    found = []
    for path in sorted((DATA / "parallel" / f"{src}-{tgt}").glob("*.tsv.gz")):
        with gzip.open(path, "rt", encoding="utf-8", newline="\n") as lines:
            for line in lines:
                left, _, right = line.rstrip("\n").partition("\t")
                sides = tokenise(left, src), tokenise(right, tgt)
                if all(sides):
                    found.append(Bitext(*sides, src, tgt))
    return found


def corpus(name: str) -> list[Pair]:
    """Return the pairs of one corpus that can be scored."""
    pairs = pairs_jsonl.read((DATA / "ner" / f"{name}.jsonl").read_bytes(), file=name)
    return [
        p
        for p in pairs
        if p.source.entities is not None
        and p.target.entities is not None
        and (not name.startswith("pud") or p.extra.get("label_consistent"))
    ]


def links(pairs: Sequence[Pair], **options: object) -> list[Alignment]:
    """Return alignments of the embedded aligner, trained on the parallel text and the pairs."""
    src, tgt = pairs[0].source.lang, pairs[0].target.lang
    aligner = ALIGNERS.get("statistical").make(**options)
    texts = [Bitext(p.source.tokens, p.target.tokens, src, tgt) for p in pairs]
    found: list[Alignment] = aligner.align(texts, training=training(src, tgt))
    return found


def score(pairs: Sequence[Pair], aligned: Sequence[Alignment], method: str) -> Score:
    """Return the overall strict score of a method."""
    spec = METHODS[method]
    predicted = [
        [e for p in project(Task(q.source, q.target.tokens, a), spec) for e in p.entities()]
        for q, a in zip(pairs, aligned, strict=True)
    ]
    gold = [q.target.entities or () for q in pairs]
    return evaluate(gold, predicted, eval_types=[q.eval_types for q in pairs]).overall


def table(names: Sequence[str], methods: Sequence[str]) -> None:
    """Print one line a method: F1 of each corpus, all, even and odd where it is halved."""
    rows: dict[str, list[Score]] = {m: [] for m in methods}
    heads: list[str] = []
    seconds = dict.fromkeys(methods, 0.0)
    for name in names:
        pairs = corpus(name)
        aligned = links(pairs)
        even = [is_even(p) for p in pairs]
        halves = {"all": [True] * len(pairs)}
        if name in EUROPARL:
            halves |= {"even": even, "odd": [not e for e in even]}
        heads += [f"{name.replace('europarl.', '').replace('valid.', '')} {h}" for h in halves]
        for method in methods:
            began = time.perf_counter()
            for keep in halves.values():
                part = [k for k, kept in enumerate(keep) if kept]
                rows[method].append(
                    score([pairs[k] for k in part], [aligned[k] for k in part], method)
                )
            seconds[method] += time.perf_counter() - began
    show(heads, rows, seconds)


def show(heads: Sequence[str], rows: dict[str, list[Score]], seconds: dict[str, float]) -> None:
    """Print the table, then the means over the three Europarl languages."""
    width = max(map(len, rows)) + 2
    print("method".ljust(width), *(h.rjust(len(h)) for h in heads), "mean all even odd", "seconds")
    for method, scores in rows.items():
        cells = (f"{s.f1:.3f}".rjust(len(h)) for h, s in zip(heads, scores, strict=True))
        means = (mean(s.f1 for s in scores[k : len(EUROPARL) * 3 : 3]) for k in range(3))
        mark = "*" if method == DEFAULT_METHOD else " "
        tail = " ".join(f"{m:.4f}" for m in means)
        print((method + mark).ljust(width), *cells, "|", tail, f"{seconds[method]:.1f}")


def mean(values: Iterable[float]) -> float:
    """Return the arithmetic mean."""
    listed = list(values)
    return sum(listed) / len(listed)


def main() -> None:
    """Print the table that the arguments ask for."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--more", action="store_true", help="also relx, xsid and pud")
    ask.add_argument("--method", action="append", help="only these methods")
    given = ask.parse_args()
    table((*EUROPARL, *MORE) if given.more else EUROPARL, given.method or list(METHODS))


if __name__ == "__main__":
    main()
