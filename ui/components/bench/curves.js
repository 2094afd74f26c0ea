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
  const held = new Set(touched.map(({ link }) => link));
  const quiet = app.views.links
    ? linksNow(app.pair, app.toggles).filter((link) => !held.has(link)) : [];
  return [
    ...quietCurves(quiet, ends),
    ...touched.map(({ link, inside }) => svg("path", {
      class: `curve ${lookOf(app, app.selection)}${inside ? "" : " stray"}`, d: curve(...ends(link)),
      "stroke-width": (1.3 + 1.5 * (link[2] ?? 1)).toFixed(2), "stroke-opacity": (0.75 + 0.25 * (link[2] ?? 1)).toFixed(2),
    })),
  ];
}

/** @param {LinkView[]} links @param {(link: LinkView) => [Point, Point]} ends */
function quietCurves(links, ends) {
  /** @type {string[][]} */
  const paths = Array.from({ length: STRENGTHS }, () => []);
  for (const link of links) {
    const strength = Math.min(STRENGTHS - 1, Math.floor((link[2] ?? 1) * STRENGTHS));
    paths[strength]?.push(curve(...ends(link)));
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
 * Return the path of a curve that leaves downwards and arrives from above.
 * @param {Point} a
 * @param {Point} b
 */
export function curve(a, b) {
  const bend = Math.max(LEAST_BEND, (b.y - a.y) / 2);
  const at = (/** @type {number} */ x, /** @type {number} */ y) => `${x.toFixed(1)} ${y.toFixed(1)}`;
  return `M${at(a.x, a.y)}C${at(a.x, a.y + bend)} ${at(b.x, b.y - bend)} ${at(b.x, b.y)}`;
}
