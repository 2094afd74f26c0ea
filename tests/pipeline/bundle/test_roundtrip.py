"""A bundle opened elsewhere is the project; what was changed, cut or made up is refused."""

import io
import json
import zipfile
from dataclasses import replace

import pytest

from core.domain.alignment import Alignment
from core.domain.decision import Decision, Kind, PairStatus, Side
from core.domain.task import SuppliedSpan
from core.errors import ConflictError, FormatError, InputError
from core.pipeline.bundle import Part, open_bundle, read_bundle, write_bundle
from core.pipeline.bundle.archive import write as write_archive
from core.review import update
from core.storage import Workspace
from tests.pipeline.bundle.build import NAME, log, machine, off, packed, read
from tests.storage.build import corpus, decision


@pytest.fixture
def ws(home):
    found = home
    found.append_decisions(
        NAME,
        [
            decision(1, "p1", Kind.ACCEPT_PAIR, side=Side.PAIR),
            decision(2, "p2", Kind.DELETE, entity="s1.0", via="random:7"),
            decision(3, "p2", Kind.UNDO, side=Side.PAIR),
            decision(4, "p3", Kind.COMMENT, side=Side.PAIR, reason="سلام\u2028 <b>&"),
        ],
    )
    found.extras.write(NAME, "spans", "by hand", [("p1", (SuppliedSpan(0, 1, "PER", 0.1),))])
    found.models.write(NAME, "aligner", b"\x00\xff")
    return found


@pytest.fixture
def other(tmp_path):
    return machine(tmp_path, "laptop")


def test_a_bundle_opens_as_the_project_and_gives_the_same_bytes(ws, other) -> None:
    data = packed(ws)
    open_bundle(other, read(data), NAME)
    assert packed(ws) == data
    assert packed(other) == data
    assert other.project(NAME).layers == ws.project(NAME).layers
    for pair in corpus():
        assert other.record(NAME, pair.id) == ws.record(NAME, pair.id)
        key = ws.project(NAME).aligner
        assert other.alignment(NAME, pair.id, key) == ws.alignment(NAME, pair.id, key)
    assert other.decisions(NAME) == ws.decisions(NAME)
    assert other.undoable(NAME, "ann") == ws.undoable(NAME, "ann")
    assert other.redoable(NAME, "ann") == ws.redoable(NAME, "ann")
    assert other.extras.of_pair(NAME, "p1", {"spans": "by hand"}).spans == (
        SuppliedSpan(0, 1, "PER", 0.1),
    )
    assert other.models.read(NAME, "aligner") == b"\x00\xff"
    assert off(other) == []


def test_members_are_lines_that_people_can_read(ws) -> None:
    with zipfile.ZipFile(io.BytesIO(packed(ws))) as held:
        names = held.namelist()
        decisions = [json.loads(line) for line in held.read("decisions.jsonl").splitlines()]
        manifest = json.loads(held.read("manifest.json"))
        assert names == [*sorted(set(names) - {"manifest.json"}), "manifest.json"]
        assert {info.date_time for info in held.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert [d["kind"] for d in decisions] == ["accept-pair", "delete", "undo", "comment"]
    assert manifest["members"]["decisions.jsonl"]["lines"] == 4


def test_a_part_has_its_pairs_with_all_that_was_decided_on_them(ws, other) -> None:
    data = packed(ws, part=Part(statuses=(PairStatus.DONE, PairStatus.IN_PROGRESS)))
    info = open_bundle(other, read(data), "part")
    assert [pair.pair.id for pair in other.pairs("part")] == ["p1"]
    assert info.layers == ws.project(NAME).layers
    assert log(other, "part") == [("c1", 1)]
    again = read(packed(other, "part"))
    assert again.part
    open_bundle(other, again, "part of part")
    assert off(other, "part of part") == []


def test_the_assigned_pairs_go_to_a_person(ws, other) -> None:
    with pytest.raises(InputError, match="no pair of project 'one' is of that part"):
        write_bundle(ws, NAME, io.BytesIO(), Part(assigned="ann"))


def test_a_taken_name_is_refused_and_nothing_written(ws) -> None:
    with pytest.raises(ConflictError, match="there is a project 'one' already"):
        open_bundle(ws, read(packed(ws)), NAME)
    assert ws.names() == (NAME,)


def changed(data: bytes, name: str, change) -> bytes:
    """Return a bundle with one member changed and a manifest that fits it."""
    with zipfile.ZipFile(io.BytesIO(data)) as held:
        members = {n: held.read(n) for n in held.namelist() if n != "manifest.json"}
    members[name] = change(members[name])
    out = io.BytesIO()
    write_archive(out, ((n, [members[n]]) for n in sorted(members)))
    return out.getvalue()


@pytest.mark.parametrize(
    ("member", "old", "new", "said"),
    [
        ("decisions.jsonl", b'"kind": "delete"', b'"kind": "explode"', "line 2.*no decision"),
        ("decisions.jsonl", b'"entity": "2"', b'"entity": "77"', "decision 3 is about 77"),
        ("decisions.jsonl", b'"pair": "p3"', b'"pair": "p9"', "'p9' is not among the pairs"),
        ("decisions.jsonl", b'"seq": 4', b'"seq": 2', "decision 2 stands behind decision 3"),
        ("pairs.jsonl", b'"Anna"', b'"An\\tna"', "line 1"),
        ("links/001.jsonl", b'"n": 5', b'"n": 6', "6 x 6|5 x 6"),
        ("signals.jsonl", b"", b"{}\n", "no row of a bundle"),
    ],
)
def test_a_line_that_is_wrong_is_refused_with_its_place(ws, other, member, old, new, said) -> None:
    data = changed(packed(ws), member, lambda body: body.replace(old, new, 1))
    with pytest.raises((FormatError, InputError), match=said):
        open_bundle(other, read(data), NAME)
    assert other.names() == ()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b'{\\"outcomes\\":{', b'{\\"outcomes\\":[', "line 1.*no version of a pair"),
        (b'\\"outcomes\\":{', b'\\"outcome\\":{', "line 1.*has to hold 'outcomes' and 'links'"),
        (b'\\"projected\\"', b'\\"rejected\\"', "line 1.*state 'rejected' is none of"),
        (b"[[3,5,0.8]]", b"[[3,9,0.8]]", "line 1.*9"),
        (b'\\"by hand\\":\\"[5,6,', b'\\"by hand\\":\\"[5,7,', "line 1.*for 5 x 7 tokens, not"),
        (b'"pair": "{', b'"pair": "[', "line 1.*no version of a pair"),
        pytest.param(b"[5,6,", b"[" * 100_000, "line 1.*no version of a pair", id="deep"),
        (b'"revision": 1', b'"revision": 0', "line 1.*counts from 1, and is 0"),
        (b'\\"spans\\"', b'\\"spams\\"', "line 1.*no version of a pair"),
    ],
)  # fmt: skip
def test_a_version_that_says_what_nothing_made_is_refused(ws, other, old, new, said) -> None:
    words = ws.pair(NAME, "p1").pair
    target = replace(words.target, tokens=("Eva", *words.target.tokens[1:]))
    update.edit(ws, NAME, replace(words, target=target), "eve")
    body = zipfile.ZipFile(io.BytesIO(packed(ws))).read("revisions.jsonl")
    assert old in body
    data = changed(packed(ws), "revisions.jsonl", lambda body: body.replace(old, new, 1))
    with pytest.raises((FormatError, InputError), match=said):
        open_bundle(other, read(data), NAME)
    assert other.names() == ()


def test_a_layer_that_is_not_what_its_hash_tells_is_refused(ws, other) -> None:
    base = ws.project(NAME).layers[0].content_hash
    name = f"layers/001-{base}.jsonl"
    data = changed(packed(ws), name, lambda body: body.replace(b'"LOC"', b'"ORG"', 1))
    with pytest.raises(FormatError, match=f"content hash [0-9a-f]+, and should have {base}"):
        open_bundle(other, read(data), NAME)
    assert other.names() == ()


def test_a_member_changed_behind_the_manifest_is_refused(ws) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed(ws))) as held, zipfile.ZipFile(out, "w") as again:
        for info in held.infolist():
            body = held.read(info).replace(b"p1", b"p7")
            again.writestr(info.filename, body)
    with pytest.raises(FormatError, match=r"not what the manifest says|is no|in both"):
        read(out.getvalue())


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["../evil.jsonl"], "'../evil.jsonl' has a name that leads out of the archive"),
        (["evil.exe"], "is called 'evil.exe'"),
        (["/etc/passwd"], "has a name that leads out"),
        (["a.jsonl", "a.jsonl"], "stands in it twice"),
        (["pairs.jsonl"], "has no manifest.json"),
        ([f"x{k}.jsonl" for k in range(1200)], "files in it"),
    ],
)
@pytest.mark.filterwarnings("ignore:Duplicate name:UserWarning")
def test_a_zip_that_is_no_bundle_is_refused(names, said) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as held:
        for name in names:
            held.writestr(name, b"")
    with pytest.raises(FormatError, match=said):
        read(out.getvalue())


def test_what_unpacks_to_far_too_much_is_refused_before_it_is_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as held:
        held.writestr("pairs.jsonl", b"\0" * 2**25)
    with pytest.raises(FormatError, match="unpacks to more than 200 times its size"):
        read(out.getvalue())


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"{}"])
def test_what_is_no_zip_is_refused(data) -> None:
    with pytest.raises(FormatError, match="broken zip archive"):
        read(data)


def test_a_cut_bundle_is_refused(ws) -> None:
    data = packed(ws)
    with pytest.raises(FormatError):
        read_bundle(io.BytesIO(data[: len(data) // 2]), file="cut")


def test_links_keep_their_probabilities(tmp_path, other) -> None:
    ws: Workspace = machine(tmp_path, "sure")
    pairs = corpus(1)
    ws.create_project("p", pairs)
    links = Alignment(5, 6, (((0, 0, 0.1 + 0.2)), ((1, 2, None))), (4,), (5,))
    ws.write_alignments("p", "a key / with ü", [("p1", links)])
    open_bundle(other, read(packed(ws, "p")), "p")
    assert other.alignment("p", "p1", "a key / with ü") == links


def test_decisions_name_what_they_undo_by_number(ws) -> None:
    kinds: list[Decision] = [d for d in ws.decisions(NAME) if d.kind is Kind.UNDO]
    assert [d.entity for d in kinds] == ["2"]
