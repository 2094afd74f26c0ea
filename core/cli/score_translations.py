"""Score how well candidates and entities translate each other.

Writes translation scores (.jsonl), which `project --translation-scores` reads. Every candidate of a
pair is scored with every source entity, in both directions, by a model that knows both languages.
"""

import argparse
from typing import TYPE_CHECKING

from core.cli import compute, inputs, output
from core.domain.spec import PartSpec
from core.errors import OptionError

if TYPE_CHECKING:
    from core.domain.alignment import Alignment
    from core.domain.pair import Pair

NAME = "score-translations"
EXAMPLE = (
    "python -m core score-translations pairs.jsonl --model facebook/nllb-200-distilled-600M "
    "--max-len 6 -o scores.jsonl"
)


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    inputs.add_pairs(parser)
    parser.add_argument(
        "--model", required=True, metavar="MODEL", help="folder, or a hub's owner/name at hand"
    )
    parser.add_argument(
        "--prefix", metavar="TEXT", help="for a model without codes of languages, as in `translate`"
    )
    which = parser.add_argument_group("what is scored")
    which.add_argument(
        "--candidates",
        nargs="+",
        action="extend",
        default=[],
        metavar="NAME",
        help="where candidates come from, as `parts` lists them (default: ngrams, and with --spans "
        "supplied)",
    )
    inputs.add_options(parser, "ngrams.max_len=6")
    which.add_argument(
        "--max-len",
        type=int,
        default=10,
        metavar="N",
        help="longest n-gram in tokens where --candidates is not given (default: 10)",
    )
    which.add_argument(
        "--least-tag",
        type=float,
        default=0.0,
        metavar="P",
        help="leave out candidates to which the tagger of --tag-probs gives no class with a "
        "probability above P (default: 0, none; the thesis has 0.2)",
    )
    which.add_argument(
        "--least",
        type=float,
        default=0.1,
        metavar="S",
        help="leave out scores that are not above S (default: 0.1)",
    )
    which.add_argument("--spans", metavar="FILE", help="supplied spans (JSONL), for candidates")
    which.add_argument("--tag-probs", metavar="FILE", help="tag probabilities (JSONL)")
    which.add_argument("--links", metavar="LINKS", help="word links, for candidates of them")
    compute.add(parser)
    parser.add_argument("-o", "--output", required=True, metavar="OUT", help=".jsonl")


def run(args: argparse.Namespace) -> int:
    """Return 0 after writing the scores."""
    from core.formats import translation_scores_jsonl
    from core.pipeline.translation_scores import translation_scores

    output.choose(args.output, {".jsonl": None}, piped=".jsonl")
    inputs.one_standard_input(args.pairs, args.spans, args.tag_probs, args.links)
    sources = _sources(args)
    args.translation_scores = None
    progress = output.Progress()
    with compute.over_models(args) as results:
        extras = inputs.read_extras(args)
        pairs = list(inputs.read_pairs(args.pairs))
        links = _links(args, pairs)
        found = translation_scores(
            pairs,
            args.model,
            candidates=sources or None,
            max_len=args.max_len,
            least_tag=args.least_tag,
            least=args.least,
            extras=extras,
            links=links,
            prefix=args.prefix,
            results=results,
            report=progress,
            tell=output.warn,
        )
    progress.clear()
    output.deliver(args.output, translation_scores_jsonl.write(found.items()))
    return 0


def _sources(args: argparse.Namespace) -> tuple[PartSpec, ...]:
    from core.candidates import CANDIDATES

    options = inputs.key_values(args.option, "--option")
    found = []
    for name in args.candidates:
        part = CANDIDATES.get(name)
        own = {
            k.removeprefix(f"{name}."): v for k, v in options.items() if k.startswith(f"{name}.")
        }
        found.append(PartSpec.of(name, part.configure(own)))
    for option in options:
        if option.partition(".")[0] not in args.candidates:
            raise OptionError(f"--option {option}: name its part with --candidates")
    return tuple(found)


def _links(args: argparse.Namespace, pairs: "list[Pair]") -> "dict[str, Alignment] | None":
    if args.links is None:
        return None
    look = inputs.open_links(args.links)
    return {pair.id: look(pair) for pair in look.follow(pairs)}
