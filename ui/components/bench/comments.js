/** Comments on the pair: read and written in place, by whoever works on it. */

/** @import { App, CommentView, Part } from "./types" */

import { bdi, fill, h, icon, mark } from "./dom.js";
import { hint, keyName } from "./keys.js";

const LONGEST_COMMENT = 1000;

/**
 * Return the button that counts the comments, and the sheet that it opens.
 * @param {() => App} get
 * @returns {Part & {button: HTMLElement, open: () => void, close: () => boolean}} `close` returns
 *   whether there was anything to close
 */
export function createComments(get) {
  const field = /** @type {HTMLTextAreaElement} */ (h("textarea", {
    class: "comment-field", "data-fid": "comment-field", rows: 2, maxlength: LONGEST_COMMENT, "aria-label": "Comment", placeholder: "What should be known about this pair?",
  }));
  const list = h("ul", { class: "comment-list" });
  const save = h("button", { type: "button", class: "btn small primary", on: { click: () => keep() } }, [h("span", { text: "Save" }), h("kbd", { text: "⏎" })]);
  const shut = h("button", { type: "button", class: "btn small", on: { click: () => close() } }, [h("span", { text: "Close" }), h("kbd", { text: "Esc" })]);
  const element = h("section", { class: "comments", "aria-label": "Comments", hidden: true }, [
    list, field, h("div", { class: "cluster right" }, [h("span", { class: "quiet", text: "⇧⏎ breaks the line" }), save, shut]),
  ]);
  const button = h("button", {
    type: "button", class: "btn small comment-button", "data-command": "comment", "data-fid": "cmd:comment:", "aria-expanded": "false",
    title: hint("comment"), on: { click: () => (element.hidden ? open() : close()) },
  });
  let shown = "";
  let built = "";

  const open = () => {
    element.hidden = false;
    mark(button, "aria-expanded", "true");
    field.focus();
  };
  const close = () => {
    if (element.hidden) return false;
    element.hidden = true;
    mark(button, "aria-expanded", "false");
    get().root.focus({ preventScroll: true });
    return true;
  };
  const keep = () => {
    const words = field.value.trim();
    const app = get();
    field.value = "";
    close();
    if (words) app.send({ pair: app.pair.id, side: "pair", kind: "comment", reason: words });
  };
  field.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.isComposing) return;
    if (event.code === "Escape") close();
    else if (event.key === "Enter" && !event.shiftKey) keep();
    else return;
    event.preventDefault();
  });

  return {
    element, button, open, close,
    paint({ pair }) {
      const { comments = [], id } = pair;
      if (shown !== id) {
        shown = id;
        field.value = "";
        close();
      }
      const key = JSON.stringify([id, comments]);
      if (key === built) return;
      built = key;
      button.classList.toggle("some", comments.length > 0);
      const words = comments.length ? `${comments.length} comment${comments.length === 1 ? "" : "s"}` : "Comment";
      fill(button, [icon("speech"), h("span", { text: words }), h("kbd", { text: keyName("comment") })]);
      fill(list, comments.map(said));
    },
  };
}

/** @param {CommentView} comment */
function said({ person, time, text }) {
  return h("li", {}, [
    h("span", { class: "said-by" }, [bdi(person || "you", { class: "strong" }), " ", h("time", { datetime: time, text: when(time) })]),
    h("p", { class: "said", dir: "auto", text }),
  ]);
}

/** Return a time as people read it; as it came where it is none. @param {string} time */
export function when(time) {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? time : date.toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
}
