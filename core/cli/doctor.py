"""Look whether a database holds together, and say what to do where it does not.

Checked are the file itself, places and numbers without holes, how each pair stands against a replay
of its decisions, acts that are whole, the content of layers against their hashes, and what was left
behind. --repair mends what can be worked out again from pairs, layers and the log, after a backup;
these are never changed.
"""

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.cli import output, prepare

if TYPE_CHECKING:
    from core.storage.doctor import Finding

NAME = "doctor"
EXAMPLE = "python -m core doctor --repair"
_ILL = 3


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    prepare.add_db(parser)
    parser.add_argument(
        "--repair", action="store_true", help="mend what can be worked out again, after a backup"
    )
    parser.add_argument("--json", action="store_true", help="as JSON")


def run(args: argparse.Namespace) -> int:
    """Return 0 where all is well, or is now; 3 where something is wrong."""
    from core.storage import doctor

    if not args.repair:
        return _tell(doctor.examine(args.db), as_json=args.json)
    healed = doctor.repair(args.db)
    for finding in healed.mended:
        output.warn(f"mended: {_place(finding)}{finding.what}")
    if healed.backup:
        output.warn(f"what was there before is in {healed.backup}")
    return _tell(healed.left, as_json=args.json)


def _tell(found: "Sequence[Finding]", *, as_json: bool) -> int:
    if as_json:
        output.say_json(
            [
                {
                    "project": a.where,
                    "what": a.what,
                    "remedy": a.remedy,
                    "repair": a.can_be_mended(),
                }
                for a in found
            ]
        )
    elif not found:
        output.say("all is well")
    else:
        for finding in found:
            output.say(f"{_place(finding)}{finding.what}\n    {finding.remedy}")
    return _ILL if found else 0


def _place(finding: "Finding") -> str:
    return f"project {finding.where!r}: " if finding.where else ""
