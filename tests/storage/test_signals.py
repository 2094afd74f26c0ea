from collections.abc import Iterator

import pytest

from core.errors import ConflictError, InputError, UnknownNameError
from core.storage import Filter, Workspace
from core.storage.values import Flag, Signals
from tests.storage.build import corpus, filled, outcome

FLAGS = (Flag("no-span", "no span for “Ana”", 1.5, 0), Flag("odd", "'; DROP <b> 💩", 0.25))


def some(suspicion: float = 0.5) -> Iterator[tuple[str, Signals]]:
    for k in range(1, 6):
        yield f"p{k}", Signals(suspicion, 0.5, None, 0.75, k, FLAGS if k == 1 else ())


def test_signals_are_read_as_they_were_written(ws: Workspace) -> None:
    filled(ws)
    assert ws.signals.key("one") == ""
    assert ws.signals.read("one", "p1") is None
    assert ws.signals.write("one", "k1", some()) == 5
    assert ws.signals.key("one") == "k1"
    assert dict(some()) == {p.id: ws.signals.read("one", p.id) for p in corpus()}
    with pytest.raises(UnknownNameError):
        ws.signals.read("one", "p77")


def test_the_old_ones_are_seen_until_the_last_new_one_is_in(ws: Workspace) -> None:
    filled(ws)
    ws.signals.write("one", "old", some(0.25))

    def watched() -> Iterator[tuple[str, Signals]]:
        for row in some(0.75):
            seen = ws.signals.read("one", "p1")
            assert seen is not None
            assert (ws.signals.key("one"), seen.suspicion) == ("old", 0.25)
            yield row

    ws.signals.write("one", "new", watched())
    assert ws.signals.key("one") == "new"
    assert {ws.signals.read("one", p.id).suspicion for p in corpus()} == {0.75}


@pytest.mark.parametrize("stop_after", [0, 2])
def test_a_writer_that_is_stopped_changes_nothing_and_the_next_one_clears_up(
    ws: Workspace, stop_after: int
) -> None:
    filled(ws)
    ws.signals.write("one", "old", some(0.25))

    def broken() -> Iterator[tuple[str, Signals]]:
        yield from list(some(0.75))[:stop_after]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ws.signals.write("one", "new", broken())
    assert ws.signals.key("one") == "old"
    assert ws.signals.read("one", "p2") == Signals(0.25, 0.5, None, 0.75, 2)
    assert ws.signals.write("one", "newer", some(0.5)) == 5
    assert ws.signals.key("one") == "newer"


def test_gains_are_asked_for_when_all_pairs_are_in(ws: Workspace) -> None:
    filled(ws)
    taken: list[str] = []

    def watched() -> Iterator[tuple[str, Signals]]:
        for pair_id, values in reversed(list(some())):
            taken.append(pair_id)
            yield pair_id, values

    ws.signals.write("one", "k1", watched(), gains=lambda: [float(p[1:]) for p in taken])
    found, _ = ws.search.find("one", Filter(), signals=("gain",))
    assert found.signals["gain"].tolist() == [1.0, 2.0, 3.0, 4.0, 5.0]
    first = ws.signals.read("one", "p1")
    assert first is not None
    assert (first.gain, first.flags) == (1.0, FLAGS)
    with pytest.raises(InputError, match="4 gains of 5 pairs"):
        ws.signals.write("one", "k2", some(), gains=lambda: [0.5] * 4)
    assert ws.signals.key("one") == "k1"


def test_a_note_is_no_reason_to_filter_by(ws: Workspace) -> None:
    filled(ws)
    noted = Signals(0.5, 0.0, None, None, 1, (Flag("odd", "a", 0.5), Flag("note", "b", 0.0)))
    ws.signals.write("one", "k1", [(p.id, noted) for p in corpus()])
    assert ws.signals.read("one", "p1") == noted
    assert len(ws.find("one", Filter(reasons=frozenset({"odd"})))) == 5
    assert ws.find("one", Filter(reasons=frozenset({"note"}))) == ()


def test_a_slower_writer_gives_way_to_one_that_began_later(ws: Workspace) -> None:
    filled(ws)

    def overtaken() -> Iterator[tuple[str, Signals]]:
        yield from list(some(0.25))[:3]
        ws.signals.write("one", "later", some(0.75))
        yield from list(some(0.25))[3:]

    with pytest.raises(ConflictError, match="another program that began later"):
        ws.signals.write("one", "earlier", overtaken())
    assert ws.signals.key("one") == "later"
    assert {ws.signals.read("one", p.id).suspicion for p in corpus()} == {0.75}


@pytest.mark.parametrize(
    ("ids", "message"),
    [
        (["p1", "p2"], "2 of 5"),
        (["p1", "p1", "p2", "p3", "p4"], "given twice"),
        ([], "0 of 5"),
    ],
)
def test_each_pair_has_signals_once(ws: Workspace, ids: list[str], message: str) -> None:
    filled(ws)
    with pytest.raises(InputError, match=message):
        ws.signals.write("one", "k", [(i, Signals(0.5, 0.0, None, None, 1)) for i in ids])
    assert ws.signals.key("one") == ""


@pytest.mark.parametrize("key", ["", "a b", " a", "a\n"])
def test_a_key_is_one_word(ws: Workspace, key: str) -> None:
    filled(ws)
    with pytest.raises(InputError, match="no white space"):
        ws.signals.write("one", key, some())


def test_signals_go_with_their_project(ws: Workspace) -> None:
    filled(ws)
    ws.signals.write("one", "k", some())
    ws.delete_project("one")
    filled(ws)
    assert ws.signals.key("one") == ""
    assert ws.signals.read("one", "p1") is None


def test_bundles_hold_links_and_what_each_layer_made(ws: Workspace) -> None:
    base = filled(ws)
    second = ws.project("one").layer("second")
    assert second is not None
    hashes = [base.content_hash, second.content_hash, "unknown"]
    rows = list(ws.iter_bundles("one", hashes, links="by hand"))
    assert [row.stored.pair for row in rows] == corpus()
    assert rows[0].outcomes == {h: outcome(corpus()[0]) for h in hashes[:2]}
    assert rows[2].outcomes[second.content_hash].reason == "broke"
    assert rows[0].links == ws.alignment("one", "p1", "by hand")
    assert next(ws.iter_bundles("one", hashes, links="nobody")).links is None
    assert next(ws.iter_bundles("one", hashes)).links is None
