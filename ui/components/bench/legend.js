/** What borders, signs and lines mean, for the help sheet: state is never told by colour alone. */

import { h, icon } from "./dom.js";

/** Class of a sample box, icon of its name, and what it means. @type {[string, string, string][]} */
const BOXES = [
  ["st-unreviewed", "", "put there by a machine, not yet reviewed"],
  ["st-unreviewed methods-agree", "", "by a machine, and all methods agree"],
  ["st-unreviewed methods-conflict", "unequal", "by a machine, and methods say different things"],
  ["st-accepted", "check", "accepted by a person"],
  ["st-corrected", "pencil", "corrected by a person"],
  ["st-added", "plus", "added by a person"],
  ["st-no-counterpart", "none", "has no counterpart in the target"],
];

/** @type {[string, string][]} */
const LINES = [
  ["sample-lost", "words of a rejected entity"],
  ["hatched", "words that the aligner did not see"],
  ["sample-curve", "a link of the selection"],
  ["sample-curve stray", "a link that leads out of its entity"],
];

/** Return the legend of the sentences, as a section of the help sheet. */
export function looksLegend() {
  const line = (/** @type {Node} */ sample, /** @type {string} */ text) => [h("dt", {}, [sample]), h("dd", { text })];
  return h("section", { class: "looks" }, [
    h("h4", { text: "What you see" }),
    h("dl", {}, [
      ...BOXES.flatMap(([look, sign, text]) => line(h("span", { class: `sample box look-0 ${look}` }, [sign ? icon(sign) : null]), text)),
      ...LINES.flatMap(([look, text]) => line(h("span", { class: `sample ${look}` }), text)),
    ]),
  ]);
}
