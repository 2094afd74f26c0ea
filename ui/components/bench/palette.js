/** Label colours: stable hues that stay apart for colour-blind eyes, in light and dark. */

/** @import { Colours } from "./types" */

/** OKLCH hue angles. */
const HUES = [252, 58, 168, 345, 100, 300, 215, 28, 138, 275];

/**
 * How much lighter (or darker) each hue is drawn, from -1 to 1: hues that fall together under
 * deuteranopia or protanopia stay apart by lightness.
 */
const LIGHTER = [0, -0.5, 1, -1, 1, -1, 1, 0.5, 0, -0.5];

/** Labels that most projects share keep their hue whatever stands beside them. */
/** @type {Record<string, number>} */
const KNOWN = {
  PER: 0, PERSON: 0, PERS: 0, ORG: 1, ORGANIZATION: 1, ORGANISATION: 1, LOC: 2, LOCATION: 2, GPE: 2,
  MISC: 3, DATE: 4, TIME: 6,
};

/** Colours already worked out; the matrix asks for them at every stroke. @type {Map<number, Colours>} */
const MADE = new Map();

/** How many different looks there are; from the eleventh label on, hues come again, paler. */
export const LOOKS = HUES.length * 2;

/**
 * Return the look (0 .. LOOKS-1) of each label, in order, no look twice while there are free ones.
 * @param {string[]} labels
 * @returns {Map<string, number>}
 */
export function assignLooks(labels) {
  /** @type {Map<string, number>} */
  const looks = new Map();
  const free = new Set(Array.from({ length: LOOKS }, (_, k) => k));
  for (const label of labels) {
    const known = KNOWN[label.toUpperCase()];
    if (known !== undefined && free.delete(known)) looks.set(label, known);
  }
  for (const label of labels) {
    if (looks.has(label)) continue;
    const next = free.values().next();
    const look = next.done ? looks.size % LOOKS : next.value;
    free.delete(look);
    looks.set(label, look);
  }
  return looks;
}

/**
 * Return the colours of a look as `#rrggbb`; `text` on `fill` has a contrast above 4.5.
 * @param {number} look
 * @param {boolean} dark
 * @returns {Colours}
 */
export function coloursOf(look, dark) {
  const known = MADE.get(dark ? -1 - look : look);
  if (known) return known;
  const made = makeColours(look, dark);
  MADE.set(dark ? -1 - look : look, made);
  return made;
}

/** @param {number} look @param {boolean} dark @returns {Colours} */
function makeColours(look, dark) {
  const hue = HUES[look % HUES.length] ?? 0;
  const up = LIGHTER[look % HUES.length] ?? 0;
  const c = look >= HUES.length ? 0.45 : 1;
  return dark
    ? {
      text: toHex(0.86 + 0.02 * up, 0.085 * c, hue), line: toHex(0.71 + 0.085 * up, 0.12 * c, hue),
      fill: toHex(0.315, 0.055 * c, hue), solid: toHex(0.765 + 0.085 * up, 0.12 * c, hue),
      onSolid: toHex(0.2, 0.04 * c, hue),
    }
    : {
      text: toHex(0.41 + 0.02 * up, 0.115 * c, hue), line: toHex(0.575 + 0.075 * up, 0.135 * c, hue),
      fill: toHex(0.945, 0.034 * c, hue), solid: toHex(0.465 + 0.082 * up, 0.13 * c, hue),
      onSolid: "#ffffff",
    };
}

/**
 * Return a style sheet with one class `look-N` for every look.
 * @param {boolean} dark
 */
export function lookSheet(dark) {
  return Array.from({ length: LOOKS }, (_, look) => {
    const c = coloursOf(look, dark);
    return `.look-${look}{--l-text:${c.text};--l-line:${c.line};--l-fill:${c.fill};` +
      `--l-solid:${c.solid};--l-on:${c.onSolid}}`;
  }).join("\n");
}

/**
 * Return `#rrggbb` of an OKLCH colour, chroma reduced until it fits sRGB.
 * @param {number} l
 * @param {number} c
 * @param {number} hue in degrees
 */
export function toHex(l, c, hue) {
  const angle = (hue * Math.PI) / 180;
  for (let chroma = c; ; chroma -= 0.005) {
    const rgb = linear(l, Math.max(chroma, 0) * Math.cos(angle), Math.max(chroma, 0) * Math.sin(angle));
    if (chroma <= 0 || rgb.every((v) => v >= -0.0005 && v <= 1.0005)) {
      return "#" + rgb.map(byte).join("");
    }
  }
}

/**
 * @param {number} l
 * @param {number} a
 * @param {number} b
 */
function linear(l, a, b) {
  const x = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const y = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const z = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * x - 3.3077115913 * y + 0.2309699292 * z,
    -1.2684380046 * x + 2.6097574011 * y - 0.3413193965 * z,
    -0.0041960863 * x - 0.7034186147 * y + 1.707614701 * z,
  ];
}

/** @param {number} v */
function byte(v) {
  const s = v <= 0.0031308 ? 12.92 * v : 1.055 * v ** (1 / 2.4) - 0.055;
  return Math.round(Math.min(1, Math.max(0, s)) * 255).toString(16).padStart(2, "0");
}

/**
 * Return whether a CSS colour as the browser computes it is dark.
 * @param {string} computed `rgb(...)`
 */
export function isDark(computed) {
  const [r = 255, g = 255, b = 255] = (computed.match(/[\d.]+/g) ?? []).map(Number);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b < 128;
}
