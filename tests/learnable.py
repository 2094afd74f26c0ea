"""A corpus in which there is something to learn: names take an article that no link leads to.

The default method leaves the article out, people mark it; names differ from pair to pair, so that
only a rule, and no memory, helps.
"""

from core.domain.alignment import Alignment
from core.domain.entity import Entity
from core.domain.pair import Pair, Sentence
from core.review.decide import apply_ops
from core.storage import Workspace
from tests.review.build import op

PROJECT = "articles"
_FIRST = ("An", "Bo", "Ce", "Da", "El", "Fi", "Gu", "Ha", "Io", "Ju", "Ka", "Lu")
_LAST = ("bern", "dorf", "gard", "heim", "land", "more", "stad", "tal", "wick", "zell")
_VERBS = (("visited", "besuchte"), ("praised", "lobte"), ("left", "verließ"), ("sees", "sieht"))


def names(count: int) -> list[str]:
    """Return so many names that differ."""
    return [_FIRST[k % 12] + _LAST[k // 12 % 10] + "s" * (k // 120) for k in range(count)]


def pairs(count: int) -> list[Pair]:
    """Return pairs `Anna visited NAME today`, `heute besuchte Anna die NAME .`, without gold."""
    found = []
    for k, name in enumerate(names(count)):
        verb, verb_of_target = _VERBS[k % len(_VERBS)]
        source = Sentence(
            ("Anna", verb, name, "today", "."), (Entity(0, 1, "PER"), Entity(2, 3, "LOC")), "en"
        )
        target = Sentence(("heute", verb_of_target, "Anna", "die", name, "."), None, "de")
        found.append(Pair(f"p{k:03}", source, target))
    return found


def links(given: list[Pair]) -> dict[str, Alignment]:
    """Return links of all words but the article, which has no counterpart."""
    cells = [(0, 2), (1, 1), (2, 4), (3, 0), (4, 5)]
    return {pair.id: Alignment.of(5, 6, cells) for pair in given}


GOLD = (Entity(2, 3, "PER"), Entity(3, 5, "LOC"))
"""What people mark in each target."""


def correct(workspace: Workspace, ids: list[str], *, project: str = PROJECT) -> None:
    """Decide on pairs as a person would: correct the place, then call the pair done."""
    for pair in ids:
        ops = []
        for entity in workspace.state(project, pair).target:
            if entity.entity.label == "LOC" and entity.entity != GOLD[1]:
                span = {"start": 3, "end": 5, "label": "LOC", "entity": entity.id}
                ops.append(op(1, "change", pair=pair, **span))
        ops.append(op(len(ops) + 1, "accept-pair", "pair", pair=pair))
        done = apply_ops(workspace, project, "tester", f"client-{pair}", ops)
        assert done.refused == ()
