"""Train a student on text that nobody annotated, from the tag probabilities of teachers.

A teacher is a file of tag probabilities of the same sentences (as `tag` writes it, or any other
program) or a tagger's folder. The student learns the teachers' probabilities, not their tags. With
several teachers these are put together: with equal weights, or by how like the text is to the text
each teacher learned from (--combine learned or cosine, with one --source-text a teacher).
"""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from core.cli import inputs, output, texts
from core.cli.train_tagger import add_network
from core.domain.pair import Pair
from core.domain.task import TagProbs
from core.errors import FormatError, InputError
from core.text.paths import expanded, is_folder

if TYPE_CHECKING:
    from core.training.distill.learn import Lesson

NAME = "train-student"
EXAMPLE = "python -m core train-student pairs.jsonl --teacher english-tagger -o student"
FIRST, AVERAGE, COSINE, LEARNED = "first", "average", "cosine", "learned"
_FROZEN = 3
Floats = NDArray[np.float64]


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("text", metavar="TEXT", help=texts.WHAT)
    texts.add_lang(parser)
    parser.add_argument(
        "--teacher",
        action="append",
        required=True,
        metavar="FILE|FOLDER",
        help="tag probabilities (JSONL) or a tagger; may be repeated",
    )
    group = parser.add_argument_group("several teachers")
    group.add_argument(
        "--combine",
        choices=(AVERAGE, LEARNED, COSINE, FIRST),
        default=AVERAGE,
        help="how their probabilities become one; first: the others only agree or not "
        "(default: average)",
    )
    group.add_argument(
        "--source-text",
        action="append",
        default=[],
        metavar="TEXT",
        help="text in the language of each teacher, in the order of the teachers",
    )
    group.add_argument(
        "--level",
        choices=("domain", "sentence"),
        default="domain",
        help="one weight a teacher for all the text, or for every sentence (default: domain)",
    )
    group.add_argument(
        "--agree",
        action="store_true",
        help="learn besides, as plain tags, where all teachers find the same tag most probable",
    )
    group.add_argument(
        "--soft-weight",
        type=float,
        default=1.0,
        metavar="LAMBDA",
        help="weight of the probabilities beside those tags (default: 1)",
    )
    how = parser.add_argument_group("what learns")
    add_network(how)
    how.add_argument(
        "--frozen",
        type=int,
        default=_FROZEN,
        metavar="N",
        help="layers of an encoder that stay as they are, with its embeddings; 0: none "
        f"(default: {_FROZEN})",
    )
    parser.add_argument("-o", "--output", required=True, metavar="FOLDER", help="the student")


def run(args: argparse.Namespace) -> int:
    """Return 0 after writing the student and telling what it learned from."""
    from core.models.card import CARD
    from core.storage.folders import check_replaceable
    from core.training.distill.learn import lessons
    from core.training.distill.teachers import common_labels, in_columns

    _check(args)
    check_replaceable(args.output, mark=CARD)
    pairs = texts.read(args.text, args.lang)
    said = [_teacher(name, pairs) for name in args.teacher]
    labels = common_labels([one.labels for tagged in said for one in tagged])
    probs = [[in_columns(one, labels) for one in tagged] for tagged in said]
    weights = _weights(args, pairs)
    rows = lessons([pair.target.tokens for pair in pairs], probs, weights, agree=args.agree)
    account = _account(args, rows, weights)
    output.say(_told(account))
    _learn(args, rows, labels, {pair.target.lang for pair in pairs}, account)
    output.say(f"{args.output}: labels {' '.join(labels)}")
    return 0


def _check(args: argparse.Namespace) -> None:
    by_likeness = args.combine in {COSINE, LEARNED}
    if by_likeness and len(args.source_text) != len(args.teacher):
        raise InputError(
            f"--combine {args.combine} needs one --source-text for each teacher; there are "
            f"{len(args.teacher)} teachers and {len(args.source_text)} texts"
        )
    if args.source_text and not by_likeness:
        raise InputError(f"--combine {args.combine} has no use for --source-text; leave it out")
    if len(args.teacher) < 2 and (by_likeness or args.agree):
        raise InputError("--agree and --combine learned or cosine need a second --teacher")
    if not args.soft_weight > 0:
        raise InputError(f"--soft-weight is {args.soft_weight}; it has to be above 0")


def _teacher(name: str, pairs: Sequence[Pair]) -> list[TagProbs]:
    """Return what one teacher says of every sentence."""
    if name == "-" or not is_folder(expanded(name)):
        return _from_file(name, pairs)
    from core.models.taggers import load_tagger

    tagger = load_tagger(name)
    found = tagger.predict([pair.target.tokens for pair in pairs])
    return [TagProbs(tagger.labels, probs) for probs in found]


def _from_file(path: str, pairs: Sequence[Pair]) -> list[TagProbs]:
    """Return the probabilities of a file; raise FormatError where it is of other sentences."""
    from core.formats import tag_probs_jsonl

    line = 0

    def counted() -> Iterator[bytes]:
        nonlocal line
        for content in inputs.lines_of(path):
            line += 1
            yield content

    file = inputs.name_of(path)
    sizes = {pair.id: len(pair.target) for pair in pairs}
    found: dict[str, TagProbs] = {}
    for name, tagged in tag_probs_jsonl.read(counted(), file=file):
        if name in sizes and len(tagged.probs) != sizes[name]:
            raise FormatError(
                f"id {name!r} has {len(tagged.probs)} tokens here and {sizes[name]} in the text",
                file=file,
                line=line,
                remedy="tag the text with the tokens that it has",
            )
        found[name] = tagged
    if missing := [name for name in sizes if name not in found]:
        raise FormatError(
            f"nothing for {len(missing)} of {len(sizes)} sentences, the first is {missing[0]!r}",
            file=file,
            remedy="tag all of the text, or leave those sentences out of it",
        )
    return [found[pair.id] for pair in pairs]


def _weights(args: argparse.Namespace, pairs: Sequence[Pair]) -> Floats:
    """Return the weights of the teachers, of shape (teachers,) or (sentences, teachers)."""
    count = len(args.teacher)
    if args.combine == AVERAGE:
        return np.full(count, 1.0 / count)
    if args.combine == FIRST:
        return np.asarray(np.eye(count)[0])
    from core.training.distill import weights
    from core.training.distill.likeness import Recipe, learned_scores

    target = _vectors(args, [pair.target.tokens for pair in pairs])
    sources = [
        _vectors(args, [pair.target.tokens for pair in texts.read(path, args.lang)])
        for path in args.source_text
    ]
    scores = (
        learned_scores(sources, target, Recipe(seed=args.seed))
        if args.combine == LEARNED
        else weights.cosine_scores(target, np.stack([rows.mean(axis=0) for rows in sources]))
    )
    if args.level == "sentence":
        return weights.sentence_weights(scores)
    return weights.domain_weights(scores)


def _vectors(args: argparse.Namespace, sentences: Sequence[tuple[str, ...]]) -> Floats:
    """Return a vector a sentence: of the encoder, else of character trigrams."""
    if args.encoder:
        from core.models.networks.pooled import pooled

        return pooled(args.encoder, sentences)
    from core.training.distill.vectors import trigram_vectors

    return trigram_vectors(sentences)


def _account(args: argparse.Namespace, rows: "Sequence[Lesson]", weights: Floats) -> dict[str, Any]:
    from core.training.distill.loss import NO_LABEL

    tokens = sum(len(row.tokens) for row in rows)
    means = np.broadcast_to(weights, (len(rows), len(args.teacher))).mean(axis=0)
    agreed = sum(int((row.agreed != NO_LABEL).sum()) for row in rows if row.agreed is not None)
    return {
        "sentences": len(rows),
        "tokens": tokens,
        "teachers": [Path(name).name for name in args.teacher],
        "weights": [round(float(weight), 4) for weight in means],
        "agreed": agreed if args.agree else None,
    }


def _told(account: dict[str, Any]) -> str:
    lines = [f"{account['sentences']} sentences, {account['tokens']} tokens"]
    named = zip(account["teachers"], account["weights"], strict=True)
    lines += [f"  teacher {name}: weight {weight:.3f}" for name, weight in named]
    if account["agreed"] is not None:
        share = account["agreed"] / account["tokens"]
        lines.append(f"  all teachers agree on {account['agreed']} tokens ({share:.0%})")
    return "\n".join(lines)


def _learn(
    args: argparse.Namespace,
    rows: "Sequence[Lesson]",
    labels: Sequence[str],
    languages: set[str],
    account: dict[str, Any],
) -> None:
    """Teach a student and write it."""
    from core.training.distill.learn import learn_from
    from core.training.fit import ENCODER_STUDENT, SMALL, suited
    from core.training.taggers.learn import new_encoder, new_small
    from core.training.taggers.save import save_network

    network = (
        new_encoder(args.encoder, labels, seed=args.seed, frozen=args.frozen)
        if args.encoder
        else new_small(labels, seed=args.seed)
    )
    plain = ENCODER_STUDENT if args.encoder else SMALL
    schedule = suited(plain, len(rows), epochs=args.epochs, seed=args.seed)
    progress = output.Progress()
    losses = learn_from(network, rows, schedule, soft_weight=args.soft_weight, progress=progress)
    progress.clear()
    options = ("combine", "level", "agree", "soft_weight", "epochs", "frozen")
    made = {
        "lessons": account,
        "options": {name: getattr(args, name) for name in options},
        "seed": args.seed,
        "losses": [round(value, 6) for value in losses],
    }
    save_network(args.output, network, languages, made)
