/** What is tried out on a method: the values moved, the links toggled, and what to ask of them. */

/** @import { App, EntityView, KnobView, LinkView, RowView, WhatIfCountView, WhyView } from "./types" */

import { differences } from "./compare.js";
import { isSame } from "./record.js";

/** @typedef {Record<string, number | string | boolean>} Changes values by path of a knob */
/** @typedef {{done: number, total: number, changed: number, first: string[], next: number | null}} Counted */

const MOST_IDS = 20;

/**
 * Return the toggles after one more cell was turned: back to what the aligner says where it had been
 * turned before.
 * @param {LinkView[]} links of the aligner
 * @param {App["toggles"]} toggles
 * @param {number} i
 * @param {number} j
 * @returns {App["toggles"]}
 */
export function toggled(links, toggles, i, j) {
  const rest = toggles.filter(([a, b]) => a !== i || b !== j);
  if (rest.length < toggles.length) return rest;
  return [...rest, [i, j, !links.some(([a, b]) => a === i && b === j)]];
}

/**
 * Return the changes after a knob was moved; back where it was is no change.
 * @param {Changes} changes
 * @param {KnobView} knob
 * @param {number | string | boolean} value
 * @returns {Changes}
 */
export function moved(changes, knob, value) {
  const rest = Object.fromEntries(Object.entries(changes).filter(([path]) => path !== knob.path));
  return value === (knob.was ?? knob.value) ? rest : { ...rest, [knob.path]: value };
}

/**
 * Return a name for what is tried: the method, and what was moved.
 * @param {string} method
 * @param {KnobView[]} knobs
 * @param {Changes} changes
 * @param {App["toggles"]} toggles
 */
export function trialName(method, knobs, changes, toggles) {
  const told = knobs.filter((k) => k.path in changes).map((k) => {
    const value = changes[k.path];
    return `${k.name.replaceAll(":", "")} ${value === true ? "on" : value === false ? "off" : value}`;
  });
  if (toggles.length) told.push("links changed");
  return [method, ...told].join(", ").slice(0, 80);
}

/**
 * Return the count so far with another part of the corpus in it.
 * @param {Counted | null} before
 * @param {WhatIfCountView} part
 * @returns {Counted}
 */
export function countedOn(before, part) {
  return {
    done: part.done, total: part.total, next: part.next, changed: (before?.changed ?? 0) + part.changed,
    first: [...before?.first ?? [], ...part.first].slice(0, MOST_IDS),
  };
}

/**
 * Return what would become of the entities that a trial changes: the row as it would be against the
 * method's own.
 * @param {RowView | undefined} own
 * @param {RowView | null} then
 */
export function trialDifferences(own, then) {
  return !own || !then ? [] : differences(then.entities, own.entities).filter((d) => d.kind !== "same");
}

/**
 * Return the source entities that would get other spans, each with what it gets now and then:
 * `[start, end, score]`; none where the reasons of either are still to come.
 * @param {RowView | undefined} own
 * @param {RowView | null} then
 * @param {EntityView[]} entities of the source
 * @returns {{entity: EntityView, now: WhyView["picks"], then: WhyView["picks"]}[]}
 */
export function pickChanges(own, then, entities) {
  return entities.flatMap((entity) => {
    const [a, b] = [own?.why?.[entity.id]?.picks, then?.why?.[entity.id]?.picks];
    return a && b && !isSame(a, b) ? [{ entity, now: a, then: b }] : [];
  });
}
