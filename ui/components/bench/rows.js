/** Methods side by side: one row each over the same target tokens, differences named. */

/** @import { App, Difference, DifferenceKind, Part, PairView, RowEntity, RowView } from "./types" */

import { bdi, fill, h, icon, mark } from "./dom.js";
import { DIFFERENCE, GOLD_WORD, differences, fold } from "./compare.js";
import { hint, keyName } from "./keys.js";
import { isSpaced } from "./boxes.js";
import { selectedSource } from "./actions.js";

const ROOM_FOR_NAMES = 300;

/** @typedef {{token: number} | {from: number, to: number}} Column */
/** @typedef {{d: Difference, word: string}} Told a difference and what its box says of it */

/** @type {CanvasRenderingContext2D | null} */
let ruler = null;

/** @returns {Part} */
export function createRows() {
  const board = h("div", { class: "board", role: "table", "aria-label": "Methods compared" });
  const title = h("h3", { text: "Methods" });
  const summary = h("span", { class: "aside" });
  const element = h("section", { class: "panel rows" }, [h("div", { class: "panel-head" }, [title, summary]), board]);
  let built = "";
  /** @type {App | null} */
  let app = null;
  const rebuild = () => {
    if (!app) return;
    const width = element.clientWidth;
    const shown = app.pair.rows.map((row) => ({ ...row, why: null, orphans: [], alternatives: [] }));
    const key = JSON.stringify([app.pair.id, shown, app.pair.gold, width, app.data.project.labels]);
    if (key === built) return;
    built = key;
    build(app, board, width, () => app);
    summary.textContent = summaryOf(app.pair);
  };
  new ResizeObserver(() => { rebuild(); if (app) light(app, board); }).observe(element);
  return {
    element,
    paint(now) {
      app = now;
      element.hidden = !now.pair.rows.length && !now.pair.gold;
      rebuild();
      light(now, board);
    },
  };
}

/** @param {PairView} pair */
function summaryOf(pair) {
  const base = pair.rows.find((r) => r.base);
  const told = pair.rows.filter((r) => !r.base && r.outcome === "projected");
  if (!base || !told.length) return base ? "" : "No base row to compare with.";
  const off = told.filter((r) => isOff(r.entities, base.entities));
  const gold = pair.gold && base.outcome === "projected" ? pair.gold : null;
  if (!off.length) {
    const all = told.length === 1 ? "Both methods agree" : `All ${told.length + 1} methods agree`;
    return gold ? `${all}${isOff(gold, base.entities) ? "; gold differs." : " with gold."}` : `${all}.`;
  }
  const who = off.length < 3
    ? `${off.map((r) => r.name).join(" and ")} ${off.length === 1 ? "differs" : "differ"}` : `${off.length} of ${told.length} others differ`;
  const beside = gold ? `, which ${isOff(gold, base.entities) ? "differs from" : "equals"} gold` : "";
  return `${who} from ${base.name}${beside}.`;
}

/** @param {RowEntity[]} row @param {RowEntity[]} reference */
function isOff(row, reference) {
  return differences(row, reference).some((d) => d.kind !== "same");
}

/** Return what a box says of its difference. @param {DifferenceKind} kind @param {boolean} gold */
function wordFor(kind, gold) {
  return (gold ? GOLD_WORD[kind] : undefined) ?? DIFFERENCE[kind].word;
}

/**
 * @param {App} app
 * @param {HTMLElement} board
 * @param {number} width
 * @param {() => App | null} get
 */
function build(app, board, width, get) {
  const { pair } = app;
  const base = pair.rows.find((r) => r.base) ?? pair.rows[0];
  const lines = [
    ...(pair.gold ? [goldRow(pair.gold)] : []),
    ...pair.rows.map((row, k) => ({ row, k })),
  ].map(({ row, k }) => ({
    row, k, found: row.base || !base ? asBase(row) : differences(row.entities, base.entities),
  }));
  const told = lines.map(({ found, k }) => found.map((d) => ({ d, word: d.kind === "same" ? "" : wordFor(d.kind, k < 0) })));
  const grid = columnsFor(app, told.flat(), width - ROOM_FOR_NAMES);
  const strip = h("div", { class: "strip", dir: pair.target.dir, lang: pair.target.lang });
  strip.style.gridTemplateColumns = `repeat(${grid.columns.length}, minmax(min-content, max-content)) 1fr`;
  fill(strip, [
    ...grid.columns.map((c, at) => heading(pair, c, at)),
    ...lines.flatMap((line, n) => rowCells(line, n + 2, grid.at, grid.columns.length, app, get)),
  ]);
  fill(board, [
    h("div", { class: "names" }, [h("span", { class: "corner" }), ...lines.map((l) => rowName(l.row, l.k, get))]),
    h("div", { class: "strip-scroll", dir: pair.target.dir, tabindex: 0, "aria-label": "Entities of each method" }, [strip]),
    h("div", { class: "takes" }, [h("span", { class: "corner" }), ...lines.map((l) => takeButton(l.row, l.k, get))]),
  ]);
}

/** @param {RowEntity[]} entities @returns {{row: RowView, k: number}} */
function goldRow(entities) {
  return {
    k: -1,
    row: {
      layer: "", name: "gold", summary: "The answer that came with the corpus.", base: false, entities,
      outcome: "projected", reason: "", why: {}, orphans: [], alternatives: [],
    },
  };
}

/** @param {RowView} row @returns {Difference[]} */
function asBase(row) {
  return row.entities.map((e) => ({ ...e, kind: "same" }));
}

/**
 * Return the columns that fit: everything, else less and less context around the entities.
 * @param {App} app
 * @param {Told[]} told
 * @param {number} room
 */
function columnsFor(app, told, room) {
  const found = told.map(({ d }) => d);
  const { tokens } = app.pair.target;
  const wide = tokens.map((token) => textWidth(token) + 9);
  let columns = tokens.map((_, token) => /** @type {Column} */ ({ token }));
  for (const context of [4, 3, 2, 1, 0]) {
    const sum = columns.reduce((n, c) => n + ("token" in c ? wide[c.token] ?? 0 : 40), 0);
    if (sum + lackOf(told, wide) <= room) break;
    columns = fold(tokens.length, found, context);
  }
  /** @type {number[]} */
  const at = [];
  columns.forEach((c, k) => {
    if ("token" in c) at[c.token] = k + 1;
    else for (let i = c.from; i < c.to; i += 1) at[i] = k + 1;
  });
  return { columns, at };
}

/**
 * Return how many pixels the words are too short for what the boxes over them say.
 * @param {Told[]} told
 * @param {number[]} wide
 */
function lackOf(told, wide) {
  /** @type {Map<number, number>} */
  const lacks = new Map();
  for (const { d, word } of told) {
    const said = word ? word.length * 6.2 + 26 : 0;
    const needs = d.label.length * 7.6 + 20 + said;
    const has = wide.slice(d.start, d.end).reduce((n, w) => n + w, 0);
    lacks.set(d.end, Math.max(lacks.get(d.end) ?? 0, needs - has));
  }
  return [...lacks.values()].reduce((n, lack) => n + lack, 0);
}

/** Return the width of a word in the strip. @param {string} text */
function textWidth(text) {
  ruler ??= document.createElement("canvas").getContext("2d");
  if (!ruler) return text.length * 8;
  ruler.font = '14px "Noto Sans", system-ui, sans-serif';
  return ruler.measureText(text).width;
}

/**
 * @param {PairView} pair
 * @param {Column} column
 * @param {number} at
 */
function heading(pair, column, at) {
  const style = `grid-row:1;grid-column:${at + 1}`;
  if ("token" in column) {
    return h("span", { class: "col-token", "data-i": column.token, style }, [bdi(pair.target.tokens[column.token] ?? "")]);
  }
  const n = column.to - column.from;
  const hidden = pair.target.tokens.slice(column.from, column.to).join(isSpaced(pair.target.lang) ? " " : "");
  return h("span", { class: "col-gap", style, title: hidden, text: `⋯ ${n}`, "aria-label": `${n} words without entities` });
}

/**
 * @param {{row: RowView, k: number, found: Difference[]}} line
 * @param {number} gridRow
 * @param {number[]} at
 * @param {number} columns
 * @param {App} app
 * @param {() => App | null} get
 */
function rowCells({ row, k, found }, gridRow, at, columns, app, get) {
  const stripe = h("span", { class: `stripe${row.base ? " base" : ""}${k < 0 ? " gold" : ""}`, style: `grid-row:${gridRow};grid-column:1 / ${columns + 2}` });
  if (row.outcome !== "projected") {
    const text = `${row.outcome}: ${row.reason || "no reason given"}`;
    return [stripe, h("span", { class: "row-note", style: `grid-row:${gridRow};grid-column:1 / ${columns + 2}` }, [icon("warn"), text])];
  }
  if (!found.length) {
    return [stripe, h("span", { class: "row-note quiet", style: `grid-row:${gridRow};grid-column:1 / ${columns + 2}`, text: "no entities" })];
  }
  return [stripe, ...found.map((d) => mini(row, k, d, gridRow, at, app, get))];
}

/**
 * @param {RowView} row
 * @param {number} k
 * @param {Difference} d
 * @param {number} gridRow
 * @param {number[]} at
 * @param {App} app
 * @param {() => App | null} get
 */
function mini(row, k, d, gridRow, at, app, get) {
  const word = wordFor(d.kind, k < 0);
  const words = app.pair.target.tokens.slice(d.start, d.end).join(isSpaced(app.pair.target.lang) ? " " : "");
  const score = typeof d.score === "number" ? ` · score ${d.score.toFixed(2)}` : "";
  const plain = d.kind === "same";
  const said = d.kind === "missing" ? `${row.name} does not have it` : `take just this one from ${row.name}`;
  const style = `grid-row:${gridRow};grid-column:${at[d.start]} / ${(at[d.end - 1] ?? 0) + 1}`;
  return h("button", {
    type: "button", class: `mini look-${app.hue(d.label)} diff-${d.kind}`, style, "data-source": d.source ?? "",
    "data-fid": `mini:${k}:${d.start}:${d.end}`, "aria-disabled": d.kind === "missing" ? "true" : null,
    title: `${words} · ${d.label}${plain ? "" : ` · ${word}`}${score}\n${said}`,
    "aria-label": `${row.name}: ${words}, ${d.label}, ${word}; ${said}`,
    on: { click: () => { if (d.kind !== "missing") get()?.place(d); } },
  }, [
    h("span", { class: "mini-label", text: d.label }),
    !plain && h("span", { class: "mini-diff" }, [icon(DIFFERENCE[d.kind].icon), word]),
  ]);
}

/** @param {RowView} row @param {number} k @param {() => App | null} get */
function rowName(row, k, get) {
  const marks = [row.base && h("span", { class: "tag", text: "base" })];
  if (k < 0) return h("span", { class: "row-name gold", title: row.summary }, [h("span", { class: "row-text", text: "gold" })]);
  return h("button", {
    type: "button", class: "row-name", "data-method": k, "data-fid": `row:${k}`, "aria-pressed": "false",
    title: `${row.summary || row.name}\nShow its candidates and reasons below`,
    on: { click: () => get()?.explain(k) },
  }, [h("span", { class: "row-text", text: row.name }), ...marks]);
}

/** @param {RowView} row @param {number} k @param {() => App | null} get */
function takeButton(row, k, get) {
  if (k < 0) return h("span", { class: "no-take" });
  const key = keyName("take", k + 1);
  return h("button", {
    type: "button", class: "btn take", "data-fid": `take:${k}`,
    title: k < 9 ? hint("take", `Take everything of ${row.name}`).replace(/\(.*\)/, `(${key})`) : `Take everything of ${row.name}`,
    "aria-label": `Take everything of ${row.name}`, "aria-disabled": row.outcome === "projected" ? null : "true",
    on: { click: () => get()?.run("take", k + 1) },
  }, [h("span", { text: "Take" }), key && h("kbd", { text: key })]);
}

/** Scroll sideways, and only as far as needed. @param {Element} scroller @param {Element} to */
function scrollInto(scroller, to) {
  const [room, box] = [scroller.getBoundingClientRect(), to.getBoundingClientRect()];
  if (box.left < room.left + 40) scroller.scrollLeft -= room.left + 40 - box.left;
  else if (box.right > room.right - 40) scroller.scrollLeft += box.right - room.right + 40;
}

/** @param {App} app @param {HTMLElement} board */
function light(app, board) {
  const source = selectedSource(app.pair, app.selection);
  const scroller = board.querySelector(".strip-scroll");
  if (source !== null && scroller?.getAttribute("data-source") !== source) {
    const first = [...board.querySelectorAll(".mini")].find((b) => b.getAttribute("data-source") === source);
    if (scroller && first) scrollInto(scroller, first);
  }
  if (scroller) mark(scroller, "data-source", source);
  for (const button of board.querySelectorAll(".mini")) {
    button.classList.toggle("kin", source !== null && button.getAttribute("data-source") === source);
  }
  for (const button of board.querySelectorAll(".row-name[data-method]")) {
    mark(button, "aria-pressed", String(Number(button.getAttribute("data-method")) === app.method));
  }
}
