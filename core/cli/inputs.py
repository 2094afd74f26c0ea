"""What commands read, and the arguments by which they are told."""

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from core.domain.pair import Pair
from core.errors import FormatError, InputError, OptionError

if TYPE_CHECKING:
    from core.aligners import Bitext, Models
    from core.cli.output import Progress
    from core.domain.spec import PartSpec
    from core.pipeline.bundle import Bundle
    from core.pipeline.links import LinksInStep
    from core.pipeline.run import Extras

T = TypeVar("T")
_PHARAOH = (".pharaoh", ".talp", ".pharaoh.gz")
_STDIN = "standard input"


def add_pairs(parser: argparse.ArgumentParser) -> None:
    """Add the pairs file."""
    parser.add_argument("pairs", metavar="PAIRS", help="pairs file (JSONL); - is standard input")


def add_train(parser: argparse.ArgumentParser) -> None:
    """Add the training text."""
    parser.add_argument(
        "--train",
        nargs="+",
        action="extend",
        default=[],
        metavar="TSV",
        help="text to learn from: source TAB target, raw, .tsv or .tsv.gz; may be repeated",
    )


def add_options(parser: argparse.ArgumentParser, example: str) -> None:
    """Add options of parts."""
    parser.add_argument(
        "--option",
        action="append",
        default=[],
        metavar="PART.KEY=V",
        help=f"an option of a part, such as {example}; `parts` lists them; may be repeated",
    )


def add_model(
    parser: "argparse.ArgumentParser | argparse._ArgumentGroup", *, taggers: bool = False
) -> None:
    """Add the file of what an aligner learned before, and taggers where the command takes them."""
    if taggers:
        parser.add_argument(
            "--model",
            action="append",
            default=[],
            metavar="FILE|FOLDER",
            help="a file: align by what `align --save-model` wrote (.npz), and learn nothing; a "
            "folder, hub name or spaCy package: score this tagger too; may be repeated",
        )
        return
    parser.add_argument(
        "--model",
        metavar="FILE",
        help="align by what `align --save-model` wrote (.npz), and learn nothing",
    )


def check_model(
    args: argparse.Namespace, aligner: "PartSpec", options: Mapping[str, object]
) -> None:
    """Raise an error where --model does not go with the other arguments.

    Args:
        args: of a command with --model and --train.
        aligner: the aligner that is to go by the model.
        options: `PART.KEY` options that were given.
    """
    from core.pipeline.align import OPTIONS_IN_USE, check_learns

    if not args.model:
        return
    if args.train:
        raise InputError("--model learns nothing more; leave out --train")
    check_learns(aligner.part)
    for option in options:
        part, _, key = option.partition(".")
        if part in {"aligner", aligner.part} and key not in OPTIONS_IN_USE:
            raise OptionError(
                f"--option {option}: it counts when the model is learned, not with --model; "
                f"with --model there is: {', '.join(OPTIONS_IN_USE)}"
            )


def read_models(path: str | None) -> "Models | None":
    """Return what an aligner learned before, None where no file is named."""
    from core.aligners import models_from_bytes

    return None if path is None else models_from_bytes(content_of(path), file=name_of(path))


def add_extras(parser: argparse.ArgumentParser) -> None:
    """Add the files that some methods need besides links."""
    parser.add_argument("--spans", metavar="FILE", help="target spans (JSONL) for methods that use")
    parser.add_argument("--tag-probs", metavar="FILE", help="tag probabilities (JSONL), likewise")
    parser.add_argument("--translation-scores", metavar="FILE", help="scores (JSONL), likewise")


def lines_of(path: str) -> Iterator[bytes]:
    """Return the lines of a file, or of standard input for `-`, one in memory at a time."""
    from core.storage.files import MAX_LINE, stream_lines

    if path != "-":
        return stream_lines(path)
    return iter(lambda: sys.stdin.buffer.readline(MAX_LINE + 1), b"")


def content_of(path: str) -> bytes:
    """Return the bytes of a file, or of standard input for `-`."""
    from core.storage.files import read_bytes

    return sys.stdin.buffer.read() if path == "-" else read_bytes(path)


@contextmanager
def open_bundle(path: str) -> "Iterator[Bundle]":
    """Return a bundle from a file; raise FormatError where it is none."""
    from core.pipeline.bundle import read_bundle
    from core.storage.files import open_seekable

    with open_seekable(path) as data:
        yield read_bundle(data, file=name_of(path))


def name_of(path: str) -> str:
    """Return what messages call a file."""
    return _STDIN if path == "-" else path


def one_standard_input(*paths: str | None) -> None:
    """Raise InputError if more than one input is standard input."""
    if [path for path in paths if path].count("-") > 1:
        raise InputError("only one input can be - (standard input)")


def read_pairs(path: str) -> Iterator[Pair]:
    """Yield the pairs of a pairs file; raise FormatError at the first line that is none."""
    from core.formats import pairs_jsonl

    return at_least_one(pairs_jsonl.read(lines_of(path), file=name_of(path)), path)


def at_least_one(items: Iterable[T], path: str) -> Iterator[T]:
    """Yield the items; raise FormatError if there are none."""
    count = 0
    for item in items:
        count += 1
        yield item
    if not count:
        raise FormatError("no pair in it", file=name_of(path), remedy="bring at least one pair")


def open_links(path: str) -> "LinksInStep":
    """Return the links of a file, Pharaoh or JSONL by its suffix, else by its first character."""
    from core.pipeline.links import ById, ByPosition

    if is_pharaoh(path):
        return ByPosition(lines_of(path), file=name_of(path))
    return ById(lines_of(path), file=name_of(path))


def is_pharaoh(path: str) -> bool:
    """Return whether a links file is Pharaoh: by its suffix, else by its first character."""
    low = path.lower()
    if low.endswith(_PHARAOH):
        return True
    if path == "-" or low.endswith((".jsonl", ".jsonl.gz", ".json")):
        return False
    from core.storage.files import stream_lines

    first = next((line for line in stream_lines(path) if line.strip()), b"")
    return not first.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")


def read_training(
    paths: Sequence[str], pairs: Callable[[], Iterable[Pair]], progress: "Progress"
) -> "tuple[Bitext, ...]":
    """Return the training text, taken to be in the languages that all pairs share."""
    from core.pipeline.align import one_language_pair
    from core.pipeline.align import read_training as read

    if not paths:
        return ()
    languages = one_language_pair(pairs())
    return tuple(
        row
        for path in paths
        for row in read(lines_of(path), languages, file=name_of(path), progress=progress)
    )


def extra_files(args: argparse.Namespace) -> list[str]:
    """Return the names of the files that are given of those that `add_extras` adds."""
    given = (args.spans, args.tag_probs, args.translation_scores)
    return [path for path in given if path is not None]


def read_extras(args: argparse.Namespace) -> "Extras":
    """Return the files that some methods need besides links, by pair id."""
    from core.formats import spans_jsonl, tag_probs_jsonl, translation_scores_jsonl
    from core.pipeline.run import Extras

    def table(path: str | None, read: Callable[..., Iterator[tuple[str, T]]]) -> Any:
        return None if path is None else dict(read(lines_of(path), file=name_of(path)))

    return Extras(
        spans=table(args.spans, spans_jsonl.read),
        tag_probs=table(args.tag_probs, tag_probs_jsonl.read),
        translation_scores=table(args.translation_scores, translation_scores_jsonl.read),
    )


def key_values(items: Iterable[str], option: str) -> dict[str, str]:
    """Return `KEY=V` items as a mapping; raise OptionError where there is no `=` or no key."""
    found: dict[str, str] = {}
    for item in items:
        key, equals, value = item.partition("=")
        if not key or not equals or not value:
            raise OptionError(f"{option} {item!r}: write {option} KEY=VALUE")
        found[key] = value
    return found


def aligner_options(given: Mapping[str, str], name: str) -> dict[str, str]:
    """Return `aligner.KEY` options as KEY; raise OptionError where another part is named."""
    found: dict[str, str] = {}
    for key, value in given.items():
        part, _, option = key.partition(".")
        if part not in {"aligner", name} or not option:
            raise OptionError(f"--option {key}={value}: write --option aligner.KEY=VALUE here")
        found[option] = value
    return found
