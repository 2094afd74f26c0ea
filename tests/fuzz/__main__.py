"""Fuzzes readers, guided by coverage: `python -m tests.fuzz [--seconds N] [TARGET ...]`.

Anything but a CoreError, more than 1.5 GB or more than 10 s for one input is a fault; the input is
then written to `tests/fuzz/kept/TARGET/`, where every later test run tries it again. Exit code 1
where there was a fault. Each target runs in a process of its own.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

MEMORY_MB = 1500
PER_INPUT_S = 10
LONGEST = 4096
TOKENS = Path(__file__).with_name("tokens.dict")


def main(argv: list[str]) -> int:
    """Return 0 where no target has a fault."""
    ask = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    ask.add_argument("targets", nargs="*", help="all where none is named")
    ask.add_argument("--seconds", type=int, default=20, help="for each target")
    ask.add_argument("--here", help=argparse.SUPPRESS)
    args = ask.parse_args(argv)
    if args.here:
        return _fuzz(args.here, args.seconds)
    from tests.fuzz.targets import targets

    known = list(targets())
    if unknown := sorted(set(args.targets) - set(known)):
        sys.stderr.write(f"no target {', '.join(unknown)}; there are: {', '.join(known)}\n")
        return 2
    faults = []
    for name in args.targets or known:
        command = [sys.executable, "-m", "tests.fuzz", "--here", name]
        done = subprocess.run(
            [*command, "--seconds", str(args.seconds)],
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
        said = done.stderr.splitlines() + done.stdout.splitlines()
        runs = next((line for line in reversed(said) if line.startswith("Done ")), "no end")
        sys.stdout.write(f"{name:32}{'fault' if done.returncode else 'ok':8}{runs}\n")
        sys.stdout.flush()
        if done.returncode:
            faults.append(name)
            sys.stdout.write("\n".join(said[-40:]) + "\n")
    return 1 if faults else 0


def _fuzz(name: str, seconds: int) -> int:
    import atheris

    with atheris.instrument_imports(include=["core"]):
        from tests.fuzz.targets import KEPT, attempt, inputs, targets

        target = targets()[name]
        for data in inputs(name):  # what is loaded on first use takes no time of an input
            attempt(target, data)
    with tempfile.TemporaryDirectory() as corpus:
        for k, data in enumerate(inputs(name)):
            (Path(corpus) / f"seed-{k}").write_bytes(data)
        kept = KEPT / name
        kept.mkdir(parents=True, exist_ok=True)
        options = [
            f"-max_total_time={seconds}",
            f"-rss_limit_mb={MEMORY_MB}",
            f"-timeout={PER_INPUT_S}",
            f"-max_len={LONGEST}",
            f"-artifact_prefix={kept}/",
            f"-dict={TOKENS}",
        ]
        atheris.Setup([name, corpus, *options], lambda data: attempt(target, data))
        atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
