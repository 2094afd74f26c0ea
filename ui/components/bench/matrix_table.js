/** The matrix as a table, one source word a row: for screen readers, and for whoever prefers it. */

/** @import { App, EntityView, LayerView, LinkView, PairView } from "./types" */

import { bdi, h } from "./dom.js";
import { gappy } from "./gloss.js";
import { isLive } from "./state.js";
import { linksNow } from "./links.js";

/**
 * Return the table: the base's links, then a column for each further aligner and for gold.
 * @param {App} app
 * @param {LayerView[]} layers
 */
export function linkTable({ pair, toggles }, layers) {
  const links = byTarget(linksNow(pair, toggles));
  const others = layers.flatMap(({ name, overlay }) => (overlay ? [{ name, overlay }] : []));
  const heads = ["Source", "Entity", "Target", "Probability", ...others.map(({ name }) => name)];
  return h("table", { class: "links" }, [
    h("caption", { class: "hidden", text: "Links of every source word" }),
    h("thead", {}, [h("tr", {}, heads.map((text, k) => h("th", { scope: "col", class: k === 3 ? "num" : null, text })))]),
    h("tbody", {}, pair.source.tokens.map((token, i) => {
      const own = links.filter(([k]) => k === i);
      return h("tr", {}, [
        h("th", { scope: "row" }, [bdi(token, { lang: pair.source.lang, dir: pair.source.dir })]),
        h("td", { text: labelAt(pair.source.entities, i) }),
        h("td", {}, [own.length ? targetsOf(pair, own)
          : h("span", { class: "quiet", text: pair.unseenSource.includes(i) ? "not seen by the aligner" : "no link" })]),
        h("td", { class: "num", text: chances(own) }),
        ...others.map(({ overlay }) => h("td", {}, saidBy(pair, overlay, i))),
      ]);
    })),
  ]);
}

/** @param {EntityView[]} entities @param {number} k */
function labelAt(entities, k) {
  return entities.find((e) => isLive(e) && e.start <= k && k < e.end)?.label ?? "";
}

/** @param {LinkView[]} links */
function byTarget(links) {
  return [...links].sort((a, b) => a[1] - b[1]);
}

/** @param {PairView} pair @param {LinkView[]} links of one source word, in order */
function targetsOf({ target }, links) {
  return bdi(gappy(target, links.map(([, j]) => j)), { lang: target.lang, dir: target.dir });
}

/** @param {LinkView[]} links */
function chances(links) {
  return links.map(([, , p]) => (p === null ? "–" : p.toFixed(2))).join(", ");
}

/** @param {PairView} pair @param {import("./types").OverlayView} overlay @param {number} i */
function saidBy(pair, { links, possible = [] }, i) {
  const sure = byTarget(links.filter(([k]) => k === i));
  const maybe = byTarget(possible).filter(([k, j]) => k === i && !sure.some((l) => l[1] === j));
  if (!sure.length && !maybe.length) return [h("span", { class: "quiet", text: "no link" })];
  return [
    ...(sure.length ? [targetsOf(pair, sure), h("span", { class: "quiet chances", text: sure.some(([, , p]) => p !== null) ? ` ${chances(sure)}` : "" })] : []),
    ...(maybe.length ? [h("span", { class: "quiet", text: sure.length ? ", possible: " : "possible: " }), targetsOf(pair, maybe)] : []),
  ];
}
