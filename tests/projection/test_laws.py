"""What every method promises, whatever the pair: each named one, and each that parts can make."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.candidates import CANDIDATES
from core.domain.alignment import Alignment
from core.domain.decision import Side
from core.domain.entity import Entity
from core.domain.pair import Sentence
from core.domain.projection import Explanation, Projection, Stray
from core.domain.spec import MethodSpec
from core.domain.task import Task
from core.matching import MATCHERS
from core.projection import HEURISTICS, METHODS, in_words, project
from core.projection.orphan_words import orphan_words
from core.projection.orphans import orphans
from core.projection.resolve import needs, spec_from_dict, with_label_map
from core.scoring import SCORES
from tests.projection.build import tasks


def made_of_parts() -> Iterator[MethodSpec]:
    """Yield each heuristic, and compositions that put every part beside each kind of neighbour."""
    for heuristic in HEURISTICS.parts():
        yield spec_from_dict({"name": heuristic.name, "heuristic": heuristic.name})
    sources, scores, matchers = (
        [part.name for part in shelf.parts()] for shelf in (CANDIDATES, SCORES, MATCHERS)
    )
    made = {
        *product(sources, ("alignment", "coverage"), ("exact",)),
        *product(("aligned", "ngrams"), scores, ("exact",)),
        *product(("ngrams",), ("alignment", "coverage", "ner-span"), matchers),
    }
    for source, score, matcher in sorted(made):
        yield spec_from_dict(
            {
                "name": f"{source}-{score}-{matcher}",
                "candidates": [source],
                "scores": [score],
                "matcher": matcher,
            }
        )


def lossy(spec: MethodSpec) -> bool:
    """Return whether a part of the method says that it does not always copy."""
    if spec.heuristic is not None:
        return bool(HEURISTICS.get(spec.heuristic.part).promises.get("lossy"))
    parts = [CANDIDATES.get(p.part) for p in spec.candidates]
    parts += [SCORES.get(w.score.part) for w in spec.scores]
    return any(part.promises.get("lossy") for part in parts)


MADE = tuple(made_of_parts())
ALL = (*METHODS.values(), *MADE)
COPYING = (
    *(spec for spec in METHODS.values() if needs(spec) <= {"alignment"}),
    *(spec for spec in MADE if not lossy(spec)),
)


@pytest.mark.parametrize("spec", ALL, ids=lambda spec: spec.name)
@settings(max_examples=30)
@given(world=tasks(), data=st.data())
def test_every_law_holds(spec, world, data):
    # one world for all laws: to draw it takes several times as long as to project it
    found = project(world, spec)
    one_projection_each_in_order_inside_and_disjoint(found, world)
    orphans_are_whole_and_outside_every_pick(found, world)
    explaining_changes_nothing_and_holds_together(found, world, spec)
    dropped_labels_take_no_part(world, spec)
    shuffled = data.draw(st.permutations(world.entities()))
    the_order_in_which_entities_are_given_is_irrelevant(found, world, spec, shuffled)


def one_projection_each_in_order_inside_and_disjoint(found, world):
    assert [p.entity for p in found] == list(world.entities())
    cover = [j for p in found for e in p.entities() for j in range(e.start, e.end)]
    assert len(cover) == len(set(cover))
    assert all(0 <= j < len(world.target) for j in cover)
    for p in found:
        assert (p.reason is None) == bool(p.picks)
        assert all(e.label == p.entity.label for e in p.entities())
        assert p.explanation is None


def the_order_in_which_entities_are_given_is_irrelevant(found, world, spec, shuffled):
    again = replace(world, source=Sentence(world.source.tokens, tuple(shuffled)))
    assert project(again, spec) == found


def explaining_changes_nothing_and_holds_together(plain, world, spec):
    told = project(world, spec, explain=True)
    assert [replace(p, explanation=None) for p in told] == list(plain)
    for p in told:
        why = p.explanation
        assert why is not None
        assert len(why.competitors) <= 10
        assert why.links == world.need_alignment().between(
            p.entity.start, p.entity.end, 0, len(world.target)
        )
        spans = [(c.start, c.end) for c in why.competitors]
        assert len(set(spans)) == len(spans)
        assert {(k.start, k.end) for k in p.picks} <= set(spans)
        assert_sure(why, p, spec)
        assert all(sentence.endswith(".") for sentence in why.steps)
        lines = in_words(p, world.source, world.target)
        assert lines
        assert all(line[-1] == "." and not line[0].islower() for line in lines)


def assert_sure(why: Explanation, p: Projection, spec: MethodSpec) -> None:
    """Assert what margin and probabilities promise, or that the reason for their lack is told."""
    likely = [c.posterior for c in why.competitors]
    if why.not_computed:
        assert None in (why.margin, why.posterior)
    else:
        assert why.posterior is not None
        assert why.entropy >= 0
        assert not p.picks or why.margin is not None
        assert all(share is not None for share in likely)
    assert all(share is None or 0 <= share <= 1 for share in (why.posterior, *likely))
    if spec.heuristic is not None:
        assert (why.margin, why.posterior, why.entropy) == (None, None, None)
        assert why.not_computed
    elif spec.matcher is not None and MATCHERS.get(spec.matcher.part).promises.get("exact"):
        assert why.margin is None or why.margin >= -1e-9


def orphans_are_whole_and_outside_every_pick(found, world):
    left = orphans(world, found)
    assert left == orphans(world, found)
    missing = [o for o in left if o.side is Side.SOURCE]
    assert [(o.entity, o.reason) for o in missing] == [
        (k, p.reason) for k, p in enumerate(found) if not p.picks
    ]
    cover = [j for p in found for q in p.picks for j in range(q.start, q.end)]
    for o in left[len(missing) :]:
        assert o.side is Side.TARGET
        assert (o.beyond is not None) == (o.reason is Stray.LINKED_OUTSIDE)
        cover += range(o.start, o.end)
    assert len(cover) == len(set(cover))
    assert all(0 <= j < len(world.target) for j in cover)
    target = Sentence(world.target)
    assert all(orphan_words(o, world.source, target).endswith(".") for o in left)


def dropped_labels_take_no_part(world, spec):
    mapped = with_label_map(spec, {"MISC": "O"})
    kept = tuple(e for e in world.entities() if e.label != "MISC")
    alone = replace(world, source=replace(world.source, entities=kept))
    found = project(world, mapped, explain=True)
    assert [p.entity for p in found] == list(world.entities())
    assert [p.picks for p in found if p.entity.label != "MISC"] == [
        p.picks for p in project(alone, spec)
    ]
    dropped = [p for p in found if p.entity.label == "MISC"]
    assert all(p.reason == "dropped" and not p.picks for p in dropped)


@pytest.mark.parametrize("spec", COPYING, ids=lambda spec: spec.name)
@given(cuts=st.sets(st.integers(0, 9)), data=st.data())
def test_an_identity_alignment_copies(spec, cuts, data):
    ordered = sorted(cuts)
    entities = tuple(
        Entity(a, b, data.draw(st.sampled_from(["PER", "LOC"])))
        for a, b in zip(ordered[::2], ordered[1::2], strict=False)
    )
    tokens = tuple(f"Wort{i}" for i in range(9))
    world = Task(Sentence(tokens, entities), tokens, Alignment.of(9, 9, ((i, i) for i in range(9))))
    assert tuple(e for p in project(world, spec) for e in p.entities()) == entities
