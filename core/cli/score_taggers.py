"""Taggers as rows of `evaluate`: they read the target alone, and are scored on its gold."""

import argparse
import time
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from core.cli import output
from core.cli.scored import Scored, counting_in
from core.domain.pair import Pair
from core.errors import InputError, OptionError

if TYPE_CHECKING:
    from core.models.taggers import Tagger
    from core.pipeline.teller import Report
    from core.storage.results import Results

_FITTED = ".npz"
_OF_PROJECTION = frozenset({"ceiling", "ceiling_leaving_out", "errors", "carried", "pick_scores"})


def take_taggers(args: argparse.Namespace) -> tuple[str, ...]:
    """Return the taggers among --model, and leave the one file, or None, as `args.model`.

    Raises:
        InputError: there are two files.
    """
    taggers = tuple(name for name in args.model if _is_tagger(name))
    files = [path for path in args.model if path not in taggers]
    if len(files) > 1:
        raise InputError(
            f"--model {files[1]}: there is an aligner's model already ({files[0]}), and no such "
            "folder; a tagger is a folder, a hub's owner/name or an installed spaCy package, what "
            "an aligner learned is a file, one of them"
        )
    args.model = files[0] if files else None
    return taggers


def _is_tagger(name: str) -> bool:
    """Return whether a --model names a tagger, be it on this machine or not."""
    from core.models.located import is_hub_name
    from core.models.spacy_ner import installed

    path = Path(name).expanduser()
    if path.is_dir():
        return True
    if path.is_file() or path.suffix == _FITTED:
        return False
    return is_hub_name(name) or installed(name) is not None


def check_alone(args: argparse.Namespace) -> None:
    """Raise InputError where something is given that a tagger has no use for."""
    given = {
        "--links": args.links,
        "--aligner": args.aligner,
        "--train": args.train,
        "--model FILE": args.model,
        "--joint": args.joint,
        "--option": args.option,
    }
    for option, value in given.items():
        if value:
            raise InputError(
                f"{option}: only a tagger is scored, which has no use for it; leave it out, or add "
                "--method NAME to score a method beside it"
            )


def load(
    names: Sequence[str], taken: Collection[str], label_map: Mapping[str, str]
) -> "dict[str, Tagger]":
    """Return the taggers by the last part of their name; by all of it where that is taken.

    Args:
        names: folders, hub names, spaCy packages.
        taken: names of methods.
        label_map: what each tagger knows of it renames its labels.

    Raises:
        ModelError: one is not there, or is no tagger.
        OptionError: only taggers are scored, and none of them knows a label of the map.
    """
    from core.models.labels import known_keys
    from core.models.taggers import load_tagger

    found: dict[str, Tagger] = {}
    for model in names:
        name = PurePath(model).name
        key = model if name in found or name in taken else name
        found[key] = load_tagger(model, label_map=label_map, others=True, tell=output.warn)
    known = frozenset().union(*(known_keys(tagger.own) for tagger in found.values()))
    if names and not taken and (unused := [label for label in label_map if label not in known]):
        raise OptionError(
            f"--label-map {unused[0]}={label_map[unused[0]]}: no tagger here has such a label; "
            f"known: {', '.join(sorted(known))}"
        )
    return found


def without_projection(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row without the figures that only a projection from source entities has."""
    return {key: value for key, value in row.items() if key not in _OF_PROJECTION}


def run(
    pairs: Sequence[Pair],
    tagger: "Tagger",
    ignore: Collection[str],
    *,
    results: "Results | None" = None,
    report: "Report | None" = None,
) -> Scored:
    """Return what a tagger finds in the targets of pairs with gold: model transfer.

    A pair that it fails on counts as nothing found, as one of a method does.
    """
    from core.pipeline.outcomes import Projected
    from core.pipeline.tagging import tag_probabilities
    from core.pipeline.transfer import transfer_outcomes

    began_s = time.perf_counter()
    probs = tag_probabilities(pairs, tagger, results=results, report=report)
    table = {pair.id: one for pair, one in zip(pairs, probs, strict=True)}
    outcomes = list(transfer_outcomes(pairs, table))
    seconds = time.perf_counter() - began_s
    return Scored(
        pairs=pairs,
        source=[counting_in(pair.source.entities or (), pair, ignore) for pair in pairs],
        gold=[counting_in(pair.target.entities or (), pair, ignore) for pair in pairs],
        predicted=[
            counting_in(o.entities(), o.pair, ignore) if isinstance(o, Projected) else None
            for o in outcomes
        ],
        projections=[() for _ in pairs],
        alignments=[None for _ in pairs],
        seconds=seconds,
    )
