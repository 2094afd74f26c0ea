/** Keys that a person has changed: checked, kept in the browser, laid over the keymap as it comes. */

/** @import { Binding, Remap } from "./types" */

import { KEYMAP } from "./keys.js";

export const KEYS_KEPT = "silverlens.keys";
const COMBO = /^(Ctrl\+)?(Alt\+)?(Shift\+)?[A-Z][A-Za-z0-9]{0,30}$/;
const MOST = 4;

/** Keys that never arrive, or that a page must not take. @type {[RegExp, string][]} */
const RESERVED = [
  [/^Key[CR]$/, "C and R belong to Streamlit"],
  [/^Ctrl\+(Shift\+)?Key[CFHJLNOPQRSTUVWX]$/, "this one belongs to the browser"],
  [/^(Ctrl\+|Alt\+)*(Shift\+)?(Page(Up|Down)|F\d+|Tab)$/, "this one belongs to the browser"],
  [/^Alt\+(Arrow(Left|Right)|F4|Home)$/, "this one belongs to the browser"],
  [/^Ctrl\+(Shift\+)?(Digit\d|Minus|Equal)$/, "this one belongs to the browser"],
  [/^(Ctrl\+|Alt\+)*(Shift\+)?(Escape|Enter|NumpadEnter)$/, "Enter and Escape answer what is open"],
  [/^(Ctrl\+|Alt\+)*(Shift\+)?((Control|Shift|Alt|Meta)(Left|Right)|CapsLock|Dead)$/, "press a key with it"],
];

/** @type {Record<string, string>} */
const SIGNS = {
  Enter: "⏎", Backspace: "⌫", Delete: "Del", Escape: "Esc", ArrowRight: "→", ArrowLeft: "←", ArrowUp: "↑", ArrowDown: "↓",
  BracketRight: "]", BracketLeft: "[", Slash: "/", Backslash: "\\", Semicolon: ";", Quote: "'", Comma: ",", Period: ".",
  Minus: "-", Equal: "=", Backquote: "`",
};

/**
 * Return the name under which the keys of a command are kept.
 * @param {Pick<Binding, "command" | "arg">} binding
 */
export function bindingId({ command, arg }) {
  return arg === undefined ? command : `${command}:${arg}`;
}

/**
 * Return a combination as people read it: `Shift+KeyX` is ⇧X.
 * @param {string} combo
 */
export function showCombo(combo) {
  const at = combo.lastIndexOf("+") + 1;
  const code = combo.slice(at);
  const key = SIGNS[code] ?? code.replace(/^(Key|Digit)/, "");
  return combo.slice(0, at).replace("Shift+", "⇧") + key;
}

/**
 * Return why a combination cannot be given to anything; "" where it can.
 * @param {string} combo
 */
export function whyReserved(combo) {
  if (!COMBO.test(combo)) return "this key has no name";
  return RESERVED.find(([taken]) => taken.test(combo))?.[1] ?? "";
}

/**
 * Return the keymap with changed keys in it; what is not well formed, reserved or would bind a key
 * twice is left as it comes.
 * @param {Remap} changes keys by `bindingId`
 * @returns {Binding[]}
 */
export function withChanges(changes) {
  const wanted = KEYMAP.map((b) => ({ ...b, keys: changes.get(bindingId(b)) ?? b.keys }));
  const clash = new Set(repeated(wanted.flatMap((b) => b.keys)));
  if (clash.size) return withChanges(new Map([...changes].filter(([, keys]) => !keys.some((k) => clash.has(k)))));
  return wanted.map((b, k) => {
    const own = KEYMAP[k];
    const first = b.keys[0];
    return own && own.keys[0] === first ? { ...b, show: own.show } : { ...b, show: first ? showCombo(first) : "" };
  });
}

/** @param {string[]} values */
function repeated(values) {
  return values.filter((v, k) => values.indexOf(v) !== k);
}

/**
 * Return the changed keys that a text from the browser's store holds; whatever is in it that was not
 * written by `keptText` is ignored.
 * @param {string | null} text
 * @returns {Remap}
 */
export function readChanges(text) {
  const found = parsedJson(text ?? "null");
  if (typeof found !== "object" || found === null || Array.isArray(found)) return new Map();
  const held = Object.entries(found);
  const known = new Map(KEYMAP.map((b) => [bindingId(b), b]));
  return new Map(held.filter(([id, keys]) => {
    const binding = known.get(id);
    return binding && Array.isArray(keys) && keys.length <= MOST && keys.every((k) => isFree(k, binding));
  }));
}

/** @param {string} text @returns {unknown} */
function parsedJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** @param {unknown} key @param {Binding} binding */
function isFree(key, binding) {
  return typeof key === "string" && (binding.keys.includes(key) || whyReserved(key) === "");
}

/** Return changed keys as they are kept. @param {Remap} changes */
export function keptText(changes) {
  return JSON.stringify(Object.fromEntries(changes));
}

/**
 * Return what giving a key to a command comes to: refused with the reason, taken by another
 * command, or the changes with it in them.
 * @param {Remap} changes
 * @param {string} id of the command
 * @param {number} place which of its keys
 * @param {string} combo
 * @param {boolean} [swap] give the other command the key that this one had
 * @returns {{refused: string} | {taken: Binding} | {changes: Remap}}
 */
export function changeKey(changes, id, place, combo, swap = false) {
  const bindings = withChanges(changes);
  const own = bindings.find((b) => bindingId(b) === id);
  if (!own) return { refused: "there is no such command" };
  if (own.keys[place] === combo) return { changes };
  const refused = whyReserved(combo);
  if (refused) return { refused };
  if (own.keys.includes(combo)) return { refused: "it has this key already" };
  const other = bindings.find((b) => b.keys.includes(combo));
  if (other && !swap) return { taken: other };
  const before = own.keys[place] ?? "";
  const given = whyReserved(before) ? [] : [before];
  const after = new Map(changes);
  after.set(id, own.keys.map((k, n) => (n === place ? combo : k)));
  if (other) after.set(bindingId(other), other.keys.flatMap((k) => (k === combo ? given : [k])));
  return { changes: after };
}
