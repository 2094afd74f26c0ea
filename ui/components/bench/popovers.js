/** The page's popovers by key: Streamlit draws what they hold at the end of the page, far from their buttons. */

const OPENED = "button[aria-haspopup=dialog][aria-expanded=true]";
const REACHED = "a[href], button, input, select, textarea, [tabindex]";
const WENT_ON = ["focusin", "pointerdown"];
/** What keeps the page from taking the focus while a dialog is open, and a moment longer. */
const STILL = ["inert", "aria-hidden"];

/** @typedef {{button: HTMLElement, sheet: HTMLElement}} Popover */

/**
 * Return the popover that is open, with its button; null where none is.
 * @returns {Popover | null}
 */
export function openPopover() {
  const sheets = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[role=dialog][aria-label]")]);
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(OPENED))) {
    const sheet = sheets.find((e) => button.textContent?.includes(e.getAttribute("aria-label") ?? ""));
    if (sheet) return { button, sheet };
  }
  return null;
}

/**
 * Return where Tab leads so that a popover comes right behind its button: to an element; "on", past
 * the button to what follows it; or null, where the browser goes by itself.
 * @template T
 * @param {T | null} at what has the focus
 * @param {T} button
 * @param {T[]} fields of the popover, in their order
 * @param {boolean} back
 * @returns {T | "on" | null}
 */
export function stepThrough(at, button, fields, back) {
  const [first, last] = [fields[0], fields.at(-1)];
  if (first === undefined) return null;
  if (back) return at === first ? button : null;
  if (at === button) return first;
  return at === last ? "on" : null;
}

/**
 * Have Tab go through a popover from its button, and give the button the focus when a dialog that
 * was opened from there has closed; returns how to stop.
 * @returns {() => void}
 */
export function leadThroughPopovers() {
  /** @type {HTMLElement | null} */
  let way = null;
  const onKey = (/** @type {KeyboardEvent} */ event) => {
    const found = openPopover();
    if (found?.sheet.contains(document.activeElement)) way = found.button;
    if (!found || event.code !== "Tab" || event.ctrlKey || event.altKey || event.metaKey) return;
    const to = stepThrough(/** @type {HTMLElement | null} */ (document.activeElement), found.button, fieldsOf(found.sheet), event.shiftKey);
    if (to === "on") found.button.focus({ preventScroll: true }); // and from there the browser goes on
    else if (to) {
      event.preventDefault();
      event.stopImmediatePropagation();
      to.focus();
    }
  };
  const giveBack = () => {
    if (document.activeElement === document.body && !document.querySelector("[role=dialog]")) way?.focus({ preventScroll: true });
  };
  const forget = (/** @type {Event} */ { target }) => {
    if (target !== way && !/** @type {HTMLElement} */ (target).closest("[role=dialog]")) way = null;
  };
  const watch = new window.MutationObserver(giveBack);
  watch.observe(document.body, { childList: true, subtree: true, attributeFilter: STILL });
  document.addEventListener("keydown", onKey, true);
  for (const event of WENT_ON) document.addEventListener(event, forget, true);
  return () => {
    watch.disconnect();
    document.removeEventListener("keydown", onKey, true);
    for (const event of WENT_ON) document.removeEventListener(event, forget, true);
  };
}

/**
 * Return what Tab leads to in a popover. Streamlit takes its fields out of the way of Tab once the
 * focus has left them, notes that in `data-tabindex`, and puts them back when one has the focus again.
 * @param {HTMLElement} sheet
 * @returns {HTMLElement[]}
 */
function fieldsOf(sheet) {
  const all = /** @type {HTMLElement[]} */ ([...sheet.querySelectorAll(REACHED)]);
  return all.filter((e) => (e.tabIndex >= 0 || "tabindex" in e.dataset) && !e.matches(":disabled") && !e.closest("[inert], [aria-hidden=true]") && e.getClientRects().length > 0);
}
