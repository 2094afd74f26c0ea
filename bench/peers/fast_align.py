"""Reads `source ||| target` lines from a file, prints the links of the last N as JSON lists.

Run with the Python of `.venv-peers`: fast_align.py FILE N. The options are those that fast_align's
authors recommend (-d -o -v); the links are symmetrised as systran-align does.
"""

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import systran_align


def main(file: str, last: int) -> None:
    """Print one line of [i, j] links for each of the last pairs."""
    with TemporaryDirectory() as folder:
        tables = [str(Path(folder) / name) for name in ("forward", "backward")]
        systran_align.generate_alignment_probabilities(
            file, *tables, favor_diagonal=True, optimize_tension=True, variational_bayes=True
        )
        aligner = systran_align.Aligner(*tables)
    for line in Path(file).read_text(encoding="utf-8").split("\n")[:-1][-last:]:
        source, target = line.split(" ||| ")
        print(json.dumps(aligner.align(source.split(" "), target.split(" "))["alignments"]))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
