/** What each command does to a pair: pure, so that keys, buttons and tests share it. */

/** @import { Draft, EntityView, Nav, PairView, RowEntity, Selection, Side, Span } from "./types" */

import { consensusOf, draftsFor, isSettled } from "./consensus.js";
import { competitorsOf } from "./record.js";
import { isInPlace, isLive, overlaps } from "./state.js";
import { nextToCheck } from "./suspects.js";

/**
 * @typedef {Object} Scene
 * @property {PairView} pair
 * @property {Selection | null} selection
 * @property {number} method index of the row whose candidates are shown
 * @property {string[]} labels
 * @property {boolean} [candidatesHidden]
 *
 * @typedef {Object} Effect
 * @property {Draft[]} [ops]
 * @property {Selection | null} [selection] to take its place; null clears
 * @property {"added"} [then] select what was just added
 * @property {Nav["to"]} [go]
 * @property {"matrix" | "links" | "roman" | "help" | "differences" | "what-if"} [toggle]
 * @property {"reject" | "comment" | "offer" | "merge" | "history"} [open]
 * @property {"filter" | "goto"} [find] a field of the page
 * @property {string} [say]
 */

/** @type {Record<string, (scene: Scene, arg: number) => Effect>} */
const COMMANDS = {
  "accept-pair": ({ pair }) => ({ ops: [pairOp(pair, "accept-pair")], go: "next" }),
  reject: () => ({ open: "reject" }),
  comment: () => ({ open: "comment" }),
  next: () => ({ go: "next" }),
  previous: () => ({ go: "previous" }),
  unreviewed: () => ({ go: "unreviewed" }),
  first: () => ({ go: "first" }),
  last: () => ({ go: "last" }),
  filter: () => ({ find: "filter" }),
  goto: () => ({ find: "goto" }),
  skip: ({ pair }) => ({ ops: [pairOp(pair, "skip")], go: "next" }),
  flag: ({ pair }) => ({ ops: [pairOp(pair, pair.status === "flagged" ? "reopen" : "flag")] }),
  exclude: ({ pair }) => ({ ops: [pairOp(pair, pair.status === "excluded" ? "reopen" : "exclude")] }),
  undo: ({ pair }) => ({ ops: [pairOp(pair, "undo")] }),
  redo: ({ pair }) => ({ ops: [pairOp(pair, "redo")] }),
  accept,
  label: relabel,
  delete: remove,
  "no-counterpart": noCounterpart,
  "end-grow": (scene) => resize(scene, 0, 1),
  "end-shrink": (scene) => resize(scene, 0, -1),
  "start-grow": (scene) => resize(scene, -1, 0),
  "start-shrink": (scene) => resize(scene, 1, 0),
  check: ({ pair, selection }) => {
    const found = nextToCheck(pair, selection);
    return found ? { selection: found } : { say: "Nothing is left to check in this pair." };
  },
  "next-entity": (scene) => ({ selection: neighbour(scene, 1) }),
  "previous-entity": (scene) => ({ selection: neighbour(scene, -1) }),
  "word-right": (scene) => moveWord(scene, 1),
  "word-left": (scene) => moveWord(scene, -1),
  "side-up": (scene) => changeSide(scene, "source"),
  "side-down": (scene) => changeSide(scene, "target"),
  clear: () => ({ selection: null }),
  take: ({ pair }, n) => takeRow(pair, n - 1),
  "take-one": takeOne,
  consensus: ({ pair }) => takeConsensus(pair),
  pick,
  differences: () => ({ toggle: "differences" }),
  "what-if": () => ({ toggle: "what-if" }),
  offer: () => ({ open: "offer" }),
  merge: () => ({ open: "merge" }),
  history: () => ({ open: "history" }),
  links: () => ({ toggle: "links" }),
  roman: ({ pair }) => (pair.source.roman || pair.target.roman
    ? { toggle: "roman" } : { say: "Both sentences are in Latin letters already." }),
  matrix: () => ({ toggle: "matrix" }),
  help: () => ({ toggle: "help" }),
};

/**
 * Return what a command does here; an empty effect where there is nothing for it to do.
 * @param {string} command
 * @param {Scene} scene
 * @param {number} [arg]
 * @returns {Effect}
 */
export function interpret(command, scene, arg = 0) {
  return COMMANDS[command]?.(scene, arg) ?? {};
}

/**
 * Return the selected entity, null where none is.
 * @param {PairView} pair
 * @param {Selection | null} selection
 * @returns {EntityView | null}
 */
export function selectedEntity(pair, selection) {
  if (selection?.kind !== "entity") return null;
  return pair[selection.side].entities.find((e) => e.id === selection.id) ?? null;
}

/**
 * Return the id of the source entity that the selection is about, itself or through its target.
 * @param {PairView} pair
 * @param {Selection | null} selection
 * @returns {string | null}
 */
export function selectedSource(pair, selection) {
  const entity = selectedEntity(pair, selection);
  if (!entity || !selection) return null;
  return selection.side === "source" ? entity.id : entity.source ?? null;
}

/**
 * @param {PairView} pair
 * @param {"accept-pair" | "skip" | "flag" | "exclude" | "reopen" | "undo" | "redo"} kind
 * @returns {Draft}
 */
function pairOp(pair, kind) {
  return { pair: pair.id, side: "pair", kind };
}

/** @param {Scene} scene @returns {Effect} */
function accept({ pair, selection }) {
  const entity = selectedEntity(pair, selection);
  if (!entity || selection?.kind !== "entity") return {};
  if (isSettled(entity)) return {};
  return { ops: [{ ...naming(pair, selection.side, entity), kind: "accept" }] };
}

/**
 * @param {PairView} pair
 * @param {Side} side
 * @param {EntityView} e
 */
function naming(pair, side, e) {
  return { pair: pair.id, side, entity: e.id, start: e.start, end: e.end, label: e.label };
}

/** @param {Scene} scene @param {number} n @returns {Effect} */
function relabel({ pair, selection, labels }, n) {
  const name = labels[n - 1];
  if (!name || !selection) return {};
  if (selection.kind === "span") {
    const { side, start, end } = selection;
    const source = side === "target" ? likelySource(pair, selection) : null;
    return { ops: [{ pair: pair.id, side, kind: "add", start, end, label: name, source }], then: "added" };
  }
  const entity = selectedEntity(pair, selection);
  if (!entity || (entity.label === name && isLive(entity))) return {};
  return { ops: [{ ...naming(pair, selection.side, entity), kind: "change", label: name }] };
}

/**
 * Return the source entity with the most links into a target span; null where none has any.
 * @param {PairView} pair
 * @param {Span} span
 */
export function likelySource(pair, span) {
  const inside = pair.links.filter(([, j]) => span.start <= j && j < span.end);
  let best = null;
  let most = 0;
  for (const e of pair.source.entities) {
    if (e.status === "rejected") continue;
    const weight = inside.reduce((sum, [i, , p]) => sum + (e.start <= i && i < e.end ? p ?? 1 : 0), 0);
    if (weight > most) [best, most] = [e.id, weight];
  }
  return best;
}

/** @param {Scene} scene @returns {Effect} */
function remove({ pair, selection }) {
  if (selection?.kind === "span") return { selection: null };
  const entity = selectedEntity(pair, selection);
  if (!entity || !selection || entity.status === "rejected") return {};
  const { side } = selection;
  return { ops: [{ ...naming(pair, side, entity), kind: "delete" }] };
}

/** @param {Scene} scene @returns {Effect} */
function noCounterpart({ pair, selection }) {
  const id = selectedSource(pair, selection);
  const entity = pair.source.entities.find((e) => e.id === id);
  if (!entity || entity.status === "no-counterpart") return {};
  return {
    ops: [{ ...naming(pair, "source", entity), kind: "no-counterpart" }],
    selection: { kind: "entity", side: "source", id: entity.id },
  };
}

/**
 * @param {Scene} scene
 * @param {number} left
 * @param {number} right
 * @returns {Effect}
 */
function resize({ pair, selection }, left, right) {
  if (!selection) return {};
  const now = selection.kind === "span" ? selection : selectedEntity(pair, selection);
  if (!now) return {};
  const start = Math.max(0, now.start + left);
  const end = Math.min(pair[selection.side].tokens.length, now.end + right);
  if (start >= end || (start === now.start && end === now.end)) return {};
  if (selection.kind === "span") return { selection: { ...selection, start, end } };
  const entity = /** @type {EntityView} */ (now);
  return { ops: [{ ...naming(pair, selection.side, entity), kind: "change", start, end }] };
}

/**
 * Return the entity after (or before) the selected one, source first, then target.
 * @param {Scene} scene
 * @param {1 | -1} step
 * @returns {Selection | null}
 */
export function neighbour({ pair, selection }, step) {
  const all = /** @type {Side[]} */ (["source", "target"]).flatMap((side) => pair[side].entities
    .filter(isInPlace)
    .map((e) => ({ kind: /** @type {const} */ ("entity"), side, id: e.id, start: e.start })));
  if (!all.length) return null;
  const at = selection?.kind === "entity"
    ? all.findIndex((e) => e.side === selection.side && e.id === selection.id) : -1;
  const to = at < 0 ? (step > 0 ? 0 : all.length - 1) : at + step;
  const found = all[to];
  return found ? { kind: "entity", side: found.side, id: found.id } : null;
}

/**
 * @param {Scene} scene
 * @param {1 | -1} step to the right as seen on the screen
 * @returns {Effect}
 */
function moveWord({ pair, selection }, step) {
  const side = selection?.side ?? "target";
  const { dir, tokens } = pair[side];
  const along = dir === "rtl" ? -step : step;
  const entity = selectedEntity(pair, selection);
  const now = selection?.kind === "span" ? selection : entity;
  let at = along > 0 ? 0 : tokens.length - 1;
  if (now) at = along > 0 ? now.end : now.start - 1;
  if (at < 0 || at >= tokens.length) return {};
  return { selection: { kind: "span", side, start: at, end: at + 1 } };
}

/** @param {Scene} scene @param {Side} side @returns {Effect} */
function changeSide({ pair, selection }, side) {
  if (selection?.side === side) return {};
  const id = selectedSource(pair, selection);
  if (id && side === "source") return { selection: { kind: "entity", side, id } };
  const twin = id && pair.target.entities.find((e) => isLive(e) && e.source === id);
  if (twin) return { selection: { kind: "entity", side, id: twin.id } };
  return { selection: { kind: "span", side, start: 0, end: 1 } };
}

/** @param {PairView} pair @param {number} k @returns {Effect} */
function takeRow(pair, k) {
  const row = pair.rows[k];
  if (!row || row.outcome !== "projected") return {};
  return { ops: [{ pair: pair.id, side: "target", kind: "take", layer: row.layer, reason: row.name }] };
}

/**
 * Put what a method says of the selected entity in its place, and leave the rest as it stands.
 * @param {Scene} scene
 * @param {number} n
 * @returns {Effect}
 */
function takeOne({ pair, selection }, n) {
  const row = pair.rows[n - 1];
  if (!row) return {};
  const source = selectedSource(pair, selection);
  const entity = selectedEntity(pair, selection);
  if (!entity) return { say: "Select the entity that a method is to say." };
  const own = source === null ? undefined : row.entities.find((e) => e.source === source);
  const found = own ?? (selection?.side === "target" ? row.entities.find((e) => overlaps(e, entity)) : undefined);
  if (!found) return { say: `${row.name} has nothing for this entity.` };
  return placeSpan(pair, { ...found, source: found.source ?? source });
}

/** @param {PairView} pair @returns {Effect} */
function takeConsensus(pair) {
  const found = consensusOf(pair.rows);
  if (!found) return { say: "It takes three methods to say what most of them say." };
  const ops = draftsFor(pair, found.entities);
  if (!ops.length) return { say: "The target says what most methods say." };
  return { ops: [{ pair: pair.id, side: "pair", kind: "act", reason: `consensus of ${found.voters} methods`, ops }] };
}

/** @param {Scene} scene @param {number} n @returns {Effect} */
function pick({ pair, selection, method, candidatesHidden }, n) {
  if (candidatesHidden) return { say: "The candidates are hidden while What if is open." };
  const id = selectedSource(pair, selection);
  const entity = pair.source.entities.find((e) => e.id === id);
  const candidate = id ? competitorsOf(pair.rows[method]?.why?.[id])[n - 1] : undefined;
  if (!entity || !candidate) return {};
  return placeSpan(pair, { ...candidate, label: entity.label, source: id });
}

/**
 * Return the effect that puts a span on the target: accept what is there, move what came from the
 * same source entity, or add.
 * @param {PairView} pair
 * @param {RowEntity} wanted
 * @returns {Effect}
 */
export function placeSpan(pair, { start, end, label: name, source = null }) {
  const span = { start, end, label: name };
  const same = pair.target.entities.filter(
    (e) => e.start === start && e.end === end && e.label === name,
  );
  const live = same.find(isLive);
  const kin = pair.target.entities.filter((e) => isLive(e) && source !== null && e.source === source);
  const moved = live ? undefined : kin.find((e) => overlaps(e, span)) ?? kin[0];
  if (moved) {
    return {
      ops: [{ pair: pair.id, side: "target", kind: "change", entity: moved.id, ...span }],
      selection: { kind: "entity", side: "target", id: moved.id },
    };
  }
  const there = live ?? same[0];
  if (there) {
    /** @type {Selection} */
    const selection = { kind: "entity", side: "target", id: there.id };
    return { ...accept({ pair, selection, method: 0, labels: [] }), selection };
  }
  return {
    ops: [{ pair: pair.id, side: "target", kind: "add", ...span, source }], then: "added",
  };
}
