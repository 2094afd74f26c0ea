/** The alignment matrix: a canvas as large as its window, scrolled over any number of tokens. */

/** @import { App, EntityView, Part, SentenceView } from "./types" */

import { bdi, fill, h, icon } from "./dom.js";
import { cellAt, columnX, drawMatrix, geometry } from "./matrix_draw.js";
import { hint } from "./keys.js";
import { isLive } from "./state.js";
import { selectedSource } from "./actions.js";
import { isSpaced } from "./boxes.js";

const TALLEST = 600;
const OWN_KEYS = "ArrowLeft ArrowRight ArrowUp ArrowDown Enter NumpadEnter";

/** @returns {Part} */
export function createMatrix() {
  const canvas = /** @type {HTMLCanvasElement} */ (h("canvas", {
    tabindex: 0, role: "application", "aria-roledescription": "alignment matrix", "data-own-keys": OWN_KEYS,
    "data-fid": "matrix",
  }));
  const sheet = h("div", { class: "matrix-sheet" }, [canvas]);
  const scroller = h("div", { class: "matrix-scroll" }, [sheet]);
  const readout = h("div", { class: "readout", "aria-live": "polite" });
  const aside = h("span", { class: "aside" });
  const tableHolder = h("div", { class: "table-scroll matrix-table", hidden: true });
  const asTable = h("button", { type: "button", class: "btn small", "data-fid": "as-table", "aria-pressed": "false", title: "Show the links as a table" }, [icon("table"), h("span", { text: "Table" })]);
  const hide = h("button", { type: "button", class: "btn small", "data-command": "matrix", "data-fid": "cmd:matrix:", on: { click: () => app?.run("matrix") } });
  const element = h("section", { class: "panel matrix", "aria-label": "Alignment matrix" }, [
    h("div", { class: "panel-head" }, [h("h3", { text: "Alignment" }), aside, h("span", { class: "push" }), asTable, hide]),
    scroller, tableHolder, readout,
  ]);
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  /** @type {App | null} */
  let app = null;
  /** @type {import("./matrix_draw.js").Geometry | null} */
  let g = null;
  /** @type {{i: number, j: number} | null} */
  let cursor = null;
  let shownPair = "";
  let revealed = "";
  let tabular = false;

  const draw = () => {
    if (!app || !g) return;
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
    }, cursor);
  };
  const arrange = () => {
    if (!app || !app.matrixOpen || tabular || !scroller.clientWidth) return;
    g = geometry(app.pair, scroller.clientWidth, TALLEST, context);
    sheet.style.width = `${Math.max(g.width, 1)}px`;
    sheet.style.height = `${g.height}px`;
    scroller.style.height = `${Math.min(g.height, TALLEST)}px`;
    if (shownPair !== app.pair.id) {
      shownPair = app.pair.id;
      cursor = null;
      scroller.scrollTop = 0;
      scroller.scrollLeft = g.mirrored ? g.width : 0;
    }
    const wanted = selectedCell(app);
    const key = JSON.stringify(wanted);
    if (wanted && key !== revealed) reveal(g, wanted, scroller, 3);
    revealed = key;
    draw();
  };
  const move = (/** @type {{i: number, j: number} | null} */ to) => {
    if (to?.i === cursor?.i && to?.j === cursor?.j) return;
    cursor = to;
    if (app) say(app, cursor, readout);
    draw();
  };
  const under = (/** @type {PointerEvent} */ event) => {
    if (!g) return null;
    const box = canvas.getBoundingClientRect();
    const at = cellAt(g, event.clientX - box.left + scroller.scrollLeft, event.clientY - box.top + scroller.scrollTop);
    return at.i < 0 && at.j < 0 ? null : at;
  };
  canvas.addEventListener("pointermove", (event) => {
    const at = under(event);
    move(at);
    app?.point(at && at.j >= 0 ? { side: "target", index: at.j } : null);
  });
  canvas.addEventListener("pointerleave", () => { move(null); app?.point(null); });
  canvas.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    const at = under(event);
    if (app && at) selectCell(app, at);
  });
  canvas.addEventListener("keydown", (event) => {
    if (!app || !g || !OWN_KEYS.split(" ").includes(event.code) || event.ctrlKey || event.altKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.code.endsWith("Enter")) {
      if (cursor) selectCell(app, cursor);
      return;
    }
    move(step(g, cursor, event.code));
    if (cursor) reveal(g, cursor, scroller);
  });
  scroller.addEventListener("scroll", draw, { passive: true });
  new ResizeObserver(arrange).observe(scroller);
  document.fonts?.ready.then(arrange);
  asTable.addEventListener("click", () => {
    tabular = !tabular;
    if (app) paint(app);
  });

  /** @param {App} now */
  function paint(now) {
    app = now;
    fill(hide, [icon("grid"), h("span", { text: now.matrixOpen ? "Hide" : "Show" }), h("kbd", { text: "M" })]);
    hide.title = hint("matrix");
    asTable.setAttribute("aria-pressed", String(tabular));
    const { pair } = now;
    aside.textContent = pair.links.length
      ? `${pair.links.length} links${pair.aligner.name ? ` by ${pair.aligner.name}` : ""}`
      : "The aligner found no link in this pair, so there is no matrix to show.";
    hide.hidden = !pair.links.length;
    const nothing = !pair.links.length;
    scroller.hidden = !now.matrixOpen || tabular || nothing;
    tableHolder.hidden = !now.matrixOpen || !tabular;
    readout.hidden = scroller.hidden;
    asTable.hidden = !now.matrixOpen || nothing;
    element.classList.toggle("closed", !now.matrixOpen || nothing);
    canvas.setAttribute("aria-label", `${pair.source.tokens.length} source words by ${pair.target.tokens.length} target words, `
      + `${pair.links.length} links. Arrow keys move, Enter selects. The Table button shows the same as a table.`);
    if (tabular) fill(tableHolder, [linkTable(now)]);
    say(now, cursor, readout);
    arrange();
  }
  return { element, paint };
}

/** Return the cell where the selected entity begins; null without one. @param {App} app */
function selectedCell(app) {
  const { pair } = app;
  const id = selectedSource(pair, app.selection);
  const from = pair.source.entities.find((e) => e.id === id);
  const to = pair.target.entities.find((e) => isLive(e) && e.source === id);
  return from && to ? { i: from.start, j: to.start } : null;
}

/** @param {App} app @param {{i: number, j: number}} at */
function selectCell(app, at) {
  const find = (/** @type {SentenceView} */ s, /** @type {number} */ k) => s.entities.find(
    (e) => (isLive(e) || e.status === "no-counterpart") && e.start <= k && k < e.end,
  );
  const source = at.i >= 0 ? find(app.pair.source, at.i) : undefined;
  const target = at.j >= 0 ? find(app.pair.target, at.j) : undefined;
  if (target && (!source || target.source === source.id)) app.select({ kind: "entity", side: "target", id: target.id });
  else if (source) app.select({ kind: "entity", side: "source", id: source.id });
  else app.select(null);
}

/**
 * @param {import("./matrix_draw.js").Geometry} g
 * @param {{i: number, j: number} | null} from
 * @param {string} code
 */
function step(g, from, code) {
  if (!from) return { i: 0, j: 0 };
  const along = g.mirrored ? -1 : 1;
  const [di, dj] = /** @type {Record<string, [number, number]>} */ ({
    ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -along], ArrowRight: [0, along],
  })[code] ?? [0, 0];
  const bound = (/** @type {number} */ v, /** @type {number} */ size) => Math.max(0, Math.min(size - 1, v));
  return { i: bound(from.i + di, g.n), j: bound(from.j + dj, g.m) };
}

/**
 * Scroll until a cell is in sight, with some cells around it.
 * @param {import("./matrix_draw.js").Geometry} g
 * @param {{i: number, j: number}} at
 * @param {HTMLElement} scroller
 * @param {number} [around] cells
 */
function reveal(g, at, scroller, around = 0) {
  const x = columnX(g, at.j) - g.left;
  const y = at.i * g.cell;
  const air = around * g.cell;
  const right = scroller.clientWidth - g.left - g.cell - air;
  const bottom = scroller.clientHeight - g.top - g.cell - air;
  scroller.scrollLeft = Math.min(Math.max(scroller.scrollLeft, x - right), x - air);
  scroller.scrollTop = Math.min(Math.max(scroller.scrollTop, y - bottom), y - air);
}

/** @param {App} app @param {{i: number, j: number} | null} at @param {HTMLElement} readout */
function say(app, at, readout) {
  const { pair } = app;
  if (!at) {
    fill(readout, [h("span", { class: "quiet" }, [legend("dashed", "by machine"), legend("solid", "by a person"),
      legend("dotted", "candidates of the selection")])]);
    return;
  }
  const link = pair.links.find(([i, j]) => i === at.i && j === at.j);
  const told = link ? (link[2] === null ? "linked" : `linked, p = ${link[2].toFixed(3)}`) : "no link";
  fill(readout, [
    ...end(app, pair.source, at.i), at.i >= 0 && at.j >= 0 && h("span", { class: "arrow", text: "→" }),
    ...end(app, pair.target, at.j), at.i >= 0 && at.j >= 0 && h("span", { class: "readout-p", text: told }),
  ]);
}

/** @param {string} line @param {string} text */
function legend(line, text) {
  return h("span", { class: "legend" }, [h("span", { class: `legend-box ${line}` }), text]);
}

/** @param {App} app @param {SentenceView} sentence @param {number} k */
function end(app, sentence, k) {
  if (k < 0) return [];
  const e = sentence.entities.find((x) => isLive(x) && x.start <= k && k < x.end);
  return [
    bdi(sentence.tokens[k] ?? "", { class: "strong", lang: sentence.lang, dir: sentence.dir }),
    e && h("span", { class: `story-label look-${app.hue(e.label)}`, text: e.label }),
  ];
}

/** The links as a table: one source word a row. @param {App} app */
function linkTable(app) {
  const { pair } = app;
  const label = (/** @type {EntityView[]} */ all, /** @type {number} */ k) => all.find(
    (e) => isLive(e) && e.start <= k && k < e.end,
  )?.label ?? "";
  const glue = isSpaced(pair.target.lang) ? " " : "";
  return h("table", { class: "links" }, [
    h("caption", { class: "hidden", text: "Links of every source word" }),
    h("thead", {}, [h("tr", {}, ["Source", "Entity", "Target", "Probability"].map((t, k) => h("th", { scope: "col", class: k === 3 ? "num" : null, text: t })))]),
    h("tbody", {}, pair.source.tokens.map((token, i) => {
      const found = pair.links.filter(([k]) => k === i);
      const blind = pair.unseenSource.includes(i);
      return h("tr", {}, [
        h("th", { scope: "row" }, [bdi(token, { lang: pair.source.lang })]),
        h("td", { text: label(pair.source.entities, i) }),
        h("td", {}, [found.length ? bdi(found.map(([, j]) => pair.target.tokens[j] ?? "").join(glue || " "), { lang: pair.target.lang, dir: pair.target.dir })
          : h("span", { class: "quiet", text: blind ? "not seen by the aligner" : "no link" })]),
        h("td", { class: "num", text: found.map(([, , p]) => (p === null ? "–" : p.toFixed(2))).join(", ") }),
      ]);
    })),
  ]);
}
