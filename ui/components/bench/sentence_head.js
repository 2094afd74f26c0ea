/** What stands around a sentence: its language and counts, what was rejected, what is to be known. */

/** @import { App, EntityView, PairView, Side } from "./types" */

import { bdi, fill, h, icon } from "./dom.js";
import { chip, wordsOf } from "./boxes.js";
import { hint, keyName } from "./keys.js";
import { isInPlace } from "./state.js";
import { unseenWords } from "./gloss.js";

/**
 * The language, how many entities there are, and the switches for links and Latin letters.
 * @param {App} app
 * @param {Side} side
 * @param {HTMLElement} head
 */
export function paintHead(app, side, head) {
  const sentence = app.pair[side];
  const live = sentence.entities.filter(isInPlace).length;
  const open = sentence.entities.filter((e) => e.status === "unreviewed").length;
  const counted = live === 1 ? "1 entity" : `${live} entities`;
  const left = open ? `${counted}, ${open} open` : `${counted}, reviewed`;
  const shown = JSON.stringify([sentence.langName, Boolean(sentence.roman), live, left, app.views, keyName("links"), keyName("roman")]);
  if (head.dataset.shown === shown) return; // a button that is made anew under the mouse loses its click
  head.dataset.shown = shown;
  fill(head, [
    h("span", { class: "pane-title" }, [
      h("span", { class: "lang", text: sentence.langName }), h("span", { class: "side", text: side }),
    ]),
    h("span", { class: "counted", text: live ? left : "" }),
    h("span", { class: "pane-switches" }, [
      side === "source" && viewSwitch(app, side, "links", "Links"),
      sentence.roman && viewSwitch(app, side, "roman", "Latin"),
    ]),
  ]);
}

/** @param {App} app @param {Side} side @param {keyof App["views"]} name @param {string} text */
function viewSwitch(app, side, name, text) {
  return h("button", {
    type: "button", class: "btn small pane-switch", "data-command": name, "data-fid": `cmd:${name}:${side}`,
    "aria-pressed": String(app.views[name]), title: hint(name), on: { click: () => app.run(name) },
  }, [h("span", { text }), h("kbd", { text: keyName(name) })]);
}

/**
 * The line under a sentence: what was rejected, what the aligner did not see, what there is to know.
 * @param {App} app
 * @param {Side} side
 * @param {HTMLElement} foot
 */
export function paintFoot(app, side, foot) {
  const sentence = app.pair[side];
  const gone = sentence.entities.filter((e) => e.status === "rejected");
  const note = noteOf(app.pair, side);
  const blind = unseenWords(app.pair, side);
  foot.classList.toggle("far", sentence.dir === "rtl");
  fill(foot, [
    ...(gone.length ? [h("span", { class: "foot-label", text: "rejected" })] : []),
    ...gone.map((e) => rejected(app, side, e)),
    blind && h("span", { class: "note" }, [h("span", { class: "hatched", "aria-hidden": "true" }), blind]),
    note && h("span", { class: note === app.pair.aligner.note ? "note warm" : "note" }, [icon("info"), note]),
  ]);
}

/** @param {App} app @param {Side} side @param {EntityView} e */
function rejected(app, side, e) {
  const button = chip(app, side, e);
  button.prepend(bdi(wordsOf(app.pair[side], e), { class: "struck" }));
  button.classList.toggle("chosen", button.getAttribute("aria-pressed") === "true");
  button.title = `Rejected ${e.label}: select it, then Enter brings it back`;
  return button;
}

/** @param {PairView} pair @param {Side} side */
function noteOf(pair, side) {
  const sentence = pair[side];
  const none = !sentence.entities.some(isInPlace);
  if (side === "source" && sentence.known === false) {
    return "Nobody has annotated this source sentence yet: mark its names here, or work on the target alone.";
  }
  if (side === "target" && pair.aligner.note) return pair.aligner.note;
  if (!none) return "";
  return sentence.entities.length ? "No entity is left in this sentence." : "No entities in this sentence.";
}
