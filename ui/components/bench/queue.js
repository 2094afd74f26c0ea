/** The op queue: everything not yet on disk, numbered, kept in the browser and sent again. */

/** @import { Batch, Draft, Op, Refusal, SaveState } from "./types" */

const ROOT = "silverlens.";
const RETRY_MS = 4000;
const PATIENCE = 2;

/**
 * @typedef {Object} QueueOptions
 * @property {string} project
 * @property {(batch: Batch) => void} send
 * @property {() => void} [changed] called when the saved mark may read differently
 * @property {(kept: boolean) => void} [stuck] called when nobody answers, with whether the store holds everything
 * @property {Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length"> | null} [storage]
 * @property {string} [client]
 * @property {() => string} [now]
 * @property {(draft: Draft) => number | null} [seen] what the page was told of what a draft is about
 */

/**
 * Return a queue for one load of the page; what an earlier load left unsent goes out first.
 * @param {QueueOptions} options
 */
export function createQueue({ project, send, changed, stuck, storage = null, client = newId(), now = utc, seen = () => null }) {
  const prefix = `${ROOT}${project}.`;
  const own = { client, ops: /** @type {Op[]} */ ([]) };
  const orphans = readOrphans(storage, prefix, client);
  /** Sessions of this page before it was loaded anew, each with its last op. */
  const also = Object.fromEntries(orphans.map((b) => [b.client, Math.max(...b.ops.map((op) => op.seq))]));
  let seq = 0;
  let heard = 0;
  let sent = 0;
  let tries = 0;
  let refusal = "";
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  const head = () => orphans[0] ?? own;
  const transmit = () => {
    clearTimeout(timer);
    const { client: from, ops } = head();
    if (!ops.length) return;
    sent += 1;
    send({ client: from, ops, sent, also });
    timer = setTimeout(again, RETRY_MS);
  };
  const again = () => {
    tries += 1;
    transmit();
    changed?.();
    if (tries >= PATIENCE) stuck?.(isKept(storage, prefix, own));
  };

  return {
    client,
    /**
     * Number an op, keep it, send everything that waits; returns the op.
     * @param {Draft} draft
     * @returns {Op}
     */
    push(draft) {
      seq += 1;
      const named = draft.kind === "add" || draft.kind === "take";
      /** @type {Op} */
      const op = {
        entity: named ? `${client}:${seq}` : "", start: null, end: null, label: null, source: null,
        layer: "", reason: "", seen: seen(draft), ...draft, heard, seq, time: now(),
      };
      own.ops = [...own.ops, op];
      refusal = "";
      remember(storage, prefix, own);
      transmit();
      return op;
    },
    /**
     * Take the server's word on what is on disk and what it refused; returns what was refused now.
     * @param {{client: string, ack: number, refused?: Refusal[]}} heard
     * @returns {Refusal[]}
     */
    hear({ client: from, ack, refused = [] }) {
      const batch = [own, ...orphans].find((b) => b.client === from);
      if (!batch) return [];
      if (batch === own) heard = Math.max(heard, ack);
      const no = new Map(refused.filter((r) => (r.client ?? from) === from).map((r) => [r.seq, r]));
      const bad = batch.ops.filter((op) => no.has(op.seq));
      const left = batch.ops.filter((op) => op.seq > ack && !no.has(op.seq));
      if (left.length === batch.ops.length) return [];
      batch.ops = left;
      tries = 0;
      remember(storage, prefix, batch);
      if (batch !== own && !left.length) orphans.splice(orphans.indexOf(batch), 1);
      clearTimeout(timer);
      if (batch !== own) timer = setTimeout(transmit, 0);
      else if (left.length) timer = setTimeout(again, RETRY_MS);
      refusal = lostFor(bad, no) ?? refusal;
      return bad.map((op) => /** @type {Refusal} */ (no.get(op.seq)));
    },
    /** Send what is waiting, at the start and when the person asks. */
    flush() {
      tries = 0;
      transmit();
    },
    /** Return the ops of this load that are not on disk yet. */
    pending: () => own.ops,
    /** Return the number of the last op. */
    last: () => seq,
    /** @returns {SaveState} */
    status() {
      if (refusal) return { state: "failed", message: `not saved: ${refusal}` };
      const waiting = own.ops.length + orphans.reduce((n, b) => n + b.ops.length, 0);
      if (!waiting) return { state: "saved", message: "saved" };
      if (tries < PATIENCE) return { state: "saving", message: "saving…" };
      const what = waiting === 1 ? "1 change is" : `${waiting} changes are`;
      return { state: "failed", message: `not saved yet: ${what} kept here` };
    },
    stop: () => clearTimeout(timer),
  };
}

/**
 * Return why the last op that is lost was refused: what takes back loses nothing, and what met another's
 * decision is kept.
 * @param {Op[]} bad
 * @param {Map<number, Refusal>} no
 */
function lostFor(bad, no) {
  const lost = bad.filter((op) => !takesBack(op) && !no.get(op.seq)?.conflict);
  return no.get(lost.at(-1)?.seq ?? -1)?.message;
}

/** Return whether an op takes back or does again; nothing is lost where it is refused. @param {Pick<Op, "kind">} op */
export function takesBack({ kind }) {
  return kind === "undo" || kind === "redo";
}

/**
 * @param {QueueOptions["storage"]} storage
 * @param {string} prefix
 * @param {{client: string, ops: Op[]}} batch
 */
function remember(storage, prefix, batch) {
  try {
    if (batch.ops.length) storage?.setItem(prefix + batch.client, JSON.stringify(batch.ops));
    else storage?.removeItem(prefix + batch.client);
  } catch {
    // a full or forbidden store loses only the copy; the ops are still in memory and on their way
  }
}

/**
 * @param {QueueOptions["storage"]} storage
 * @param {string} prefix
 * @param {{client: string, ops: Op[]}} batch
 */
function isKept(storage, prefix, batch) {
  const there = parseOps(storage?.getItem(prefix + batch.client) ?? null);
  return there.length === batch.ops.length;
}

/**
 * @param {QueueOptions["storage"]} storage
 * @param {string} prefix
 * @param {string} client
 */
function readOrphans(storage, prefix, client) {
  /** @type {{client: string, ops: Op[]}[]} */
  const found = [];
  for (let k = 0; storage && k < storage.length; k += 1) {
    const key = storage.key(k);
    if (!key?.startsWith(prefix) || key === prefix + client) continue;
    const ops = parseOps(storage.getItem(key));
    if (ops.length) found.push({ client: key.slice(prefix.length), ops });
  }
  return found;
}

/**
 * @param {string | null} text
 * @returns {Op[]}
 */
function parseOps(text) {
  try {
    const ops = JSON.parse(text ?? "[]");
    return Array.isArray(ops) ? ops.filter((op) => op && Number.isInteger(op.seq)) : [];
  } catch {
    return [];
  }
}

function utc() {
  return new Date().toISOString();
}

/** Return a random id; also where `crypto.randomUUID` is kept for secure pages only. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
}
