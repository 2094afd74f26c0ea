"""The models that a benchmark of the whole pipeline is run with."""

import argparse
from collections.abc import Iterable
from typing import TYPE_CHECKING

from core.cli.inputs import key_values
from core.domain.spec import MethodSpec
from core.errors import InputError

if TYPE_CHECKING:
    from core.pipeline.runs.config import RunConfig

_MODELS = ("translator", "source_ner", "target_ner", "translation_scorer", "back_translator")


def add(parser: argparse.ArgumentParser) -> None:
    """Add the models; where they run is told as for every method."""
    group = parser.add_argument_group(
        "models: folders, or hub names `owner/name@commit` that are on this machine"
    )
    group.add_argument("--translator", metavar="MODEL", help="translates the targets")
    group.add_argument(
        "--source-ner", metavar="MODEL", help="tags the translations, or parallel sources anew"
    )
    group.add_argument(
        "--target-ner", metavar="MODEL", help="tags the targets, for methods that use tags"
    )
    group.add_argument(
        "--translation-scorer", metavar="MODEL", help="for methods that use translation scores"
    )
    group.add_argument(
        "--back-translator", metavar="MODEL", help="translates the marked source back"
    )
    group.add_argument("--beams", type=int, default=5, metavar="N", help="default: %(default)s")
    group.add_argument(
        "--ner-label-map",
        nargs="+",
        action="extend",
        default=[],
        metavar="FROM=TO",
        help="what labels of the taggers mean, such as PERSON=PER",
    )
    group.add_argument(
        "--transfer",
        action="store_true",
        help="also score what the target's tagger finds by itself (model transfer)",
    )


def any_named(args: argparse.Namespace, specs: Iterable[MethodSpec]) -> bool:
    """Return whether a model is named, be it that of an aligner."""
    over_model = (dict(spec.aligner.options).get("model") for spec in specs)
    return any(getattr(args, name) for name in _MODELS) or any(over_model)


def config_of(args: argparse.Namespace) -> "RunConfig":
    """Return the run that every language is run by; its text and language are put in later."""
    from core.pipeline.runs.config import RunConfig
    from core.pipeline.runs.fields import PARALLEL

    labels = tuple(sorted(key_values(args.ner_label_map, "--ner-label-map").items()))
    return RunConfig(
        text="-",
        target_lang="und",
        # Which setting it is, is only known of each language.
        setting=PARALLEL,
        translator=args.translator or "",
        beams=args.beams,
        source_tagger=args.source_ner or "",
        source_labels=labels if args.source_ner else (),
        target_tagger=args.target_ner or "",
        target_labels=labels if args.target_ner else (),
        scorer=args.translation_scorer or "",
        back_translator=args.back_translator or "",
        device=args.device,
        precision=args.precision,
        batch_tokens=args.batch_tokens,
    )


def check(args: argparse.Namespace, alone: list[str]) -> None:
    """Raise InputError where models are missing that a language needs.

    Args:
        args: of the command.
        alone: languages whose sentences have no source beside them.
    """
    if args.transfer and not args.target_ner:
        raise InputError("--transfer scores what the target's tagger finds; name it: --target-ner")
    needed = {"--translator": args.translator, "--source-ner": args.source_ner}
    if alone and (missing := [flag for flag, value in needed.items() if not value]):
        raise InputError(
            f"{', '.join(alone)}: these sentences have no source beside them; name models that "
            f"translate and tag them ({', '.join(missing)}), or bring pairs files"
        )
