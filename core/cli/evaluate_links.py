"""Score links against gold links: precision, recall, F1 and alignment error rate.

GOLD is Pharaoh (i-j sure, ipj possible) or gold-links JSONL. Two JSONL files are matched by id,
anything else line by line. Where gold names unaligned tokens, only links between two annotated
tokens count.
"""

import argparse
from collections.abc import Iterator, Sequence

from core.cli import inputs, output
from core.errors import FormatError, LengthMismatchError
from core.formats.gold_links import GoldRow
from core.formats.links_jsonl import LinkRow

NAME = "evaluate-links"
EXAMPLE = "python -m core evaluate-links links.jsonl gold.pharaoh --json"
_Cells = frozenset[tuple[int, int]]


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("links", metavar="LINKS", help="links file (.jsonl or .pharaoh)")
    parser.add_argument("gold", metavar="GOLD", help="gold links (.jsonl or .pharaoh)")
    parser.add_argument("--json", action="store_true", help="as one JSON object")


def run(args: argparse.Namespace) -> int:
    """Return 0 after printing the scores."""
    from core.evaluation.links import link_scores

    inputs.one_standard_input(args.links, args.gold)
    rows = list(_matched(args.links, args.gold))
    score = link_scores(rows)
    result = {
        "pairs": len(rows),
        "precision": score.precision,
        "recall": score.recall,
        "f1": score.f1,
        "aer": score.aer,
        "links": score.n_links,
        "sure": score.n_sure,
        "possible": score.n_possible,
    }
    if args.json:
        output.say_json(result)
        return 0
    names = [["pairs", "precision", "recall", "F1", "AER", "links", "sure", "possible"]]
    cells = [f"{v:.4f}" if isinstance(v, float) else str(v) for v in result.values()]
    output.say(output.table([*names, cells]))
    return 0


def _matched(links: str, gold: str) -> Iterator[tuple[_Cells, GoldRow]]:
    found, wanted = _read_links(links), _read_gold(gold)
    if not wanted:
        raise FormatError("no gold links in it", file=inputs.name_of(gold), remedy="bring some")
    if all(row.id for row in found) and all(row.id for row in wanted):
        by_id = {row.id: row for row in found}
        for row in wanted:
            if row.id not in by_id:
                raise FormatError(
                    f"no links for pair {row.id!r} (line {row.line} of {inputs.name_of(gold)})",
                    file=inputs.name_of(links),
                    remedy="align the pairs that the gold file has",
                )
            yield _inside(by_id[row.id], row, links), row
        return
    if len(found) != len(wanted):
        raise _differ(found, wanted, links, gold)
    for given, row in zip(found, wanted, strict=True):
        yield _inside(given, row, links), row


def _inside(given: LinkRow, gold: GoldRow, file: str) -> _Cells:
    from core.formats.links_jsonl import outside

    cells = frozenset((i, j) for i, j, _ in given.links)
    if gold.size is not None:
        n, m = gold.size
        for i, j in sorted(cells):
            if i >= n or j >= m:
                raise outside(i, j, n, m, pair=gold.id, file=inputs.name_of(file), line=given.line)
    return cells


def _differ(
    found: Sequence[LinkRow], wanted: Sequence[GoldRow], links: str, gold: str
) -> LengthMismatchError:
    long, short = (links, gold) if len(found) > len(wanted) else (gold, links)
    k = min(len(found), len(wanted))
    line = (found if long is links else wanted)[k].line
    return LengthMismatchError(
        f"row {k + 1} has no counterpart: {inputs.name_of(short)} ends after {k}",
        file=inputs.name_of(long),
        line=line,
        remedy="links and gold run in parallel; an empty line says that a pair has no links",
    )


def _read_links(path: str) -> list[LinkRow]:
    from core.domain.alignment import Link
    from core.formats import gold_links, links_jsonl

    name = inputs.name_of(path)
    if not inputs.is_pharaoh(path):
        return list(links_jsonl.read(inputs.lines_of(path), file=name))
    rows = []
    for row in gold_links.read_pharaoh(inputs.lines_of(path), file=name):
        if row.possible:
            remedy = "possible links stand in gold files; give i-j links here"
            raise FormatError("a possible link (ipj)", file=name, line=row.line, remedy=remedy)
        rows.append(LinkRow("", tuple(Link(i, j) for i, j in sorted(row.sure)), line=row.line))
    return rows


def _read_gold(path: str) -> list[GoldRow]:
    from core.formats import gold_links

    pharaoh = inputs.is_pharaoh(path)
    read = gold_links.read_pharaoh if pharaoh else gold_links.read_jsonl
    return list(read(inputs.lines_of(path), file=inputs.name_of(path)))
