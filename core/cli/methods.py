"""How a command is told which method to run, and with which links."""

import argparse
from collections.abc import Mapping

from core.cli import compute
from core.cli.inputs import (
    add_model,
    add_options,
    add_train,
    check_model,
    content_of,
    key_values,
    name_of,
)
from core.domain.spec import MethodSpec
from core.errors import CoreError, InputError, OptionError, SpecError

_LEARNED = "learned-exact"


def add(parser: argparse.ArgumentParser, *, taggers: bool = False) -> None:
    """Add method, spec, aligner, links, training text, options, label map, and where models run.

    Args:
        parser: of the command.
        taggers: whether --model takes folders of taggers too.
    """
    links = parser.add_argument_group("links: from a file, or made here")
    links.add_argument("--links", metavar="LINKS", help="links file (.jsonl or .pharaoh)")
    links.add_argument("--aligner", metavar="NAME", help="aligner (default: the method's own)")
    add_model(links, taggers=taggers)
    add_train(parser)
    method = parser.add_argument_group("method")
    method.add_argument(
        "--method",
        action="append",
        default=[],
        metavar="NAME",
        help="named method (default: default)",
    )
    method.add_argument(
        "--spec", action="append", default=[], metavar="TOML", help="method spec file"
    )
    method.add_argument(
        "--scorer",
        metavar="FILE",
        help="go by the scorer that `train-scorer --save` wrote, in methods with a learned score "
        "(default method then: learned-exact)",
    )
    method.add_argument(
        "--joint",
        action="store_true",
        help="project pairs of one group together: add their scores, or let them vote where the "
        "method has none",
    )
    add_options(parser, "exact.min_score=0.2")
    parser.add_argument(
        "--label-map",
        nargs="+",
        action="extend",
        default=[],
        metavar="FROM=TO",
        help="give source label FROM the label TO; MISC=O leaves MISC out",
    )
    compute.add(parser)


def chosen(args: argparse.Namespace) -> dict[str, MethodSpec]:
    """Return the methods asked for, options and label map put in, by the name they go by.

    Raises:
        InputError: arguments that exclude each other, a bad spec, or a name given twice.
    """
    from core.aligners import ALIGNERS
    from core.projection import resolve

    _check_links(args)
    specs = _with_scorer(args, _named(args))
    if args.aligner is not None:
        specs = {
            n: resolve.with_aligner(s, {"part": args.aligner}, ALIGNERS) for n, s in specs.items()
        }
    if args.joint:
        specs = {name: _joined(spec) for name, spec in specs.items()}
    options = key_values(args.option, "--option")
    _check_used(options, specs)
    found = {}
    for name, spec in specs.items():
        own = {
            key: v
            for key, v in options.items()
            if key.partition(".")[0] in resolve.part_names(spec)
        }
        mapped = resolve.with_options(spec, own, ALIGNERS)
        labels = key_values(args.label_map, "--label-map")
        check_model(args, mapped.aligner, own)
        found[name] = resolve.with_label_map(mapped, labels) if labels else mapped
    return found


def check_extras(args: argparse.Namespace, specs: Mapping[str, MethodSpec]) -> None:
    """Raise InputError on a file besides the links that none of the methods has a use for."""
    from core.projection import resolve

    used = frozenset().union(*map(resolve.needs, specs.values()))
    for kind in ("spans", "tag_probs", "translation_scores"):
        if getattr(args, kind) is not None and kind not in used:
            raise InputError(
                f"--{kind.replace('_', '-')}: no part of {', '.join(specs)} uses such a file; "
                "leave it out"
            )


def _check_links(args: argparse.Namespace) -> None:
    if args.links and (args.aligner or args.train):
        raise InputError("--links brings the links; leave out --aligner and --train")
    if args.links and args.model:
        raise InputError("--links brings the links; leave out --model")


def _named(args: argparse.Namespace) -> dict[str, MethodSpec]:
    from core.aligners import ALIGNERS
    from core.formats import spec_toml
    from core.pipeline.methods import METHODS
    from core.projection import resolve

    specs = {name: METHODS[name] for name in args.method}
    for path in args.spec:
        plain = spec_toml.read(content_of(path), file=name_of(path))
        try:
            spec = resolve.spec_from_dict(plain, ALIGNERS)
        except CoreError as error:
            raise SpecError(f"{name_of(path)}: {error}") from None
        if spec.name in specs:
            raise InputError(f"{path}: there is a method {spec.name!r} already; rename one")
        specs[spec.name] = spec
    usual = "default" if args.scorer is None else _LEARNED
    return specs or {usual: METHODS[usual]}


def _with_scorer(
    args: argparse.Namespace, specs: Mapping[str, MethodSpec]
) -> Mapping[str, MethodSpec]:
    """Return the methods, those with a learned score on the scorer of --scorer, if given."""
    from core.projection import resolve
    from core.scoring.learned import from_bytes, remember

    if args.scorer is None:
        return specs
    if not any("learned" in resolve.part_names(spec) for spec in specs.values()):
        raise InputError(
            f"--scorer: none of {', '.join(specs)} has a learned score; add --method {_LEARNED}"
        )
    digest = remember(from_bytes(content_of(args.scorer), name=name_of(args.scorer)))
    return {
        name: resolve.with_options(spec, {"learned.scorer": digest})
        if "learned" in resolve.part_names(spec)
        else spec
        for name, spec in specs.items()
    }


def _joined(spec: MethodSpec) -> MethodSpec:
    """Return a method that joins the pairs of a group, in its own way where it has one."""
    from core.projection import resolve

    if spec.joint is not None:
        return spec
    return resolve.with_joint(spec, "vote" if spec.matcher is None else "sum")


def _check_used(options: Mapping[str, str], specs: Mapping[str, MethodSpec]) -> None:
    from core.projection import resolve

    known = sorted(frozenset().union(*map(resolve.part_names, specs.values())))
    for key, value in options.items():
        if key.partition(".")[0] not in known:
            raise OptionError(
                f"--option {key}={value}: no such part in {', '.join(specs)}; "
                f"write PART.KEY=V, PART one of: {', '.join(known)}"
            )
