"""Every call of the store, made by every role: refused or allowed as the table says."""

import inspect
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from itertools import count
from pathlib import Path
from types import GeneratorType

import pytest

from core.domain.alignment import Alignment
from core.domain.decision import Kind, Side
from core.domain.role import Actor, Role
from core.errors import CoreError, RoleError, UnknownNameError
from core.storage import Filter, PairRecord, Workspace, actors
from core.storage.engine import reading
from core.storage.guidelines import Guideline
from core.storage.history import Wanted
from core.storage.merged import Copy
from core.storage.names import find_id
from core.storage.needs import NEEDS, Whole
from core.storage.releases import Release
from tests.storage.build import corpus, decision, filled, outcome

P = "one"
RECORD: list[PairRecord] = []
LINKS = Alignment.of(5, 6, [(0, 0)])
ADMIN = "server admin"
STRANGER = "stranger"
NUMBERS = count()
HEAD: dict[str, object] = {"created": "", "pairs": 0, "of": 0, "base": "", "labels": []}
EMPTY = Copy("b", HEAD, False, list, list, {}, {}, lambda _: [], *[list] * 7)
ACTORS = [STRANGER, *Role, ADMIN]

ARGUMENTS: dict[str, Callable[[str], tuple]] = {
    "Workspace.pair": lambda base: ("p1",),
    "Workspace.write_alignments": lambda base: ("k", [("p1", LINKS)]),
    "Workspace.alignment": lambda base: ("p1", "by hand"),
    "Models.write": lambda base: ("k", b"x"),
    "Models.read": lambda base: ("k",),
    "Models.drop": lambda base: ("k",),
    "Workspace.write_layer": lambda base: ([(p.id, outcome(p)) for p in corpus()],),
    "Workspace.layer_outcomes": lambda base: ("p1",),
    "Workspace.set_base": lambda base: (base,),
    "Workspace.delete_layer": lambda base: (base,),
    "Workspace.append_decisions": lambda base: ([],),
    "Workspace.acked": lambda base: ("c1",),
    "Workspace.undoable": lambda base: ("ann",),
    "Workspace.redoable": lambda base: ("ann",),
    "Workspace.act_size": lambda base: ("c1:1",),
    "Workspace.record": lambda base: ("p1",),
    "Workspace.versions": lambda base: (["p1"],),
    "Workspace.state": lambda base: ("p1",),
    "Workspace.iter_layer": lambda base: (base,),
    "Workspace.iter_bundles": lambda base: ([base],),
    "Workspace.add_labels": lambda base: (["NEW"],),
    "Workspace.remember": lambda base: ("who acts", "p1"),
    "Extras.write": lambda base: ("spans", "k", []),
    "Extras.of_pair": lambda base: ("p1", {}),
    "Extras.of_pairs": lambda base: (["p1"], {"spans": "k"}),
    "Extras.following": lambda base: ("p1", {}, 2),
    "Extras.at": lambda base: ([1], {"spans": "k"}),
    "Guidelines.write": lambda base: (Guideline("text"),),
    "History.read": lambda base: (Wanted(),),
    "Jobs.start": lambda base: ("Aligning",),
    "Links.of_pair": lambda base: ("p1", ["by hand"]),
    "Links.at": lambda base: ([1], "by hand"),
    "Links.edit": lambda base: ("p1", "by hand", LINKS),
    "Links.drop_unused": lambda base: ("by hand",),
    "Links.write_gold": lambda base: ([("p1", LINKS, LINKS)],),
    "Links.bundles": lambda base: ("by hand", [base]),
    "Lookup.holding": lambda base: (["anna"],),
    "Lookup.links": lambda base: ("record of p1",),
    "Lookup.logs": lambda base: ({1: "p1"},),
    "Releases.one": lambda base: ("v1",),
    "Releases.body": lambda base: ("v1",),
    "Releases.check": lambda base: ("v1",),
    "Lookup.records": lambda base: ([1],),
    "Members.may": lambda base: (Role.VIEWER,),
    "Members.require": lambda base: (Role.VIEWER,),
    "Members.give": lambda base: ("viewer@x.example", Role.VIEWER),
    "Members.remove": lambda base: ("viewer@x.example",),
    "Originals.keep": lambda base: ([],),
    "Originals.read": lambda base: ("target",),
    "Refusals.unsettled": lambda base: ("who acts",),
    "Releases.write": lambda base: (Release(str(next(NUMBERS)), "t", "", 0, "d", {}), b""),
    "Transfer.assigned": lambda base: ("ann",),
    "Transfer.of_statuses": lambda base: (["done"],),
    "Transfer.opening": lambda base: ("two", HEAD),
    "Transfer.merge": lambda base: (EMPTY,),
    "Search.find": lambda base: (Filter(),),
    "Search.position": lambda base: ("p1",),
    "Search.positions": lambda base: (["p1"],),
    "Search.ids": lambda base: ([1],),
    "Search.statuses": lambda base: ([1],),
    "Signals.read": lambda base: ("p1",),
    "Signals.write": lambda base: ("k", []),
    "Team.set": lambda base: ("blind", False),
    "Team.track": lambda base: ("who acts",),
    "Team.assign": lambda base: ({"ann": [1]},),
    "Team.unassign": lambda base: ("ann",),
    "Team.assigned": lambda base: ("ann",),
    "Team.finished": lambda base: ("who acts",),
    "Accounts.add": lambda base: ("new@x.example", "New"),
    "Accounts.set_admin": lambda base: ("viewer@x.example",),
    "Accounts.set_active": lambda base: ("viewer@x.example",),
    "Accounts.find": lambda base: ("viewer@x.example",),
    "Workspace.create_project": lambda base: ("two", corpus()),
    "Models.find": lambda base: ("k",),
    "Workspace.acting_as": lambda base: (Actor("admin@x.example", "Admin"),),
    "Jobs.progress": lambda base: (1, "s", 1, 2),
    "Jobs.finish": lambda base: (1,),
    "Jobs.fail": lambda base: (1, "no"),
}
"""What a call is given, behind the project where it takes one; nothing where it stands not here."""

NAMED = {
    "Accounts.set_admin": {"on": True},
    "Accounts.set_active": {"on": True},
    "Guidelines.write": {"person": "who acts", "seen": 0},
    "Workspace.write_layer": {"name": "third"},
}


def rooms(ws: Workspace) -> Iterator[object]:
    yield ws
    for value in vars(ws).values():
        if type(value).__module__.startswith("core.storage"):
            yield value


def calls(ws: Workspace) -> dict[str, Callable]:
    """Return every public method of a workspace and of what hangs on it, by its name."""
    return {
        f"{type(room).__name__}.{name}": getattr(room, name)
        for room in rooms(ws)
        for name, value in vars(type(room)).items()
        if inspect.isfunction(value) and not name.startswith("_")
    }


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Iterator[tuple[Workspace, str]]:
    """Return a workspace with a project and somebody of each role in it, and its base layer."""
    folder: Path = tmp_path_factory.mktemp("needs")
    ws = Workspace.open(f"sqlite:///{folder}/ws.sqlite")
    base = filled(ws).content_hash
    RECORD[:] = [ws.record(P, "p1")]
    ws.releases.write(P, Release("v1", "t", "", 0, "d", {}), b"")
    for who in ACTORS:
        ws.accounts.add(account(who), name(who), admin=who == ADMIN)
        if isinstance(who, Role):
            ws.members.give(P, account(who), who)
    yield ws, base
    ws.close()


def account(who: str) -> str:
    return f"{who.replace(' ', '-')}@x.example"


def name(who: str) -> str:
    return who.title()


def as_(ws: Workspace, who: str) -> Workspace:
    return ws.acting_as(Actor(account(who), name(who)))


def arguments(key: str, base: str, who: str, call: Callable) -> tuple:
    takes_project = next(iter(inspect.signature(call).parameters), "") == "project"
    given = ARGUMENTS.get(key, lambda base: ())(base)
    values = {"who acts": name(who), "record of p1": RECORD[0]} if given else {}
    given = tuple(values.get(v, v) if isinstance(v, str) else v for v in given)
    return (P, *given) if takes_project else given


def named(key: str, who: str) -> dict[str, object]:
    given = NAMED.get(key, {})
    return {k: name(who) if v == "who acts" else v for k, v in given.items()}


def allowed(need: object, who: str) -> bool:
    if need is Whole.ANYBODY:
        return True
    if need is Whole.OWNER:
        return False
    if who == ADMIN:
        return True
    return isinstance(who, Role) and isinstance(need, Role) and who.covers(need)


def use(result: object) -> None:
    """Begin what is only begun when it is used."""
    if isinstance(result, GeneratorType):
        next(result, None)
    elif isinstance(result, AbstractContextManager):
        with result:
            pass


def test_every_call_stands_in_the_table_and_no_other(made) -> None:
    ws, _ = made
    assert sorted(calls(ws)) == sorted(NEEDS)


def test_a_call_that_stands_in_no_row_is_refused(made, monkeypatch) -> None:
    ws, _ = made
    monkeypatch.setattr("core.storage.needs.NEEDS", {})
    with pytest.raises(RoleError, match=r"Workspace\.names is for the command line"):
        as_(ws, ADMIN).names()


REFUSED = [(key, who) for key, need in NEEDS.items() for who in ACTORS if not allowed(need, who)]
ALLOWED = [(key, who) for key, need in NEEDS.items() for who in ACTORS if allowed(need, who)]
HARD = {"Workspace.delete_project", "Workspace.create_project", "Members.remove", "Accounts.add"}


@pytest.mark.parametrize(("key", "who"), REFUSED)
def test_who_has_no_right_is_refused(key: str, who: str, made) -> None:
    ws, base = made
    before = [ws.project(P), ws.events.read(P), ws.accounts.all(), ws.names()]
    call = calls(as_(ws, who))[key]
    stranger = who == STRANGER and isinstance(NEEDS[key], Role)
    with pytest.raises(UnknownNameError if stranger else RoleError) as told:
        use(call(*arguments(key, base, who, call), **named(key, who)))
    if stranger:
        assert str(told.value) == f"unknown project {P!r}; known: none"
    assert before == [ws.project(P), ws.events.read(P), ws.accounts.all(), ws.names()]


@pytest.mark.parametrize(("key", "who"), [(k, w) for k, w in ALLOWED if k not in HARD])
def test_who_has_the_right_is_let(key: str, who: str, made) -> None:
    ws, base = made
    call = calls(as_(ws, who))[key]
    given = arguments(key, base, who, call)
    if not _fits(call, given, named(key, who)):
        if isinstance(NEEDS[key], Role):
            with reading(as_(ws, who)._engine) as connection:
                actors.check(connection, find_id(connection, P), NEEDS[key])
        return  # its own tests call it
    try:
        use(call(*given, **named(key, who)))
    except RoleError:
        raise
    except UnknownNameError as error:
        if who != STRANGER and str(error).startswith("unknown project"):
            raise
    except CoreError:
        pass  # let in, and refused for another reason


def _fits(call: Callable, given: tuple, named: dict) -> bool:
    try:
        inspect.signature(call).bind(*given, **named)
    except TypeError:
        return False
    return True


def test_a_stranger_sees_nothing(made) -> None:
    ws, _ = made
    ws.models.write(P, "shared", b"x")
    stranger, viewer = as_(ws, STRANGER), as_(ws, Role.VIEWER)
    assert stranger.names() == stranger.projects() == stranger.models.all() == ()
    assert stranger.models.find("shared") is None
    assert viewer.names() == (P,)
    assert viewer.models.find("shared") == b"x"
    with pytest.raises(UnknownNameError) as unknown:
        stranger.project("no such project")
    with pytest.raises(UnknownNameError) as hidden:
        stranger.project(P)
    assert str(unknown.value).replace("no such project", P) == str(hidden.value)


def test_nobody_signs_with_the_name_of_another(made) -> None:
    ws, _ = made
    annotator = as_(ws, Role.ANNOTATOR)
    mine = decision(1, "p1", Kind.ACCEPT_PAIR, side=Side.PAIR, person="Annotator", client="d")
    with pytest.raises(RoleError, match="Annotator cannot act as 'Curator'"):
        annotator.append_decisions(P, [mine, decision(2, "p2", Kind.FLAG, person="Curator")])
    assert annotator.decisions(P) == ()
    assert [d.person for d in annotator.append_decisions(P, [mine])] == ["Annotator"]
    undo = decision(9, "p1", Kind.UNDO, side=Side.PAIR, person="Annotator", client="e")
    curators = decision(9, "p1", Kind.UNDO, side=Side.PAIR, person="Annotator", client="f")
    with pytest.raises(RoleError):
        as_(ws, Role.CURATOR).append_decisions(P, [curators])
    annotator.append_decisions(P, [undo])
    with pytest.raises(RoleError):
        annotator.remember(P, "Curator", "p1")


def test_a_role_that_is_taken_away_counts_at_once(made) -> None:
    ws, _ = made
    ws.accounts.add("gone@x.example", "Gone")
    ws.members.give(P, "gone@x.example", Role.CURATOR)
    gone = ws.acting_as(Actor("gone@x.example", "Gone"))
    gone.add_labels(P, ["ONE"])
    log = gone.recording(P)
    ws.members.give(P, "gone@x.example", Role.VIEWER)
    with pytest.raises(RoleError), log:  # begun before, refused within its own transaction
        pass
    with pytest.raises(RoleError):
        gone.add_labels(P, ["TWO"])
    ws.accounts.set_active("gone@x.example", on=False)
    with pytest.raises(UnknownNameError):
        gone.project(P)
    ws.accounts.set_active("gone@x.example", on=True)
    assert gone.project(P).name == P
    assert ws.acting_as(Actor("gone@x.example", "Somebody else")).names() == ()


def test_a_bound_workspace_shares_the_pool(made) -> None:
    ws, _ = made
    assert as_(ws, ADMIN)._engine.pool is ws._engine.pool
