/** What the matrix can lay over the base's links: other aligners, gold, and what methods picked. */

/** @import { App, LayerView, LinkView, PairView, Span } from "./types" */

/** @typedef {import("./matrix_geometry.js").Cell} Cell */
/** @typedef {{name: string, shape: string, text: string}} Value what one layer says of a cell */

/** Outlines of the shapes, in a square from -1 to 1. @type {Record<string, [number, number][]>} */
export const OUTLINES = {
  circle: Array.from({ length: 20 }, (_, k) => [Math.cos((k * Math.PI) / 10), Math.sin((k * Math.PI) / 10)]),
  diamond: [[0, -1.15], [1.15, 0], [0, 1.15], [-1.15, 0]],
  triangle: [[0, -1], [1.05, 0.85], [-1.05, 0.85]],
  wedge: [[0, 1], [1.05, -0.85], [-1.05, -0.85]],
  hexagon: [[-1.1, 0], [-0.55, -0.95], [0.55, -0.95], [1.1, 0], [0.55, 0.95], [-0.55, 0.95]],
};
const SHAPES = Object.keys(OUTLINES);
/** More shapes in one cell than this are shown only when somebody asks for them. */
const SHOWN_AT_FIRST = 3;
const PICKS = ":picks";

/**
 * Return the layers of a pair; aligners get a shape each, in the order in which they come.
 * @param {PairView} pair
 * @param {Record<string, boolean>} kept which layers somebody has switched on or off
 * @returns {LayerView[]}
 */
export function layersOf(pair, kept) {
  let aligners = 0;
  /** @type {LayerView[]} */
  const layers = (pair.overlays ?? []).map((overlay) => {
    const { key, name, kind } = overlay;
    if (kind === "gold") return { key, name, kind, shape: "corner", on: kept[key] ?? true, overlay };
    const n = aligners++;
    return { key, name, kind, shape: SHAPES[n % SHAPES.length] ?? "circle", on: kept[key] ?? n < SHOWN_AT_FIRST, overlay };
  });
  if (!pair.rows.some((r) => r.entities.length)) return layers;
  return [...layers, { key: PICKS, name: "picks of the methods", kind: "picks", shape: "box", on: kept[PICKS] ?? false, overlay: null }];
}

/**
 * Return what every layer says of a cell, the base first; nothing is said of what nobody picked.
 * @param {Pick<App, "pair" | "toggles">} app
 * @param {LayerView[]} layers
 * @param {Cell} at
 * @returns {Value[]}
 */
export function valuesAt({ pair, toggles }, layers, at) {
  return [
    { name: pair.aligner.name || "links", shape: "square", text: ofBase(pair, toggles, at) },
    ...layers.flatMap(({ name, kind, shape, overlay }) => {
      if (!overlay) return pickedBy(pair, at, shape);
      if (kind === "gold") return [{ name, shape, text: ofGold(overlay.links, overlay.possible ?? [], at) }];
      return [{ name, shape, text: inWords(linkAt(overlay.links, at)) }];
    }),
  ];
}

/** @param {PairView} pair @param {App["toggles"]} toggles @param {Cell} at */
function ofBase(pair, toggles, at) {
  const turned = toggles.find(([i, j]) => i === at.i && j === at.j);
  const told = inWords(linkAt(pair.links, at));
  return turned ? `${told}, turned ${turned[2] ? "on" : "off"}` : told;
}

/** @param {LinkView[]} sure @param {LinkView[]} possible @param {Cell} at */
function ofGold(sure, possible, at) {
  if (linkAt(sure, at)) return "sure";
  return linkAt(possible, at) ? "possible" : "no link";
}

/** @param {LinkView[]} links @param {Cell} at */
function linkAt(links, at) {
  return links.find(([i, j]) => i === at.i && j === at.j);
}

/** @param {LinkView | undefined} link */
function inWords(link) {
  if (!link) return "no link";
  return link[2] === null ? "linked" : link[2].toFixed(3);
}

/** @param {PairView} pair @param {Cell} at @param {string} shape @returns {Value[]} */
function pickedBy(pair, at, shape) {
  const inside = picksOf(pair).filter(({ rows, columns }) => holds(rows, at.i) && holds(columns, at.j));
  const by = [...new Set(inside.flatMap((p) => p.methods))].sort((a, b) => a - b);
  return by.length ? [{ name: by.length === 1 ? "picked by method" : "picked by methods", shape, text: by.join(", ") }] : [];
}

/** @param {Span} span @param {number} k */
function holds(span, k) {
  return span.start <= k && k < span.end;
}

/**
 * Return what the methods picked for source entities; equal picks once, with the places of their
 * methods on the board.
 * @param {PairView} pair
 * @returns {{rows: Span, columns: Span, label: string, methods: number[]}[]}
 */
export function picksOf(pair) {
  /** @type {Map<string, {rows: Span, columns: Span, label: string, methods: number[]}>} */
  const picks = new Map();
  pair.rows.forEach((row, k) => row.entities.forEach((e) => {
    const from = pair.source.entities.find((s) => s.id === e.source);
    if (!from) return;
    const key = `${from.id} ${e.start} ${e.end}`;
    const known = picks.get(key);
    if (known) known.methods.push(k + 1);
    else picks.set(key, { rows: from, columns: e, label: e.label, methods: [k + 1] });
  }));
  return [...picks.values()];
}
