"""Runs the benches: `python -m bench [NAME ...]`; without names all but those that take an hour."""

import sys
from importlib import import_module

BRIEF = (
    "aligner",
    "confidence",
    "matching",
    "calibration",
    "roundtrip",
    "quality",
    "combination",
    "suspicion",
    "reliability",
    "learned",
    "annotator",
    "student",
    "snapshots",
    "steps",
    "scale",
    "neural",
)
LONG = ("eflomal",)
NAMES = (*BRIEF, *LONG)


def main(names: list[str]) -> int:
    """Return 0 after running the benches in order; 2 where a name is unknown."""
    unknown = [name for name in names if name not in NAMES]
    if unknown:
        sys.stderr.write(f"no bench {', '.join(unknown)}; there are: {', '.join(NAMES)}\n")
        return 2
    for name in names or BRIEF:
        sys.stdout.write(f"\n== {name} ==\n")
        sys.stdout.flush()
        import_module(f"bench.{name}").main()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
