/** The line of reasons: why the pair may be wrong, where a correction applies elsewhere, comments. */

/** @import { App, FlagView, Part, SignalsView } from "./types" */

import { aboutOf, gainWords, judgement, weightWord } from "./suspects.js";
import { fill, h, icon } from "./dom.js";

const BEFORE = "This is from before the source was edited.";

/**
 * Return the line; it is always there and always one line high, so that nothing jumps.
 * @param {HTMLElement} offer where a correction applies elsewhere
 * @param {HTMLElement[]} buttons
 * @returns {Part}
 */
export function createHints(offer, buttons) {
  const chips = h("div", { class: "reasons", role: "group", "aria-label": "Why this pair may be wrong" });
  const element = h("div", { class: "hints" }, [chips, offer, ...buttons]);
  let built = "";
  return {
    element,
    paint(app) {
      const { signals = null, id } = app.pair;
      const byGain = app.data.queue?.order === "gain";
      const key = JSON.stringify([id, signals, byGain]);
      if (key === built) return;
      built = key;
      fill(chips, signals ? told(app, signals, byGain) : []);
    },
  };
}

/**
 * Return what is said of a pair: how suspicious it is and why, and in the order of gain what there
 * is to gain.
 * @param {App} app
 * @param {SignalsView} signals
 * @param {boolean} byGain
 */
function told(app, signals, byGain) {
  const before = signals.stale ? `\n${BEFORE}` : "";
  const reasons = signals.flags.filter((flag) => flag.weight > 0);
  return [
    h("span", { class: "quiet chance", title: `${judgement(signals)}${before}`, text: `suspicion ${Math.round(100 * signals.chance)} %` }),
    ...(byGain ? gainOf(app, signals, before) : []),
    ...reasons.map((flag, k) => chipOf(app, flag, `reason:${k}`, { face: "warn", word: weightWord(flag.weight) }, before)),
    !reasons.length && h("span", { class: "quiet", text: "no reason stands out" }),
  ];
}

/** @param {App} app @param {SignalsView} signals @param {string} before */
function gainOf(app, { gain = null, flags }, before) {
  const notes = flags.filter((flag) => flag.weight === 0);
  return [
    gain !== null && h("span", { class: "quiet chance", title: gainWords(gain), text: `gain ${gain.toFixed(2)}` }),
    ...notes.map((flag, k) => chipOf(app, flag, `note:${k}`, { face: "ahead", word: "a decision here can be used there" }, before)),
  ];
}

/**
 * @param {App} app
 * @param {FlagView} flag
 * @param {string} name by which the focus finds it again
 * @param {{face: string, word: string}} kind its icon, and what its tooltip adds
 * @param {string} before said of one that the source has changed since
 */
function chipOf(app, flag, name, { face, word }, before) {
  const about = aboutOf(app.pair, flag);
  const inside = [icon(face), h("span", { class: "reason-text", dir: "auto", text: flag.text })];
  const title = `${flag.text}: ${word}${about ? ". Click to select it." : "."}${before}`;
  const kind = `reason${flag.weight > 0 ? "" : " note"}${before ? " before" : ""}`;
  if (!about) return h("span", { class: kind, title }, inside);
  return h("button", {
    type: "button", class: kind, title, "data-fid": name,
    on: { click: () => app.select(aboutOf(app.pair, flag)) },
  }, inside);
}
