"""Lets a scripted annotator die at a seeded write again and again, and looks at what is left."""

import multiprocessing
import random
import signal
import sys
from collections import defaultdict
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from unittest.mock import patch

import sqlalchemy as sa

from core.domain.decision import Decision, Kind
from core.domain.replay import in_force, undone_seqs
from core.review.decide import apply_ops
from core.storage import Workspace
from core.storage import states as states_of
from core.storage.engine import reading
from core.storage.names import find_id
from core.storage.schema import decisions, states
from tests.review.build import op, projected
from tests.storage.annotator import PROJECT, Annotator, Doom, read_journal, told, work
from tests.storage.faults import TORN

FURTHEST = {"before": 200, "half": 200, "after": 200, "statement": 400}
"""The last write, or statement, at which an annotator may die: some fifteen operations on."""
CLIENT = "tab-1"
CARRIER = "curator"
"""Who gives pairs other words meanwhile."""

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.storage.annotator"])


def start(process: ForkServerProcess) -> None:
    """Start a process that does not run the script of a page again, where a test has run one."""
    with patch.object(sys.modules["__main__"], "__file__", None, create=True):
        process.start()


def die_often(url: str, folder: Path, *, kills: int, seed: int, steps: int = 60) -> int:
    """Return how many operations were confirmed; fail where a kill cost one, or left half of one.

    Args:
        url: of an empty database.
        folder: for the journals.
        kills: how often the annotator dies.
        seed: of what it does and of where it dies.
        steps: how many steps are undone and redone in the end.
    """
    ws = Workspace.open(url)
    projected(ws)
    chance = random.Random(seed)
    confirmed = 0
    before: tuple[Decision, ...] = ()
    for k in range(kills):
        ways = (*TORN, "statement") if url.startswith("sqlite") else ("statement",)
        how = chance.choice(ways)
        doom = Doom(chance.randint(1, FURTHEST[how]), how)
        journal = folder / f"journal-{k}"
        given = (url, CLIENT, f"{seed}.{k}", str(journal), doom, 10_000)
        process = PROCESSES.Process(target=work, args=given)
        start(process)
        process.join(60)
        assert process.exitcode == -signal.SIGKILL, f"kill {k} ({doom})"
        notes = read_journal(journal)
        confirmed += sum("done" in note for note in notes)
        check_notes(ws, notes)
        before = check_log(ws, before)
        check_rows(ws)
    check_undo(ws, seed, steps)
    ws.close()
    return confirmed


def check_notes(ws: Workspace, notes: list[dict[str, object]], client: str = CLIENT) -> None:
    """Everything confirmed is there as it was told; what was not confirmed is there whole or not.

    Sending it all again changes nothing but that the last operations are carried out, where they
    were not.
    """
    log = {(d.client, d.client_seq): d for d in ws.decisions(PROJECT)}
    for note in notes:
        done = note.get("done")
        for seq, by, number, kind in done["decisions"] if isinstance(done, dict) else ():
            assert (log[by, number].seq, log[by, number].kind.value) == (seq, kind)
    sent = [note["sent"] for note in notes if "sent" in note]
    answers = [note["done"] for note in notes if "done" in note]
    assert len(sent) - len(answers) in {0, 1}
    for ops, answer in zip(sent, answers, strict=False):
        again = told(apply_ops(ws, PROJECT, client, client, ops))
        assert again | {"ack": 0} == answer | {"ack": 0}
    assert len(ws.decisions(PROJECT)) == len(log)
    if len(sent) > len(answers):
        numbers = [raw["seq"] for raw in sent[-1]]
        acked = ws.acked(PROJECT, client)
        assert acked < numbers[0] or acked >= numbers[-1], "half of a batch"
        whole = acked >= numbers[-1]
        apply_ops(ws, PROJECT, client, client, sent[-1])
        assert not whole or len(ws.decisions(PROJECT)) == len(log)


def check_log(ws: Workspace, before: tuple[Decision, ...]) -> tuple[Decision, ...]:
    """Return the log; nothing in it is double, changed since, or half of an act."""
    log = ws.decisions(PROJECT)
    assert log[: len(before)] == before
    assert [d.seq for d in log] == list(range(1, len(log) + 1))
    assert len({(d.client, d.client_seq) for d in log}) == len(log)
    acts = defaultdict(list)
    for d in log:
        if d.act:
            acts[d.act].append(d)
    undone = undone_seqs(log)
    for act, members in acts.items():
        seqs = [d.seq for d in members]
        assert seqs == list(range(seqs[0], seqs[0] + len(seqs))), f"{act} is torn"
        free = [d for d in members if not is_carried(d, log)]
        assert len({d.seq in undone for d in free}) < 2, f"half of {act} is undone"
        head = members[0]
        assert act == f"{head.client}:{head.client_seq}", f"the head of {act} is missing"
    return log


def is_carried(decision: Decision, log: tuple[Decision, ...]) -> bool:
    """Return whether a decision was carried to other words since, so that nobody can undo it."""
    later = (d for d in log[decision.seq :] if d.pair == decision.pair)
    return decision.kind is not Kind.COMMENT and any(d.kind is Kind.REBASE for d in later)


def check_rows(ws: Workspace) -> None:
    """The narrow rows, the flags of the log and the undo stack say what the replay says."""
    log = ws.decisions(PROJECT)
    with reading(ws._engine) as connection:
        if connection.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        own = states.c.project_id == find_id(connection, PROJECT)
        rows = {row.position: row for row in connection.execute(states.select().where(own))}
        query = sa.select(decisions.c.seq).where(decisions.c.in_force.is_(True))
        flags = set(connection.execute(query).scalars())
    undone = undone_seqs(log)
    assert flags == {d.seq for d in log} - undone
    for record in ws.iter_records(PROJECT):
        row = rows[record.stored.position]
        assert (row.status, row.version) == (record.state.status, record.version)
        assert row.labels == states_of.summary(record.state)["labels"]
    for person in {*ws.team.deciders(PROJECT)} - {CARRIER}:
        own = [d for d in in_force(log) if d.person == person and not is_carried(d, log)]
        assert ws.undoable(PROJECT, person) == (own[-1] if own else None)


def check_undo(ws: Workspace, seed: int, most: int) -> None:
    """What was done is undone step by step, and redone as it was."""
    person = CLIENT
    Annotator(ws, CLIENT, person, seed).send(
        [op(ws.acked(PROJECT, CLIENT) + 1, "flag", "pair", "p1")]
    )
    standing = [r.state for r in ws.iter_records(PROJECT)]
    steps = 0
    for kind in (Kind.UNDO, Kind.REDO):
        for k in range(most if kind is Kind.UNDO else steps):
            number = ws.acked(PROJECT, CLIENT) + 1
            got = apply_ops(ws, PROJECT, person, CLIENT, [op(number, kind.value, "pair", "")])
            if got.refused:
                assert "nothing left to undo" in got.refused[0].message
                break
            steps = k + 1 if kind is Kind.UNDO else steps
    assert steps
    assert [r.state for r in ws.iter_records(PROJECT)] == standing
    check_log(ws, ())
    check_rows(ws)
