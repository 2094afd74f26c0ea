/** A server that was started anew knows nothing of this page: the page has to be loaded again. */

const MARK = "silverlens.revived";
const NOT_AGAIN_MS = 30000;

/**
 * Load the page again where the server is there but does not answer; what is not on disk yet waits
 * in the browser's store and is sent afterwards. Not twice within half a minute, and not where
 * anything would be lost; returns whether it did.
 * @param {{
 *   kept: boolean,
 *   pair: string | undefined,
 *   marks: Pick<Storage, "getItem" | "setItem"> | null,
 *   isThere?: () => boolean,
 *   open?: (pair: string | undefined) => void,
 *   now?: () => number,
 * }} options kept: everything that is not on disk is in the store;
 *   pair: which is on the screen
 */
export function revive({ kept, pair, marks, isThere = isConnected, open = openAgain, now = Date.now }) {
  const last = Number(marks?.getItem(MARK) ?? 0);
  if (!kept || !marks || now() - last < NOT_AGAIN_MS || !isThere()) return false;
  marks.setItem(MARK, String(now()));
  open(pair);
  return true;
}

/** Return whether Streamlit says that the page has a server. */
function isConnected() {
  const app = document.querySelector("[data-test-connection-state]");
  return app?.getAttribute("data-test-connection-state") === "CONNECTED";
}

/** Load the page again at the pair that is on the screen. @param {string | undefined} pair */
function openAgain(pair) {
  const url = new window.URL(window.location.href);
  if (pair !== undefined) url.searchParams.set("pair", pair);
  window.location.replace(url);
}
