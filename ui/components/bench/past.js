/** What a pair went through: every version with who, when and from which method, and the way back to one. */

/** @import { App, Draft, Part, PastView } from "./types" */

import { bdi, fill, h, icon } from "./dom.js";
import { commandButton } from "./toolbar.js";
import { when } from "./comments.js";

/**
 * Return the dialog of the versions of a pair.
 * @param {() => App} get
 * @returns {Part & {button: HTMLElement, dialog: HTMLDialogElement, open: () => void}}
 */
export function createPast(get) {
  const dialog = /** @type {HTMLDialogElement} */ (h("dialog", { class: "offers past", "aria-label": "History of this pair" }));
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  const button = commandButton(get, "history", { icon: "clock", text: "History", class: "small" });
  const back = (/** @type {number} */ number) => {
    const { pair, ask } = get();
    dialog.close();
    ask("revert", { number }, ({ body, error }) => {
      const app = get();
      if (error) app.tell(`${error.slice(0, 1).toUpperCase()}${error.slice(1)}.`);
      else {
        app.send(/** @type {Draft} */ (body.op));
        app.tell(`${body.lost ? `What fits the words of now is as it was then; ${body.lost} ${body.lost === 1 ? "entity does" : "entities do"} not fit.` : "The pair is as it was then."} Undo takes that back in one step.`);
      }
    }, pair.id);
  };
  return {
    element: button, button, dialog,
    paint() {},
    open() {
      const { pair, ask } = get();
      ask("history", {}, ({ body, error }) => {
        const app = get();
        if (error) app.tell(error);
        else if (app.pair.id === pair.id && !app.root.querySelector("dialog[open]")) {
          drawPast(dialog, /** @type {PastView} */ (body), back);
          dialog.showModal();
        }
      }, pair.id);
    },
  };
}

/**
 * @param {HTMLDialogElement} dialog
 * @param {PastView} past
 * @param {(number: number) => void} back
 */
function drawPast(dialog, { pair, versions }, back) {
  fill(dialog, [
    h("div", { class: "dialog-head" }, [
      h("h3", {}, ["History of ", bdi(pair)]), h("span", { class: "push" }),
      h("button", { type: "button", class: "btn", title: "Close (Esc)", "aria-label": "Close", autofocus: true, on: { click: () => dialog.close() } }, [icon("cross")]),
    ]),
    h("div", { class: "offer-list" }, [h("table", {}, [
      h("thead", {}, [h("tr", {}, ["", "Who and when", "What", "The target then", ""].map((text) => h("th", { scope: "col", text })))]),
      h("tbody", {}, versions.map((version, k) => pastRow(version, k === 0, back))),
    ])]),
    h("div", { class: "dialog-foot" }, [h("span", { class: "quiet", text: "Going back is a decision like any other: nothing is lost, and undo takes it back in one step." })]),
  ]);
}

/** @param {PastView["versions"][number]} version @param {boolean} current @param {(number: number) => void} back */
function pastRow({ number, line, status, target, other_words }, current, back) {
  return h("tr", {}, [
    h("td", { class: "num", text: String(number) }),
    h("td", {}, line ? [bdi(line.person, { class: "strong" }), " ", h("time", { datetime: line.time, class: "quiet", text: when(line.time) })] : [h("span", { class: "quiet", text: "before any decision" })]),
    h("td", {}, line ? [bdi(line.text), line.state ? h("span", { class: "tag past-state", text: line.state }) : null, line.method ? h("span", { class: "quiet past-method", text: `on ${line.method}` }) : null] : []),
    h("td", {}, [
      ...target.flatMap((text, k) => [k ? ", " : "", bdi(text)]), !target.length && h("span", { class: "quiet", text: "no entity" }),
      " ", h("span", { class: "tag", text: status.replace("-", " ") }),
      other_words && h("span", { class: "tag past-state", title: "The sentences read otherwise then; going back brings what fits the words of now", text: "other words" }),
    ]),
    h("td", {}, [current ? h("span", { class: "quiet", text: "now" }) : h("button", { type: "button", class: "btn small", "aria-label": `Back to version ${number}`, text: "Back to this", on: { click: () => back(number) } })]),
  ]);
}
