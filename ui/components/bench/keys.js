/** The keymap, as data: the handler, the hints on buttons and the help sheet all read it here. */

/** @import { Binding } from "./types" */

const DIGITS = [1, 2, 3, 4, 5, 6, 7, 8, 9];

/**
 * Every key of the page as it comes. `keys` are physical (`event.code`), so that they stay where
 * they are on any layout; `repeat` marks the few that act again while held. C and R belong to
 * Streamlit.
 * @type {Binding[]}
 */
export const KEYMAP = [
  bind("accept-pair", ["KeyA", "Ctrl+Enter"], "A", "Accept the pair as it stands, go to the next", "Pair"),
  bind("reject", ["KeyX"], "X", "Reject the selected entity, or the pair, with a reason", "Pair"),
  bind("skip", ["KeyS", "Space"], "S", "Skip: come back later", "Pair"),
  bind("flag", ["KeyF"], "F", "Flag: somebody else should look", "Pair"),
  bind("comment", ["KeyW"], "W", "Write a comment on the pair", "Pair"),
  bind("exclude", ["KeyE"], "E", "Exclude: a bad pair, never exported", "Pair"),
  bind("undo", ["KeyZ", "Ctrl+KeyZ"], "Z", "Undo the last decision", "Pair"),
  bind("merge", ["KeyB"], "B", "Both versions, where somebody else decided meanwhile", "Pair"),
  bind("history", ["KeyV"], "V", "The versions that this pair went through, and back to one", "Pair"),
  bind("redo", ["KeyY", "Ctrl+Shift+KeyZ", "Ctrl+KeyY"], "Y", "Redo", "Pair"),
  bind("next", ["ArrowRight", "KeyJ"], "→", "Next pair", "Going", true),
  bind("previous", ["ArrowLeft", "KeyK"], "←", "Previous pair", "Going", true),
  bind("unreviewed", ["KeyU"], "U", "Next unreviewed pair; at last, those left open", "Going"),
  bind("first", ["Home"], "Home", "First pair", "Going"),
  bind("last", ["End"], "End", "Last pair", "Going"),
  bind("filter", ["Slash"], "/", "Search: to the field of the page", "Going"),
  bind("goto", ["KeyG"], "G", "Go to a pair by its id", "Going"),
  bind("accept", ["Enter"], "⏎", "Accept the selected entity", "Entity"),
  ...DIGITS.map((n) => digit("label", "", n, `Label ${n} for the selected entity or words`, "Entity")),
  bind("delete", ["Backspace", "Delete"], "⌫", "Reject the selected entity at once", "Entity"),
  bind("no-counterpart", ["KeyN"], "N", "No counterpart in the target", "Entity"),
  bind("end-grow", ["BracketRight"], "]", "End: one word further", "Entity", true),
  bind("end-shrink", ["BracketLeft"], "[", "End: one word back", "Entity", true),
  bind("start-grow", ["Shift+BracketRight"], "}", "Start: one word earlier", "Entity", true),
  bind("start-shrink", ["Shift+BracketLeft"], "{", "Start: one word later", "Entity", true),
  bind("check", ["KeyT"], "T", "To the next entity to check, the most suspicious first", "Selection"),
  bind("next-entity", ["Tab"], "Tab", "Next entity", "Selection", true),
  bind("previous-entity", ["Shift+Tab"], "⇧Tab", "Previous entity", "Selection", true),
  bind("word-right", ["Shift+ArrowRight"], "⇧→", "Select words by key: one to the right", "Selection", true),
  bind("word-left", ["Shift+ArrowLeft"], "⇧←", "Select words by key: one to the left", "Selection", true),
  bind("side-up", ["Shift+ArrowUp"], "⇧↑", "Select in the source sentence", "Selection"),
  bind("side-down", ["Shift+ArrowDown"], "⇧↓", "Select in the target sentence", "Selection"),
  bind("clear", ["Escape"], "Esc", "Clear the selection", "Selection"),
  ...DIGITS.map((n) => digit("take", "Alt+", n, `Take everything of method ${n}`, "Methods")),
  ...DIGITS.map((n) => digit("take-one", "Alt+Shift+", n, `Take the selected entity from method ${n}`, "Methods")),
  bind("consensus", ["Alt+Digit0"], "Alt+0", "Take what most methods say", "Methods"),
  ...DIGITS.map((n) => digit("pick", "Shift+", n, `Pick candidate ${n} of the selected entity`, "Methods")),
  bind("differences", ["KeyD"], "D", "Methods: differences only", "Methods"),
  bind("what-if", ["KeyI"], "I", "What if: move what the method goes by", "Methods"),
  bind("offer", ["KeyP"], "P", "Preview where else a correction applies", "Page"),
  bind("links", ["KeyL"], "L", "Show or hide all links between the sentences", "Page"),
  bind("roman", ["KeyO"], "O", "Show or hide words in Latin letters", "Page"),
  bind("matrix", ["KeyM"], "M", "Show or hide the matrix", "Page"),
  bind("help", ["Shift+Slash", "KeyH"], "?", "Show or hide this help", "Page"),
];

/**
 * @param {string} command
 * @param {string[]} keys
 * @param {string} show
 * @param {string} text
 * @param {string} group
 * @param {boolean} [repeat]
 * @returns {Binding}
 */
function bind(command, keys, show, text, group, repeat = false) {
  return { command, keys, show, text, group, repeat };
}

/**
 * @param {string} command
 * @param {string} modifier
 * @param {number} n
 * @param {string} text
 * @param {string} group
 * @returns {Binding}
 */
function digit(command, modifier, n, text, group) {
  const sign = modifier.replace("Shift+", "⇧");
  return { ...bind(command, [`${modifier}Digit${n}`], `${sign}${n}`, text, group), arg: n };
}

/** The keymap in force, by combination. @type {{bindings: Binding[], combos: Map<string, Binding>}} */
const IN_FORCE = { bindings: KEYMAP, combos: byCombo(KEYMAP) };

/** @param {Binding[]} bindings @returns {Map<string, Binding>} */
function byCombo(bindings) {
  return new Map(bindings.flatMap((b) => b.keys.map((key) => [key, b])));
}

/** Put a keymap in force, as a person has changed it. @param {Binding[]} bindings */
export function useKeys(bindings) {
  IN_FORCE.bindings = bindings;
  IN_FORCE.combos = byCombo(bindings);
}

/** Return the keymap in force. */
export function keysInForce() {
  return IN_FORCE.bindings;
}

/**
 * Return the combination that an event spells: modifiers in a fixed order, then the physical key.
 * @param {Pick<KeyboardEvent, "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">} event
 */
export function comboOf(event) {
  const code = event.code.replace(/^Numpad(\d)$/, "Digit$1").replace("NumpadEnter", "Enter");
  const modifiers = [
    event.ctrlKey || event.metaKey ? "Ctrl+" : "",
    event.altKey ? "Alt+" : "",
    event.shiftKey ? "Shift+" : "",
  ];
  return modifiers.join("") + code;
}

/**
 * Return what a key event means here; null where it means nothing, or is only being held.
 * @param {KeyboardEvent} event
 * @returns {Binding | null}
 */
export function bindingOf(event) {
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
  const asked = plain && event.key === "?" ? IN_FORCE.bindings.find((b) => b.command === "help") : undefined;
  const own = IN_FORCE.combos.get(comboOf(event));
  const found = event.shiftKey ? own ?? asked : asked ?? own; // where "?" takes Shift, the place of the key counts
  if (!found || event.isComposing) return null;
  return event.repeat && !found.repeat ? null : found;
}

/**
 * Return whether an event is a held key of ours: swallowed, so that nothing else acts on it.
 * @param {KeyboardEvent} event
 */
export function isHeld(event) {
  const found = IN_FORCE.combos.get(comboOf(event));
  return event.repeat && found !== undefined && !found.repeat;
}

/**
 * Return how the key of a command is printed on its control.
 * @param {string} command
 * @param {number} [arg]
 */
export function keyName(command, arg) {
  return IN_FORCE.bindings.find((b) => b.command === command && b.arg === arg)?.show ?? "";
}

/**
 * Return the tooltip of a control: what it does, and its key.
 * @param {string} command
 * @param {string} [text] instead of the keymap's own words
 * @param {number} [arg]
 */
export function hint(command, text, arg) {
  const binding = IN_FORCE.bindings.find((b) => b.command === command && (arg === undefined || b.arg === arg));
  return binding ? `${text ?? binding.text}${binding.show && ` (${binding.show})`}` : text ?? "";
}
