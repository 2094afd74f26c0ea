import assert from "node:assert/strict";
import { test } from "node:test";

import { helpGroups } from "../../../ui/components/bench/help.js";
import { KEYMAP, bindingOf, comboOf, isHeld, keyName } from "../../../ui/components/bench/keys.js";
import { createNavigator } from "../../../ui/components/bench/navigate.js";
import { LOOKS, assignLooks, coloursOf } from "../../../ui/components/bench/palette.js";
import { createQueue } from "../../../ui/components/bench/queue.js";
import { interpret } from "../../../ui/components/bench/actions.js";
import { aPair, anOp, memory } from "./world.js";

const key = (code, more = {}) => ({
  code, key: "", ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, repeat: false, ...more,
});

test("no key is bound twice, none that belongs to Streamlit or the browser", () => {
  const all = KEYMAP.flatMap((b) => b.keys);
  assert.equal(new Set(all).size, all.length);
  for (const taken of ["KeyC", "KeyR", "Ctrl+KeyR", "Ctrl+KeyW", "Ctrl+KeyT"]) assert.ok(!all.includes(taken));
});

test("every command of the keymap is known, and the help sheet names every one", () => {
  const scene = { pair: aPair(), selection: { kind: "entity", side: "target", id: "s0.0" }, method: 0, labels: ["PER", "ORG"] };
  for (const b of KEYMAP) assert.equal(typeof interpret(b.command, scene, b.arg), "object");
  const lines = helpGroups().flatMap((g) => g.lines);
  assert.equal(lines.length, new Set(KEYMAP.map((b) => b.command)).size);
});

test("keys go by place: a Cyrillic layout still accepts", () => {
  assert.equal(bindingOf(key("KeyA", { key: "ф" })).command, "accept-pair");
  assert.equal(bindingOf(key("Numpad3")).arg, 3);
  assert.equal(bindingOf(key("Minus", { key: "?", shiftKey: true })).command, "help");
  assert.equal(comboOf(key("KeyZ", { metaKey: true, shiftKey: true })), "Ctrl+Shift+KeyZ");
});

test("held keys act once, arrows and edges go on", () => {
  assert.equal(bindingOf(key("KeyA", { repeat: true })), null);
  assert.ok(isHeld(key("KeyA", { repeat: true })));
  assert.equal(bindingOf(key("BracketRight", { repeat: true })).command, "end-grow");
  assert.equal(bindingOf(key("KeyC")), null);
  assert.equal(keyName("take", 3), "Alt+3");
});

function queueOf(options = {}) {
  const sent = [];
  const storage = memory(options.stored);
  const queue = createQueue({ project: "P", client: "me", storage, send: (b) => sent.push(b), now: () => "T" });
  return { queue, sent, storage };
}

test("the queue sends everything unacknowledged each time, and forgets what is on disk", () => {
  const { queue, sent, storage } = queueOf();
  for (let k = 0; k < 3; k += 1) queue.push({ pair: "p1", side: "target", kind: "accept", entity: `e${k}` });
  assert.deepEqual(sent.map((b) => b.ops.length), [1, 2, 3]);
  assert.equal(queue.status().state, "saving");
  queue.hear({ client: "me", ack: 2 });
  assert.deepEqual(queue.pending().map((op) => op.seq), [3]);
  assert.equal(JSON.parse(storage.held.get("silverlens.P.me")).length, 1);
  queue.hear({ client: "me", ack: 3 });
  assert.equal(queue.status().message, "saved");
  assert.equal(storage.length, 0);
  queue.stop();
});

test("an acknowledgement meant for another client settles nothing", () => {
  const { queue } = queueOf();
  queue.push({ pair: "p1", side: "pair", kind: "skip" });
  queue.hear({ client: "", ack: 9 });
  assert.equal(queue.pending().length, 1);
  queue.stop();
});

test("an added entity is named by client and number", () => {
  const { queue } = queueOf();
  queue.push({ pair: "p1", side: "pair", kind: "skip" });
  assert.equal(queue.push({ pair: "p1", side: "target", kind: "add", start: 0, end: 1, label: "X" }).entity, "me:2");
  queue.stop();
});

test("a refused op is dropped and told", () => {
  const { queue } = queueOf();
  queue.push({ pair: "p1", side: "target", kind: "accept", entity: "e" });
  assert.deepEqual(queue.hear({ client: "me", ack: 0, refused: [{ seq: 1, message: "locked" }] }), [{ seq: 1, message: "locked" }]);
  assert.deepEqual([queue.pending().length, queue.status().message], [0, "not saved: locked"]);
  queue.stop();
});

test("an undo that is refused loses nothing, so nothing is called unsaved", () => {
  const { queue } = queueOf();
  queue.push({ pair: "p1", side: "pair", kind: "undo" });
  const refused = [{ seq: 1, message: "there is nothing left to undo" }];
  assert.deepEqual(queue.hear({ client: "me", ack: 0, refused }), refused);
  assert.deepEqual(queue.status(), { state: "saved", message: "saved" });
  queue.stop();
});

test("a refusal meant for an earlier load is not taken for one of ours", () => {
  const { queue } = queueOf();
  queue.push({ pair: "p1", side: "target", kind: "accept", entity: "e" });
  assert.deepEqual(queue.hear({ client: "me", ack: 0, refused: [{ seq: 1, message: "x", client: "old" }] }), []);
  assert.equal(queue.pending().length, 1);
  queue.stop();
});

test("what an earlier load left goes out first, under its own name", () => {
  const { queue, sent, storage } = queueOf({ stored: {
    "silverlens.P.old": JSON.stringify([anOp({ seq: 4 })]), "silverlens.P.bad": "{not json", other: "x",
  } });
  queue.flush();
  queue.push({ pair: "p1", side: "pair", kind: "flag" });
  assert.equal(sent.at(-1).client, "old");
  queue.hear({ client: "old", ack: 4 });
  queue.flush();
  assert.equal(sent.at(-1).client, "me");
  assert.equal(storage.held.has("silverlens.P.old"), false);
  queue.stop();
});

const named = (id) => aPair({ id });
const answer = (pair, more = {}) => ({
  pair: named(pair), next: null, previous: null, position: { index: 0, total: 9, done: 0, inside: true }, ...more,
});

test("a prefetched pair is shown at once and a late answer does not take it back", () => {
  const sent = [];
  const nav = createNavigator({ client: "me", send: (x) => sent.push(x), clock: () => 0 });
  nav.receive(answer("a", { next: named("b") }), []);
  assert.equal(nav.go("next", 5), "shown");
  assert.equal(nav.shown().id, "b");
  assert.deepEqual([sent[0].to, sent[0].pair, sent[0].after], ["pair", "b", 5]);
  nav.receive(answer("a", { next: named("b") }), []);
  assert.equal(nav.shown().id, "b");
  assert.equal(nav.shift(), 1);
  nav.receive(answer("b", { nav: { client: "me", n: 1 }, next: named("c") }), []);
  assert.equal(nav.shift(), 0);
});

test("without a prefetched pair it waits, and the end is said", () => {
  const nav = createNavigator({ client: "me", send: () => {}, clock: () => 0 });
  nav.receive(answer("a", { next: named("b") }), []);
  nav.go("next", 0);
  assert.equal(nav.go("next", 0), "asked");
  assert.ok(nav.waiting());
  nav.receive(answer("c", { nav: { client: "me", n: 2 } }), []);
  assert.deepEqual([nav.shown().id, nav.waiting(), nav.go("next", 0)], ["c", false, "end"]);
});

test("the first pair of the queue is asked for from outside it only", () => {
  const nav = createNavigator({ client: "me", send: () => {}, clock: () => 0 });
  nav.receive(answer("a"), []);
  assert.deepEqual([nav.go("first", 0), nav.go("last", 0), nav.waiting()], ["end", "end", false]);
  nav.receive(answer("x", { position: { index: 0, total: 9, done: 0, inside: false } }), []);
  assert.equal(nav.go("first", 0), "asked");
});

test("settled ops stay in the memory of a pair that the server did not send again", () => {
  const nav = createNavigator({ client: "me", send: () => {}, clock: () => 0 });
  nav.receive(answer("a", { next: named("b") }), []);
  nav.go("next", 1);
  nav.receive(answer("c", { nav: { client: "me", n: 1 }, previous: named("b") }), [anOp({ pair: "a", side: "pair", kind: "accept-pair" })]);
  nav.go("previous", 1);
  nav.go("previous", 1);
  assert.equal(nav.shown().id, "a");
  assert.equal(nav.shown().status, "done");
});

function contrast(a, b) {
  const light = (hex) => [1, 3, 5].map((k) => parseInt(hex.slice(k, k + 2), 16) / 255)
    .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, k) => sum + v * [0.2126, 0.7152, 0.0722][k], 0);
  const [x, y] = [light(a), light(b)].sort((p, q) => q - p);
  return (x + 0.05) / (y + 0.05);
}

test("labels read well on their fill in both themes; outlines are seen", () => {
  for (let look = 0; look < LOOKS; look += 1) {
    for (const [dark, paper] of [[false, "#ffffff"], [true, "#0e1117"]]) {
      const c = coloursOf(look, dark);
      assert.ok(contrast(c.text, c.fill) >= 4.5, `${look} text`);
      assert.ok(contrast(c.text, paper) >= 4.5, `${look} text on the page`);
      assert.ok(contrast(c.onSolid, c.solid) >= 4.5, `${look} solid`);
      assert.ok(contrast(c.line, paper) >= 3, `${look} line`);
    }
  }
});

test("twenty labels get twenty looks, known ones keep theirs", () => {
  const labels = Array.from({ length: 18 }, (_, k) => `L${k}`).concat("LOC", "PER");
  const looks = assignLooks(labels);
  assert.equal(new Set(looks.values()).size, 20);
  assert.equal(looks.get("PER"), assignLooks(["PER"]).get("PER"));
});
