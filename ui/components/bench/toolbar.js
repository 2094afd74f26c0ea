/** The line on top: which pair, where it stands, and what is decided of it as a whole. */

/** @import { App, Part } from "./types" */

import { bdi, count, fill, h, icon, mark } from "./dom.js";
import { hint, keyName } from "./keys.js";

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
    title: title ?? hint(command, undefined, arg), "aria-label": text ? null : title ?? hint(command, undefined, arg),
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
      commandButton(get, "first", { icon: "first", class: "small slim" }),
      commandButton(get, "previous", { icon: "left" }),
      place,
      commandButton(get, "next", { icon: "right" }),
      commandButton(get, "last", { icon: "last", class: "small slim" }),
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
      place.title = [`${count(done)} of ${count(total)} pairs done`, now.data.queue?.text].filter(Boolean).join("\n");
      bar.style.width = `${total ? (100 * done) / total : 0}%`;
      fill(name, [bdi(now.pair.id), now.pair.doc && now.pair.doc !== now.pair.id
        && h("span", { class: "doc" }, [bdi(now.pair.doc)])]);
      name.title = [now.pair.id, now.pair.doc].filter(Boolean).join(" · ");
      const sign = PAIR_ICON[now.pair.status];
      fill(status, [sign && icon(sign), now.pair.status.replace("-", " ")]);
      mark(status, "data-status", now.pair.status);
      paintSave(save, now);
      const fresh = now.save.state === "saving";
      paintUndo(undo, now.data.undo, "Undo", "undo", fresh && !now.working);
      paintUndo(redo, now.data.redo, "Redo", "redo", false);
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
