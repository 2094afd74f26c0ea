"""Pairs at the edges of what can come in: every named method, explained, keeps its promises."""

import unicodedata

import numpy as np
import pytest

from core.domain.alignment import Alignment, Link
from core.domain.candidate import Candidates
from core.domain.entity import Entity
from core.domain.pair import Sentence
from core.domain.projection import Reason
from core.domain.task import Task
from core.errors import InputError
from core.matching import MATCHERS
from core.projection import METHODS, project
from core.projection.resolve import needs
from tests.projection.build import task, with_extras

BY_LINKS = tuple(s for s in METHODS.values() if needs(s) <= {"alignment"})
SCRIPTS = {
    "right-to-left": "سافرت أنجيلا ميركل إلى القاهرة أمس",
    "no spaces": "默 克 尔 访 问 开 罗",
    "combining marks": "Adébáyọ̀ lọ sí Ìbàdàn ní Ọjọ́bọ̀",
    "emoji": "👩‍🚀 Anna 👩‍🚀 Zürich 👩‍🚀 Bern",
    "one letter": "a b c d e f",
}


def large() -> Task:
    """Return 512 tokens a side, 40 entities of three tokens, five links to every word."""
    chance = np.random.default_rng(0)
    n = 512
    cells = {(i, int(j)) for i in range(n) for j in chance.integers(0, n, 5)}
    links = tuple(Link(i, j, round(float(chance.random()), 3)) for i, j in cells)
    entities = tuple(Entity(12 * k, 12 * k + 3, "PER") for k in range(40))
    words = tuple(f"w{i}" for i in range(n))
    return Task(Sentence(words, entities), words[::-1], Alignment(n, n, links))


WORLDS = {
    "no entity": task(2, 2, [], [(0, 0), (1, 1)]),
    "no link": task(3, 3, [(0, 1, "PER"), (1, 3, "LOC")]),
    "one word for all": task(3, 1, [(0, 1, "PER"), (1, 3, "LOC")], [(0, 0), (1, 0), (2, 0)]),
    "one word each": task(1, 1, [(0, 1, "PER")], [(0, 0)]),
    "all to all": task(
        4, 4, [(0, 2, "PER"), (2, 4, "LOC")], [(i, j) for i in range(4) for j in range(4)]
    ),
    "longer than any limit": task(60, 60, [(0, 60, "MISC")], [(i, i) for i in range(60)]),
    "512 words, 40 entities": large(),
}


def long(name, spec):
    """Return whether a world takes a method so long that it waits for the long round."""
    return name.startswith("512") and spec.name == "learned-exact"


@pytest.mark.parametrize(
    ("world", "spec"),
    [
        pytest.param(
            world, spec, id=f"{name}-{spec.name}", marks=[pytest.mark.soak] * long(name, spec)
        )
        for name, world in WORLDS.items()
        for spec in METHODS.values()
    ],
)
def test_degenerate_pairs_come_out_whole(world, spec):
    world = with_extras(world)
    found = project(world, spec, explain=len(world.target) < 100)
    assert [p.entity for p in found] == list(world.entities())
    cover = [j for p in found for e in p.entities() for j in range(e.start, e.end)]
    assert len(cover) == len(set(cover))
    assert all(0 <= j < len(world.target) for j in cover)
    assert all((p.reason is None) == bool(p.picks) for p in found)
    assert all(p.gap is None or 0 <= p.gap < np.inf for p in found)


@pytest.mark.parametrize("spec", BY_LINKS, ids=lambda spec: spec.name)
def test_without_links_nothing_is_projected_and_the_reason_is_told(spec):
    found = project(WORLDS["no link"], spec)
    assert all(not p.picks and p.reason in {Reason.NO_LINKS, Reason.FILTERED} for p in found)


@pytest.mark.parametrize("spec", BY_LINKS, ids=lambda spec: spec.name)
@pytest.mark.parametrize("text", SCRIPTS.values(), ids=SCRIPTS)
def test_one_to_one_links_copy_entities_in_every_script(text, spec):
    words = tuple(text.split())
    entities = (Entity(1, 2, "PER"), Entity(3, 4, "LOC"))
    links = Alignment.of(len(words), len(words), [(i, i) for i in range(len(words))])
    found = project(Task(Sentence(words, entities), words, links), spec)
    assert [p.entities() for p in found] == [(e,) for e in entities]


@pytest.mark.parametrize("spec", BY_LINKS, ids=lambda spec: spec.name)
def test_the_same_name_twice_is_projected_twice_in_order(spec):
    words = ("Anna", "saw", "Anna")
    entities = (Entity(0, 1, "PER"), Entity(2, 3, "PER"))
    links = Alignment.of(3, 3, [(0, 0), (2, 2)])
    found = project(Task(Sentence(words, entities), words, links), spec)
    assert [p.entities() for p in found] == [(e,) for e in entities]


@pytest.mark.parametrize(("source", "target"), [("NFC", "NFD"), ("NFD", "NFC")])
def test_twins_in_another_normal_form_are_found_without_a_link(source, target):
    left = tuple(unicodedata.normalize(source, w) for w in ("In", "Zürich", "now"))
    right = tuple(unicodedata.normalize(target, w) for w in ("heute", "in", "Zürich"))
    world = Task(Sentence(left, (Entity(1, 2, "LOC"),)), right, Alignment(3, 3))
    (found,) = project(world, METHODS["default"])
    assert found.entities() == (Entity(2, 3, "LOC"),)


@pytest.mark.parametrize("part", MATCHERS.parts(), ids=lambda part: part.name)
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_scores_that_are_no_numbers_are_refused(bad, part):
    scores = np.array([[0.5, bad]])
    with pytest.raises(InputError, match=r"0.*1|1.*2"):
        part.make(scores, Candidates.of([(0, 1), (1, 2)], origin="t"))
