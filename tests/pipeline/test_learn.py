import shutil
from pathlib import Path

import pytest

from core.errors import InputError, MissingInputError
from core.pipeline.learn import drop, keep, readiness, train, undo
from core.pipeline.methods import METHODS
from core.pipeline.prepare import prepare
from core.pipeline.trials import in_use, read
from core.review.decide import apply_ops
from core.review.methods import project_again, source_of
from core.storage import Workspace
from core.training.scorer import FEWEST
from tests.learnable import GOLD, PROJECT, correct, links, pairs
from tests.review.build import op

COUNT, TAUGHT = 60, 32
IDS = [pair.id for pair in pairs(COUNT)]


def prepared(folder: Path, count: int = COUNT) -> Workspace:
    ws = Workspace.open(f"sqlite:///{folder}/ws.sqlite")
    given = pairs(count)
    ws.create_project(PROJECT, given)
    prepare(ws, PROJECT, methods=[METHODS["coverage-exact"]], links=links(given))
    return ws


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("decided")
    ws = prepared(folder)
    correct(ws, IDS[:TAUGHT])
    ws.close()
    return folder


@pytest.fixture
def decided(template: Path, tmp_path: Path) -> Workspace:
    shutil.copytree(template, tmp_path, dirs_exist_ok=True)
    return Workspace.open(f"sqlite:///{tmp_path}/ws.sqlite")


def targets(ws: Workspace, ids: list[str]) -> list[object]:
    return [ws.state(PROJECT, pair).target_entities() for pair in ids]


def test_what_is_learned_is_offered_kept_and_undone(decided: Workspace) -> None:
    ws, base = decided, decided.project(PROJECT).base
    rest, done = IDS[TAUGHT:], IDS[:TAUGHT]
    before = [ws.record(PROJECT, pair) for pair in done]
    assert set(targets(ws, rest)) != {GOLD}
    trial = train(ws, PROJECT)
    assert (trial.state, trial.changed, trial.before) == ("offered", len(rest), base)
    assert (trial.entities, trial.pairs) == (2 * TAUGHT, TAUGHT)
    assert (trial.base.f1, trial.learned.f1) == (0.5, 1.0)
    assert list(trial.first) == rest[:20]
    assert ws.project(PROJECT).base == base
    assert read(ws, PROJECT) == trial

    assert keep(ws, PROJECT).state == "kept"
    assert ws.project(PROJECT).base == trial.layer
    assert set(targets(ws, rest)) == {GOLD}
    assert [ws.record(PROJECT, pair) for pair in done] == before

    undone = undo(ws, PROJECT)
    assert undone.state == "dropped"
    assert ws.project(PROJECT).base == base
    assert trial.layer not in {layer.content_hash for layer in ws.project(PROJECT).layers}
    assert set(targets(ws, rest)) != {GOLD}
    assert [ws.record(PROJECT, pair) for pair in done] == before


def test_a_layer_that_somebody_decided_on_stays_when_the_base_goes_back(decided: Workspace) -> None:
    trial = train(decided, PROJECT)
    keep(decided, PROJECT)
    correct(decided, IDS[-1:])
    undo(decided, PROJECT)
    assert trial.layer in {layer.content_hash for layer in decided.project(PROJECT).layers}
    assert decided.state(PROJECT, IDS[-1]).target_entities() == GOLD


def test_an_offer_is_dropped_by_hand_and_by_the_next_one(decided: Workspace) -> None:
    first = train(decided, PROJECT)
    second = train(decided, PROJECT)
    names = {layer.name for layer in decided.project(PROJECT).layers}
    assert names == {"coverage-exact", second.name}
    assert first.layer
    assert drop(decided, PROJECT).state == "dropped"
    assert {layer.name for layer in decided.project(PROJECT).layers} == {"coverage-exact"}
    for act in (keep, drop, undo):
        with pytest.raises(InputError, match="there is nothing to"):
            act(decided, PROJECT)


def test_pairs_that_taught_are_judged_by_a_scorer_that_has_not_seen_them(
    decided: Workspace,
) -> None:
    trial = train(decided, PROJECT)
    layer = decided.project(PROJECT).layer(trial.layer)
    assert layer is not None
    stored = decided.pair(PROJECT, IDS[0]).pair
    source = source_of(stored, decided.state(PROJECT, IDS[0]).source)
    links_of = decided.alignment(PROJECT, IDS[0], decided.project(PROJECT).aligner)
    (again,) = [
        p for p in project_again(stored, source, links_of, layer) if p.entity.label == "LOC"
    ]
    kept = {a.content_hash: outcome for a, outcome in decided.layer_outcomes(PROJECT, IDS[0])}[
        trial.layer
    ]
    assert again.picks[0] in [q for p in kept.projections for q in p.picks]


def test_where_nothing_is_gained_the_base_stays(tmp_path: Path) -> None:
    ws = prepared(tmp_path)
    for pair in IDS[:TAUGHT]:
        apply_ops(ws, PROJECT, "tester", f"c-{pair}", [op(1, "accept-pair", "pair", pair=pair)])
    trial = train(ws, PROJECT)
    assert (trial.state, trial.layer, trial.sure) == ("refused", "", 0.0)
    assert "no sure gain" in trial.text
    assert [layer.name for layer in ws.project(PROJECT).layers] == ["coverage-exact"]
    assert train(ws, PROJECT, anyway=True).state == "offered"


def test_too_few_decisions_say_how_many_it_takes(tmp_path: Path) -> None:
    ws = prepared(tmp_path)
    correct(ws, IDS[:3])
    with pytest.raises(MissingInputError, match=f"6 entities are decided.*{FEWEST}"):
        train(ws, PROJECT)
    job = ws.project(PROJECT).job
    assert job is not None
    assert job.state == "failed"
    ready = readiness(ws, PROJECT)
    assert (ready.decided, ready.needed, ready.due) == (6, FEWEST - 6, False)


def test_it_is_due_with_enough_new_decisions_and_nothing_on_offer(decided: Workspace) -> None:
    assert readiness(decided, PROJECT).due
    train(decided, PROJECT)
    ready = readiness(decided, PROJECT)
    assert (ready.decided, ready.new, ready.needed, ready.due) == (2 * TAUGHT, 0, 0, False)


def test_what_is_in_use_can_be_undone_after_a_later_trial_found_nothing(
    decided: Workspace,
) -> None:
    base = decided.project(PROJECT).base
    kept = train(decided, PROJECT)
    keep(decided, PROJECT)
    assert in_use(decided, PROJECT) == read(decided, PROJECT)
    later = train(decided, PROJECT)
    assert (later.state, later.before) == ("refused", kept.layer)
    rest = targets(decided, IDS[TAUGHT:])
    assert set(rest) == {GOLD}  # its scorer is still there
    assert undo(decided, PROJECT).layer == kept.layer
    assert decided.project(PROJECT).base == base
    assert in_use(decided, PROJECT) is None
    assert read(decided, PROJECT) == later
