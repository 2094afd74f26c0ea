/** Two versions of a pair beside each other: where they differ, who touched what, and what makes one of both. */

/** @import { Draft, EntityView, MergeRow, MergeView, Op, PairStatus, PairView, Side, VersionView } from "./types" */

import { isInPlace, overlay, overlaps } from "./state.js";

/** What a pair as a whole is decided with. @type {Record<PairStatus, Draft["kind"]>} */
const STATUS_KIND = {
  done: "accept-pair", skipped: "skip", flagged: "flag", excluded: "exclude", "in-progress": "reopen", unreviewed: "reopen",
};
const STATUS_KINDS = new Set(["accept-pair", "skip", "flag", "exclude", "reopen"]);

/**
 * Return what a person meant to make of a pair: what they saw, with what they did.
 * @param {PairView} pair
 * @param {MergeView} merge
 * @returns {VersionView}
 */
export function mineOf(pair, { then, ops, client }) {
  const made = overlay(withVersion(pair, then), ops, client);
  return { status: made.status, source: made.source.entities, target: made.target.entities };
}

/** @param {PairView} pair @param {VersionView} version @returns {PairView} */
function withVersion(pair, { status, source, target }) {
  return { ...pair, status, source: { ...pair.source, entities: source }, target: { ...pair.target, entities: target } };
}

/**
 * Return the rows of a comparison: entities that meet, the same first told apart from boundary, type,
 * missing (only theirs) and extra (only yours); last the pair as a whole, where it was decided on.
 * @param {PairView} pair
 * @param {MergeView} merge
 * @returns {MergeRow[]}
 */
export function mergeRows(pair, merge) {
  const mine = mineOf(pair, merge);
  const before = merge.again ? merge.now : merge.then;
  const rows = [
    ...sideRows("source", merge.now.source, mine.source, before.source),
    ...sideRows("target", merge.now.target, mine.target, before.target),
  ];
  const decided = merge.again !== null || merge.ops.some((op) => STATUS_KINDS.has(op.kind));
  if (decided && mine.status !== merge.now.status) {
    rows.push({ side: "pair", kind: "status", theirs: null, mine: null, own: null, touched: true, status: [merge.now.status, mine.status] });
  }
  return rows;
}

/**
 * @param {Side} side
 * @param {EntityView[]} theirs
 * @param {EntityView[]} mine
 * @param {EntityView[]} before what the person saw
 * @returns {MergeRow[]}
 */
function sideRows(side, theirs, mine, before) {
  const left = mine.filter(isInPlace);
  const take = (/** @type {(e: EntityView) => boolean} */ fits) => {
    const k = left.findIndex(fits);
    return k < 0 ? null : left.splice(k, 1)[0] ?? null;
  };
  const now = theirs.filter(isInPlace);
  const met = new Map(now.map((t) => [t, take((m) => isSameSpan(m, t))]));
  for (const t of now) if (!met.get(t)) met.set(t, take((m) => m.id === t.id) ?? take((m) => overlaps(m, t)));
  const rows = now.map((t) => rowOf(side, t, met.get(t) ?? null, theirs, before));
  rows.push(...left.map((m) => rowOf(side, null, m, theirs, before)));
  return rows.sort((a, b) => startOf(a) - startOf(b));
}

/** @param {MergeRow} row */
function startOf({ theirs, mine }) {
  return (theirs ?? mine)?.start ?? 0;
}

/**
 * @param {Side} side
 * @param {EntityView | null} theirs
 * @param {EntityView | null} mine
 * @param {EntityView[]} now all that stands there, rejected entities too
 * @param {EntityView[]} before
 * @returns {MergeRow}
 */
function rowOf(side, theirs, mine, now, before) {
  const kind = !theirs ? "extra" : !mine ? "missing" : kindBetween(theirs, mine);
  const touched = mine
    ? !before.some((b) => b.id === mine.id && isSame3(b, mine) && b.status === mine.status)
    : before.some((b) => isInPlace(b) && theirs !== null && (b.id === theirs.id || overlaps(b, theirs)));
  const own = theirs ?? now.find((e) => mine !== null && e.id === mine.id) ?? now.find((e) => mine !== null && isSame3(e, mine)) ?? null;
  return { side, kind, theirs, mine, own, touched, status: null };
}

/** @param {EntityView} a @param {EntityView} b @returns {MergeRow["kind"]} */
function kindBetween(a, b) {
  if (a.status !== b.status && (a.status === "no-counterpart" || b.status === "no-counterpart")) return "type";
  if (isSameSpan(a, b)) return a.label === b.label ? "same" : "type";
  return a.label === b.label ? "boundary" : "both";
}

/** @param {EntityView} a @param {EntityView} b */
function isSameSpan(a, b) {
  return a.start === b.start && a.end === b.end;
}

/** @param {EntityView} a @param {EntityView} b */
function isSame3(a, b) {
  return isSameSpan(a, b) && a.label === b.label;
}

/**
 * Return the drafts that bring the rows chosen as the person's own into a pair as it stands.
 * @param {string} pair
 * @param {MergeRow[]} rows
 * @param {Op[]} ops what the person did: their comments need no choice
 * @returns {Draft[]}
 */
export function mergeDrafts(pair, rows, ops) {
  const drafts = rows.flatMap((row) => draftsOfRow(pair, row));
  const order = ["delete", "change", "add", "accept", "no-counterpart"];
  drafts.sort((a, b) => placeIn(order, a.kind) - placeIn(order, b.kind));
  const words = ops.filter((op) => op.kind === "comment").map((op) => (
    /** @type {Draft} */ ({ pair, side: "pair", kind: "comment", reason: op.reason })));
  return [...words, ...drafts];
}

/** @param {string[]} order @param {string} kind */
function placeIn(order, kind) {
  const k = order.indexOf(kind);
  return k < 0 ? order.length : k;
}

/** @param {string} pair @param {MergeRow} row @returns {Draft[]} */
function draftsOfRow(pair, row) {
  const { side, theirs, mine, own, status } = row;
  if (status) return [{ pair, side: "pair", kind: STATUS_KIND[status[1]] }];
  if (side === "pair") return [];
  if (!mine) return theirs ? [{ pair, side, kind: "delete", entity: theirs.id }] : [];
  if (own) return draftOn(row, mine, own).map((draft) => ({ pair, side, entity: own.id, ...draft }));
  const source = side === "target" && mine.source ? { source: mine.source } : {};
  return [{ pair, side, kind: "add", start: mine.start, end: mine.end, label: mine.label, ...source }];
}

/**
 * Return what makes of an entity that stands there what the person made of it; nothing where it is that.
 * @param {MergeRow} row
 * @param {EntityView} mine
 * @param {EntityView} own
 * @returns {Pick<Draft, "kind" | "start" | "end" | "label">[]}
 */
function draftOn({ side, kind, touched }, mine, own) {
  if (side === "source" && mine.status === "no-counterpart") {
    return own.status === "no-counterpart" ? [] : [{ kind: "no-counterpart" }];
  }
  if (!isSame3(own, mine)) return [{ kind: "change", start: mine.start, end: mine.end, label: mine.label }];
  const open = !isInPlace(own) || own.status === "unreviewed" || own.status === "no-counterpart";
  const said = kind !== "same" || (touched && mine.status !== "unreviewed");
  return open && said ? [{ kind: "accept" }] : [];
}
