/** The legend of the matrix, which switches its layers, and the line that reads a cell out. */

/** @import { App, LayerView, SentenceView } from "./types" */

import { bdi, fill, h, svg } from "./dom.js";
import { OUTLINES, valuesAt } from "./matrix_layers.js";
import { isLive } from "./state.js";

/** @typedef {import("./matrix_geometry.js").Cell} Cell */

/** Signs that are no outline of a shape. @type {Record<string, {d: string, filled?: boolean}>} */
const PLAIN_SIGNS = {
  square: { d: "M3 3h10v10H3z", filled: true }, box: { d: "M2 4.5h12v7H2z" },
  corner: { d: "M5 3h8v8z", filled: true }, hollow: { d: "M5 3h8v8z" },
};

/**
 * Return the legend: what the squares are, and a check box for each layer.
 * @param {(key: string, on: boolean) => void} turn
 */
export function createLegend(turn) {
  const element = h("div", { class: "layers", role: "group", "aria-label": "What the matrix shows" });
  let shown = "";
  return {
    element,
    /** @param {App} app @param {LayerView[]} layers */
    paint({ pair }, layers) {
      const key = JSON.stringify([pair.aligner.name, layers.map(({ overlay, ...l }) => [l, Boolean(overlay?.possible)])]);
      if (key === shown) return;
      shown = key;
      fill(element, [
        h("span", { class: "layer" }, [sign("square"), h("span", { text: `${pair.aligner.name || "links"}, the fuller the more probable` })]),
        ...layers.map((layer) => layerSwitch(layer, turn)),
      ]);
    },
  };
}

/** @param {LayerView} layer @param {(key: string, on: boolean) => void} turn */
function layerSwitch({ key, name, kind, shape, on, overlay }, turn) {
  const box = /** @type {HTMLInputElement} */ (h("input", { type: "checkbox", "data-fid": `layer:${key}`, checked: on }));
  box.addEventListener("change", () => turn(key, box.checked));
  return h("label", { class: "layer" }, [
    box, sign(shape), h("span", { text: kind === "gold" && overlay?.possible ? `${name}: sure` : name }),
    kind === "gold" && overlay?.possible && sign("hollow"), kind === "gold" && overlay?.possible && h("span", { text: "possible" }),
  ]);
}

/** Return the picture of a shape. @param {string} shape */
function sign(shape) {
  const outline = OUTLINES[shape];
  const { d, filled } = PLAIN_SIGNS[shape] ?? { d: "", filled: false };
  return svg("svg", { viewBox: "0 0 16 16", class: filled ? "sign filled" : "sign", "aria-hidden": "true" }, [svg("path", {
    d: outline ? `M${outline.map(([u, v]) => `${(8 + 5.5 * u).toFixed(1)} ${(8 + 5.5 * v).toFixed(1)}`).join("L")}Z` : d,
  })]);
}

/**
 * Say what is at a cell: its words, and what every layer has there; without one, what frames mean.
 * @param {App} app
 * @param {LayerView[]} layers
 * @param {Cell | null} at
 * @param {HTMLElement} readout
 */
export function readOut(app, layers, at, readout) {
  if (!at) {
    fill(readout, [h("div", { class: "frames" }, [
      frame("dashed", "by machine"), frame("solid", "by a person"), frame("dotted", "candidates of the selection"),
    ])]);
    return;
  }
  const { pair } = app;
  const both = at.i >= 0 && at.j >= 0;
  fill(readout, [
    h("div", { class: "readout-words" }, [
      ...end(app, pair.source, at.i), both && h("span", { class: "arrow", text: "→" }), ...end(app, pair.target, at.j),
    ]),
    both && h("div", { class: "readout-values" }, valuesAt(app, layers, at).map(({ name, shape, text }) => h("span", { class: "value" }, [
      sign(shape), h("span", { class: "value-name", text: name }), h("span", { class: "value-text", text }),
    ]))),
  ]);
}

/** @param {string} line @param {string} text */
function frame(line, text) {
  return h("span", { class: "legend" }, [h("span", { class: `legend-box ${line}` }), text]);
}

/** @param {App} app @param {SentenceView} sentence @param {number} k */
function end(app, sentence, k) {
  if (k < 0) return [];
  const e = sentence.entities.find((x) => isLive(x) && x.start <= k && k < x.end);
  const latin = sentence.roman?.[k];
  return [
    bdi(sentence.tokens[k] ?? "", { class: "strong", lang: sentence.lang, dir: sentence.dir }),
    latin && h("span", { class: "readout-latin", text: latin }),
    e && h("span", { class: `story-label look-${app.hue(e.label)}`, text: e.label }),
  ];
}
