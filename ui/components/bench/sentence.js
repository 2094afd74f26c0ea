/** One sentence of the pair: tokens, entity boxes, selection by dragging, and hover links. */

/** @import { App, EntityView, Part, PairView, SentenceView, Side, Span } from "./types" */

import { bdi, fill, h, icon, mark } from "./dom.js";
import { chip, drawEntity, fragments, isSpaced, measure, place, wordsOf } from "./boxes.js";
import { counterRuns } from "./bidi.js";
import { edgeAt, stretched } from "./edges.js";
import { isLive } from "./state.js";
import { likelySource } from "./actions.js";

/**
 * Return the pane of one side.
 * @param {Side} side
 * @returns {Part}
 */
export function createSentence(side) {
  const head = h("div", { class: "pane-head" });
  const words = h("div", { class: "words" });
  const boxes = h("div", { class: "boxes" });
  const tokens = h("div", { class: "tokens", "data-side": side }, [boxes, words]);
  const foot = h("div", { class: "pane-foot" });
  const element = h("section", { class: "pane", "data-side": side }, [
    head, h("div", { class: "pane-body" }, [tokens, foot]),
  ]);
  /** @type {HTMLElement[]} */
  let spans = [];
  let built = "";
  /** @type {App | null} */
  let current = null;
  let width = 0;
  /** @type {Span | null} */
  let preview = null;

  let drawn = "";
  const draw = () => {
    if (!current) return;
    const { pair, selection, data } = current;
    const key = JSON.stringify([
      built, pair.source.entities, pair.target.entities, selection, preview, data.project.labels, width,
    ]);
    if (key === drawn) return;
    drawn = key;
    drawBoxes(current, side, spans, boxes, preview);
  };
  const redraw = () => {
    drawn = "";
    draw();
  };
  new ResizeObserver(() => {
    width = tokens.offsetWidth;
    draw();
  }).observe(tokens);
  document.fonts?.ready.then(redraw);
  listen(tokens, side, {
    app: () => current,
    spans: () => spans,
    show(span) {
      preview = span;
      draw();
    },
  });

  return {
    element,
    paint(app) {
      current = app;
      const sentence = app.pair[side];
      const key = JSON.stringify([app.pair.id, sentence.tokens, unseen(app.pair, side)]);
      if (key !== built) {
        built = key;
        spans = buildTokens(app, side, words);
        mark(tokens, "dir", sentence.dir);
        mark(tokens, "lang", sentence.lang);
        tokens.classList.toggle("unspaced", !isSpaced(sentence.lang));
      }
      mark(element, "aria-label", `${side} sentence, ${sentence.langName}`);
      paintHead(head, side, sentence);
      paintFoot(app, side, foot);
      draw();
    },
  };
}

/** @param {PairView} pair @param {Side} side */
function unseen(pair, side) {
  return side === "source" ? pair.unseenSource : pair.unseenTarget;
}

/**
 * @param {App} app
 * @param {Side} side
 * @param {HTMLElement} words
 */
function buildTokens(app, side, words) {
  const blind = new Set(unseen(app.pair, side));
  const spans = app.pair[side].tokens.map((token, i) => h("span", {
    class: blind.has(i) ? "tok unseen" : "tok", "data-i": i,
    title: blind.has(i) ? "The aligner did not see this word." : null,
  }, [bdi(token)]));
  const runs = counterRuns(app.pair[side].tokens, app.pair[side].dir);
  const held = runs.map(([start, end]) => h("span", {
    class: "run", dir: app.pair[side].dir === "rtl" ? "ltr" : "rtl",
  }, spans.slice(start, end)));
  fill(words, spans.flatMap((span, i) => {
    const k = runs.findIndex(([start, end]) => start <= i && i < end);
    return k < 0 ? [span] : runs[k]?.[0] === i ? [held[k]] : [];
  }));
  return spans;
}

/**
 * @param {HTMLElement} head
 * @param {Side} side
 * @param {SentenceView} sentence
 */
function paintHead(head, side, sentence) {
  const live = sentence.entities.filter((e) => isLive(e) || e.status === "no-counterpart").length;
  const open = sentence.entities.filter((e) => e.status === "unreviewed").length;
  const counted = live === 1 ? "1 entity" : `${live} entities`;
  const left = open ? `${counted}, ${open} open` : `${counted}, reviewed`;
  fill(head, [
    h("span", { class: "pane-title" }, [
      h("span", { class: "lang", text: sentence.langName }), h("span", { class: "side", text: side }),
    ]),
    h("span", { class: "counted", text: live ? left : "" }),
  ]);
}

/**
 * The line under a sentence: what was rejected, and what there is to know; always one line high.
 * @param {App} app
 * @param {Side} side
 * @param {HTMLElement} foot
 */
function paintFoot(app, side, foot) {
  const sentence = app.pair[side];
  const gone = sentence.entities.filter((e) => e.status === "rejected");
  const note = noteOf(app.pair, side);
  foot.classList.toggle("far", sentence.dir === "rtl");
  fill(foot, [
    ...(gone.length ? [h("span", { class: "foot-label", text: "rejected" })] : []),
    ...gone.map((e) => rejected(app, side, e)),
    note && h("span", { class: note === app.pair.aligner.note ? "note warm" : "note" }, [icon("info"), note]),
  ]);
}

/** @param {App} app @param {Side} side @param {EntityView} e */
function rejected(app, side, e) {
  const button = chip(app, side, e);
  button.prepend(bdi(wordsOf(app.pair[side], e), { class: "struck" }));
  button.classList.toggle("chosen", button.getAttribute("aria-pressed") === "true");
  button.title = `Rejected ${e.label}: select it, then Enter brings it back`;
  return button;
}

/** @param {PairView} pair @param {Side} side */
function noteOf(pair, side) {
  const sentence = pair[side];
  const none = !sentence.entities.some((e) => isLive(e) || e.status === "no-counterpart");
  if (side === "source" && sentence.known === false) {
    return "Nobody has annotated this source sentence yet: mark its names here, or work on the target alone.";
  }
  if (side === "target" && pair.aligner.note) return pair.aligner.note;
  if (!none) return "";
  return sentence.entities.length ? "No entity is left in this sentence." : "No entities in this sentence.";
}

/**
 * @param {App} app
 * @param {Side} side
 * @param {HTMLElement[]} spans
 * @param {HTMLElement} layer
 * @param {Span | null} preview of an edge being dragged
 */
function drawBoxes(app, side, spans, layer, preview) {
  const sentence = app.pair[side];
  const shown = sentence.entities.filter((e) => e.status !== "rejected" && e.end <= spans.length);
  const chips = shown.map((e) => chip(app, side, e));
  for (const s of spans) s.style.paddingInlineEnd = "";
  fill(layer, chips);
  let rects = measure(spans);
  const short = shown.map((e, k) => lacking(rects, e, chips[k]?.offsetWidth ?? 0));
  short.forEach((lack, k) => widen(spans[(shown[k]?.end ?? 0) - 1], lack));
  if (short.some((lack) => lack > 0)) rects = measure(spans);
  const lost = sentence.entities.filter((e) => e.status === "rejected")
    .flatMap((e) => fragments(rects, e).map((r) => place(h("div", { class: "box lost" }), r)));
  const drawn = shown.flatMap((e, k) => drawEntity(
    app, side, e, rects, /** @type {HTMLElement} */ (chips[k]),
  ));
  layer.prepend(...lost, ...drawn, ...drawSpan(app, side, rects, preview));
}

/**
 * Return how many pixels an entity's text is too short for its name.
 * @param {import("./boxes.js").Rect[]} rects
 * @param {EntityView} e
 * @param {number} needed
 */
function lacking(rects, e, needed) {
  const parts = fragments(rects, e);
  return parts.length === 1 ? Math.max(0, needed + 1 - (parts[0]?.width ?? 0)) : 0;
}

/** @param {HTMLElement | undefined} token @param {number} by */
function widen(token, by) {
  if (!token || by <= 0) return;
  token.style.paddingInlineEnd = `calc(var(--gap) + ${by}px)`;
}

/**
 * @param {App} app
 * @param {Side} side
 * @param {import("./boxes.js").Rect[]} rects
 * @param {Span | null} preview
 */
function drawSpan(app, side, rects, preview) {
  const s = app.selection;
  const span = preview ?? (s?.kind === "span" && s.side === side ? s : null);
  return !span ? [] : fragments(rects, span).map((r) => place(h("div", { class: "box span" }), r));
}

/**
 * @typedef {Object} Pane
 * @property {() => App | null} app
 * @property {() => HTMLElement[]} spans
 * @property {(span: Span | null) => void} show
 */

/**
 * Dragging selects words or moves an edge, a click selects the entity under it, hovering lights
 * what is linked.
 * @param {HTMLElement} tokens
 * @param {Side} side
 * @param {Pane} pane
 */
function listen(tokens, side, pane) {
  let from = -1;
  let moved = false;
  /** @type {ReturnType<typeof edgeAt>} */
  let held = null;
  /** @type {Span | null} */
  let wanted = null;
  const drop = () => {
    from = -1;
    held = null;
    if (wanted) pane.show(wanted = null);
  };
  tokens.addEventListener("pointerdown", (event) => {
    const app = pane.app();
    if (!app || event.button !== 0 || isButton(event)) return;
    held = edgeAt(app, side, pane.spans(), event);
    from = tokenAt(tokens, event);
    if (from < 0 && !held) return;
    moved = false;
    app.root.focus({ preventScroll: true });
    tokens.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  tokens.addEventListener("pointermove", (event) => {
    const app = pane.app();
    const token = tokenAt(tokens, event);
    if (!app) return;
    if (held) {
      app.point(null);
      if (token >= 0) pane.show(wanted = stretched(held.entity, held.edge, token));
    } else if (from < 0) {
      tokens.classList.toggle("at-edge", edgeAt(app, side, pane.spans(), event) !== null);
      app.point(token < 0 ? null : { side, index: token }, pane.spans()[token] ?? null);
    } else if (token >= 0 && (token !== from || moved)) {
      moved = true;
      app.point(null);
      app.select({ kind: "span", side, start: Math.min(from, token), end: Math.max(from, token) + 1 });
    }
  });
  tokens.addEventListener("pointerup", () => {
    const app = pane.app();
    const [edge, span, token] = [held, wanted, from];
    drop();
    if (app && edge && span) moveEdge(app, side, edge.entity, span);
    else if (app && token >= 0 && !edge && !moved) clickToken(app, side, token);
  });
  tokens.addEventListener("pointercancel", drop);
  tokens.addEventListener("pointerleave", () => { if (from < 0) pane.app()?.point(null); });
}

/** @param {App} app @param {Side} side @param {EntityView} e @param {Span} span */
function moveEdge(app, side, e, span) {
  if (span.start === e.start && span.end === e.end) return;
  app.send({ pair: app.pair.id, side, kind: "change", entity: e.id, ...span, label: e.label });
}

/** @param {Event} event */
function isButton(event) {
  return event.composedPath().some((n) => n instanceof HTMLElement && n.tagName === "BUTTON");
}

/** @param {HTMLElement} tokens @param {PointerEvent} event */
function tokenAt(tokens, event) {
  const root = /** @type {Document | ShadowRoot} */ (tokens.getRootNode());
  const found = root.elementFromPoint(event.clientX, event.clientY)?.closest(".tok");
  if (!found || !tokens.contains(found)) return -1;
  return Number(found.getAttribute("data-i"));
}

/** @param {App} app @param {Side} side @param {number} index */
function clickToken(app, side, index) {
  const here = app.pair[side].entities.filter((e) => e.start <= index && index < e.end);
  const entity = here.find((e) => isLive(e) || e.status === "no-counterpart");
  const s = app.selection;
  if (entity) app.select({ kind: "entity", side, id: entity.id });
  else if (s?.kind === "span" && s.side === side && s.start <= index && index < s.end) app.select(null);
  else app.select({ kind: "span", side, start: index, end: index + 1 });
}

/**
 * Light what a token is linked to, on both sides, and say it beside the pointer: a gloss for free.
 * @param {App} app
 * @param {HTMLElement} gloss
 * @param {Element | null} anchor
 */
export function lightLinks(app, gloss, anchor) {
  const { hover, pair, root } = app;
  const own = hover?.side ?? "target";
  const linked = hover
    ? pair.links.filter(([i, j]) => (own === "source" ? i : j) === hover.index) : [];
  const other = own === "source" ? "target" : "source";
  const lit = new Map(linked.map(([i, j, p]) => [own === "source" ? j : i, p]));
  for (const side of /** @type {Side[]} */ (["source", "target"])) {
    for (const token of root.querySelectorAll(`.tokens[data-side="${side}"] .tok`)) {
      const i = Number(token.getAttribute("data-i"));
      token.classList.toggle("under", side === own && hover?.index === i);
      token.classList.toggle("lit", side === other && lit.has(i));
    }
  }
  showGloss(app, gloss, anchor, [...lit.entries()], other);
}

/**
 * @param {App} app
 * @param {HTMLElement} gloss
 * @param {Element | null} anchor
 * @param {[number, number | null][]} linked
 * @param {Side} other
 */
function showGloss(app, gloss, anchor, linked, other) {
  if (!app.hover || !anchor) {
    gloss.hidden = true;
    return;
  }
  const { tokens, dir, lang } = app.pair[other];
  const best = linked.sort((a, b) => (b[1] ?? 1) - (a[1] ?? 1)).slice(0, 4);
  fill(gloss, best.length
    ? best.map(([k, p]) => h("span", { class: "gloss-word" }, [
      bdi(tokens[k] ?? "", { dir, lang }),
      p !== null && h("span", { class: "gloss-p", text: p.toFixed(2) }),
    ]))
    : [h("span", { class: "gloss-none", text: "no link" })]);
  gloss.hidden = false;
  const box = app.root.getBoundingClientRect();
  const at = anchor.getBoundingClientRect();
  const left = at.left - box.left + at.width / 2 - gloss.offsetWidth / 2;
  gloss.style.left = `${Math.max(4, Math.min(box.width - gloss.offsetWidth - 4, left))}px`;
  gloss.style.top = `${at.bottom - box.top + 2}px`;
}

/**
 * Return what a fresh target selection would be a projection of, in words; "" where nothing is known.
 * @param {PairView} pair
 * @param {{start: number, end: number}} span
 */
export function originOf(pair, span) {
  const id = likelySource(pair, span);
  const entity = pair.source.entities.find((e) => e.id === id);
  return entity ? wordsOf(pair.source, entity) : "";
}
