"""Train a model that proposes spans, on labelled text in the source language.

It learns to fill a slot for each entity of a sentence (T-Projection's first step) from a model with
encoder and decoder such as mT5. The folder holds the weights (safetensors), the tokeniser, and
proposer.json: labels, languages, hash of the data, options, seed and versions.
"""

import argparse
from dataclasses import asdict
from typing import TYPE_CHECKING

from core.cli import compute, output, texts
from core.domain.pair import Sentence

if TYPE_CHECKING:
    from core.training.proposer.learn import Learned

NAME = "train-proposer"
EXAMPLE = "python -m core train-proposer english.conll --base google/mt5-large -o proposer"


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    from core.training.proposer.learn import Plan

    plain = Plan()
    parser.add_argument("rows", nargs="+", metavar="ROWS", help="pairs file with tags, or CoNLL")
    texts.add_lang(parser)
    parser.add_argument(
        "--side",
        choices=("source", "target"),
        default="source",
        help="of a pairs file, which side is learned from (default: source)",
    )
    parser.add_argument(
        "--base", required=True, metavar="MODEL", help="such as google/mt5-large, or a folder"
    )
    for name, kind, what in (
        ("epochs", int, "times to see every sentence"),
        ("batch", int, "sentences a step"),
        ("rate", float, "the highest learning rate"),
        ("warm-up", int, "steps in which it rises, at most a third of all"),
        ("longest", int, "sub-words of a sentence; longer ones are left out"),
        ("seed", int, "of the order"),
    ):
        default = getattr(plain, name.replace("-", "_"))
        parser.add_argument(
            f"--{name}",
            type=kind,
            default=default,
            metavar="N",
            help=f"{what} (default: {default})",
        )
    compute.add_compute(parser)
    parser.add_argument("-o", "--output", required=True, metavar="FOLDER", help="the proposer")


def run(args: argparse.Namespace) -> int:
    """Return 0 after writing the proposer and telling what it learned from."""
    from core.models.beams import CARD
    from core.storage.folders import check_replaceable
    from core.training.proposer.learn import Plan, check_labels, examples_of, learn, load_base
    from core.training.proposer.save import hash_of, save_proposer

    check_replaceable(args.output, mark=CARD)
    plan = Plan(args.epochs, args.batch, args.rate, args.warm_up, args.longest, args.seed)
    progress = output.Progress()
    with compute.computing_by(args):
        sentences = [s for path in args.rows for s in _sentences(args, path)]
        examples = examples_of(sentences)
        base = load_base(args.base)
        labels = {e.label for s in sentences for e in s.entities or ()}
        check_labels(base.network, labels)
        learned = learn(base.network, examples, plan, progress)
        progress.clear()
        card = save_proposer(
            args.output,
            base.network,
            labels,
            {s.lang for s in sentences if s.entities},
            {
                "base": {"name": args.base, "identity": base.network.located.identity},
                "rows": {"sha256": hash_of(examples), "sentences": learned.used},
                "options": asdict(plan),
                "losses": [round(value, 6) for value in learned.losses],
            },
        )
    output.say(_account(learned))
    output.say(f"{args.output}: labels {' '.join(card.labels)}")
    return 0


def _sentences(args: argparse.Namespace, path: str) -> list[Sentence]:
    """Return the sentences of a file; those of CoNLL stand as targets, whatever the side."""
    pairs = texts.read(path, args.lang)
    low = path.lower().removesuffix(".gz")
    paired = low.endswith((".jsonl", ".json")) or path == "-"
    return [p.source if paired and args.side == "source" else p.target for p in pairs]


def _account(learned: "Learned") -> str:
    lines = [
        f"{learned.used} sentences with entities, mean loss "
        f"{learned.losses[0]:.3f} in the first epoch, {learned.losses[-1]:.3f} in the last"
    ]
    if learned.too_long:
        lines.append(f"{learned.too_long} sentences left out: too long (--longest)")
    return "\n".join(lines)
