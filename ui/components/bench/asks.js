/** Questions to the server that change nothing: one on its way at a time, the latest of a kind counts. */

/** @import { Answer, Ask, AskKind, Hear } from "./types" */

const ANSWER_MS = 20000;
const AGAIN_MS = [4000, 12000];
const NO_ANSWER = "No answer came. Try it again.";

/**
 * @typedef {Object} AsksOptions
 * @property {string} client
 * @property {(ask: Ask) => void} send
 * @property {(work: () => void, ms: number) => unknown} [later]
 */

/**
 * Return the page's way to ask. The channel holds one question, so the next one goes out when the one
 * before is answered; a question that a newer one of its kind has replaced is never heard of again.
 * Where the server was stopped over a question, it is sent again, as `again` says.
 * @param {AsksOptions} options
 */
export function createAsks({ client, send, later = setTimeout }) {
  /** @type {Map<AskKind, {ask: Ask, hear: Hear}>} */
  const waiting = new Map();
  /** @type {{ask: Ask, hear: Hear, stale: boolean} | null} */
  let out = null;
  let n = 0;

  const next = () => {
    const [first] = waiting.values();
    if (out || !first) return;
    waiting.delete(first.ask.kind);
    const mine = { ...first, stale: false };
    out = mine;
    send(mine.ask);
    later(() => { if (out === mine) settle({ body: null, error: NO_ANSWER }); }, ANSWER_MS);
    AGAIN_MS.forEach((ms, k) => later(() => { if (out === mine) send({ ...mine.ask, again: k + 1 }); }, ms));
  };
  const settle = (/** @type {{body: any, error: string}} */ answer) => {
    const mine = out;
    out = null;
    if (mine && !mine.stale) mine.hear(answer);
    next();
  };

  return {
    /**
     * Ask, or wait for one's turn; `hear` is called once, unless a newer question of the kind comes.
     * @param {AskKind} kind
     * @param {string} pair
     * @param {Record<string, unknown>} body
     * @param {Hear} hear
     */
    ask(kind, pair, body, hear) {
      n += 1;
      if (out?.ask.kind === kind) out.stale = true;
      waiting.delete(kind);
      waiting.set(kind, { ask: { client, n, kind, pair, body }, hear });
      next();
    },
    /** Take what the server answered, where it is the answer to the question that is out. @param {Answer | null | undefined} answer */
    receive(answer) {
      if (!out || answer?.client !== client || answer.n !== out.ask.n) return;
      settle({ body: answer.body ?? null, error: answer.error ?? "" });
    },
  };
}
