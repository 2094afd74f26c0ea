from dataclasses import replace

import numpy as np
import pytest
from sqlalchemy import event

from core.domain.decision import Kind, PairStatus, Side
from core.domain.entity import Entity
from core.domain.pair import Pair, Sentence
from core.errors import InputError
from core.storage import Filter, Range, Workspace
from core.storage.search import STATUSES
from core.storage.values import NOBODY, Flag, Signals
from tests.storage.build import decision, filled

TEXTS = [
    ("a1", ("Straße", "nach", "Köln"), ("Road", "to", "Cologne"), "de", "en"),
    ("a2", ("100%", "sure_thing"), ("a", "_", "%"), "en", "de"),
    ("a3", ("北", "京", "大", "学"), ("Beijing", "University"), "zh", "en"),
    ("a4", ("Ko\u0308ln",), ("O'Brien", '"x"', "\\"), "de", "en"),
    ("A5", ("Cologne",), ("nothing",), "en", "de"),
    ("a6", ("10\u00a0000", "b  c"), ("x",), "fr", "en"),
]


@pytest.fixture
def texts(ws: Workspace) -> Workspace:
    pairs = [
        Pair(name, Sentence(source, None, a), Sentence(target, None, b))
        for name, source, target, a, b in TEXTS
    ]
    ws.create_project("one", pairs)
    return ws


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", "a1 a2 a3 a4 A5 a6"),
        ("   ", "a1 a2 a3 a4 A5 a6"),
        ("10\u00a0000", "a6"),
        ("10 000 b c", "a6"),
        ("b  c", "a6"),
        ("köln", "a1 a4"),
        ("KÖLN", "a1 a4"),
        ("Ko\u0308ln", "a1 a4"),
        ("STRASSE", "a1"),
        ("nach  köln", "a1"),
        ("cologne", "a1 A5"),
        ("%", "a2"),
        ("_", "a2"),
        ("e_t", "a2"),
        ("100%", "a2"),
        ("北京", "a3"),
        ("北 京", "a3"),
        ("'", "a4"),
        ('"x" \\', "a4"),
        ("'; DROP TABLE texts; --", ""),
        ("a5", "A5"),
        ("köln road", ""),
    ],
)
def test_text_is_found_as_it_is_written(texts: Workspace, text: str, found: str) -> None:
    wanted = Filter(text=text)
    assert " ".join(texts.find("one", wanted)) == found


def test_half_a_character_is_refused(texts: Workspace) -> None:
    with pytest.raises(InputError, match="half a character"):
        texts.find("one", Filter(text="\ud800"))
    with pytest.raises(InputError, match="half a character"):
        texts.pair("one", "\ud800")


def labels(*names: str) -> Filter:
    return Filter(label=frozenset(names))


def test_labels_are_whole_words(ws: Workspace) -> None:
    filled(ws)
    new = Entity(5, 6, "LOC2")
    ws.append_decisions("one", [decision(1, "p4", Kind.ADD, entity="c1:1", new=new)])
    assert ws.find("one", labels("LOC2")) == ("p4",)
    assert ws.find("one", labels("LOC")) == ("p1", "p2", "p3", "p4")
    assert ws.find("one", labels("LOC2", "ORG")) == ("p4",)
    assert ws.find("one", labels("LO")) == ()
    assert ws.find("one", labels("PER LOC")) == ()


def test_filters_combine(ws: Workspace) -> None:
    filled(ws)
    ws.append_decisions(
        "one",
        [
            decision(1, "p2", Kind.ACCEPT_PAIR, side=Side.PAIR),
            decision(2, "p4", Kind.FLAG, side=Side.PAIR),
        ],
    )
    either = frozenset({PairStatus.DONE, PairStatus.FLAGGED})
    assert ws.find("one", Filter(status=either)) == ("p2", "p4")
    assert ws.find("one", Filter(disagreement=True)) == ("p2", "p3")
    done = Filter(
        text="nueva york",
        label=frozenset({"LOC"}),
        status=frozenset({PairStatus.DONE}),
        length=Range(6, 6),
        by="ann",
        disagreement=True,
    )
    assert ws.find("one", done) == ("p2",)
    assert ws.find("one", replace(done, label=frozenset({"ORG"}))) == ()
    assert ws.find("one", replace(done, length=Range(7, None))) == ()
    assert ws.find("one", replace(done, by="ben")) == ()


def test_a_person_counts_where_a_decision_of_theirs_is_in_force(ws: Workspace) -> None:
    filled(ws)
    ws.append_decisions(
        "one",
        [
            decision(1, "p1", Kind.ACCEPT_PAIR, side=Side.PAIR),
            decision(2, "p2", Kind.FLAG, side=Side.PAIR),
            decision(3, "", Kind.UNDO, side=Side.PAIR),
            decision(1, "p3", Kind.SKIP, side=Side.PAIR, client="c2", person="ben"),
            decision(2, "p3", Kind.COMMENT, side=Side.PAIR, client="c2", person="ben", reason="?"),
        ],
    )
    assert ws.find("one", Filter(by="ann")) == ("p1",)
    assert ws.find("one", Filter(by="ben")) == ("p3",)
    assert ws.find("one", Filter(by=NOBODY)) == ("p2", "p4", "p5")
    assert ws.find("one", Filter(commented=True)) == ("p3",)
    assert ws.team.deciders("one") == ("ann", "ben")


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("Köln", "a1"),
        ("(?i)cologne$", "a1 A5"),
        ("^Road to", "a1"),
        ("^[aA]5$", "A5"),
        ("北京大学", "a3"),
        (r"\d{3}%", "a2"),
        (r"\p{Lu}{2}", ""),
        ("", "a1 a2 a3 a4 A5 a6"),
    ],
)
def test_a_regular_expression_is_looked_for_in_what_is_written(
    texts: Workspace, pattern: str, found: str
) -> None:
    assert " ".join(texts.find("one", Filter(text=pattern, regex=True))) == found


def test_signals_can_be_filtered_and_read_along(ws: Workspace) -> None:
    filled(ws)
    given = [
        ("p1", Signals(0.9, 0.5, 0.25, 0.4, 2, (Flag("no-span", "a", 1.0),))),
        ("p2", Signals(0.1, 0.0, None, None, 1)),
        ("p3", Signals(0.5, 1.0, 0.5, 0.8, 3, (Flag("no-spandrel", "b", 1.0),))),
        ("p4", Signals(0.3, 0.0, 0.1, 0.2, 1)),
        ("p5", Signals(0.2, 0.0, None, 0.9, 1)),
    ]
    assert ws.find("one", Filter(suspicion=Range(0.0, None))) == ()
    ws.signals.write("one", "k1", given)
    assert ws.find("one", Filter(suspicion=Range(0.3, 0.5))) == ("p3", "p4")
    assert ws.find("one", Filter(score=Range(None, 0.4))) == ("p1", "p4")
    assert ws.find("one", Filter(reasons=frozenset({"no-span"}))) == ("p1",)
    found, stamp = ws.search.find("one", Filter(), signals=("suspicion", "margin"))
    assert found.positions.tolist() == [1, 2, 3, 4, 5]
    assert found.signals["suspicion"].tolist() == [0.9, 0.1, 0.5, 0.3, 0.2]
    assert np.isnan(found.signals["margin"]).tolist() == [False, True, False, False, True]
    assert (stamp.pairs, stamp.signals, stamp.decision) == (5, "k1", 0)


def test_only_some_pairs_can_be_asked_about(ws: Workspace) -> None:
    filled(ws)
    found, _ = ws.search.find("one", labels("LOC"), within=["p4", "p5", "p77", "p2"])
    assert ws.search.ids("one", found.positions.tolist()) == ("p2", "p4")
    nothing, _ = ws.search.find("one", Filter(), within=[])
    assert len(nothing.positions) == 0


def test_finding_goes_page_by_page(ws: Workspace) -> None:
    filled(ws)
    assert ws.find("one", offset=1, limit=2) == ("p2", "p3")
    assert ws.find("one", offset=9) == ()


def test_statuses_are_read_in_the_order_asked(ws: Workspace) -> None:
    filled(ws)
    ws.append_decisions("one", [decision(1, "p3", Kind.SKIP, side=Side.PAIR)])
    codes = ws.search.statuses("one", [3, 1])
    assert [STATUSES[code] for code in codes] == [PairStatus.SKIPPED, PairStatus.UNREVIEWED]
    assert ws.search.positions("one", ["p5", "p77", "p2"]).tolist() == [2, 5]


def test_looking_pairs_up_by_ids_reads_no_others(ws: Workspace) -> None:
    """SQLite would read every pair of the project by its place, if it were let."""
    filled(ws)
    told: list[str] = []

    def explain(connection, cursor, statement, parameters, context, many) -> None:
        if statement.startswith("SELECT") and "pairs" in statement:
            rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            told.extend(row[-1] for row in rows if " pairs " in row[-1])

    if ws._engine.dialect.name == "sqlite":
        event.listen(ws._engine, "before_cursor_execute", explain)
    ids = ["p1", "p3", "p5"]
    assert set(ws.versions("one", ids)) == set(ids)
    with ws.recording("one") as log:
        log.expect(ids)
    assert [one for one in told if one.endswith("(project_id=?)")] == []
