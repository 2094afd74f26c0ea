/** Dragging the edge of the selected entity: where the edges lie, and what a drag makes of them. */

/** @import { App, EntityView, Side, Span } from "./types" */

import { selectedEntity } from "./actions.js";

const REACH = 6;

/** @typedef {"start" | "end"} Edge */

/**
 * Return which edge of the selected entity lies under a point, null where none does.
 * @param {App} app
 * @param {Side} side
 * @param {HTMLElement[]} spans the tokens
 * @param {{clientX: number, clientY: number}} point
 * @returns {{edge: Edge, entity: EntityView} | null}
 */
export function edgeAt(app, side, spans, { clientX: x, clientY: y }) {
  const entity = app.selection?.side === side ? selectedEntity(app.pair, app.selection) : null;
  if (!entity || entity.status === "rejected") return null;
  const rtl = app.pair[side].dir === "rtl";
  for (const edge of /** @type {Edge[]} */ (["end", "start"])) {
    const box = spans[edge === "start" ? entity.start : entity.end - 1]?.getBoundingClientRect();
    if (!box || y < box.top + 14 || y > box.bottom) continue;
    const at = (edge === "start") === rtl ? box.right : box.left;
    if (Math.abs(x - at) <= Math.min(REACH, box.width / 3)) return { edge, entity };
  }
  return null;
}

/**
 * Return the span after dragging an edge onto a token; never empty.
 * @param {Span} span
 * @param {Edge} edge
 * @param {number} token
 * @returns {Span}
 */
export function stretched({ start, end }, edge, token) {
  return edge === "start"
    ? { start: Math.min(token, end - 1), end } : { start, end: Math.max(token + 1, start + 1) };
}
