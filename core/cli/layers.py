"""List the layers of a project, make one like another, stand on another, or delete one.

A layer is what one method made of all pairs; below them stands what the project has besides links,
such as tag probabilities. --like makes a new one with options of its method (--set) or links of one
pair (--link, --unlink) changed; --knobs lists what can be set. --rebase has the whole project stand
on a layer, decisions carried along; --dry-run tells what that comes to. The base of a project, and
a layer that decided pairs stand on or came from, cannot be deleted. --json prints the layers, the
new or the deleted one, what can be set, or the counts.
"""

import argparse
from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING

from core.cli import inputs, output, prepare
from core.domain.layer import Layer
from core.errors import InputError, UnknownNameError

if TYPE_CHECKING:
    from core.review.toggles import Toggle
    from core.storage import ProjectInfo, Workspace

NAME = "layers"
EXAMPLE = (
    "python -m core layers --project news --like coverage-exact --set matcher.price=0.2 "
    '--name "price 0.2"'
)


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    prepare.add_project(parser)
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--delete", metavar="LAYER", help="delete a layer, by its name or hash")
    what.add_argument("--like", metavar="LAYER", help="make a layer as this one, but changed")
    what.add_argument("--knobs", metavar="LAYER", help="list what of its method can be set")
    what.add_argument("--rebase", metavar="LAYER", help="have the project stand on a layer")
    parser.add_argument("--dry-run", action="store_true", help="with --rebase: only tell")
    parser.add_argument(
        "--person",
        default="owner",
        metavar="NAME",
        help="with --rebase: who does it, and can undo it (default: owner)",
    )
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="PATH=V",
        help="with --like: an option of the method, such as matcher.price=0.2; may be repeated",
    )
    parser.add_argument("--pair", default="", metavar="ID", help="pair whose links are changed")
    for name, told in (("--link", "a link to add"), ("--unlink", "a link to take away")):
        parser.add_argument(
            name,
            action="append",
            default=[],
            metavar="I-J",
            help=f"with --like and --pair: {told}, words counted from 0; may be repeated",
        )
    parser.add_argument("--name", default="", help="of the new layer (default: what was changed)")
    parser.add_argument("--json", action="store_true", help="as JSON")


def run(args: argparse.Namespace) -> int:
    """Return 0 after doing what was asked, listing where nothing was."""
    from core.storage import Workspace

    if args.like is None and (args.set or args.pair or args.link or args.unlink or args.name):
        raise InputError("--set, --pair, --link, --unlink and --name need --like LAYER")
    if args.dry_run and args.rebase is None:
        raise InputError("--dry-run needs --rebase LAYER")
    if (args.link or args.unlink) and not args.pair:
        raise InputError("--link and --unlink need --pair ID")
    if args.pair and not (args.link or args.unlink):
        raise InputError("--pair is of changed links; give --link or --unlink, or leave it out")
    workspace = Workspace.open(args.db)
    info = workspace.project(args.project)
    if args.delete is not None:
        _delete(workspace, info, args)
    elif args.rebase is not None:
        _rebase(workspace, info, args)
    elif args.knobs is not None:
        _list_knobs(_layer(info, args.knobs), info, as_json=args.json)
    elif args.like is not None:
        _make(workspace, info, args)
    else:
        _list(workspace, info, as_json=args.json)
    return 0


def _layer(info: "ProjectInfo", name: str) -> Layer:
    layer = info.layer(name)
    if layer is None:
        known = {known for layer in info.layers for known in (layer.name, layer.content_hash)}
        raise UnknownNameError("layer", name, known)
    return layer


def _delete(workspace: "Workspace", info: "ProjectInfo", args: argparse.Namespace) -> None:
    from core.pipeline.signals import work_out
    from core.pipeline.teller import as_job

    layer = _layer(info, args.delete)
    workspace.delete_layer(info.name, layer.content_hash)
    if info.base:
        progress = output.Progress()
        with as_job(workspace, info.name, progress) as teller:
            work_out(workspace, info.name, teller)
            teller.result = f"{layer.name} is deleted"
        progress.clear()
    if args.json:
        output.say_json(_record(layer, info))


def _rebase(workspace: "Workspace", info: "ProjectInfo", args: argparse.Namespace) -> None:
    from core.pipeline.rebase import carry
    from core.review.rebase import preview

    progress = output.Progress()
    layer = _layer(info, args.rebase)
    if args.dry_run:
        found = preview(workspace, info.name, layer.content_hash, report=progress)
    else:
        found = carry(workspace, info.name, layer.content_hash, args.person, report=progress)
    progress.clear()
    output.say_json(asdict(found)) if args.json else output.say(found.words)


def _list(workspace: "Workspace", info: "ProjectInfo", *, as_json: bool) -> None:
    from core.review.supplied import WORDS, keys_of

    if as_json:
        output.say_json([_record(layer, info) for layer in info.layers])
        return
    rows = [
        [a.name, a.content_hash, "base" if a.content_hash == info.base else "", a.created]
        for a in info.layers
    ]
    output.say(output.table([["name", "layer", "", "made"], *rows]))
    kept = workspace.extras.kept(info.name)
    if not kept:
        return
    used = {(layer.name, *item) for layer in info.layers for item in keys_of(layer).items()}
    table = [["kept besides links", "key", "pairs", "", "used by"]]
    for kind, key, pairs, latest in kept:
        names = [layer.name for layer in info.layers if (layer.name, kind, key) in used]
        by = ", ".join(dict.fromkeys(names)) or "-"
        table.append([WORDS[kind], key, str(pairs), "latest" if latest else "", by])
    output.say(f"\n{output.left_table(table)}")


def _record(layer: Layer, info: "ProjectInfo") -> dict[str, object]:
    from core.review.supplied import keys_of

    return {
        "layer": layer.content_hash,
        "name": layer.name,
        "base": layer.content_hash == info.base,
        "created": layer.created,
        "extras": dict(keys_of(layer)),
    }


def _list_knobs(layer: Layer, info: "ProjectInfo", *, as_json: bool) -> None:
    from core.review.knobs import knobs
    from core.review.methods import spec_of
    from core.review.supplied import keys_of

    found = knobs(spec_of(layer), having={**info.extras, **keys_of(layer)})
    if as_json:
        output.say_json([knob.view() for knob in found])
        return
    for knob in found:
        output.say(f"{knob.path}={knob.value}  ({knob.option.wanted()})")


def _make(workspace: "Workspace", info: "ProjectInfo", args: argparse.Namespace) -> None:
    from core.pipeline.whatif import keep
    from core.review.whatif import Wish

    progress = output.Progress()
    changes = inputs.key_values(args.set, "--set")
    toggles = (*_cells(args.link, on=True), *_cells(args.unlink, on=False))
    wish = Wish(_layer(info, args.like).content_hash, changes, toggles)
    made = keep(workspace, args.project, wish, pair=args.pair, name=args.name, report=progress)
    progress.clear()
    if args.json:
        output.say_json(_record(made, info))
    else:
        output.say(f"{made.content_hash}  {made.name}")


def _cells(items: Iterable[str], *, on: bool) -> "Iterable[Toggle]":
    for item in items:
        i, dash, j = item.partition("-")
        if not (dash and i.isdecimal() and j.isdecimal() and len(item) < 20):
            raise InputError(f"{item[:40]!r} is no link; write I-J, words counted from 0")
        yield int(i), int(j), on
