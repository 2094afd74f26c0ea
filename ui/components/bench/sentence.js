/** One sentence of the pair: its words, and what is drawn on and around them. */

/** @import { App, Part, PairView, Side, Span } from "./types" */

import { bdi, fill, h, mark } from "./dom.js";
import { isSpaced, wordsOf } from "./boxes.js";
import { paintFoot, paintHead } from "./sentence_head.js";
import { counterRuns } from "./bidi.js";
import { drawBoxes } from "./sentence_boxes.js";
import { latinOf } from "./gloss.js";
import { likelySource } from "./actions.js";
import { listen } from "./sentence_pointer.js";

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
      side === "target" && pair.rows.map((r) => r.entities),
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
      const latin = app.views.roman ? sentence.roman : undefined;
      const key = JSON.stringify([app.pair.id, sentence.tokens, unseen(app.pair, side), latin]);
      if (key !== built) {
        built = key;
        spans = buildTokens(app.pair, side, latin, words);
        mark(tokens, "dir", sentence.dir);
        mark(tokens, "lang", sentence.lang);
        tokens.classList.toggle("unspaced", !isSpaced(sentence.lang));
        tokens.classList.toggle("with-latin", latin !== undefined);
      }
      mark(element, "aria-label", `${side} sentence, ${sentence.langName}`);
      paintHead(app, side, head);
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
 * @param {PairView} pair
 * @param {Side} side
 * @param {(string | null)[] | undefined} latin forms to show under the words
 * @param {HTMLElement} words
 */
function buildTokens(pair, side, latin, words) {
  const { tokens, dir, lang } = pair[side];
  const blind = new Set(unseen(pair, side));
  const spans = tokens.map((token, i) => h("span", {
    class: blind.has(i) ? "tok unseen" : "tok", "data-i": i,
    title: blind.has(i) ? "The aligner did not see this word." : null,
  }, [
    bdi(token),
    latin && h("span", { class: "latin", lang: latinOf(lang), dir: "ltr", "aria-hidden": "true", text: latin[i] ?? "" }),
  ]));
  const runs = counterRuns(tokens, dir);
  const held = runs.map(([start, end]) => h("span", {
    class: "run", dir: dir === "rtl" ? "ltr" : "rtl",
  }, spans.slice(start, end)));
  fill(words, spans.flatMap((span, i) => {
    const k = runs.findIndex(([start, end]) => start <= i && i < end);
    return k < 0 ? [span] : runs[k]?.[0] === i ? [held[k]] : [];
  }));
  return spans;
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
