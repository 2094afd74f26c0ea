/** The page around the bench: its header, its fields, and what the browser keeps. */

/** Fields of the page that keys lead to, by what they are labelled. @type {Record<string, string>} */
const FIELDS = { filter: "Text", goto: "Go to pair" };

/** Return how far the page's own header covers what scrolls under it; 0 where one sees through it. */
export function headerHeight() {
  const header = document.querySelector("[data-testid=stHeader]");
  if (!header) return 0;
  const clear = /^rgba\(.*, 0\)$|^transparent$/.test(getComputedStyle(header).backgroundColor);
  return clear ? 0 : header.getBoundingClientRect().height;
}

/**
 * Return a field of the page, null where it has none or hides it.
 * @param {string} name of a command
 * @returns {HTMLInputElement | null}
 */
export function pageField(name) {
  const label = FIELDS[name];
  if (!label) return null;
  const found = [...document.querySelectorAll("input")].find((e) => e.getAttribute("aria-label") === label);
  return found?.offsetParent ? found : null;
}

export function safeStorage() {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

export function safeMarks() {
  try {
    return window.sessionStorage;
  } catch {
    return null;
  }
}

/** Remember a text, or nothing; where there is no room the page works on without. @param {string} name @param {string | null} text */
export function keepText(name, text) {
  try {
    if (text === null) safeStorage()?.removeItem(name);
    else safeStorage()?.setItem(name, text);
  } catch {
    // a full store: the switch holds until the page is left
  }
}

/**
 * Return a switch that the browser remembers.
 * @param {string} key
 * @param {boolean} usual what it is before anybody has touched it
 */
export function keptSwitch(key, usual) {
  const value = safeStorage()?.getItem(key);
  return {
    on: value === null || value === undefined ? usual : value !== "off",
    /** @param {boolean} on */
    keep(on) {
      keepText(key, on ? "on" : "off");
    },
  };
}

/**
 * Return several switches that the browser remembers under one name; whatever else is there is left out.
 * @param {string} name
 * @returns {Record<string, boolean>}
 */
export function readSwitches(name) {
  try {
    const kept = JSON.parse(safeStorage()?.getItem(name) ?? "{}");
    return Object.fromEntries(Object.entries(kept ?? {}).filter(([, on]) => typeof on === "boolean"));
  } catch {
    return {};
  }
}

/** Remember several switches. @param {string} name @param {Record<string, boolean>} switches */
export function writeSwitches(name, switches) {
  keepText(name, JSON.stringify(switches));
}
