import assert from "node:assert/strict";
import { test } from "node:test";

import { mergeDrafts, mergeRows, mineOf } from "../../../ui/components/bench/merging.js";
import { aPair, anOp, entity } from "./world.js";

const pair = aPair();
const seen = { status: "unreviewed", source: pair.source.entities, target: pair.target.entities };

function aMerge(now, ops, more = {}) {
  return {
    pair: "p1", client: "me", version: 1, last: 1, by: ["Ann"], lines: [], then: seen,
    now: { ...seen, status: "in-progress", ...now }, ops: ops.map((op, k) => anOp({ ...op, seq: k + 1 })), again: null, settles: [["me", 1]], ...more,
  };
}

const change = (id, start, end, label = "PER") => ({ pair: "p1", side: "target", kind: "change", entity: id, start, end, label });
const kinds = (rows) => rows.filter((r) => r.side === "target").map((r) => [r.kind, r.touched]);

test("what both changed differs by boundary or type; what only one touched is told", () => {
  const [ada, bo] = pair.target.entities;
  const now = { target: [{ ...ada, label: "ORG", status: "corrected" }, { ...bo, end: 4, status: "corrected" }] };
  const merge = aMerge(now, [change("s0.0", 0, 1, "LOC")]);
  assert.deepEqual(kinds(mergeRows(pair, merge)), [["type", true], ["boundary", false]]);
  assert.equal(mineOf(pair, merge).target[0].label, "LOC");
  const drafts = mergeDrafts("p1", mergeRows(pair, merge).filter((r) => r.touched), merge.ops);
  assert.deepEqual(drafts, [{ pair: "p1", side: "target", entity: "s0.0", kind: "change", start: 0, end: 1, label: "LOC" }]);
});

test("what they rejected and one keeps is restored, what they added and one has not is a choice", () => {
  const [ada, bo] = pair.target.entities;
  const extra = entity("ann:1", 5, 6, "LOC", { status: "added" });
  const now = { target: [{ ...ada, status: "rejected" }, bo, extra] };
  const merge = aMerge(now, [{ pair: "p1", side: "target", kind: "accept", entity: "s0.0" }]);
  const rows = mergeRows(pair, merge);
  assert.deepEqual(kinds(rows), [["extra", true], ["same", false], ["missing", false]]);
  assert.deepEqual(mergeDrafts("p1", rows.filter((r) => r.touched), []), [{ pair: "p1", side: "target", entity: "s0.0", kind: "accept" }]);
  const all = mergeDrafts("p1", rows, []);
  assert.deepEqual(all.map((d) => [d.kind, d.entity]), [["delete", "ann:1"], ["accept", "s0.0"]]);
});

test("what one added comes again under a new name, comments and the pair's status with it", () => {
  const ops = [
    { pair: "p1", side: "target", kind: "add", entity: "me:1", start: 5, end: 6, label: "LOC", source: "s2" },
    { pair: "p1", side: "target", kind: "change", entity: "me:1", start: 4, end: 6, label: "LOC" },
    { pair: "p1", side: "pair", kind: "comment", reason: "why?" },
    { pair: "p1", side: "pair", kind: "flag" },
  ];
  const merge = aMerge({ status: "done" }, ops);
  const rows = mergeRows(pair, merge);
  assert.deepEqual(rows.at(-1).status, ["done", "flagged"]);
  assert.deepEqual(mergeDrafts("p1", rows.filter((r) => r.touched), merge.ops), [
    { pair: "p1", side: "pair", kind: "comment", reason: "why?" },
    { pair: "p1", side: "target", kind: "add", start: 4, end: 6, label: "LOC", source: "s2" },
    { pair: "p1", side: "pair", kind: "flag" },
  ]);
});

test("both said the same: nothing is left to do", () => {
  const [ada, bo] = pair.target.entities;
  const added = entity("ann:1", 5, 6, "LOC", { status: "added" });
  const now = { target: [{ ...ada, status: "accepted" }, bo, added] };
  const merge = aMerge(now, [
    { pair: "p1", side: "target", kind: "add", entity: "me:1", start: 5, end: 6, label: "LOC" },
    { pair: "p1", side: "target", kind: "accept", entity: "s0.0" },
  ]);
  assert.deepEqual(mergeDrafts("p1", mergeRows(pair, merge).filter((r) => r.touched), merge.ops), []);
});

test("a source entity without counterpart is a choice like any other", () => {
  const merge = aMerge({}, [{ pair: "p1", side: "source", kind: "no-counterpart", entity: "s0" }]);
  const rows = mergeRows(pair, merge).filter((r) => r.touched);
  const drafts = mergeDrafts("p1", rows, []);
  assert.ok(drafts.some((d) => d.side === "source" && d.kind === "no-counterpart" && d.entity === "s0"));
});
