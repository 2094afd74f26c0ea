/** Pair memory: a correction offers the places where the same could be done, with a preview. */

/** @import { App, Op, OfferView, OffersView, PairView, Part } from "./types" */

import { bdi, count, fill, h, icon } from "./dom.js";
import { commandButton } from "./toolbar.js";

const SAVED_MS = 300;

/**
 * Return what to ask after some decisions are on disk: where the last of them would apply elsewhere;
 * null where none of them is about one entity.
 * @param {Op[]} ops
 * @param {(id: string) => PairView | null} find
 * @returns {{kind: "memory" | "occurrences", pair: string, body: Record<string, unknown>} | null}
 */
export function questionAfter(ops, find) {
  const last = ops.findLast((op) => ["change", "add", "delete", "no-counterpart"].includes(op.kind));
  if (!last) return null;
  const { kind, pair, entity } = last;
  const side = last.side === "source" ? "source" : "target";
  const own = find(pair)?.[side].entities.find((e) => e.id === entity);
  const source = last.source ?? own?.source ?? null;
  const ofSource = side === "source" && kind !== "no-counterpart";
  if (side === "target" && own && source === null) return null;
  return { kind: ofSource ? "occurrences" : "memory", pair, body: { side, entity } };
}

/**
 * Return the one decision that does what the ticked offers say, undone in one step.
 * @param {string} pair where the person is
 * @param {OfferView[]} offers
 * @returns {import("./types").Draft}
 */
export function actOf(pair, offers) {
  return { pair, side: "pair", kind: "act", reason: "same name elsewhere", ops: offers.flatMap((o) => o.ops) };
}

/**
 * Return the quiet line that an offer appears on, and the dialog that shows it.
 * @param {() => App} get
 * @returns {Part & {line: HTMLElement, dialog: HTMLDialogElement, saved: (ops: Op[]) => void, open: () => void}}
 */
export function createOffers(get) {
  const words = h("span", { class: "offer-words", dir: "auto" });
  const line = h("div", { class: "offer", role: "status", hidden: true }, [
    icon("ahead"), words, commandButton(get, "offer", { text: "Preview", class: "small" }),
    h("button", {
      type: "button", class: "btn small dismiss", title: "Dismiss this offer", "aria-label": "Dismiss this offer", "data-fid": "dismiss",
      on: { click: () => put(null) },
    }, [icon("cross")]),
  ]);
  const dialog = /** @type {HTMLDialogElement} */ (h("dialog", { class: "offers", "aria-label": "The same elsewhere" }));
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  /** @type {OffersView | null} */
  let offer = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  const put = (/** @type {OffersView | null} */ found) => {
    offer = found;
    line.hidden = !found;
    words.textContent = found?.title ?? "";
    words.title = found?.title ?? "";
  };
  const apply = (/** @type {OfferView[]} */ ticked) => {
    dialog.close();
    put(null);
    const app = get();
    app.send(actOf(app.pair.id, ticked));
    app.tell(`Done in ${count(ticked.length)} place${ticked.length === 1 ? "" : "s"}, undone in one step.`);
  };
  return {
    element: line, line, dialog,
    paint() {},
    saved(ops) {
      const asked = questionAfter(ops, (id) => (get().pair?.id === id ? get().pair : null));
      if (!asked) return;
      clearTimeout(timer);
      timer = setTimeout(() => get().ask(asked.kind, asked.body, ({ body, error }) => {
        const found = /** @type {OffersView | null} */ (error ? null : body);
        if (found?.offers?.length) put(found);
      }, asked.pair), SAVED_MS);
    },
    open() {
      if (!offer) {
        get().tell("Nothing is offered now. Correct an entity, and what it means for other pairs is offered here.");
        return;
      }
      showOffers(dialog, offer, apply, (pair) => {
        dialog.close();
        get().go("pair", pair);
      });
      dialog.showModal();
    },
  };
}

/**
 * @param {HTMLDialogElement} dialog
 * @param {OffersView} offer
 * @param {(ticked: OfferView[]) => void} apply
 * @param {(pair: string) => void} visit
 */
function showOffers(dialog, offer, apply, visit) {
  const boxes = offer.offers.map((_, k) => /** @type {HTMLInputElement} */ (h("input", {
    type: "checkbox", checked: true, "aria-label": `Place ${k + 1}`,
  })));
  const all = /** @type {HTMLInputElement} */ (h("input", { type: "checkbox", checked: true }));
  const go = h("button", { type: "button", class: "btn primary", autofocus: true });
  const ticked = () => offer.offers.filter((_, k) => boxes[k]?.checked);
  const tell = () => {
    const n = ticked().length;
    go.textContent = `Apply to ${count(n)}`;
    go.toggleAttribute("disabled", !n);
    all.checked = n === boxes.length;
    all.indeterminate = n > 0 && n < boxes.length;
  };
  for (const box of boxes) box.addEventListener("change", tell);
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    tell();
  });
  go.addEventListener("click", () => apply(ticked()));
  tell();
  const more = offer.total > offer.offers.length ? `The first ${count(offer.offers.length)} of ${count(offer.total)}. ` : "";
  fill(dialog, [
    h("div", { class: "dialog-head" }, [
      h("h3", { dir: "auto", text: offer.title }),
      h("button", { type: "button", class: "btn", title: "Close (Esc)", "aria-label": "Close", on: { click: () => dialog.close() } }, [icon("cross")]),
    ]),
    h("div", { class: "offer-list" }, [h("table", {}, [
      h("thead", {}, [h("tr", {}, [
        h("th", {}, [all]), ...["Pair", "In its sentence", "Now", "Then"].map((text) => h("th", { scope: "col", text })),
      ])]),
      h("tbody", {}, offer.offers.map((o, k) => offerRow(o, boxes[k], visit))),
    ])]),
    h("div", { class: "dialog-foot" }, [h("span", { class: "quiet", text: `${more}${offer.reason}` }), go]),
  ]);
  all.setAttribute("aria-label", "All places");
}

/** @param {OfferView} o @param {HTMLElement | undefined} box @param {(pair: string) => void} visit */
function offerRow(o, box, visit) {
  const [left, phrase, right] = o.context;
  return h("tr", {}, [
    h("td", {}, [h("label", { class: "tick" }, [box])]),
    h("td", {}, [h("button", { type: "button", class: "link", title: "Go to this pair", on: { click: () => visit(o.pair) } }, [bdi(o.pair)])]),
    h("td", { class: "offer-context", dir: o.dir, lang: o.lang }, [
      h("span", { class: "quiet", text: left }), " ", h("mark", { text: phrase }), " ", h("span", { class: "quiet", text: right }),
    ]),
    h("td", {}, [bdi(o.now)]), h("td", {}, [bdi(o.then, { class: "strong" })]),
  ]);
}
