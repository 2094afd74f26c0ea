"""Timings and quality of the embedded aligner: `python -m bench.aligner`, from the root."""

import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from core.aligners import ALIGNERS, Bitext
from core.aligners.model import Model
from core.aligners.statistical import train
from core.domain.alignment import Alignment
from core.evaluation.links import LinkScore, link_scores
from core.formats import gold_links
from core.models.tokenisers import tokenise

DATA = Path(__file__).parents[2] / "shared" / "data" / "dev"
GOLD = ("alibi.en-fr", "clmd-pud.en-fr", "clmd-pud.en-ar", "clmd-pud.en-zh")
BARS = {"alibi.en-fr": 0.10, "clmd-pud.en-fr": 0.16}
THRESHOLDS = (0.4, 0.5, 0.6, 0.7)
SIZE = 10_000
BUDGET_S = 5.0


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


def print_quality() -> None:
    """Print alignment error rates at several thresholds, learned from parallel/ and the pairs."""
    print(
        f"\n{'AER at threshold':16s}"
        + "".join(f"{t:>8}" for t in THRESHOLDS)
        + "   bar at 0.5   model, pairs unseen"
    )
    aligner = ALIGNERS.get("statistical").make(threshold=min(THRESHOLDS))
    for name in GOLD:
        pairs, rows = gold(name)
        text = training_text(name.split(".")[1])
        found = aligner.align(pairs, training=text)
        rates = [score(found, rows, threshold=t).aer for t in THRESHOLDS]
        apart = score(train(text).align_all(pairs), rows).aer
        bar = f"   {BARS[name]:.2f}" if name in BARS else "   none"
        print(f"{name:16s}" + "".join(f"{rate:8.3f}" for rate in rates) + f"{bar}{apart:13.3f}")


def main() -> int:
    """Print everything; return the exit status."""
    if not DATA.is_dir():
        print("bench.aligner: ../shared/data is not here, nothing to measure")
        return 0
    text = training_text("en-fr")
    print_timings([text[k * len(text) // SIZE] for k in range(SIZE)])
    print_quality()
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
