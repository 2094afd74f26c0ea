"""List every part and method, with options and what they need."""

import argparse
from collections.abc import Iterable
from typing import Any

from core.cli.output import say, say_json
from core.registry import Option, Part, Shelf

NAME = "parts"
EXAMPLE = "python -m core parts --json"


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("--json", action="store_true", help="as one JSON list")


def run(args: argparse.Namespace) -> int:
    """Return 0 after listing the parts."""
    rows = [*(row(part) for shelf in shelves() for part in shelf.parts()), *_methods()]
    if args.json:
        say_json(rows)
        return 0
    shelf = ""
    for item in rows:
        if item["shelf"] != shelf:
            say(f"{item['shelf']}" if not shelf else f"\n{item['shelf']}")
            shelf = item["shelf"]
        say(f"  {item['name']}: {item['summary']}")
        for option in item["options"]:
            say(f"    {option['name']} = {option['default']!r}  {option['summary']}".rstrip())
    return 0


def shelves() -> tuple[Shelf[Any], ...]:
    """Return every shelf of parts."""
    from core.aligners import ALIGNERS, RULES, SYMMETRISERS
    from core.candidates import CANDIDATES
    from core.matching import MATCHERS
    from core.projection import COMBINERS, HEURISTICS, JOINERS
    from core.projection.markers import MARKERS
    from core.scoring import SCORES

    of_links = (ALIGNERS, RULES, SYMMETRISERS)
    return (*of_links, CANDIDATES, SCORES, MATCHERS, HEURISTICS, COMBINERS, JOINERS, MARKERS)


def row(part: Part[Any]) -> dict[str, Any]:
    """Return a part as plain values."""
    return {
        "shelf": part.shelf,
        "name": part.name,
        "summary": part.summary,
        "options": [_option(option) for option in part.options],
        "needs": sorted(part.needs),
    }


def _option(option: Option) -> dict[str, object]:
    value: dict[str, object] = {
        "name": option.name,
        "kind": option.kind,
        "default": option.default,
        "summary": option.summary,
    }
    if option.choices:
        value["choices"] = list(option.choices)
    if option.bounds is not None:
        value["bounds"] = [option.bounds.low, option.bounds.high]
    return value


def _methods() -> Iterable[dict[str, Any]]:
    from core.pipeline.methods import METHODS
    from core.projection import resolve

    for name, spec in METHODS.items():
        yield {
            "shelf": "method",
            "name": name,
            "summary": spec.summary,
            "options": [],
            "needs": sorted(resolve.needs(spec)),
        }
