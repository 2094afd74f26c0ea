/** Curves between the sentences: the links of what is selected and, on demand, all links. */

/** @import { App, LinkView, Part, Selection, Side } from "./types" */

import { h, svg } from "./dom.js";
import { linksNow, linksTouched } from "./links.js";
import { selectedEntity } from "./actions.js";
import { tokensOf } from "./gloss.js";

/** Quiet links are drawn in this many strengths, each as one path. */
const STRENGTHS = 4;
const LEAST_BEND = 14;
/** Where the box of an entity begins and ends within the height of its words. */
const BOX_TOP = 17;
const BOX_BOTTOM = 3;

/** @typedef {{x: number, y: number}} Point */

/**
 * Return the layer of curves; it lies behind both sentences and lets the pointer through.
 * @returns {Part}
 */
export function createCurves() {
  const sheet = svg("svg", { class: "curves", "aria-hidden": "true" });
  const element = h("div", { class: "curve-sheet" }, [sheet]);
  /** @type {App | null} */
  let current = null;
  const draw = () => { if (current?.pair && element.isConnected) sheet.replaceChildren(...drawCurves(current, element)); };
  new ResizeObserver(draw).observe(element);
  document.fonts?.ready.then(draw);
  return {
    element,
    paint(app) {
      current = app;
      draw();
    },
  };
}

/** @param {App} app @param {HTMLElement} sheet @returns {SVGElement[]} */
function drawCurves(app, sheet) {
  const touched = linksTouched(app.pair, app.selection, app.toggles);
  if (!touched.length && !app.views.links) return [];
  const ends = endPoints(app, sheet);
  const between = roomBetween(app, ends);
  const held = new Set(touched.map(({ link }) => link));
  const quiet = app.views.links
    ? linksNow(app.pair, app.toggles).filter((link) => !held.has(link)) : [];
  return [
    ...quietCurves(quiet, ends, between),
    ...touched.map(({ link, inside }) => svg("path", {
      class: `curve ${lookOf(app, app.selection)}${inside ? "" : " stray"}`, d: curve(...ends(link), between),
      "stroke-width": (1.3 + 1.5 * (link[2] ?? 1)).toFixed(2), "stroke-opacity": (0.75 + 0.25 * (link[2] ?? 1)).toFixed(2),
    })),
  ];
}

/**
 * Return where the words of the source end and those of the target begin, from above.
 * @param {App} app
 * @param {(link: LinkView) => [Point, Point]} ends
 */
function roomBetween({ pair }, ends) {
  const [last, first] = ends([pair.source.tokens.length - 1, 0, null]);
  return { down: last.y, up: first.y };
}

/**
 * @param {LinkView[]} links
 * @param {(link: LinkView) => [Point, Point]} ends
 * @param {{down: number, up: number}} between
 */
function quietCurves(links, ends, between) {
  /** @type {string[][]} */
  const paths = Array.from({ length: STRENGTHS }, () => []);
  for (const link of links) {
    const strength = Math.min(STRENGTHS - 1, Math.floor((link[2] ?? 1) * STRENGTHS));
    paths[strength]?.push(curve(...ends(link), between));
  }
  return paths.flatMap((d, k) => (d.length ? [svg("path", {
    class: "curve quiet", d: d.join(""), "stroke-opacity": (0.15 + 0.35 * ((k + 1) / STRENGTHS)).toFixed(2),
  })] : []));
}

/** @param {App} app @param {Selection | null} selection */
function lookOf(app, selection) {
  const entity = selectedEntity(app.pair, selection);
  return entity ? `look-${app.hue(entity.label)}` : "plain";
}

/**
 * Return a function from a link to the points it joins, each word measured once.
 * @param {App} app
 * @param {HTMLElement} sheet
 */
function endPoints(app, sheet) {
  const origin = sheet.getBoundingClientRect();
  const tokens = { source: tokensOf(app.root, "source"), target: tokensOf(app.root, "target") };
  /** @type {Map<string, Point>} */
  const known = new Map();
  const pointOf = (/** @type {Side} */ side, /** @type {number} */ k) => {
    const found = known.get(side + k);
    if (found) return found;
    const word = tokens[side][k];
    const text = (word?.firstElementChild ?? sheet).getBoundingClientRect();
    const box = (word ?? sheet).getBoundingClientRect();
    const point = {
      x: text.left + text.width / 2 - origin.left,
      y: (side === "source" ? box.bottom - BOX_BOTTOM : box.top + BOX_TOP) - origin.top,
    };
    known.set(side + k, point);
    return point;
  };
  return (/** @type {LinkView} */ [i, j]) => /** @type {[Point, Point]} */ ([pointOf("source", i), pointOf("target", j)]);
}

/**
 * Return the path of a curve that leaves downwards and arrives from above. It turns aside between
 * `down` and `up` only, below the last line of one sentence and above the first of the other, so
 * that it crosses lines of words upright and strikes none of them through.
 * @param {Point} a
 * @param {Point} b
 * @param {{down: number, up: number}} [between]
 */
export function curve(a, b, between = { down: a.y, up: b.y }) {
  const down = Math.max(a.y, between.down);
  const up = Math.min(b.y, between.up);
  const bend = Math.max(LEAST_BEND, (up - down) / 2);
  const at = (/** @type {number} */ x, /** @type {number} */ y) => `${x.toFixed(1)} ${y.toFixed(1)}`;
  const first = down > a.y ? `L${at(a.x, down)}` : "";
  const last = up < b.y ? `L${at(b.x, b.y)}` : "";
  return `M${at(a.x, a.y)}${first}C${at(a.x, down + bend)} ${at(b.x, up - bend)} ${at(b.x, up)}${last}`;
}
