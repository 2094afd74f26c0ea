"""Temperature of the posteriors and how well they are calibrated: python -m bench calibration.

Fitted for the default method on the even half of Europarl, relx, xsid and pud; the odd half is only
reported. Fitted are the entities for which a candidate that counts is right; of the others no
temperature makes anything right probable. An outcome is an entity with the probability of its pick,
and whether the pick is right; here the others count too, as wrong.
"""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from bench.quality import EUROPARL, MORE, corpus, is_even, links
from core.candidates import CANDIDATES
from core.domain.candidate import Candidates
from core.domain.pair import Pair
from core.domain.task import Task
from core.evaluation.calibration import Outcome, calibration_error, reliability
from core.matching import MATCHERS, NotComputed
from core.matching.posterior import TEMPERATURE, posteriors
from core.matching.temperature import Truth, fit_temperature, log_loss
from core.scoring import SCORES

Case = tuple[str, bool, tuple[np.ndarray, Candidates], Truth]
"""Corpus, whether in the even half, scores with candidates, what is right."""


def cases() -> Iterator[Case]:
    """Yield every pair with entities, aligned candidates and coverage as its scores."""
    extract, score = CANDIDATES.get("aligned").make, SCORES.get("coverage").make
    for name in (*EUROPARL, *MORE):
        pairs = corpus(name)
        for pair, aligned in zip(pairs, links(pairs), strict=True):
            task = Task(pair.source, pair.target.tokens, aligned)
            if task.entities():
                candidates = extract(task)
                scores = score(task, candidates)
                yield name, is_even(pair), (scores, candidates), right(pair, scores, candidates)


def right(pair: Pair, scores: np.ndarray, candidates: Candidates) -> Truth:
    """Return for each entity the candidates that count and are a gold span with its label.

    None of them where the gold has no such span; None where the label is not evaluated.
    """
    spans = candidates.spans()
    gold = {(e.start, e.end, e.label) for e in pair.target.entities or ()}
    scored = pair.eval_types
    return [
        frozenset(t for t in np.flatnonzero(row > 0).tolist() if (*spans[t], e.label) in gold)
        if scored is None or e.label in scored
        else None
        for row, e in zip(scores, pair.source.entities or (), strict=True)
    ]


def reachable(truth: Truth) -> Truth:
    """Return what is right without the entities for which nothing that counts is."""
    return [known or None for known in truth]


def outcomes(some: Sequence[Case], temperature: float) -> list[Outcome]:
    """Return for each entity with a pick its probability, and whether it is right."""
    found: list[Outcome] = []
    for _, _, (scores, candidates), truth in some:
        odds = posteriors(scores, candidates, temperature=temperature)
        if isinstance(odds, NotComputed):
            continue
        chosen = MATCHERS.get("exact").make(scores, candidates).chosen
        for k, (picked, known) in enumerate(zip(chosen, truth, strict=True)):
            if picked and known is not None:
                found.append((min(1.0, float(odds.picks[k, picked[0]])), picked[0] in known))
    return found


def report(title: str, some: Sequence[Case], temperature: float) -> None:
    """Print what is said and found on some cases."""
    found = outcomes(some, temperature)
    loss = log_loss([c[2] for c in some], [reachable(c[3]) for c in some], temperature)
    print(f"{title:24} {len(found):6} {calibration_error(found):7.4f} {loss:9.4f}")


def main() -> None:
    """Print the fitted temperature, the calibration error of each part, and the bins."""
    every = list(cases())
    tuned = [c for c in every if c[1] or c[0] not in EUROPARL]
    fitted = fit_temperature([c[2] for c in tuned], [reachable(c[3]) for c in tuned])
    unknown = sum(isinstance(posteriors(*c[2]), NotComputed) for c in every)
    print(f"fitted temperature {fitted:.4f}, in use {TEMPERATURE}; {unknown} pairs not computed")
    parts: dict[str, Callable[[Case], bool]] = {
        "tuned on": lambda c: c[1] or c[0] not in EUROPARL,
        "Europarl, even": lambda c: c[1] and c[0] in EUROPARL,
        "Europarl, odd": lambda c: not c[1] and c[0] in EUROPARL,
    }
    parts |= {name: lambda c, name=name: c[0] == name for name in MORE}
    for temperature in (TEMPERATURE, 1.0):
        print(f"temperature {temperature}\n{'':24} picks     ECE  log loss")
        for title, holds in parts.items():
            report(title, [c for c in every if holds(c)], temperature)
    for title in ("Europarl, even", "Europarl, odd"):
        print(f"{title}: probability said, share right, picks")
        for b in reliability(outcomes([c for c in every if parts[title](c)], TEMPERATURE)):
            print(f"  {b.low:.1f} to {b.high:.1f}  {b.said:.3f}  {b.found:.3f}  {b.count:5}")


if __name__ == "__main__":
    main()
