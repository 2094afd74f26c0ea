/** Reading the record of a method on a pair: the same values that files and commands have. */

/** @import { CompetitorView, OrphanView, PairView, RowView, Span, WhyView } from "./types" */

import { isLive, overlaps } from "./state.js";

/**
 * Return the spans that stood for an entity, best first.
 * @param {WhyView | undefined} why
 * @returns {CompetitorView[]}
 */
export function competitorsOf(why) {
  return why?.explanation?.competitors ?? [];
}

/** Return whether the method gave the entity this span. @param {WhyView} why @param {Span} span */
export function isPicked(why, span) {
  return why.picks.some(([start, end]) => start === span.start && end === span.end);
}

/**
 * Return the orphans that nobody has seen to yet: words that are in no entity now, and source
 * entities that nothing in the target comes from.
 * @param {PairView} pair
 * @param {RowView | undefined} row
 * @returns {OrphanView[]}
 */
export function openOrphans(pair, row) {
  return (row?.orphans ?? []).filter((o) => {
    if (o.side === "target") return !pair.target.entities.some((e) => isLive(e) && overlaps(e, o));
    const own = pair.source.entities.find((e) => e.id === o.entity);
    return own !== undefined && isLive(own)
      && !pair.target.entities.some((e) => isLive(e) && e.source === own.id);
  });
}

/**
 * Return how each other good choice for the sentence differs from the one that was made; `less` is
 * how much less it scores, null where the one that was made is not among the best.
 * @param {RowView | undefined} row
 * @returns {{total: number, less: number | null, changes: {id: string, spans: [number, number][]}[]}[]}
 */
export function otherChoices(row) {
  const all = (row?.alternatives ?? []).map(({ total, spans }) => ({
    total,
    changes: Object.entries(spans).map(([id, now]) => ({ id, spans: now }))
      .filter(({ id, spans: now }) => !isSame(now, row?.why?.[id]?.picks ?? [])),
  }));
  const made = all.find(({ changes }) => !changes.length);
  return all.filter(({ changes }) => changes.length > 0)
    .map((choice) => ({ ...choice, less: made ? made.total - choice.total : null }));
}

/** Return whether two lists of picks are the same spans, whatever their scores. @param {[number, number, ...number[]][]} a @param {[number, number, ...number[]][]} b */
export function isSame(a, b) {
  return a.length === b.length && a.every(([start, end], k) => b[k]?.[0] === start && b[k]?.[1] === end);
}
