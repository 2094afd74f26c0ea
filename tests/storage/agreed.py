"""Whether nobody decided over the head of another: the rule of conflicts, read off the log."""

from collections import Counter
from collections.abc import Mapping, Sequence

from core.domain.decision import AIMED, Decision, Kind
from core.domain.replay import PairState, undone_seqs
from core.storage import Workspace

Notes = Mapping[str, Sequence[Mapping[str, object]]]
"""What each person sent and was told, by name."""


def check_seen(ws: Workspace, project: str, journals: Notes) -> int:
    """Return how many decisions said what they had seen; each had, or changed nothing.

    What was decided on a pair between what was seen and the decision is of the same page, makes
    no difference, or is what the decision says as well.
    """
    seen = {
        (client, raw["seq"], raw["pair"]): raw["seen"]
        for client, notes in journals.items()
        for raw in _sent(notes)
        if raw["kind"] != "settle" and raw.get("seen") is not None
    }
    checked = 0
    for pair in ws.find(project, limit=1000):
        past = ws.history.past(project, pair)
        for at, decision in enumerate(past.log):
            since = seen.get((decision.client, decision.client_seq, pair))
            if since is None or decision.kind in {Kind.COMMENT, *AIMED}:
                continue
            checked += 1
            others = _others(past.log[:since], past.log[:at], _page(decision))
            if others:
                at_times = (since, at, at + 1)
                then, before, after = (_stands(past.after(past.log[:k])) for k in at_times)
                assert then == before or before == after, (pair, decision, others)
    return checked


def check_conflicts(ws: Workspace, project: str, journals: Notes) -> Counter[str]:
    """Return how what met another's decision ended; each is kept whole until it is settled."""
    ended: Counter[str] = Counter()
    for person, notes in journals.items():
        sent = {raw["seq"]: raw for raw in _sent(notes)}
        refused = dict(_refused(notes))
        met = {seq for seq, message in refused.items() if "was decided on meanwhile by" in message}
        taken_back = sum("is taken back now" in message for message in refused.values())
        settled = {
            seq
            for raw in sent.values()
            if raw["seq"] not in refused or raw["seq"] in met
            for _, seq in raw.get("settles") or ()
        }
        kept = {one.client_seq: one for one in ws.refusals.unsettled(project, person)}
        assert set(kept) <= met - settled
        assert len(met - settled) - len(kept) <= taken_back
        for seq, one in kept.items():
            raw = sent[seq]
            wanted = raw["ops"] if raw["kind"] == "act" else [raw]
            assert [o["kind"] for o in one.body["ops"]] == [o["kind"] for o in wanted]
            assert one.pair in {"", *(o["pair"] for o in wanted)} or raw["kind"] in AIMED
            assert one.body["by"]
        ended.update(met=len(met), settled=len(settled), kept=len(kept))
    return ended


def _others(told: Sequence[Decision], there: Sequence[Decision], page: str) -> list[Decision]:
    """Return what other pages did after what was told, as far as it still makes a difference."""
    known = {d.seq for d in told}
    then, now = undone_seqs(told), undone_seqs(there)
    found = []
    for d in there[len(told) :]:
        if _page(d) == page or d.kind is Kind.COMMENT or d.seq in now:
            continue
        aim = int(d.entity) if d.kind in AIMED else 0
        if not aim or (aim in known and (aim in then) != (aim in now)):
            found.append(d)
    return found


def _sent(notes: Sequence[Mapping[str, object]]) -> list[Mapping[str, object]]:
    return [raw for note in notes for raw in note.get("sent", ())]


def _refused(notes: Sequence[Mapping[str, object]]) -> list[tuple[int, str]]:
    answers = [note["done"] for note in notes if "done" in note]
    return [(seq, message) for answer in answers for seq, message in answer["refused"]]


def _page(decision: Decision) -> str:
    return decision.client.partition("/")[0]


def _stands(state: PairState) -> tuple[object, ...]:
    return (state.status, state.source, state.target)
