/** The boxes of one sentence: entities, what is lost, what is being selected. */

/** @import { App, EntityView, Side, Span } from "./types" */

import { chip, drawEntity, fragments, measure, place } from "./boxes.js";
import { fill, h } from "./dom.js";

/**
 * Draw every box of a sentence, words made wider where a name would not fit over them.
 * @param {App} app
 * @param {Side} side
 * @param {HTMLElement[]} spans
 * @param {HTMLElement} layer
 * @param {Span | null} preview of an edge being dragged
 */
export function drawBoxes(app, side, spans, layer, preview) {
  const sentence = app.pair[side];
  const shown = sentence.entities.filter((e) => e.status !== "rejected" && e.end <= spans.length);
  const chips = shown.map((e) => chip(app, side, e));
  spans.forEach((span, i) => {
    span.style.paddingInlineEnd = "";
    span.classList.toggle("boxed", shown.some((e) => e.start <= i && i < e.end));
  });
  fill(layer, chips);
  let rects = measure(spans);
  const short = shown.map((e, k) => lacking(rects, e, chips[k]?.offsetWidth ?? 0));
  short.forEach((lack, k) => widen(spans[(shown[k]?.end ?? 0) - 1], lack));
  if (short.some((lack) => lack > 0)) rects = measure(spans);
  const lost = sentence.entities.filter((e) => e.status === "rejected")
    .flatMap((e) => fragments(rects, e).map((r) => place(h("div", { class: "box lost" }), r)));
  const drawn = shown.flatMap((e, k) => drawEntity(
    app, side, e, rects, /** @type {HTMLElement} */ (chips[k]),
  ));
  layer.prepend(...lost, ...drawn, ...drawSpan(app, side, rects, preview));
}

/**
 * Return how many pixels an entity's text is too short for its name.
 * @param {import("./boxes.js").Rect[]} rects
 * @param {EntityView} e
 * @param {number} needed
 */
function lacking(rects, e, needed) {
  const parts = fragments(rects, e);
  return parts.length === 1 ? Math.max(0, needed + 1 - (parts[0]?.width ?? 0)) : 0;
}

/** @param {HTMLElement | undefined} token @param {number} by */
function widen(token, by) {
  if (!token || by <= 0) return;
  token.style.paddingInlineEnd = `calc(var(--gap) + ${by}px)`;
}

/**
 * @param {App} app
 * @param {Side} side
 * @param {import("./boxes.js").Rect[]} rects
 * @param {Span | null} preview
 */
function drawSpan(app, side, rects, preview) {
  const s = app.selection;
  const span = preview ?? (s?.kind === "span" && s.side === side ? s : null);
  return !span ? [] : fragments(rects, span).map((r) => place(h("div", { class: "box span" }), r));
}
