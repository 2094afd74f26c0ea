"""Small valid files for every target, made by hand or by our own writers."""

import gzip
import json
from hashlib import sha256

_PAIR = {
    "id": "p1",
    "src_lang": "en",
    "tgt_lang": "de",
    "src_tokens": ["Anna", "lives", "in", "New", "York"],
    "src_tags": ["B-PER", "O", "O", "B-LOC", "I-LOC"],
    "tgt_tokens": ["Anna", "lebt", "in", "New", "York"],
    "tgt_tags": ["B-PER", "O", "O", "B-LOC", "I-LOC"],
    "doc": "d1",
    "group": "g1",
    "eval_types": ["PER", "LOC"],
    "note": {"free": [1, 2.5, None]},
}
_WHY = {
    "links": [[0, 0, 0.9]],
    "competitors": [
        {
            "start": 0,
            "end": 1,
            "score": 0.5,
            "parts": [["form", 0.5]],
            "origins": ["aligned"],
            "taken_by": None,
            "posterior": 0.75,
        }
    ],
    "margin": 0.25,
    "blocked_by": None,
    "steps": ["one"],
    "posterior": 0.75,
    "entropy": 0.5,
    "not_computed": "",
}
_PROJECTION = {
    "start": 0,
    "end": 1,
    "label": "PER",
    "picks": [[0, 1, 0.5]],
    "reason": None,
    "gap": 0,
    "explanation": _WHY,
}
_OP = {
    "seq": 1,
    "pair": "p1",
    "side": "target",
    "kind": "change",
    "entity": "s0.0",
    "start": 0,
    "end": 2,
    "label": "PER",
    "source": None,
    "layer": "",
    "reason": "",
    "time": "2026-01-02T03:04:05.678Z",
    "version": 3,
    "seen": 3,
}
_CARD = {
    "format": "silverlens-tagger-1",
    "kind": "small",
    "labels": ["O", "B-PER"],
    "languages": ["de"],
    "settings": {"a": 1},
    "made": {},
}
_STEP = {"name": "read", "title": "Reading", "state": "done", "done": 1, "total": 1}
_RUN = {"state": "done", "steps": [_STEP], "pid": 1, "message": "", "notes": []}
_ASKS = [
    {"client": "tab-1", "n": 1, "kind": kind, "pair": "p1", "body": body}
    for kind, body in (
        ("memory", {"side": "source", "entity": "s0"}),
        ("occurrences", {"entity": "s0"}),
        ("merge", {}),
        ("history", {"before": 0}),
        ("revert", {"seq": 1}),
    )
]


def _line(**values: object) -> bytes:
    return json.dumps(values, ensure_ascii=False).encode() + b"\n"


_CONLL = b"# id = 1\nAnna\tB-PER\nlives\tO\n\n-DOCSTART-\tO\n\nNew\tB-LOC\nYork\tI-LOC\n"
_BIOES = b"Anna NNP S-PER\r\nNew NNP B-LOC\r\nYork NNP E-LOC\r\n\r\n"
_TABLE = "Anna lives here.\tAnna lebt hier.\nZoë\t安娜\n".encode()

SEEDS: dict[str, list[bytes]] = {
    "conll": [_CONLL, _BIOES, b"\xef\xbb\xbf" + _CONLL],
    "corpora.columns": [_CONLL.replace(b"# id = 1\n", b"").replace(b"-DOCSTART-\tO\n\n", b"")],
    "corpora.columns.parallel": [b"a B-PER\nb O\n\n\x0cc B-PER\nd O\n\n"],
    "corpora.pairs": [_line(**_PAIR)],
    "gazetteer": [b"Anna\tPER\n# a remark\nNew York\tLOC\n"],
    "gold_links": [_line(id="p1", sure=[[0, 0]], possible=[[1, 1]], src_unaligned=[2])],
    "gold_links.pharaoh": [b"0-0 1p1\n\n2-2\n"],
    "lines": [b"one\r\ntwo\n", gzip.compress(b"one\ntwo\n", mtime=0)],
    "lines.unpacked": [b"one\n", gzip.compress(b"one\n", mtime=0)],
    "links_jsonl": [_line(id="p1", links=[[0, 0, 0.5], [1, 1]], unseen_src=[2], unseen_tgt=[])],
    "marked": [b"[PER Anna] lives in [LOC New York]."],
    "pairs_jsonl": [_line(**_PAIR), _line(**{**_PAIR, "src_tags": None, "tgt_tags": None})],
    "pharaoh": [b"0-0 1-1\n\n2-2\n"],
    "plain_text": [b"Anna lives here.\nShe is well.\n"],
    "projections_jsonl": [_line(**_PAIR, gold_tags=None, projections=[_PROJECTION])],
    "records": [json.dumps([_PROJECTION]).encode()],
    "schemes": [b"B-PER I-PER O S-LOC", b"U-PER B-LOC L-LOC"],
    "sniff": [
        b"\x00" + _line(**_PAIR),
        b"\x01" + _CONLL + b"\x0c" + _CONLL,
        b"\x0a" + b"one\ntwo\n\x0c" + _BIOES,
        b"\x03" + _TABLE,
    ],
    "spans_jsonl": [_line(id="p1", spans=[[0, 1, "PER", 0.5], [1, 2, None, None]])],
    "spec_toml": [b'matcher = "exact"\n[scores]\nform = 1.5\n[options]\nmax_gap = 1\n'],
    "tag_probs_jsonl": [_line(id="p1", labels=["O", "B-PER"], probs=[[0.5, 0.5]])],
    "translation_scores_jsonl": [_line(id="p1", scores=[[0, 1, 0, 1, -0.5]])],
    "tsv": [_TABLE, gzip.compress(_TABLE, mtime=0)],
    "core.aligners.saved": [],
    "core.scoring.learned": [],
    "core.pipeline.runs.config": [
        b'format = "silverlens-run-1"\nsetting = "parallel"\ntext = "a.jsonl"\n'
        b'target_lang = "de"\n',
    ],
    "core.models.card": [json.dumps(_CARD).encode()],
    "core.pipeline.release": [],
    "core.pipeline.runs.state": [json.dumps(_RUN).encode()],
    "core.review.asks": [json.dumps(one).encode() for one in _ASKS],
    "core.review.decide": [
        json.dumps([_OP, {**_OP, "seq": 2, "kind": "flag"}]).encode(),
        json.dumps({**_OP, "seq": 3, "kind": "act", "ops": [{**_OP, "kind": "accept"}]}).encode(),
        json.dumps({**_OP, "kind": "settle", "reason": "theirs", "settles": [["a", 1]]}).encode(),
    ],
    "core.review.guide": [
        b'{"guideline": "a", "labels": [{"label": "PER", "definition": "b", "examples": "c"}]}'
    ],
    "core.storage.backup": [
        b'{"format": "silverlens-backup-1", "schema": "0005"}\n'
        b'{"table": "projects", "columns": ["id", "name"]}\n[1, "one"]\n'
        b'{"end": {"projects": {"rows": 1, "sha256": "'
        + sha256(b'[1, "one"]\n').hexdigest().encode()
        + b'"}}}\n'
    ],
    "core.review.ops": [
        json.dumps(_OP).encode(),
        json.dumps([{**_OP, "kind": "act", "ops": [{**_OP, "kind": "accept"}]}]).encode(),
    ],
    "core.review.filters": [
        b"status=done&label=PER&text=Anna&regex=1&len=3-9&order=random:7",
        b"order=suspicion&reviewer=ann",
    ],
    "core.review.names": [b"random:7", b"tab-1", b"Zo\xc3\xab"],
}
"""What each target reads; where it is empty, `kept/` has what it reads."""
