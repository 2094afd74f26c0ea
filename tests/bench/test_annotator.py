import json
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest

from bench import annotator_page, annotator_picture
from bench.annotator import Measured, fresh
from bench.annotator_gestures import KEYS, Scene, next_gesture
from bench.annotator_goals import goals
from bench.annotator_run import PROJECT, Annotator, Curve, Strategy, bare
from core.domain.alignment import Alignment
from core.domain.decision import Kind
from core.domain.entity import Entity
from core.domain.pair import Pair, Sentence
from core.domain.replay import PairState, Reviewed, start_state
from core.evaluation.ceiling import ceiling
from core.evaluation.spans import evaluate
from core.pipeline.methods import METHODS
from core.pipeline.prepare import prepare
from core.storage import Workspace

PER, ORG = "PER", "ORG"


def pair(name: str, gold: list[Entity], source: list[Entity] | None = None) -> Pair:
    own = [Entity(0, 1, PER), Entity(3, 5, ORG)] if source is None else source
    return Pair(
        name,
        Sentence(("Anna", "joined", "the", "Red", "Cross"), tuple(own), "en"),
        Sentence(("Anna", "trat", "dem", "Roten", "Kreuz", "bei", "Bern"), tuple(gold), "de"),
    )


PAIRS = [
    pair("right", [Entity(0, 1, PER), Entity(3, 5, ORG)]),
    pair("long", [Entity(0, 1, PER), Entity(2, 5, ORG)]),
    pair("far", [Entity(6, 7, PER), Entity(3, 5, ORG)]),
    pair("absent", [Entity(3, 5, ORG)]),
    pair("more", [Entity(0, 1, PER), Entity(3, 5, ORG), Entity(6, 7, PER)]),
    pair("nothing", [], []),
]
GOLD = {p.id: frozenset(p.target.entities or ()) for p in PAIRS}
FILE = Strategy("file order, fixed rule")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a database in which each pair has Anna and Roten Kreuz."""
    file = tmp_path_factory.mktemp("annotator") / "prepared.sqlite"
    workspace = Workspace.open(f"sqlite:///{file}")
    workspace.create_project(PROJECT, [bare(p) for p in PAIRS])
    links = {p.id: Alignment.of(5, 7, ((0, 0), (1, 1), (3, 3), (4, 4))) for p in PAIRS}
    prepare(workspace, PROJECT, methods=[METHODS["aligned-exact"]], links=links)
    workspace.close()
    return file


def work(prepared: Path, tmp_path: Path, strategy: Strategy, learn=None):
    """Return the curves, and how the corpus and the log stand behind them."""
    with fresh(tmp_path, prepared, PAIRS, strategy) as ws:
        curves = Annotator(ws, GOLD, strategy, learn).work()
        stands = [ws.state(PROJECT, p.id).target_entities() for p in PAIRS]
        return curves, stands, ws.decisions(PROJECT)


def test_whoever_decides_on_source_entities_reaches_the_ceiling_and_never_falls(
    prepared: Path, tmp_path: Path
) -> None:
    curves, stands, log = work(prepared, tmp_path, FILE)
    gold = [p.target.entities for p in PAIRS]
    curve = curves["all"]
    top = ceiling([p.source.entities for p in PAIRS], gold).leaving_out.f1
    assert curve.f1[-1] == evaluate(gold, stands).overall.f1 == pytest.approx(top)
    assert (np.diff(curve.f1) >= 0).all()
    assert curve.decisions[-1] == 10  # two source entities in five pairs
    assert curve.decisions[-1] == curves["even"].decisions[-1] + curves["odd"].decisions[-1]
    # one key a pair; an edge by a word, a word marked beside what is rejected, no counterpart
    assert curve.keys[-1] == 6 + 2 + 4 + 2
    kinds = [d.kind for d in log if d.kind is not Kind.ACCEPT_PAIR]
    assert kinds == [Kind.CHANGE, Kind.ADD, Kind.DELETE, Kind.NO_COUNTERPART]
    assert {d.person for d in log} == {"the annotator"}
    assert len([d for d in log if d.kind is Kind.ACCEPT_PAIR]) == len(PAIRS)


def test_whoever_reads_the_target_too_adds_what_is_missing(prepared: Path, tmp_path: Path) -> None:
    curves, stands, _ = work(prepared, tmp_path, Strategy("both", both=True))
    assert [frozenset(found) for found in stands] == list(GOLD.values())
    assert curves["all"].f1[-1] == 1.0
    assert curves["all"].decisions[-1] == 11


def test_from_scratch_every_entity_is_marked(prepared: Path, tmp_path: Path) -> None:
    strategy = Strategy("from scratch", both=True, projected=False)
    curves, stands, log = work(prepared, tmp_path, strategy)
    curve = curves["all"]
    assert [frozenset(found) for found in stands] == list(GOLD.values())
    assert (curve.f1[0], curve.f1[-1]) == (0.0, 1.0)
    marked = [d for d in log if d.kind is Kind.ADD]
    assert curve.decisions[-1] == len(marked) == sum(map(len, GOLD.values())) == 10
    words = [min(2, d.new.end - d.new.start) for d in marked]
    assert curve.keys[-1] == len(PAIRS) + sum(words) + len(marked)


@pytest.mark.parametrize("order", ["suspicion", "gain", "random:7"])
def test_every_order_ends_where_the_file_does(prepared: Path, tmp_path: Path, order: str) -> None:
    strategy = Strategy(order, order, reuses=True)
    curves, stands, log = work(prepared, tmp_path, strategy)
    _, same, _ = work(prepared, tmp_path, FILE)
    assert stands == same
    assert {d.via for d in log} == {f"filtered:{order}"}
    assert curves["all"].decisions[-1] >= 10


def test_what_is_learned_comes_in_between(prepared: Path, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("bench.annotator_run.LEARN_AFTER", (2, 4))
    seen: list[int] = []

    def learn(ws: Workspace, project: str) -> None:
        seen.append(ws.project(project).progress["done"])

    curves, stands, _ = work(prepared, tmp_path, Strategy("l", learns=True), learn)
    plain, same, _ = work(prepared, tmp_path, FILE)
    assert seen == [2, 4]
    assert stands == same
    assert curves["all"].keys[-1] == plain["all"].keys[-1] + 2 * KEYS["refresh the queue"]


def scene(
    found: Entity | None, *, rows: tuple[Entity, ...] = (), candidates: tuple[Entity, ...] = ()
) -> tuple[Scene, PairState]:
    """Return a pair with one source entity, what stands for it, and what methods and scores say."""
    state = start_state([Entity(0, 1, ORG)], ())
    if found is not None:
        state = PairState(state.status, state.source, (Reviewed("s0.0", found, source_id="s0"),))
    shown = [{"start": c.start, "end": c.end} for c in candidates]
    why = {"s0": {"explanation": {"competitors": shown}}}
    views = [
        {"entities": [{"start": e.start, "end": e.end, "label": e.label, "source": "s0"}]}
        for e in rows
    ]
    return Scene("p", state, [{"entities": [], "why": why}, *views], [(0, 2, None)]), state


@pytest.mark.parametrize(
    ("found", "gold", "shown", "keys", "ops"),
    [
        (Entity(2, 4, ORG), Entity(2, 4, ORG), {}, 0, []),
        (Entity(2, 4, ORG), Entity(2, 5, ORG), {}, 2, [("change", 2, 5)]),
        (Entity(2, 4, ORG), Entity(1, 5, ORG), {}, 3, [("change", 1, 4), ("change", 1, 5)]),
        (Entity(2, 4, ORG), Entity(2, 9, ORG), {}, 3, [("change", 2, 9)]),
        (Entity(2, 4, ORG), Entity(0, 9, ORG), {}, 3, [("add", 0, 9)]),
        (Entity(2, 4, ORG), Entity(1, 5, ORG), {"rows": (Entity(1, 5, ORG),)}, 2, None),
        (Entity(2, 4, ORG), Entity(7, 8, ORG), {"candidates": (Entity(7, 8, ORG),)}, 2, None),
        (Entity(2, 4, ORG), Entity(7, 8, ORG), {}, 2, [("add", 7, 8)]),
        (None, Entity(7, 9, ORG), {}, 3, [("add", 7, 9)]),
        (None, Entity(7, 9, ORG), {"rows": (Entity(7, 9, ORG),)}, 2, [("add", 7, 9)]),
        (Entity(2, 4, ORG), None, {}, 2, [("no-counterpart", 0, 1)]),
        (None, None, {}, 0, []),
        (Entity(2, 4, ORG), Entity(2, 4, PER), {}, 2, [("no-counterpart", 0, 1)]),
    ],
)
def test_the_cheapest_gesture_is_taken(found, gold, shown, keys, ops) -> None:
    given, state = scene(found, **shown)
    gesture = next_gesture(given, goals(state, [gold] if gold else []), both=False)
    assert (gesture.keys if gesture else 0) == keys
    sent = [(op["kind"], op["start"], op["end"]) for op in gesture.ops] if gesture else []
    expected = [("change", gold.start, gold.end)] if ops is None else ops
    assert sent == expected


def test_gold_that_stands_there_belongs_where_it_stands() -> None:
    source = [Entity(0, 1, ORG), Entity(1, 2, ORG), Entity(2, 3, ORG)]
    stands = (
        Reviewed("s0.0", Entity(4, 5, ORG), source_id="s0"),
        Reviewed("s1.0", Entity(0, 1, ORG), source_id="s1"),
    )
    state = PairState(start_state(source, ()).status, start_state(source, ()).source, stands)
    found = goals(state, [Entity(0, 1, ORG), Entity(4, 7, ORG), Entity(8, 9, PER)])
    assert found.of == {"s0": Entity(4, 7, ORG), "s1": Entity(0, 1, ORG), "s2": None}
    assert found.missing == (Entity(8, 9, PER),)


def test_what_is_needed_is_read_off_the_curve() -> None:
    curve = Curve(np.array([0, 2, 5, 5]), np.array([0, 3, 7, 8]), np.array([0.5, 0.7, 0.7, 0.9]))
    assert [curve.needed(f1) for f1 in (0.4, 0.7, 0.8, 0.95)] == [(0, 0), (2, 3), (5, 8), None]
    assert [curve.at(d) for d in (0, 1, 2, 4, 9)] == [0.5, 0.5, 0.7, 0.7, 0.9]


def test_the_page_and_the_picture_tell_the_same(tmp_path: Path, monkeypatch) -> None:
    curve = Curve(np.array([0, 2, 5]), np.array([0, 3, 7]), np.array([0.5, 0.7, 1.0]))
    parts = dict.fromkeys(annotator_page.PARTS, curve)
    tops = dict.fromkeys(
        annotator_page.PARTS, ceiling([[Entity(0, 1, PER)]], [[Entity(0, 1, PER)]])
    )
    names = ("random 1, learned score", "random 2, learned score", "from scratch")
    found = [Measured("tiny", tops, dict.fromkeys(names, parts), 1.0)]
    lines = annotator_page.section(found[0]).splitlines()
    assert sum(line.startswith("random, learned score") for line in lines) == 4
    assert any(line.split()[-2:] == ["5", "(7)"] for line in lines)
    assert "from scratch" in annotator_page.summary(found)
    monkeypatch.setattr(annotator_page, "FILE", tmp_path / "build" / "a.json")
    monkeypatch.setattr(annotator_picture, "FILE", tmp_path / "a.svg")
    annotator_page.write(found)
    annotator_picture.write(found)
    value = json.loads((tmp_path / "build" / "a.json").read_text(encoding="utf-8"))
    assert value["tiny"]["needed"]["odd"]["from scratch"]["0.99"] == [5.0, 7.0]
    picture = ET.parse(tmp_path / "a.svg")
    words = {text.text for text in picture.iter("{http://www.w3.org/2000/svg}text")}
    assert {"random, learned score", "from scratch", "5"} <= words
