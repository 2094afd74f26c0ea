/** Which entities of a pair to look at first, and the words for why. */

/** @import { FlagView, PairView, Selection, SignalsView } from "./types" */

import { isLive } from "./state.js";

/** @typedef {{kind: "entity", side: import("./types").Side, id: string}} Chosen */

/**
 * Return what is left to check, the most suspicious first: target entities that nobody has reviewed,
 * and source entities that nothing in the target comes from.
 * @param {PairView} pair
 * @returns {Chosen[]}
 */
export function toCheck(pair) {
  const { source, target } = pair;
  const open = target.entities.filter((e) => e.status === "unreviewed");
  const bare = source.entities.filter((s) => s.status === "unreviewed"
    && !target.entities.some((e) => isLive(e) && e.source === s.id));
  const all = [
    ...open.map((e) => ({ side: /** @type {const} */ ("target"), id: e.id, about: e.source ?? null, at: e.start })),
    ...bare.map((e) => ({ side: /** @type {const} */ ("source"), id: e.id, about: e.id, at: target.tokens.length })),
  ];
  const weight = new Map((pair.signals?.flags ?? []).map((f) => [f.entity, 0]));
  for (const f of pair.signals?.flags ?? []) weight.set(f.entity, Math.max(weight.get(f.entity) ?? 0, f.weight));
  const heft = (/** @type {string | null} */ about) => (about === null ? 0 : weight.get(about) ?? 0);
  return all.sort((a, b) => heft(b.about) - heft(a.about) || a.at - b.at)
    .map(({ side, id }) => ({ kind: "entity", side, id }));
}

/**
 * Return the next of what is left to check after the selected one, the first where that is not among
 * it; null where nothing is left.
 * @param {PairView} pair
 * @param {Selection | null} selection
 * @returns {Chosen | null}
 */
export function nextToCheck(pair, selection) {
  const all = toCheck(pair);
  const at = selection?.kind === "entity"
    ? all.findIndex((c) => c.side === selection.side && c.id === selection.id) : -1;
  return all[(at + 1) % all.length] ?? null;
}

/**
 * Return what a reason is about, to be selected: the target entity that comes from its source entity,
 * else that source entity; null where it is about the pair.
 * @param {PairView} pair
 * @param {FlagView} flag
 * @returns {Chosen | null}
 */
export function aboutOf(pair, flag) {
  if (flag.entity === null) return null;
  const twin = pair.target.entities.find((e) => isLive(e) && e.source === flag.entity);
  if (twin) return { kind: "entity", side: "target", id: twin.id };
  return pair.source.entities.some((e) => e.id === flag.entity) ? { kind: "entity", side: "source", id: flag.entity } : null;
}

/** Return how much a reason counts, in words. @param {number} weight log-odds it adds */
export function weightWord(weight) {
  if (weight >= 1) return "weighs a lot";
  return weight >= 0.4 ? "weighs something" : "weighs little";
}

/** Return what the judgement as a whole says, in words. @param {SignalsView} signals */
export function judgement({ chance, disagreement, margin, score }) {
  return [
    `${Math.round(100 * chance)} % likely to hold an error`,
    disagreement > 0 ? `methods disagree on ${Math.round(100 * disagreement)} %` : "methods agree",
    margin !== null && `smallest margin ${margin.toFixed(2)}`, score !== null && `lowest score ${score.toFixed(2)}`,
  ].filter(Boolean).join(" · ");
}

/** Return what the gain of a pair says, in words. @param {number} gain */
export function gainWords(gain) {
  return `A decision here gains ${gain.toFixed(2)}: the errors to be expected, more of names that came out the same `
    + "in other pairs, less of names that stand higher up in this order";
}
