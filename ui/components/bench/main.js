/** The bench: one pair, drawn and corrected; paints locally, then tells the server. */

/** @import { App, Ask, Batch, Choice, Data, Nav, PairView, Part } from "./types" */

import { decides, hearing, keepFrom, lookingOn } from "./allowed.js";
import { assignLooks, coloursOf, isDark, lookSheet } from "./palette.js";
import { choiceFor, chosen } from "./chooser.js";
import { createActions } from "./actionbar.js";
import { createAsks } from "./asks.js";
import { createCandidates } from "./candidates.js";
import { createComments } from "./comments.js";
import { createCurves } from "./curves.js";
import { createOutbox, onLeaving } from "./outbox.js";
import { createHelp } from "./help.js";
import { createHints } from "./hints.js";
import { createMatrix } from "./matrix.js";
import { createMerge } from "./merge.js";
import { OVERDUE_MS, createNavigator } from "./navigate.js";
import { createOffers } from "./memory.js";
import { createPast } from "./past.js";
import { createQueue, takesBack } from "./queue.js";
import { createRows } from "./rows.js";
import { createSentence } from "./sentence.js";
import { createTopline } from "./toolbar.js";
import { createWhatIf } from "./whatif.js";
import { fill, h, icon } from "./dom.js";
import { focusName, restoreFocus } from "./focus.js";
import { headerHeight, keptSwitch, pageField, safeMarks, safeStorage } from "./surroundings.js";
import { interpret, placeSpan } from "./actions.js";
import { keepSelection, overlay } from "./state.js";
import { leadThroughPopovers } from "./popovers.js";
import { lightLinks } from "./gloss.js";
import { listenToKeys } from "./keyboard.js";
import { revive } from "./revive.js";

/**
 * @typedef {Object} Mount
 * @property {Data} data
 * @property {HTMLElement | ShadowRoot} parentElement
 * @property {(name: string, value: unknown) => void} setStateValue
 */

/** @typedef {{project: string, receive: (mount: Mount) => void, stop: () => void}} Bench */

/** @type {WeakMap<object, Bench>} */
const BENCHES = new WeakMap();
const QUIET = ["help", "merge", "matrix", "clear", "differences", "what-if", "links", "roman"];

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
  const help = createHelp(() => rebuild());
  root.append(looks, body, empty, notice, gloss, help.element);
  first.parentElement.append(root);

  const outbox = createOutbox({ send: (name, value) => mount.setStateValue(name, value) });
  const queue = createQueue({
    project: first.data.project.name, storage: safeStorage(), changed: () => paint(),
    seen: (draft) => (takesBack(draft) ? 0 : navigator.version(draft.pair)),
    stuck: (/** @type {boolean} */ kept) => revive({ kept, pair: app.pair?.id, marks: safeMarks() }),
    send: (/** @type {Batch} */ batch) => outbox.put("ops", () => ({ ...batch, held: navigator.held() })),
  });
  const navigator = createNavigator({
    client: queue.client, send: (/** @type {Nav} */ nav) => outbox.put("nav", () => ({ ...nav, held: navigator.held() })),
  });
  const asks = createAsks({ client: queue.client, send: (/** @type {Ask} */ ask) => outbox.put("ask", () => ask) });
  const matrixSwitch = keptSwitch("silverlens.matrix", true);
  const differenceSwitch = keptSwitch("silverlens.differences", false);
  const viewSwitches = { links: keptSwitch("silverlens.links", false), roman: keptSwitch("silverlens.roman", false) };
  let built = buildParts(body, () => app, answer);
  /** @type {Choice | null} */
  let choice = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let fading;
  /** @type {Element | null} */
  let anchor = null;
  let hues = new Map();
  let themed = "";

  /** @type {App} */
  const app = {
    root, data: first.data, pair: /** @type {PairView} */ (/** @type {unknown} */ (null)), selection: null,
    hover: null, method: 0, matrixOpen: matrixSwitch.on, waiting: false, working: false, notice: "",
    save: { state: "saved", message: "saved" }, dark: false, toggles: [], preview: null,
    differencesOnly: differenceSwitch.on, whatIfOpen: false, lookingOn: lookingOn(first.data.whyNot),
    views: { links: viewSwitches.links.on, roman: viewSwitches.roman.on },
    hue: (label) => hues.get(label) ?? 0,
    colours: (label) => coloursOf(hues.get(label) ?? 0, app.dark),
    select(selection) {
      if (JSON.stringify(selection) === JSON.stringify(app.selection)) return;
      app.selection = selection;
      choice = null;
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
      if (app.lookingOn) tell(app.lookingOn);
      else queue.push(draft);
      paint();
    },
    place: (span) => act(placeSpan(app.pair, span)),
    go,
    ask: (kind, asked, hear, pair = app.pair.id) => hearing(root, app.lookingOn, kind, hear, (heard) => asks.ask(kind, pair, asked, heard)),
    tell(text) {
      tell(text);
      paint();
    },
    repaint: () => paint(),
    toggleLink: (i, j) => built.whatIf.toggleLink(i, j),
  };

  /** @param {string} command @param {number} [arg] */
  function run(command, arg) {
    if (command === "send-again") {
      queue.flush();
      paint();
    } else if (app.pair && !(app.waiting && !QUIET.includes(command))) {
      choice = null;
      if (command === "clear" && (built.comments.close() || built.whatIf.release())) return;
      act(interpret(command, { pair: app.pair, selection: app.selection, method: app.method, labels: app.data.project.labels, candidatesHidden: app.whatIfOpen }, arg));
    }
  }

  /** @param {import("./actions.js").Effect} effect */
  function act(effect) {
    if (app.lookingOn && decides(effect)) return void app.tell(app.lookingOn);
    if (effect.toggle) flip(effect.toggle);
    if (effect.open) open(effect.open);
    if (effect.find) pageField(effect.find)?.focus();
    if (effect.say) tell(effect.say);
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

  /** @param {NonNullable<import("./actions.js").Effect["toggle"]>} what */
  function flip(what) {
    if (what === "help") help.toggle();
    if (what === "matrix") matrixSwitch.keep(app.matrixOpen = !app.matrixOpen);
    if (what === "differences") differenceSwitch.keep(app.differencesOnly = !app.differencesOnly);
    if (what === "links" || what === "roman") viewSwitches[what].keep(app.views[what] = !app.views[what]);
    if (what === "what-if") built.whatIf.show(!app.whatIfOpen);
  }

  /** @param {NonNullable<import("./actions.js").Effect["open"]>} what */
  function open(what) {
    if (what === "comment") built.comments.open();
    if (what === "offer") built.offers.open();
    if (what === "merge") built.merge.open();
    if (what === "history") built.past.open();
    if (what !== "reject") return;
    choice = choiceFor(app.pair, app.selection);
    if (!choice) tell("Select an entity to reject it; without a selection the pair is rejected.");
  }

  /** @param {number | "close"} n */
  function answer(n) {
    const asked = choice;
    choice = null;
    if (asked && n !== "close") act({ ops: [chosen(asked, n)], ...(asked.go ? { go: asked.go } : {}) });
    else paint();
  }

  /** Build every part anew, so that it shows the keys in force. */
  function rebuild() {
    built.whatIf.show(false);
    body.replaceChildren();
    built = buildParts(body, () => app, answer);
    paint();
  }

  /** @param {Nav["to"]} to @param {string} [pair] */
  function go(to, pair) {
    const went = navigator.go(to, queue.last(), pair);
    choice = null;
    if (went === "end") tell(to === "next" || to === "last" ? "This is the last pair of the queue." : "This is the first pair of the queue.");
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
    app.working = queue.pending().some(takesBack);
    empty.hidden = kept !== null;
    body.hidden = kept === null;
    if (!kept) {
      fill(empty, [icon("info"), h("p", { text: "No pair matches this filter. Widen it, or choose another queue." })]);
      return;
    }
    const before = app.pair;
    app.pair = overlay(kept, queue.pending(), queue.client);
    if (before) app.selection = keepSelection(app.selection, before, app.pair);
    if (before?.id !== app.pair.id) {
      choice = null; // it was asked of the pair before
      app.point(null);
      built.whatIf.leave();
    }
    app.method = chooseMethod(app, before);
    app.data = { ...mount.data, position: position(mount.data, navigator.shift()) };
    const focused = focusName(root);
    theme();
    help.paint(app);
    for (const part of built.parts) part.paint(app);
    built.actions.choose(choice);
    keepFrom(root, app.lookingOn);
    restoreFocus(root, focused);
    root.toggleAttribute("aria-busy", app.waiting);
    fill(notice, app.notice ? [icon("info"), app.notice] : []);
    notice.hidden = !app.notice;
    if (anchor && !anchor.isConnected) app.point(null); // the word that was pointed at was written anew
    if (app.hover) lightLinks(app, gloss, anchor);
    root.dataset.pair = app.pair.id;
    root.dataset.acked = String((queue.pending()[0]?.seq ?? queue.last() + 1) - 1);
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

  const stay = onLeaving(root, outbox.leave);
  const leave = leadThroughPopovers(); // before the bench hears a key, so that Tab leads into a popover
  const deaf = listenToKeys({ app, help, choice: () => choice, answer });
  queue.flush();

  return {
    project: first.data.project.name,
    receive(now) {
      outbox.answered();
      mount = now;
      const waited = app.waiting && app.pair?.id;
      const { data } = now;
      const may = lookingOn(data.whyNot);
      if (app.lookingOn !== may) {
        app.lookingOn = may;
        if (app.pair) rebuild(); // what looks as if it cannot be pressed is drawn anew
      }
      const settling = queue.pending();
      const knew = navigator.shown();
      const refused = queue.hear({ client: data.client, ack: data.ack, refused: data.refused });
      const bad = new Set(refused.map((r) => r.seq));
      const left = new Set(queue.pending().map((op) => op.seq));
      const settled = settling.filter((op) => !left.has(op.seq) && !bad.has(op.seq));
      navigator.receive(data, settled);
      built.offers.saved(settled);
      built.merge.heard(refused);
      asks.receive(data.answer);
      if (waited && !navigator.waiting() && waited === navigator.shown()?.id) tell("There is no other pair to go to.");
      const news = newsOf(knew, navigator.shown(), queue.client, data.person);
      if (news && !settling.length) tell(news);
      if (refused.length) tell(refusalOf(refused, settling));
      paint();
    },
    stop() {
      deaf();
      leave();
      stay();
      queue.stop();
      root.remove();
    },
  };
}

/**
 * Build everything that shows a pair, into the body.
 * @param {HTMLElement} body
 * @param {() => App} get
 * @param {(n: number | "close") => void} answer
 */
function buildParts(body, get, answer) {
  const [top, actions, comments, offers] = [createTopline(), createActions(answer), createComments(get), createOffers(get)];
  const [source, target, rows, matrix] = [createSentence("source"), createSentence("target"), createRows(), createMatrix()];
  const [why, whatIf] = [createCandidates(), createWhatIf(get)];
  const curves = createCurves();
  const [merge, past] = [createMerge(get), createPast(get)];
  const hints = createHints(offers.line, [merge.button, past.button, comments.button]);
  body.append(
    top.element, h("div", { class: "hint-room" }, [hints.element, comments.element]),
    h("div", { class: "sentences" }, [curves.element, actions.element, source.element, target.element, actions.foot]), rows.element,
    h("div", { class: "lower" }, [matrix.element, why.element, whatIf.element]), offers.dialog, merge.dialog, past.dialog,
  );
  /** @type {Part[]} */
  const parts = [top, hints, comments, offers, past, actions, source, target, curves, rows, matrix, why, whatIf, merge];
  return { parts, actions, comments, offers, whatIf, merge, past };
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

/**
 * Return what is said of refused ops.
 * @param {import("./types").Refusal[]} refused
 * @param {import("./types").Op[]} ops
 */
function refusalOf(refused, ops) {
  if (refused.some((r) => r.conflict)) return `${refused.find((r) => r.conflict)?.message}. Yours is kept until you settle that.`;
  const lost = ops.some((op) => !takesBack(op) && refused.some((r) => r.seq === op.seq));
  const words = refused.map((r) => r.message).join(" ");
  return lost ? `Not saved: ${words}` : `${words.slice(0, 1).toUpperCase()}${words.slice(1)}.`;
}

/**
 * Return who else has decided on the pair on the screen since the page was told of it last; "" for nobody.
 * @param {PairView | null} knew
 * @param {PairView | null} now
 * @param {string} client
 * @param {string} person
 */
function newsOf(knew, now, client, person) {
  const last = now?.last;
  if (!knew || !now || !last || knew.id !== now.id || now.version <= knew.version || last.client === client) return "";
  const who = last.person === person ? "You, in another window," : last.person;
  return `${who} decided on this pair meanwhile. It is shown as it stands now.`;
}

/** @param {PairView} pair */
function strayLabels(pair) {
  const all = [pair.source.entities, pair.target.entities, pair.gold ?? [], ...pair.rows.map((r) => r.entities)];
  return [...new Set(all.flatMap((es) => es.map((e) => e.label)))].sort();
}
