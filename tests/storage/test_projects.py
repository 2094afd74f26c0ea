import re

import pytest
import sqlalchemy as sa

from core.domain.pair import Pair, Sentence
from core.errors import ConflictError, InputError, UnknownNameError
from core.storage import Filter, Workspace, schema
from core.storage.clock import now
from core.storage.engine import reading, writing
from tests.storage.build import corpus, filled, outcome, pair


def test_a_new_project_at_a_glance(ws: Workspace) -> None:
    info = ws.create_project("one", corpus())
    assert (info.name, info.pairs, info.base, info.layers) == ("one", 5, "", ())
    assert info.languages == (("en", "es", 5),)
    assert info.labels == ("PER", "LOC")
    assert info.progress["unreviewed"] == sum(info.progress.values()) == 5
    assert ws.project("one") == info
    assert ws.projects() == (info,)


def test_pairs_come_back_as_they_went_in(ws: Workspace) -> None:
    hostile = "'; DROP TABLE pairs; -- <script>alert(1)</script> 💩 \u200f \u0301"
    given = [
        pair("plain"),
        pair(hostile, doc=hostile, group="g", origin=hostile, eval_types=("PER",)),
        pair("more", extra={"note": [1, 2.5, None, {"k": hostile}]}),
        Pair(
            "odd", Sentence((hostile, "\u00a0", "a\u0308"), (), "ar"), Sentence(("लों",), (), "hi")
        ),
    ]
    ws.create_project(hostile, given)
    assert [s.pair for s in ws.iter_pairs(hostile, batch=2)] == given
    assert [s.position for s in ws.pairs(hostile, after=1, limit=2)] == [2, 3]
    assert ws.pair(hostile, hostile).pair == given[1]
    assert ws.find(hostile, Filter(text="DROP table")) == (hostile, "odd")


@pytest.mark.parametrize("name", ["", " ", "a\nb", "a\x00", "\x01staged ", "x" * 201, "\ud800"])
def test_bad_names_are_refused(ws: Workspace, name: str) -> None:
    with pytest.raises(InputError):
        ws.create_project(name, corpus())
    assert ws.projects() == ()


def test_a_taken_name_is_refused_and_the_project_kept(ws: Workspace) -> None:
    ws.create_project("one", corpus())
    with pytest.raises(ConflictError, match="already"):
        ws.create_project("one", corpus(2))
    assert ws.project("one").pairs == 5


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ([pair("a"), pair("a")], "'a' is given twice"),
        ([], "no pair"),
        ([pair("a"), pair("b", doc="\ud800")], "pair 'b'"),
    ],
)
def test_nothing_is_left_of_an_import_that_breaks_off(
    ws: Workspace, given: list[Pair], message: str
) -> None:
    with pytest.raises(InputError, match=re.escape(message)):
        ws.create_project("one", given)
    assert ws.projects() == ()
    assert ws.create_project("one", corpus()).pairs == 5


def test_half_an_import_is_never_seen(ws: Workspace) -> None:
    def stream() -> object:
        for k in range(5000):
            if k == 4500:
                assert ws.projects() == ()
            yield pair(f"p{k}")

    assert ws.create_project("big", stream()).pairs == 5000


def test_unknown_names_list_the_known_ones(ws: Workspace) -> None:
    ws.create_project("one", corpus())
    with pytest.raises(UnknownNameError, match="known: one"):
        ws.project("two")
    with pytest.raises(UnknownNameError, match="p1, p2, p3"):
        ws.pair("one", "p99")


def test_deleting_a_project_leaves_the_others(ws: Workspace) -> None:
    filled(ws, "one")
    filled(ws, "two")
    ws.delete_project("one")
    assert [info.name for info in ws.projects()] == ["two"]
    assert len(ws.layer_outcomes("two", "p1")) == 2
    ws.create_project("one", corpus(1))
    assert ws.project("one").layers == ()


def test_labels_the_usual_four_first(ws: Workspace) -> None:
    ws.create_project("one", corpus(), labels=["ZZZ", "MISC", "AAA", "PER"])
    assert ws.project("one").labels == ("PER", "MISC", "AAA", "ZZZ")
    ws.add_labels("one", ["LOC", "PER"])
    assert ws.project("one").labels == ("PER", "LOC", "MISC", "AAA", "ZZZ")
    with pytest.raises(InputError, match="white space"):
        ws.add_labels("one", ["a b"])


def test_a_corpus_without_labels_gets_the_usual_four(ws: Workspace) -> None:
    info = ws.create_project("one", [pair(known=False)])
    assert info.labels == ("PER", "ORG", "LOC", "MISC")


def test_where_people_stopped(ws: Workspace) -> None:
    ws.create_project("one", corpus())
    ws.remember("one", "ann", "p2")
    ws.remember("one", "bob", "p3")
    ws.remember("one", "ann", "p4")
    assert dict(ws.project("one").last_pair) == {"ann": "p4", "bob": "p3"}


@pytest.mark.parametrize(("created", "stays"), [(None, True), ("2020-01-01T00:00:00+00:00", False)])
def test_what_a_killed_writer_left_is_cleared_after_a_day(
    ws: Workspace, *, created: str | None, stays: bool
) -> None:
    filled(ws, "kept")
    filled(ws, "killed")
    time = now() if created is None else created
    with writing(ws._engine) as connection:
        cut_off = schema.projects.update().where(schema.projects.c.name == "killed")
        connection.execute(cut_off.values(created=time, name="\x01staged killed"))
        second = schema.layers.update().where(schema.layers.c.name == "second")
        connection.execute(
            second.values(created=time, content_hash="staged " + schema.layers.c.name)
        )
    assert [info.name for info in ws.projects()] == ["kept"]
    assert [layer.name for layer in ws.project("kept").layers] == ["first"]
    ws.create_project("new", corpus(1))
    ws.write_layer("new", [("p1", outcome(corpus(1)[0]))], name="m")
    with reading(ws._engine) as connection:
        counts = [
            connection.execute(sa.select(sa.func.count()).select_from(table)).scalar()
            for table in (schema.projects, schema.layers)
        ]
    assert counts == ([3, 5] if stays else [2, 2])


def test_names_alone(ws: Workspace) -> None:
    assert ws.names() == ()
    for name in ("b", "a"):
        ws.create_project(name, corpus())
    assert ws.names() == ("a", "b")
