"""The command line: one parser, one file a command, errors as one line and an exit code."""

import argparse
import os
import sys
from collections.abc import Sequence
from types import ModuleType

from core.cli import (
    agreement,
    align,
    annotate,
    assign,
    backup,
    benchmark,
    bundle,
    calibrate,
    doctor,
    ensemble,
    evaluate,
    evaluate_links,
    explain,
    export_project,
    history,
    import_project,
    layers,
    merge,
    models,
    parts,
    people,
    prepare,
    project,
    propose_spans,
    rebuild,
    release,
    restore,
    run,
    score_translations,
    settings,
    settle,
    sign_in,
    stale,
    suspicion,
    tag,
    train_proposer,
    train_scorer,
    train_student,
    train_tagger,
    translate,
    unbundle,
    update,
)
from core.cli.output import warn
from core.errors import CoreError

BAD_INPUT = 2

COMMANDS: dict[str, ModuleType] = {
    module.NAME: module
    for module in (
        parts,
        align,
        project,
        explain,
        evaluate,
        evaluate_links,
        benchmark,
        import_project,
        prepare,
        update,
        layers,
        stale,
        suspicion,
        train_scorer,
        calibrate,
        annotate,
        settings,
        assign,
        agreement,
        settle,
        export_project,
        bundle,
        unbundle,
        merge,
        release,
        rebuild,
        history,
        train_tagger,
        tag,
        train_student,
        translate,
        score_translations,
        train_proposer,
        propose_spans,
        ensemble,
        run,
        models,
        people,
        sign_in,
        backup,
        restore,
        doctor,
    )
}
"""By name; each has NAME, a docstring, EXAMPLE, `add(parser)` and `run(args) -> exit code`.

One that keeps what is finished says so in STOPPED, for whoever stops it.
"""


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    parser = argparse.ArgumentParser(
        prog="python -m core",
        description="SilverLens: project named entities over a parallel corpus, and check them.",
        epilog="exit codes: 0 done; 2 bad usage or bad input; 3 some pairs failed and a file in "
        "which position counts would shift, or the doctor found something\n\n"
        "example:\n  python -m core project pairs.jsonl --method default -o silver.conll",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, module in COMMANDS.items():
        summary, _, more = (module.__doc__ or "").partition("\n")
        command = commands.add_parser(
            name,
            help=summary,
            description=f"{summary}\n{more.rstrip()}",
            epilog=f"example:\n  {module.EXAMPLE}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        module.add(command)
        command.set_defaults(run=module.run, refuse=command.error)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Return the exit code of a command line, after running it."""
    parser = build_parser()
    try:
        args, unknown = parser.parse_known_args(argv)
        if unknown:
            args.refuse(f"unrecognized arguments: {' '.join(unknown)}")
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else BAD_INPUT
    try:
        code = args.run(args)
        sys.stdout.flush()
    except CoreError as error:
        warn(f"error: {error}")
        return BAD_INPUT
    except KeyboardInterrupt:
        warn(getattr(COMMANDS[args.command], "STOPPED", "stopped; no file was written"))
        return 130
    except BrokenPipeError:
        # Whoever read our output has left.
        _let_go_of_output()
        return 1
    except OSError as error:
        warn(f"error: the output could not be written ({error.strerror or error})")
        _let_go_of_output()
        return BAD_INPUT
    return int(code)


def _let_go_of_output() -> None:
    """Keep the interpreter from complaining about the output once more when it leaves."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
