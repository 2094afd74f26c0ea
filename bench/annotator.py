"""How many decisions good data takes: `python -m bench annotator`, the project's headline figure.

A simulated annotator knows the gold answers and works through the app's own queue and operations
(`core.review.queue`, `core.review.decide`), on Europarl-NER in three languages. They see what
became of each source entity and set it right; they do not read the target for entities that the
source does not have, so that the best they can reach is the ceiling of `core.evaluation.ceiling`.
Two of the strategies do read it, annotation from scratch and the one that says so; their best is 1.

A decision is one source entity looked at, or one entity added that none stands for; keys are
counted as `bench.annotator_gestures.KEYS` says. Nothing is chosen on these figures: the orders and
their weights come from elsewhere, and the odd half of Europarl is printed by itself.
"""

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from bench import annotator_page, annotator_picture
from bench.annotator_run import PARTS, PROJECT, Annotator, Curve, Strategy, bare
from bench.quality import DATA, EUROPARL, corpus, training
from core.domain.pair import Pair
from core.errors import MissingInputError
from core.evaluation.ceiling import Ceiling, ceiling
from core.evaluation.halves import is_even
from core.pipeline.learn import keep, train
from core.pipeline.prepare import prepare
from core.storage import Workspace

SEEDS = (1, 2, 3)
STRATEGIES = (
    Strategy("file order, fixed rule"),
    *(Strategy(f"random {seed}, learned score", f"random:{seed}", learns=True) for seed in SEEDS),
    Strategy("suspicion, learned score", "suspicion", learns=True),
    Strategy("gain, learned score", "gain", learns=True),
    Strategy("suspicion, fixed rule", "suspicion"),
    Strategy("gain, fixed rule", "gain"),
    Strategy("suspicion, fixed rule, reuse", "suspicion", reuses=True),
    Strategy("gain, fixed rule, reuse", "gain", reuses=True),
    Strategy("suspicion, fixed rule, reads the target", "suspicion", both=True),
    Strategy("from scratch", both=True, projected=False),
)
_AT_ONCE = 2


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """What came of one language pair.

    Args:
        name: of the corpus.
        ceilings: of what decides on source entities only, for `all`, `even` and `odd`.
        curves: of each strategy that ran, by its name, for the same parts.
        seconds: that it took.
    """

    name: str
    ceilings: Mapping[str, Ceiling]
    curves: Mapping[str, Mapping[str, Curve]]
    seconds: float


def measure(name: str) -> Measured:
    """Return what came of the strategies on one corpus."""
    began = time.perf_counter()
    pairs = corpus(name)
    gold = {p.id: frozenset(p.target.entities or ()) for p in pairs}
    curves = {}
    with tempfile.TemporaryDirectory() as folder:
        prepared = Path(folder) / "prepared.sqlite"
        make(prepared, pairs)
        for strategy in STRATEGIES:
            with fresh(Path(folder), prepared, pairs, strategy) as workspace:
                curves[strategy.name] = Annotator(workspace, gold, strategy, learn).work()
    ceilings = {
        part: _ceiling([p for p in pairs if part == "all" or is_even(p.id) is (part == "even")])
        for part in PARTS
    }
    return Measured(name, ceilings, curves, time.perf_counter() - began)


def make(file: Path, pairs: Sequence[Pair]) -> None:
    """Make a database with the pairs, without their gold, prepared as any new project is."""
    workspace = Workspace.open(f"sqlite:///{file}")
    workspace.create_project(PROJECT, [bare(p) for p in pairs])
    prepare(workspace, PROJECT, training=training(pairs[0].source.lang, pairs[0].target.lang))
    workspace.close()


@contextmanager
def fresh(
    folder: Path, prepared: Path, pairs: Sequence[Pair], strategy: Strategy
) -> Iterator[Workspace]:
    """Open a database of its own for a strategy: a copy, or one with bare pairs from scratch."""
    file = folder / "work.sqlite"
    if strategy.projected:
        shutil.copy(prepared, file)
    workspace = Workspace.open(f"sqlite:///{file}")
    if not strategy.projected:
        workspace.create_project(PROJECT, [bare(p, source=False) for p in pairs])
        workspace.add_labels(
            PROJECT, sorted({e.label for p in pairs for e in p.target.entities or ()})
        )
    try:
        yield workspace
    finally:
        workspace.close()
        for left in folder.glob("work.sqlite*"):
            left.unlink()


def learn(workspace: Workspace, project: str) -> None:
    """Train the scorer on what is decided, and let untouched pairs stand on it where it is offered.

    Too few decisions to learn from, or no gain on those held out, leave everything as it is.
    """
    try:
        trial = train(workspace, project)
    except MissingInputError as error:
        print(f"  not learned: {error}", flush=True)
        return
    if trial.state == "offered":
        keep(workspace, project)


def _ceiling(pairs: Sequence[Pair]) -> Ceiling:
    return ceiling(
        [p.source.entities or () for p in pairs], [p.target.entities or () for p in pairs]
    )


def main(argv: Sequence[str] = ()) -> None:
    """Print the figures, and write them and the picture."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("corpus", nargs="*", help="names of corpora (default: Europarl)")
    given = ask.parse_args(argv)
    if not DATA.is_dir():
        print("bench.annotator: ../shared/data is not here, nothing to measure")
        return
    found = []
    with ProcessPoolExecutor(_AT_ONCE, mp_context=get_context("spawn")) as pool:
        for one in pool.map(measure, given.corpus or EUROPARL):
            found.append(one)
            print(annotator_page.section(one), flush=True)
    print(annotator_page.summary(found))
    annotator_page.write(found)
    annotator_picture.write(found)


if __name__ == "__main__":
    main(sys.argv[1:])
