/** Methods side by side: one row each over the same target tokens, differences named. */

/** @import { App, Difference, Line, Part, PairView } from "./types" */

import { DIFFERENCE, fold } from "./compare.js";
import { bdi, fill, h, icon, mark } from "./dom.js";
import { differingOnly, linesOf, summaryOf, tagsOf, wordOf } from "./board.js";
import { hint, keyName } from "./keys.js";
import { wordsOf } from "./boxes.js";
import { selectedSource } from "./actions.js";

const ROOM_FOR_NAMES = 300;
const ROOM_FOR_SINCE = 95;

/** @typedef {{token: number} | {from: number, to: number}} Column */
/** @typedef {{d: Difference, word: string}} Told a difference and what its box says of it */

/** @type {CanvasRenderingContext2D | null} */
let ruler = null;

/** @returns {Part} */
export function createRows() {
  const board = h("div", { class: "board", role: "group", "aria-label": "Methods compared" });
  const title = h("h3", { text: "Methods" });
  const summary = h("span", { class: "aside" });
  const only = h("button", {
    type: "button", class: "btn small", "data-command": "differences", "data-fid": "cmd:differences:", title: hint("differences"),
    "aria-pressed": "false", on: { click: () => app?.run("differences") },
  }, [icon("unequal"), h("span", { text: "Differences only" }), h("kbd", { text: keyName("differences") })]);
  const element = h("section", { class: "panel rows" }, [
    h("div", { class: "panel-head" }, [title, summary, h("span", { class: "push" }), only]), board,
  ]);
  let built = "";
  /** @type {App | null} */
  let app = null;
  const rebuild = () => {
    if (!app) return;
    const width = element.clientWidth;
    const { pair, differencesOnly, method } = app;
    const preview = app.preview ?? (app.whatIfOpen ? pair.rows[method] ?? null : null);
    const shown = [...pair.rows, preview].map((row) => ({ ...row, why: null, orphans: [], alternatives: [] }));
    const key = JSON.stringify([pair.id, shown, preview && method, pair.gold, width, differencesOnly, app.data.project.labels]);
    if (key === built) return;
    built = key;
    const all = linesOf(pair, preview, method);
    const { lines, hidden } = differencesOnly ? differingOnly(all) : { lines: all, hidden: 0 };
    build(app, board, lines, width, () => app);
    summary.textContent = [summaryOf(pair), hidden && `${hidden} equal row${hidden === 1 ? "" : "s"} hidden.`].filter(Boolean).join(" ");
    mark(only, "aria-pressed", String(differencesOnly));
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

/**
 * @param {App} app
 * @param {HTMLElement} board
 * @param {Line[]} lines
 * @param {number} width
 * @param {() => App | null} get
 */
function build(app, board, lines, width, get) {
  const { pair } = app;
  const told = lines.flatMap((line) => line.found.map((d) => ({ d, word: d.kind === "same" ? "" : wordOf(d.kind, line) })));
  const since = lines.some(({ row }) => row.again || row.stale) ? ROOM_FOR_SINCE : 0;
  const grid = columnsFor(app, told, width - ROOM_FOR_NAMES - since);
  const strip = h("div", { class: "strip", dir: pair.target.dir, lang: pair.target.lang });
  strip.style.gridTemplateColumns = `repeat(${grid.columns.length}, minmax(min-content, max-content)) 1fr`;
  fill(strip, [
    ...grid.columns.map((c, at) => heading(pair, c, at)),
    ...lines.flatMap((line, n) => rowCells(line, n + 2, grid.at, grid.columns.length, app, get)),
  ]);
  fill(board, [
    h("div", { class: "names" }, [h("span", { class: "corner" }), ...lines.map((l) => rowName(l, get))]),
    h("div", { class: "strip-scroll", dir: pair.target.dir, tabindex: 0, "aria-label": "Entities of each method" }, [strip]),
    h("div", { class: "takes" }, [h("span", { class: "corner" }), ...lines.map((l) => takeButton(l, get))]),
  ]);
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
  const rooms = app.differencesOnly ? [1, 0] : [4, 3, 2, 1, 0];
  if (app.differencesOnly) columns = fold(tokens.length, found, 2);
  for (const context of rooms) {
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
  const hidden = wordsOf(pair.target, { start: column.from, end: column.to });
  return h("span", { class: "col-gap", style, title: hidden, text: `⋯ ${n}`, "aria-label": `${n} words without entities` });
}

/**
 * @param {Line} line
 * @param {number} gridRow
 * @param {number[]} at
 * @param {number} columns
 * @param {App} app
 * @param {() => App | null} get
 */
function rowCells(line, gridRow, at, columns, app, get) {
  const { row, found } = line;
  const whole = `grid-row:${gridRow};grid-column:1 / ${columns + 2}`;
  const stripe = h("span", { class: `stripe${row.base ? " base" : ""} of-${line.kind}`, style: whole });
  if (row.outcome !== "projected") {
    const text = `${row.outcome}: ${row.reason || "no reason given"}`;
    return [stripe, h("span", { class: "row-note", style: whole }, [icon("warn"), text])];
  }
  if (!found.length) {
    const text = app.differencesOnly && row.entities.length ? "no differences" : "no entities";
    return [stripe, h("span", { class: "row-note quiet", style: whole, text })];
  }
  return [stripe, ...found.map((d) => mini(line, d, gridRow, at, app, get))];
}

/**
 * @param {Line} line
 * @param {Difference} d
 * @param {number} gridRow
 * @param {number[]} at
 * @param {App} app
 * @param {() => App | null} get
 */
function mini(line, d, gridRow, at, app, get) {
  const { name } = line;
  const word = wordOf(d.kind, line);
  const words = wordsOf(app.pair.target, d);
  const plain = d.kind === "same";
  const said = d.kind === "missing" ? `${name} does not have it` : `take just this one from ${name}`;
  const style = `grid-row:${gridRow};grid-column:${at[d.start]} / ${(at[d.end - 1] ?? 0) + 1}`;
  return h("button", {
    type: "button", class: `mini look-${app.hue(d.label)} diff-${d.kind}`, style, "data-source": d.source ?? "",
    "data-fid": `mini:${name}:${d.start}:${d.end}`, "aria-disabled": d.kind === "missing" ? "true" : null,
    title: `${words} · ${d.label}${plain ? "" : ` · ${word}`}${sureness(d)}\n${said}`,
    "aria-label": `${name}: ${words}, ${d.label}, ${word}; ${said}`,
    on: { click: () => { if (d.kind !== "missing") get()?.place(d); } },
  }, [
    h("span", { class: "mini-label", text: d.label }),
    !plain && h("span", { class: "mini-diff" }, [icon(DIFFERENCE[d.kind].icon), word]),
  ]);
}

/** @param {Difference & {votes?: number}} d */
function sureness({ score, votes }) {
  return [typeof score === "number" && ` · score ${score.toFixed(2)}`, votes !== undefined && ` · ${votes} votes`].filter(Boolean).join("");
}

/** @param {Line} line @param {() => App | null} get */
function rowName({ kind, name, summary, note, k, row }, get) {
  if (kind !== "method") {
    return h("span", { class: `row-name of-${kind}`, title: [summary, note].filter(Boolean).join("\n") }, [
      h("span", { class: "row-text", text: name }), note && h("span", { class: "tag", text: "tie" }),
    ]);
  }
  return h("button", {
    type: "button", class: "row-name", "data-method": k, "data-fid": `row:${k}`, "aria-pressed": "false",
    title: `${summary || name}\nShow its candidates and reasons below`,
    on: { click: () => get()?.explain(k) },
  }, [h("span", { class: "row-text", text: name }), ...tagsOf(row).map((tag) => h("span", tag))]);
}

/** @param {Line} line @param {() => App | null} get */
function takeButton({ kind, name, k, row }, get) {
  if (kind === "gold" || kind === "preview") return h("span", { class: "no-take" });
  const [command, arg] = kind === "consensus" ? /** @type {const} */ (["consensus", undefined]) : /** @type {const} */ (["take", k + 1]);
  const key = keyName(command, arg);
  const one = kind === "method" && k < 9 ? `\nOnly the selected entity: ${keyName("take-one", k + 1)}` : "";
  const does = `Take everything of ${name}`;
  return h("button", {
    type: "button", class: "btn take", "data-fid": `take:${kind}:${k}`,
    title: `${key ? hint(command, does, arg) : does}${one}`,
    "aria-label": does, "aria-disabled": row.outcome === "projected" ? null : "true",
    on: { click: () => get()?.run(command, arg) },
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
