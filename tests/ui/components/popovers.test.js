import assert from "node:assert/strict";
import { test } from "node:test";

import { stepThrough } from "../../../ui/components/bench/popovers.js";

const FIELDS = ["first", "middle", "last"];

test("Tab leads from the button into its popover, and from the last field past the button", () => {
  assert.equal(stepThrough("button", "button", FIELDS, false), "first");
  assert.equal(stepThrough("first", "button", FIELDS, false), null);
  assert.equal(stepThrough("last", "button", FIELDS, false), "on");
});

test("Shift+Tab leads from the first field to the button, and from there the browser goes", () => {
  assert.equal(stepThrough("last", "button", FIELDS, true), null);
  assert.equal(stepThrough("first", "button", FIELDS, true), "button");
  assert.equal(stepThrough("button", "button", FIELDS, true), null);
});

test("one field is the first and the last; a popover without any is passed over", () => {
  assert.equal(stepThrough("only", "button", ["only"], false), "on");
  assert.equal(stepThrough("only", "button", ["only"], true), "button");
  assert.equal(stepThrough("button", "button", [], false), null);
});

test("what is neither the button nor in the popover keeps its own way", () => {
  assert.equal(stepThrough("elsewhere", "button", FIELDS, false), null);
  assert.equal(stepThrough(null, "button", FIELDS, true), null);
});
