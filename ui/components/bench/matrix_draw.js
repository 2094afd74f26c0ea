/** Drawing the alignment matrix: geometry and strokes, no state of its own. */

/** @import { App, EntityView, PairView } from "./types" */

import { isLive } from "./state.js";
import { competitorsOf } from "./record.js";
import { isSpaced } from "./boxes.js";
import { selectedSource } from "./actions.js";

const FONT = '"Noto Sans", system-ui, -apple-system, "Segoe UI", sans-serif, "Noto Sans CJK SC", "Noto Sans Arabic", "Noto Sans Devanagari"';
const SLANT = (-52 * Math.PI) / 180;
const LONGEST = 118;
const SMALLEST = 14;
const READABLE = 17;

/**
 * @typedef {Object} Geometry
 * @property {number} cell size in pixels
 * @property {number} left width of the row labels
 * @property {number} top height of the column labels
 * @property {number} width of everything
 * @property {number} height of everything
 * @property {boolean} flat column labels are short enough to stand upright
 * @property {boolean} mirrored columns run from right to left
 * @property {number} n source tokens
 * @property {number} m target tokens
 */

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
 * Return how large everything is; cells shrink until the matrix fits; where they would be too small it scrolls.
 * @param {PairView} pair
 * @param {number} room width
 * @param {number} tall height
 * @param {CanvasRenderingContext2D} context
 * @returns {Geometry}
 */
export function geometry(pair, room, tall, context) {
  const n = pair.source.tokens.length;
  const m = pair.target.tokens.length;
  context.font = `13px ${FONT}`;
  const longest = (/** @type {string[]} */ tokens) => Math.min(
    LONGEST, Math.max(...tokens.map((t) => context.measureText(t).width)),
  );
  const flat = !isSpaced(pair.target.lang) && pair.target.tokens.every((t) => [...t].length <= 2);
  const left = Math.ceil(longest(pair.source.tokens)) + 22;
  const reach = longest(pair.target.tokens);
  const top = flat ? 32 : Math.ceil(reach * Math.sin(-SLANT)) + 20;
  const tail = flat ? 6 : Math.ceil(reach * Math.cos(SLANT)) + 6;
  const fits = Math.floor(Math.min((room - left - tail) / m, (tall - top) / n));
  const cell = fits < SMALLEST ? READABLE : Math.min(30, fits);
  return {
    cell, left, top, width: left + m * cell + tail, height: top + n * cell + 4, flat,
    mirrored: pair.target.dir === "rtl", n, m,
  };
}

/** Return the left edge of a column. @param {Geometry} g @param {number} j */
export function columnX(g, j) {
  return g.left + (g.mirrored ? g.m - 1 - j : j) * g.cell;
}

/**
 * Return the cell under a point of the whole matrix; -1 where the point is outside on that axis.
 * @param {Geometry} g
 * @param {number} x
 * @param {number} y
 */
export function cellAt(g, x, y) {
  const column = Math.floor((x - g.left) / g.cell);
  const row = Math.floor((y - g.top) / g.cell);
  const j = g.mirrored ? g.m - 1 - column : column;
  return { i: row >= 0 && row < g.n ? row : -1, j: column >= 0 && column < g.m ? j : -1 };
}

/**
 * Draw the visible part of the matrix.
 * @param {App} app
 * @param {Geometry} g
 * @param {Paper} p
 * @param {{i: number, j: number} | null} cursor
 */
export function drawMatrix(app, g, p, cursor) {
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
  c.restore();
  rowLabels(app, g, p, cursor);
  columnLabels(app, g, p, cursor);
}

/** @param {App} app @param {Geometry} g @param {Paper} p */
function bands(app, g, { context: c, ink }) {
  const { pair } = app;
  for (const i of pair.unseenSource) hatch(c, g.left, g.top + i * g.cell, g.m * g.cell, g.cell, ink);
  for (const j of pair.unseenTarget) hatch(c, columnX(g, j), g.top, g.cell, g.n * g.cell, ink);
  c.globalAlpha = app.dark ? 0.55 : 0.75;
  for (const e of shown(pair.source.entities)) {
    c.fillStyle = app.colours(e.label).fill;
    c.fillRect(g.left, g.top + e.start * g.cell, g.m * g.cell, (e.end - e.start) * g.cell);
  }
  for (const e of shown(pair.target.entities)) {
    c.fillStyle = app.colours(e.label).fill;
    c.fillRect(spanX(g, e), g.top, (e.end - e.start) * g.cell, g.n * g.cell);
  }
  c.globalAlpha = 1;
}

/** @param {EntityView[]} entities */
function shown(entities) {
  return entities.filter((e) => isLive(e) || e.status === "no-counterpart");
}

/** @param {Geometry} g @param {{start: number, end: number}} span */
function spanX(g, span) {
  return Math.min(columnX(g, span.start), columnX(g, span.end - 1));
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

/** @param {Geometry} g @param {Paper} p @param {{i: number, j: number} | null} cursor */
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

/** @param {App} app @param {Geometry} g @param {Paper} p */
function cells(app, g, p) {
  const { context: c } = p;
  const owners = shown(app.pair.source.entities);
  const pad = Math.max(2, Math.round(g.cell * 0.15));
  for (const [i, j, prob] of app.pair.links) {
    const y = g.top + i * g.cell;
    if (y - p.sy < g.top - g.cell || y - p.sy > p.height) continue;
    const owner = owners.find((e) => e.start <= i && i < e.end);
    c.fillStyle = owner ? app.colours(owner.label).solid : p.ink;
    c.globalAlpha = (owner ? 1 : 0.72) * (prob === null ? 0.9 : 0.16 + 0.84 * prob);
    c.beginPath();
    c.roundRect(columnX(g, j) + pad + 0.5, y + pad + 0.5, g.cell - 2 * pad, g.cell - 2 * pad, 3);
    c.fill();
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
    c.beginPath();
    c.roundRect(spanX(g, e) + 0.5, g.top + from.start * g.cell + 0.5, (e.end - e.start) * g.cell, (from.end - from.start) * g.cell, 4);
    c.stroke();
  }
  c.setLineDash([]);
}

/** @param {App} app @param {Geometry} g @param {Paper} p @param {EntityView} picked */
function candidateFrames(app, g, { context: c, ink }, picked) {
  c.strokeStyle = ink;
  c.globalAlpha = 0.5;
  c.lineWidth = 1;
  c.setLineDash([1.5, 2.5]);
  const top = g.top + picked.start * g.cell + 0.5;
  for (const k of competitorsOf(app.pair.rows[app.method]?.why?.[picked.id])) {
    c.strokeRect(spanX(g, k) + 0.5, top, (k.end - k.start) * g.cell, (picked.end - picked.start) * g.cell);
  }
  c.globalAlpha = 1;
}

/**
 * @param {App} app
 * @param {EntityView[]} entities
 * @param {number} at
 */
function hueAt(app, entities, at) {
  const found = shown(entities).find((e) => e.start <= at && at < e.end);
  return found ? app.colours(found.label) : null;
}

/** @param {App} app @param {Geometry} g @param {Paper} p @param {{i: number, j: number} | null} cursor */
function rowLabels(app, g, p, cursor) {
  const { context: c } = p;
  const { source, unseenSource } = app.pair;
  c.save();
  c.beginPath();
  c.rect(0, g.top, g.left, p.height - g.top);
  c.clip();
  c.textAlign = "right";
  c.textBaseline = "middle";
  c.direction = source.dir;
  source.tokens.forEach((token, i) => {
    const y = g.top + i * g.cell - p.sy;
    if (y < g.top - g.cell || y > p.height) return;
    const hue = hueAt(app, source.entities, i);
    if (hue) {
      c.fillStyle = hue.line;
      c.fillRect(g.left - 4, y + 1, 3, g.cell - 1);
    }
    label(c, token, g.left - 10, y + g.cell / 2 + 1, {
      colour: hue?.text ?? p.ink, strong: cursor?.i === i, faint: !hue && cursor?.i !== i,
      blind: unseenSource.includes(i), cell: g.cell,
    });
  });
  c.restore();
}

/** @param {App} app @param {Geometry} g @param {Paper} p @param {{i: number, j: number} | null} cursor */
function columnLabels(app, g, p, cursor) {
  const { context: c } = p;
  const { target, unseenTarget } = app.pair;
  c.save();
  c.beginPath();
  c.rect(g.left - 2, 0, p.width - g.left + 2, g.top);
  c.clip();
  c.textBaseline = "middle";
  c.direction = target.dir;
  target.tokens.forEach((token, j) => {
    const x = columnX(g, j) - p.sx;
    if (x < g.left - g.cell * 6 || x > p.width) return;
    const hue = hueAt(app, target.entities, j);
    if (hue && x >= g.left - g.cell) {
      c.fillStyle = hue.line;
      c.fillRect(x + 1, g.top - 4, g.cell - 1, 3);
    }
    c.save();
    c.translate(x + g.cell / 2, g.top - (g.flat ? 15 : 9));
    if (!g.flat) c.rotate(SLANT);
    c.textAlign = g.flat ? "center" : "left";
    label(c, token, 0, 0, {
      colour: hue?.text ?? p.ink, strong: cursor?.j === j, faint: !hue && cursor?.j !== j,
      blind: unseenTarget.includes(j), cell: g.cell,
    });
    c.restore();
  });
  c.restore();
}

/**
 * @param {CanvasRenderingContext2D} c
 * @param {string} text
 * @param {number} x
 * @param {number} y
 * @param {{colour: string, strong: boolean, faint: boolean, blind: boolean, cell: number}} look
 */
function label(c, text, x, y, { colour, strong, faint, blind, cell }) {
  c.font = `${strong ? "600 " : ""}${cell < 20 ? 12 : 13}px ${FONT}`;
  c.fillStyle = colour;
  c.globalAlpha = blind ? 0.4 : faint ? 0.8 : 1;
  let short = text;
  while ([...short].length > 2 && c.measureText(short).width > LONGEST) short = `${[...short].slice(0, -2).join("")}…`;
  c.fillText(short, x, y);
  c.globalAlpha = 1;
}
