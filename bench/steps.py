"""What each step costs: Europarl-NER projected from gold, and from predicted, English entities.

`python -m bench.steps [--kind small|spacy] [--encoder FOLDER] [--model MODEL] [--method NAME ...]`.
`train-tagger` learns an English tagger from the English sentences of ner/ (PUD, EnSiTa, Yoruba
Global Voices; a fixed fifth, by hash of the words, is held out; MISC is left out; no sentence that
Europarl-NER has too is among them). `tag --side source --as pairs` tags the English of Europarl-NER
with it. Then the default and the published methods project what was found, on the links they have
for gold entities too; MISC counts nowhere. --model takes any other tagger instead of learning one.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import numpy as np

from bench import quality
from core.cli import main as command
from core.cli import scored
from core.domain.alignment import Alignment
from core.domain.decision import Side
from core.domain.entity import Entity
from core.domain.pair import Pair
from core.evaluation.spans import Score, evaluate
from core.formats import conll, pairs_jsonl
from core.models.taggers import load_tagger
from core.pipeline.methods import METHODS
from core.pipeline.outcomes import Projected
from core.pipeline.run import Extras
from core.pipeline.tagging import tag_probabilities, tagged_pairs
from core.pipeline.transfer import transfer_outcomes

ENGLISH = ("pud.en-de", "ensita.en-ta", "yogv.en-yor")
IGNORED = frozenset({"MISC"})
HELD_OUT = 5
"""One sentence in so many is not learned from."""
PUBLISHED = (
    *("ngram-exact", "ngram-greedy"),
    *("heuristic-elp", "heuristic-paper", "heuristic-thesis", "span-rule"),
)
HALVES: dict[str, bool | None] = {"all": None, "even": True, "odd": False}
Entities = Sequence[tuple[Entity, ...]]


@dataclass(frozen=True, slots=True)
class World:
    """One language: its pairs with gold and with predicted source entities, and their links."""

    name: str
    gold: Sequence[Pair]
    predicted: Sequence[Pair]
    links: Sequence[Alignment]


def english() -> tuple[list[Pair], list[Pair]]:
    """Return annotated pairs whose English is learned from, and such that are held out."""
    seen = {pair.source.tokens for name in quality.EUROPARL for pair in quality.corpus(name)}
    learning: list[Pair] = []
    held: list[Pair] = []
    for name in ENGLISH:
        content = (quality.DATA / "ner" / f"{name}.jsonl").read_bytes()
        for pair in pairs_jsonl.read(content, file=name):
            if pair.source.entities is None or pair.source.tokens in seen:
                continue
            seen.add(pair.source.tokens)
            fresh = replace(pair, id=f"{name} {pair.id}", origin=name, extra={}, eval_types=None)
            (held if is_held_out(pair.source.tokens) else learning).append(fresh)
    return learning, held


def is_held_out(tokens: Sequence[str]) -> bool:
    """Return whether a sentence belongs to the fifth that is not learned from."""
    return int(sha256("\t".join(tokens).encode()).hexdigest(), 16) % HELD_OUT == 0


def learn(folder: Path, more: Sequence[str]) -> Path:
    """Return the folder of an English tagger, after `train-tagger` made it."""
    learning, _ = english()
    text, made = folder / "english.conll", folder / "english-tagger"
    text.write_bytes(b"".join(conll.write(pair.source for pair in learning)))
    run("train-tagger", text, "--lang", "en", "--label-map", "MISC=O", *more, "-o", made)
    return made


def world(folder: Path, name: str, model: str) -> World:
    """Return one language of Europarl-NER, its English tagged by `tag`."""
    pairs = quality.corpus(name)
    given, tagged = folder / f"{name}.jsonl", folder / f"{name}.tagged.jsonl"
    given.write_bytes(b"".join(pairs_jsonl.write(pairs)))
    run("tag", model, given, "--side", "source", "--as", "pairs", "--no-cache", "-o", tagged)
    found = list(pairs_jsonl.read(tagged.read_bytes(), file=tagged.name))
    return World(name[-2:], pairs, found, quality.links(pairs))


def run(*words: object) -> None:
    """Run a command of ours; its own output is no part of the page."""
    if code := command([str(word) for word in words]):
        raise SystemExit(code)


def projected(one: World, pairs: Sequence[Pair], method: str) -> Entities:
    """Return what a method finds in the targets, from the source entities of these pairs."""
    by_id = {p.id: links for p, links in zip(one.gold, one.links, strict=True)}
    spec = METHODS[method]
    return scored.run(pairs, lambda pair: by_id[pair.id], spec, IGNORED, Extras()).found


def transferred(one: World, model: str) -> Entities:
    """Return what the English tagger finds in the targets by itself."""
    probs = tag_probabilities(one.gold, load_tagger(model))
    table = {pair.id: rows for pair, rows in zip(one.gold, probs, strict=True)}
    outcomes = transfer_outcomes(one.gold, table)
    return [counting(o.entities()) if isinstance(o, Projected) else () for o in outcomes]


def counting(entities: Iterable[Entity] | None) -> tuple[Entity, ...]:
    """Return the entities that count, ascending."""
    return tuple(sorted(e for e in entities or () if e.label not in IGNORED))


def by_half(pairs: Sequence[Pair], gold: Entities, found: Entities) -> dict[str, Score]:
    """Return the scores of all pairs and of each half."""
    scores = {}
    for name, half in HALVES.items():
        kept = [k for k, p in enumerate(pairs) if half is None or quality.is_even(p) is half]
        report = evaluate([gold[k] for k in kept], [found[k] for k in kept])
        scores[name] = report.overall
    return scores


def source_rows(worlds: Sequence[World], model: str) -> Iterator[str]:
    """Yield how well the tagger does on English: held out, and on Europarl-NER."""
    _, held = english()
    probs = tag_probabilities(held, load_tagger(model), side=Side.SOURCE)
    tagged = list(tagged_pairs(held, probs, side=Side.SOURCE))
    for name in ENGLISH:
        both = [(a, b) for a, b in zip(held, tagged, strict=True) if a.origin == name]
        report = evaluate(
            [counting(a.source.entities) for a, _ in both],
            [counting(b.source.entities) for _, b in both],
        )
        yield source_row(f"{name}, held out", report.overall)
    first = worlds[0]
    gold = [counting(pair.source.entities) for pair in first.gold]
    found = [counting(pair.source.entities) for pair in first.predicted]
    for half, score in by_half(first.gold, gold, found).items():
        yield source_row(f"Europarl-NER, {half}", score)


def source_row(name: str, score: Score) -> str:
    """Return one row of the first table."""
    cells = (score.precision, score.recall, score.f1)
    return f"{name:28}" + "".join(f"{cell:7.3f}" for cell in cells) + f"{score.n_gold:8}"


def step_rows(worlds: Sequence[World], methods: Sequence[str], model: str) -> Iterator[str]:
    """Yield F1 of every method, from gold and from predicted entities, and what is lost."""
    for method in methods:
        table: dict[str, list[dict[str, Score]]] = {}
        for given in ("gold", "predicted"):
            for one in worlds:
                found = projected(one, getattr(one, given), method)
                table.setdefault(given, []).append(by_half(one.gold, gold_of(one), found))
        for half in HALVES:
            cells = {given: [s[half].f1 for s in scores] for given, scores in table.items()}
            yield step_row(method if half == "all" else "", half, cells)
    found = [by_half(one.gold, gold_of(one), transferred(one, model)) for one in worlds]
    for half in HALVES:
        name = "no projection" if half == "all" else ""
        yield step_row(name, half, {"predicted": [scores[half].f1 for scores in found]})


def step_row(name: str, half: str, cells: dict[str, list[float]]) -> str:
    """Return one row of the second table: languages and mean, from gold, from predicted."""
    blocks = []
    for given in ("gold", "predicted"):
        if values := cells.get(given):
            blocks.append("".join(f"{v:7.3f}" for v in (*values, float(np.mean(values)))))
        else:
            blocks.append(" " * 28)
    lost = (
        f"{float(np.mean(cells['gold']) - np.mean(cells['predicted'])):8.3f}"
        if "gold" in cells
        else ""
    )
    return f"{name:18}{half:6}{blocks[0]}  {blocks[1]}{lost}".rstrip()


def gold_of(one: World) -> Entities:
    """Return the gold entities of the targets that count."""
    return [counting(pair.target.entities) for pair in one.gold]


def main(argv: Sequence[str] = ()) -> None:
    """Print both tables; say so where the data is missing."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--kind", choices=("small", "spacy"), help="what train-tagger learns")
    ask.add_argument("--encoder", metavar="FOLDER", help="an encoder that learns instead")
    ask.add_argument("--epochs", metavar="N", help="times to see every sentence")
    ask.add_argument("--model", help="an English tagger; nothing is learned then")
    ask.add_argument("--method", action="append", help="only these methods")
    args = ask.parse_args(argv)
    if not quality.DATA.is_dir():
        print("bench steps: ../shared/data is not here, nothing to learn from")
        return
    more = [
        word
        for name in ("kind", "encoder", "epochs")
        if (value := getattr(args, name)) is not None
        for word in (f"--{name}", value)
    ]
    with tempfile.TemporaryDirectory(prefix="steps-") as made:
        folder = Path(made)
        model = args.model or str(learn(folder, ["--held-out", "0", *more]))
        worlds = [world(folder, name, model) for name in quality.EUROPARL]
        learning, held = english()
        print(
            f"{len(learning)} English sentences learned from, {len(held)} held out; MISC left out"
        )
        print(f"\n{'the English tagger':28}{'P':>7}{'R':>7}{'F1':>7}{'gold':>8}")
        for line in source_rows(worlds, model):
            print(line, flush=True)
        names = "".join(f"{one.name:>7}" for one in worlds) + f"{'mean':>7}"
        print("\nF1 of targets     half    from gold entities            from predicted ones")
        print(f"{'':24}{names}  {names}{'lost':>8}")
        for line in step_rows(worlds, args.method or ("default", *PUBLISHED), model):
            print(line, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
