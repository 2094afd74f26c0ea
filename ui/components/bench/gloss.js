/** What a word is linked to, beside the pointer: a gloss for readers who do not know the language. */

/** @import { App, PairView, SentenceView, Side, Span } from "./types" */

import { bdi, fill, h } from "./dom.js";
import { isSpaced } from "./boxes.js";
import { linksNow } from "./links.js";
import { selectedEntity } from "./actions.js";

const MOST_WORDS = 8;
const MOST_LINKS = 4;

/**
 * Light what a token is linked to, on both sides, and say it beside the pointer; over one of
 * several selected words, what all of them are linked to.
 * @param {App} app
 * @param {HTMLElement} gloss
 * @param {Element | null} anchor
 */
export function lightLinks(app, gloss, anchor) {
  const { hover, root } = app;
  const own = hover?.side ?? "target";
  const other = own === "source" ? "target" : "source";
  const span = hover ? hoveredSpan(app, own, hover.index) : { start: -1, end: -1 };
  const lit = linkedTo(app, own, span);
  tokensOf(root, own).forEach((token, i) => {
    token.classList.toggle("under", span.start <= i && i < span.end);
    token.classList.remove("lit");
  });
  tokensOf(root, other).forEach((token, i) => {
    token.classList.toggle("lit", lit.has(i));
    token.classList.remove("under");
  });
  gloss.hidden = !hover || !anchor;
  if (gloss.hidden || !anchor) return;
  fill(gloss, [
    ownForm(app.pair[own], span),
    ...(lit.size ? linkedWords(app.pair[other], lit, span.end - span.start > 1) : [h("span", { class: "gloss-none", text: "no link" })]),
    taggerSays(app.pair, own, span),
  ]);
  placeGloss(root, gloss, anchor);
}

/** Return the words of a sentence as they stand in the page. @param {HTMLElement} root @param {Side} side */
export function tokensOf(root, side) {
  return root.querySelectorAll(`.tokens[data-side="${side}"] .tok`);
}

/** Return the words that a gloss is about. @param {App} app @param {Side} side @param {number} index @returns {Span} */
function hoveredSpan({ pair, selection }, side, index) {
  const span = selection?.kind === "span" ? selection : selectedEntity(pair, selection);
  const within = selection?.side === side && span && span.start <= index && index < span.end;
  return within ? span : { start: index, end: index + 1 };
}

/**
 * Return the positions that a span is linked to, each with the best probability.
 * @param {Pick<App, "pair" | "toggles">} app
 * @param {Side} side
 * @param {Span} span
 * @returns {Map<number, number | null>}
 */
export function linkedTo({ pair, toggles }, side, span) {
  /** @type {Map<number, number | null>} */
  const found = new Map();
  for (const [i, j, p] of linksNow(pair, toggles)) {
    const [here, there] = side === "source" ? [i, j] : [j, i];
    if (here < span.start || here >= span.end) continue;
    const known = found.get(there);
    if (known === undefined || (p ?? 1) > (known ?? 1)) found.set(there, p);
  }
  return found;
}

/** @param {SentenceView} sentence @param {Span} span */
function ownForm({ roman, lang }, span) {
  const latin = roman?.slice(span.start, span.end).filter((form) => form !== null) ?? [];
  return latin.length > 0 && h("span", { class: "gloss-own" }, [
    h("span", { class: "roman", lang: latinOf(lang), dir: "ltr", text: latin.join(" ") }), h("span", { class: "gloss-arrow", text: "→" }),
  ]);
}

/** Return what a tagger of the target makes of one word. @param {PairView} pair @param {Side} side @param {Span} span */
function taggerSays({ tagged }, side, span) {
  const tags = side === "target" && span.end - span.start === 1 ? tagged?.[span.start] : undefined;
  return tags !== undefined && h("span", { class: "gloss-tags" }, [
    "tagger", ...tags.map(([tag, p]) => h("span", {}, [bdi(tag, { dir: "ltr" }), " ", h("span", { class: "gloss-p", text: p.toFixed(2) })])),
  ]);
}

/**
 * @param {SentenceView} sentence
 * @param {Map<number, number | null>} lit
 * @param {boolean} several
 * @returns {(Node | false)[]}
 */
function linkedWords(sentence, lit, several) {
  if (several) return [phrase(sentence, [...lit.keys()].sort((a, b) => a - b))];
  const best = [...lit].sort((a, b) => (b[1] ?? 1) - (a[1] ?? 1)).slice(0, MOST_LINKS);
  return best.map(([k, p]) => h("span", { class: "gloss-word" }, [
    bdi(sentence.tokens[k] ?? "", { dir: sentence.dir, lang: sentence.lang }),
    latinForm(sentence, [k]),
    p !== null && h("span", { class: "gloss-p", text: p.toFixed(2) }),
  ]));
}

/**
 * Return linked words in the order of their sentence, dots where words lie between them.
 * @param {SentenceView} sentence
 * @param {number[]} positions in order
 */
function phrase(sentence, positions) {
  const shown = positions.slice(0, MOST_WORDS);
  return h("span", { class: "gloss-word" }, [
    bdi(gappy(sentence, shown), { dir: sentence.dir, lang: sentence.lang }), latinForm(sentence, shown),
    positions.length > MOST_WORDS && h("span", { class: "gloss-p", text: `+ ${positions.length - MOST_WORDS}` }),
  ]);
}

/**
 * @param {Pick<SentenceView, "tokens" | "lang">} sentence
 * @param {number[]} positions in order
 */
export function gappy({ tokens, lang }, positions) {
  const glue = isSpaced(lang) ? " " : "";
  return positions.map((k, at) => {
    const before = positions[at - 1];
    const gap = before === undefined ? "" : before === k - 1 ? glue : " … ";
    return gap + (tokens[k] ?? "");
  }).join("");
}

/** @param {SentenceView} sentence @param {number[]} positions */
function latinForm({ roman, lang }, positions) {
  const latin = positions.map((k) => roman?.[k]).filter((form) => typeof form === "string");
  return latin.length > 0 && h("span", { class: "roman", lang: latinOf(lang), dir: "ltr", text: latin.join(" ") });
}

/** Return the code of a language written in Latin letters. @param {string} lang */
export function latinOf(lang) {
  return `${lang.split(/[-_]/)[0] || "und"}-Latn`;
}

/** @param {HTMLElement} root @param {HTMLElement} gloss @param {Element} anchor */
function placeGloss(root, gloss, anchor) {
  const box = root.getBoundingClientRect();
  const at = anchor.getBoundingClientRect();
  const left = at.left - box.left + at.width / 2 - gloss.offsetWidth / 2;
  gloss.style.left = `${Math.max(4, Math.min(box.width - gloss.offsetWidth - 4, left))}px`;
  gloss.style.top = `${at.bottom - box.top + 2}px`;
}

/**
 * Return which words an aligner did not see, in words; "" where it saw all.
 * @param {PairView} pair
 * @param {Side} side
 */
export function unseenWords(pair, side) {
  const unseen = [...(side === "source" ? pair.unseenSource : pair.unseenTarget)].sort((a, b) => a - b);
  const first = unseen[0];
  if (first === undefined) return "";
  const size = pair[side].tokens.length;
  if (unseen.length > 1 && first + unseen.length === size) {
    return first === 0 ? "The aligner saw no word of this sentence." : `Words from #${first + 1} on were beyond the aligner’s limit.`;
  }
  const named = unseen.slice(0, MOST_WORDS).map((k) => `#${k + 1}`).join(", ");
  const more = unseen.length > MOST_WORDS ? ` and ${unseen.length - MOST_WORDS} more` : "";
  return unseen.length === 1 ? `The aligner did not see word ${named}.` : `The aligner did not see words ${named}${more}.`;
}
