"""List the models that methods can use: what is on this machine, and what could be fetched.

Weights are taken as safetensors only, and no code of a model is ever run. Nothing is fetched but by
--fetch, which first tells size and licence.
"""

import argparse
from typing import Any

from core.cli import output

NAME = "models"
EXAMPLE = "python -m core models --fetch google-bert/bert-base-multilingual-cased"
_MB = 1_000_000


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument(
        "--fetch",
        metavar="NAME",
        help="bring a model of the Hugging Face hub here: owner/name or owner/name@commit",
    )
    parser.add_argument(
        "--show", metavar="NAME", help="tell what a folder or a name stands for, with its identity"
    )
    parser.add_argument("--json", action="store_true", help="write the list as JSON")


def run(args: argparse.Namespace) -> int:
    """Return 0 after listing, showing or fetching."""
    if args.fetch:
        return _fetch(args.fetch)
    if args.show:
        return _show(args.show)
    rows = _rows()
    if args.json:
        output.say_json(rows)
        return 0
    head = ("model", "for", "here", "size", "licence", "about")
    output.say(output.left_table([head, *(_told(row) for row in rows)]))
    output.say("A folder with config.json, safetensors and tokenizer.json does as well.")
    return 0


def _rows() -> list[dict[str, Any]]:
    from core.models.catalogue import CATALOGUE
    from core.models.located import find

    found = []
    for model in CATALOGUE:
        here = find(model.name)
        found.append(
            {
                "name": model.name,
                "purpose": model.purpose,
                "here": here is not None,
                "commit": here[1] if here else "",
                "megabytes": model.megabytes,
                "licence": model.licence,
                "commercial": model.commercial,
                "about": model.about,
            }
        )
    return found


def _told(row: dict[str, Any]) -> tuple[str, ...]:
    licence = row["licence"] if row["commercial"] else f"{row['licence']} (non-commercial)"
    here = row["commit"][:8] if row["here"] else "no"
    size = f"{row['megabytes'] / 1000:.1f} GB"
    return row["name"], row["purpose"], here, size, licence, row["about"]


def _show(name: str) -> int:
    from core.models.located import architectures, locate

    found = locate(name)
    output.say(f"{name}: {', '.join(architectures(found.folder)) or 'no architecture told'}")
    output.say(f"folder {found.folder}")
    output.say(f"commit {found.revision or 'none (a folder)'}, identity {found.identity}")
    return 0


def _fetch(name: str) -> int:
    from core.models.catalogue import known
    from core.models.fetch import fetch, offer

    found = offer(name)
    licence = found.licence or "none told"
    output.warn(
        f"{name.partition('@')[0]}@{found.commit}: {found.bytes / _MB:,.0f} MB, licence {licence}"
    )
    about = known(name)
    if about is not None and not about.commercial:
        output.warn("its licence forbids commercial use")
    located = fetch(found)
    output.say(f"{name.partition('@')[0]}@{located.revision} is in {located.folder}")
    return 0
