"""Taggers as rows of `evaluate`: they read the target alone, and are scored on its gold."""

import argparse
import time
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from core.cli.scored import Scored, counting_in
from core.domain.pair import Pair
from core.errors import InputError

if TYPE_CHECKING:
    from core.models.taggers import Tagger

_OF_PROJECTION = frozenset({"ceiling", "ceiling_leaving_out", "errors", "carried", "pick_scores"})


def take_folders(args: argparse.Namespace) -> tuple[str, ...]:
    """Return the folders among --model, and leave the one file, or None, as `args.model`.

    Raises:
        InputError: there are two files.
    """
    folders = tuple(path for path in args.model if Path(path).expanduser().is_dir())
    files = [path for path in args.model if path not in folders]
    if len(files) > 1:
        raise InputError(
            f"--model {files[1]}: there is an aligner's model already ({files[0]}), and no such "
            "folder; a tagger is a folder, what an aligner learned is a file, one of them"
        )
    args.model = files[0] if files else None
    return folders


def check_alone(args: argparse.Namespace) -> None:
    """Raise InputError where something is given that a tagger has no use for."""
    given = {
        "--links": args.links,
        "--aligner": args.aligner,
        "--train": args.train,
        "--model FILE": args.model,
        "--joint": args.joint,
        "--option": args.option,
        "--label-map": args.label_map,
    }
    for option, value in given.items():
        if value:
            raise InputError(
                f"{option}: only a tagger is scored, which has no use for it; leave it out, or add "
                "--method NAME to score a method beside it"
            )


def load(folders: Sequence[str], taken: Collection[str]) -> "dict[str, Tagger]":
    """Return the taggers by the name of their folder; by the whole path where that is taken."""
    from core.models.taggers import load_tagger

    found: dict[str, Tagger] = {}
    for folder in folders:
        name = PurePath(folder).name
        found[folder if name in found or name in taken else name] = load_tagger(folder)
    return found


def without_projection(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row without the figures that only a projection from source entities has."""
    return {key: value for key, value in row.items() if key not in _OF_PROJECTION}


def run(pairs: Sequence[Pair], tagger: "Tagger", ignore: Collection[str]) -> Scored:
    """Return what a tagger finds in the targets of pairs with gold."""
    from core.training.decode import decode

    began_s = time.perf_counter()
    probs = tagger.predict([pair.target.tokens for pair in pairs])
    found = [decode(tagger.labels, rows) for rows in probs]
    seconds = time.perf_counter() - began_s
    named = list(zip(pairs, found, strict=True))
    return Scored(
        pairs=pairs,
        source=[counting_in(pair.source.entities or (), pair, ignore) for pair in pairs],
        gold=[counting_in(pair.target.entities or (), pair, ignore) for pair in pairs],
        predicted=[counting_in(entities, pair, ignore) for pair, entities in named],
        projections=[() for _ in pairs],
        alignments=[None for _ in pairs],
        seconds=seconds,
    )
