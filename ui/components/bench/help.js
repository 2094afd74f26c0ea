/** The help sheet: every key, read from the keymap, and the way to change them. */

/** @import { Binding, Part, Remap } from "./types" */

import { KEYS_KEPT, bindingId, changeKey, keptText, readChanges, showCombo, withChanges } from "./remap.js";
import { bindingOf, comboOf, keysInForce, useKeys } from "./keys.js";
import { bdi, fill, h, icon } from "./dom.js";
import { looksLegend } from "./legend.js";
import { keepText, safeStorage } from "./surroundings.js";

const CALM = "Keys go by their place on the keyboard, so they work with every layout. They rest while you type in a field.";

/**
 * Return the keymap as lines for people, nine digits folded into one line.
 * @param {Binding[]} [bindings]
 * @returns {{group: string, lines: {show: string[], text: string}[]}[]}
 */
export function helpGroups(bindings = keysInForce()) {
  const foldable = new Set(bindings.filter((b) => b.arg === 1 && isAsItCame(b, bindings)).map((b) => b.command));
  const shown = bindings.filter((b) => b.arg === undefined || b.arg === 1 || !foldable.has(b.command));
  return grouped(shown).map(({ group, all }) => ({
    group, lines: all.map((b) => (b.arg === 1 && foldable.has(b.command) ? folded(b) : { show: [b.show, ...others(b)], text: b.text })),
  }));
}

/** Return whether no digit of a command was given another key. @param {Binding} first @param {Binding[]} bindings */
function isAsItCame(first, bindings) {
  return bindings.filter((b) => b.command === first.command).every((b) => b.keys[0] === first.keys[0]?.replace(/1$/, String(b.arg)));
}

/** @param {Binding[]} bindings @returns {{group: string, all: Binding[]}[]} */
function grouped(bindings) {
  return [...new Set(bindings.map((b) => b.group))].map((group) => ({ group, all: bindings.filter((b) => b.group === group) }));
}

/** @param {Binding} b */
function folded(b) {
  return { show: [b.show.replace(/1$/, "1…9")], text: b.text.replace(/ 1\b/, " n") };
}

/** Return the further keys of a binding as people read them. @param {Binding} b */
function others(b) {
  return b.keys.slice(1).map(showCombo);
}

/**
 * Return the sheet; a modal dialog of the browser, so Escape closes it and focus returns.
 * @param {() => void} changed called when the sheet closes and keys were changed
 * @returns {Part & {toggle: () => void, open: () => boolean, take: (event: KeyboardEvent) => boolean}}
 *   `take` returns whether a key was meant for the sheet
 */
export function createHelp(changed) {
  const dialog = /** @type {HTMLDialogElement} */ (h("dialog", { class: "help", "aria-label": "Keys" }));
  const note = h("p", { class: "quiet help-note", role: "status" });
  const groups = h("div", { class: "help-groups" });
  const labels = h("section", { class: "label-guide", hidden: true });
  let guided = "";
  const mode = h("button", { type: "button", class: "btn small", on: { click: () => turn(!changing) } });
  const reset = h("button", { type: "button", class: "btn small", text: "All as they came", on: { click: () => put(new Map(), "All keys are as they came.") } });
  const swap = h("button", { type: "button", class: "btn small primary", hidden: true, text: "Swap them" });
  fill(dialog, [
    h("div", { class: "dialog-head" }, [
      h("h3", { text: "Keys" }), h("span", { class: "push" }), reset, mode,
      h("button", { type: "button", class: "btn", title: "Close (Esc)", "aria-label": "Close", on: { click: () => dialog.close() } }, [icon("cross")]),
    ]),
    h("div", { class: "help-line" }, [note, swap]), groups, labels, looksLegend(),
  ]);
  /** @type {Remap} */
  let changes = readChanges(safeStorage()?.getItem(KEYS_KEPT) ?? null);
  let changing = false;
  let dirty = false;
  /** @type {{id: string, place: number} | null} */
  let asked = null;
  useKeys(withChanges(changes));

  /** @param {string} [words] */
  const draw = (words) => {
    mode.textContent = changing ? "Done" : "Change keys";
    reset.hidden = !changing || !changes.size;
    swap.hidden = true;
    note.textContent = words ?? (changing ? "Click a key, then press the new one." : CALM);
    fill(groups, changing ? changeable(asked, ask) : readable());
  };
  const turn = (/** @type {boolean} */ on) => {
    changing = on;
    asked = null;
    draw();
  };
  const ask = (/** @type {string} */ id, /** @type {number} */ place) => {
    asked = { id, place };
    draw("Press the new key. Esc leaves it as it is.");
  };
  const put = (/** @type {Remap} */ now, /** @type {string} */ words) => {
    changes = now;
    dirty = true;
    asked = null;
    useKeys(withChanges(changes));
    keepText(KEYS_KEPT, changes.size ? keptText(changes) : null);
    draw(words);
  };
  const press = (/** @type {string} */ combo) => {
    if (!asked || /(Control|Shift|Alt|Meta)(Left|Right)$/.test(combo)) return;
    const { id, place } = asked;
    if (combo === "Escape") {
      asked = null;
      draw();
      return;
    }
    const found = changeKey(changes, id, place, combo);
    if ("changes" in found) put(found.changes, `${showCombo(combo)} is set.`);
    else if ("refused" in found) draw(`${showCombo(combo)}: ${found.refused}. Press another key, or Esc.`);
    else {
      draw(`${showCombo(combo)} means “${found.taken.text}”.`);
      swap.hidden = false;
      swap.onclick = () => {
        const both = changeKey(changes, id, place, combo, true);
        if (!("changes" in both)) return;
        const left = withChanges(both.changes).find((b) => bindingId(b) === bindingId(found.taken));
        put(both.changes, left?.keys.length ? "The two are swapped." : `${showCombo(combo)} is set; “${found.taken.text}” has no key now.`);
      };
    }
  };
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  dialog.addEventListener("close", () => {
    turn(false);
    if (dirty) changed();
    dirty = false;
  });
  draw();
  return {
    element: dialog,
    paint({ data }) {
      const { guide = {} } = data.project;
      const key = JSON.stringify(guide);
      if (key === guided) return;
      guided = key;
      const said = Object.entries(guide);
      labels.hidden = !said.length;
      fill(labels, [h("h4", { text: "Labels, as the guideline has them" }), h("dl", {}, said.flatMap(([label, { definition, examples }]) => [
        h("dt", {}, [bdi(label, { class: "strong" })]),
        h("dd", {}, [definition && h("p", { class: "said", dir: "auto", text: definition }), examples && h("p", { class: "said quiet", dir: "auto", text: examples })]),
      ]))]);
    },
    toggle() {
      if (dialog.open) dialog.close();
      else dialog.showModal();
    },
    open: () => dialog.open,
    take(event) {
      if (asked) {
        if (!event.repeat) press(comboOf(event));
        return true;
      }
      if (changing || bindingOf(event)?.command !== "help") return false;
      dialog.close();
      return true;
    },
  };
}

function readable() {
  return helpGroups().map(({ group, lines }) => h("section", {}, [
    h("h4", { text: group }),
    h("dl", {}, lines.flatMap(({ show, text }) => [
      h("dt", {}, show.map((s) => h("kbd", { text: s }))), h("dd", { text }),
    ])),
  ]));
}

/** @param {{id: string, place: number} | null} asked @param {(id: string, place: number) => void} ask */
function changeable(asked, ask) {
  return grouped(keysInForce()).map(({ group, all }) => h("section", {}, [
    h("h4", { text: group }),
    h("dl", {}, all.flatMap((b) => [
      h("dt", {}, b.keys.length ? b.keys.map((key, place) => keyButton(b, key, place, asked, ask)) : [h("span", { class: "quiet", text: "none" })]),
      h("dd", { text: b.text }),
    ])),
  ]));
}

/**
 * @param {Binding} b
 * @param {string} key
 * @param {number} place
 * @param {{id: string, place: number} | null} asked
 * @param {(id: string, place: number) => void} ask
 */
function keyButton(b, key, place, asked, ask) {
  const id = bindingId(b);
  const on = asked?.id === id && asked.place === place;
  return h("button", {
    type: "button", class: "key-button", "aria-pressed": String(on), "aria-label": `${b.text}: ${showCombo(key)}, change it`,
    "data-key": `${id} ${place}`, on: { click: () => ask(id, place) },
  }, [h("kbd", { text: on ? "…" : showCombo(key) })]);
}
