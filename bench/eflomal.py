"""The embedded aligner beside eflomal and fast_align, all on the same text.

`python -m bench eflomal` from the project's root, after `make peers`; about half an hour, since
eflomal takes no seed and every figure of it is the mean of five runs. Each learns from all of
parallel/ and from the gold file's pairs, never from gold links. eflomal's two directions go
through every symmetriser, and ours is compared with the best of them on the same gold.
"""

import statistics
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from bench import peers
from bench.aligner import DATA, gold, timed, training_text
from core.aligners import ALIGNERS, Bitext
from core.aligners.symmetrise import SYMMETRISERS
from core.evaluation.halves import is_even
from core.evaluation.links import link_scores
from core.formats.gold_links import GoldRow

RUNS = 5
SIZES = (500, 1_000, 3_000, 5_000)
CURVE = ("alibi.en-fr", "clmd-pud.en-fr")

# Their sentences stand in parallel/ too, in another tokenisation, and reading them twice raises
# eflomal's error rate (by 0.04 on French): so they are also measured without that corpus.
TWICE = ("clmd-pud.en-fr", "clmd-pud.en-ar", "clmd-pud.en-zh")
AGAIN = "ud-pud"

HALVES: tuple[Callable[[GoldRow], bool], ...] = (
    lambda _: True,
    lambda row: is_even(row.id),
    lambda row: not is_even(row.id),
)

# By folder and gold file: how far below eflomal's error rate ours has to be, None if only reported.
MARGINS: Mapping[tuple[str, str], float | None] = {
    ("align", "alibi.en-fr"): 0.01,
    ("align", "clmd-pud.en-fr"): 0.09,
    ("align", "clmd-pud.en-ar"): 0.01,
    ("align", "clmd-pud.en-zh"): None,
    ("align_nc", "xlwa-test.en-es"): None,
    ("align_nc", "xlwa-test.en-it"): None,
    ("align_nc", "xlwa-test.en-nl"): None,
}


@dataclass(frozen=True, slots=True)
class Row:
    """Alignment error rates of one aligner: of all pairs, of the even and of the odd half.

    Args:
        name: of the aligner.
        rates: means over the runs, one for each of `HALVES`.
        sd: standard deviation over the runs, of all pairs; None where runs do not differ.
        took_s: seconds of one run, on average.
    """

    name: str
    rates: tuple[float, ...]
    sd: float | None
    took_s: float

    def __str__(self) -> str:
        """Return a line of the table."""
        spread = "" if self.sd is None else f"± {self.sd:.4f}"
        rates = "".join(f"{rate:9.4f}" for rate in self.rates[1:])
        return f"  {self.name:32s}{self.rates[0]:9.4f} {spread:8s}{rates}{self.took_s:9.1f} s"


def rates(found: peers.Links, rows: Sequence[GoldRow]) -> tuple[float, ...]:
    """Return the error rate of all pairs, of the even half and of the odd half."""
    return tuple(
        link_scores(pair for pair in zip(found, rows, strict=True) if keep(pair[1])).aer
        for keep in HALVES
    )


def of_runs(name: str, runs: Sequence[tuple[float, ...]], took_s: float) -> Row:
    """Return the row of several runs that may differ."""
    means = tuple(statistics.mean(column) for column in zip(*runs, strict=True))
    return Row(name, means, statistics.stdev(run[0] for run in runs), took_s)


def eflomal(text: Sequence[Bitext], rows: Sequence[GoldRow]) -> list[Row]:
    """Return a row a symmetriser; the pairs with gold are the last ones of the text."""
    runs = [peers.eflomal(text, last=len(rows)) for _ in range(RUNS)]
    took_s = statistics.mean(run[2] for run in runs)
    out = []
    for name in SYMMETRISERS:
        join = SYMMETRISERS[name]
        each = [
            rates([join(*pair) for pair in zip(forward, reverse, strict=True)], rows)
            for forward, reverse, _ in runs
        ]
        out.append(of_runs(f"eflomal, {name}", each, took_s))
    return out


def fast_align(text: Sequence[Bitext], rows: Sequence[GoldRow]) -> Row:
    """Return the row of fast_align."""
    found, took_s = peers.fast_align(text, last=len(rows))
    return Row("fast_align, its own symmetriser", rates(found, rows), None, took_s)


def ours(text: Sequence[Bitext], rows: Sequence[GoldRow], *, lexicon: bool) -> Row:
    """Return the row of the embedded aligner."""
    aligner = ALIGNERS.get("statistical").make(lexicon=lexicon)
    pairs, training = text[-len(rows) :], text[: -len(rows)]
    found, took_s = timed(lambda: aligner.align(pairs, training=training))
    cells = [frozenset((link.i, link.j) for link in alignment.links) for alignment in found]
    name = "ours, with lexicon" if lexicon else "ours, without lexicon"
    return Row(name, rates(cells, rows), None, took_s)


def compare(
    title: str, training: Sequence[Bitext], name: str, *, folder: str, margin: float | None
) -> None:
    """Print the table of one gold file, with the budget if there is one."""
    pairs, rows = gold(name, folder=folder)
    text = [*training, *pairs]
    print(f"\n{title}: {size(text)}")
    print(f"  {'AER':32s}{'all':>9s}{'':9s}{'even':>9s}{'odd':>9s}{'one run':>11s}", flush=True)
    mine = [ours(text, rows, lexicon=lexicon) for lexicon in (True, False)]
    if peers.missing():
        print(*mine, sep="\n", flush=True)
        return
    theirs = eflomal(text, rows)
    print(*theirs, fast_align(text, rows), *mine, sep="\n")
    best = min(theirs, key=lambda row: row.rates[0])
    for row in mine:
        print(f"  {row.name} below {best.name}: {differences(best, row)}")
    print(f"  {verdict(best.rates[0] - mine[0].rates[0], margin)}", flush=True)


def differences(best: Row, row: Row) -> str:
    """Return by how much a row is below the best one: of all pairs, and of each half."""
    gaps = [b - r for b, r in zip(best.rates, row.rates, strict=True)]
    return f"{gaps[0]:+.4f} (even {gaps[1]:+.4f}, odd {gaps[2]:+.4f})"


def verdict(gap: float, margin: float | None) -> str:
    """Return whether ours is far enough below; any amount will do where the margin is 0."""
    if margin is None:
        return "no budget"
    met = gap >= margin if margin else gap > 0
    wanted = f"at least {margin:g} below" if margin else "below"
    return f"budget, ours with lexicon {wanted}: {'within' if met else 'MISSED'}"


def size(text: Sequence[Bitext]) -> str:
    """Return how much text there is, and that the other programs read just as many tokens."""
    sides = [[pair.source for pair in text], [pair.target for pair in text]]
    tokens = [sum(len(side) for side in column) for column in sides]
    read = [sum(len(line.split()) for line in peers.lines(column)) for column in sides]
    same = "the same tokens" if tokens == read else f"{read[0]:,} + {read[1]:,} tokens"
    return f"{len(text):,} pairs, {tokens[0]:,} + {tokens[1]:,} tokens; the others read {same}"


def tables() -> Iterator[tuple[str, list[Bitext], str, str, float | None]]:
    """Yield title, training text, gold file, folder and margin of each table."""
    read = cache(training_text)
    for (folder, name), margin in MARGINS.items():
        yield name, read(name.split(".")[1]), name, folder, margin
    for name in TWICE:
        training = training_text(name.split(".")[1], without=AGAIN)
        yield f"{name}, without {AGAIN}", training, name, "align", None
    for count in SIZES:
        for name in CURVE:
            title = f"{name}, first {count:,} pairs"
            yield title, read(name.split(".")[1])[:count], name, "align", 0.0


def main() -> int:
    """Print everything; return the exit status."""
    if not DATA.is_dir():
        print("bench.eflomal: ../shared/data is not here, nothing to measure")
        return 0
    if peers.missing():
        print("eflomal and fast_align are not installed, `make peers` gets them; ours alone:")
    warm = [Bitext(("a",), ("a",))]
    ALIGNERS.get("statistical").make().align(warm)  # compiles, which belongs to no timing
    for title, training, name, folder, margin in tables():
        compare(title, training, name, folder=folder, margin=margin)
    return 0


if __name__ == "__main__":
    sys.exit(main())
