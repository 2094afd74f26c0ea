/** The knobs of a method, as fields that people move. */

/** @import { KnobView } from "./types" */

import { fill, h, icon, mark } from "./dom.js";
import { keepKeys } from "./focus.js";

const MOST_STEPS = 400;

/** @typedef {(knob: KnobView, value: number | string | boolean) => void} Moved */

/**
 * Return the fields of some knobs; `set` puts values into them without building them anew, so that a
 * slider under the hand stays under the hand.
 * @param {Moved} onMove
 * @returns {{element: HTMLElement, set: (knobs: KnobView[]) => void}}
 */
export function createKnobs(onMove) {
  const element = h("div", { class: "knobs" });
  /** @type {Map<string, (knob: KnobView) => void>} */
  let setters = new Map();
  let built = "";
  return {
    element,
    set(knobs) {
      const shape = JSON.stringify(knobs.map((knob) => ({ ...knob, value: typeof knob.value })));
      if (shape !== built) {
        built = shape;
        const rows = knobs.map((knob) => knobRow(knob, onMove));
        setters = new Map(rows.map((row, k) => [knobs[k]?.path ?? "", row.set]));
        fill(element, rows.map((row) => row.element));
      }
      for (const knob of knobs) setters.get(knob.path)?.(knob);
    },
  };
}

/** @param {KnobView} knob @param {Moved} onMove */
function knobRow(knob, onMove) {
  const { field, read, put } = fieldOf(knob);
  const said = h("output", { class: "knob-value" });
  const was = knob.was ?? knob.value;
  const back = h("button", {
    type: "button", class: "btn small back", title: `Back to ${knobText(was)}`, "aria-label": `${knob.name} back to ${knobText(was)}`,
    on: { click: () => onMove(knob, was) },
  }, [icon("undo")]);
  let inForce = knob.value;
  field.addEventListener(/range|number/.test(field.getAttribute("type") ?? "") ? "input" : "change", () => {
    const value = read();
    mark(field, "aria-invalid", value === null ? "true" : null);
    if (value !== null) onMove(knob, value);
  });
  field.addEventListener("blur", () => {
    if (read() === null) put(inForce); // what cannot be used does not stay as if it were
    mark(field, "aria-invalid", null);
  });
  if (field.matches("select, [type=number]")) keepKeys(field);
  const element = h("label", { class: "knob", title: knob.help }, [
    h("span", { class: "knob-name", text: knob.name }), field, said, back,
  ]);
  return {
    element,
    /** @param {KnobView} now */
    set(now) {
      inForce = now.value;
      if (field !== /** @type {Document | ShadowRoot} */ (field.getRootNode()).activeElement || field.getAttribute("type") !== "number") put(now.value);
      said.textContent = field.getAttribute("type") === "range" ? knobText(now.value) : "";
      element.classList.toggle("moved", now.value !== was);
      back.toggleAttribute("disabled", now.value === was);
    },
  };
}

/**
 * @param {KnobView} knob
 * @returns {{field: HTMLInputElement | HTMLSelectElement, read: () => number | string | boolean | null,
 *   put: (value: number | string | boolean) => void}}
 */
function fieldOf(knob) {
  const named = { "data-fid": `knob:${knob.path}`, "aria-label": knob.name };
  if (knob.choices) {
    const field = /** @type {HTMLSelectElement} */ (h("select", named, knob.choices.map((text) => h("option", { value: text, text }))));
    return { field, read: () => field.value, put: (value) => { field.value = String(value); } };
  }
  if (typeof (knob.was ?? knob.value) === "boolean") {
    const field = /** @type {HTMLInputElement} */ (h("input", { type: "checkbox", ...named }));
    return { field, read: () => field.checked, put: (value) => { field.checked = value === true; } };
  }
  const field = /** @type {HTMLInputElement} */ (h("input", {
    type: isSlider(knob) ? "range" : "number", min: knob.min, max: knob.max, step: isSlider(knob) ? knob.step : "any", ...named,
  }));
  const whole = knob.step === 1;
  return {
    field,
    read: () => (field.value === "" || !field.checkValidity() ? null : whole ? Math.round(Number(field.value)) : Number(field.value)),
    put: (value) => { field.value = String(value); },
  };
}

/** Return whether a knob is moved along a line: few enough steps between its bounds. @param {KnobView} knob */
export function isSlider({ min, max, step }) {
  return typeof min === "number" && typeof max === "number" && (max - min) / (step ?? 1) <= MOST_STEPS;
}

/** Return a value as it is shown. @param {number | string | boolean} value */
function knobText(value) {
  if (typeof value === "boolean") return value ? "on" : "off";
  return typeof value === "number" ? String(Math.round(value * 1000) / 1000) : value;
}
