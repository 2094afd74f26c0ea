/** What goes to the server, one message at a time: a message that comes while the answer to the one
 * before is awaited would only make the server begin again. */

const ANSWER_WITHIN_MS = 600;
const QUIET_MS = 3000;

/**
 * @typedef {Object} OutboxOptions
 * @property {(name: string, value: unknown) => void} send
 * @property {(work: () => void, ms: number) => unknown} [later]
 */

/**
 * Return the way out; of each name the newest value goes, as it is when it goes.
 * @param {OutboxOptions} options
 */
export function createOutbox({ send, later = setTimeout }) {
  /** @type {Map<string, () => unknown>} */
  const waiting = new Map();
  let turn = 0;
  let out = false;
  let quiet = false;

  const flush = () => {
    if (out || quiet || !waiting.size) return;
    out = true;
    turn += 1;
    const mine = turn;
    const values = [...waiting].map(([name, make]) => /** @type {[string, unknown]} */ ([name, make()]));
    waiting.clear();
    for (const [name, value] of values) send(name, value);
    later(() => { if (mine === turn) answered(); }, ANSWER_WITHIN_MS);
  };
  const answered = () => {
    out = false;
    flush();
  };

  return {
    /**
     * Send a value, at once or after the answer that is awaited.
     * @param {string} name
     * @param {() => unknown} make
     */
    put(name, make) {
      waiting.set(name, make);
      void Promise.resolve().then(flush); // what one key sends goes together
    },
    /** Take note that the server answered. */
    answered,
    /**
     * Send what waits, questions apart, and be quiet for a while: the person goes to another page, and
     * a message from this one would stop the server while it draws that one.
     */
    leave() {
      waiting.delete("ask");
      out = false;
      flush();
      quiet = true;
      later(() => { quiet = false; flush(); }, QUIET_MS);
    },
  };
}

/**
 * Call `leave` when a link of the page itself is followed; returns how to stop that.
 * @param {HTMLElement} root
 * @param {() => void} leave
 */
export function onLeaving(root, leave) {
  const heard = (/** @type {Event} */ event) => {
    const path = event.composedPath();
    if (!path.includes(root) && path.some((n) => n instanceof HTMLElement && n.matches("a[href]"))) leave();
  };
  document.addEventListener("click", heard, true);
  return () => document.removeEventListener("click", heard, true);
}
