"""History in the words of then, after the words of a pair changed."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.domain.entity import Entity
from core.domain.pair import Pair
from core.domain.replay import PairState
from core.errors import InputError
from core.review import rebase, update
from core.review.decide import apply_ops
from core.review.history.versions import reverting
from core.storage import Workspace
from tests.review.build import op, projected

TRACKS = ("", "ben")
KINDS = (
    "accept", "change", "delete", "add", "skip", "accept-pair", "comment", "undo", "redo",
    "word", "word", "tags", "doc", "revert", "layer",
)  # fmt: skip
STEPS = st.lists(
    st.tuples(st.sampled_from(KINDS), st.sampled_from(TRACKS), st.integers(0, 5)),
    min_size=6,
    max_size=24,
)


class Walk:
    """One pair that is decided on, on two tracks, while its words change and come back."""

    def __init__(self, ws: Workspace) -> None:
        self.ws = ws
        self.layers = projected(ws)
        self.told: dict[tuple[str, int], tuple[Pair, PairState]] = {}
        self._count = 0
        self._note()

    def step(self, kind: str, track: str, place: int) -> None:
        if kind == "word":
            self._edit(target=[(place, ("Roma", "Nueva", ("Ana", "vive")[place % 2])[place % 3])])
        elif kind == "tags":
            source = self._pair().source
            entities = (Entity(0, 1, "PER"), Entity(3, 5, "LOC"))[place % 2 :]
            self._write(replace(self._pair(), source=replace(source, entities=entities)))
        elif kind == "doc":
            self._write(replace(self._pair(), doc=f"d{place}"))
        elif kind == "layer":
            rebase.rebase(self.ws, "one", self.layers[place % 2].content_hash, "eve")
        elif kind == "revert":
            self._revert(track, place)
        else:
            self._decide(kind, track, place)
        self._note()

    def _note(self) -> None:
        for track in TRACKS:
            record = self.ws.record("one", "p1", track)
            self.told[track, record.version] = (record.stored.pair, record.state)

    def _pair(self) -> Pair:
        return self.ws.pair("one", "p1").pair

    def _write(self, pair: Pair) -> None:
        update.edit(self.ws, "one", pair, "eve")

    def _edit(self, target: list[tuple[int, str]]) -> None:
        pair = self._pair()
        tokens = list(pair.target.tokens)
        for place, word in target:
            tokens[place] = word
        self._write(replace(pair, target=replace(pair.target, tokens=tuple(tokens))))

    def _revert(self, track: str, place: int) -> None:
        try:
            act, _ = reverting(self.ws, "one", "p1", place, track)
        except InputError:
            return
        self._send(track, act)

    def _decide(self, kind: str, track: str, place: int) -> None:
        span = {"start": place, "end": place + 1, "label": "ORG"}
        if kind in {"add", "change"}:
            more = span | ({"entity": "s1.0"} if kind == "change" else {})
            self._send(track, op(1, kind, **more))
        elif kind in {"accept", "delete"}:
            self._send(track, op(1, kind, entity=f"s{place % 2}.0"))
        else:
            self._send(track, op(1, kind, "pair", reason="x" if kind == "comment" else ""))

    def _send(self, track: str, sent: object) -> None:
        self._count += 1
        one = {**sent, "seq": self._count}
        apply_ops(self.ws, "one", f"who {track}", "tab", [one], track=track)

    def past(self) -> Iterator[tuple[tuple[str, int], tuple[Pair, PairState]]]:
        for track in TRACKS:
            past = self.ws.history.past("one", "p1", track)
            for k in range(len(past.log) + 1):
                yield (track, k), (past.pair(past.log[:k]), past.after(past.log[:k]))


def agrees(folder: str, steps: list[tuple[str, str, int]]) -> None:
    ws = Workspace.open(f"sqlite:///{Path(folder) / 'ws.sqlite'}")
    walk = Walk(ws)
    for step in steps:
        walk.step(*step)
    found = dict(walk.past())
    for key, (then, stood) in walk.told.items():  # of an act only the last is a version of then
        pair, state = found[key]
        assert (pair.source, pair.target.tokens) == (then.source, then.target.tokens), key
        assert state == stood, key
    ws.close()


@pytest.mark.soak
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(STEPS)
def test_every_version_is_told_as_it_stood(steps: list[tuple[str, str, int]]) -> None:
    with TemporaryDirectory() as folder:
        agrees(folder, steps)


def test_every_version_of_a_pair_whose_words_changed_and_came_back(tmp_path: Path) -> None:
    agrees(
        str(tmp_path),
        [
            ("accept", "", 0), ("change", "ben", 3), ("word", "", 4), ("accept", "", 0),
            ("doc", "", 1), ("add", "ben", 2), ("word", "", 3), ("tags", "", 1), ("layer", "", 1),
            ("revert", "", 1), ("revert", "ben", 0), ("accept-pair", "", 0), ("word", "", 0),
            ("undo", "", 0), ("skip", "ben", 0), ("tags", "", 0), ("comment", "", 0),
        ],
    )  # fmt: skip
