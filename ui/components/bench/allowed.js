/** What who may only look on is kept from: it looks so, and says why instead of doing anything. */

/** @import { AskKind, Hear } from "./types" */

import { mark } from "./dom.js";

const PRESSES = [
  "accept-pair", "skip", "flag", "exclude", "undo", "redo", "accept", "reject", "delete", "no-counterpart",
  "start-grow", "start-shrink", "end-grow", "end-shrink",
];
/** Everything in sight that decides; what only opens something to read is not in it. */
const DECIDING = [
  ...PRESSES.map((command) => `[data-command="${command}"]`),
  ".btn.label", ".take", ".mini", ".pick", ".past tbody .btn", ".comments .primary",
].join(", ");
/** Questions that are asked in order to change something. @type {Set<AskKind>} */
const CHANGING = new Set(["revert", "whatif-keep"]);

/**
 * Return whether what a command comes to decides something, or asks for what would be decided.
 * @param {import("./actions.js").Effect} effect
 */
export function decides(effect) {
  return Boolean(effect.ops?.length) || effect.open === "reject";
}

/**
 * Return why nothing can be decided here, as it is said to people; "" where it can.
 * @param {string | undefined} why
 */
export function lookingOn(why) {
  return why ? `You look on and cannot decide: ${why}.` : "";
}

/**
 * Have everything that decides look as if it cannot be pressed, with the reason as its title.
 * @param {ParentNode} root
 * @param {string} words the reason; "" changes nothing
 */
export function keepFrom(root, words) {
  if (!words) return;
  for (const button of root.querySelectorAll(DECIDING)) {
    mark(button, "aria-disabled", "true");
    mark(button, "title", words);
  }
  const field = root.querySelector(".comment-field");
  if (field) {
    mark(field, "readonly", "");
    mark(field, "title", words);
    mark(field, "placeholder", "You look on and cannot write here.");
  }
}

/**
 * Ask something, and keep what its answer shows from whoever only looks on; a question that is to
 * change something is not asked but answered with the reason.
 * @param {ParentNode} root
 * @param {string} words the reason; "" where everything may be asked
 * @param {AskKind} kind
 * @param {Hear} hear
 * @param {(hear: Hear) => void} ask
 */
export function hearing(root, words, kind, hear, ask) {
  if (words && CHANGING.has(kind)) hear({ body: null, error: words });
  else ask((answer) => { hear(answer); keepFrom(root, words); });
}
