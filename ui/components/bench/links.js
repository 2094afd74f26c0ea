/** Links as they stand: the aligner's, with what a person turned on or off for a preview. */

/** @import { App, EntityView, LinkView, PairView, Selection, Span } from "./types" */

import { isLive } from "./state.js";
import { selectedEntity, selectedSource } from "./actions.js";

/** @typedef {{link: LinkView, inside: boolean}} TouchedLink `inside`: within both ends of the selection */

/**
 * Return the links of a pair after the toggles `[i, j, on]`; a link turned on has no probability.
 * @param {PairView} pair
 * @param {App["toggles"]} toggles
 * @returns {LinkView[]}
 */
export function linksNow(pair, toggles) {
  if (!toggles.length) return pair.links;
  const off = new Set(toggles.filter(([, , on]) => !on).map(([i, j]) => `${i} ${j}`));
  const kept = pair.links.filter(([i, j]) => !off.has(`${i} ${j}`));
  /** @type {LinkView[]} */
  const put = toggles.filter(([i, j, on]) => on && !kept.some((l) => l[0] === i && l[1] === j))
    .map(([i, j]) => [i, j, null]);
  return [...kept, ...put];
}

/**
 * Return the links that begin or end in what is selected.
 * @param {PairView} pair
 * @param {Selection | null} selection
 * @param {App["toggles"]} toggles
 * @returns {TouchedLink[]}
 */
export function linksTouched(pair, selection, toggles) {
  if (!selection) return [];
  const { source, target } = endsOf(pair, selection);
  return linksNow(pair, toggles).flatMap((link) => {
    const [i, j] = link;
    const from = source.some((s) => s.start <= i && i < s.end);
    const to = target.some((s) => s.start <= j && j < s.end);
    if (!from && !to) return [];
    return [{ link, inside: (from || !source.length) && (to || !target.length) }];
  });
}

/**
 * Return what is selected as spans of both sentences.
 * @param {PairView} pair
 * @param {Selection} selection
 * @returns {{source: Span[], target: Span[]}}
 */
function endsOf(pair, selection) {
  if (selection.kind === "span") {
    return selection.side === "source" ? { source: [selection], target: [] } : { source: [], target: [selection] };
  }
  const chosen = selectedEntity(pair, selection);
  const id = selectedSource(pair, selection);
  const own = (/** @type {EntityView | undefined | null} */ e) => (e ? [e] : []);
  const target = pair.target.entities.filter((e) => isLive(e) && id !== null && e.source === id);
  return {
    source: own(pair.source.entities.find((e) => e.id === id)),
    target: selection.side === "target" && chosen && !target.includes(chosen) ? [...target, chosen] : target,
  };
}
