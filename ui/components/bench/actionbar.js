/** The bar of labels and of what is done to an entity, and the line that says what is selected. */

/** @import { App, Choice, Part } from "./types" */

import { STATUS_WORD, wordsOf } from "./boxes.js";
import { bdi, fill, h, mark } from "./dom.js";
import { commandButton } from "./toolbar.js";
import { createChooser } from "./chooser.js";
import { hint, keyName } from "./keys.js";
import { isSettled } from "./consensus.js";
import { originOf } from "./sentence.js";
import { selectedEntity, selectedSource } from "./actions.js";
import { toCheck } from "./suspects.js";

/**
 * Return the bar, and as `foot` the line that says what is selected, or asks why it is rejected.
 * @param {(n: number | "close") => void} answer
 * @returns {Part & {foot: HTMLElement, choose: (choice: Choice | null) => void}}
 */
export function createActions(answer) {
  /** @type {App | null} */
  let app = null;
  const get = () => app;
  const palette = h("div", { class: "palette", role: "group", "aria-label": "Labels" });
  const what = h("div", { class: "what", "aria-live": "polite" });
  const buttons = h("div", { class: "cluster actions" }, [
    commandButton(get, "accept", { icon: "check", text: "Accept" }),
    commandButton(get, "no-counterpart", { icon: "none", text: "No counterpart" }),
    commandButton(get, "reject", { icon: "cross", text: "Reject", title: hint("reject", "Reject, with a reason") }),
    remover(get),
    h("span", { class: "edges", role: "group", "aria-label": "Edges" }, [
      h("span", { class: "edge-word", text: "start" }),
      edge(get, "start-grow", "plus"), edge(get, "start-shrink", "dash"),
      h("span", { class: "edge-word", text: "end" }),
      edge(get, "end-shrink", "dash"), edge(get, "end-grow", "plus"),
    ]),
  ]);
  const element = h("div", { class: "actionbar" }, [palette, buttons]);
  const clear = commandButton(get, "clear", { text: "Clear", class: "small clear" });
  const check = commandButton(get, "check", { icon: "ahead", text: "Next to check", class: "small" });
  const chooser = createChooser({ answer });
  const line = h("div", { class: "what-line" }, [what, clear, check, chooser.element]);
  let built = "";
  return {
    element,
    foot: line,
    choose: (choice) => chooser.show(choice),
    paint(now) {
      app = now;
      clear.hidden = !now.selection;
      mark(check, "aria-disabled", toCheck(now.pair).length ? null : "true");
      const labels = now.data.project.labels;
      const key = JSON.stringify([labels, now.data.project.guide]);
      if (built !== key) {
        built = key;
        fill(palette, labels.map((label, k) => labelButton(get, now, label, k + 1)));
      }
      paintPalette(palette, now);
      paintWhat(what, now);
      paintButtons(buttons, now);
    },
  };
}

/** @param {() => App | null} get */
function remover(get) {
  const button = commandButton(get, "delete", { icon: "trash", class: "edge" });
  button.append(h("kbd", { text: keyName("delete") }));
  return button;
}

/** @param {() => App | null} get @param {string} command @param {string} sign */
function edge(get, command, sign) {
  const button = commandButton(get, command, { icon: sign, class: "edge" });
  button.append(h("kbd", { text: keyName(command) }));
  return button;
}

/** @param {() => App | null} get @param {App} app @param {string} label @param {number} n */
function labelButton(get, app, label, n) {
  const key = keyName("label", n);
  return h("button", {
    type: "button", class: `btn label look-${app.hue(label)}`, "data-label": label, "data-fid": `label:${n}`,
    title: [`${label}: label the selection${key && ` (${key})`}`, ...guideOf(app, label)].join("\n"),
    on: { click: () => get()?.run("label", n) },
  }, [key && h("kbd", { text: key }), h("span", { text: label })]);
}

/** Return what the guideline says of a label, line by line. @param {App} app @param {string} label */
function guideOf({ data }, label) {
  const said = data.project.guide?.[label];
  return said ? [said.definition, said.examples].filter(Boolean) : [];
}

/** @param {HTMLElement} palette @param {App} app */
function paintPalette(palette, app) {
  const entity = selectedEntity(app.pair, app.selection);
  for (const button of palette.children) {
    const on = entity?.label === button.getAttribute("data-label");
    mark(button, "aria-pressed", String(on));
    mark(button, "aria-disabled", app.selection ? null : "true");
  }
}

/** @param {HTMLElement} what @param {App} app */
function paintWhat(what, app) {
  const { pair, selection } = app;
  if (!selection) {
    const bare = pair.source.known === false;
    fill(what, [h("span", { class: "hint" }, [
      bare ? "Drag over the names in the source and press a label: they are projected at once. Names from a file: More, above."
        : "Drag over words of either sentence to mark a name, click a box to change it, or walk with ",
      !bare && h("kbd", { text: keyName("next-entity") }), !bare && ".",
    ])]);
    return;
  }
  const sentence = pair[selection.side];
  const entity = selectedEntity(pair, selection);
  if (entity) {
    fill(what, [
      bdi(wordsOf(sentence, entity), { class: "what-words", lang: sentence.lang }),
      h("span", { class: "what-status", text: STATUS_WORD[entity.status] }),
      selection.side === "source" && h("span", { class: "what-status", text: "source: what is changed here is projected again" }),
    ]);
    return;
  }
  if (selection.kind !== "span") return;
  const origin = selection.side === "target" ? originOf(pair, selection) : "";
  fill(what, [
    bdi(wordsOf(sentence, selection), { class: "what-words", lang: sentence.lang }),
    h("span", { class: "what-status" }, [
      "choose a label to add it", origin ? ", from " : "", origin ? bdi(origin) : "",
    ]),
  ]);
}

/** @param {HTMLElement} buttons @param {App} app */
function paintButtons(buttons, app) {
  const entity = selectedEntity(app.pair, app.selection);
  const settled = entity && isSettled(entity);
  const source = selectedSource(app.pair, app.selection);
  /** @type {Record<string, boolean>} */
  const can = {
    accept: Boolean(entity) && !settled, delete: Boolean(entity) && entity?.status !== "rejected",
    "no-counterpart": source !== null, reject: !app.selection || (Boolean(entity) && entity?.status !== "rejected"),
  };
  for (const button of buttons.querySelectorAll("button")) {
    const command = button.getAttribute("data-command") ?? "";
    const able = can[command] ?? Boolean(app.selection);
    mark(button, "aria-disabled", able ? null : "true");
  }
}
