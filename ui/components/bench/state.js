/** What a pair looks like after an op: the same law as core/domain/replay.py, for local paint. */

/** @import { Draft, EntityView, Op, PairView, RowEntity, SentenceView, Span } from "./types" */

const LIVE = new Set(["unreviewed", "accepted", "corrected", "added"]);
/** @type {Record<string, import("./types").PairStatus>} */
const PAIR_STATUS = { skip: "skipped", flag: "flagged", exclude: "excluded", reopen: "in-progress" };

/**
 * Return whether an entity is part of the corrected data.
 * @param {Pick<EntityView, "status">} entity
 */
export function isLive(entity) {
  return LIVE.has(entity.status);
}

/**
 * Return whether an entity keeps its place in the sentence: in the corrected data, or in the source
 * without a counterpart.
 * @param {Pick<EntityView, "status">} entity
 */
export function isInPlace(entity) {
  return isLive(entity) || entity.status === "no-counterpart";
}

/**
 * @param {Span} a
 * @param {Span} b
 */
export function overlaps(a, b) {
  return a.start < b.end && b.start < a.end;
}

/**
 * Return a pair with ops on top of what the server said.
 * @param {PairView} pair
 * @param {Op[]} ops
 * @param {string} client
 */
export function overlay(pair, ops, client) {
  const touches = (/** @type {Op} */ op) => op.kind === "act" || op.pair === pair.id;
  return ops.filter(touches).reduce((p, op) => applyOp(p, op, client), pair);
}

/**
 * Return the members of an act as ops of their own, named as the server names them.
 * @param {Op} act
 * @param {string} client
 * @returns {Op[]}
 */
export function membersOf(act, client) {
  const named = (/** @type {Draft} */ draft, /** @type {number} */ k) => {
    if (draft.kind !== "add" && draft.kind !== "take") return draft.entity ?? "";
    return k ? `${client}/${act.seq}:${k}` : `${client}:${act.seq}`;
  };
  return (act.ops ?? []).map((draft, k) => ({
    start: null, end: null, label: null, source: null, layer: "", reason: "",
    ...draft, seq: act.seq, time: act.time, entity: named(draft, k),
  }));
}

/**
 * Return a pair after one op. Undo and redo are the server's to answer and change nothing here; of an
 * act, what lies on other pairs changes nothing.
 * @param {PairView} pair
 * @param {Op} op
 * @param {string} client
 * @returns {PairView}
 */
export function applyOp(pair, op, client) {
  if (op.kind === "undo" || op.kind === "redo" || op.kind === "settle") return pair;
  if (op.kind === "act") return overlay(pair, membersOf(op, client), client);
  if (op.kind === "comment") return commented(pair, op);
  const status = PAIR_STATUS[op.kind];
  if (status) return { ...pair, status };
  if (op.kind === "accept-pair") return acceptAll(pair);
  if (op.kind === "take") return begun(take(pair, op, client));
  if (op.side === "source") return begun(editSource(pair, op));
  return begun({ ...pair, target: withEntities(pair.target, edit(pair.target.entities, op)) });
}

/**
 * Show a comment at once; who wrote it comes from the server with its number.
 * @param {PairView} pair
 * @param {Op} op
 * @returns {PairView}
 */
function commented(pair, op) {
  const comment = { seq: 0, person: "", time: op.time, text: op.reason };
  return { ...pair, comments: [...pair.comments ?? [], comment] };
}

/**
 * @param {PairView} pair
 * @returns {PairView}
 */
function begun(pair) {
  const fresh = pair.status === "unreviewed" || pair.status === "skipped";
  return fresh ? { ...pair, status: "in-progress" } : pair;
}

/**
 * @param {SentenceView} sentence
 * @param {EntityView[]} entities
 * @returns {SentenceView}
 */
function withEntities(sentence, entities) {
  return { ...sentence, entities: [...entities].sort(inOrder) };
}

/**
 * @param {EntityView} a
 * @param {EntityView} b
 */
function inOrder(a, b) {
  return a.start - b.start || a.end - b.end || compareText(a.label, b.label) || compareText(a.id, b.id);
}

/**
 * @param {string} a
 * @param {string} b
 */
function compareText(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * @param {PairView} pair
 * @returns {PairView}
 */
function acceptAll(pair) {
  const accept = (/** @type {SentenceView} */ sentence) => withEntities(
    sentence,
    sentence.entities.map((e) => (e.status === "unreviewed" ? { ...e, status: "accepted" } : e)),
  );
  return { ...pair, status: "done", source: accept(pair.source), target: accept(pair.target) };
}

/**
 * @param {PairView} pair
 * @param {Op} op
 * @param {string} client
 * @returns {PairView}
 */
function take(pair, op, client) {
  const row = pair.rows.find((r) => r.layer === op.layer);
  if (!row) return pair;
  const same = (/** @type {RowEntity} */ a, /** @type {RowEntity} */ b) =>
    a.start === b.start && a.end === b.end && a.label === b.label;
  const chosen = new Set(row.entities.map((r) => {
    const twins = pair.target.entities.filter((e) => same(e, r));
    return (twins.find(isLive) ?? twins[0])?.id;
  }));
  /** @type {EntityView[]} */
  const kept = pair.target.entities.map((e) => ({
    ...e, status: chosen.has(e.id) ? "accepted" : "rejected",
  }));
  const missing = row.entities.filter((r) => !pair.target.entities.some((e) => same(e, r)));
  /** @type {EntityView[]} */
  const named = missing.map((r, k) => ({
    id: `${op.entity || `${client}:${op.seq}`}.${k}`, start: r.start, end: r.end, label: r.label,
    status: "accepted", source: r.source ?? null,
  }));
  return { ...pair, target: withEntities(pair.target, [...kept, ...named]) };
}

/**
 * Apply an op on an entity; a new, changed or restored span displaces what it overlaps.
 * @param {EntityView[]} entities
 * @param {Op} op
 * @returns {EntityView[]}
 */
function edit(entities, op) {
  const span = op.start === null || op.end === null || op.label === null
    ? null : { start: op.start, end: op.end, label: op.label };
  if (op.kind === "add") {
    if (!span) return entities;
    /** @type {EntityView} */
    const added = { id: op.entity, ...span, status: "added", source: op.source };
    return [...displace(entities, added), added];
  }
  const own = entities.find((e) => e.id === op.entity);
  const stays = ["change", "accept"].includes(op.kind)
    || (op.kind === "no-counterpart" && op.side === "source");
  if (!own || !stays) return decide(entities, op);
  const room = op.kind === "change" && span ? span : own;
  return decide(displace(entities, { start: room.start, end: room.end, id: own.id }), op);
}

/**
 * @param {EntityView[]} entities
 * @param {Span & {id: string}} by
 * @returns {EntityView[]}
 */
function displace(entities, by) {
  return entities.map((e) => (isInPlace(e) && e.id !== by.id && overlaps(e, by)
    ? { ...e, status: "rejected" } : e));
}

/**
 * @param {EntityView[]} entities
 * @param {Op} op
 * @returns {EntityView[]}
 */
function decide(entities, op) {
  return entities.flatMap((e) => {
    if (e.id !== op.entity) return [e];
    const after = decided(e, op);
    return after ? [after] : [];
  });
}

/**
 * @param {EntityView} e
 * @param {Op} op
 * @returns {EntityView | null}
 */
function decided(e, op) {
  if (op.kind === "change") {
    const status = e.status === "added" ? "added" : "corrected";
    return { ...e, start: op.start ?? e.start, end: op.end ?? e.end, label: op.label ?? e.label, status };
  }
  if (op.kind === "delete") return e.status === "added" ? null : { ...e, status: "rejected" };
  if (op.kind === "no-counterpart") return { ...e, status: "no-counterpart" };
  return { ...e, status: "accepted" };
}

/**
 * Edit the source; the target comes back projected again from the server.
 * @param {PairView} pair
 * @param {Op} op
 * @returns {PairView}
 */
function editSource(pair, op) {
  const source = { ...withEntities(pair.source, edit(pair.source.entities, op)), known: true };
  if (op.kind !== "no-counterpart") return { ...pair, source };
  /** @type {EntityView[]} */
  const target = pair.target.entities.map((e) => (
    e.source === op.entity && isLive(e) ? { ...e, status: "rejected" } : e
  ));
  return { ...pair, source, target: withEntities(pair.target, target) };
}

/**
 * Return the selection that still means something in a pair: the same id, else the same span.
 * @param {import("./types").Selection | null} selection
 * @param {PairView} before
 * @param {PairView} after
 * @returns {import("./types").Selection | null}
 */
export function keepSelection(selection, before, after) {
  if (!selection || before.id !== after.id || selection.kind === "span") {
    return before.id === after.id ? selection : null;
  }
  const { side, id } = selection;
  if (after[side].entities.some((e) => e.id === id)) return selection;
  const old = before[side].entities.find((e) => e.id === id);
  const twin = old && after[side].entities.find((e) => isLive(e) && overlaps(e, old));
  return twin ? { kind: "entity", side, id: twin.id } : null;
}
