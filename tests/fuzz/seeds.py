"""Small valid files for every target, made by hand or by our own writers."""

import gzip
import json
from base64 import b64encode
from hashlib import sha256
from zlib import compress

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
_WISH = {"layer": "a", "changes": {"exact.max_gap": 2}, "toggles": [[0, 1, True]]}
_ASKS = [
    {"client": "tab-1", "n": 1, "kind": kind, "pair": "p1", "body": body}
    for kind, body in (
        ("memory", {"side": "source", "entity": "s0"}),
        ("occurrences", {"entity": "s0"}),
        ("merge", {}),
        ("history", {"before": 0}),
        ("revert", {"seq": 1}),
        ("whatif", _WISH),
        ("whatif-count", {**_WISH, "start": 0}),
    )
]


def _line(**values: object) -> bytes:
    return json.dumps(values, ensure_ascii=False).encode() + b"\n"


_DECISION = {
    "seq": 1,
    "time": "2026-01-02T03:04:05.678+00:00",
    "person": "ann",
    "pair": "p1",
    "side": "target",
    "kind": "add",
    "entity": "c1:1",
    "new": [0, 2, "PER"],
    "proposals": [[0, 2, "PER", None]],
    "base": "0123456789abcdef",
    "client": "c1",
    "client_seq": 1,
}
_CARRIED = {
    "base": "0123456789abcdef",
    "revision": 1,
    "status": "done",
    "source": [["s0", 0, 1, "PER", "accepted", None]],
    "target": [["s0.0", 0, 1, "PER", "corrected", "s0"]],
}
_SCORE = {"tp": 1, "n_gold": 2, "n_predicted": 2}
_COUNTS = {"right": 1, "gold": 2, "predicted": 2}
_TRIAL = {
    "scorer": "a",
    "layer": "b",
    "name": "c",
    "before": "d",
    "entities": 5,
    "pairs": 2,
    "decision": 9,
    "check": {"base": _SCORE, "learned": _SCORE, "sure": 0.99},
    "changed": 3,
    "first": ["p1"],
    "state": "offered",
    "time": "2026-01-02T03:04:05.678Z",
}
_LANGUAGE = {
    "key": "a",
    "sentences": 2,
    "failed": 0,
    "reasons": {"none": 1},
    "proj_ratio": 0.5,
    "overall": _COUNTS,
    "per_type": {"PER": _COUNTS},
    "halves": {"even": _COUNTS},
    "seconds": 1.5,
}
_CONLL = b"# id = 1\nAnna\tB-PER\nlives\tO\n\n-DOCSTART-\tO\n\nNew\tB-LOC\nYork\tI-LOC\n"
_CONLLU = b"1\tAnna\t_\t_\t_\t_\t_\t_\t_\t_\n2\tlives\t_\t_\t_\t_\t_\t_\t_\tX=1\n\n"
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
    "core.pipeline.bundle.members": [
        b"",
        b'\x02\x00\x01"2026"',
        b'\x03\x00\x01"2026"\x0c\x02\x01\x02"bob"',
    ],
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
    "conll_lossless": [_CONLL, _CONLLU],
    "core.cli.inputs": [b"aligner.rounds=5\nstatistical.seed=1"],
    "core.models.beams": [
        b'{"format": "silverlens-proposer-1", "labels": ["PER"], "languages": [], "made": {}}'
    ],
    "core.models.labels": [
        b"O\nB-PER\nI-PER\n",
        b"O\nPERSON\nPLACE\nPERSON=PER PLACE=LOC",
        b"LABEL_0\nLABEL_1\nLABEL_0=O LABEL_1=B-PER",
    ],
    "core.pipeline.benchmark.kept": [json.dumps({"methods": {"a": _LANGUAGE}}).encode()],
    "core.pipeline.runs.engine": [b'{"text": {"name": "a", "identity": "0123456789abcdef"}}'],
    "core.pipeline.trials": [json.dumps(_TRIAL).encode()],
    "core.review.confidence.shelf": [
        json.dumps({"of": "a", "layers": ["b"], "blocks": 1, "kinds": 1}).encode(),
        json.dumps({"of": "a", "pairs": [[[0, 0.5, [[0, "PER", [[0, 1]], [1.5]]]]]]}).encode(),
        b'{"weights": [1.0], "base": 0.5, "offsets": {"PER": 0.1}, "covariance": [[1.0]],'
        b' "decisions": 3, "of": "a"}',
    ],
    "core.review.guide_files": [
        b"# Guideline: one\n\nAll names.\n\n## PER\n\npeople\n\n### Examples\n\n\\# Anna\n",
        b"# How\n\n## PER\n\npeople\n\n## Other\n",
    ],
    "core.review.methods": [
        b'{"matcher": {"part": "exact", "price": 0.5}, "candidates": ["ngrams"], "scores": '
        b'[{"part": "alignment", "weight": 0.5}], "label_map": {"MISC": "O"}}\n'
        b'{"method": "coverage-exact"}',
        b'{"combiner": "vote", "members": ["coverage-exact", "span-rule"], "joint": "vote"}',
    ],
    "core.review.whatif_asks": [json.dumps(_WISH).encode()],
    "core.storage.accounts": [
        b'{"email": "Ann@x.org", "email_verified": true, "sub": "1", "iss": "https://x.org"}'
    ],
    "core.storage.doctor": [b"", b'\x00\x00\x01"two"'],
    "core.storage.files": [_TABLE, gzip.compress(_TABLE, mtime=0)],
    "core.storage.originals": [
        b'{"scheme": "iob2", "tag_column": 1, "left": [0]}\n' + _CONLL,
        b'{"scheme": "bioes"}\n' + _BIOES,
    ],
    "core.storage.packed": [
        b'[["O", "B-PER"], 1]\n' + bytes(16),
        b'[[0, 1, "PER", 0.5], [1, 2, null, null]]',
        b"[[0, 1, 0, 2, -0.5]]",
    ],
    "core.storage.secret": [
        b"https://x.org/.well-known/openid-configuration",
        b"postgresql+psycopg://a:b@[::1]:5432/c?sslmode=require",
        b"sqlite:///a/b.sqlite",
    ],
    "core.storage.wire": [
        _line(**_DECISION),
        _line(**{**_DECISION, "kind": "rebase", "side": "pair", "entity": "", "new": None})
        .replace(b'"new": null, ', b"")
        .replace(b'"proposals"', b'"carried": ' + json.dumps(_CARRIED).encode() + b', "proposals"'),
        _line(id="p1", state="projected", outcome=[[0, 1, "PER", [[0, 1, 0.5]], None]]),
        _line(id="p1", n=2, m=3, links=[[0, 0, 0.5], [1, 1]], unseen_src=[], unseen_tgt=[2]),
        _line(id="p1", body=b64encode(compress(b"[[0, 1, null, null]]", 1)).decode()),
        _line(pair='{"s":["en",["a"],[[0,1,"PER"]]],"t":["de",["b"],null]}'),
    ],
    "core.text.pattern": [rb"(?i)\bN(e|\w)+w{1,3}\s(?P<a>York)$", rb"\p{Lu}[^a-z]*+(?=x)"],
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
