/** Entity boxes over wrapped tokens: measured, one box for each line that an entity runs through. */

/** @import { App, EntityView, Selection, SentenceView, Side, Span } from "./types" */

import { h, icon } from "./dom.js";
import { selectedSource } from "./actions.js";
import { standingOf } from "./standing.js";

/** @type {Record<string, string>} */
const STATUS_ICON = {
  accepted: "check", corrected: "pencil", added: "plus", rejected: "cross", "no-counterpart": "none",
};
/** @type {Record<string, string>} */
export const STATUS_WORD = {
  unreviewed: "not reviewed", accepted: "accepted", corrected: "corrected", added: "added by hand",
  rejected: "rejected", "no-counterpart": "no counterpart in the target",
};

/** @typedef {{left: number, top: number, width: number, height: number}} Rect */

/**
 * Return the stretches that a span covers, in reading order: a new one on every line, and where a
 * run against the direction of the sentence puts other words between.
 * @param {Rect[]} tokens by position
 * @param {Span} span
 * @returns {Rect[]}
 */
export function fragments(tokens, span) {
  /** @type {Rect[]} */
  const parts = [];
  for (const t of tokens.slice(span.start, span.end)) {
    const near = parts.find((p) => Math.abs(p.top - t.top) <= 4
      && t.left <= p.left + p.width + 3 && p.left <= t.left + t.width + 3);
    if (!near) {
      parts.push({ ...t });
      continue;
    }
    const right = Math.max(near.left + near.width, t.left + t.width);
    near.left = Math.min(near.left, t.left);
    near.width = right - near.left;
  }
  return merged(parts);
}

/** @param {Rect[]} parts @returns {Rect[]} */
function merged(parts) {
  for (const a of parts) {
    const b = parts.find((p) => p !== a && Math.abs(p.top - a.top) <= 4 && Math.abs(a.left + a.width - p.left) <= 3);
    if (!b) continue;
    const whole = { ...a, width: b.left + b.width - a.left };
    return merged(parts.map((p) => (p === a ? whole : p)).filter((p) => p !== b));
  }
  return parts;
}

/**
 * Return where every token lies within its pane.
 * @param {HTMLElement[]} tokens
 * @returns {Rect[]}
 */
export function measure(tokens) {
  return tokens.map((t) => ({
    left: t.offsetLeft, top: t.offsetTop, width: t.offsetWidth, height: t.offsetHeight,
  }));
}

/**
 * Return the button that names an entity, with the sign of its state.
 * @param {App} app
 * @param {Side} side
 * @param {EntityView} entity
 */
export function chip(app, side, entity) {
  const sentence = app.pair[side];
  const text = wordsOf(sentence, entity);
  const said = STATUS_WORD[entity.status];
  const choose = () => app.select({ kind: "entity", side, id: entity.id });
  const standing = standingIn(app, side, entity);
  const sign = STATUS_ICON[entity.status] ?? (standing.kind === "conflict" ? "unequal" : undefined);
  return h("button", {
    type: "button", class: `chip look-${app.hue(entity.label)} st-${entity.status}`,
    "data-entity": entity.id, "data-side": side, "data-fid": `${side}:${entity.id}`,
    "aria-label": `${text}: ${entity.label}, ${said}, ${side}`, "aria-description": standing.words || null,
    "aria-pressed": String(isSelected(app.selection, side, entity.id)),
    title: [entity.label, said, standing.words].filter(Boolean).join(" · "),
    on: { click: choose, pointerdown: (/** @type {PointerEvent} */ event) => { if (event.button === 0) choose(); } },
  }, [h("span", { class: "chip-name", text: entity.label }), sign && icon(sign)]);
}

/** @param {App} app @param {Side} side @param {EntityView} entity */
function standingIn(app, side, entity) {
  return side === "target" ? standingOf(app.pair, entity) : { kind: "", words: "" };
}

/**
 * @param {Selection | null} selection
 * @param {Side} side
 * @param {string} id
 */
export function isSelected(selection, side, id) {
  return selection?.kind === "entity" && selection.side === side && selection.id === id;
}

/**
 * Return the words of a span as they would be read.
 * @param {SentenceView} sentence
 * @param {Span} span
 */
export function wordsOf(sentence, span) {
  const glue = isSpaced(sentence.lang) ? " " : "";
  return sentence.tokens.slice(span.start, span.end).join(glue);
}

/**
 * Return whether a language writes spaces between words.
 * @param {string} lang
 */
export function isSpaced(lang) {
  return !/^(zh|yue|wuu|ja|th|lo|km|my|bo)\b/.test(lang);
}

/**
 * Return box elements of one entity: its fragments, and the chip above the first.
 * @param {App} app
 * @param {Side} side
 * @param {EntityView} entity
 * @param {Rect[]} rects
 * @param {HTMLElement} name the chip
 * @returns {HTMLElement[]}
 */
export function drawEntity(app, side, entity, rects, name) {
  const rtl = app.pair[side].dir === "rtl";
  const chosen = isSelected(app.selection, side, entity.id);
  const source = selectedSource(app.pair, app.selection);
  const mine = side === "source" ? entity.id : entity.source;
  const kin = !chosen && source !== null && mine === source;
  const parts = fragments(rects, entity);
  const standing = standingIn(app, side, entity).kind;
  const look = [
    `look-${app.hue(entity.label)} st-${entity.status}`, standing && `methods-${standing}`, chosen && "chosen", kin && "kin",
  ].filter(Boolean).join(" ");
  const drawn = parts.map((rect, k) => place(h("div", {
    class: `box ${look}${k > 0 ? " from-before" : ""}${k < parts.length - 1 ? " goes-on" : ""}`,
  }), rect));
  const first = parts[0];
  if (first) {
    name.style.top = `${first.top}px`;
    const edge = rtl ? first.left + first.width - name.offsetWidth : first.left;
    name.style.left = `${Math.max(0, edge)}px`;
    name.classList.toggle("chosen", chosen);
    name.classList.toggle("kin", kin);
  }
  return drawn;
}

/**
 * Put an element over a stretch of text.
 * @param {HTMLElement} element
 * @param {Rect} rect
 */
export function place(element, rect) {
  element.style.left = `${rect.left}px`;
  element.style.top = `${rect.top}px`;
  element.style.width = `${rect.width}px`;
  element.style.height = `${rect.height}px`;
  return element;
}
