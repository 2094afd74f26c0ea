/** What is drawn over the base's links: shapes of other aligners, gold corners, boxes, toggles. */

/** @import { App, LayerView, LinkView, Span } from "./types" */

import { OUTLINES, picksOf } from "./matrix_layers.js";
import { boxOf, columnX, inSight } from "./matrix_geometry.js";

/** @typedef {import("./matrix_geometry.js").Geometry} Geometry */
/** @typedef {import("./matrix_draw.js").Paper} Paper */

/** Half the size of a shape, and the side of a gold corner, in cells. */
const RADIUS = 0.34;
const CORNER = 0.36;

/** @typedef {{text: string, corner: number, x: number, y: number, w: number, h: number}} NamedBox */

/**
 * Draw the layers that are switched on, and over them what is only tried out.
 * @param {App} app
 * @param {Geometry} g
 * @param {Paper} p
 * @param {LayerView[]} layers
 */
export function drawOverlays(app, g, p, layers) {
  const shown = layers.filter(({ on }) => on);
  for (const { kind, shape, overlay } of shown) {
    if (kind === "gold") drawGold(g, p, overlay?.links ?? [], overlay?.possible ?? []);
    else if (overlay) drawShapes(g, p, overlay.links, OUTLINES[shape] ?? []);
  }
  const picks = shown.some(({ kind }) => kind === "picks") ? pickBoxes(app, g, p) : [];
  for (const { x, y, w, h } of picks) {
    p.context.beginPath();
    p.context.rect(x, y, w, h);
    rimmed(p, 1.4, 1);
  }
  drawTrial(app, g, p);
  for (const box of picks) nameBox(p, box);
}

/**
 * Outlines with a rim of paper, so that they stand out on light and on filled cells.
 * @param {Geometry} g
 * @param {Paper} p
 * @param {LinkView[]} links
 * @param {[number, number][]} outline
 */
function drawShapes(g, p, links, outline) {
  const { context: c } = p;
  const size = g.cell * RADIUS;
  for (const [i, j, prob] of links) {
    if (!inSight(g, p, i, j)) continue;
    const x = columnX(g, j) + g.cell / 2 + 0.5;
    const y = g.top + (i + 0.5) * g.cell + 0.5;
    c.beginPath();
    outline.forEach(([u, v], k) => (k ? c.lineTo(x + u * size, y + v * size) : c.moveTo(x + u * size, y + v * size)));
    c.closePath();
    rimmed(p, 1.7, 0.6 + 0.4 * (prob ?? 1));
  }
}

/** Stroke the path at hand, first wide in paper, then in ink. @param {Paper} p @param {number} width @param {number} alpha */
function rimmed({ context: c, ink, paper }, width, alpha) {
  c.strokeStyle = paper;
  c.lineWidth = width + 2.2;
  c.stroke();
  c.globalAlpha = alpha;
  c.strokeStyle = ink;
  c.lineWidth = width;
  c.stroke();
  c.globalAlpha = 1;
}

/**
 * A corner for each gold link: filled where it is sure, hollow where it is possible.
 * @param {Geometry} g
 * @param {Paper} p
 * @param {LinkView[]} sure
 * @param {LinkView[]} possible
 */
function drawGold(g, p, sure, possible) {
  const { context: c } = p;
  const side = Math.max(5, g.cell * CORNER);
  const corner = (/** @type {LinkView} */ [i, j]) => {
    const x = columnX(g, j) + g.cell - 0.5;
    const y = g.top + i * g.cell + 1.5;
    c.beginPath();
    c.moveTo(x - side, y);
    c.lineTo(x, y);
    c.lineTo(x, y + side);
    c.closePath();
  };
  for (const link of possible.filter(([i, j]) => inSight(g, p, i, j))) {
    corner(link);
    c.fillStyle = p.paper;
    c.fill();
    rimmed(p, 1.2, 1);
  }
  for (const link of sure.filter(([i, j]) => inSight(g, p, i, j))) {
    corner(link);
    rimmed(p, 1, 1);
    c.fillStyle = p.ink;
    c.fill();
  }
}

/**
 * Return boxes of what the methods picked, named by their places on the board; those of one entity
 * lie in one another, each named at a corner of its own.
 * @param {App} app
 * @param {Geometry} g
 * @param {Paper} p
 * @returns {NamedBox[]}
 */
function pickBoxes(app, g, p) {
  /** @type {Map<Span, number>} */
  const before = new Map();
  return picksOf(app.pair)
    .filter(({ rows, columns }) => inSight(g, p, rows.start, columns.start) || inSight(g, p, rows.end - 1, columns.end - 1))
    .sort((a, b) => b.columns.end - b.columns.start - (a.columns.end - a.columns.start))
    .map(({ rows, columns, methods }) => {
      const k = before.get(rows) ?? 0;
      before.set(rows, k + 1);
      const { x, y, w, h } = boxOf(g, rows, columns);
      const inset = 0.5 + 2 * Math.min(k, 3);
      return { text: methods.join(" "), corner: k % 4, x: x + inset, y: y + inset, w: w - 2 * inset + 1, h: h - 2 * inset + 1 };
    });
}

/**
 * Corners in turn: above left, below right, above right, below left, so that neighbours keep apart.
 * @param {Paper} p
 * @param {NamedBox} box
 */
function nameBox({ context: c, ink, paper }, { text, corner, x, y, w, h }) {
  c.font = "600 10px system-ui, sans-serif";
  c.textAlign = "left";
  c.textBaseline = "middle";
  c.direction = "ltr";
  const wide = c.measureText(text).width + 5;
  const left = corner === 1 || corner === 2 ? x + w - wide + 0.7 : x - 0.7;
  const middle = corner % 2 ? y + h + 4 : y - 4;
  c.fillStyle = ink;
  c.fillRect(left, middle - 5.5, wide, 11);
  c.fillStyle = paper;
  c.fillText(text, left + 2.5, middle + 0.5);
}

/**
 * Draw what is only tried out: a marked border where a link was turned on or off, struck through
 * where off, and boxes where the method would then put its entities.
 * @param {App} app
 * @param {Geometry} g
 * @param {Paper} p
 */
function drawTrial(app, g, p) {
  const { context: c } = p;
  c.strokeStyle = p.accent;
  c.lineWidth = 2;
  for (const [i, j, on] of app.toggles.filter((t) => inSight(g, p, t[0], t[1]))) {
    const [x, y] = [columnX(g, j), g.top + i * g.cell];
    c.strokeRect(x + 2, y + 2, g.cell - 3, g.cell - 3);
    if (on) continue;
    c.beginPath();
    c.moveTo(x + 4, y + g.cell - 3);
    c.lineTo(x + g.cell - 3, y + 4);
    c.stroke();
  }
  if (!app.toggles.length || !app.preview) return;
  c.setLineDash([8, 3]);
  c.lineWidth = 2.5;
  for (const e of app.preview.entities) trialBox(app, g, p, e);
  c.setLineDash([]);
}

/** @param {App} app @param {Geometry} g @param {Paper} p @param {Span & {source?: string | null}} e */
function trialBox(app, g, { context: c }, e) {
  const from = app.pair.source.entities.find((s) => s.id === e.source);
  if (!from) return;
  const { x, y, w, h } = boxOf(g, from, e);
  c.beginPath();
  c.roundRect(x - 1.5, y - 1.5, w + 4, h + 4, 5);
  c.stroke();
}
