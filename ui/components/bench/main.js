/** The bench: one pair, drawn and corrected; paints locally, then tells the server. */

/** @import { App, Batch, Data, Nav, PairView, Part } from "./types" */

import { assignLooks, coloursOf, isDark, lookSheet } from "./palette.js";
import { bindingOf, isHeld } from "./keys.js";
import { createActions, createTopline } from "./toolbar.js";
import { createSentence, lightLinks } from "./sentence.js";
import { interpret, placeSpan } from "./actions.js";
import { keepSelection, overlay } from "./state.js";
import { createCandidates } from "./candidates.js";
import { createHelp } from "./help.js";
import { createMatrix } from "./matrix.js";
import { OVERDUE_MS, createNavigator } from "./navigate.js";
import { createQueue } from "./queue.js";
import { createRows } from "./rows.js";
import { revive } from "./revive.js";
import { fill, h, icon } from "./dom.js";
import { focusName, focusSelected, isElsewhere, isNative, restoreFocus } from "./focus.js";

/**
 * @typedef {Object} Mount
 * @property {Data} data
 * @property {HTMLElement | ShadowRoot} parentElement
 * @property {(name: string, value: unknown) => void} setStateValue
 */

/** @typedef {{project: string, receive: (mount: Mount) => void, stop: () => void}} Bench */

/** @type {WeakMap<object, Bench>} */
const BENCHES = new WeakMap();
const MATRIX_KEY = "silverlens.matrix";

/**
 * Called by Streamlit on every change of data or theme; returns what to do when it goes away.
 * @param {Mount} mount
 */
export default function bench(mount) {
  let found = BENCHES.get(mount.parentElement);
  if (found?.project !== mount.data.project.name) {
    found?.stop();
    found = createBench(mount);
    BENCHES.set(mount.parentElement, found);
  }
  found.receive(mount);
  return () => {
    BENCHES.get(mount.parentElement)?.stop();
    BENCHES.delete(mount.parentElement);
  };
}

/**
 * @param {Mount} first
 * @returns {Bench}
 */
function createBench(first) {
  let mount = first;
  const root = h("div", { class: "bench", tabindex: -1, role: "region", "aria-label": "Projection bench" });
  const looks = h("style");
  const gloss = h("div", { class: "gloss", hidden: true, role: "tooltip" });
  const notice = h("div", { class: "notice", role: "status" });
  const empty = h("div", { class: "blank" });
  const body = h("div", { class: "body" });
  const help = createHelp();
  const actions = createActions();
  /** @type {Part[]} */
  const parts = [
    createTopline(), actions, createSentence("source"), createSentence("target"), createRows(),
    createMatrix(), createCandidates(),
  ];
  layOut(body, parts, actions.foot);
  root.append(looks, body, empty, notice, gloss, help.element);
  first.parentElement.append(root);

  const queue = createQueue({
    project: first.data.project.name, storage: safeStorage(), changed: () => paint(),
    stuck: (/** @type {boolean} */ kept) => revive({ kept, pair: app.pair?.id, marks: safeMarks() }),
    send: (/** @type {Batch} */ batch) => mount.setStateValue("ops", batch),
  });
  const navigator = createNavigator({
    client: queue.client, send: (/** @type {Nav} */ nav) => mount.setStateValue("nav", nav),
  });
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let fading;
  /** @type {Element | null} */
  let anchor = null;
  let hues = new Map();
  let themed = "";

  /** @type {App} */
  const app = {
    root, data: first.data, pair: /** @type {PairView} */ (/** @type {unknown} */ (null)), selection: null,
    hover: null, method: 0, matrixOpen: safeStorage()?.getItem(MATRIX_KEY) !== "closed", waiting: false,
    working: false, notice: "", save: { state: "saved", message: "saved" }, dark: false,
    hue: (label) => hues.get(label) ?? 0,
    colours: (label) => coloursOf(hues.get(label) ?? 0, app.dark),
    select(selection) {
      if (JSON.stringify(selection) === JSON.stringify(app.selection)) return;
      app.selection = selection;
      paint();
    },
    point(hover, at = null) {
      if (hover?.side === app.hover?.side && hover?.index === app.hover?.index) return;
      app.hover = hover;
      anchor = at;
      lightLinks(app, gloss, anchor);
    },
    explain(method) {
      app.method = method;
      paint();
    },
    run,
    send(draft) {
      queue.push(draft);
      paint();
    },
    place: (span) => act(placeSpan(app.pair, span)),
    go,
  };

  /** @param {string} command @param {number} [arg] */
  function run(command, arg) {
    if (command === "send-again") {
      queue.flush();
      paint();
    } else if (app.pair && !(app.waiting && !["help", "matrix", "clear"].includes(command))) {
      act(interpret(command, { pair: app.pair, selection: app.selection, method: app.method, labels: app.data.project.labels }, arg));
    }
  }

  /** @param {import("./actions.js").Effect} effect */
  function act(effect) {
    if (effect.toggle === "help") help.toggle();
    if (effect.toggle === "matrix") {
      app.matrixOpen = !app.matrixOpen;
      safeStorage()?.setItem(MATRIX_KEY, app.matrixOpen ? "open" : "closed");
    }
    for (const draft of effect.ops ?? []) {
      const op = queue.push(draft);
      if (effect.then === "added" && op.side !== "pair") {
        app.selection = { kind: "entity", side: op.side, id: op.entity };
      }
    }
    if (effect.selection !== undefined) app.selection = effect.selection;
    if (effect.go) go(effect.go);
    else paint();
  }

  /** @param {Nav["to"]} to */
  function go(to) {
    const went = navigator.go(to, queue.last());
    if (went === "end") tell(to === "next" ? "This was the last pair of the queue." : "This is the first pair of the queue.");
    if (went === "asked") setTimeout(paint, 4200);
    if (went !== "end") setTimeout(lookForAnswer, OVERDUE_MS + 200);
    paint();
  }

  function lookForAnswer() {
    if (root.isConnected && navigator.overdue()) revive({ kept: !queue.pending().length, pair: app.pair?.id, marks: safeMarks() });
  }

  /** @param {string} text */
  function tell(text) {
    app.notice = text;
    clearTimeout(fading);
    fading = setTimeout(() => { app.notice = ""; paint(); }, 5000);
  }

  function paint() {
    const began = performance.now();
    const kept = navigator.shown();
    app.save = queue.status();
    app.waiting = navigator.waiting();
    app.working = queue.pending().some((op) => op.kind === "undo" || op.kind === "redo");
    empty.hidden = kept !== null;
    body.hidden = kept === null;
    if (!kept) {
      fill(empty, [icon("info"), h("p", { text: "No pair matches this filter. Widen it, or choose another queue." })]);
      return;
    }
    const before = app.pair;
    app.pair = overlay(kept, queue.pending(), queue.client);
    if (before) app.selection = keepSelection(app.selection, before, app.pair);
    if (before?.id !== app.pair.id) app.point(null);
    app.method = chooseMethod(app, before);
    app.data = { ...mount.data, position: position(mount.data, navigator.shift()) };
    const focused = focusName(root);
    theme();
    for (const part of parts) part.paint(app);
    restoreFocus(root, focused);
    root.toggleAttribute("aria-busy", app.waiting);
    fill(notice, app.notice ? [icon("info"), app.notice] : []);
    notice.hidden = !app.notice;
    if (app.hover) lightLinks(app, gloss, anchor);
    root.dataset.pair = app.pair.id;
    const took = (performance.now() - began).toFixed(1);
    root.dataset.paintMs = took;
    if (before?.id !== app.pair.id) root.dataset.paintFull = took;
  }

  function theme() {
    hues = assignLooks(app.data.project.labels);
    for (const label of strayLabels(app.pair)) if (!hues.has(label)) hues.set(label, hues.size % 20);
    app.dark = !isDark(getComputedStyle(root).color);
    root.style.setProperty("--head", `${headerHeight()}px`);
    if (themed === String(app.dark)) return;
    themed = String(app.dark);
    looks.textContent = lookSheet(app.dark);
    root.dataset.theme = app.dark ? "dark" : "light";
  }

  const onKey = (/** @type {KeyboardEvent} */ event) => {
    if (!root.isConnected || !root.offsetParent || isElsewhere(event, root)) return;
    if (help.open()) {
      if (bindingOf(event)?.command === "help") {
        help.toggle();
        swallow(event);
      }
      return;
    }
    if (isHeld(event)) return swallow(event);
    const binding = bindingOf(event);
    if (!binding || !app.pair || isNative(event, binding.command, app)) return;
    swallow(event);
    const onChip = /^(source|target):/.test(focusName(root) ?? "");
    run(binding.command, binding.arg);
    if (onChip || binding.command.endsWith("-entity")) focusSelected(root, app.selection);
  };
  document.addEventListener("keydown", onKey, true);
  queue.flush();

  return {
    project: first.data.project.name,
    receive(now) {
      mount = now;
      const waited = app.waiting && app.pair?.id;
      const { data } = now;
      const settling = queue.pending();
      const refused = queue.hear({ client: data.client, ack: data.ack, refused: data.refused });
      const bad = new Set(refused.map((r) => r.seq));
      const left = new Set(queue.pending().map((op) => op.seq));
      navigator.receive(data, settling.filter((op) => !left.has(op.seq) && !bad.has(op.seq)));
      if (waited && !navigator.waiting() && waited === navigator.shown()?.id) tell("There is no other pair to go to.");
      if (refused.length) tell(`Not saved: ${refused.map((r) => r.message).join(" ")}`);
      paint();
    },
    stop() {
      document.removeEventListener("keydown", onKey, true);
      queue.stop();
      root.remove();
    },
  };
}

/** Return how far the page's own header covers what scrolls under it; 0 where one sees through it. */
function headerHeight() {
  const header = document.querySelector("[data-testid=stHeader]");
  if (!header) return 0;
  const clear = /^rgba\(.*, 0\)$|^transparent$/.test(getComputedStyle(header).backgroundColor);
  return clear ? 0 : header.getBoundingClientRect().height;
}

/** @param {HTMLElement} body @param {Part[]} parts @param {HTMLElement} foot of the sentences */
function layOut(body, parts, foot) {
  const [top, actions, source, target, rows, matrix, why] = parts.map((p) => p.element);
  body.append(...[
    top, h("div", { class: "sentences" }, [actions, source, target, foot]), rows,
    h("div", { class: "lower" }, [matrix, why]),
  ].filter((e) => e !== undefined));
}

/** @param {App} app @param {PairView | null} before */
function chooseMethod(app, before) {
  if (before?.id === app.pair.id && app.method < app.pair.rows.length) return app.method;
  const old = before?.rows[app.method]?.name;
  const same = app.pair.rows.findIndex((r) => r.name === old);
  return same >= 0 ? same : Math.max(0, app.pair.rows.findIndex((r) => r.base));
}

/** @param {Data} data @param {number} shift */
function position({ position: p }, shift) {
  return { ...p, index: Math.max(0, Math.min(Math.max(0, p.total - 1), p.index + shift)) };
}

/** @param {PairView} pair */
function strayLabels(pair) {
  const all = [pair.source.entities, pair.target.entities, pair.gold ?? [], ...pair.rows.map((r) => r.entities)];
  return [...new Set(all.flatMap((es) => es.map((e) => e.label)))].sort();
}

function safeStorage() {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

function safeMarks() {
  try {
    return window.sessionStorage;
  } catch {
    return null;
  }
}

/** @param {Event} event */
function swallow(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}
