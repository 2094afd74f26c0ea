"""Bring a corpus into a project, and prepare it.

One pairs file (JSONL) or table (source TAB target); or a source and a target file, CoNLL or plain
text with one sentence a line. Tags have to be IOB2, or BIOES or BILOU in CoNLL; others are
converted where --scheme agrees to it.
"""

import argparse
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from core.cli import inputs, output, prepare
from core.domain.alignment import Alignment
from core.domain.pair import Pair
from core.errors import InputError

if TYPE_CHECKING:
    from core.formats.problems import Problem, Report
    from core.formats.sniff import File, Upload
    from core.pipeline.gold_links import GoldLinks

NAME = "import"
EXAMPLE = "python -m core import en.conll de.conll --src-lang en --tgt-lang de --project news"


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    add_files(parser)
    parser.add_argument("--links", metavar="LINKS", help="links to use instead of an aligner")
    parser.add_argument(
        "--gold-links", metavar="GOLD", help="gold links (.jsonl or .pharaoh) to show beside others"
    )
    prepare.add_methods(parser)
    parser.add_argument("--no-prepare", action="store_true", help="align and project nothing yet")
    parser.add_argument(
        "--check", action="store_true", help="only list what is wrong; store nothing"
    )


def add_files(parser: argparse.ArgumentParser) -> None:
    """Add the files, the project, and how the files are to be read."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="one file, or source and target")
    prepare.add_project(parser)
    parser.add_argument("--src-lang", default="", metavar="L", help='source language, say "en"')
    parser.add_argument("--tgt-lang", default="", metavar="L", help='target language, say "yor"')
    parser.add_argument(
        "--scheme",
        default="",
        metavar="NAME",
        help="read tags as iob1, bioes, bilou, ioe1, ioe2, or auto for what is found",
    )
    parser.add_argument(
        "--repair",
        choices=("begin", "drop"),
        help="where tags break their scheme, begin an entity there, or drop them",
    )
    parser.add_argument(
        "--tag-column", type=int, metavar="N", help="CoNLL column of the tags, from 0"
    )
    parser.add_argument(
        "--partial", action="store_true", help="leave out lines and sentences that are wrong"
    )


def run(args: argparse.Namespace) -> int:
    """Return 0 after storing the pairs (or looking at them), 2 where --check finds errors."""
    from core.pipeline.extras import check_fit, check_needs, keep, kinds_of
    from core.pipeline.intake import not_kept, originals_of
    from core.pipeline.prepare import prepare as prepare_project
    from core.pipeline.project_links import check_offer
    from core.storage import Workspace

    check_files(args)
    inputs.one_standard_input(*args.files, args.links, args.gold_links, *inputs.extra_files(args))
    if args.check:
        return _check(args)
    if args.model_of and (args.links or args.train or args.no_prepare):
        raise InputError("--model-of makes the links; leave out --links, --train and --no-prepare")
    specs = prepare.chosen(args.method)
    extras = inputs.read_extras(args)
    if not args.no_prepare:
        check_needs(specs, kinds_of(extras), transfer=prepare.asks_transfer(args.method))
    progress = output.Progress()
    upload = _open(args, files_of(args), _warn)
    pairs: Iterable[Pair] = inputs.at_least_one(upload.pairs, args.files[0])
    if args.links or args.gold_links or args.train or args.model_of or inputs.extra_files(args):
        pairs = list(pairs)
        check_fit(pairs, extras)
    links = _links(args, pairs)
    gold = _gold_links(args, pairs)
    training = inputs.read_training(args.train, lambda: pairs, progress)
    workspace = Workspace.open(args.db)
    if args.model_of:
        check_offer(workspace, args.model_of, {(p.source.lang, p.target.lang) for p in pairs})
    workspace.create_project(args.project, pairs, files=lambda: originals_of(upload))
    if note := not_kept(upload):
        output.warn(note)
    workspace.links.write_gold(args.project, gold)
    if args.no_prepare:
        keep(workspace, args.project, extras, report=progress)
    else:
        prepare_project(
            workspace,
            args.project,
            methods=specs,
            training=training,
            links=links,
            model_of=args.model_of,
            extras=extras,
            transfer=prepare.asks_transfer(args.method),
            report=progress,
        )
    progress.clear()
    prepare.tell_uncovered(workspace, args.project, extras)
    return 0


def check_files(args: argparse.Namespace) -> None:
    """Raise InputError where there are more files than a source and a target."""
    if len(args.files) > 2:
        raise InputError(f"{len(args.files)} files; give one, or a source and a target")


def _check(args: argparse.Namespace) -> int:
    from core.formats.consent import Wish
    from core.formats.sniff import inspect_upload
    from core.pipeline.extras import check_fit

    files = files_of(args)
    seen = inspect_upload(
        files,
        args.src_lang,
        args.tgt_lang,
        wish=Wish(args.scheme, args.repair, args.partial),
        tag_column=args.tag_column,
    )
    for problem in seen.problems:
        output.warn(f"{problem.severity}: {problem}")
    if seen.more:
        output.warn(f"and {seen.more} more")
    for tags in (tags for info in seen.files for tags in info.tags):
        read = "" if tags.used == tags.scheme else f", read as {tags.used.upper()}"
        output.say(f"{tags.file}: tags follow {tags.scheme.upper()}{read}")
    labels = ", ".join(f"{label} {count}" for label, count in seen.labels) or "none"
    languages = ", ".join(f"{s}-{t} {count}" for s, t, count in seen.languages)
    output.say(f"{seen.count} usable pairs ({languages}); labels: {labels}")
    if not seen.usable:
        if args.gold_links or inputs.extra_files(args):
            output.warn("the files beside them were not looked at; put the pairs right first")
        return 2
    if args.gold_links or inputs.extra_files(args):
        pairs = list(_open(args, files, lambda _: None).pairs)
        _gold_links(args, pairs)
        check_fit(pairs, inputs.read_extras(args))
    return 0


def files_of(args: argparse.Namespace) -> "list[File]":
    """Return the files with their names."""
    return [(inputs.name_of(path), inputs.content_of(path)) for path in args.files]


def read(args: argparse.Namespace, files: "list[File]", *, warn: bool = True) -> Iterator[Pair]:
    """Yield the pairs of the files; the first error is raised, warnings are told where asked."""
    from core.formats.problems import refuse

    upload = _open(args, files, _warn if warn else refuse)
    return inputs.at_least_one(upload.pairs, args.files[0])


def _warn(problem: "Problem") -> None:
    """Say what is doubtful or worth knowing; raise an error."""
    from core.formats.problems import refuse

    if problem.severity != "error":
        output.warn(f"{problem.severity}: {problem}")
    refuse(problem)


def _open(args: argparse.Namespace, files: "list[File]", report: "Report") -> "Upload":
    from core.formats.consent import Wish
    from core.formats.sniff import open_upload

    return open_upload(
        files,
        args.src_lang,
        args.tgt_lang,
        wish=Wish(args.scheme, args.repair, args.partial),
        tag_column=args.tag_column,
        report=report,
    )


def _gold_links(args: argparse.Namespace, pairs: Iterable[Pair]) -> "list[GoldLinks]":
    from core.formats import gold_links
    from core.pipeline.gold_links import of_pairs

    if not args.gold_links:
        return []
    pharaoh = inputs.is_pharaoh(args.gold_links)
    read = gold_links.read_pharaoh if pharaoh else gold_links.read_jsonl
    name = inputs.name_of(args.gold_links)
    return list(of_pairs(read(inputs.lines_of(args.gold_links), file=name), list(pairs), file=name))


def _links(args: argparse.Namespace, pairs: Iterable[Pair]) -> dict[str, Alignment] | None:
    if not args.links:
        return None
    if args.train or args.no_prepare:
        raise InputError("--links are used in preparing; leave out --train and --no-prepare")
    links = inputs.open_links(args.links)
    return {pair.id: links(pair) for pair in links.follow(pairs)}
