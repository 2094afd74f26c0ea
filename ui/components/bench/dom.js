/** Making elements; text enters the page through textContent and attributes only. */

const SVG = "http://www.w3.org/2000/svg";

/** Strokes of the icons, drawn on a 16 x 16 grid. @type {Record<string, string>} */
const ICONS = {
  check: "M3.2 8.6l3.1 3.2 6.5-7.4",
  pencil: "M3 13l.8-3.2 7.4-7.4 2.4 2.4-7.4 7.4z",
  plus: "M8 3.2v9.6M3.2 8h9.6",
  cross: "M4 4l8 8M12 4l-8 8",
  left: "M10 3L5 8l5 5",
  right: "M6 3l5 5-5 5",
  first: "M11.5 3.5L7 8l4.5 4.5M4.5 3.5v9",
  last: "M4.5 3.5L9 8l-4.5 4.5M11.5 3.5v9",
  ahead: "M3.6 3.6L8 8l-4.4 4.4M8.6 3.6L13 8l-4.4 4.4",
  undo: "M6 3.2L3 6.2l3 3M3 6.2h6.4a3.4 3.4 0 0 1 0 6.8H6.5",
  redo: "M10 3.2l3 3-3 3M13 6.2H6.6a3.4 3.4 0 0 0 0 6.8h2.9",
  flag: "M4 14V2.6M4 3h8.2l-2 3 2 3H4",
  skip: "M3.5 3.5L9 8l-5.5 4.5zM12.2 3.5v9",
  exclude: "M4 2.2h5.2L12 5v8.8H4zM6.2 7.6l3.6 3.6M9.8 7.6l-3.6 3.6",
  none: "M8 2.6a5.4 5.4 0 1 0 0 10.8A5.4 5.4 0 0 0 8 2.6zM4.2 11.8l7.6-7.6",
  trash: "M3 4.4h10M6.2 4.2V2.6h3.6v1.6M4.4 4.4l.6 9h6l.6-9M6.8 7v4M9.2 7v4",
  warn: "M8 2.4l6 11H2zM8 6.4v3.4M8 11.5v.3",
  clock: "M8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 0 0 8 2.2zM8 4.6V8l2.4 1.8",
  info: "M8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 0 0 8 2.2zM8 7.2v4M8 4.9v.3",
  arrows: "M2.5 8h11M5 5.2L2.2 8 5 10.8M11 5.2L13.8 8 11 10.8",
  unequal: "M3.4 6.2h9.2M3.4 9.8h9.2M10.6 3l-5.2 10",
  dash: "M3.5 8h9",
  grid: "M2.6 2.6h10.8v10.8H2.6zM2.6 6.2h10.8M2.6 9.8h10.8M6.2 2.6v10.8M9.8 2.6v10.8",
  table: "M2.6 3.4h10.8v9.2H2.6zM2.6 6.4h10.8M6.4 6.4v6.2",
  speech: "M2.6 3h10.8v7.6H7.4L4.4 13v-2.4H2.6z",
  sliders: "M2.6 5h5.6M11.4 5h2M2.6 11h2M7.8 11h5.6M9.8 3.2v3.6M6.2 9.2v3.6",
};

/**
 * Return a new element; `attributes.class` and `text` are short hands, listeners go in `on`.
 * @param {string} tag
 * @param {Record<string, any>} [attributes]
 * @param {(Node | string | null | false | undefined)[]} [children]
 * @returns {HTMLElement}
 */
export function h(tag, attributes = {}, children = []) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") listenTo(element, value);
    else if (name === "text") element.textContent = String(value);
    else if (isThere(value)) element.setAttribute(name, value === true ? "" : String(value));
  }
  fill(element, children, true);
  return element;
}

/** @param {unknown} value */
function isThere(value) {
  return value !== null && value !== undefined && value !== false;
}

/** @param {HTMLElement} element @param {Record<string, EventListener>} listeners */
function listenTo(element, listeners) {
  for (const [event, listener] of Object.entries(listeners)) element.addEventListener(event, listener);
}

/**
 * Return a new element of a drawing.
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 * @param {Node[]} [children]
 */
export function svg(tag, attributes, children = []) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/**
 * Return an icon; decorative, so hidden from screen readers.
 * @param {string} name
 * @returns {SVGElement}
 */
export function icon(name) {
  return svg("svg", { viewBox: "0 0 16 16", class: "icon", "aria-hidden": "true" }, [svg("path", { d: ICONS[name] ?? "" })]);
}

/**
 * Replace everything inside an element, or put it after what is there.
 * @param {Element} element
 * @param {(Node | string | null | false | undefined)[]} children
 * @param {boolean} [after]
 */
export function fill(element, children, after = false) {
  const nodes = /** @type {(Node | string)[]} */ (children.filter(isThere));
  if (after) element.append(...nodes);
  else element.replaceChildren(...nodes);
}

/**
 * Set or remove an attribute only where it differs, so that nothing is announced twice.
 * @param {Element} element
 * @param {string} name
 * @param {string | null} value
 */
export function mark(element, name, value) {
  if (value === null) element.removeAttribute(name);
  else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

/**
 * Return text of foreign words, isolated from the direction of what stands around it.
 * @param {string} text
 * @param {Record<string, any>} [attributes]
 */
export function bdi(text, attributes = {}) {
  return h("bdi", { ...attributes, text });
}

/**
 * Return a whole number with thin spaces between thousands: `5 000`.
 * @param {number} value
 */
export function count(value) {
  return String(value).replace(/\B(?=(\d{3})+$)/g, "\u2009");
}
