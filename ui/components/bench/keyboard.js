/** From a key press to a command: who has the key first, and what it means. */

/** @import { App, Binding, Choice } from "./types" */

import { bindingOf, comboOf, isHeld } from "./keys.js";
import { focusName, focusSelected, isElsewhere, isNative } from "./focus.js";
import { keyOfChoice } from "./chooser.js";
import { openPopover } from "./popovers.js";
import { pageField } from "./surroundings.js";

const CHIP = /^(source|target):/;

/**
 * @typedef {Object} Desk
 * @property {App} app
 * @property {{open: () => boolean, toggle: () => void, take: (event: KeyboardEvent) => boolean}} help
 * @property {() => Choice | null} choice the question that is open
 * @property {(n: number | "close") => void} answer
 */

/**
 * Hear the keys of the page; returns how to stop.
 * @param {Desk} desk
 * @returns {() => void}
 */
export function listenToKeys(desk) {
  const onKey = (/** @type {KeyboardEvent} */ event) => {
    const { app, help } = desk;
    if (!app.root.isConnected || !app.root.offsetParent) return;
    if (help.open()) {
      if (help.take(event)) swallow(event);
      return;
    }
    if (isElsewhere(event, app.root) || app.root.querySelector("dialog[open]")) return;
    if (event.code === "Escape" && openPopover()) return; // it closes that first
    if (desk.choice()) answerByKey(desk, event);
    else if (isHeld(event)) swallow(event);
    else obey(app, event);
  };
  document.addEventListener("keydown", onKey, true);
  return () => document.removeEventListener("keydown", onKey, true);
}

/** @param {App} app @param {KeyboardEvent} event */
function obey(app, event) {
  const binding = bindingOf(event);
  if (!binding || !app.pair || isNative(event, binding.command, app) || isUnbound(binding)) return;
  swallow(event);
  const onChip = CHIP.test(focusName(app.root) ?? "");
  app.run(binding.command, binding.arg);
  const leads = binding.command === "check" || binding.command.endsWith("-entity");
  if (leads || (onChip && stayed(app))) focusSelected(app.root, app.selection);
}

/** Return whether the focus is still with the entities, and not where the command has put it. @param {App} app */
function stayed({ root }) {
  const name = focusName(root);
  return name === "" || (name !== null && CHIP.test(name));
}

/** Return whether a key leads to a field that the page does not have. @param {Binding} binding */
function isUnbound({ command }) {
  return (command === "filter" || command === "goto") && !pageField(command);
}

/**
 * While a question is open its own keys answer it, and no other key does anything to the pair.
 * @param {Desk} desk
 * @param {KeyboardEvent} event
 */
function answerByKey({ app, choice, answer }, event) {
  const combo = comboOf(event);
  const open = choice();
  const inside = focusName(app.root) === "chooser";
  if (!open || combo.endsWith("Tab") || (inside && /^(Enter|Space)$/.test(combo))) return;
  const told = keyOfChoice(open, combo, bindingOf(event)?.command ?? "");
  if (told !== null && !event.repeat) {
    swallow(event);
    answer(told);
  } else if (bindingOf(event) || isHeld(event)) swallow(event);
}

/** @param {Event} event */
function swallow(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}
