"""Timings and quality of the embedded aligner: `python -m bench.aligner`, from the root.

Alignment error rates of all pairs, of the even half (which may be chosen on) and of the odd half
(which is only reported); the files of `REPORTED` are only reported altogether.
"""

import gzip
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.aligners import ALIGNERS, Bitext
from core.aligners.model import Model
from core.aligners.statistical import train
from core.aligners.symmetrise import SYMMETRISERS
from core.domain.alignment import Alignment
from core.evaluation.links import LinkScore, judgeable, link_scores
from core.formats import gold_links
from core.models.tokenisers import tokenise

DATA = Path(__file__).parents[2] / "shared" / "data" / "dev"
GOLD = ("alibi.en-fr", "clmd-pud.en-fr", "clmd-pud.en-ar", "clmd-pud.en-zh")
REPORTED = ("xlwa-test.en-es", "xlwa-test.en-it", "xlwa-test.en-nl")
THRESHOLDS = (0.3, 0.4, 0.5, 0.6, 0.7)
CURVE = (500, 1000, 3000, 5000)
SIZE = 10_000
BUDGET_S = 5.0

Truth = NDArray[np.bool_]


def training_text(languages: str, *, without: str = "") -> list[Bitext]:
    """Return all of parallel/LANGUAGES, or all but one corpus, tokenised."""
    source, target = languages.split("-")
    return [
        Bitext(tokenise(left, source), tokenise(right, target), source, target)
        for path in sorted((DATA / "parallel" / languages).glob("*.tsv.gz"))
        if path.name != f"{without}.tsv.gz"
        for left, right in _rows(path)
    ]


def gold(name: str, *, folder: str = "align") -> tuple[list[Bitext], list[gold_links.GoldRow]]:
    """Return the pairs of a gold file, and their gold links."""
    data = (DATA / folder / f"{name}.jsonl").read_bytes()
    pairs = []
    for line in data.splitlines():
        row: dict[str, Any] = json.loads(line)
        sides = tuple(row["src_tokens"]), tuple(row["tgt_tokens"])
        pairs.append(Bitext(*sides, row["src_lang"], row["tgt_lang"]))
    return pairs, list(gold_links.read_jsonl(data.splitlines(keepends=True), file=name))


def score(
    found: list[Alignment], rows: list[gold_links.GoldRow], *, threshold: float = 0.0
) -> LinkScore:
    """Return the scores of the links with more than `threshold` probability."""
    return link_scores(
        ({(k.i, k.j) for k in a.links if (k.p or 0.0) > threshold}, row)
        for a, row in zip(found, rows, strict=True)
    )


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    """Return what the work returned, and the seconds it took."""
    start = time.perf_counter()
    out = work()
    return out, time.perf_counter() - start


def compile_s() -> float:
    """Return the seconds that compiling takes on a machine that has never run the aligner."""
    code = (
        "import time; from core.aligners import ALIGNERS, Bitext; start = time.perf_counter(); "
        "ALIGNERS.get('statistical').make().align([Bitext(('a',), ('a',))]); "
        "print(time.perf_counter() - start)"
    )
    with tempfile.TemporaryDirectory() as cache:
        env = {**os.environ, "NUMBA_CACHE_DIR": cache}
        runs = [float(_run([sys.executable, "-c", code], env=env).stdout) for _ in range(2)]
    return runs[0] - runs[1]


def print_timings(text: list[Bitext]) -> None:
    """Print how long learning, saving and aligning take."""
    words = sum(len(pair.source) for pair in text) / len(text)
    print(f"en-fr, {words:.1f} source tokens a pair")
    aligner = ALIGNERS.get("statistical").make()
    print(f"compiling, once a machine            {compile_s():8.2f} s")
    aligner.align(text[:10])
    _, took = timed(lambda: aligner.align(text))
    verdict = "within" if took <= BUDGET_S else "OVER"
    print(f"learn and align {len(text):,} pairs         {took:8.2f} s   ({verdict} {BUDGET_S:g} s)")
    model, took = timed(lambda: train(text))
    print(f"learn a model of them                {took:8.2f} s")
    data, took = timed(model.to_bytes)
    print(f"save it ({len(data) / 1e6:.2f} MB)                    {took * 1000:8.1f} ms")
    again, took = timed(lambda: Model.from_bytes(data))
    print(f"load it                              {took * 1000:8.1f} ms")
    _, took = timed(lambda: again.align_all(text[:2000]))
    print(f"align new pairs with it              {2000 / took:8.0f} pairs/s")
    for pair in text[:50]:
        again.align(pair)
    took = sorted(timed(lambda p=pair: again.align(p))[1] for pair in text[:500])[475]
    print(f"align one new pair, p95              {took * 1000:8.2f} ms")
    took = sorted(timed(lambda p=pair: aligner.align([p]))[1] for pair in text[:200])[190]
    print(f"align one pasted pair, no text, p95  {took * 1000:8.2f} ms")


def halves(rows: Sequence[gold_links.GoldRow]) -> tuple[Truth, Truth]:
    """Return which rows belong to the even half, by hash of their ids, and which to the odd."""
    even = np.array([int(hashlib.sha256(r.id.encode()).hexdigest(), 16) % 2 == 0 for r in rows])
    return even, ~even


def marked(pair: Bitext, row: gold_links.GoldRow) -> NDArray[np.float64]:
    """Return 1 for sure links, 0.5 for possible ones, 0 for none, NaN where nobody looked."""
    n, m = len(pair.source), len(pair.target)
    every = {(i, j) for i in range(n) for j in range(m)}
    out = np.full((n, m), np.nan)
    for cell in judgeable(every, row):
        out[cell] = 1.0 if cell in row.sure else 0.5 if cell in row.possible else 0.0
    return out


def rates(found: list[Alignment], rows: list[gold_links.GoldRow], *, threshold: float = 0.0) -> str:
    """Return the error rates of all pairs, the even half and the odd half."""
    out = []
    for half in (np.ones(len(rows), bool), *halves(rows)):
        part = [(a, r) for a, r, kept in zip(found, rows, half, strict=True) if kept]
        aer = score([a for a, _ in part], [r for _, r in part], threshold=threshold).aer
        out.append(f"{aer:.4f}")
    return " / ".join(out)


def calibration(
    found: list[Alignment],
    pairs: list[Bitext],
    rows: list[gold_links.GoldRow],
    kept: Truth,
) -> tuple[float, list[tuple[float, float, int]]]:
    """Return the expected calibration error, and (said, true, cells) of ten bins.

    Over the links of the kept pairs whose ends people judged; a possible link is a link.
    """
    said, true = [], []
    for k in np.flatnonzero(kept).tolist():
        truth = marked(pairs[k], rows[k])
        for link in found[k].links:
            if not np.isnan(truth[link.i, link.j]):
                said.append(link.p or 0.0)
                true.append(truth[link.i, link.j] > 0)
    p, right = np.array(said), np.array(true, dtype=float)
    bins = np.minimum((p * 10).astype(int), 9)
    table = [
        (float(p[bins == k].mean()), float(right[bins == k].mean()), int((bins == k).sum()))
        for k in range(10)
        if (bins == k).any()
    ]
    return sum(n * abs(a - b) for a, b, n in table) / max(1, len(p)), table


def print_quality() -> None:
    """Print error rates and calibration of each gold file."""
    for name in (*GOLD, *REPORTED):
        pairs, rows = gold(name, folder="align_nc" if name in REPORTED else "align")
        text = training_text(name.split(".")[1])
        print(f"\n{name}: AER all / even / odd, {len(text):,} training pairs and the {len(pairs)}")
        found = _aligned(pairs, text, threshold=0.02)
        for threshold in THRESHOLDS:
            print(f"  p > {threshold:<18} {rates(found, rows, threshold=threshold)}")
        print(f"  without lexicon        {rates(_aligned(pairs, text, lexicon=False), rows)}")
        for links in SYMMETRISERS:
            print(f"  {links:22s} {rates(_aligned(pairs, text, links=links), rows)}")
        print(f"  model, pairs unseen    {rates(train(text).align_all(pairs), rows)}")
        for half, kept in zip(("even", "odd"), halves(rows), strict=True):
            ece, table = calibration(found, pairs, rows, kept)
            bins = " ".join(f"{said:.2f}:{true:.2f}" for said, true, _ in table)
            print(f"  calibration error, {half:4s} {ece:.4f}   said:true {bins}", flush=True)


def print_curve() -> None:
    """Print error rates with little training text."""
    text = training_text("en-fr")
    print("\nAER all / even / odd with the first lines of parallel/en-fr and the pairs")
    for name in ("alibi.en-fr", "clmd-pud.en-fr"):
        pairs, rows = gold(name)
        for size in CURVE:
            with_, without = (
                rates(_aligned(pairs, text[:size], lexicon=lexicon), rows)
                for lexicon in (True, False)
            )
            print(f"  {name:16s}{size:7,d}   {with_}   without lexicon {without}", flush=True)


def _aligned(pairs: list[Bitext], text: list[Bitext], **options: object) -> list[Alignment]:
    aligner = ALIGNERS.get("statistical").make(**options)
    found: list[Alignment] = aligner.align(pairs, training=text)
    return found


def main() -> int:
    """Print everything; return the exit status."""
    if not DATA.is_dir():
        print("bench.aligner: ../shared/data is not here, nothing to measure")
        return 0
    text = training_text("en-fr")
    print_timings([text[k * len(text) // SIZE] for k in range(SIZE)])
    print_quality()
    print_curve()
    return 0


def _rows(path: Path) -> Iterator[tuple[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            left, right, *_ = line.rstrip("\n").split("\t")
            yield left, right


def _run(command: list[str], *, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, env=env, capture_output=True, text=True, check=True)


if __name__ == "__main__":
    sys.exit(main())
