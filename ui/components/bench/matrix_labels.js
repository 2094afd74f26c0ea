/** The words along the matrix, which stay while it is scrolled. */

/** @import { App, Colours, EntityView } from "./types" */

import { FONT, WIDEST_LABEL, SLANT, columnX } from "./matrix_geometry.js";
import { isInPlace } from "./state.js";

/** @typedef {import("./matrix_geometry.js").Geometry} Geometry */
/** @typedef {import("./matrix_geometry.js").Cell} Cell */
/** @typedef {import("./matrix_draw.js").Paper} Paper */

/** Words cut to fit, by font and word. @type {Map<string, string>} */
const CUT = new Map();
const MOST_CUT = 4000;
/** Slanted labels reach this many cells to the right of their column. */
const OVERHANG = 6;

/**
 * Draw the words of both sentences, those of entities in their colour.
 * @param {App} app
 * @param {Geometry} g
 * @param {Paper} p
 * @param {Cell | null} cursor
 */
export function drawLabels(app, g, p, cursor) {
  rowLabels(app, g, p, cursor);
  columnLabels(app, g, p, cursor);
}

/**
 * Return the colours of every word that is in an entity, by position.
 * @param {App} app
 * @param {EntityView[]} entities
 */
function huesOf(app, entities) {
  /** @type {Colours[]} */
  const hues = [];
  for (const e of entities.filter(isInPlace)) for (let k = e.start; k < e.end; k += 1) hues[k] ??= app.colours(e.label);
  return hues;
}

/** @param {App} app @param {Geometry} g @param {Paper} p @param {Cell | null} cursor */
function rowLabels(app, g, p, cursor) {
  const { context: c } = p;
  const { source } = app.pair;
  const hues = huesOf(app, source.entities);
  const blind = new Set(app.pair.unseenSource);
  c.save();
  c.beginPath();
  c.rect(0, g.top, g.left, p.height - g.top);
  c.clip();
  c.textAlign = "right";
  c.textBaseline = "middle";
  c.direction = source.dir;
  const first = Math.max(0, Math.floor(p.sy / g.cell) - 1);
  const last = Math.min(g.n, Math.ceil((p.sy + p.height) / g.cell) + 1);
  for (let i = first; i < last; i += 1) {
    const y = g.top + i * g.cell - p.sy;
    const hue = hues[i];
    if (hue) {
      c.fillStyle = hue.line;
      c.fillRect(g.left - 4, y + 1, 3, g.cell - 1);
    }
    label(c, source.tokens[i] ?? "", g.left - 10, y + g.cell / 2 + 1, {
      colour: hue?.text ?? p.ink, strong: cursor?.i === i, faint: !hue && cursor?.i !== i, blind: blind.has(i), cell: g.cell,
    });
  }
  c.restore();
}

/** @param {App} app @param {Geometry} g @param {Paper} p @param {Cell | null} cursor */
function columnLabels(app, g, p, cursor) {
  const { context: c } = p;
  const { target } = app.pair;
  const hues = huesOf(app, target.entities);
  const blind = new Set(app.pair.unseenTarget);
  c.save();
  c.beginPath();
  c.rect(g.left - 2, 0, p.width - g.left + 2, g.top);
  c.clip();
  c.textBaseline = "middle";
  c.direction = target.dir;
  target.tokens.forEach((token, j) => {
    const x = columnX(g, j) - p.sx;
    if (x < g.left - g.cell * OVERHANG || x > p.width) return;
    const hue = hues[j];
    if (hue && x >= g.left - g.cell) {
      c.fillStyle = hue.line;
      c.fillRect(x + 1, g.top - 4, g.cell - 1, 3);
    }
    c.save();
    c.translate(x + g.cell / 2, g.top - (g.flat ? 15 : 9));
    if (!g.flat) c.rotate(SLANT);
    c.textAlign = g.flat ? "center" : "left";
    label(c, token, 0, 0, {
      colour: hue?.text ?? p.ink, strong: cursor?.j === j, faint: !hue && cursor?.j !== j, blind: blind.has(j), cell: g.cell,
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
  c.globalAlpha = blind ? 0.62 : faint ? 0.8 : 1;
  c.fillText(cut(c, text), x, y);
  c.globalAlpha = 1;
}

/** Return a word, its end cut off where it is too long. @param {CanvasRenderingContext2D} c @param {string} text */
function cut(c, text) {
  const key = c.font + text;
  const known = CUT.get(key);
  if (known !== undefined) return known;
  let short = text;
  while ([...short].length > 2 && c.measureText(short).width > WIDEST_LABEL) short = `${[...short].slice(0, -2).join("")}…`;
  if (CUT.size >= MOST_CUT) CUT.clear();
  CUT.set(key, short);
  return short;
}
