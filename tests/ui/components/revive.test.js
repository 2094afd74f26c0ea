import assert from "node:assert/strict";
import { test } from "node:test";

import { createQueue } from "../../../ui/components/bench/queue.js";
import { revive } from "../../../ui/components/bench/revive.js";
import { memory } from "./world.js";

const OP = { pair: "p", side: "target", kind: "accept", entity: "e" };

function page(more = {}) {
  const opened = [];
  const world = { kept: true, pair: "p7", marks: memory(), isThere: () => true, open: (id) => opened.push(id), now: () => 1e6, ...more };
  return { opened, world };
}

test("a page without an answer is loaded again where the server is there", () => {
  const { opened, world } = page();
  assert.equal(revive(world), true);
  assert.deepEqual(opened, ["p7"]);
});

for (const [why, more] of Object.entries({
  "the server is away": { isThere: () => false },
  "something would be lost": { kept: false },
  "nothing can be remembered": { marks: null },
})) {
  test(`it stays where ${why}`, () => {
    const { opened, world } = page(more);
    assert.equal(revive(world), false);
    assert.deepEqual(opened, []);
  });
}

test("it is not loaded again and again", () => {
  const { opened, world } = page();
  revive(world);
  assert.equal(revive({ ...world, now: () => 1e6 + 29000 }), false);
  assert.equal(revive({ ...world, now: () => 1e6 + 31000 }), true);
  assert.equal(opened.length, 2);
});

for (const [kept, storage] of [[true, memory()], [false, null]]) {
  test(`the queue says that nobody answers, and whether all is kept: ${kept}`, (context) => {
    context.mock.timers.enable({ apis: ["setTimeout"] });
    const heard = [];
    const queue = createQueue({ project: "P", client: "me", storage, send: () => {}, stuck: (all) => heard.push(all) });
    queue.push(OP);
    context.mock.timers.tick(4000);
    assert.deepEqual(heard, []);
    context.mock.timers.tick(4000);
    assert.deepEqual(heard, [kept]);
    assert.match(queue.status().message, /^not saved yet: 1 change is kept here$/);
    queue.hear({ client: "me", ack: 1 });
    context.mock.timers.tick(20000);
    assert.deepEqual(heard, [kept]);
  });
}
