"""Who may take a project along, bring it back, and freeze it; refused in words, nothing written."""

import pytest

from core.domain.decision import Kind, Side
from core.domain.role import Actor, Role
from core.errors import InputError, RoleError
from core.pipeline.bundle import Part, merge, open_bundle
from core.pipeline.release import freeze
from core.storage import Workspace
from tests.pipeline.bundle.build import NAME, log, machine, packed, read
from tests.pipeline.bundle.test_roundtrip import changed
from tests.storage.build import decision

ROLES = {"vi": Role.VIEWER, "ann": Role.ANNOTATOR, "bob": Role.ANNOTATOR, "cy": Role.CURATOR}


@pytest.fixture
def home(home: Workspace) -> Workspace:
    """A project with decisions of ann and bob on tracks of their own."""
    ws = home
    for name, role in ROLES.items():
        ws.accounts.add(f"{name}@x.org", name)
        ws.members.give(NAME, f"{name}@x.org", role)
    ws.team.assign(NAME, {"ann": [1], "bob": [1]}, by="eve")
    for name in ("ann", "bob"):
        with ws.recording(NAME, name) as own:
            own.append(by(name, "p1"))
            own.close()
    return ws


def by(name: str, pair: str, seq: int = 1):
    more = {"side": Side.PAIR, "client": f"tab-{name}", "person": name}
    return decision(seq, pair, Kind.ACCEPT_PAIR, **more)


def as_(ws: Workspace, name: str) -> Workspace:
    return ws.acting_as(Actor(f"{name}@x.org", name))


def test_in_a_blind_project_nobody_but_curators_takes_what_others_decided(home) -> None:
    home.team.set(NAME, "blind", True)
    for name in ("vi", "ann"):
        with pytest.raises(RoleError, match="the project is blind"):
            packed(as_(home, name))
    for name in ("vi", "ann"):
        with pytest.raises(RoleError, match="sees no decisions of others"):
            packed(as_(home, name), part=Part(assigned="bob"))
    own = read(packed(as_(home, "ann"), part=Part(assigned="ann")))
    assert {d.person for d in own.decisions()} == {"ann"}
    assert {d.person for d in read(packed(as_(home, "cy"))).decisions()} == {"ann", "bob"}


def test_whoever_may_see_a_project_may_take_it_along(home) -> None:
    assert packed(as_(home, "vi")) == packed(home)


def test_who_merges_is_who_is_signed_in_and_decisions_of_others_need_a_curator(
    home, tmp_path
) -> None:
    away = machine(tmp_path, "away")
    open_bundle(away, read(packed(home)), NAME)
    away.append_decisions(NAME, [by("ann", "p2", 2)])
    before = log(home)
    for name, said in (("vi", "this needs the role annotator"), ("bob", "cannot act as 'ann'")):
        with pytest.raises(RoleError, match=said):
            merge(as_(home, name), NAME, read(packed(away)), person=name)
    assert log(home) == before
    assert merge(as_(home, "ann"), NAME, read(packed(away)), person="eve").merged.new == 1
    assert (home.events.read(NAME)[-1].kind, home.events.read(NAME)[-1].person) == ("merged", "ann")


def test_annotators_bring_no_conflicts_of_others_and_nobody_what_cannot_be_read(
    home, tmp_path
) -> None:
    away = machine(tmp_path, "away")
    open_bundle(away, read(packed(home)), NAME)
    with away.recording(NAME) as own:
        for k, name in enumerate(("ann", "bob"), start=1):
            own.refuse(f"of-{name}", k, "met", {"open": True, "person": name, "pair": "p1"})
    data = packed(away)
    merge(as_(home, "ann"), NAME, read(data))
    assert [len(home.refusals.unsettled(NAME, name)) for name in ("ann", "bob")] == [1, 0]
    merge(as_(home, "cy"), NAME, read(data))
    assert [len(home.refusals.unsettled(NAME, name)) for name in ("ann", "bob")] == [1, 1]
    for body in (b"open", b"[]"):
        odd = b'{"client": "x", "client_seq": 1, "message": "", "body": "%b"}\n' % body
        bad = changed(data, "refusals.jsonl", lambda _, line=odd: line)
        with pytest.raises(InputError, match="cannot be read"):
            merge(home, NAME, read(bad))


def test_curators_freeze_and_the_file_of_a_blind_project_is_theirs(home) -> None:
    for name in ("vi", "ann"):
        with pytest.raises(RoleError, match="this needs the role curator"):
            freeze(as_(home, name), NAME, "v1", person=name)
    assert home.releases.all(NAME) == ()
    freeze(as_(home, "cy"), NAME, "v1", person="cy")
    assert as_(home, "vi").releases.body(NAME, "v1")
    home.team.set(NAME, "blind", True)
    for name in ("vi", "ann"):
        with pytest.raises(RoleError, match="the project is blind"):
            as_(home, name).releases.body(NAME, "v1")
    assert as_(home, "cy").releases.body(NAME, "v1")
