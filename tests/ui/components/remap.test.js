import assert from "node:assert/strict";
import { afterEach, test } from "node:test";

import { helpGroups } from "../../../ui/components/bench/help.js";
import { KEYMAP, bindingOf, hint, keyName, useKeys } from "../../../ui/components/bench/keys.js";
import { changeKey, keptText, readChanges, showCombo, whyReserved, withChanges } from "../../../ui/components/bench/remap.js";

const key = (code, more = {}) => ({
  code, key: "", ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, repeat: false, ...more,
});
const none = new Map();

afterEach(() => useKeys(KEYMAP));

test("a changed key means the command everywhere: for the hand, on the button, in the sheet", () => {
  const { changes } = changeKey(none, "reject", 0, "KeyQ");
  useKeys(withChanges(changes));
  assert.equal(bindingOf(key("KeyQ")).command, "reject");
  assert.equal(bindingOf(key("KeyX")), null);
  assert.deepEqual([keyName("reject"), hint("reject", "Reject")], ["Q", "Reject (Q)"]);
  assert.ok(helpGroups().some((g) => g.lines.some((l) => l.show[0] === "Q")));
  assert.equal(keyName("accept-pair"), "A");
});

test("what is kept is read again as it was", () => {
  const { changes } = changeKey(changeKey(none, "reject", 0, "Shift+KeyQ").changes, "take:3", 0, "Alt+KeyV");
  assert.deepEqual(readChanges(keptText(changes)), changes);
  assert.equal(keptText(changes), '{"reject":["Shift+KeyQ"],"take:3":["Alt+KeyV"]}');
});

test("a key that is taken is told with what it means; swapping gives each the other's", () => {
  const asked = changeKey(none, "reject", 0, "KeyF");
  assert.equal(asked.taken.command, "flag");
  const { changes } = changeKey(none, "reject", 0, "KeyF", true);
  assert.deepEqual([...changes], [["reject", ["KeyF"]], ["flag", ["KeyX"]]]);
  const keys = withChanges(changes).flatMap((b) => b.keys);
  assert.equal(new Set(keys).size, keys.length);
});

test("a key that answers what is open is never given away in a swap", () => {
  const { changes } = changeKey(none, "accept", 0, "KeyX", true);
  assert.deepEqual([changes.get("accept"), changes.get("reject")], [["KeyX"], []]);
  useKeys(withChanges(changes));
  assert.equal(keyName("reject"), "");
});

const RESERVED = ["KeyC", "KeyR", "Ctrl+KeyW", "Ctrl+KeyT", "Ctrl+Shift+KeyN", "Ctrl+PageDown", "F5", "Escape", "Enter", "Tab", "Shift+Tab", "ShiftLeft", ""];
for (const combo of RESERVED) {
  test(`never given to a command: ${combo || "a key without a name"}`, () => {
    assert.notEqual(whyReserved(combo), "");
    assert.ok("refused" in changeKey(none, "reject", 0, combo));
  });
}

test("the same key again is no change, one of its own others is refused", () => {
  assert.deepEqual(changeKey(none, "next", 0, "ArrowRight"), { changes: none });
  assert.ok("refused" in changeKey(none, "next", 0, "KeyJ"));
  assert.ok("refused" in changeKey(none, "make-tea", 0, "KeyQ"));
});

const HOSTILE = [
  ["no JSON", "{"], ["a list", "[1]"], ["null", "null"], ["a number", "7"], ["nothing", null],
  ["unknown commands", '{"__proto__":["KeyQ"],"constructor":["KeyQ"],"make-tea":["KeyQ"]}'],
  ["keys that are no texts", '{"reject":[1,null]}'], ["no list of keys", '{"reject":"KeyQ"}'],
  ["markup", '{"reject":["<img src=x onerror=alert(1)>"]}'], ["too many keys", '{"reject":["KeyQ","KeyB","KeyV","F9","Numpad"]}'],
  ["reserved keys", '{"reject":["KeyC"],"flag":["Ctrl+KeyW"]}'],
];
for (const [name, text] of HOSTILE) {
  test(`a store with ${name} changes nothing`, () => {
    assert.equal(readChanges(text).size, 0);
    assert.deepEqual(withChanges(readChanges(text)).map((b) => b.show), KEYMAP.map((b) => b.show));
  });
}

test("a store that binds a key twice leaves those keys as they come", () => {
  const bindings = withChanges(readChanges('{"reject":["KeyF"],"skip":["KeyQ"]}'));
  assert.deepEqual(bindings.find((b) => b.command === "reject").keys, ["KeyX"]);
  assert.deepEqual(bindings.find((b) => b.command === "skip").keys, ["KeyQ"]);
});

test("combinations are written as people read them", () => {
  assert.deepEqual(["KeyQ", "Alt+Shift+Digit3", "Slash", "Home", "Delete", "Space"].map(showCombo), ["Q", "Alt+⇧3", "/", "Home", "Del", "Space"]);
});

test("digits are folded in the sheet only while all of them are as they came", () => {
  const shown = (changes) => helpGroups(withChanges(changes)).flatMap((g) => g.lines).flatMap((l) => l.show);
  assert.ok(shown(none).includes("1…9"));
  const { changes } = changeKey(none, "label:3", 0, "KeyQ");
  assert.ok(shown(changes).includes("Q") && shown(changes).includes("4") && !shown(changes).includes("1…9"));
});
