/** The alignment matrix: a canvas as large as its window, scrolled over any number of tokens. */

/** @import { App, EntityView, LayerView, Part, SentenceView } from "./types" */

import { cellAt, geometry, reveal, stepFrom } from "./matrix_geometry.js";
import { createLegend, readOut } from "./matrix_legend.js";
import { fill, h, icon, mark } from "./dom.js";
import { readSwitches, writeSwitches } from "./surroundings.js";
import { drawMatrix } from "./matrix_draw.js";
import { hint, keyName } from "./keys.js";
import { isInPlace, isLive } from "./state.js";
import { layersOf } from "./matrix_layers.js";
import { linkTable } from "./matrix_table.js";
import { selectedSource } from "./actions.js";
import { wordsOf } from "./boxes.js";

/** @typedef {import("./matrix_geometry.js").Cell} Cell */

const TALLEST = 600;
const OWN_KEYS = "ArrowLeft ArrowRight ArrowUp ArrowDown Home End PageUp PageDown Enter NumpadEnter Space";
/** Cells shown around what is scrolled to. */
const AIR = 3;

/** @returns {Part} */
export function createMatrix() {
  const canvas = /** @type {HTMLCanvasElement} */ (h("canvas", {
    tabindex: 0, role: "application", "aria-roledescription": "alignment matrix", "data-own-keys": OWN_KEYS,
    "data-fid": "matrix",
  }));
  const sheet = h("div", { class: "matrix-sheet" }, [canvas]);
  const scroller = h("div", { class: "matrix-scroll" }, [sheet]);
  const readout = h("div", { class: "readout", "aria-live": "polite" });
  const toggle = h("button", {
    type: "button", class: "btn small toggle-link", "data-fid": "toggle-link", on: { click: () => turn(held) },
    title: "Turn the link of the marked cell on or off, to see what the method would make of it (Space in the matrix, or Shift+click)",
  }, [h("span", { text: "Toggle link" }), h("kbd", { text: "Space" })]);
  const aside = h("span", { class: "aside" });
  const jump = /** @type {HTMLSelectElement} */ (h("select", { class: "jump", "aria-label": "Go to an entity in the matrix", "data-fid": "matrix-jump" }));
  const tableHolder = h("div", { class: "table-scroll matrix-table", hidden: true });
  const asTable = h("button", { type: "button", class: "btn small", "data-fid": "as-table", "aria-pressed": "false", title: "Show the links as a table" }, [icon("table"), h("span", { text: "Table" })]);
  const hide = h("button", { type: "button", class: "btn small", "data-command": "matrix", "data-fid": "cmd:matrix:", on: { click: () => app?.run("matrix") } });
  const legend = createLegend(switchLayer);
  const foot = h("div", { class: "matrix-foot" }, [readout, toggle]);
  const element = h("section", { class: "panel matrix", "aria-label": "Alignment matrix" }, [
    h("div", { class: "panel-head" }, [h("h3", { text: "Alignment" }), aside, h("span", { class: "push" }), jump, asTable, hide]),
    legend.element, scroller, tableHolder, foot,
  ]);
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  /** @type {App | null} */
  let app = null;
  /** @type {import("./matrix_geometry.js").Geometry | null} */
  let g = null;
  /** @type {LayerView[]} */
  let layers = [];
  /** The cell under the pointer. @type {Cell | null} */
  let hovered = null;
  /** The cell that was last clicked, or walked to by key. @type {Cell | null} */
  let held = null;
  let shownPair = "";
  let revealed = "";
  let tabular = false;
  let offered = "";

  const draw = () => {
    if (!app || !g || scroller.hidden) return;
    const width = scroller.clientWidth;
    const height = Math.min(g.height, TALLEST);
    const scale = window.devicePixelRatio || 1;
    if (canvas.width !== Math.round(width * scale) || canvas.height !== Math.round(height * scale)) {
      canvas.width = Math.round(width * scale);
      canvas.height = Math.round(height * scale);
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
    }
    context.setTransform(scale, 0, 0, scale, 0, 0);
    const style = getComputedStyle(element);
    drawMatrix(app, g, {
      context, width, height, sx: scroller.scrollLeft, sy: scroller.scrollTop, ink: style.color,
      paper: style.backgroundColor, accent: style.getPropertyValue("--accent").trim() || style.color,
    }, hovered ?? held, layers);
  };
  const arrange = () => {
    if (!app || !app.matrixOpen || tabular || !scroller.clientWidth) return;
    g = geometry(app.pair, scroller.clientWidth, TALLEST, context);
    sheet.style.width = `${Math.max(g.width, 1)}px`;
    sheet.style.height = `${g.height}px`;
    scroller.style.height = `${Math.min(g.height, TALLEST)}px`;
    jump.hidden = jump.options.length < 2 || (g.height <= TALLEST && g.width <= scroller.clientWidth);
    if (shownPair !== app.pair.id) {
      shownPair = app.pair.id;
      hovered = held = null;
      scroller.scrollTop = 0;
      scroller.scrollLeft = g.mirrored ? g.width : 0;
    }
    const wanted = selectedCell(app);
    const key = JSON.stringify(wanted);
    if (wanted && key !== revealed) reveal(g, wanted, scroller, AIR);
    revealed = key;
    show();
  };
  const show = () => {
    if (app) readOut(app, layers, hovered ?? held, readout);
    mark(toggle, "aria-disabled", isCell(held) ? null : "true");
    draw();
  };
  const hover = (/** @type {Cell | null} */ to) => {
    if (to?.i === hovered?.i && to?.j === hovered?.j) return;
    hovered = to;
    show();
  };
  const hold = (/** @type {Cell} */ to) => {
    held = to;
    show();
  };
  const turn = (/** @type {Cell | null} */ at) => { if (app && at && isCell(at)) app.toggleLink(at.i, at.j); };
  const under = (/** @type {PointerEvent} */ event) => {
    if (!g) return null;
    const box = canvas.getBoundingClientRect();
    const at = cellAt(g, event.clientX - box.left + scroller.scrollLeft, event.clientY - box.top + scroller.scrollTop);
    return at.i < 0 && at.j < 0 ? null : at;
  };
  canvas.addEventListener("pointermove", (event) => {
    const at = under(event);
    hover(at);
    app?.point(at && at.j >= 0 ? { side: "target", index: at.j } : null);
  });
  canvas.addEventListener("pointerleave", () => { hover(null); app?.point(null); });
  canvas.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    const at = under(event);
    if (!app || !at || event.button !== 0) return;
    canvas.focus({ preventScroll: true });
    hold(at);
    if (event.shiftKey) turn(at);
    else selectCell(app, at);
  });
  canvas.addEventListener("keydown", (event) => {
    if (!app || !g || !OWN_KEYS.split(" ").includes(event.code) || event.ctrlKey || event.altKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.code === "Space") turn(held);
    else if (event.code.endsWith("Enter")) { if (held) selectCell(app, held); }
    else {
      hovered = null;
      hold(stepFrom(g, held, event.code, Math.max(1, Math.floor((scroller.clientHeight - g.top) / g.cell) - 1)));
      if (held) reveal(g, held, scroller);
    }
  });
  jump.addEventListener("change", () => {
    const entity = app?.pair.source.entities.find((e) => e.id === jump.value);
    jump.selectedIndex = 0;
    if (!app || !g || !entity) return;
    const to = app.pair.links.find(([i]) => entity.start <= i && i < entity.end)?.[1] ?? 0;
    app.select({ kind: "entity", side: "source", id: entity.id });
    hold({ i: entity.start, j: to });
    reveal(g, { i: entity.start, j: to }, scroller, AIR);
    canvas.focus({ preventScroll: true });
  });
  scroller.addEventListener("scroll", draw, { passive: true });
  new ResizeObserver(arrange).observe(scroller);
  document.fonts?.ready.then(arrange);
  asTable.addEventListener("click", () => {
    tabular = !tabular;
    if (app) paint(app);
  });

  /** @param {string} key @param {boolean} on */
  function switchLayer(key, on) {
    if (!app) return;
    const name = storeName(app);
    writeSwitches(name, { ...readSwitches(name), [key]: on });
    paint(app);
  }

  /** @param {App} now */
  function paint(now) {
    app = now;
    layers = layersOf(now.pair, readSwitches(storeName(now)));
    fill(hide, [icon("grid"), h("span", { text: now.matrixOpen ? "Hide" : "Show" }), h("kbd", { text: keyName("matrix") })]);
    hide.title = hint("matrix");
    asTable.setAttribute("aria-pressed", String(tabular));
    aside.textContent = inShort(now);
    scroller.hidden = !now.matrixOpen || tabular;
    tableHolder.hidden = !now.matrixOpen || !tabular;
    foot.hidden = scroller.hidden;
    asTable.hidden = !now.matrixOpen;
    element.classList.toggle("closed", !now.matrixOpen);
    canvas.setAttribute("aria-label", `${now.pair.source.tokens.length} source words by ${now.pair.target.tokens.length} target words, `
      + `${now.pair.links.length} links. Arrow keys, Home, End and page keys move, Enter selects, Space turns a link on or off. `
      + "The Table button shows the same as a table.");
    legend.paint(now, layers);
    legend.element.hidden = !now.matrixOpen || !layers.length;
    const entities = now.pair.source.entities.filter(isInPlace);
    const key = JSON.stringify([now.pair.id, entities.map((e) => [e.id, e.start, e.end, e.label])]);
    if (key !== offered) fillJump(now, jump, entities);
    offered = key;
    if (tabular) fill(tableHolder, [linkTable(now, layers)]);
    arrange();
  }
  return { element, paint };
}

/** @param {App} app */
function storeName(app) {
  return `silverlens:layers:${app.data.project.name}`;
}

/** Return whether a cell is within the matrix, not beside it. @param {Cell | null} at */
function isCell(at) {
  return at !== null && at.i >= 0 && at.j >= 0;
}

/** @param {App} app */
function inShort({ pair, toggles }) {
  const by = pair.aligner.name ? ` by ${pair.aligner.name}` : "";
  const links = pair.links.length === 1 ? "1 link" : `${pair.links.length || "No"} links`;
  const tried = toggles.length ? `, ${toggles.length} changed to try it out` : "";
  return `${links}${by}${tried}`;
}

/** @param {App} app @param {HTMLSelectElement} jump @param {EntityView[]} entities */
function fillJump({ pair }, jump, entities) {
  fill(jump, [
    h("option", { value: "", text: "Go to …" }),
    ...entities.map((e) => h("option", { value: e.id, text: `${e.label}: ${wordsOf(pair.source, e)}` })),
  ]);
}

/** Return the cell where the selected entity begins; null without one. @param {App} app */
function selectedCell(app) {
  const { pair } = app;
  const id = selectedSource(pair, app.selection);
  const from = pair.source.entities.find((e) => e.id === id);
  const to = pair.target.entities.find((e) => isLive(e) && e.source === id);
  return from && to ? { i: from.start, j: to.start } : null;
}

/** @param {App} app @param {Cell} at */
function selectCell(app, at) {
  const find = (/** @type {SentenceView} */ s, /** @type {number} */ k) => s.entities.find(
    (/** @type {EntityView} */ e) => isInPlace(e) && e.start <= k && k < e.end,
  );
  const source = at.i >= 0 ? find(app.pair.source, at.i) : undefined;
  const target = at.j >= 0 ? find(app.pair.target, at.j) : undefined;
  if (target && (!source || target.source === source.id)) app.select({ kind: "entity", side: "target", id: target.id });
  else if (source) app.select({ kind: "entity", side: "source", id: source.id });
  else app.select(null);
}
