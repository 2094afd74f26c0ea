/** The rows of the methods board, and which of them and which words to show: pure. */

/** @import { Difference, DifferenceKind, Line, PairView, RowEntity, RowView } from "./types" */

import { GOLD_WORD, DIFFERENCE, differences } from "./compare.js";
import { consensusOf } from "./consensus.js";
import { overlaps } from "./state.js";
import { wordsOf } from "./boxes.js";

/**
 * Return the rows of the board in order: gold, what most methods say, the methods, and what is being
 * tried; each with its differences from the base, a trial with those from its own method.
 * @param {PairView} pair
 * @param {RowView | null} preview
 * @param {number} method that the preview is of
 * @returns {Line[]}
 */
export function linesOf(pair, preview, method) {
  const base = pair.rows.find((r) => r.base) ?? pair.rows[0];
  const off = (/** @type {RowEntity[]} */ row) => (base ? differences(row, base.entities) : asSame(row));
  const voted = consensusOf(pair.rows);
  const tried = pair.rows[method];
  /** @type {Line[]} */
  const lines = pair.rows.map((row, k) => ({
    kind: "method", name: row.name, summary: row.summary, k, row, note: "",
    found: row.outcome !== "projected" ? [] : row === base ? asSame(row.entities) : off(row.entities),
  }));
  if (voted) {
    const { entities, voters, ties } = voted;
    lines.unshift({
      kind: "consensus", name: "consensus", summary: `What more than half of ${voters} methods say.`, k: -1, row: madeRow("consensus", entities),
      found: off(entities), note: tieWords(pair, ties, voters),
    });
  }
  if (pair.gold) {
    lines.unshift({
      kind: "gold", name: "gold", summary: "The answer that came with the corpus.", k: -1, row: madeRow("gold", pair.gold),
      found: off(pair.gold), note: "",
    });
  }
  if (preview) {
    lines.push({
      kind: "preview", name: "what if", summary: preview.summary || preview.name, k: -1, row: preview,
      found: tried ? differences(preview.entities, tried.entities) : asSame(preview.entities), note: "",
    });
  }
  return lines;
}

/** @param {RowEntity[]} entities @returns {Difference[]} */
function asSame(entities) {
  return entities.map((e) => ({ ...e, kind: "same" }));
}

/** @param {string} name @param {RowEntity[]} entities @returns {RowView} */
function madeRow(name, entities) {
  return {
    layer: "", name, summary: "", base: false, entities, outcome: "projected", reason: "", why: {}, orphans: [], alternatives: [],
  };
}

/** @param {PairView} pair @param {import("./types").Vote[]} ties @param {number} voters */
function tieWords({ target }, ties, voters) {
  return ties.length
    ? `tie ${voters / 2}:${voters / 2} on ${ties.map((t) => `“${wordsOf(target, t)}” ${t.label}`).join(", ")}` : "";
}

/**
 * Return the rows that differ, with only what lies where some row differs, and how many rows were
 * left out; the base stays, to be compared with.
 * @param {Line[]} lines
 * @returns {{lines: Line[], hidden: number}}
 */
export function differingOnly(lines) {
  const contested = lines.flatMap((l) => l.found.filter((d) => d.kind !== "same"));
  const kept = lines.filter((l) => (l.kind === "method" && l.row.base) || l.kind === "preview" || l.row.outcome !== "projected" || l.found.some((d) => d.kind !== "same"));
  return {
    lines: kept.map((l) => ({ ...l, found: l.found.filter((d) => contested.some((c) => overlaps(c, d))) })),
    hidden: lines.length - kept.length,
  };
}

/**
 * Return the short words beside the name of a row of the pair, as attributes, and what they mean.
 * @param {RowView} row
 * @returns {{class: string, text: string, title: string}[]}
 */
export function tagsOf({ base, again, stale }) {
  return [
    ...base ? [{ class: "tag", text: "base", title: "The row that the pair stands on" }] : [],
    ...again ? [{ class: "tag since", text: "projected again", title: "The source was edited, so the method was run again on it" }] : [],
    ...stale ? [{ class: "tag since", text: "before the edit", title: stale }] : [],
  ];
}

/** Return what a box says of its difference. @param {DifferenceKind} kind @param {Line} line */
export function wordOf(kind, { kind: row }) {
  return (row === "gold" ? GOLD_WORD[kind] : undefined) ?? DIFFERENCE[kind].word;
}

/**
 * Return in one sentence how the methods differ.
 * @param {PairView} pair
 */
export function summaryOf(pair) {
  const base = pair.rows.find((r) => r.base);
  const told = pair.rows.filter((r) => !r.base && r.outcome === "projected");
  if (!base || !told.length) return base ? "" : "No base row to compare with.";
  const off = told.filter((r) => isOff(r.entities, base.entities));
  const gold = pair.gold && base.outcome === "projected" ? pair.gold : null;
  if (!off.length) {
    const all = told.length === 1 ? "Both methods agree" : `All ${told.length + 1} methods agree`;
    return gold ? `${all}${isOff(gold, base.entities) ? "; gold differs." : " with gold."}` : `${all}.`;
  }
  const who = off.length < 3
    ? `${off.map((r) => r.name).join(" and ")} ${off.length === 1 ? "differs" : "differ"}` : `${off.length} of ${told.length} others differ`;
  const beside = gold ? `, which ${isOff(gold, base.entities) ? "differs from" : "equals"} gold` : "";
  return `${who} from ${base.name}${beside}.`;
}

/** @param {RowEntity[]} row @param {RowEntity[]} reference */
function isOff(row, reference) {
  return differences(row, reference).some((d) => d.kind !== "same");
}
