"""F1 of every method that needs links only, per corpus and half, beside published figures.

`python -m bench.quality [CORPUS ...] [--method NAME ...]` from the project's root; CORPUS is the
name of a file of ner/ or ner_nc/ or how it begins (`europarl`); all of them without one. What is
printed is written to build/quality.md too. Defaults and weights may be chosen on relx, xsid, pud
and the even half of Europarl only; everything else is only reported.
"""

import argparse
import gzip
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import quality_page
from core.aligners import ALIGNERS
from core.aligners.base import Bitext
from core.cli import scored
from core.cli.scored import Scored
from core.domain.alignment import Alignment
from core.domain.pair import Pair
from core.evaluation.halves import is_even as is_even_id
from core.evaluation.spans import Score, evaluate
from core.formats import pairs_jsonl
from core.models.tokenisers import tokenise
from core.pipeline.methods import METHODS
from core.pipeline.run import Extras
from core.projection import DEFAULT_METHOD, resolve

DATA = Path("../shared/data/dev")
PAGE = Path("build/quality.md")
EUROPARL = ("europarl.en-de", "europarl.en-es", "europarl.en-it")
MORE = (
    *("relx.en-es", "relx.en-fr", "xsid-valid.en-ar", "xsid-valid.en-de", "xsid-valid.en-it"),
    *("xsid-valid.en-ja", "pud.en-de", "pud.en-pt", "pud.en-zh"),
)
TUNED_ON = (*MORE, *EUROPARL)
"""Corpora that defaults may be chosen on; of Europarl the even half only."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured on one corpus.

    Args:
        name: of the corpus.
        methods: the outcome of each method, on the same links.
        align_s: seconds to learn and align.
        sentences: parallel sentences that were learned from, besides the pairs.
    """

    name: str
    methods: Mapping[str, Scored]
    align_s: float
    sentences: int

    def score(self, method: str, *, half: bool | None = None) -> Score:
        """Return the score of a method, of the even half (True), the odd half, or all."""
        s = self.methods[method]
        part = [k for k, p in enumerate(s.pairs) if half is None or is_even(p) is half]
        return evaluate([s.gold[k] for k in part], [s.found[k] for k in part]).overall


def is_even(pair: Pair) -> bool:
    """Return whether a pair belongs to the half that may be tuned on."""
    return is_even_id(pair.id)


def training(src: str, tgt: str, *, non_commercial: bool = False) -> list[Bitext]:
    """Return the parallel text of a language pair, tokenised."""
    folders = ["parallel", "parallel_nc"] if non_commercial else ["parallel"]
    found = []
    for path in sorted(p for f in folders for p in (DATA / f / f"{src}-{tgt}").glob("*.tsv.gz")):
        with gzip.open(path, "rt", encoding="utf-8", newline="\n") as lines:
            for line in lines:
                left, _, right = line.rstrip("\n").partition("\t")
                sides = tokenise(left, src), tokenise(right, tgt)
                if all(sides):
                    found.append(Bitext(*sides, src, tgt))
    return found


def corpora() -> list[str]:
    """Return the names of all corpora with entities, those that may be tuned on first."""
    names = [p.stem for f in ("ner", "ner_nc") for p in sorted((DATA / f).glob("*.jsonl"))]
    return sorted(names, key=lambda n: (n not in EUROPARL, n not in MORE, names.index(n)))


def is_non_commercial(name: str) -> bool:
    """Return whether a corpus may be measured with only."""
    return not (DATA / "ner" / f"{name}.jsonl").exists()


def corpus(name: str) -> list[Pair]:
    """Return the pairs of one corpus that can be scored."""
    folder = "ner_nc" if is_non_commercial(name) else "ner"
    pairs = pairs_jsonl.read((DATA / folder / f"{name}.jsonl").read_bytes(), file=name)
    return [
        p
        for p in pairs
        if p.source.entities is not None
        and p.target.entities is not None
        and (not name.startswith("pud") or p.extra.get("label_consistent"))
    ]


def links(
    pairs: Sequence[Pair], *, non_commercial: bool = False, **options: object
) -> list[Alignment]:
    """Return alignments of the embedded aligner, trained on the parallel text and the pairs."""
    src, tgt = pairs[0].source.lang, pairs[0].target.lang
    return aligned(pairs, training(src, tgt, non_commercial=non_commercial), **options)


def aligned(pairs: Sequence[Pair], text: Sequence[Bitext], **options: object) -> list[Alignment]:
    """Return alignments of the embedded aligner, trained on this text and the pairs."""
    src, tgt = pairs[0].source.lang, pairs[0].target.lang
    aligner = ALIGNERS.get("statistical").make(**options)
    texts = [Bitext(p.source.tokens, p.target.tokens, src, tgt) for p in pairs]
    found: list[Alignment] = aligner.align(texts, training=text)
    return found


def run(pairs: Sequence[Pair], alignments: Sequence[Alignment], method: str) -> Scored:
    """Return what a method makes of the pairs on these links."""
    by_id = {p.id: a for p, a in zip(pairs, alignments, strict=True)}
    return scored.run(pairs, lambda pair: by_id[pair.id], METHODS[method], (), Extras())


def score(pairs: Sequence[Pair], alignments: Sequence[Alignment], method: str) -> Score:
    """Return the overall strict score of a method."""
    outcome = run(pairs, alignments, method)
    return evaluate(outcome.gold, outcome.found).overall


def measure(name: str, methods: Sequence[str]) -> Measured:
    """Return what the methods make of a corpus, all on the same links."""
    pairs = corpus(name)
    text = training(
        pairs[0].source.lang, pairs[0].target.lang, non_commercial=is_non_commercial(name)
    )
    began = time.perf_counter()
    alignments = aligned(pairs, text)
    align_s = time.perf_counter() - began
    return Measured(name, {m: run(pairs, alignments, m) for m in methods}, align_s, len(text))


def of_links_only() -> list[str]:
    """Return the methods that need nothing but links, the default first."""
    names = [n for n, spec in METHODS.items() if resolve.needs(spec) <= {"alignment"}]
    return sorted(names, key=lambda n: n != DEFAULT_METHOD)


def main(argv: Sequence[str] = ()) -> None:
    """Print the page that the arguments ask for, and write it."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("corpus", nargs="*", help="names of corpora, or how they begin; default all")
    ask.add_argument("--method", action="append", help="only these methods")
    given = ask.parse_args(argv)
    names = [n for n in corpora() if n.startswith(tuple(given.corpus) or "")]
    page = []
    found = []
    for name in names:
        found.append(measure(name, given.method or of_links_only()))
        page.append(quality_page.section(found[-1]))
        print(page[-1], flush=True)
    page.append(quality_page.summary(found))
    print(page[-1])
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text("\n".join([page[-1], *page[:-1]]), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
