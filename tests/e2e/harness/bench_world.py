"""Hand-made pairs for the bench harness: several scripts, a long one, and the empty cases."""

from dataclasses import dataclass, field

from core.domain.entity import Entity
from core.domain.replay import PairState
from core.text.roman import romanise

LABELS = ["PER", "ORG", "LOC", "MISC"]
NAMES = {
    "en": "English", "ar": "Arabic", "hi": "Hindi", "zh": "Chinese", "yo": "Yoruba", "de": "German",
    "fr": "French", "th": "Thai", "am": "Amharic",
}  # fmt: skip


@dataclass(frozen=True)
class HandPair:
    """A pair with links `{(i, j): p}`, method rows of target entities, and gold where known."""

    id: str
    langs: tuple[str, str]
    source: list[str]
    target: list[str]
    entities: list[tuple[int, int, str]] | None
    links: dict[tuple[int, int], float]
    rows: dict[str, list[tuple[int, int, str, int]] | str]
    gold: list[tuple[int, int, str]] | None = None
    note: str = ""
    unseen: tuple[tuple[int, ...], tuple[int, ...]] = ((), ())
    doc: str = "newswire"
    overlays: list[dict[str, object]] = field(default_factory=list)
    competitors: int = 8


def _links(text: str) -> dict[tuple[int, int], float]:
    found = {}
    for item in text.split():
        cell, _, p = item.partition(":")
        i, j = cell.split("-")
        found[int(i), int(j)] = float(p or 0.95)
    return found


def pair(ident, langs, source, target, entities, links, rows, **more) -> HandPair:
    glue = list(target.replace(" ", "")) if langs[1] == "zh" else target.split(" ")
    return HandPair(ident, langs, source.split(" "), glue, entities, _links(links), rows, **more)


ARABIC = pair(
    "europarl-ar-0312", ("en", "ar"),
    "Chancellor Angela Merkel met Volkswagen executives in Cairo on 14 March .",
    "التقت المستشارة أنغيلا ميركل مع مديري شركة Volkswagen AG في القاهرة يوم 14 مارس .",
    [(1, 3, "PER"), (4, 5, "ORG"), (7, 8, "LOC")],
    "0-1:.91 1-2:.97 2-3:.98 3-0:.88 3-4:.21 4-7:.96 4-8:.44 5-5:.83 5-6:.31 6-9:.9 7-10:.97 "
    "8-11:.7 9-12:.99 10-13:.93 11-14:.99",
    {
        "aligned-exact": [(2, 4, "PER", 0), (7, 9, "ORG", 1), (10, 11, "LOC", 2)],
        "ngram-greedy": [(2, 4, "PER", 0), (6, 9, "ORG", 1), (10, 11, "LOC", 2)],
        "longest-run": [(1, 4, "PER", 0), (7, 8, "ORG", 1), (10, 11, "ORG", 2)],
        "similarity": [(2, 4, "PER", 0), (10, 11, "LOC", 2), (13, 14, "MISC", 2)],
    },
    gold=[(2, 4, "PER"), (7, 9, "ORG"), (10, 11, "LOC")],
    overlays=[
        {
            "key": "a2", "name": "same-word", "kind": "links",
            "links": [[4, 7, None], [9, 12, None], [11, 14, None]],
        },
        {
            "key": "a3", "name": "simalign", "kind": "links",
            "links": [[1, 2, 0.91], [2, 3, 0.97], [4, 7, 0.8], [4, 6, 0.5], [7, 10, 0.92]],
        },
        {
            "key": "gold", "name": "gold", "kind": "gold",
            "links": [[1, 2, None], [2, 3, None], [4, 7, None], [7, 10, None]],
            "possible": [[4, 8, None], [8, 11, None]],
        },
    ],
)  # fmt: skip

HINDI = pair(
    "wiki-hi-0047", ("en", "hi"),
    "The Reserve Bank of India raised rates in Mumbai , Governor Shaktikanta Das said .",
    "भारतीय रिज़र्व बैंक ने मुंबई में ब्याज दरें बढ़ा दीं , गवर्नर शक्तिकांत दास ने कहा ।",
    [(1, 5, "ORG"), (8, 9, "LOC"), (11, 13, "PER")],
    "0-0:.2 1-1:.95 2-2:.97 3-0:.3 4-0:.86 5-8:.74 5-9:.5 6-6:.6 6-7:.82 7-5:.8 8-4:.97 9-10:.99 "
    "10-11:.95 11-12:.96 12-13:.96 13-15:.9 14-16:.99",
    {
        "aligned-exact": [(0, 3, "ORG", 0), (4, 5, "LOC", 1), (12, 14, "PER", 2)],
        "ngram-greedy": [(0, 3, "ORG", 0), (4, 6, "LOC", 1), (12, 14, "PER", 2)],
        "longest-run": [(1, 3, "ORG", 0), (4, 5, "LOC", 1), (11, 14, "PER", 2)],
    },
)  # fmt: skip

CHINESE = pair(
    "ontonotes-zh-118", ("en", "zh"),
    "Huawei founder Ren Zhengfei spoke at Peking University in Beijing about 5G .",
    "华为创始人任正非在北京的北京大学谈到了第五代移动通信。",
    [(0, 1, "ORG"), (2, 4, "PER"), (6, 8, "ORG"), (9, 10, "LOC")],
    "0-0:.94 0-1:.95 1-2:.7 1-3:.7 1-4:.7 2-5:.9 3-6:.85 3-7:.86 4-16:.5 4-17:.5 5-8:.6 "
    "6-12:.8 6-13:.8 7-14:.9 7-15:.9 9-9:.93 9-10:.92 11-20:.6 11-21:.6 11-22:.5 12-26:.99",
    {
        "aligned-exact": [
            (0, 2, "ORG", 0), (5, 8, "PER", 1), (9, 11, "LOC", 3), (12, 16, "ORG", 2),
        ],
        "ngram-greedy": [(0, 2, "ORG", 0), (5, 8, "PER", 1), (9, 16, "ORG", 2)],
        "longest-run": [(0, 5, "ORG", 0), (5, 8, "PER", 1), (9, 11, "LOC", 3), (14, 16, "ORG", 2)],
    },
)  # fmt: skip

YORUBA = pair(
    "masakha-yo-2207", ("en", "yo"),
    "President Bola Tinubu visited Ibadan with officials of the Central Bank of Nigeria .",
    "Ààrẹ Bọ́lá Tinúbú ṣe àbẹ̀wò sí Ìbàdàn pẹ̀lú àwọn òṣìṣẹ́ Báńkì Àpapọ̀ ilẹ̀ Nàìjíríà .",
    [(1, 3, "PER"), (4, 5, "LOC"), (9, 13, "ORG")],
    "0-0:.9 1-1:.93 2-2:.97 3-3:.5 3-4:.6 4-6:.92 5-7:.8 6-8:.4 6-9:.8 9-11:.6 10-10:.9 "
    "11-12:.3 12-13:.94 13-14:.99",
    {
        "aligned-exact": [(1, 3, "PER", 0), (6, 7, "LOC", 1), (10, 14, "ORG", 2)],
        "ngram-greedy": [(1, 3, "PER", 0), (6, 7, "LOC", 1), (10, 12, "ORG", 2)],
        "similarity": "failed: the encoder does not cover the letters of token 4 ('àbẹ̀wò')",
    },
    note="The aligner has seen 214 sentence pairs of English and Yoruba: expect missing links.",
    unseen=((8,), (5,)),
)  # fmt: skip

EMPTY = pair(
    "europarl-de-0007", ("en", "de"), "That is why we have to act now .",
    "Deshalb müssen wir jetzt handeln .", [],
    "0-0 2-0:.5 3-2 4-1 6-4 7-3 8-5", {"aligned-exact": [], "ngram-greedy": []},
)  # fmt: skip

UNKNOWN = pair(
    "upload-0001", ("en", "fr"), "Marie Curie was born in Warsaw .",
    "Marie Curie est née à Varsovie .", None, "",
    {"aligned-exact": "skipped: the source has no entities; annotate it or import its tags"},
)  # fmt: skip


_WORDS = (
    "the committee on foreign affairs has decided that a delegation led by Ursula Leyen shall "
    "travel to New York before"
)
_WORTE = (
    "der Ausschuss für auswärtige Angelegenheiten hat heute beschlossen dass eine Delegation "
    "unter Ursula Leyen reisen wird nach New York vor"
)


def _long(times: int) -> HandPair:
    words = _WORDS.split(" ")
    worte = _WORTE.split(" ")
    source, target = words * times, worte * times
    entities, base, other = [], [], []
    for k in range(times):
        at = 20 * k
        entities += [(at + 1, at + 5, "ORG"), (at + 12, at + 14, "PER"), (at + 17, at + 19, "LOC")]
        base += [(at + 1, at + 5, "ORG", 3 * k), (at + 12, at + 14, "PER", 3 * k + 1)]
        base += [(at + 17, at + 19, "LOC", 3 * k + 2)]
        other += [(at + 1, at + 5, "ORG", 3 * k), (at + 11, at + 14, "PER", 3 * k + 1)]
    links = {
        (i, j): 0.97 - 0.6 * abs(i - j) for i in range(20 * times) for j in (i, i - 1) if j >= 0
    }
    rows = {name: list(base) for name in ("aligned-exact", "ngram-exact", "fused")}
    rows |= {"ngram-greedy": list(other), "longest-run": list(other)}
    return HandPair(f"long-{20 * times}", ("en", "de"), source, target, entities, links, rows)


EVIL = "<img/src=x/onerror=window.pwned=1>"
HOSTILE = pair(
    "<script>window.pwned=1</script>", ("en", "de"), f"{EVIL} met 💩 in क्षि .",
    f"{EVIL} traf 💩 in क्षि .", [(0, 1, "PER"), (2, 3, "<b>X</b>")], "0-0 1-1 2-2 3-3 4-4",
    {EVIL: [(0, 1, "PER", 0), (2, 3, "<b>X</b>", 1)]}, note=EVIL, doc=EVIL,
)  # fmt: skip

PAIRS = [ARABIC, HINDI, CHINESE, YORUBA, EMPTY, UNKNOWN, _long(3), _long(4), _long(6), HOSTILE]


@dataclass
class Shown:
    """What the harness turns into the data of the component."""

    pair: HandPair
    state: PairState
    version: int

    def view(self) -> dict[str, object]:
        """Return the PairView."""
        pair, state = self.pair, self.state
        return {
            "overlays": pair.overlays,
            "id": pair.id,
            "status": state.status.value,
            "version": self.version,
            "doc": pair.doc,
            "group": "",
            "source": {
                **_sentence(pair.langs[0], pair.source),
                "known": state.source is not None,
                "entities": [_entity(r) for r in state.source or ()],
            },
            "target": {
                **_sentence(pair.langs[1], pair.target),
                "entities": [_entity(r) for r in state.target],
            },
            "gold": None
            if pair.gold is None
            else [{"start": s, "end": e, "label": name} for s, e, name in pair.gold],
            "aligner": {"name": "statistical", "note": pair.note},
            "links": [[i, j, round(p, 3)] for (i, j), p in sorted(pair.links.items())],
            "unseenSource": list(pair.unseen[0]),
            "unseenTarget": list(pair.unseen[1]),
            "rows": [
                self._row(k, name, found) for k, (name, found) in enumerate(pair.rows.items())
            ],
        }

    def _row(self, k, name, found) -> dict[str, object]:
        failed = isinstance(found, str)
        outcome, _, reason = found.partition(": ") if failed else ("projected", "", "")
        entities = (
            []
            if failed
            else [
                {"start": s, "end": e, "label": label, "source": f"s{of}", "score": 0.91 - 0.07 * k}
                for s, e, label, of in found
            ]
        )
        return {
            "layer": f"layer{k}",
            "name": name,
            "summary": f"The {name} method with its defaults.",
            "base": k == 0,
            "entities": entities,
            "outcome": outcome,
            "reason": reason,
            "why": {}
            if failed
            else {r.id: self._why(r, entities) for r in self.state.source or ()},
            "orphans": [] if failed else self._orphans(entities),
            "alternatives": [] if failed else self._alternatives(entities),
        }

    def _why(self, r, entities) -> dict[str, object]:
        s, e = r.entity.start, r.entity.end
        links = {(i, j): p for (i, j), p in self.pair.links.items() if s <= i < e}
        linked = sorted({j for _, j in links})
        mine = next((x for x in entities if x["source"] == r.id), None)
        spans = {(a, b + 1) for a in linked for b in linked if 0 <= b - a < 5}
        if mine:
            spans.add((mine["start"], mine["end"]))
        scored = sorted(((self._score(links, e - s, span), span) for span in spans), reverse=True)
        text = " ".join(self.pair.source[s:e])
        n, m = len(links), len(linked)
        words = [f"“{text}” has {n} link{'s'[: n != 1]} to {m} target word{'s'[: m != 1]}."]
        words.append(
            "The best candidate covers them all." if linked else "No candidate could be formed."
        )
        margin = round(scored[0][0] - scored[1][0], 3) if len(scored) > 1 else None
        return {
            "start": s,
            "end": e,
            "label": r.entity.label,
            "picks": [[mine["start"], mine["end"], mine["score"]]] if mine else [],
            "reason": None if mine else "no-candidate" if linked else "no-links",
            "gap": 0.0,
            "words": words,
            "explanation": {
                "links": [[i, j, p] for (i, j), p in sorted(links.items())],
                "competitors": [
                    self._competitor(r, score, span, entities)
                    for score, span in scored[: self.pair.competitors]
                ],
                "margin": margin,
                "blocked_by": None,
                "steps": ["Candidates from aligned: 8 spans.", "Choice: exact."],
                "posterior": 0.83,
                "entropy": 0.7,
                "not_computed": "" if margin else "not computed: nothing to compare",
            },
        }

    @staticmethod
    def _competitor(r, score, span, entities) -> dict[str, object]:
        a, b = span
        taken = next((x["source"] for x in entities if x["start"] < b and a < x["end"]), None)
        return {
            "start": a,
            "end": b,
            "score": score,
            "parts": [["alignment", min(1.0, score + 0.04)], ["form", max(0.0, score - 0.2)]],
            "origins": ["aligned", "ngrams"] if b - a < 3 else ["ngrams"],
            "taken_by": None if taken == r.id else taken,
            "posterior": round(score / 2, 4),
        }

    def _orphans(self, entities) -> list[dict[str, object]]:
        def orphan(side, start, end, reason, entity, words) -> dict[str, object]:
            more = {"label": None, "entity": entity, "beyond": None, "words": words}
            return {"side": side, "start": start, "end": end, "reason": reason, **more}

        had = {x["source"] for x in entities}
        missing = [r for r in self.state.source or () if r.id not in had]
        taken = {j for x in entities for j in range(x["start"], x["end"])}
        free = [j for j in range(len(self.pair.target)) if j not in taken][:2]
        words = "is linked to “Merkel” and stands apart from its span"
        return [
            orphan("source", r.entity.start, r.entity.end, "no-links", r.id, "not projected")
            for r in missing
        ] + [orphan("target", j, j + 1, "linked-outside", "s0", words) for j in free]

    def _alternatives(self, entities) -> list[dict[str, object]]:
        best = {x["source"]: [[x["start"], x["end"]]] for x in entities}
        fewer = {name: spans if k else [] for k, (name, spans) in enumerate(best.items())}
        return [{"total": 2.5, "spans": best}, {"total": 1.75, "spans": fewer}]

    @staticmethod
    def _score(links, length, span) -> float:
        inside = sum(p for (_, j), p in links.items() if span[0] <= j < span[1])
        return round(min(1.0, 2 * inside / (length + span[1] - span[0])), 3)


def _sentence(lang: str, tokens: list[str]) -> dict[str, object]:
    direction = "rtl" if lang == "ar" else "ltr"
    latin = [romanise(token, lang=lang) for token in tokens]
    return {
        "lang": lang,
        "langName": NAMES[lang],
        "dir": direction,
        "tokens": tokens,
        **({"roman": latin} if any(latin) else {}),
    }


def _entity(r) -> dict[str, object]:
    e: Entity = r.entity
    return {
        "id": r.id,
        "start": e.start,
        "end": e.end,
        "label": e.label,
        "status": r.status.value,
        "source": r.source_id,
    }
