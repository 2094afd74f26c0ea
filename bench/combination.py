"""F1 of votes over methods, and of several sources joined, against each one alone.

`python -m bench.combination` from the project's root. Defaults were chosen on the even half, relx,
xsid and pud; the odd half is only reported. The second table turns Europarl round: the target is
English, which the three files share, the sources German, Spanish and Italian.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from statistics import fmean

from bench.quality import EUROPARL, MORE, corpus, is_even, links
from core.domain.alignment import Alignment, Link
from core.domain.pair import Pair
from core.domain.spec import MethodSpec
from core.evaluation.spans import Score, evaluate
from core.pipeline.run import Projected, project_pairs, weigh
from core.projection import METHODS
from core.projection.resolve import with_joint, with_options

MEMBERS = tuple(member.spec.name for member in METHODS["vote"].members)
JOINED = ("coverage-exact", "ngram-exact", "heuristic", "vote")

Linked = Mapping[str, Alignment]


def scored(pairs: Sequence[Pair], found: Mapping[str, Sequence[object]], keep: set[str]) -> Score:
    """Return the strict score of the pairs whose id is kept."""
    kept = [pair for pair in pairs if pair.id in keep]
    return evaluate(
        [pair.target.entities or () for pair in kept],
        [found[pair.id] for pair in kept],
        eval_types=[pair.eval_types for pair in kept],
    ).overall


def run(pairs: Sequence[Pair], linked: Linked, spec: MethodSpec) -> dict[str, Sequence[object]]:
    """Return the projected entities by pair id."""
    outcomes = project_pairs(pairs, linked, spec)
    return {o.pair.id: o.entities() for o in outcomes if isinstance(o, Projected)}


def votes() -> None:
    """Print F1 of each member and of their vote, and the weights that agreement gives."""
    equal = METHODS["vote"]
    rows = {name: METHODS[name] for name in MEMBERS}
    rows |= {"vote, equal": equal}
    rows |= {"vote, agreement": with_options(equal, {"vote.weights": "agreement"})}
    cells: dict[str, list[float]] = {name: [] for name in rows}
    halves: dict[str, list[float]] = {name: [] for name in rows}
    for name in (*EUROPARL, *MORE):
        pairs = corpus(name)
        linked = {p.id: a for p, a in zip(pairs, links(pairs), strict=True)}
        even = {p.id for p in pairs if is_even(p)} if name in EUROPARL else {p.id for p in pairs}
        for row, spec in rows.items():
            weighed = weigh(pairs, linked, spec)
            found = run(pairs, linked, weighed)
            cells[row].append(scored(pairs, found, even).f1)
            if name in EUROPARL:
                halves[row].append(scored(pairs, found, {p.id for p in pairs} - even).f1)
        told = ", ".join(f"{m.spec.name} {m.weight:g}" for m in weighed.members)
        print(f"weights by agreement, {name}: {told}")
    first = len(EUROPARL)
    print("\nmethod".ljust(20), "Europarl even, mean", "odd, mean", "relx, xsid, pud, mean")
    for row, values in cells.items():
        means = (fmean(values[:first]), fmean(halves[row]), fmean(values[first:]))
        print(
            row.ljust(20), *(f"{m:.4f}".rjust(w) for m, w in zip(means, (18, 9, 21), strict=True))
        )


def three_sources() -> tuple[list[Pair], Linked]:
    """Return pairs from German, Spanish and Italian into English in groups, with their links."""
    found: list[Pair] = []
    linked: dict[str, Alignment] = {}
    targets: dict[str, tuple[str, ...]] = {}
    for name in EUROPARL:
        pairs = corpus(name)
        for pair, alignment in zip(pairs, links(pairs), strict=True):
            if targets.setdefault(pair.id, pair.source.tokens) != pair.source.tokens:
                raise SystemExit(f"{name}: the English of {pair.id} is another one")
            turned = replace(
                pair,
                id=f"{pair.id} {pair.target.lang}",
                source=pair.target,
                target=pair.source,
                group=pair.id,
            )
            found.append(turned)
            linked[turned.id] = Alignment(
                alignment.m, alignment.n, tuple(Link(j, i, p) for i, j, p in alignment.links)
            )
    return found, linked


def joined() -> None:
    """Print F1 of each source alone, of their scores added, and of a vote of sources."""
    pairs, linked = three_sources()
    langs = sorted({pair.source.lang for pair in pairs})
    one = [pair for pair in pairs if pair.source.lang == langs[0]]
    even = {p.id for p in one if is_even(replace(p, id=p.group))}
    parts = {"even": even, "odd": {p.id for p in one} - even}
    print("\ninto English".ljust(34), *(part.rjust(6) for part in parts))
    for method in JOINED:
        for lang in langs:
            own = [pair for pair in pairs if pair.source.lang == lang]
            found = {p.group: e for p, e in _with_ids(own, run(own, linked, METHODS[method]))}
            _line(f"{method}, {lang}", one, found, parts)
        for joiner in ("sum", "vote"):
            if joiner == "sum" and METHODS[method].matcher is None:
                continue
            for weights in ("equal", "agreement"):
                spec = with_joint(METHODS[method], {"part": joiner, "weights": weights})
                weighed = weigh(pairs, linked, spec)
                found = {p.group: e for p, e in _with_ids(pairs, run(pairs, linked, weighed))}
                said = dict(weighed.joint.options)["weights"] if weighed.joint else ""
                _line(f"{method}, {joiner} {weights}", one, found, parts, str(said))


def _with_ids(
    pairs: Iterable[Pair], found: Mapping[str, Sequence[object]]
) -> list[tuple[Pair, Sequence[object]]]:
    return [(pair, found[pair.id]) for pair in pairs]


def _line(
    name: str,
    pairs: Sequence[Pair],
    found: Mapping[str, Sequence[object]],
    parts: Mapping[str, set[str]],
    note: str = "",
) -> None:
    by_id = {pair.id: found[pair.group] for pair in pairs}
    cells = (f"{scored(pairs, by_id, keep).f1:.4f}" for keep in parts.values())
    print(name.ljust(33), *cells, note)


def main() -> None:
    """Print both tables."""
    votes()
    joined()


if __name__ == "__main__":
    main()
