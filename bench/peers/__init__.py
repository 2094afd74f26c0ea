"""Other people's aligners, run as programs of their own from `.venv-peers` (see `make peers`).

eflomal is GPL-3: it is only ever called as a process, never imported.
"""

import json
import re
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from core.aligners import Bitext

Links = list[frozenset[tuple[int, int]]]

BIN = Path(__file__).parents[2] / ".venv-peers" / "bin"
FAST_ALIGN = Path(__file__).parent / "fast_align.py"


def missing() -> bool:
    """Return whether the other aligners are not installed."""
    return not (BIN / "eflomal-align").is_file()


def lines(sides: Sequence[Sequence[str]]) -> list[str]:
    """Return a line a sentence, with as many words between spaces as it has tokens.

    Casefolded: eflomal does as well with letters as they are on alibi and Arabic, and 0.002 worse
    on clmd-pud French.
    """
    return [" ".join(re.sub(r"\s", "_", token.casefold()) for token in side) for side in sides]


def eflomal(text: Sequence[Bitext], *, last: int) -> tuple[Links, Links, float]:
    """Return the forward and the reverse links of the last pairs, and the seconds of the run.

    With the program's defaults: three samplers, both directions, no seed.

    Source: Östling and Tiedemann 2016, ufal.mff.cuni.cz/pbml/106/art-ostling-tiedemann.pdf.
    """
    with tempfile.TemporaryDirectory() as folder:
        source, target, forward, reverse = (Path(folder) / name for name in "stfr")
        source.write_text(_file(lines([p.source for p in text])), encoding="utf-8")
        target.write_text(_file(lines([p.target for p in text])), encoding="utf-8")
        took = _run(
            [BIN / "eflomal-align", "-s", source, "-t", target, "-f", forward, "-r", reverse]
        )[1]
        found = [_pharaoh(path, len(text))[-last:] for path in (forward, reverse)]
    return found[0], found[1], took


def fast_align(text: Sequence[Bitext], *, last: int) -> tuple[Links, float]:
    """Return the links of the last pairs, and the seconds of the run.

    Source: Dyer, Chahuneau and Smith 2013, aclanthology.org/N13-1073, as systran-align has it.
    """
    sides = lines([p.source for p in text]), lines([p.target for p in text])
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "text"
        file.write_text(_file([" ||| ".join(p) for p in zip(*sides, strict=True)]), "utf-8")
        out, took = _run([BIN / "python", FAST_ALIGN, file, str(last)])
    return [frozenset((i, j) for i, j in json.loads(line)) for line in out.splitlines()], took


def _file(text: Sequence[str]) -> str:
    return "".join(f"{line}\n" for line in text)


def _pharaoh(path: Path, count: int) -> Links:
    found = path.read_text(encoding="utf-8").splitlines()
    if len(found) != count:
        raise RuntimeError(f"eflomal gave {len(found)} lines of links for {count} pairs")
    cells = ([cell.split("-") for cell in line.split()] for line in found)
    return [frozenset((int(i), int(j)) for i, j in line) for line in cells]


def _run(command: Sequence[str | Path]) -> tuple[str, float]:
    start = time.perf_counter()
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return done.stdout, time.perf_counter() - start
