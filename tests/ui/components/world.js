/** A small pair, built by hand, for the tests of the browser's own logic. */

export function entity(id, start, end, label = "PER", more = {}) {
  return { id, start, end, label, status: "unreviewed", source: null, ...more };
}

export function aPair(more = {}) {
  return {
    id: "p1", status: "unreviewed", version: 0, doc: "", group: "",
    source: {
      lang: "en", langName: "English", dir: "ltr", known: true, tokens: ["Ada", "met", "Bo", "in", "Rome"],
      entities: [entity("s0", 0, 1), entity("s1", 2, 3), entity("s2", 4, 5, "LOC")],
    },
    target: {
      lang: "de", langName: "German", dir: "ltr", tokens: ["Ada", "traf", "Bo", "Li", "in", "Rom"],
      entities: [entity("s0.0", 0, 1, "PER", { source: "s0" }), entity("s1.0", 2, 3, "PER", { source: "s1" })],
    },
    gold: null, aligner: { name: "x", note: "" },
    links: [[0, 0, 0.9], [2, 2, 0.8], [2, 3, 0.4], [4, 5, 0.9]], unseenSource: [], unseenTarget: [],
    rows: [{
      layer: "L0", name: "base", summary: "", base: true, outcome: "projected", reason: "",
      entities: [{ start: 0, end: 1, label: "PER", source: "s0" }, { start: 5, end: 6, label: "LOC", source: "s2" }],
      why: { s1: {
        start: 2, end: 3, label: "PER", picks: [[2, 4, 0.9]], reason: null, gap: 0, words: [],
        explanation: {
          links: [], margin: 0.4, blocked_by: null, steps: [], posterior: 0.9, entropy: 0.5, not_computed: "",
          competitors: [
            { start: 2, end: 4, score: 0.9, parts: [], origins: [], taken_by: null, posterior: 0.9 },
            { start: 3, end: 4, score: 0.5, parts: [], origins: [], taken_by: null, posterior: 0.1 },
          ],
        },
      } },
      orphans: [
        { side: "source", start: 0, end: 1, reason: "no-links", label: "PER", entity: "s0", beyond: null, words: "" },
        { side: "source", start: 4, end: 5, reason: "no-links", label: "LOC", entity: "s2", beyond: null, words: "" },
        { side: "target", start: 3, end: 4, reason: "linked-outside", label: "PER", entity: "s1", beyond: "beside", words: "" },
        { side: "target", start: 2, end: 4, reason: "copied", label: "PER", entity: "s1", beyond: null, words: "" },
      ],
      alternatives: [
        { total: 2, spans: { s1: [[2, 4]] } }, { total: 1.5, spans: { s1: [[3, 4]] } }, { total: 1, spans: { s1: [] } },
      ],
    }],
    ...more,
  };
}

export function anOp(more) {
  return {
    seq: 1, pair: "p1", side: "target", kind: "accept", entity: "", start: null, end: null, label: null,
    source: null, layer: "", reason: "", time: "2026-01-01T00:00:00Z", ...more,
  };
}

export function memory(start = {}) {
  const held = new Map(Object.entries(start));
  return {
    held, getItem: (k) => held.get(k) ?? null, setItem: (k, v) => held.set(k, v),
    removeItem: (k) => held.delete(k), key: (n) => [...held.keys()][n] ?? null,
    get length() { return held.size; },
  };
}
