/** How the methods stand to an entity that only a machine has put there. */

/** @import { EntityView, PairView } from "./types" */

import { overlaps } from "./state.js";

/** @typedef {{kind: "" | "agree" | "conflict", words: string}} Standing */

/** @type {Standing} */
const NOTHING = { kind: "", words: "" };

/**
 * Return whether all methods agree on a target entity, or some say otherwise: another span or
 * another type for the same words or the same source entity. Nothing is said of what a person has
 * decided, nor where there is one method only.
 * @param {PairView} pair
 * @param {EntityView} entity
 * @returns {Standing}
 */
export function standingOf(pair, entity) {
  const rows = pair.rows.filter((r) => r.outcome === "projected");
  if (entity.status !== "unreviewed" || rows.length < 2) return NOTHING;
  const others = rows.filter((r) => !r.entities.some(
    (e) => e.start === entity.start && e.end === entity.end && e.label === entity.label,
  ));
  if (!others.length) return { kind: "agree", words: rows.length === 2 ? "both methods agree" : `all ${rows.length} methods agree` };
  const against = others.filter((r) => r.entities.some(
    (e) => overlaps(e, entity) || (entity.source && e.source === entity.source),
  )).length;
  const of = `of ${rows.length} methods`;
  return against
    ? { kind: "conflict", words: `${against} ${of} ${against === 1 ? "says" : "say"} otherwise` }
    : { kind: "", words: `${others.length} ${of} ${others.length === 1 ? "has" : "have"} nothing here` };
}
