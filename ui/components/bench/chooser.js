/** Rejecting with a reason: one line, one digit. */

/** @import { Choice, Draft, EntityView, PairView, Selection } from "./types" */

import { bdi, fill, h, icon } from "./dom.js";
import { selectedEntity } from "./actions.js";
import { wordsOf } from "./boxes.js";

/** Reasons why an entity is rejected, in the order of their digits. */
const FOR_ENTITY = [
  { code: "boundary", text: "boundary" }, { code: "type", text: "type" }, { code: "spurious", text: "spurious" },
  { code: "bad-alignment", text: "bad alignment" }, { code: "bad-source", text: "bad source label" },
  { code: "bad-translation", text: "bad translation" },
];
/** Reasons why a pair is rejected. */
const FOR_PAIR = [
  { code: "bad-translation", text: "bad translation" }, { code: "not-parallel", text: "not parallel" },
  { code: "bad-source", text: "bad source" }, { code: "other", text: "other" },
];

/**
 * Return what can be rejected here, with which reasons: the selected entity, without a selection the
 * pair; null where the selection holds nothing to reject.
 * @param {PairView} pair
 * @param {Selection | null} selection
 * @returns {Choice | null}
 */
export function choiceFor(pair, selection) {
  if (!selection) {
    return { title: "the pair", options: FOR_PAIR, draft: { pair: pair.id, side: "pair", kind: "exclude" }, go: "next" };
  }
  const entity = selectedEntity(pair, selection);
  if (!entity || entity.status === "rejected") return null;
  return {
    title: wordsOf(pair[selection.side], entity), options: FOR_ENTITY, draft: deletion(pair, selection, entity), go: null,
  };
}

/** @param {PairView} pair @param {Selection} selection @param {EntityView} e @returns {Draft} */
function deletion(pair, { side }, e) {
  return { pair: pair.id, side, kind: "delete", entity: e.id, start: e.start, end: e.end, label: e.label };
}

/**
 * Return what a key means while the question is open: the number of a reason, 0 for none, "close",
 * or null where it means nothing.
 * @param {Choice} choice
 * @param {string} combo
 * @param {string} command that the key is bound to
 * @returns {number | "close" | null}
 */
export function keyOfChoice(choice, combo, command) {
  if (combo === "Escape") return "close";
  const n = Number(/^Digit(\d)$/.exec(combo)?.[1] ?? 0);
  if (n >= 1 && n <= choice.options.length) return n;
  return combo === "Enter" || command === "reject" ? 0 : null;
}

/** Return the decision with its reason. @param {Choice} choice @param {number} n 0 for none @returns {Draft} */
export function chosen({ draft, options }, n) {
  const reason = options[n - 1]?.code;
  return reason === undefined ? draft : { ...draft, reason };
}

/**
 * Return the line that asks; it lies over the line that says what is selected.
 * @param {{answer: (n: number | "close") => void}} options
 */
export function createChooser({ answer }) {
  const element = h("div", { class: "chooser", role: "group", "aria-label": "Why is it rejected?", hidden: true });
  const button = (/** @type {string} */ key, /** @type {string} */ text, /** @type {number | "close"} */ n) => h("button", {
    type: "button", class: "btn small", "data-reason": n, "data-fid": "chooser", on: { click: () => answer(n) },
  }, [h("kbd", { text: key }), h("span", { text })]);
  let shown = "";
  return {
    element,
    /** @param {Choice | null} choice */
    show(choice) {
      const key = JSON.stringify(choice);
      if (key === shown) return;
      shown = key;
      element.hidden = !choice;
      if (!choice) return;
      fill(element, [
        h("span", { class: "chooser-title" }, [icon("cross"), "Reject ", bdi(choice.title, { class: "strong" }), ":"]),
        ...choice.options.map(({ text }, k) => button(String(k + 1), text, k + 1)),
        button("⏎", "no reason", 0), button("Esc", "keep it", "close"),
      ]);
    },
  };
}
