/** Which pair is on the screen: prefetched pairs are shown at once, the server follows. */

/** @import { Data, HeldView, Nav, Op, PairView } from "./types" */

import { applyOp } from "./state.js";

const PATIENCE_MS = 4000;
const MOST_PAIRS = 32;
export const OVERDUE_MS = 8000;

/**
 * Return the browser's memory of pairs and the way between them.
 * @param {{client: string, send: (nav: Nav) => void, clock?: () => number}} options
 */
export function createNavigator({ client, send, clock = () => performance.now() }) {
  /** @type {Map<string, PairView>} */
  const pairs = new Map();
  /** @type {Map<string, string>} */
  const after = new Map();
  /** @type {Map<string, string>} */
  const before = new Map();
  /** @type {{n: number, expected: string | null, since: number, from: string | null} | null} */
  let asked = null;
  let n = 0;
  /** @type {string | null} */
  let shown = null;
  /** @type {Data | null} */
  let data = null;

  const answered = (/** @type {Data} */ now) => {
    if (!asked || !now.pair) return true;
    if (clock() - asked.since > PATIENCE_MS) return true;
    if (now.nav?.client === client) return now.nav.n >= asked.n;
    if (now.nav) return false;
    return asked.expected === null ? now.pair.id !== asked.from : now.pair.id === asked.expected;
  };

  const atEnd = (/** @type {Nav["to"]} */ to) => {
    if (!data || data.pair?.id !== shown) return false;
    const { inside } = data.position; // a pair that the filter leaves out has none beside it either
    if (data.next === null && (to === "next" || (to === "last" && inside))) return true;
    return data.previous === null && (to === "previous" || (to === "first" && inside));
  };
  const neighbourOf = (/** @type {Nav["to"]} */ to) => {
    const way = to === "next" ? after : to === "previous" ? before : null;
    const found = shown === null ? undefined : way?.get(shown);
    return found !== undefined && pairs.has(found) ? found : null;
  };
  const distance = (/** @type {Map<string, string>} */ way, /** @type {string} */ from) => {
    let id = way.get(from);
    for (let k = 1; id !== undefined && k < 30; k += 1, id = way.get(id)) if (id === shown) return k;
    return 0;
  };

  /** Keep a pair; one that is held is gone where it is not what the server means. @param {PairView | HeldView} p */
  const take = (p) => {
    if (!("held" in p)) pairs.set(p.id, p);
    else if (p.stamp && p.id !== shown && pairs.get(p.id)?.stamp !== p.stamp) pairs.delete(p.id);
  };

  /** Do an op to the pairs that are here and do not come anew. @param {Op} op @param {Set<string>} fresh */
  const settle = (op, fresh) => {
    for (const id of new Set([op.pair, ...(op.ops ?? []).map((draft) => draft.pair)])) {
      const kept = fresh.has(id) ? undefined : pairs.get(id);
      if (kept) pairs.set(id, { ...applyOp(kept, op, client), stamp: "" });
    }
  };

  /** Ask for a pair that the server takes to be here, and is not. @param {string} id */
  const bring = (id) => {
    n += 1;
    asked = { n, expected: null, since: clock(), from: id };
    send({ client, n, to: "pair", pair: id, after: 0, from: id });
  };

  return {
    /**
     * Take in what the server sent; `settled` are ops that it has on disk now.
     * @param {Data} now
     * @param {Op[]} settled
     */
    receive(now, settled) {
      data = now;
      const chain = [now.previous, now.pair, now.next, ...(now.ahead ?? [])].filter((p) => p !== null && p !== undefined);
      const near = new Set(chain.map((p) => p.id));
      const fresh = new Set(chain.flatMap((p) => ("held" in p ? [] : [p.id])));
      for (const op of settled) settle(op, fresh);
      chain.forEach(take);
      chain.slice(1).forEach((p, k) => {
        const earlier = /** @type {PairView | HeldView} */ (chain[k]);
        after.set(earlier.id, p.id);
        before.set(p.id, earlier.id);
      });
      if (answered(now)) {
        asked = null;
        shown = now.pair?.id ?? null;
      }
      for (const id of pairs.keys()) {
        if (pairs.size <= MOST_PAIRS) break;
        if (id !== shown && !near.has(id)) pairs.delete(id);
      }
      if (shown !== null && !asked && !pairs.has(shown)) bring(shown);
    },
    /** Return the stamps of the pairs that are here as the server made them, by id. */
    held: () => Object.fromEntries([...pairs].flatMap(([id, p]) => (p.stamp ? [[id, p.stamp]] : []))),
    /** Return the pair on the screen as the server knows it. */
    shown: () => (shown === null ? null : pairs.get(shown) ?? null),
    /** Return how many decisions on a pair the server told of last; null where it is not here. @param {string} id */
    version: (id) => pairs.get(id)?.version ?? null,
    /** Return whether nothing can be shown before the server answers. */
    waiting: () => asked !== null && asked.expected === null && clock() - asked.since < PATIENCE_MS,
    /**
     * Go somewhere; returns "shown" where the pair could be painted at once, "asked" where the
     * server has to answer first, "end" where there is nothing more.
     * @param {Nav["to"]} to
     * @param {number} seq last op
     * @param {string} [wanted] the pair to go to, where `to` is "pair"
     * @returns {"shown" | "asked" | "end"}
     */
    go(to, seq, wanted) {
      const here = shown;
      if (atEnd(to)) return "end";
      n += 1;
      const expected = wanted === undefined ? neighbourOf(to) : pairs.has(wanted) ? wanted : null;
      asked = { n, expected, since: clock(), from: here };
      if (expected) shown = expected;
      send({ client, n, to: expected ? "pair" : to, pair: expected ?? wanted ?? here, after: seq, from: here });
      return expected ? "shown" : "asked";
    },
    /** Return whether the server has owed an answer for too long. */
    overdue: () => asked !== null && clock() - asked.since >= OVERDUE_MS,
    /** Return how far the shown pair is from the server's, for the position line. */
    shift() {
      if (!data?.pair || shown === null || shown === data.pair.id) return 0;
      return distance(after, data.pair.id) || -distance(before, data.pair.id);
    },
  };
}
