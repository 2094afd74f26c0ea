"""Run a published benchmark over a list of languages, beside the published figures.

Protocols: europarl-ner (projection alone, MISC counts), masakhaner2 (DATE ignored), xtreme (PAN-X,
MISC dropped). Data are read in their own formats, or as our pairs files. Every language that is
finished is kept in the folder of -o: run the same command again after a stop, and only what is
missing, or what has changed, is run. Written there: table.md, table.tex, table.csv, results.json.
In names of files, {lang} and {source} stand for the codes, and * for anything.
"""

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from core.cli import benchmark_files, benchmark_models, compute, inputs, methods, missed, output
from core.domain.spec import MethodSpec
from core.errors import InputError

if TYPE_CHECKING:
    from core.pipeline.benchmark import (
        Benchmark,
        Board,
        Checked,
        Kept,
        Line,
        Material,
        Protocol,
        Standing,
        Work,
    )
    from core.storage.results import Results

NAME = "benchmark"
EXAMPLE = (
    "python -m core benchmark europarl-ner --data ner --languages de es it "
    "--train 'parallel/{source}-{lang}/*.tsv.gz' --method default --method ngram-exact -o europarl"
)
STOPPED = "stopped; finished languages are kept, and the same command goes on from there"
_USUAL = ("default", "ngram-exact", "ngram-greedy", "heuristic-thesis", "heuristic-paper")


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("protocol", metavar="PROTOCOL", help="europarl-ner, masakhaner2 or xtreme")
    parser.add_argument("--data", required=True, metavar="FOLDER", help="where its files are")
    parser.add_argument(
        "--languages",
        nargs="+",
        action="extend",
        default=[],
        metavar="LANG",
        help="codes (default: all of the protocol)",
    )
    methods.add(parser)
    inputs.add_extras(parser)
    benchmark_models.add(parser)
    parser.add_argument(
        "-o",
        "--output",
        required=True,
        metavar="FOLDER",
        help="where results are kept and tables written; made where it is not there",
    )


def run(args: argparse.Namespace) -> int:
    """Return 0 after writing and printing the tables; 3 where a language or a method failed."""
    from core.pipeline.benchmark import RENDERED, Kept, protocol_named
    from core.storage.workfolder import at_work

    protocol = protocol_named(args.protocol)
    if not (args.method or args.spec):
        args.method = list(_USUAL)
    specs = methods.chosen(args)
    methods.check_extras(args, specs)
    _check_needs(args, specs)
    progress = output.Progress()
    busy = f"another process runs a benchmark in {args.output}; wait for it or name another folder"
    with_models = benchmark_models.any_named(args, specs.values())
    with compute.over_models(args, kept=with_models) as results:
        asked, notes = _asked(args, protocol, specs, progress, results)
        kept = Kept(args.output, protocol)
        with at_work(kept.folder, busy):
            made = _run(args, asked, specs, kept, notes)
    progress.clear()
    output.say(_shown(made))
    output.say(f"written to {args.output}: {', '.join([*RENDERED, 'results.json'])}")
    for failure in made.failures:
        output.warn(f"failed: {failure}")
    return missed.SOME_FAILED if made.failures else 0


def _asked(
    args: argparse.Namespace,
    protocol: "Protocol",
    specs: Mapping[str, MethodSpec],
    progress: output.Progress,
    results: "Results | None",
) -> "tuple[Benchmark, list[str]]":
    """Return what is to be run, everything that it reads checked, and notes for the tables."""
    from core.pipeline.benchmark import Benchmark, check_all, read_language

    languages = _languages(args, protocol)
    files = benchmark_files.of_languages(args, languages, protocol.source)
    data = check_all(protocol, args.data, languages)
    benchmark_models.check(args, [lang for lang, found in data.items() if not found.parallel])
    digests = {lang: benchmark_files.digests(named) for lang, named in files.items()}
    work, models = _work(args, protocol, specs, files, progress, results)
    asked = Benchmark(
        protocol,
        languages,
        [*specs, *_transfer(args)],
        read=lambda lang: read_language(protocol, args.data, lang),
        identity=lambda lang, method: {
            "data": data[lang].digest,
            "method": specs[method].canonical() if method in specs else method,
            **digests[lang],
            **models(method),
        },
        work=work,
    )
    return asked, _notes(args, protocol, data)


def _work(
    args: argparse.Namespace,
    protocol: "Protocol",
    specs: Mapping[str, MethodSpec],
    files: Mapping[str, benchmark_files.Files],
    progress: output.Progress,
    results: "Results | None",
) -> "tuple[Work, Callable[[str], Mapping[str, object]]]":
    """Return the system, and what tells the models of each method from others."""

    def material(lang: str) -> "Material":
        return benchmark_files.material(args, files[lang], (protocol.source, lang))

    if not benchmark_models.any_named(args, specs.values()):
        from core.pipeline.benchmark import parallel_work

        return parallel_work(protocol, specs, material, progress=progress), lambda _: {}
    from core.pipeline.benchmark.full import Pipeline, model_identities, pipeline_work

    config = benchmark_models.config_of(args)
    pipeline = Pipeline(config, Path(args.output), results)
    aligners = {name: spec.aligner for name, spec in specs.items()}
    configs = {aligner: replace(config, aligner=aligner) for aligner in aligners.values()}
    known = {
        aligner: {"models": model_identities(one), "run": one.digest()}
        for aligner, one in {**configs, config.aligner: config}.items()
    }
    work = pipeline_work(protocol, specs, pipeline, material, progress=progress)
    return work, lambda method: known[aligners.get(method, config.aligner)]


def _transfer(args: argparse.Namespace) -> list[str]:
    """Return the method that is none of projection, where it is asked for."""
    from core.pipeline.transfer import NAME

    return [NAME] if args.transfer else []


def _run(
    args: argparse.Namespace,
    asked: "Benchmark",
    specs: Mapping[str, MethodSpec],
    kept: "Kept",
    notes: Sequence[str],
) -> "Board":
    """Return the table, after writing it with every language."""
    from core.pipeline.benchmark import board, render, run_benchmark

    same, said = _counterparts(specs), _links(args, specs)

    def write(standing: "Standing") -> "Board":
        made = board(asked.protocol, standing, counterparts=same, said=said, notes=notes)
        for name, content in render(asked.protocol, standing, made).items():
            kept.write(name, content)
        return made

    return write(run_benchmark(asked, kept, after=write, tell=output.warn))


def _languages(args: argparse.Namespace, protocol: "Protocol") -> list[str]:
    """Return the languages by the protocol's codes, each once."""
    from core.formats.pairs_jsonl import checked_lang

    for lang in args.languages:
        checked_lang(lang, "--languages")
    found = [protocol.code(lang) for lang in args.languages] or list(protocol.languages)
    if twice := sorted({lang for lang in found if found.count(lang) > 1}):
        raise InputError(f"--languages: {', '.join(twice)} is named twice")
    return found


def _counterparts(specs: Mapping[str, MethodSpec]) -> dict[str, str]:
    """Return for each method that is made as a named one is, whatever its aligner, that name."""
    from core.pipeline.methods import METHODS
    from core.pipeline.transfer import NAME as TRANSFER
    from core.projection.presets import PRESETS

    found = {}
    for name, spec in specs.items():
        same = [preset for preset in PRESETS if METHODS[preset].parts() == spec.parts()]
        if same:
            found[name] = same[0]
    return found | {TRANSFER: TRANSFER}


def _links(args: argparse.Namespace, specs: Mapping[str, MethodSpec]) -> dict[str, str]:
    """Return for each method where its links come from, in words."""
    if args.links:
        return dict.fromkeys(specs, f"links of {args.links}")
    more = ", with training text" if args.train else ", with a model" if args.model else ""
    return {name: f"links: {spec.aligner.part}{more}" for name, spec in specs.items()}


def _check_needs(args: argparse.Namespace, specs: Mapping[str, MethodSpec]) -> None:
    """Raise InputError where a method needs what nothing supplies."""
    from core.projection import resolve

    supplied = {
        "tag_probs": args.tag_probs or args.target_ner,
        "translation_scores": args.translation_scores or args.translation_scorer,
        "spans": args.spans,
    }
    flags = {
        "tag_probs": "--target-ner or --tag-probs",
        "translation_scores": "--translation-scorer or --translation-scores",
        "spans": "--spans",
    }
    for name, spec in specs.items():
        for need in sorted(resolve.needs(spec) & {k for k, v in supplied.items() if not v}):
            raise InputError(f"method {name} needs {flags[need]}")


def _notes(
    args: argparse.Namespace, protocol: "Protocol", data: "Mapping[str, Checked]"
) -> list[str]:
    """Return what has to be said of the data."""
    notes = []
    given = [lang for lang, found in data.items() if found.parallel]
    if given and not protocol.gold_source:
        notes.append(
            f"{' '.join(given)}: source sentences came with the data, not from our own "
            "translation; the published figures include its errors."
        )
    if given and protocol.gold_source and args.source_ner:
        notes.append("Source entities are predicted here; the published figures have gold ones.")
    if bad := [f"{lang} {found.repaired}" for lang, found in data.items() if found.repaired]:
        notes.append(
            f"Gold tags that continue no entity were taken to begin one: {', '.join(bad)}."
        )
    return notes


def _shown(made: "Board") -> str:
    """Return the table for a terminal."""
    heads = ["", *made.languages, "average", "ratio", ""]
    rows = [heads]
    for line in made.lines:
        name = {
            "published": f"published: {line.name} ({line.source})",
            "difference": f"{line.name}, {line.note}",
        }.get(line.kind, line.name)
        figures = [_figure(line, line.f1.get(lang)) for lang in made.languages]
        more = [_figure(line, line.average), "" if line.ratio is None else f"{line.ratio:.3f}"]
        rows.append([name, *figures, *more, line.note if line.kind == "ours" else ""])
    over = " ".join(made.common) or "no language: not all methods have a figure in one"
    return f"{made.title}, F1; averages over {over}\n{output.table(rows)}\n"


def _figure(line: "Line", value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:+.3f}" if line.kind == "difference" else f"{value:.3f}"
