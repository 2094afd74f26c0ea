"""Several sources of one target sentence: clusters, joiners, and what all joiners promise."""

from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.domain.alignment import Alignment, Link
from core.domain.entity import Entity
from core.domain.pair import Sentence
from core.domain.projection import Reason
from core.domain.task import Task
from core.errors import InputError, MissingInputError, OptionError, SpecError
from core.projection import JOINERS, METHODS, project
from core.projection.joiners.clusters import clusters, known_to
from core.projection.joiners.shares import normal, weights_of
from core.projection.joint import project_group
from core.projection.resolve import with_joint, with_label_map, with_options
from tests.projection.build import tasks

TARGET = "Anna mag Rom sehr"
SUM = with_joint(METHODS["aligned-exact"], "sum")
VOTE = with_joint(METHODS["aligned-exact"], "vote")
BOTH = pytest.mark.parametrize("spec", [SUM, VOTE], ids=["sum", "vote"])
METHODS_OF = {"sum": ["coverage-exact", "ngram-greedy"], "vote": ["heuristic", "vote", "span-rule"]}
EVERY = pytest.mark.parametrize(
    "spec",
    [with_joint(METHODS[name], part) for part, names in METHODS_OF.items() for name in names],
    ids=lambda spec: f"{spec.name}-{spec.joint.part}",
)


def source(lang: str, entities, links, *, n: int = 4, target: str = TARGET) -> Task:
    words = tuple(f"{lang}{i}" for i in range(n))
    own = Sentence(words, tuple(Entity(*e) for e in entities), lang)
    to = tuple(target.split())
    return Task(own, to, Alignment(n, len(to), tuple(Link(*link) for link in links)))


def spans(found) -> list[list[tuple[int, int]]]:
    return [[(p.start, p.end) for p in row.picks] for row in found]


# clusters


def entities(*labels: str) -> list[Entity]:
    return [Entity(k, k + 1, label) for k, label in enumerate(labels)]


def found(given, rows, *, same_label: bool = True, least: float = 0.3, weights=None):
    arrays = [np.array(row, dtype=float).reshape(len(e), -1) for e, row in zip(given, rows)]  # noqa: B905 # as many by construction
    weights = weights or [1.0] * len(given)
    made = clusters(given, arrays, weights, same_label=same_label, min_similarity=least)
    return [(c.label, dict(c.members)) for c in made]


def test_rows_that_point_alike_are_one() -> None:
    given = [entities("PER", "LOC"), entities("LOC", "PER")]
    rows = [[[1, 0], [0, 1]], [[0.1, 1], [1, 0]]]
    assert found(given, rows) == [("PER", {0: 0, 1: 1}), ("LOC", {0: 1, 1: 0})]


def test_no_side_has_two_entities_in_one_cluster() -> None:
    given = [entities("PER"), entities("PER", "PER")]
    assert found(given, [[[1, 0]], [[1, 0], [1, 0]]]) == [("PER", {0: 0, 1: 0}), ("PER", {1: 1})]


def test_labels_are_kept_apart_or_voted_on() -> None:
    given = [entities("LOC"), entities("ORG"), entities("ORG")]
    rows = [[[1.0]], [[1.0]], [[1.0]]]
    assert found(given, rows) == [("LOC", {0: 0}), ("ORG", {1: 0, 2: 0})]
    assert found(given, rows, same_label=False) == [("ORG", {0: 0, 1: 0, 2: 0})]
    heavy = found(given, rows, same_label=False, weights=[3.0, 1.0, 1.0])
    assert heavy == [("LOC", {0: 0, 1: 0, 2: 0})]
    tie = found(given[:2], rows[:2], same_label=False)
    assert tie == [("LOC", {0: 0, 1: 0})]


def test_what_is_not_similar_enough_stays_apart() -> None:
    given = [entities("PER"), entities("PER")]
    rows = [[[1, 0]], [[1, 1]]]
    assert len(found(given, rows, least=0.7)) == 1
    assert len(found(given, rows, least=0.8)) == 2
    assert len(found(given, [[[1, 0]], [[0, 1]]], least=0.0)) == 2


def test_an_entity_without_scores_joins_the_only_place_there_is() -> None:
    given = [entities("PER"), entities("PER", "LOC")]
    assert found(given, [[[0, 0]], [[1, 0], [0, 1]]]) == [("PER", {0: 0, 1: 0}), ("LOC", {1: 1})]
    two = [entities("PER"), entities("PER", "PER")]
    assert len(found(two, [[[0, 0]], [[1, 0], [0, 1]]])) == 3
    nobody = [entities("PER"), entities("PER")]
    assert len(found(nobody, [[[0]], [[0]]])) == 2


def test_nothing_to_cluster() -> None:
    assert (
        clusters([[], []], [np.zeros((0, 3))] * 2, [1, 1], same_label=True, min_similarity=0) == ()
    )
    assert known_to((), [1.0]).shape == (0,)


# weights


def test_weights_are_written_in_one_way() -> None:
    assert normal("it=1 de=0.50") == "de=0.5 it=1"
    assert (normal("equal"), normal("agreement"), normal(" ")) == ("equal", "agreement", "equal")
    assert weights_of("de=0.5", ["de", "es"]) == (0.5, 1.0)
    for bad in ("de", "de=", "=1", "de=0", "de=x", "de=nan", "de=-1"):
        with pytest.raises(OptionError, match=r"'de=1\.5 es=0\.8'"):
            normal(bad)
    with pytest.raises(SpecError, match="estimated from a corpus"):
        weights_of("agreement", ["de"])
    one = with_joint(METHODS["default"], {"part": "sum", "weights": "es=1 de=2"})
    assert one.digest() == with_options(one, {"sum.weights": "de=2.0 es=1.0"}).digest()


# joiners, by hand


@BOTH
def test_two_sources_outvote_a_third(spec) -> None:
    group = {
        "a": source("de", [(0, 1, "PER")], [(0, 0)]),
        "b": source("es", [(1, 2, "PER")], [(1, 0)]),
        "c": source("it", [(0, 1, "PER")], [(0, 0), (0, 1)]),
    }
    done = project_group(group, spec)
    assert {name: spans(rows) for name, rows in done.projections.items()} == {
        name: [[(0, 1)]] for name in "abc"
    }
    assert done.entities == (Entity(0, 1, "PER"),)


@BOTH
def test_a_source_gets_what_only_the_others_found(spec) -> None:
    group = {
        "a": source("de", [(0, 1, "PER")], []),
        "b": source("es", [(1, 2, "PER")], [(1, 0)]),
        "c": source("it", [(0, 1, "PER")], [(0, 0)]),
    }
    done = project_group(group, spec)
    assert spans(done.projections["a"]) == [[(0, 1)]]


@BOTH
def test_what_few_sources_have_is_left_out_and_says_so(spec) -> None:
    group = {
        "a": source("de", [(0, 1, "PER"), (2, 3, "LOC")], [(0, 0), (2, 2)]),
        "b": source("es", [(1, 2, "PER")], [(1, 0)]),
        "c": source("it", [(0, 1, "PER")], [(0, 0)]),
    }
    done = project_group(group, spec)
    assert [p.reason for p in done.projections["a"]] == [None, Reason.FILTERED]
    every = with_options(spec, {"joint.min_share": 0.3})
    done = project_group(group, every)
    assert spans(done.projections["a"]) == [[(0, 1)], [(2, 3)]]
    assert done.entities == (Entity(0, 1, "PER"), Entity(2, 3, "LOC"))
    assert len(done.projections["b"]) == 1


def test_scores_are_added_with_their_weights() -> None:
    group = {
        "a": source("de", [(0, 1, "PER")], [(0, 0)]),
        "b": source("es", [(0, 1, "PER")], [(0, 0), (0, 1)]),
    }
    (one,) = project_group(group, SUM).projections["a"]
    assert spans([one]) == [[(0, 1)]]
    assert one.picks[0].score == pytest.approx((1 + 2 / 3) / 2, abs=0.2)
    heavy = with_options(SUM, {"sum.weights": "es=10 de=0.1"})
    assert spans(project_group(group, heavy).projections["a"]) == [[(0, 2)]]


def test_a_place_two_entities_want_goes_to_the_one_that_more_sources_put_there() -> None:
    group = {
        "a": source("de", [(0, 1, "PER"), (1, 2, "LOC")], [(0, 0), (1, 0)]),
        "b": source("es", [(0, 1, "PER"), (1, 2, "LOC")], [(1, 0)]),
    }
    assert spans(project(group["a"], SUM)) == [[(0, 1)], []]
    done = project_group(group, SUM)
    assert spans(done.projections["a"]) == spans(done.projections["b"]) == [[], [(0, 1)]]
    assert [p.reason for p in done.projections["a"]] == [Reason.BLOCKED, None]


@BOTH
def test_labels_are_voted_on_where_asked_and_mapped_before(spec) -> None:
    group = {
        "a": source("de", [(0, 1, "LOC")], [(0, 0)]),
        "b": source("es", [(0, 1, "ORG")], [(0, 0)]),
        "c": source("it", [(0, 1, "GPE"), (2, 3, "MISC")], [(0, 0), (2, 2)]),
    }
    voted = with_label_map(
        with_options(spec, {"joint.labels": "vote"}), {"GPE": "ORG", "MISC": "O"}
    )
    done = project_group(group, voted)
    assert done.entities == (Entity(0, 1, "ORG"),)
    assert done.projections["a"][0].entity == Entity(0, 1, "ORG")
    assert [p.reason for p in done.projections["c"]] == [None, Reason.DROPPED]


@BOTH
def test_reasons_stay_those_of_the_source(spec) -> None:
    group = {
        "a": source("de", [(0, 1, "PER"), (1, 2, "LOC")], [(0, 0)]),
        "b": source("es", [(0, 1, "PER")], [(0, 0)]),
    }
    found = project_group(group, spec).projections["a"]
    assert [p.reason for p in found] == [None, Reason.NO_LINKS]
    crowded = {
        "a": source("de", [(0, 1, "PER"), (1, 2, "LOC")], [(0, 0), (1, 0)]),
        "b": source("es", [(0, 1, "PER"), (1, 2, "LOC")], [(0, 0), (1, 0)]),
    }
    for rows in project_group(crowded, spec).projections.values():
        assert [p.reason for p in rows] == [None, Reason.BLOCKED]


@BOTH
def test_explanations_name_the_sources(spec) -> None:
    group = {
        "a": source("de", [(0, 1, "PER")], [(0, 0)]),
        "b": source("es", [(1, 2, "PER")], [(1, 0), (1, 1)]),
    }
    plain, told = project_group(group, spec), project_group(group, spec, explain=True)
    assert {n: spans(rows) for n, rows in plain.projections.items()} == {
        n: spans(rows) for n, rows in told.projections.items()
    }
    why = told.projections["b"][0].explanation
    assert why.steps[:2] == (
        "Sources joined: a (weight 1), b (weight 1).",
        "The same entity: 'de0' in a, 'es1' in b.",
    )
    assert [name for name, _ in why.competitors[0].parts] == ["a", "b"]
    assert why.links == (Link(1, 0), Link(1, 1))


# refusals


def test_targets_must_be_the_same() -> None:
    group = {"b": source("es", [], []), "a": source("de", [], [], target="Anna mag Rom nicht")}
    with pytest.raises(InputError, match=r"pairs 'a' and 'b' .* token 3 is 'nicht' and 'sehr'"):
        project_group(group, SUM)
    with pytest.raises(InputError, match="4 and 2 tokens"):
        project_group(
            {"a": source("de", [], []), "b": source("es", [], [], target="Anna mag")}, SUM
        )


def test_a_method_needs_a_joiner_that_fits() -> None:
    with pytest.raises(SpecError, match="no joiner; give it one"):
        project_group({"a": source("de", [], [])}, METHODS["default"])
    for name in ("heuristic", "vote"):
        with pytest.raises(SpecError, match="take the joiner `vote`"):
            with_joint(METHODS[name], "sum")


def test_what_one_source_lacks_fails_the_group() -> None:
    bare = source("es", [(0, 1, "PER")], [])
    group = {"a": source("de", [], []), "b": Task(bare.source, bare.target)}
    with pytest.raises(MissingInputError, match="align"):
        project_group(group, SUM)


# laws


@st.composite
def groups(draw: st.DrawFn) -> Mapping[str, Task]:
    """Draw two or three sources of one target."""
    first = draw(tasks())
    found = {"p1": first}
    for k in range(draw(st.integers(1, 2))):
        other = draw(tasks())
        m = len(first.target)
        links = tuple(link for link in other.need_alignment().links if link.j < m)
        alignment = Alignment(len(other.source), m, links)
        found[f"p{k + 2}"] = Task(other.source, first.target, alignment)
    return found


@pytest.mark.parametrize("part", JOINERS.parts(), ids=lambda part: part.name)
@settings(max_examples=30)
@given(world=tasks())
def test_a_group_of_one_is_projected_as_it_is_alone(part, world) -> None:
    for name in METHODS_OF[part.name]:
        spec = with_joint(METHODS[name], part.name)
        done = project_group({"x": world}, spec, explain=True)
        assert done.projections["x"] == project(world, METHODS[name], explain=True)


@EVERY
@settings(max_examples=30)
@given(world=tasks())
def test_equal_sources_change_nothing(spec, world) -> None:
    done = project_group({"x": world, "y": world}, spec)
    assert done.projections["x"] == done.projections["y"]
    for row in done.projections["x"]:
        assert (row.reason is None) == bool(row.picks)


@EVERY
@settings(max_examples=30)
@given(group=groups(), data=st.data())
def test_the_order_of_sources_is_irrelevant(spec, group, data) -> None:
    names = data.draw(st.permutations(sorted(group)))
    again = project_group({name: group[name] for name in names}, spec)
    assert again == project_group(group, spec)


@EVERY
@settings(max_examples=30)
@given(group=groups())
def test_all_sources_agree_on_one_disjoint_annotation(spec, group) -> None:
    done = project_group(group, spec, explain=True)
    cover = [j for e in done.entities for j in range(e.start, e.end)]
    assert len(cover) == len(set(cover))
    assert all(0 <= j < len(group["p1"].target) for j in cover)
    picked = set()
    for name, rows in done.projections.items():
        assert [(p.entity.start, p.entity.end) for p in rows] == [
            (e.start, e.end) for e in group[name].entities()
        ]
        for row in rows:
            assert (row.reason is None) == bool(row.picks)
            assert {(p.start, p.end) for p in row.picks} <= {
                (c.start, c.end) for c in row.explanation.competitors
            }
            picked.update(row.entities())
    assert picked == set(done.entities)


@EVERY
def test_sources_without_entities(spec) -> None:
    group = {"a": source("de", [], []), "b": source("es", [], [])}
    done = project_group(group, spec)
    assert (done.entities, dict(done.projections)) == ((), {"a": (), "b": ()})
