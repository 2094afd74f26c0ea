/** Where everything lies in the alignment matrix. */

/** @import { PairView, Span } from "./types" */

import { isSpaced } from "./boxes.js";

/** @typedef {{i: number, j: number}} Cell source and target word; -1 beside the matrix */

/** Fonts of the labels, of every script; the browser takes the first that has the letter. */
export const FONT = '"Noto Sans", system-ui, -apple-system, "Segoe UI", "Noto Sans Arabic", "Noto Sans Devanagari", '
  + '"Noto Sans Thai", "Noto Sans Ethiopic", "Noto Sans CJK SC", sans-serif';
/** How steep column labels stand, in radians. */
export const SLANT = (-52 * Math.PI) / 180;
/** Labels are cut at this width, in pixels. */
export const WIDEST_LABEL = 118;
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
    WIDEST_LABEL, Math.max(...tokens.map((t) => context.measureText(t).width)),
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

/** Return the left edge of a stretch of columns. @param {Geometry} g @param {Span} span */
export function spanX(g, span) {
  return Math.min(columnX(g, span.start), columnX(g, span.end - 1));
}

/**
 * Return the box that a source span and a target span make.
 * @param {Geometry} g
 * @param {Span} rows
 * @param {Span} columns
 */
export function boxOf(g, rows, columns) {
  return {
    x: spanX(g, columns), y: g.top + rows.start * g.cell,
    w: (columns.end - columns.start) * g.cell, h: (rows.end - rows.start) * g.cell,
  };
}

/**
 * Return whether a cell is within what is visible.
 * @param {Geometry} g
 * @param {{width: number, height: number, sx: number, sy: number}} p
 * @param {number} i
 * @param {number} j
 */
export function inSight(g, p, i, j) {
  const x = columnX(g, j) - p.sx;
  const y = g.top + i * g.cell - p.sy;
  return x > g.left - g.cell && x < p.width && y > g.top - g.cell && y < p.height;
}

/**
 * Return the cell that a key leads to; Home and End are the first and last word of the sentence.
 * @param {Geometry} g
 * @param {Cell | null} from
 * @param {string} code
 * @param {number} page cells that a page key moves by
 * @returns {Cell}
 */
export function stepFrom(g, from, code, page) {
  if (!from) return { i: 0, j: 0 };
  const along = g.mirrored ? -1 : 1;
  const [di, dj] = /** @type {Record<string, [number, number]>} */ ({
    ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -along], ArrowRight: [0, along],
    PageUp: [-page, 0], PageDown: [page, 0], Home: [0, -g.m], End: [0, g.m],
  })[code] ?? [0, 0];
  const bound = (/** @type {number} */ v, /** @type {number} */ size) => Math.max(0, Math.min(size - 1, v));
  return { i: bound(from.i + di, g.n), j: bound(from.j + dj, g.m) };
}

/**
 * Scroll until a cell is in sight, with some cells around it.
 * @param {Geometry} g
 * @param {Cell} at
 * @param {HTMLElement} scroller
 * @param {number} [around] cells
 */
export function reveal(g, at, scroller, around = 0) {
  const x = columnX(g, at.j) - g.left;
  const y = at.i * g.cell;
  const air = around * g.cell;
  const right = scroller.clientWidth - g.left - g.cell - air;
  const bottom = scroller.clientHeight - g.top - g.cell - air;
  scroller.scrollLeft = Math.min(Math.max(scroller.scrollLeft, x - right), x - air);
  scroller.scrollTop = Math.min(Math.max(scroller.scrollTop, y - bottom), y - air);
}
