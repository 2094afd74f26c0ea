/** The pointer over a sentence: dragging selects words or moves an edge, hovering lights links. */

/** @import { App, EntityView, Side, Span } from "./types" */

import { edgeAt, stretched } from "./edges.js";
import { isInPlace } from "./state.js";

/**
 * @typedef {Object} Pane
 * @property {() => App | null} app
 * @property {() => HTMLElement[]} spans
 * @property {(span: Span | null) => void} show
 */

/**
 * Dragging selects words or moves an edge, a click selects the entity under it, hovering lights
 * what is linked.
 * @param {HTMLElement} tokens
 * @param {Side} side
 * @param {Pane} pane
 */
export function listen(tokens, side, pane) {
  let from = -1;
  let moved = false;
  let began = "";
  /** @type {ReturnType<typeof edgeAt>} */
  let held = null;
  /** @type {Span | null} */
  let wanted = null;
  const drop = () => {
    from = -1;
    held = null;
    if (wanted) pane.show(wanted = null);
  };
  tokens.addEventListener("pointerdown", (event) => {
    const app = pane.app();
    if (!app || event.button !== 0 || isButton(event)) return;
    held = edgeAt(app, side, pane.spans(), event);
    from = tokenAt(tokens, event);
    if (from < 0 && !held) return;
    moved = false;
    began = app.pair.id;
    app.root.focus({ preventScroll: true });
    tokens.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  tokens.addEventListener("pointermove", (event) => {
    const app = pane.app();
    const token = tokenAt(tokens, event);
    if (!app) return;
    if ((held || from >= 0) && app.pair.id !== began) drop(); // what is held belongs to another pair
    if (held) {
      app.point(null);
      if (token >= 0) pane.show(wanted = stretched(held.entity, held.edge, token));
    } else if (from < 0) {
      tokens.classList.toggle("at-edge", edgeAt(app, side, pane.spans(), event) !== null);
      app.point(token < 0 ? null : { side, index: token }, pane.spans()[token] ?? null);
    } else if (token >= 0 && (token !== from || moved)) {
      moved = true;
      app.point(null);
      app.select({ kind: "span", side, start: Math.min(from, token), end: Math.max(from, token) + 1 });
    }
  });
  tokens.addEventListener("pointerup", () => {
    const app = pane.app();
    const [edge, span, token] = [held, wanted, from];
    drop();
    if (app?.pair.id !== began) return;
    if (app && edge && span) moveEdge(app, side, edge.entity, span);
    else if (app && token >= 0 && !edge && !moved) clickToken(app, side, token);
  });
  tokens.addEventListener("pointercancel", drop);
  tokens.addEventListener("pointerleave", () => { if (from < 0) pane.app()?.point(null); });
}

/** @param {App} app @param {Side} side @param {EntityView} e @param {Span} span */
function moveEdge(app, side, e, span) {
  if (span.start === e.start && span.end === e.end) return;
  app.send({ pair: app.pair.id, side, kind: "change", entity: e.id, ...span, label: e.label });
}

/** @param {Event} event */
function isButton(event) {
  return event.composedPath().some((n) => n instanceof HTMLElement && n.tagName === "BUTTON");
}

/** @param {HTMLElement} tokens @param {PointerEvent} event */
function tokenAt(tokens, event) {
  const root = /** @type {Document | ShadowRoot} */ (tokens.getRootNode());
  const found = root.elementFromPoint(event.clientX, event.clientY)?.closest(".tok");
  if (!found || !tokens.contains(found)) return -1;
  return Number(found.getAttribute("data-i"));
}

/** @param {App} app @param {Side} side @param {number} index */
function clickToken(app, side, index) {
  const here = app.pair[side].entities.filter((e) => e.start <= index && index < e.end);
  const entity = here.find(isInPlace);
  const s = app.selection;
  if (entity) app.select({ kind: "entity", side, id: entity.id });
  else if (s?.kind === "span" && s.side === side && s.start <= index && index < s.end) app.select(null);
  else app.select({ kind: "span", side, start: index, end: index + 1 });
}
