/** Which pair is on the screen: prefetched pairs are shown at once, the server follows. */

/** @import { Data, Nav, Op, PairView } from "./types" */

import { applyOp } from "./state.js";

const PATIENCE_MS = 4000;
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
    if (data?.pair?.id !== shown) return false;
    return (to === "next" && data?.next === null) || (to === "previous" && data?.previous === null);
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

  return {
    /**
     * Take in what the server sent; `settled` are ops that it has on disk now.
     * @param {Data} now
     * @param {Op[]} settled
     */
    receive(now, settled) {
      data = now;
      const chain = [now.previous, now.pair, now.next, ...(now.ahead ?? [])].filter((p) => p !== null && p !== undefined);
      const fresh = new Set(chain.map((p) => p.id));
      for (const op of settled) {
        const kept = fresh.has(op.pair) ? undefined : pairs.get(op.pair);
        if (kept) pairs.set(op.pair, applyOp(kept, op, client));
      }
      for (const p of chain) pairs.set(p.id, p);
      chain.slice(1).forEach((p, k) => {
        const earlier = /** @type {PairView} */ (chain[k]);
        after.set(earlier.id, p.id);
        before.set(p.id, earlier.id);
      });
      if (answered(now)) {
        asked = null;
        shown = now.pair?.id ?? null;
      }
      for (const id of pairs.keys()) {
        if (pairs.size <= 24) break;
        if (id !== shown && !fresh.has(id)) pairs.delete(id);
      }
    },
    /** Return the pair on the screen as the server knows it. */
    shown: () => (shown === null ? null : pairs.get(shown) ?? null),
    /** Return whether nothing can be shown before the server answers. */
    waiting: () => asked !== null && asked.expected === null && clock() - asked.since < PATIENCE_MS,
    /**
     * Go somewhere; returns "shown" where the pair could be painted at once, "asked" where the
     * server has to answer first, "end" where there is nothing more.
     * @param {Nav["to"]} to
     * @param {number} seq last op
     * @returns {"shown" | "asked" | "end"}
     */
    go(to, seq) {
      const here = shown;
      if (atEnd(to)) return "end";
      n += 1;
      const expected = neighbourOf(to);
      asked = { n, expected, since: clock(), from: here };
      if (expected) shown = expected;
      send({ client, n, to: expected ? "pair" : to, pair: expected ?? here, after: seq, from: here });
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
