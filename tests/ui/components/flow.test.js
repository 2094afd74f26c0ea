import assert from "node:assert/strict";
import { test } from "node:test";

import { interpret } from "../../../ui/components/bench/actions.js";
import { decides, hearing } from "../../../ui/components/bench/allowed.js";
import { createAsks } from "../../../ui/components/bench/asks.js";
import { differingOnly, linesOf, tagsOf } from "../../../ui/components/bench/board.js";
import { choiceFor, chosen, keyOfChoice } from "../../../ui/components/bench/chooser.js";
import { consensusOf, draftsFor } from "../../../ui/components/bench/consensus.js";
import { isSlider } from "../../../ui/components/bench/knobs.js";
import { actOf, questionAfter } from "../../../ui/components/bench/memory.js";
import { aboutOf, nextToCheck, toCheck } from "../../../ui/components/bench/suspects.js";
import { countedOn, moved, pickChanges, toggled, trialDifferences, trialName } from "../../../ui/components/bench/trial.js";
import { aPair, anOp, entity } from "./world.js";

const at = (start, end, label = "PER", source = null) => ({ start, end, label, source });
const rowOf = (name, entities, outcome = "projected") => ({ layer: name, name, summary: "", base: name === "a", outcome, reason: "", entities });
const onTarget = (id) => ({ kind: "entity", side: "target", id });
const scene = (selection, pair) => ({ pair, selection, method: 0, labels: ["PER", "ORG", "LOC"] });
const told = (all) => all.map((v) => `${v.start}-${v.end} ${v.label} ${v.votes}`);

function threeRows() {
  return aPair({ rows: [
    rowOf("a", [at(0, 1, "PER", "s0"), at(2, 3, "PER", "s1")]), rowOf("b", [at(0, 1, "PER", "s0"), at(2, 4, "PER", "s1")]),
    rowOf("c", [at(0, 1, "PER", "s0"), at(2, 4, "PER", "s1"), at(5, 6, "LOC", "s2")]), rowOf("d", [], "failed"),
  ] });
}

test("the consensus is what more than half of the methods that answered say", () => {
  const found = consensusOf(threeRows().rows);
  assert.equal(found.voters, 3);
  assert.deepEqual(told(found.entities), ["0-1 PER 3", "2-4 PER 2"]);
  assert.deepEqual(found.entities.map((e) => e.source), ["s0", "s1"]);
  assert.deepEqual(found.ties, []);
});

test("an even vote is a tie and not taken; two methods make no consensus", () => {
  const rows = [...threeRows().rows.slice(0, 3), rowOf("e", [at(5, 6, "LOC", "s2")])];
  assert.deepEqual(told(consensusOf(rows).ties), ["2-4 PER 2", "5-6 LOC 2"]);
  assert.equal(consensusOf(rows.slice(0, 2)), null);
});

test("a method that names a span twice votes once, another label is another span", () => {
  const rows = [rowOf("a", [at(0, 1), at(0, 1)]), rowOf("b", [at(0, 1, "ORG")]), rowOf("c", [at(0, 1, "ORG")])];
  assert.deepEqual(told(consensusOf(rows).entities), ["0-1 ORG 2"]);
});

test("taking the consensus rejects, accepts and adds, in one act; then there is nothing left to take", () => {
  const effect = interpret("consensus", scene(null, threeRows()));
  const [act] = effect.ops;
  assert.deepEqual([act.kind, act.side, act.reason], ["act", "pair", "consensus of 3 methods"]);
  assert.deepEqual(act.ops.map((o) => [o.kind, o.entity ?? null, o.start, o.end]), [
    ["delete", "s1.0", 2, 3], ["accept", "s0.0", 0, 1], ["add", null, 2, 4],
  ]);
  const settled = threeRows();
  settled.target.entities = [entity("x", 0, 1, "PER", { status: "accepted" }), entity("y", 2, 4, "PER", { status: "added" })];
  assert.deepEqual(draftsFor(settled, consensusOf(settled.rows).entities), []);
  assert.match(interpret("consensus", scene(null, settled)).say, /says what most/);
});

test("one entity is taken from a row by its source, else by what it lies on", () => {
  const pair = threeRows();
  assert.deepEqual(interpret("take-one", scene(onTarget("s1.0"), pair), 2).ops, [
    { pair: "p1", side: "target", kind: "change", entity: "s1.0", start: 2, end: 4, label: "PER" },
  ]);
  pair.target.entities.push(entity("own", 3, 4, "PER"));
  assert.equal(interpret("take-one", scene(onTarget("own"), pair), 3).ops[0].kind, "change");
  assert.match(interpret("take-one", scene({ kind: "entity", side: "source", id: "s2" }, pair), 1).say, /a has nothing/);
  assert.deepEqual(interpret("take-one", scene(null, pair), 9), {});
});

test("a row says that it is the base, that its method was run again, or why it could not be", () => {
  const row = rowOf("a", []);
  assert.deepEqual(tagsOf({ ...row, again: false, stale: "" }).map((t) => t.text), ["base"]);
  assert.deepEqual(tagsOf({ ...row, again: true }).map((t) => t.text), ["base", "projected again"]);
  const [tag] = tagsOf({ ...rowOf("b", []), stale: "no method" });
  assert.deepEqual([tag.text, tag.title], ["before the edit", "no method"]);
  assert.deepEqual(tagsOf(rowOf("b", [])), []);
});

const flag = (code, weight, about) => ({ code, text: code, weight, entity: about });
const signals = (...flags) => ({ chance: 0.5, disagreement: 0, margin: null, score: null, flags });

test("what is left to check: the most suspicious first, then in order, then what has no counterpart", () => {
  const pair = aPair({ signals: signals(flag("a", 0.2, "s0"), flag("b", 2, "s1"), flag("c", 9, null)) });
  assert.deepEqual(toCheck(pair).map((c) => c.id), ["s1.0", "s0.0", "s2"]);
  assert.equal(nextToCheck(pair, null).id, "s1.0");
  assert.equal(nextToCheck(pair, onTarget("s1.0")).id, "s0.0");
  assert.equal(nextToCheck(pair, { kind: "entity", side: "source", id: "s2" }).id, "s1.0");
  pair.target.entities[1].status = "corrected";
  assert.equal(nextToCheck(pair, onTarget("s1.0")).id, "s0.0");
  pair.target.entities[0].status = "accepted";
  pair.source.entities[2].status = "no-counterpart";
  assert.equal(nextToCheck(pair, null), null);
  assert.match(interpret("check", scene(null, pair)).say, /Nothing is left/);
});

test("a wrong boundary takes two keys, and the pair the third", () => {
  const pair = aPair({ signals: signals(flag("boundary", 1, "s1")) });
  const { selection } = interpret("check", scene(null, pair));
  assert.deepEqual(interpret("end-grow", scene(selection, pair)).ops[0], {
    pair: "p1", side: "target", kind: "change", entity: "s1.0", start: 2, end: 4, label: "PER",
  });
  assert.deepEqual(interpret("accept-pair", scene(selection, pair)).go, "next");
});

test("a reason leads to the target entity, else to the source entity, or to nothing", () => {
  const pair = aPair();
  assert.deepEqual(aboutOf(pair, flag("x", 1, "s1")), onTarget("s1.0"));
  assert.deepEqual(aboutOf(pair, flag("x", 1, "s2")), { kind: "entity", side: "source", id: "s2" });
  assert.equal(aboutOf(pair, flag("x", 1, "gone")), null);
  assert.equal(aboutOf(pair, flag("x", 1, null)), null);
});

test("rejecting asks for a reason: of the entity that is selected, else of the pair", () => {
  const pair = aPair();
  const choice = choiceFor(pair, onTarget("s0.0"));
  assert.equal(choice.title, "Ada");
  assert.deepEqual(chosen(choice, 3), {
    pair: "p1", side: "target", kind: "delete", entity: "s0.0", start: 0, end: 1, label: "PER", reason: "spurious",
  });
  assert.equal("reason" in chosen(choice, 0), false);
  const whole = choiceFor(pair, null);
  assert.deepEqual([chosen(whole, 2).kind, chosen(whole, 2).reason, whole.go], ["exclude", "not-parallel", "next"]);
  assert.equal(choiceFor(pair, { kind: "span", side: "target", start: 0, end: 1 }), null);
  pair.target.entities[0].status = "rejected";
  assert.equal(choiceFor(pair, onTarget("s0.0")), null);
});

test("while it is asked, digits and Enter and X answer, Escape leaves, all else means nothing", () => {
  const choice = choiceFor(aPair(), null);
  assert.deepEqual(["Digit1", "Digit4", "Digit5", "Digit0", "Enter", "Escape", "KeyQ"].map((k) => keyOfChoice(choice, k, "")),
    [1, 4, null, null, 0, "close", null]);
  assert.equal(keyOfChoice(choice, "KeyB", "reject"), 0);
});

function asksOf() {
  const sent = [];
  const timers = [];
  const heard = [];
  const asks = createAsks({ client: "me", send: (a) => sent.push(a), later: (work) => timers.push(work) });
  const ask = (kind, name) => asks.ask(kind, "p1", { name }, ({ body, error }) => heard.push([name, body, error]));
  const answer = (n, more = {}) => asks.receive({ client: "me", n, kind: "memory", body: n, ...more });
  return { asks, ask, answer, sent, timers, heard };
}

test("one question is out at a time, the latest of a kind waits, a replaced one is not heard of", () => {
  const { ask, answer, sent, heard } = asksOf();
  ask("whatif", "a");
  ask("whatif", "b");
  ask("memory", "c");
  ask("whatif", "d");
  assert.deepEqual(sent.map((a) => a.body.name), ["a"]);
  answer(1);
  answer(2);
  assert.deepEqual(sent.map((a) => a.body.name), ["a", "c"]);
  answer(3);
  answer(4, { error: "no such layer" });
  assert.deepEqual(heard, [["c", 3, ""], ["d", 4, "no such layer"]]);
});

test("an answer to another load of the page, or none at all, is not taken for ours", () => {
  const { asks, ask, heard, timers, sent } = asksOf();
  ask("memory", "a");
  asks.receive({ client: "old", n: 1, kind: "memory", body: 1 });
  asks.receive(null);
  assert.deepEqual(heard, []);
  timers[0]();
  assert.equal(heard[0][2], "No answer came. Try it again.");
  ask("memory", "b");
  timers[0]();
  assert.deepEqual([sent.length, heard.length], [2, 1]);
});

test("a question that the server was stopped over is sent again as the same one, and heard once", () => {
  const { ask, answer, sent, heard, timers } = asksOf();
  ask("merge", "a");
  timers[1]();
  assert.deepEqual(sent.map((a) => [a.n, a.kind, a.again]), [[1, "merge", undefined], [1, "merge", 1]]);
  answer(1);
  timers[2]();
  timers[0]();
  assert.equal(sent.length, 2);
  assert.deepEqual(heard, [["a", 1, ""]]);
});

test("a correction asks where it applies elsewhere, a source edit where the words occur", () => {
  const find = () => aPair();
  const asked = (op) => questionAfter([anOp(op)], find);
  assert.deepEqual(asked({ kind: "change", entity: "s1.0", start: 2, end: 4, label: "PER" }), {
    kind: "memory", pair: "p1", body: { side: "target", entity: "s1.0" },
  });
  assert.equal(asked({ kind: "add", side: "source", entity: "c:1", start: 1, end: 2, label: "PER" }).kind, "occurrences");
  assert.equal(asked({ kind: "no-counterpart", side: "source", entity: "s1" }).kind, "memory");
  assert.equal(asked({ kind: "accept", entity: "s1.0" }), null);
  const free = aPair();
  free.target.entities[0].source = null;
  assert.equal(questionAfter([anOp({ kind: "delete", entity: "s0.0" })], () => free), null);
});

test("ticked offers become one act", () => {
  const draft = { pair: "p2", side: "target", kind: "add" };
  assert.deepEqual(actOf("p1", [{ ops: [draft] }, { ops: [draft, draft] }]), {
    pair: "p1", side: "pair", kind: "act", reason: "same name elsewhere", ops: [draft, draft, draft],
  });
});

test("a turned link is turned back, a moved knob back in its place is no change", () => {
  const links = [[0, 0, 0.9]];
  const once = toggled(links, [], 0, 0);
  assert.deepEqual(once, [[0, 0, false]]);
  assert.deepEqual(toggled(links, once, 1, 1), [[0, 0, false], [1, 1, true]]);
  assert.deepEqual(toggled(links, once, 0, 0), []);
  const knob = { path: "matcher.price", name: "exact: price", help: "", value: 0.1, was: 0.1 };
  const changes = moved({}, knob, 0.2);
  assert.deepEqual(changes, { "matcher.price": 0.2 });
  assert.equal(trialName("exact", [knob], changes, []), "exact, exact price 0.2");
  assert.equal(trialName("exact", [knob], {}, [[0, 1, true]]), "exact, links changed");
  assert.deepEqual(moved(changes, knob, 0.1), {});
});

test("counts of parts of the corpus add up; a slider has few steps", () => {
  const part = (done, next) => ({ done, total: 20, changed: 3, first: ["a", "b"], next });
  const whole = countedOn(countedOn(null, part(10, 10)), part(20, null));
  assert.deepEqual([whole.changed, whole.done, whole.first.length, whole.next], [6, 20, 4, null]);
  assert.deepEqual([isSlider({ min: 0, max: 1, step: 0.05 }), isSlider({ min: -1000, max: 1000, step: 0.05 }), isSlider({ step: 1 })], [true, false, false]);
});

test("a trial tells which entities would get other spans, as far as the reasons are there", () => {
  const why = (picks) => ({ why: { s0: { picks }, s1: { picks: [[2, 3, 0.5]] } } });
  const { entities } = aPair().source;
  const told = (a, b) => pickChanges(a, b, entities).map((c) => [c.entity.id, c.now.length, c.then.length]);
  assert.deepEqual(told(why([[0, 1, 0.9]]), why([[0, 2, 0.8]])), [["s0", 1, 1]]);
  assert.deepEqual(told(why([[0, 1, 0.9]]), why([])), [["s0", 1, 0]]);
  assert.deepEqual(told(why([[0, 1, 0.9]]), why([[0, 1, 0.2]])), []);
  assert.deepEqual(told({ why: null }, why([])), []);
});

test("the board has gold, the consensus, the methods and a trial, each against its own reference", () => {
  const pair = { ...threeRows(), gold: [at(0, 1)] };
  const lines = linesOf(pair, rowOf("tried", [at(2, 4, "PER", "s1")]), 1);
  assert.deepEqual(lines.map((l) => l.kind), ["gold", "consensus", "method", "method", "method", "method", "preview"]);
  assert.deepEqual(lines.at(-1).found.map((d) => d.kind), ["missing", "same"]);
  assert.deepEqual(trialDifferences(pair.rows[1], rowOf("tried", [at(2, 4)])).map((d) => d.kind), ["missing"]);
});

test("differences only: equal rows go, and of the others what nobody disputes", () => {
  const { lines, hidden } = differingOnly(linesOf(threeRows(), null, 0));
  assert.deepEqual(lines.map((l) => l.name), ["consensus", "a", "b", "c", "d"]);
  assert.deepEqual(lines.map((l) => l.found.length), [1, 1, 1, 2, 0]);
  assert.equal(hidden, 0);
  const equal = aPair({ rows: [rowOf("a", [at(0, 1)]), rowOf("b", [at(0, 1)])] });
  assert.deepEqual([differingOnly(linesOf(equal, null, 0)).hidden, differingOnly(linesOf(equal, null, 0)).lines.length], [1, 1]);
});

test("who looks on goes and selects, and decides nothing", () => {
  const scene_ = { ...scene(onTarget("s0.0"), aPair({})), labels: ["PER", "LOC"] };
  const decided = (command, arg) => decides(interpret(command, scene_, arg));
  for (const command of ["accept-pair", "skip", "flag", "exclude", "undo", "redo", "reject", "delete"]) assert.ok(decided(command), command);
  for (const command of ["next", "clear", "history", "comment", "what-if", "next-entity", "help"]) assert.ok(!decided(command), command);
});

test("a question that would change something is answered with the reason", () => {
  const heard = [];
  const root = { querySelectorAll: () => [], querySelector: () => null };
  const ask = (kind, words) => hearing(root, words, kind, (answer) => heard.push(answer.error), (hear) => hear({ body: null, error: "asked" }));
  ask("revert", "no");
  ask("history", "no");
  ask("revert", "");
  assert.deepEqual(heard, ["no", "asked", "asked"]);
});
