import assert from "node:assert/strict";
import { test } from "node:test";

import { createOutbox } from "../../../ui/components/bench/outbox.js";

/** Return an outbox with what it sent, and a way to let its time run out. */
function world() {
  /** @type {[string, unknown][]} */
  const sent = [];
  /** @type {(() => void)[]} */
  const timers = [];
  const outbox = createOutbox({
    send: (name, value) => sent.push([name, value]), later: (work) => timers.push(work),
  });
  return { outbox, sent, timers };
}

const tick = async () => {
  for (let k = 0; k < 3; k += 1) await Promise.resolve();
};

test("what one key sends goes together and at once", async () => {
  const { outbox, sent } = world();
  outbox.put("ops", () => 1);
  outbox.put("nav", () => 2);
  await tick();
  assert.deepEqual(sent, [["ops", 1], ["nav", 2]]);
});

test("while an answer is awaited only the newest of each name is kept, as it is when it goes", async () => {
  const { outbox, sent } = world();
  let held = "old";
  outbox.put("ops", () => 1);
  await tick();
  outbox.put("ops", () => 2);
  outbox.put("ops", () => `3 ${held}`);
  await tick();
  assert.equal(sent.length, 1);
  held = "new";
  outbox.answered();
  assert.deepEqual(sent[1], ["ops", "3 new"]);
});

test("an answer that does not come holds nothing up for long", async () => {
  const { outbox, sent, timers } = world();
  outbox.put("ops", () => 1);
  await tick();
  outbox.put("nav", () => 2);
  await tick();
  assert.equal(sent.length, 1);
  timers[0]?.();
  assert.deepEqual(sent[1], ["nav", 2]);
  timers[0]?.();
  outbox.put("ops", () => 3);
  await tick();
  assert.equal(sent.length, 2); // the time of the first message has nothing to say any more
});

test("who leaves takes the decisions along and asks nothing any more", async () => {
  const { outbox, sent, timers } = world();
  outbox.put("ops", () => 1);
  await tick();
  outbox.put("ops", () => 2);
  outbox.put("ask", () => 3);
  outbox.leave();
  assert.deepEqual(sent, [["ops", 1], ["ops", 2]]);
  outbox.put("ask", () => 4);
  outbox.answered();
  await tick();
  assert.equal(sent.length, 2);
  timers.at(-1)?.();
  assert.deepEqual(sent[2], ["ask", 4]);
});
