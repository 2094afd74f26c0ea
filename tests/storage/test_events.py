import pytest

from core.errors import UnknownNameError
from core.storage import Workspace, events
from core.storage.engine import writing
from core.storage.names import find_id
from tests.storage.build import filled


def test_events_come_back_in_order_with_what_they_tell(ws: Workspace) -> None:
    filled(ws, "kept")
    with writing(ws._engine) as connection:
        number = find_id(connection, "kept")
        events.add(connection, number, "assigned", person="cu", pairs=["p1"], to="ann")
        events.add(connection, number, "renamed")
    first, second = ws.events.read("kept")
    assert (first.number, first.person, first.kind) == (1, "cu", "assigned")
    assert first.body == {"pairs": ["p1"], "to": "ann"}
    assert (second.number, second.person, second.body) == (2, "", {})
    assert first.time <= second.time
    assert ws.events.read("kept", after=1) == (second,)


def test_an_unknown_project_has_no_events(ws: Workspace) -> None:
    with pytest.raises(UnknownNameError, match="unknown project 'other'"):
        ws.events.read("other")
