/** What if: move what a method goes by or turn a link, see this pair and the corpus change, keep or drop it. */

/** @import { App, KnobView, Part, RowView, WhatIfView } from "./types" */

import { bdi, count, fill, h, icon } from "./dom.js";
import { countedOn, moved, pickChanges, toggled, trialDifferences, trialName } from "./trial.js";
import { DIFFERENCE } from "./compare.js";
import { commandButton } from "./toolbar.js";
import { createKnobs } from "./knobs.js";
import { keepKeys } from "./focus.js";
import { wordsOf } from "./boxes.js";

const MOVED_MS = 150;

/**
 * @typedef {Object} Trial
 * @property {string} layer
 * @property {import("./trial.js").Changes} changes
 * @property {KnobView[]} knobs
 * @property {string} note what the server says of it, or why it cannot be shown
 * @property {string} asked
 * @property {boolean} waiting
 * @property {import("./trial.js").Counted | null} counted
 * @property {boolean} counting
 * @property {string} said what became of keeping it
 */

/** @param {string} layer @returns {Trial} */
function fresh(layer) {
  return { layer, changes: {}, knobs: [], note: "", asked: "", waiting: false, counted: null, counting: false, said: "" };
}

/**
 * Return the panel; it takes the place of the candidates while it is open.
 * @param {() => App} get
 * @returns {Part & {show: (open: boolean) => void, toggleLink: (i: number, j: number) => void, leave: () => void, release: () => boolean}}
 *   `show` takes the focus, so that Tab leads to the fields; `release` gives it back and returns whether it was here
 */
export function createWhatIf(get) {
  let trial = fresh("");
  let opening = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const own = () => get().pair?.rows[get().method];
  const touched = () => Object.keys(trial.changes).length > 0 || get().toggles.length > 0;
  const asBody = () => ({ pair: get().pair.id, layer: trial.layer, changes: trial.changes, toggles: get().toggles });

  const look = () => {
    const app = get();
    const asked = JSON.stringify([asBody(), app.pair.version]);
    if (!app.whatIfOpen || !trial.layer || asked === trial.asked) return;
    trial.asked = asked;
    trial.waiting = true;
    clearTimeout(timer);
    timer = setTimeout(() => app.ask("whatif", asBody(), ({ body, error }) => {
      if (trial.asked === asked) hear(body, error);
    }), MOVED_MS);
  };
  const hear = (/** @type {WhatIfView | null} */ found, /** @type {string} */ error) => {
    trial.waiting = false;
    trial.note = error || found?.note || "";
    if (found && !error) trial.knobs = found.knobs ?? [];
    get().preview = found?.row && touched() && !error ? { ...found.row, base: false } : null;
    get().repaint();
  };
  const change = (/** @type {import("./trial.js").Changes} */ changes) => {
    trial = { ...trial, changes, counted: null, counting: false, said: "" };
    settle();
  };
  const settle = () => {
    if (!touched()) get().preview = null;
    get().repaint();
  };
  const drop = () => {
    get().toggles = [];
    change({});
  };
  const goOn = (/** @type {number} */ start) => {
    const mine = trial;
    get().ask("whatif-count", { ...asBody(), toggles: [], start }, ({ body, error }) => {
      if (trial !== mine || !trial.counting) return;
      if (error) trial.said = error;
      else trial.counted = countedOn(trial.counted, body);
      trial.counting = !error && trial.counted?.next !== null;
      if (trial.counting) goOn(trial.counted?.next ?? 0);
      get().repaint();
    });
  };
  const onCount = () => {
    const from = trial.counted?.next ?? 0;
    if (trial.counted?.next === null) trial.counted = null;
    trial.counting = !trial.counting;
    if (trial.counting) goOn(from);
    get().repaint();
  };
  const keep = (/** @type {string} */ name) => {
    trial.said = "Keeping it…";
    get().ask("whatif-keep", { ...asBody(), name }, ({ body, error }) => {
      trial.said = error || (typeof body?.text === "string" ? body.text : "Kept.");
      if (!error) sheet.forgetName();
      get().repaint();
    });
    get().repaint();
  };

  const release = () => {
    const inside = sheet.element.contains(/** @type {Document | ShadowRoot} */ (sheet.element.getRootNode()).activeElement);
    if (inside) get().root.focus({ preventScroll: true });
    return inside;
  };

  const sheet = createSheet(get, { move: (knob, value) => change(moved(trial.changes, knob, value)), drop, keep, onCount });
  return {
    element: sheet.element,
    paint(app) {
      sheet.element.hidden = !app.whatIfOpen;
      const layer = own()?.layer ?? "";
      if (layer !== trial.layer) {
        trial = fresh(layer);
        app.preview = null;
      }
      if (!app.whatIfOpen) return;
      look();
      sheet.paint(trial, own(), touched());
      if (opening) takeFocus(sheet.element);
      opening = false;
    },
    show(open) {
      const app = get();
      app.whatIfOpen = open;
      opening = open;
      if (open) return;
      release();
      clearTimeout(timer);
      app.toggles = [];
      app.preview = null;
      trial = fresh("");
    },
    toggleLink(i, j) {
      const app = get();
      app.whatIfOpen = true;
      app.toggles = toggled(app.pair.links, app.toggles, i, j);
      trial.said = "";
      settle();
    },
    leave() {
      get().toggles = [];
      get().preview = null;
      trial.asked = "";
      trial.said = "";
    },
    release,
  };
}

/** Put the focus on a panel, the page moved no more than it takes to see it. @param {HTMLElement} element */
function takeFocus(element) {
  element.focus({ preventScroll: true });
  element.scrollIntoView({ block: "nearest" });
}

/**
 * @typedef {Object} Acts
 * @property {import("./knobs.js").Moved} move
 * @property {() => void} drop
 * @property {(name: string) => void} keep "" for a name that the server makes
 * @property {() => void} onCount
 */

/** @param {() => App} get @param {Acts} acts */
function createSheet(get, acts) {
  const aside = h("span", { class: "aside" });
  const knobs = createKnobs(acts.move);
  const outcome = h("div", { class: "outcome", "aria-live": "polite" });
  const corpus = h("div", { class: "corpus" });
  const onCount = h("button", { type: "button", class: "btn small", "data-fid": "count", on: { click: acts.onCount } });
  const name = /** @type {HTMLInputElement} */ (h("input", { type: "text", class: "layer-name", maxlength: 80, "aria-label": "Name of the layer" }));
  const keep = h("button", {
    type: "button", class: "btn small primary", "data-fid": "keep", text: "Keep as a layer", on: { click: () => acts.keep(name.value.trim()) },
  });
  const drop = h("button", { type: "button", class: "btn small", "data-fid": "drop", text: "Drop", title: "Forget what was moved; nothing was written", on: { click: acts.drop } });
  const said = h("span", { class: "quiet", role: "status" });
  const element = h("section", {
    class: "panel trial", "aria-label": "What if", hidden: true, tabindex: -1, "data-fid": "what-if", "data-own-keys": "Tab",
  }, [
    h("div", { class: "panel-head" }, [
      h("h3", { text: "What if" }), aside, h("span", { class: "push" }), commandButton(get, "what-if", { icon: "cross", text: "Close", class: "small" }),
    ]),
    h("div", { class: "why-body" }, [
      outcome, knobs.element,
      h("div", { class: "corpus-line" }, [h("h4", { text: "In the whole corpus" }), onCount]), corpus,
      h("div", { class: "keep-line" }, [name, keep, drop, said]),
    ]),
  ]);
  keepKeys(name);
  let built = "";
  return {
    element,
    forgetName() {
      name.value = "";
    },
    /** @param {Trial} trial @param {RowView | undefined} own @param {boolean} touched */
    paint(trial, own, touched) {
      const app = get();
      aside.textContent = own ? `by ${own.name}` : "";
      knobs.set(trial.knobs.map((k) => ({ ...k, value: trial.changes[k.path] ?? k.was ?? k.value })));
      name.placeholder = trialName(own?.name ?? "", trial.knobs, trial.changes, app.toggles);
      const key = JSON.stringify([app.pair.id, app.toggles, app.preview, { ...trial, knobs: [] }, touched, own?.entities]);
      if (key === built) return;
      built = key;
      fill(outcome, outcomeOf(app, trial, own, touched));
      const any = Object.keys(trial.changes).length > 0;
      onCount.textContent = trial.counting ? "Stop" : trial.counted ? (trial.counted.next === null ? "Count again" : "Go on") : "Count the pairs that change";
      onCount.toggleAttribute("disabled", !any);
      fill(corpus, any ? countOf(app, trial) : [h("span", { class: "quiet", text: touched ? "Links are turned in this pair alone." : "" })]);
      for (const button of [keep, drop]) button.toggleAttribute("disabled", !touched);
      said.textContent = trial.said;
    },
  };
}

/** @param {App} app @param {Trial} trial @param {RowView | undefined} own @param {boolean} touched */
function outcomeOf(app, trial, own, touched) {
  const links = app.toggles.map(([i, j, on]) => h("li", {}, [
    on ? "link " : "no link ", bdi(app.pair.source.tokens[i] ?? ""), " → ", bdi(app.pair.target.tokens[j] ?? ""), " ",
    h("button", { type: "button", class: "link", text: "take back", on: { click: () => app.toggleLink(i, j) } }),
  ]));
  const picks = touched && !trial.waiting ? pickChanges(own, app.preview, app.pair.source.entities) : [];
  return [
    h("p", { class: "outcome-words" }, wordsOfOutcome(app, trial, own, touched)),
    picks.length ? h("ul", { class: "words-list" }, picks.map(({ entity, now, then }) => h("li", {}, [
      bdi(wordsOf(app.pair.source, entity), { class: "strong" }), ": ", ...pickWords(app, now), " → ", ...pickWords(app, then),
    ]))) : null,
    links.length ? h("ul", { class: "words-list" }, links) : null,
  ];
}

/** @param {App} app @param {import("./types").WhyView["picks"]} picks */
function pickWords({ pair: { target } }, picks) {
  if (!picks.length) return ["nothing"];
  return picks.flatMap(([start, end, score], k) => [
    k ? " + " : "", bdi(wordsOf(target, { start, end }), { lang: target.lang, dir: target.dir }), ` ${score.toFixed(2)}`,
  ]);
}

/** @param {App} app @param {Trial} trial @param {RowView | undefined} own @param {boolean} touched */
function wordsOfOutcome(app, trial, own, touched) {
  if (!touched) return [trial.note || "Move a number, or turn a link in the matrix (Space at its cell): what would change is shown here and as a row of the board."];
  if (trial.waiting) return ["Looking…"];
  if (!app.preview) return [icon("warn"), trial.note || "There is nothing to show."];
  const found = trialDifferences(own, app.preview);
  if (!found.length) return [icon("check"), "This pair would stay as it is."];
  return [icon("arrows"), "This pair would change: ", ...found.flatMap((d, k) => [
    k ? ", " : "", bdi(wordsOf(app.pair.target, d), { class: "strong" }), ` ${d.label} (${DIFFERENCE[d.kind].word})`,
  ]), "."];
}

/** @param {App} app @param {Trial} trial */
function countOf(app, { counted, counting }) {
  if (!counted) return [h("span", { class: "quiet", text: counting ? "Counting…" : "" })];
  const bar = h("span", { class: "bar" });
  bar.style.width = `${counted.total ? (100 * counted.done) / counted.total : 0}%`;
  return [
    h("span", { class: "track wide", role: "progressbar", "aria-valuenow": counted.done, "aria-valuemax": counted.total }, [bar]),
    h("span", { class: "counted-words", text: `${count(counted.changed)} of ${count(counted.done)} pairs change${counted.next === null ? "" : ` (${count(counted.total)} in all)`}` }),
    counted.first.length > 0 && h("span", { class: "first-ids" }, counted.first.map((id) => h("button", {
      type: "button", class: "link", title: "Go to this pair", on: { click: () => app.go("pair", id) },
    }, [bdi(id)]))),
  ];
}
