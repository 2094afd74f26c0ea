import assert from "node:assert/strict";
import { test } from "node:test";

import { interpret, likelySource, placeSpan } from "../../../ui/components/bench/actions.js";
import { counterRuns } from "../../../ui/components/bench/bidi.js";
import { fragments } from "../../../ui/components/bench/boxes.js";
import { differences, fold } from "../../../ui/components/bench/compare.js";
import { competitorsOf, isPicked, openOrphans, otherChoices } from "../../../ui/components/bench/record.js";
import { applyOp, keepSelection, membersOf, overlay } from "../../../ui/components/bench/state.js";
import { aPair, anOp, entity } from "./world.js";

const LABELS = ["PER", "ORG", "LOC"];
const scene = (selection, pair = aPair()) => ({ pair, selection, method: 0, labels: LABELS });
const onTarget = (id) => ({ kind: "entity", side: "target", id });
const find = (pair, id, side = "target") => pair[side].entities.find((e) => e.id === id);

test("an added span displaces what it overlaps", () => {
  const after = applyOp(aPair(), anOp({ kind: "add", entity: "c:1", start: 2, end: 4, label: "ORG", source: "s1" }), "c");
  assert.equal(find(after, "s1.0").status, "rejected");
  assert.deepEqual(find(after, "c:1"), entity("c:1", 2, 4, "ORG", { status: "added", source: "s1" }));
  assert.equal(after.status, "in-progress");
});

test("deleting an added entity removes it, deleting another rejects it", () => {
  const ops = [
    anOp({ seq: 1, kind: "add", entity: "c:1", start: 4, end: 5, label: "LOC" }),
    anOp({ seq: 2, kind: "delete", entity: "c:1" }), anOp({ seq: 3, kind: "delete", entity: "s0.0" }),
  ];
  const after = overlay(aPair(), ops, "c");
  assert.equal(find(after, "c:1"), undefined);
  assert.equal(find(after, "s0.0").status, "rejected");
});

test("no counterpart rejects what came from that source entity", () => {
  const after = applyOp(aPair(), anOp({ side: "source", kind: "no-counterpart", entity: "s1" }), "c");
  assert.equal(find(after, "s1", "source").status, "no-counterpart");
  assert.equal(find(after, "s1.0").status, "rejected");
});

test("taking a row keeps the equal, rejects the others, adds the missing", () => {
  const after = applyOp(aPair(), anOp({ kind: "take", layer: "L0", entity: "c:1" }), "c");
  assert.deepEqual(after.target.entities.map((e) => [e.id, e.status]),
    [["s0.0", "accepted"], ["s1.0", "rejected"], ["c:1.0", "accepted"]]);
});

test("ops of other pairs and undo change nothing locally", () => {
  const pair = aPair();
  assert.equal(overlay(pair, [anOp({ pair: "other", kind: "skip" }), anOp({ side: "pair", kind: "undo" })], "c"), pair);
});

test("of an act, what lies on the pair shown is done at once, under the names the server gives", () => {
  const ops = [
    { pair: "other", side: "target", kind: "add", start: 0, end: 1, label: "LOC" },
    { pair: "p1", side: "target", kind: "delete", entity: "s0.0" },
    { pair: "p1", side: "target", kind: "add", start: 5, end: 6, label: "LOC", source: "s2" },
    { pair: "p1", side: "pair", kind: "flag" },
  ];
  const after = overlay(aPair(), [anOp({ seq: 7, pair: "other", side: "pair", kind: "act", ops })], "c");
  assert.equal(after.status, "flagged");
  assert.equal(find(after, "s0.0").status, "rejected");
  assert.deepEqual(find(after, "c/7:2"), entity("c/7:2", 5, 6, "LOC", { status: "added", source: "s2" }));
  assert.deepEqual(membersOf(anOp({ seq: 7, kind: "act", ops: ops.slice(0, 1) }), "c").map((op) => op.entity), ["c:7"]);
  const elsewhere = aPair();
  assert.equal(overlay(elsewhere, [anOp({ side: "pair", kind: "act", ops: ops.slice(0, 1) })], "c"), elsewhere);
});

test("a comment is shown at once and changes nothing else", () => {
  const before = aPair();
  const { comments, ...rest } = applyOp(before, anOp({ side: "pair", kind: "comment", reason: "odd\nname" }), "c");
  assert.deepEqual(rest, before);
  assert.deepEqual(comments.map((c) => c.text), ["odd\nname"]);
});

test("selection survives by id, else by overlap, else goes", () => {
  const before = aPair();
  const renamed = aPair();
  renamed.target.entities[0] = entity("s0.7", 0, 2);
  assert.deepEqual(keepSelection(onTarget("s0.0"), before, renamed), onTarget("s0.7"));
  assert.equal(keepSelection(onTarget("s0.0"), before, { ...renamed, id: "p2" }), null);
});

test("a digit labels a drag selection and names the likely source", () => {
  const effect = interpret("label", scene({ kind: "span", side: "target", start: 2, end: 4 }), 2);
  assert.deepEqual(effect.ops, [{ pair: "p1", side: "target", kind: "add", start: 2, end: 4, label: "ORG", source: "s1" }]);
  assert.equal(likelySource(aPair(), { start: 1, end: 2 }), null);
});

const EMPTY = [
  ["label beyond the set", "label", onTarget("s0.0"), 9], ["same label", "label", onTarget("s0.0"), 1],
  ["nothing selected", "delete", null], ["edge outside the sentence", "start-grow", onTarget("s0.0")],
  ["edge to nothing", "end-shrink", onTarget("s0.0")], ["row that is not there", "take", null, 7],
  ["unknown command", "make-tea", null],
];
for (const [name, command, selection, arg] of EMPTY) {
  test(`nothing to do: ${name}`, () => assert.deepEqual(interpret(command, scene(selection), arg), {}));
}

test("accepting brings a rejected entity back and displaces what lies on it", () => {
  const pair = aPair();
  pair.target.entities.push(entity("x", 2, 4, "ORG", { status: "rejected" }));
  const [draft] = interpret("accept", scene(onTarget("x"), pair)).ops;
  const after = applyOp(pair, anOp(draft), "c");
  assert.deepEqual([find(after, "x").status, find(after, "s1.0").status], ["accepted", "rejected"]);
});

test("picking a candidate moves the entity of the same source", () => {
  const effect = interpret("pick", scene({ kind: "entity", side: "source", id: "s1" }), 1);
  assert.deepEqual(effect.ops, [{ pair: "p1", side: "target", kind: "change", entity: "s1.0", start: 2, end: 4, label: "PER" }]);
});

test("placing what is there accepts it, placing for a bare source adds it", () => {
  assert.equal(placeSpan(aPair(), { start: 0, end: 1, label: "PER", source: "s0" }).ops[0].kind, "accept");
  assert.equal(placeSpan(aPair(), { start: 5, end: 6, label: "LOC", source: "s2" }).ops[0].kind, "add");
});

test("Tab walks source then target and stops at the end", () => {
  const seen = [];
  let selection = null;
  for (let k = 0; k < 6; k += 1) {
    selection = interpret("next-entity", scene(selection)).selection;
    if (!selection) break;
    seen.push(selection.id);
  }
  assert.deepEqual(seen, ["s0", "s1", "s2", "s0.0", "s1.0"]);
});

test("the word cursor goes right on the screen, which is back in a right-to-left sentence", () => {
  const pair = aPair();
  pair.target.dir = "rtl";
  assert.equal(interpret("word-right", scene({ kind: "span", side: "target", start: 2, end: 3 }, pair)).selection.start, 1);
});

test("differences are typed", () => {
  const at = (start, end, label = "PER") => ({ start, end, label });
  const kinds = (row, base) => differences(row, base).map((d) => d.kind);
  assert.deepEqual(kinds([at(0, 1)], [at(0, 1)]), ["same"]);
  assert.deepEqual(kinds([at(0, 2)], [at(0, 1)]), ["boundary"]);
  assert.deepEqual(kinds([at(0, 1, "ORG")], [at(0, 1)]), ["type"]);
  assert.deepEqual(kinds([at(0, 2, "ORG")], [at(0, 1)]), ["both"]);
  assert.deepEqual(kinds([at(3, 4)], [at(0, 1)]), ["missing", "spurious"]);
  assert.deepEqual(kinds([at(0, 4)], [at(0, 1), at(2, 4)]), ["boundary"]);
});

test("columns without entities fold, a single one does not", () => {
  const columns = fold(10, [{ start: 2, end: 3, label: "X" }, { start: 4, end: 5, label: "X" }], 0);
  assert.deepEqual(columns, [{ from: 0, to: 2 }, { token: 2 }, { token: 3 }, { token: 4 }, { from: 5, to: 10 }]);
});

test("runs against the sentence are those that plain text would turn", () => {
  assert.deepEqual(counterRuns(["شركة", "Volkswagen", "AG", "في"], "rtl"), [[1, 3]]);
  assert.deepEqual(counterRuns(["مع", "Windows", "10", ".", "في"], "rtl"), [[1, 3]]);
  assert.deepEqual(counterRuns(["يوم", "14", "مارس", "Rom"], "rtl"), []);
  assert.deepEqual(counterRuns(["the", "مدينة", "،", "القاهرة", "!"], "ltr"), [[1, 4]]);
});

test("fragments break at line ends and where a run puts words between", () => {
  const r = (left, top) => ({ left, top, width: 10, height: 10 });
  assert.equal(fragments([r(0, 0), r(10, 0), r(20, 0)], { start: 0, end: 3 }).length, 1);
  assert.equal(fragments([r(0, 0), r(10, 0), r(0, 40)], { start: 0, end: 3 }).length, 2);
  assert.equal(fragments([r(40, 0), r(10, 0), r(20, 0)], { start: 0, end: 2 }).length, 2);
  assert.deepEqual(fragments([r(30, 0), r(10, 0), r(20, 0)], { start: 0, end: 3 }), [{ left: 10, top: 0, width: 30, height: 10 }]);
});

test("the record is read where it is there", () => {
  const why = aPair().rows[0].why.s1;
  assert.deepEqual(competitorsOf(why).map((c) => isPicked(why, c)), [true, false]);
  assert.deepEqual(competitorsOf(undefined), []);
  assert.deepEqual(competitorsOf({ ...why, explanation: undefined }), []);
});

test("orphans that somebody has seen to are told no more", () => {
  const pair = aPair();
  const told = (p) => openOrphans(p, pair.rows[0]).map((o) => `${o.side} ${o.start}-${o.end}`);
  assert.deepEqual(told(pair), ["source 4-5", "target 3-4"]);
  const added = applyOp(pair, anOp({ kind: "add", entity: "c:1", start: 3, end: 4, label: "PER", source: "s2" }), "c");
  assert.deepEqual(told(added), []);
  const gone = applyOp(pair, anOp({ kind: "delete", entity: "s1.0" }), "c");
  assert.deepEqual(told(gone), ["source 4-5", "target 3-4", "target 2-4"]);
  const settled = applyOp(pair, anOp({ kind: "no-counterpart", side: "source", entity: "s2" }), "c");
  assert.deepEqual(told(settled), ["target 3-4"]);
  assert.deepEqual(openOrphans(pair, undefined), []);
});

test("other choices are told by what they would change", () => {
  const [row] = aPair().rows;
  assert.deepEqual(otherChoices(row), [
    { total: 1.5, less: 0.5, changes: [{ id: "s1", spans: [[3, 4]] }] },
    { total: 1, less: 1, changes: [{ id: "s1", spans: [] }] },
  ]);
  const greedy = { ...row, alternatives: row.alternatives.slice(1) };
  assert.deepEqual(otherChoices(greedy).map((c) => c.less), [null, null]);
  assert.deepEqual(otherChoices(undefined), []);
});
