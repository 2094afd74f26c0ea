"""Train a tagger on silver or gold data, without taking what nobody has checked for an O.

Of pairs whose status is trusted every tag counts. Elsewhere an O may hide an entity that was
missed: it is masked, or has the weight that --open-o gives it; entities below --least-confidence
are masked with the words beside them. What is masked neither teaches nor punishes. Sentences that
share a document, a group or their words are held out together or not at all. With --side source
it learns from the source tags of pairs, all of which count: a tagger for `tag --side source`.

The folder holds the weights (safetensors; spaCy's own files, none of them pickled), what loads them
again, and tagger.json: labels, languages, hash of the data, options, seed, versions and scores.
"""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING, Any

from core.cli import inputs, output, texts
from core.domain.decision import Side
from core.domain.pair import Pair
from core.errors import InputError, OptionError

if TYPE_CHECKING:
    from core.models.card import Card
    from core.models.networks.network import Network
    from core.training.taggers.silver import Silver
    from core.training.taggers.trust import Told, Trust

NAME = "train-tagger"
EXAMPLE = "python -m core train-tagger silver.jsonl --trust done --label-map MISC=O -o tagger"
_HELD_OUT = 0.1


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("rows", nargs="+", metavar="ROWS", help="pairs file with tags, or CoNLL")
    texts.add_lang(parser)
    texts.add_side(parser, "learn from")
    texts.add_label_map(
        parser, "learn what has the label FROM as TO; MISC=O takes entities of MISC for none"
    )
    add_trust(parser)
    how = parser.add_argument_group("what learns")
    how.add_argument(
        "--kind",
        choices=("small", "spacy"),
        default="small",
        help="small: our own network of 2 MB; spacy: a blank pipeline with an entity "
        "recogniser, which spaCy loads too (default: small)",
    )
    add_network(how)
    parser.add_argument(
        "--held-out",
        type=float,
        default=_HELD_OUT,
        metavar="SHARE",
        help=f"share of sentences to score on instead of learning from (default: {_HELD_OUT})",
    )
    parser.add_argument("-o", "--output", required=True, metavar="FOLDER", help="the tagger")


def add_trust(parser: argparse.ArgumentParser) -> None:
    """Add what is believed of the rows."""
    group = parser.add_argument_group("what is believed")
    group.add_argument(
        "--trust",
        nargs="+",
        action="extend",
        metavar="STATUS",
        help="review statuses of pairs in which every tag counts; none stands for pairs without a "
        "status (default: done none)",
    )
    group.add_argument(
        "--open-o",
        type=float,
        default=0.0,
        metavar="W",
        help="weight, 0 to 1, of an O in other pairs, and where a source entity found no "
        "counterpart (default: 0, masked)",
    )
    group.add_argument(
        "--least-confidence",
        type=float,
        default=0.5,
        metavar="P",
        help="mask entities less sure, where the rows say how sure they are (default: 0.5)",
    )
    group.add_argument(
        "--weigh", action="store_true", help="weigh the tokens of an entity by its confidence"
    )


def add_network(group: "argparse.ArgumentParser | argparse._ArgumentGroup") -> None:
    """Add encoder, epochs and seed."""
    group.add_argument(
        "--encoder",
        metavar="FOLDER",
        help="learn with this encoder of transformers: its folder (config.json, safetensors, "
        "tokenizer.json), or its hub name if it is on this machine",
    )
    group.add_argument(
        "--epochs",
        type=int,
        metavar="N",
        help="times to see every sentence (default: 20; of an encoder 3, or more where that makes "
        "fewer than 300 steps)",
    )
    group.add_argument("--seed", type=int, default=0, metavar="N", help="(default: 0)")


def run(args: argparse.Namespace) -> int:
    """Return 0 after writing the tagger and telling what it learned from."""
    from core.models.card import CARD
    from core.storage.folders import check_replaceable
    from core.training.taggers.silver import check_rows
    from core.training.taggers.splits import hold_out

    if args.encoder and args.kind == "spacy":
        raise InputError("--encoder and --kind spacy are two taggers; leave out one")
    trust = _trust(args)
    check_replaceable(args.output, mark=CARD)
    rows, told = _believed(_read(args), trust)
    rows = _renamed(rows, inputs.key_values(args.label_map, "--label-map"))
    learning, held = hold_out([row.ties for row in rows], args.held_out, seed=args.seed)
    output.say(_account(told))
    check_rows([rows[k] for k in learning])
    card = _learn(args, trust, told, [rows[k] for k in learning], [rows[k] for k in held])
    output.say(_made(card, args.output))
    return 0


def _read(args: argparse.Namespace) -> list[Pair]:
    """Return the sentences as targets of pairs, whichever side of a pairs file they are."""
    found: list[Pair] = []
    for path in args.rows:
        pairs = texts.read(path, args.lang)
        turn = args.side == Side.SOURCE and texts.is_pairs(path)
        found += [texts.turned(pair) for pair in pairs] if turn else pairs
    return found


def _renamed(rows: "list[Silver]", label_map: Mapping[str, str]) -> "list[Silver]":
    """Return the rows with their labels mapped; raise OptionError on a label that none has."""
    from core.training.taggers.silver import labels_of, renamed

    classes = {tag[2:] for tag in labels_of(rows) if tag != "O"}
    for label, new in label_map.items():
        if label not in classes:
            known = ", ".join(sorted(classes)) or "none"
            raise OptionError(f"--label-map {label}={new}: no row has that label; known: {known}")
    return [renamed(row, label_map) for row in rows] if label_map else rows


def _trust(args: argparse.Namespace) -> "Trust":
    from core.training.taggers.trust import Trust

    return Trust(
        statuses=tuple(args.trust) if args.trust else Trust().statuses,
        least_confidence=args.least_confidence,
        open_o=args.open_o,
        weigh=args.weigh,
    )


def _believed(pairs: Sequence[Pair], trust: "Trust") -> "tuple[list[Silver], Told]":
    from core.training.taggers.trust import Told, believed

    told = Told()
    found = [row for pair in pairs if (row := believed(pair, trust, told)) is not None]
    return found, told


def _account(told: "Told") -> str:
    """Return in words what is learned from and what is masked."""
    masked = sum(told.masked.values())
    share = f" ({masked / told.tokens:.0%})" if told.tokens else ""
    lines = [f"{told.sentences} sentences, {told.tokens} tokens, {masked} of them masked{share}"]
    lines += [f"  {count} {why}" for why, count in sorted(told.masked.items())]
    if told.unused:
        lines.append(f"  {told.unused} sentences say nothing, since all of them is masked")
    if told.without:
        lines.append(f"  {told.without} pairs left out: that side has no tags")
    return "\n".join(lines)


def _learn(
    args: argparse.Namespace,
    trust: "Trust",
    told: "Told",
    learning: "Sequence[Silver]",
    held: "Sequence[Silver]",
) -> "Card":
    """Return the card of the tagger, after writing it."""
    from core.models.networks.network import probabilities
    from core.training.taggers import save
    from core.training.taggers.silver import labels_of

    labels, languages = labels_of([*learning, *held]), {row.lang for row in learning}
    made = {
        "rows": {
            "sha256": save.hash_of([*learning, *held]),
            "sentences": len(learning),
            "tokens": sum(len(row.tokens) for row in learning),
            "masked_of_all": dict(sorted(told.masked.items())),
        },
        "options": {
            **asdict(trust),
            "held_out": args.held_out,
            "epochs": args.epochs,
            "side": args.side,
            "label_map": args.label_map,
        },
        "seed": args.seed,
    }
    progress = output.Progress()
    if args.kind == "spacy":
        from core.models.spacy_ner import spacy_probabilities
        from core.training.taggers.spacy_learn import EPOCHS, learn_spacy

        lang = languages.pop() if len(languages) == 1 else ""
        epochs = EPOCHS if args.epochs is None else args.epochs
        nlp = learn_spacy(learning, lang, seed=args.seed, epochs=epochs, progress=progress)
        progress.clear()
        made["held_out"] = _scored(partial(spacy_probabilities, nlp, labels), labels, held)
        return save.save_spacy(args.output, nlp, labels, {row.lang for row in learning}, made)
    network = _network(args, labels)
    made["losses"] = _losses(network, args, learning, progress)
    made["held_out"] = _scored(partial(probabilities, network), labels, held)
    return save.save_network(args.output, network, languages, made)


def _network(args: argparse.Namespace, labels: Sequence[str]) -> "Network":
    from core.training.taggers.learn import new_encoder, new_small

    if args.encoder:
        return new_encoder(args.encoder, labels, seed=args.seed)
    return new_small(labels, seed=args.seed)


def _losses(
    network: "Network",
    args: argparse.Namespace,
    rows: "Sequence[Silver]",
    progress: output.Progress,
) -> list[float]:
    from core.training.fit import ENCODER, SMALL, suited
    from core.training.taggers.learn import learn

    plain = ENCODER if args.encoder else SMALL
    schedule = suited(plain, len(rows), epochs=args.epochs, seed=args.seed)
    found = learn(network, rows, schedule, progress)
    progress.clear()
    return [round(value, 6) for value in found]


def _scored(predict: Any, labels: Sequence[str], held: "Sequence[Silver]") -> dict[str, Any]:
    from core.training.taggers.score import score

    found, whole = score(predict, labels, held)
    return {
        "sentences": len(held),
        "scored": whole,
        "f1": round(found.f1, 4) if whole else None,
        "gold": found.n_gold,
    }


def _made(card: "Card", folder: str) -> str:
    held = card.made["held_out"]
    lines = [f"{folder}: {card.kind}, labels {' '.join(card.labels)}"]
    if held["scored"]:
        lines.append(
            f"F1 {held['f1']:.3f} on {held['scored']} sentences held out, against their own tags"
        )
    else:
        lines.append("no sentence without a mask could be held out; nothing was scored")
    return "\n".join(lines)
