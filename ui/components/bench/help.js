/** The help sheet: every key, read from the keymap. */

/** @import { Binding, Part } from "./types" */

import { fill, h, icon } from "./dom.js";
import { KEYMAP } from "./keys.js";

/**
 * Return the keymap as lines for people, nine digits folded into one line.
 * @returns {{group: string, lines: {show: string[], text: string}[]}[]}
 */
export function helpGroups() {
  /** @type {Map<string, {show: string[], text: string}[]>} */
  const groups = new Map();
  for (const b of KEYMAP) {
    if (b.arg !== undefined && b.arg > 1) continue;
    const lines = groups.get(b.group) ?? [];
    lines.push(b.arg === 1 ? folded(b) : { show: [b.show, ...others(b)], text: b.text });
    groups.set(b.group, lines);
  }
  return [...groups].map(([group, lines]) => ({ group, lines }));
}

/** @param {Binding} b */
function folded(b) {
  return { show: [b.show.replace("1", "1…9")], text: b.text.replace(/ 1\b/, " n") };
}

/** Return the further keys of a binding as people read them. @param {Binding} b */
function others(b) {
  return b.keys.slice(1).map((key) => key.replace("Key", "").replace("Shift+", "⇧").replace("Enter", "⏎"));
}

/**
 * Return the sheet; a modal dialog of the browser, so Escape closes it and focus returns.
 * @returns {Part & {toggle: () => void, open: () => boolean}}
 */
export function createHelp() {
  const dialog = /** @type {HTMLDialogElement} */ (h("dialog", { class: "help", "aria-label": "Keys" }));
  fill(dialog, [
    h("div", { class: "help-head" }, [
      h("h3", { text: "Keys" }),
      h("button", { type: "button", class: "btn", title: "Close (Esc)", "aria-label": "Close", on: { click: () => dialog.close() } }, [icon("cross")]),
    ]),
    h("div", { class: "help-groups" }, helpGroups().map(({ group, lines }) => h("section", {}, [
      h("h4", { text: group }),
      h("dl", {}, lines.flatMap(({ show, text }) => [
        h("dt", {}, show.map((s) => h("kbd", { text: s }))), h("dd", { text }),
      ])),
    ]))),
    h("p", { class: "quiet", text: "Keys go by their place on the keyboard, so they work with every layout. They rest while you type in a field." }),
  ]);
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  return {
    element: dialog,
    paint() {},
    toggle() {
      if (dialog.open) dialog.close();
      else dialog.showModal();
    },
    open: () => dialog.open,
  };
}
