/** Drawing the alignment matrix: bands, cells and frames, no state of its own. */

/** @import { App, EntityView, LayerView } from "./types" */

import { boxOf, columnX, inSight, spanX } from "./matrix_geometry.js";
import { drawLabels } from "./matrix_labels.js";
import { drawOverlays } from "./matrix_overlays.js";
import { competitorsOf } from "./record.js";
import { isInPlace, isLive } from "./state.js";
import { linksNow } from "./links.js";
import { selectedSource } from "./actions.js";

/** @typedef {import("./matrix_geometry.js").Geometry} Geometry */
/** @typedef {import("./matrix_geometry.js").Cell} Cell */

/**
 * @typedef {Object} Paper
 * @property {CanvasRenderingContext2D} context
 * @property {number} width visible
 * @property {number} height visible
 * @property {number} sx scrolled by
 * @property {number} sy scrolled by
 * @property {string} ink
 * @property {string} paper
 * @property {string} accent
 */

/**
 * Draw the visible part of the matrix.
 * @param {App} app
 * @param {Geometry} g
 * @param {Paper} p
 * @param {Cell | null} cursor
 * @param {LayerView[]} layers
 */
export function drawMatrix(app, g, p, cursor, layers) {
  const { context: c } = p;
  c.clearRect(0, 0, p.width, p.height);
  c.save();
  c.beginPath();
  c.rect(g.left, g.top, p.width - g.left, p.height - g.top);
  c.clip();
  c.translate(-p.sx, -p.sy);
  bands(app, g, p);
  gridLines(g, p);
  crosshair(g, p, cursor);
  cells(app, g, p);
  frames(app, g, p);
  drawOverlays(app, g, p, layers);
  c.restore();
  drawLabels(app, g, p, cursor);
}

/** @param {App} app @param {Geometry} g @param {Paper} p */
function bands(app, g, { context: c, ink }) {
  const { pair } = app;
  for (const i of pair.unseenSource) hatch(c, g.left, g.top + i * g.cell, g.m * g.cell, g.cell, ink);
  for (const j of pair.unseenTarget) hatch(c, columnX(g, j), g.top, g.cell, g.n * g.cell, ink);
  c.globalAlpha = app.dark ? 0.55 : 0.75;
  for (const e of pair.source.entities.filter(isInPlace)) {
    c.fillStyle = app.colours(e.label).fill;
    c.fillRect(g.left, g.top + e.start * g.cell, g.m * g.cell, (e.end - e.start) * g.cell);
  }
  for (const e of pair.target.entities.filter(isInPlace)) {
    c.fillStyle = app.colours(e.label).fill;
    c.fillRect(spanX(g, e), g.top, (e.end - e.start) * g.cell, g.n * g.cell);
  }
  c.globalAlpha = 1;
}

/**
 * @param {CanvasRenderingContext2D} c
 * @param {number} x
 * @param {number} y
 * @param {number} w
 * @param {number} h
 * @param {string} ink
 */
function hatch(c, x, y, w, h, ink) {
  c.save();
  c.beginPath();
  c.rect(x, y, w, h);
  c.clip();
  c.strokeStyle = ink;
  c.globalAlpha = 0.16;
  c.beginPath();
  for (let k = -h; k < w; k += 6) {
    c.moveTo(x + k, y + h);
    c.lineTo(x + k + h, y);
  }
  c.stroke();
  c.restore();
}

/** @param {Geometry} g @param {Paper} p */
function gridLines(g, { context: c, ink }) {
  c.strokeStyle = ink;
  c.globalAlpha = 0.1;
  c.lineWidth = 1;
  c.beginPath();
  for (let i = 0; i <= g.n; i += 1) {
    c.moveTo(g.left, g.top + i * g.cell + 0.5);
    c.lineTo(g.left + g.m * g.cell, g.top + i * g.cell + 0.5);
  }
  for (let j = 0; j <= g.m; j += 1) {
    c.moveTo(g.left + j * g.cell + 0.5, g.top);
    c.lineTo(g.left + j * g.cell + 0.5, g.top + g.n * g.cell);
  }
  c.stroke();
  c.globalAlpha = 1;
}

/** @param {Geometry} g @param {Paper} p @param {Cell | null} cursor */
function crosshair(g, { context: c, accent }, cursor) {
  if (!cursor) return;
  c.fillStyle = accent;
  c.globalAlpha = 0.13;
  if (cursor.i >= 0) c.fillRect(g.left, g.top + cursor.i * g.cell, g.m * g.cell, g.cell);
  if (cursor.j >= 0) c.fillRect(columnX(g, cursor.j), g.top, g.cell, g.n * g.cell);
  c.globalAlpha = 1;
  if (cursor.i < 0 || cursor.j < 0) return;
  c.strokeStyle = accent;
  c.lineWidth = 2;
  c.strokeRect(columnX(g, cursor.j) + 1, g.top + cursor.i * g.cell + 1, g.cell - 1, g.cell - 1);
}

/**
 * A square for each link, its shade by probability, its rim always to be seen.
 * @param {App} app
 * @param {Geometry} g
 * @param {Paper} p
 */
function cells(app, g, p) {
  const { context: c } = p;
  const owners = app.pair.source.entities.filter(isInPlace);
  const pad = Math.max(2, Math.round(g.cell * 0.15));
  const side = g.cell - 2 * pad;
  c.lineWidth = 1;
  for (const [i, j, prob] of linksNow(app.pair, app.toggles)) {
    if (!inSight(g, p, i, j)) continue;
    const owner = owners.find((e) => e.start <= i && i < e.end);
    c.fillStyle = c.strokeStyle = owner ? app.colours(owner.label).solid : p.ink;
    c.beginPath();
    c.roundRect(columnX(g, j) + pad + 0.5, g.top + i * g.cell + pad + 0.5, side, side, 3);
    c.globalAlpha = (owner ? 1 : 0.72) * (prob === null ? 0.9 : 0.12 + 0.88 * prob);
    c.fill();
    c.globalAlpha = owner ? 1 : 0.72;
    c.stroke();
  }
  c.globalAlpha = 1;
}

/**
 * Frames: dashed where only a machine put it, solid where a person did; dotted for candidates.
 * @param {App} app
 * @param {Geometry} g
 * @param {Paper} p
 */
function frames(app, g, p) {
  const { context: c } = p;
  const { source, target } = app.pair;
  const chosen = selectedSource(app.pair, app.selection);
  const picked = source.entities.find((e) => e.id === chosen);
  if (picked) candidateFrames(app, g, p, picked);
  for (const e of target.entities.filter(isLive)) {
    const from = source.entities.find((s) => s.id === e.source);
    if (!from) continue;
    c.strokeStyle = app.colours(e.label).line;
    c.lineWidth = from.id === chosen ? 3 : 2;
    c.setLineDash(e.status === "unreviewed" ? [4, 3] : []);
    const { x, y, w, h } = boxOf(g, from, e);
    c.beginPath();
    c.roundRect(x + 0.5, y + 0.5, w, h, 4);
    c.stroke();
  }
  c.setLineDash([]);
}

/** @param {App} app @param {Geometry} g @param {Paper} p @param {EntityView} picked */
function candidateFrames(app, g, { context: c, ink }, picked) {
  c.strokeStyle = ink;
  c.globalAlpha = 0.62;
  c.lineWidth = 1;
  c.setLineDash([1.5, 2.5]);
  for (const k of competitorsOf(app.pair.rows[app.method]?.why?.[picked.id])) {
    const { x, y, w, h } = boxOf(g, picked, k);
    c.strokeRect(x + 0.5, y + 0.5, w, h);
  }
  c.globalAlpha = 1;
}
