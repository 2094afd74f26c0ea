"""What an annotator of a blind project hears of others: nothing, whatever call they make.

Every call of the store is made before others decided, and made again afterwards; what comes back,
errors included, has to be the same to the letter.
"""

import dataclasses
import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Any

import numpy as np
import pytest

from core.domain.decision import Kind, PairStatus, Side
from core.domain.entity import Entity
from core.domain.layer import Layer
from core.domain.role import Role
from core.errors import CoreError
from core.storage import Filter, Workspace, refusals, stale
from core.storage import people as places
from core.storage.engine import writing
from core.storage.names import find_id
from core.storage.needs import NEEDS, Whole
from core.storage.releases import Release
from core.storage.stale import Said
from core.storage.taking import OF_PAIRS, OF_PROJECT, Taken
from core.storage.tallies import Tallies
from tests.storage.build import decision, filled
from tests.storage.test_needs import ARGUMENTS, P, account, as_, calls, name

MARK = "xyzzy"
ANN, BEA, CLEO = name("annotator"), "Bea", name("curator")
PAIRS, PEOPLE = ("p1",), (BEA,)
LEFT = {"Workspace.close", "Workspace.recording", "Workspace.append_decisions"}
LEFT |= {
    "Workspace.acked",
    "Lookup.links",
    "Workspace.remember",
    "Transfer.merge",
    "Stale.settle",
    "Workspace.acting_as",
}
"""Calls that write, that are given what was read before, or that go by the number of a session,
which nobody else knows."""

FILTERS = (
    Filter(status=frozenset({PairStatus.DONE})),
    Filter(by=BEA),
    Filter(by=CLEO),
    Filter(commented=True),
    Filter(stale=True),
    Filter(label=frozenset({MARK})),
    Filter(disagreement=True),
)
ASKED: dict[str, list[tuple]] = {
    "Search.find": [(wanted,) for wanted in FILTERS],
    "Workspace.act_size": [("tab-bea:1",), ("tab-curator:1",)],
    "Lookup.logs": [({1: "p1", 3: "p3", 4: "p4"},)],
    "Stale.one": [(1,), (2,)],
    "Revisions.find": [("p1", 1)],
}
"""Arguments behind the project by which a call would tell of others."""

OPTIONS: dict[str, tuple] = {
    "track": ("", BEA, None),
    "tracks": (None, frozenset({ANN}), frozenset({""}), frozenset({BEA, ANN})),
    "statuses": ([PairStatus.DONE],),
}


def made(ws: Workspace) -> Layer:
    """Return the base of a blind project on which the annotator has begun."""
    base = filled(ws)
    ws.add_labels(P, [MARK])
    for who in (Role.ANNOTATOR, Role.CURATOR, Role.VIEWER):
        ws.accounts.add(account(who), name(who))
        ws.members.give(P, account(who), who)
    ws.accounts.add("bea@x.example", BEA)
    ws.members.give(P, "bea@x.example", Role.ANNOTATOR)
    ws.team.set(P, "blind", True)
    ws.team.assign(P, {ANN: [1, 2, 3], BEA: [1, 2, 4]})
    ann = as_(ws, Role.ANNOTATOR)
    mine = {"person": ANN, "client": "tab-ann"}
    ann.append_decisions(P, [decision(1, "p1", Kind.ACCEPT, entity="s0.0", **mine)], ANN)
    done = decision(2, "p2", Kind.ACCEPT_PAIR, side=Side.PAIR, **mine)
    ann.append_decisions(P, [done], ANN)
    ann.remember(P, ANN, "p2")
    return base


def others_decide(ws: Workspace, people: Mapping[str, str]) -> None:
    """Have others do all that anybody can hear of, each on the track behind their name."""
    for person, track in people.items():
        own = {"person": person, "client": f"tab-{person.lower()}", "reason": MARK}
        pair = own | {"side": Side.PAIR}
        new, act = Entity(0, 2, MARK), f"{own['client']}:1"
        ws.append_decisions(
            P,
            [
                decision(1, "p1", Kind.CHANGE, entity="s1.0", new=new, act=act, **own),
                decision(2, "p4", Kind.ADD, new=new, **own),
                decision(3, "p3", Kind.COMMENT, **pair),
                decision(4, "p3", Kind.FLAG, **pair),
                decision(5, "p4", Kind.ACCEPT_PAIR, **pair),
                decision(6, "p1", Kind.EXCLUDE, **pair),
                decision(7, "p5", Kind.SKIP, **pair),
                decision(8, "p5", Kind.UNDO, **pair),
            ],
            track,
        )
    leave_traces(ws, people.values())


def leave_traces(ws: Workspace, tracks: Iterable[str]) -> None:
    """Have what others said be stale and refused, where they can be known, and a release made."""
    lost = ws.state(P, "p1", BEA).target[-1]
    with writing(ws._engine) as connection:
        number = find_id(connection, P)
        for track in tracks:
            said = Said(Side.TARGET, lost, (MARK,), None, 1, BEA, "", "change", MARK, 3)
            stale.keep(connection, number, [(3, 4, said)], track=track)
        body = {"open": True, "person": BEA, "pair": "p1", "track": BEA, "said": MARK}
        refusals.add(connection, number, "tab-bea", 9, MARK, body)
        places.remember(connection, number, BEA, 4)
    as_(ws, Role.CURATOR).releases.write(P, Release(MARK, "t", CLEO, 9, "d", {}), MARK.encode())


def heard(ws: Workspace, base: str) -> dict[str, str]:
    """Return what each call that whoever acts may make comes back with, as one text."""
    found = {}
    for key, call in calls(ws).items():
        if key in LEFT or NEEDS[key] in {Role.CURATOR, Role.ADMIN, Whole.ADMIN, Whole.OWNER}:
            continue
        for given, named in _ways(key, call, base):
            found[f"{key} {given} {named}"] = _told(call, given, named)
    return found


def _ways(key: str, call: Callable, base: str) -> Iterator[tuple[tuple, dict[str, Any]]]:
    """Yield arguments by which a call can be asked about others."""
    names = inspect.signature(call).parameters
    own = ARGUMENTS.get(key, lambda _: ())(base)
    asked = [own, *ASKED.get(key, ())]
    asked += [(pair,) for pair in PAIRS if "pair_id" in names]
    asked += [(person,) for person in PEOPLE if "person" in names]
    for some in asked:
        given = (P, *some) if "project" in names else some
        yield given, {}
        for option in OPTIONS:
            for value in OPTIONS[option] if option in names else ():
                yield given, {option: value}


def _told(call: Callable, given: tuple, named: dict[str, Any]) -> str:
    try:
        return _plain(call(*given, **named))
    except (CoreError, TypeError) as error:
        return f"{type(error).__name__}: {error}"


def _plain(value: object) -> str:
    """Return all that a value holds, what is only begun when it is used included."""
    if isinstance(value, AbstractContextManager):
        with value as opened:
            return _plain(_all_of(opened))
    if isinstance(value, Iterator):
        return _plain(list(value))
    if isinstance(value, np.ndarray):
        return repr(value.tolist())
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _plain([getattr(value, field.name) for field in dataclasses.fields(value)])
    if isinstance(value, Mapping):
        return _plain([[key, value[key]] for key in value])
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_plain, value))}]"
    if isinstance(value, (set, frozenset)):
        return _plain(sorted(value))
    return repr(value)


def _all_of(opened: object) -> list[object]:
    if isinstance(opened, Tallies):
        since = [opened.last_by(BEA), opened.others(ANN, 0)]
        return [opened.last_seq(), since, opened.entries(), opened.touched(), opened.handled()]
    if isinstance(opened, Taken):
        rows = [opened.rows(table) for table in (*OF_PAIRS, *OF_PROJECT)]
        told = [opened.standing(), opened.decisions(), opened.clients(), opened.signals()]
        return [opened.head(), *map(_plain, (*rows, *told))]
    return [opened]


@pytest.mark.parametrize(
    ("who", "others"),
    [
        pytest.param(Role.ANNOTATOR, {BEA: BEA, CLEO: ""}, id="annotator"),
        pytest.param(Role.VIEWER, {BEA: BEA}, id="viewer", marks=pytest.mark.soak),
    ],
)
def test_no_call_tells_what_others_decided_unseen(who, others, database_or_soak: str) -> None:
    ws = Workspace.open(database_or_soak)
    base = made(ws).content_hash
    own = as_(ws, who)
    before = heard(own, base)
    others_decide(ws, others)
    after = heard(own, base)
    assert {key: told for key, told in after.items() if told != before[key]} == {}
    curator = as_(ws, Role.CURATOR)
    seen = (curator.decisions(P, track=BEA), curator.stale.read(P), curator.releases.all(P))
    assert all(MARK in _plain(one) for one in seen)  # there was something to be heard
    ws.close()
