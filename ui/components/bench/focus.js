/** Whose key it is, and where the focus goes when the page is painted again. */

/** @import { App, Selection } from "./types" */

import { interpret } from "./actions.js";

/** Inputs that nobody types in: keys go on while one of them has the focus. */
const TICKED = "[type=checkbox], [type=radio], [type=button], [type=submit], [type=range]";
const CONTROLS = "button, a, summary, label, input, [role=button], [role=tab], [role=radio], [role=slider]";

/**
 * Return whether a key belongs to something else: a text field, a menu or a dialog of the page.
 * @param {KeyboardEvent} event
 * @param {HTMLElement} root
 */
export function isElsewhere(event, root) {
  const path = event.composedPath().filter((n) => n instanceof HTMLElement);
  const field = path[0];
  if (field && (field.isContentEditable || field.matches(`textarea, select, input:not(${TICKED})`))) return true;
  return !path.includes(root) && path.some((n) => /^(dialog|menu|listbox|menuitem|option|combobox|grid)$/.test(n.getAttribute("role") ?? ""));
}

/**
 * Return whether the browser's own meaning of a key goes first: Enter (not with Ctrl) and Space on a
 * button, Tab outside the entities, arrows in the matrix.
 * @param {KeyboardEvent} event
 * @param {string} command
 * @param {App} app
 */
export function isNative(event, command, app) {
  const at = /** @type {HTMLElement | undefined} */ (event.composedPath().find((n) => n instanceof HTMLElement));
  if (isArrowOfControl(event, at)) return true;
  const control = at?.closest(CONTROLS);
  if (event.code === "Space" && (control || at?.tagName === "CANVAS")) return true;
  const busy = control !== null && control !== undefined && !control.classList.contains("chip");
  if (event.code.endsWith("Enter")) return busy && !event.ctrlKey && !event.metaKey;
  return event.code === "Tab" && (busy || !leadsOn(command, app));
}

/** @param {KeyboardEvent} event @param {HTMLElement | undefined} at */
function isArrowOfControl(event, at) {
  if (/^(Arrow|Home$|End$|Page)/.test(event.code) && at?.closest("input, [role=radio], [role=tab], [role=slider]")) return true;
  return !event.shiftKey && Boolean(at?.dataset.ownKeys?.split(" ").includes(event.code));
}

/** Return whether there is a further entity; at the last one Tab leaves. @param {string} command @param {App} app */
function leadsOn(command, { pair, selection }) {
  return Boolean(interpret(command, { pair, selection, method: 0, labels: [] }).selection);
}

/** Keep the keys of a field to itself, but for Escape, which gives them back to the bench. @param {HTMLElement} field */
export function keepKeys(field) {
  field.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.isComposing) return;
    const bench = /** @type {HTMLElement | null} */ (event.code === "Escape" ? field.closest(".bench") : null);
    bench?.focus({ preventScroll: true });
  });
}

/** @param {HTMLElement} root */
export function focusName(root) {
  const active = /** @type {Document | ShadowRoot} */ (root.getRootNode()).activeElement;
  if (!active || !root.contains(active)) return null;
  return active.getAttribute("data-fid") ?? "";
}

/** @param {HTMLElement} root @param {string | null} name */
export function restoreFocus(root, name) {
  if (name === null) return;
  const active = /** @type {Document | ShadowRoot} */ (root.getRootNode()).activeElement;
  if (active && root.contains(active)) return;
  const again = name && [...root.querySelectorAll("[data-fid]")].find((e) => e.getAttribute("data-fid") === name);
  /** @type {HTMLElement} */ (again || root).focus({ preventScroll: true });
}

/** @param {HTMLElement} root @param {Selection | null} selection */
export function focusSelected(root, selection) {
  if (selection?.kind !== "entity") return;
  const name = `${selection.side}:${selection.id}`;
  const chip = [...root.querySelectorAll(".chip")].find((e) => e.getAttribute("data-fid") === name);
  if (!chip) return;
  /** @type {HTMLElement} */ (chip).focus({ preventScroll: true });
  chip.scrollIntoView({ block: "nearest" });
}
