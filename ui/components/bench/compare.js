/** Typed differences between two rows of entities, and the words for them. */

/** @import { Difference, DifferenceKind, RowEntity } from "./types" */

import { overlaps } from "./state.js";

/**
 * Icon and word of each difference, as evaluation names them; hue never tells it alone.
 * @type {Record<DifferenceKind, {icon: string, word: string}>}
 */
export const DIFFERENCE = {
  same: { icon: "check", word: "same" },
  boundary: { icon: "arrows", word: "boundary" },
  type: { icon: "unequal", word: "type" },
  both: { icon: "arrows", word: "boundary+type" },
  missing: { icon: "dash", word: "missing" },
  spurious: { icon: "plus", word: "spurious" },
};

/**
 * The same words on the gold row, where it is the reference that errs.
 * @type {Partial<Record<DifferenceKind, string>>}
 */
export const GOLD_WORD = { missing: "not in gold", spurious: "missed" };

/**
 * Return a row's entities, each with how it differs from the reference, and what it misses, in order.
 * @param {RowEntity[]} row
 * @param {RowEntity[]} reference
 * @returns {Difference[]}
 */
export function differences(row, reference) {
  /** @type {Set<RowEntity>} */
  const met = new Set();
  /** @type {Difference[]} */
  const found = row.map((e) => {
    const other = reference.find((r) => !met.has(r) && r.start === e.start && r.end === e.end)
      ?? reference.find((r) => !met.has(r) && overlaps(r, e) && !row.some((o) => sameSpan(o, r)));
    if (!other) return { ...e, kind: "spurious" };
    met.add(other);
    return { ...e, kind: kindOf(e, other) };
  });
  const missing = reference.filter((r) => !met.has(r) && !row.some((e) => overlaps(e, r)));
  found.push(...missing.map((r) => ({ ...r, kind: /** @type {DifferenceKind} */ ("missing") })));
  return found.sort((a, b) => a.start - b.start || a.end - b.end);
}

/**
 * @param {RowEntity} a
 * @param {RowEntity} b
 * @returns {DifferenceKind}
 */
function kindOf(a, b) {
  if (sameSpan(a, b)) return a.label === b.label ? "same" : "type";
  return a.label === b.label ? "boundary" : "both";
}

/**
 * @param {RowEntity} a
 * @param {RowEntity} b
 */
function sameSpan(a, b) {
  return a.start === b.start && a.end === b.end;
}

/**
 * Return which columns to draw: all that hold something and `context` around them; the rest is
 * folded into gaps.
 * @param {number} length
 * @param {RowEntity[]} entities of all rows
 * @param {number} context
 * @returns {({token: number} | {from: number, to: number})[]}
 */
export function fold(length, entities, context) {
  const wanted = new Array(length).fill(false);
  for (const e of entities) {
    const to = Math.min(length, e.end + context);
    for (let i = Math.max(0, e.start - context); i < to; i += 1) wanted[i] = true;
  }
  /** @type {({token: number} | {from: number, to: number})[]} */
  const columns = [];
  for (let i = 0; i < length; i += 1) {
    if (wanted[i]) {
      columns.push({ token: i });
      continue;
    }
    let to = i;
    while (to < length && !wanted[to]) to += 1;
    if (to - i === 1 && length > 1) columns.push({ token: i });
    else columns.push({ from: i, to });
    i = to - 1;
  }
  return columns;
}
