/** What a method left over on either side, and what else it could have chosen: quiet lists. */

/** @import { App, OrphanView, RowView } from "./types" */

import { bdi, h } from "./dom.js";
import { openOrphans, otherChoices } from "./record.js";
import { wordsOf } from "./boxes.js";

/**
 * Return the list of what has no counterpart; of one source entity where an id is given.
 * @param {App} app
 * @param {RowView | undefined} row
 * @param {string | null} id
 */
export function orphanList(app, row, id = null) {
  const all = openOrphans(app.pair, row);
  const shown = id === null ? all : all.filter((o) => o.side === "target" && o.entity === id);
  return shown.length ? [
    h("h4", { text: id === null ? "Without a counterpart" : "Words of it left over" }),
    h("ul", { class: "orphans" }, shown.map((o) => orphan(app, o))),
  ] : [];
}

/** @param {App} app @param {OrphanView} o */
function orphan(app, o) {
  const sentence = app.pair[o.side];
  const does = o.side === "target" ? "Select these words, to add them or not" : "Select this entity";
  return h("li", {}, [h("button", {
    type: "button", class: "orphan", "data-fid": `orphan:${o.side}:${o.start}:${o.end}`, title: does,
    on: { click: () => choose(app, o) },
  }, [
    h("span", { class: "tag", text: o.side }),
    bdi(wordsOf(sentence, o), { class: "strong", lang: sentence.lang, dir: sentence.dir }),
    h("span", { class: "orphan-why" }, [bdi(o.words, { dir: "ltr" })]),
  ])]);
}

/** @param {App} app @param {OrphanView} o */
function choose(app, o) {
  const { side, start, end } = o;
  if (side === "source" && o.entity !== null) app.select({ kind: "entity", side, id: o.entity });
  else app.select({ kind: "span", side, start, end });
}

/**
 * Return the list of other good choices for the sentence, each by what it would change.
 * @param {App} app
 * @param {RowView | undefined} row
 */
export function choiceList(app, row) {
  const choices = otherChoices(row);
  const { source } = app.pair;
  return choices.length ? [
    h("h4", { text: "Other choices for the sentence" }),
    h("ul", { class: "words-list" }, choices.map(({ total, less, changes }) => h("li", {}, [
      h("span", { class: "total", text: amount(total, less) }),
      ...changes.flatMap(({ id, spans }) => {
        const entity = source.entities.find((e) => e.id === id);
        return entity ? [h("span", { class: "change" }, [bdi(wordsOf(source, entity)), " → ", ...became(app, spans)])] : [];
      }),
    ]))),
  ] : [];
}

/** @param {number} total @param {number | null} less */
function amount(total, less) {
  if (less === null) return `${total.toFixed(2)} in all`;
  if (Math.abs(less) < 0.005) return "level";
  return `${Math.abs(less).toFixed(2)} ${less > 0 ? "less" : "more"}`;
}

/** @param {App} app @param {[number, number][]} spans */
function became({ pair: { target } }, spans) {
  if (!spans.length) return ["nothing"];
  return spans.flatMap(([start, end], k) => [k > 0 ? " + " : "", bdi(wordsOf(target, { start, end }), { lang: target.lang, dir: target.dir })]);
}
