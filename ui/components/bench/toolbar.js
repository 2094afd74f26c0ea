/** The line on top (pair, position, state, decisions) and the bar of labels and entity actions. */

/** @import { App, Part } from "./types" */

import { bdi, count, fill, h, icon, mark } from "./dom.js";
import { hint, keyName } from "./keys.js";
import { selectedEntity, selectedSource } from "./actions.js";
import { STATUS_WORD, wordsOf } from "./boxes.js";
import { originOf } from "./sentence.js";

/** @type {Record<string, string>} */
const PAIR_ICON = {
  "in-progress": "pencil", done: "check", skipped: "skip", flagged: "flag", excluded: "exclude",
};

/**
 * @typedef {Object} Look
 * @property {string} [icon]
 * @property {string} [text]
 * @property {string} [title]
 * @property {string} [class]
 * @property {number} [arg]
 */

/**
 * Return a button for a command, with its key in the tooltip and, beside a text, on its face.
 * @param {() => App | null} get
 * @param {string} command
 * @param {Look} look
 */
export function commandButton(get, command, { icon: sign, text, title, class: extra = "", arg }) {
  return h("button", {
    type: "button", class: `btn ${extra}`, "data-command": command, "data-fid": `cmd:${command}:${arg ?? ""}`,
    title: title ?? hint(command), "aria-label": text ? null : title ?? hint(command),
    on: { click: () => get()?.run(command, arg) },
  }, [
    sign && icon(sign), text && h("span", { text }),
    text && h("kbd", { text: keyName(command, arg) }),
  ]);
}

/** @returns {Part} */
export function createTopline() {
  /** @type {App | null} */
  let app = null;
  const get = () => app;
  const place = h("span", { class: "position" });
  const name = h("span", { class: "pair-id" });
  const status = h("span", { class: "status" });
  const save = h("button", {
    type: "button", class: "save", "aria-live": "polite", on: { click: () => app?.run("send-again") },
  });
  const bar = h("div", { class: "progress-bar" });
  const undo = commandButton(get, "undo", { icon: "undo" });
  const redo = commandButton(get, "redo", { icon: "redo" });
  const flag = commandButton(get, "flag", { icon: "flag", text: "Flag" });
  const exclude = commandButton(get, "exclude", { icon: "exclude", text: "Exclude" });
  const element = h("header", { class: "topline" }, [
    h("div", { class: "cluster" }, [
      commandButton(get, "previous", { icon: "left" }),
      place,
      commandButton(get, "next", { icon: "right" }),
      commandButton(get, "unreviewed", { icon: "ahead" }),
    ]),
    h("div", { class: "cluster grow" }, [name, status, save]),
    h("div", { class: "cluster right" }, [
      undo, redo, h("span", { class: "space" }), flag, exclude, commandButton(get, "skip", { icon: "skip", text: "Skip" }),
      commandButton(get, "accept-pair", { icon: "check", text: "Accept & next", class: "primary" }),
      commandButton(get, "help", { text: "", icon: "", class: "help-button" }),
    ]),
    h("div", { class: "progress", role: "presentation" }, [bar]),
  ]);
  element.querySelector(".help-button")?.append("?");
  return {
    element,
    paint(now) {
      app = now;
      const { index, total, done } = now.data.position;
      place.textContent = `${count(index + 1)} / ${count(total)}`;
      place.title = `${count(done)} of ${count(total)} pairs done`;
      bar.style.width = `${total ? (100 * done) / total : 0}%`;
      fill(name, [bdi(now.pair.id), now.pair.doc && now.pair.doc !== now.pair.id
        && h("span", { class: "doc" }, [bdi(now.pair.doc)])]);
      name.title = [now.pair.id, now.pair.doc].filter(Boolean).join(" · ");
      const sign = PAIR_ICON[now.pair.status];
      fill(status, [sign && icon(sign), now.pair.status.replace("-", " ")]);
      mark(status, "data-status", now.pair.status);
      paintSave(save, now);
      const fresh = now.save.state === "saving";
      paintUndo(undo, now.pair.undo, "Undo", "undo", fresh && !now.working);
      paintUndo(redo, now.pair.redo, "Redo", "redo", false);
      mark(flag, "aria-pressed", String(now.pair.status === "flagged"));
      mark(exclude, "aria-pressed", String(now.pair.status === "excluded"));
    },
  };
}

/** @param {HTMLElement} save @param {App} app */
function paintSave(save, app) {
  const { state, message } = app.save;
  const shown = app.working ? "working…" : message;
  mark(save, "data-state", app.working ? "saving" : state);
  mark(save, "title", state === "failed" ? `${message}. Sent again every few seconds; click to send now.` : "Decisions are on disk before this says saved");
  if (save.textContent === shown) return;
  fill(save, [state === "saved" && !app.working ? icon("check")
    : state === "failed" ? icon("warn") : h("span", { class: "dot" }), shown]);
}

/**
 * @param {HTMLElement} button
 * @param {{can: boolean, text: string} | undefined} what
 * @param {string} word
 * @param {string} command
 * @param {boolean} fresh something was done that the server has not told of yet
 */
function paintUndo(button, what, word, command, fresh) {
  const can = Boolean(what?.can) || fresh;
  mark(button, "aria-disabled", can ? null : "true");
  button.title = hint(command, what?.text ? `${word}: ${what.text}` : word);
}

/** @returns {Part & {foot: HTMLElement}} the bar, and the line that says what is selected */
export function createActions() {
  /** @type {App | null} */
  let app = null;
  const get = () => app;
  const palette = h("div", { class: "palette", role: "group", "aria-label": "Labels" });
  const what = h("div", { class: "what", "aria-live": "polite" });
  const buttons = h("div", { class: "cluster actions" }, [
    commandButton(get, "accept", { icon: "check", text: "Accept" }),
    commandButton(get, "no-counterpart", { icon: "none", text: "No counterpart" }),
    commandButton(get, "delete", { icon: "trash", text: "Delete" }),
    h("span", { class: "edges", role: "group", "aria-label": "Edges" }, [
      h("span", { class: "edge-word", text: "start" }),
      edge(get, "start-grow", "plus"), edge(get, "start-shrink", "dash"),
      h("span", { class: "edge-word", text: "end" }),
      edge(get, "end-shrink", "dash"), edge(get, "end-grow", "plus"),
    ]),
  ]);
  const element = h("div", { class: "actionbar" }, [palette, buttons]);
  const clear = commandButton(get, "clear", { text: "Clear", class: "small clear" });
  const line = h("div", { class: "what-line" }, [what, clear]);
  let built = "";
  return {
    element,
    foot: line,
    paint(now) {
      app = now;
      clear.hidden = !now.selection;
      const labels = now.data.project.labels;
      if (built !== JSON.stringify(labels)) {
        built = JSON.stringify(labels);
        fill(palette, labels.map((label, k) => labelButton(get, now, label, k + 1)));
      }
      paintPalette(palette, now);
      paintWhat(what, now);
      paintButtons(buttons, now);
    },
  };
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
    title: key ? `${label}: label the selection (${key})` : `${label}: label the selection`,
    on: { click: () => get()?.run("label", n) },
  }, [key && h("kbd", { text: key }), h("span", { text: label })]);
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
    fill(what, [h("span", { class: "hint" }, [
      "Drag over words to mark a name, click a box to change it, or walk through them with ",
      h("kbd", { text: keyName("next-entity") }), ".",
    ])]);
    return;
  }
  const sentence = pair[selection.side];
  const entity = selectedEntity(pair, selection);
  if (entity) {
    fill(what, [
      bdi(wordsOf(sentence, entity), { class: "what-words", lang: sentence.lang }),
      h("span", { class: "what-status", text: STATUS_WORD[entity.status] }),
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
  const settled = entity && ["accepted", "corrected", "added"].includes(entity.status);
  const source = selectedSource(app.pair, app.selection);
  /** @type {Record<string, boolean>} */
  const can = {
    accept: Boolean(entity) && !settled, delete: Boolean(entity) && entity?.status !== "rejected",
    "no-counterpart": source !== null,
  };
  for (const button of buttons.querySelectorAll("button")) {
    const command = button.getAttribute("data-command") ?? "";
    const able = can[command] ?? Boolean(app.selection);
    mark(button, "aria-disabled", able ? null : "true");
  }
}
