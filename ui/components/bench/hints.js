/** The line of reasons: why the pair may be wrong, where a correction applies elsewhere, comments. */

/** @import { App, FlagView, Part } from "./types" */

import { aboutOf, judgement, weightWord } from "./suspects.js";
import { fill, h, icon } from "./dom.js";

const BEFORE = "This is from before the source was edited.";

/**
 * Return the line; it is always there and always one line high, so that nothing jumps.
 * @param {HTMLElement} offer where a correction applies elsewhere
 * @param {HTMLElement} comments
 * @returns {Part}
 */
export function createHints(offer, comments) {
  const chips = h("div", { class: "reasons", role: "group", "aria-label": "Why this pair may be wrong" });
  const element = h("div", { class: "hints" }, [chips, offer, comments]);
  let built = "";
  return {
    element,
    paint(app) {
      const { signals = null, id } = app.pair;
      const key = JSON.stringify([id, signals]);
      if (key === built) return;
      built = key;
      const before = signals?.stale ? `\n${BEFORE}` : "";
      fill(chips, !signals ? [] : [
        h("span", { class: "quiet chance", title: `${judgement(signals)}${before}`, text: `suspicion ${Math.round(100 * signals.chance)} %` }),
        ...signals.flags.map((flag, k) => reasonChip(app, flag, k, before)),
        !signals.flags.length && h("span", { class: "quiet", text: "no reason stands out" }),
      ]);
    },
  };
}

/** @param {App} app @param {FlagView} flag @param {number} k @param {string} before said of one that the source has changed since */
function reasonChip(app, flag, k, before) {
  const about = aboutOf(app.pair, flag);
  const face = [icon("warn"), h("span", { class: "reason-text", dir: "auto", text: flag.text })];
  const title = `${flag.text}: ${weightWord(flag.weight)}${about ? ". Click to select it." : "."}${before}`;
  const kind = before ? "reason before" : "reason";
  if (!about) return h("span", { class: kind, title }, face);
  return h("button", {
    type: "button", class: kind, title, "data-fid": `reason:${k}`,
    on: { click: () => app.select(aboutOf(app.pair, flag)) },
  }, face);
}
