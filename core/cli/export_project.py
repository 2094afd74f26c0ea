"""Write a project's corrected data, or one of its layers.

The output is read back and compared with the project before it is handed over: what a format cannot
hold stops the export and is listed. Excluded pairs, and pairs of which nothing is known, are never
in it; they are counted on standard error. --like-original writes the CoNLL file that came in with
nothing but corrected tags changed.
"""

import argparse
from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from core.cli import output, prepare
from core.domain.decision import PairStatus
from core.errors import ExportError, InputError

if TYPE_CHECKING:
    from core.review.export import Export, LeftOut
    from core.storage import Workspace

NAME = "export"
EXAMPLE = "python -m core export --project news --status done -o news.conll"
FORMATS = {
    ".conll": "conll",
    ".jsonl": "jsonl",
    ".conllu": "conllu",
    ".multiconer": "multiconer",
    ".json": "label-studio",
    ".spacy": "docbin",
    ".parquet": "parquet",
    ".pharaoh": "pharaoh",
    ".talp": "talp",
}
"""What the suffix of a file stands for; `--format doccano` goes with .jsonl."""


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    prepare.add_project(parser)
    parser.add_argument(
        "-o",
        "--output",
        required=True,
        metavar="OUT",
        help=f"{', '.join(FORMATS)}; - is JSONL",
    )
    parser.add_argument(
        "--status",
        nargs="+",
        action="extend",
        choices=[str(status) for status in PairStatus if status is not PairStatus.EXCLUDED],
        metavar="STATUS",
        help="pairs wanted (default: done); unreviewed, in-progress, done, skipped, flagged",
    )
    parser.add_argument(
        "--layer",
        default="corrected",
        metavar="NAME",
        help="corrected (default), gold, or the name or hash of a layer",
    )
    parser.add_argument(
        "--format",
        choices=[*FORMATS.values(), "doccano"],
        help="the format, where the suffix of OUT is not to choose it",
    )
    parser.add_argument(
        "--confidences",
        action="store_true",
        help="say of every entity how probably it is right, as `calibrate` last learned it "
        "(corrected layer, JSONL)",
    )
    _add_more(parser)


def _add_more(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--like-original",
        action="store_true",
        help="the CoNLL file that came in, byte for byte, with nothing but corrected tags changed",
    )
    parser.add_argument(
        "--side", choices=("target", "source"), help="of which side, with --like-original"
    )
    parser.add_argument(
        "--original", metavar="NAME", help="which file, where several came in (--like-original)"
    )
    parser.add_argument(
        "--offset-unit",
        choices=("utf-16", "code-points", "graphemes"),
        help="what doccano counts characters in (default: utf-16)",
    )
    parser.add_argument(
        "--provenance",
        metavar="FILE",
        help="write where every entity comes from, as .jsonl or .csv",
    )
    parser.add_argument(
        "--card", metavar="FILE", help="write the card of a Parquet data set, say README.md"
    )
    parser.add_argument(
        "--split",
        nargs="+",
        metavar="NAME=SHARE",
        help="one file each, say train=.8 dev=.1 test=.1; what belongs together stays together",
    )
    parser.add_argument(
        "--seed", type=int, default=0, metavar="N", help="which pairs go to which split"
    )


def run(args: argparse.Namespace) -> int:
    """Return 0 after writing the file; an empty one is refused."""
    from core.storage import Workspace

    form = args.format or output.choose(args.output, FORMATS, piped=".jsonl")
    _check(args, form)
    workspace = Workspace.open(args.db)
    if args.split:
        return _splits(args, form, workspace)
    made = _original(args, workspace) if args.like_original else _export(args, form, workspace)
    if not made.pairs:
        raise ExportError("; ".join(made.notes) or "nothing to export")
    _deliver(args, made, "")
    for note in made.notes:
        output.warn(note)
    _tell(f"{made.pairs} pairs, {made.entities} entities written", made.left_out)
    return 0


def _check(args: argparse.Namespace, form: str) -> None:
    """Refuse options that would do nothing."""
    original = args.like_original
    refused = {
        "--side": args.side and not original,
        "--original": args.original and not original,
        "--offset-unit": args.offset_unit and form != "doccano",
        "--card": args.card and form != "parquet",
        "--seed": args.seed and not args.split,
    }
    if original:
        names = ("format", "confidences", "offset_unit", "provenance", "card", "split")
        refused |= {f"--{n.replace('_', '-')}": getattr(args, n) for n in names}
    if found := [name for name, given in refused.items() if given]:
        raise InputError(f"{found[0]} does nothing here; leave it out")
    if args.provenance and PurePath(args.provenance).suffix not in {".jsonl", ".csv"}:
        raise InputError(f"--provenance {args.provenance}: write .jsonl or .csv")


def _asked(args: argparse.Namespace, form: str) -> dict[str, Any]:
    asked = {
        "statuses": [PairStatus(status) for status in args.status or ["done"]],
        "layer": args.layer,
        "format": form,
        "confidences": args.confidences,
        "provenance": PurePath(args.provenance or "").suffix.removeprefix("."),
    }
    return asked | ({"unit": args.offset_unit} if args.offset_unit else {})


def _export(args: argparse.Namespace, form: str, workspace: "Workspace") -> "Export":
    from core.review.export import export

    return export(workspace, args.project, **_asked(args, form))


def _original(args: argparse.Namespace, workspace: "Workspace") -> "Export":
    from core.review.export_original import export_original

    asked = _asked(args, "")
    return export_original(
        workspace,
        args.project,
        side=args.side or "target",
        name=args.original or "",
        statuses=asked["statuses"],
        layer=args.layer,
    )


def _splits(args: argparse.Namespace, form: str, workspace: "Workspace") -> int:
    from core.review.export_splits import export_splits

    if args.output == "-":
        raise InputError("splits are several files; name one with -o")
    made = export_splits(
        workspace, args.project, _shares(args.split), seed=args.seed, **_asked(args, form)
    )
    for name, part in made.parts.items():
        _deliver(args, part, name)
        labels = ", ".join(f"{label} {count}" for label, count in part.by_label.items())
        output.say(f"{name}: {part.pairs} pairs, {part.entities} entities ({labels or 'none'})")
    plan = made.plan
    _tell(f"{plan.pieces} pieces, the largest of {plan.largest} pairs", made.left_out)
    return 0


def _shares(given: Iterable[str]) -> dict[str, float]:
    found: dict[str, float] = {}
    for item in given:
        name, _, share = item.partition("=")
        try:
            found[name] = float(share)
        except ValueError:
            raise InputError(f"--split {item}: write NAME=SHARE, say train=.8") from None
    return found


def _deliver(args: argparse.Namespace, made: "Export", split: str) -> None:
    output.deliver(_named(args.output, split), [made.data])
    beside = {**made.beside}
    if args.card:
        output.deliver(_named(args.card, split), [beside["README.md"]])
    if args.provenance:
        suffix = PurePath(args.provenance).suffix
        output.deliver(_named(args.provenance, split), [beside[f"provenance{suffix}"]])


def _named(path: str, split: str) -> str:
    """Return the name of a file of a split: `news.conll` becomes `news.train.conll`."""
    if not split:
        return path
    pure = PurePath(path)
    return str(pure.with_name(f"{pure.stem}.{split}{pure.suffix}"))


def _tell(what: str, left_out: "Mapping[str, LeftOut]") -> None:
    left = [f"  left out {out.count}: {reason}" for reason, out in left_out.items()]
    if left:
        output.warn("\n".join([what, *left]))
