/** The merge view: a pair as it stands beside what a person meant to do, who had not seen that. */

/** @import { App, ConflictView, MergeRow, MergeView, Part, Refusal } from "./types" */

import { bdi, fill, h, icon } from "./dom.js";
import { hint, keyName } from "./keys.js";
import { mergeDrafts, mergeRows } from "./merging.js";
import { wordsOf } from "./boxes.js";
import { when } from "./comments.js";

/** Icon and word of each kind of row; hue never tells it alone. @type {Record<MergeRow["kind"], [string, string]>} */
const KIND = {
  same: ["check", "same"], boundary: ["arrows", "boundary"], type: ["unequal", "type"], both: ["arrows", "boundary and type"],
  missing: ["dash", "not in yours"], extra: ["plus", "only in yours"], status: ["flag", "the pair"],
};

/**
 * Return the line that counts what is to be settled, and the dialog where that is done.
 * @param {() => App} get
 * @returns {Part & {button: HTMLElement, dialog: HTMLDialogElement, open: () => void, heard: (refused: Refusal[]) => void}}
 */
export function createMerge(get) {
  const button = h("button", {
    type: "button", class: "btn small conflict-button", "data-command": "merge", "data-fid": "cmd:merge:", "aria-live": "polite",
    on: { click: () => open() },
  });
  const dialog = /** @type {HTMLDialogElement} */ (h("dialog", { class: "offers merge", "aria-labelledby": "merge-title" }));
  /** @type {Set<string>} */
  const later = new Set();
  /** @type {Set<string>} */
  const settling = new Set();
  let wanted = "";
  let asking = "";
  let built = "";

  const of = (/** @type {string} */ pair) => listOf(get()).find((c) => c.pair === pair);
  const open = () => {
    const app = get();
    const found = of(app.pair.id) ?? listOf(app).find((c) => !settling.has(c.pair));
    if (!found) {
      app.tell("Nothing is left to settle: nobody else decided on a pair that you were working on.");
      return;
    }
    later.delete(found.pair);
    wanted = found.pair;
    if (found.pair === app.pair.id) ask(found.pair);
    else app.go("pair", found.pair);
  };
  const ask = (/** @type {string} */ pair) => {
    if (asking === pair || dialog.open) return;
    asking = pair;
    get().ask("merge", {}, ({ body, error }) => {
      asking = "";
      const app = get();
      if (error) app.tell(error);
      else if (app.pair.id === pair && !settling.has(pair)) show(/** @type {MergeView} */ (body));
    }, pair);
  };
  const settle = (/** @type {MergeView} */ merge, /** @type {MergeRow[]} */ rows, /** @type {boolean} */ all) => {
    const app = get();
    const { pair, settles, version, again, last } = merge;
    settling.add(pair);
    if (dialog.open) dialog.close();
    const drafts = mergeDrafts(pair, rows, merge.ops);
    if (again && all) app.send({ ...again, pair, seen: last, settles });
    else if (drafts.length) app.send({ pair, side: "pair", kind: "act", reason: "settled after a conflict", ops: drafts, seen: version, settles });
    else app.send({ pair, side: "pair", kind: "settle", reason: "theirs", settles });
    app.tell(drafts.length || (again && all) ? "Yours is put on top; one step of undo." : "Theirs is kept.");
  };
  const show = (/** @type {MergeView} */ merge) => {
    const app = get();
    const rows = mergeRows(app.pair, merge);
    const mine = rows.filter((row) => row.touched);
    if (!merge.again && !merge.lost.length && !mergeDrafts(merge.pair, mine, merge.ops).length) {
      settling.add(merge.pair);
      app.send({ pair: merge.pair, side: "pair", kind: "settle", reason: "same", settles: merge.settles });
      app.tell(`${merge.by.join(", ")} said the same as you: nothing is left to settle.`);
      return;
    }
    draw(dialog, app, merge, rows, {
      theirs: () => settle(merge, [], false),
      mine: () => settle(merge, mine, true),
      chosen: (own) => settle(merge, own, false),
    });
    if (!dialog.open) dialog.showModal();
  };
  dialog.addEventListener("close", () => {
    if (!settling.has(get().pair.id)) later.add(get().pair.id);
    get().repaint();
  });

  return {
    element: button, button, dialog, open,
    heard(refused) {
      for (const { conflict } of refused) {
        if (!conflict) continue;
        settling.delete(conflict);
        later.delete(conflict);
      }
    },
    paint(app) {
      const list = listOf(app);
      for (const pair of settling) if (!list.some((c) => c.pair === pair)) settling.delete(pair);
      const left = list.filter((c) => !settling.has(c.pair));
      button.hidden = !left.length;
      const words = `${left.length} ${left.length === 1 ? "conflict" : "conflicts"}`;
      if (built !== words + keyName("merge")) {
        built = words + keyName("merge");
        fill(button, [icon("warn"), h("span", { text: words }), h("kbd", { text: keyName("merge") })]);
      }
      button.title = hint("merge", left.map((c) => `${c.pair}: ${c.by.join(", ")}`).join("\n") || undefined);
      const here = left.find((c) => c.pair === app.pair.id);
      const busy = app.waiting || app.root.querySelector("dialog[open]") !== null;
      if (here && !busy && (wanted === here.pair || !later.has(here.pair))) {
        wanted = "";
        ask(here.pair);
      }
    },
  };
}

/** @param {App} app @returns {ConflictView[]} */
function listOf(app) {
  return app.data.conflicts ?? [];
}

/**
 * @param {HTMLDialogElement} dialog
 * @param {App} app
 * @param {MergeView} merge
 * @param {MergeRow[]} rows
 * @param {{theirs: () => void, mine: () => void, chosen: (rows: MergeRow[]) => void}} on
 */
function draw(dialog, app, merge, rows, on) {
  const names = merge.by.join(", ");
  const what = merge.again ? merge.again.kind : "";
  const fields = rows.map((row, k) => (row.kind === "same" ? null : choiceOf(row, k)));
  const chosen = () => on.chosen(rows.filter((row, k) => (fields[k] ? fields[k]?.mine.checked : row.touched && !what)));
  const keep = h("button", { type: "button", class: "btn", on: { click: on.theirs } }, [h("span", { text: "Keep theirs" }), h("kbd", { text: "T" })]);
  const mine = h("button", { type: "button", class: "btn", on: { click: on.mine } }, [
    h("span", { text: what ? `${what === "undo" ? "Undo" : "Redo"} anyway` : "Put mine on top" }), h("kbd", { text: "M" }),
  ]);
  const apply = h("button", { type: "button", class: "btn primary", autofocus: true, on: { click: chosen } }, [h("span", { text: "Apply what is chosen" }), h("kbd", { text: "⏎" })]);
  dialog.onkeydown = (event) => {
    const plain = !event.ctrlKey && !event.altKey && !event.metaKey && !event.repeat;
    const key = plain ? event.code : "";
    const act = key === "KeyT" ? on.theirs : key === "KeyM" ? on.mine : key === "Enter" && /** @type {HTMLElement} */ (event.target).matches("input") ? chosen : null;
    event.stopPropagation();
    if (!act) return;
    event.preventDefault();
    act();
  };
  fill(dialog, [
    h("div", { class: "dialog-head" }, [
      h("h3", { id: "merge-title" }, [what ? `${names} decided on ` : "Decided on twice: ", bdi(merge.pair), what ? ` after what you would ${what}` : ""]),
      h("span", { class: "push" }),
      h("button", { type: "button", class: "btn", title: "Later (Esc)", "aria-label": "Later", on: { click: () => dialog.close() } }, [icon("cross")]),
    ]),
    h("div", { class: "merge-text" }, [sentenceLine(app, "source"), sentenceLine(app, "target")]),
    h("div", { class: "offer-list" }, [h("table", { class: "merge-table" }, [
      h("thead", {}, [h("tr", {}, [
        h("th", { scope: "col", text: "" }),
        h("th", { scope: "col" }, ["As it stands now, by ", bdi(names)]),
        h("th", { scope: "col", text: what ? `After your ${what}` : "Yours" }),
      ])]),
      h("tbody", {}, rows.length ? rows.map((row, k) => rowElement(app, row, fields[k] ?? null)) : [
        h("tr", {}, [h("td", { colspan: 3, class: "quiet", text: "Neither version has an entity." })]),
      ]),
    ])]),
    merge.lost.length ? h("p", { class: "merge-lost" }, [
      icon("warn"), h("span", { text: "The words have changed since. Of yours, this does not fit them:" }),
      h("span", {}, merge.lost.flatMap((text, k) => [k ? ", " : "", bdi(text)])),
    ]) : null,
    h("section", { class: "merge-lines", "aria-label": "What was decided meanwhile" }, [
      h("h4", { text: "What was decided meanwhile" }),
      h("ul", {}, merge.lines.map((line) => h("li", {}, [
        bdi(line.person, { class: "strong" }), " ", h("time", { datetime: line.time, text: when(line.time) }), ": ", bdi(line.text),
        line.state ? ` (${line.state})` : "",
      ]))),
    ]),
    h("div", { class: "dialog-foot" }, [
      h("span", { class: "quiet", text: "Nothing of yours is on the pair yet, and nothing is lost. Esc: later." }),
      h("div", { class: "cluster" }, [keep, mine, apply]),
    ]),
  ]);
}

/** @param {App} app @param {"source" | "target"} side */
function sentenceLine({ pair }, side) {
  const { tokens, lang, dir } = pair[side];
  return h("p", { lang, dir, class: "merge-sentence" }, [bdi(wordsOf(pair[side], { start: 0, end: tokens.length }))]);
}

/** @typedef {{theirs: HTMLInputElement, mine: HTMLInputElement}} Fields */

/** @param {MergeRow} row @param {number} k @returns {Fields} */
function choiceOf(row, k) {
  const field = (/** @type {string} */ word, /** @type {boolean} */ checked) => /** @type {HTMLInputElement} */ (h("input", {
    type: "radio", name: `merge-${k}`, checked, "aria-label": word,
  }));
  return { theirs: field("As it stands now", !row.touched), mine: field("Yours", row.touched) };
}

/** @param {App} app @param {MergeRow} row @param {Fields | null} fields */
function rowElement(app, row, fields) {
  const [sign, word] = KIND[row.kind];
  const cell = (/** @type {HTMLInputElement | undefined} */ field, /** @type {Node[]} */ inside) => h("td", { class: "merge-cell" }, [
    h(field ? "label" : "span", { class: "merge-choice" }, [field ?? null, ...inside]),
  ]);
  const [now, own] = row.status ?? ["", ""];
  const theirs = row.status ? [h("span", { text: now.replace("-", " ") })] : entityParts(app, row, row.theirs);
  const mine = row.status ? [h("span", { text: own.replace("-", " ") })] : entityParts(app, row, row.mine);
  const tail = row.touched || row.kind === "same" ? [] : [h("span", { class: "quiet", text: "not touched by you" })];
  return h("tr", { class: `merge-row merge-${row.kind}`, "data-kind": row.kind }, [
    h("th", { scope: "row" }, [h("span", { class: "merge-kind" }, [icon(sign), word]), row.side === "source" && h("span", { class: "tag", text: "source" })]),
    cell(fields?.theirs, theirs), cell(fields?.mine, [...mine, ...tail]),
  ]);
}

/** @param {App} app @param {MergeRow} row @param {import("./types").EntityView | null} entity @returns {Node[]} */
function entityParts(app, row, entity) {
  if (!entity || row.side === "pair") return [h("span", { class: "quiet", text: "no entity here" })];
  const sentence = app.pair[row.side];
  return [
    h("span", { class: `story-label look-${app.hue(entity.label)}`, text: entity.label }),
    bdi(wordsOf(sentence, entity), { lang: sentence.lang, class: "merge-words" }),
    h("span", { class: "quiet", text: entity.status === "unreviewed" ? "" : entity.status.replace("-", " ") }),
  ];
}
