/** What the selected entity could have become, what each score said, and why, in words. */

/** @import { App, CompetitorView, EntityView, Part, PairView, RowView, WhyView } from "./types" */

import { bdi, fill, h, icon } from "./dom.js";
import { STATUS_WORD, wordsOf } from "./boxes.js";
import { choiceList, orphanList } from "./leftovers.js";
import { commandButton } from "./toolbar.js";
import { competitorsOf, isPicked } from "./record.js";
import { isInPlace, isLive } from "./state.js";
import { keyName } from "./keys.js";
import { selectedSource } from "./actions.js";

/**
 * Why nothing was projected from a source entity that somebody has settled.
 * @type {Partial<Record<EntityView["status"], string>>}
 */
const SETTLED = {
  "no-counterpart": "Marked as having no counterpart in the target, so nothing is projected from it.",
  rejected: "This source entity was rejected, so nothing is projected from it.",
};

/** @returns {Part} */
export function createCandidates() {
  const head = h("div", { class: "panel-head" });
  const body = h("div", { class: "why-body" });
  const element = h("section", { class: "panel why", "aria-label": "Candidates and reasons" }, [head, body]);
  let built = "";
  return {
    element,
    paint(app) {
      element.hidden = app.whatIfOpen;
      const id = selectedSource(app.pair, app.selection);
      const entity = app.pair.source.entities.find((e) => e.id === id);
      const row = app.pair.rows[app.method];
      const asked = app.selection?.kind === "entity" && !entity;
      const key = JSON.stringify([
        app.pair.id, app.pair.source, app.pair.target, id, asked, app.method, row?.name, row?.outcome, row?.why, row?.orphans,
        row?.alternatives, row?.found,
      ]);
      if (key === built) return;
      built = key;
      show(app, entity, row, head, body, asked);
    },
  };
}

/**
 * @param {App} app
 * @param {EntityView} entity
 * @param {RowView} row
 * @param {HTMLElement} head
 * @param {HTMLElement} body
 */
function showEntity(app, entity, row, head, body) {
  const why = row.why?.[entity.id];
  const words = wordsOf(app.pair.source, entity);
  const sure = why ? sureOf(why) : "";
  fill(head, [
    h("h3", { text: "Candidates" }),
    h("span", { class: "aside", title: `for ${words} by ${row.name}${sure}` }, [
      "for ", bdi(words, { class: "strong" }), ` by ${row.name}`, sure,
    ]),
    ...toWhatIf(app),
  ]);
  if (!why) {
    const silent = row.why ? `${row.name} has said nothing about this entity yet.` : "The reasons are on their way.";
    const text = SETTLED[entity.status] ?? (row.outcome === "projected" ? silent : `${row.name} ${row.outcome}: ${row.reason}`);
    fill(body, [h("p", { class: "empty", text })]);
    return;
  }
  fill(body, [
    chainLine(why),
    competitorsOf(why).length ? table(app, entity, why) : h("p", { class: "empty", text: emptyReason(why) }),
    h("h4", { text: "Why" }),
    wordList(why.words),
    ...orphanList(app, row, entity.id),
    h("details", { class: "steps" }, [
      h("summary", { text: "What the method did" }), wordList(why.explanation?.steps ?? []),
    ]),
  ]);
}

/**
 * @param {App} app
 * @param {EntityView | undefined} entity
 * @param {RowView | undefined} row
 * @param {HTMLElement} head
 * @param {HTMLElement} body
 * @param {boolean} asked whether an entity is selected that comes from no source entity
 */
function show(app, entity, row, head, body, asked) {
  if (row?.found) showFound(row, row.found, head, body);
  else if (entity && row) showEntity(app, entity, row, head, body);
  else showOverview(app, row, head, body, asked ? "Nothing says which source entity this one comes from." : "");
}

/**
 * What a tagger finds by itself, whatever is selected: no source entity has a part in it.
 * @param {RowView} row
 * @param {string[]} found
 * @param {HTMLElement} head
 * @param {HTMLElement} body
 */
function showFound(row, found, head, body) {
  fill(head, [h("h3", { text: "What the tagger finds" }), h("span", { class: "aside", text: `by ${row.name}` })]);
  fill(body, [
    found.length ? wordList(found) : h("p", { class: "empty", text: "The tagger finds no entity in this sentence." }),
    h("p", { class: "empty quiet", text: "It looks at the target alone: no links, no source entities, no candidates." }),
  ]);
}

/** @param {App} app */
function toWhatIf(app) {
  return [h("span", { class: "push" }), commandButton(() => app, "what-if", { icon: "sliders", text: "What if", class: "small" })];
}

/** The steps from links to choice as one line, each told on hover; where it died is said. @param {WhyView} why */
function chainLine(why) {
  if (!why.chain?.length) return null;
  return h("ol", { class: "chain", "aria-label": "How it came about" }, why.chain.map(({ step, text, dead }) => h("li", {
    class: dead ? "chain-step dead" : "chain-step", title: text,
  }, [
    h("span", { class: "chain-name" }, [icon(dead ? "cross" : "check"), step, dead && ": died here"]),
    bdi(text, { class: dead ? "chain-text" : "hidden", dir: "ltr" }),
  ])));
}

/** @param {string[]} lines */
function wordList(lines) {
  return h("ul", { class: "words-list" }, lines.map((w) => h("li", {}, [bdi(w, { dir: "ltr" })])));
}

/** Return how sure the choice is, as far as that was computed. @param {WhyView} why */
function sureOf(why) {
  if (!competitorsOf(why).length) return "";
  const { posterior = null, margin = null } = why.explanation ?? {};
  return [
    posterior !== null && `, ${posterior.toFixed(2)} likely`, margin !== null && `, margin ${margin.toFixed(2)}`,
  ].filter(Boolean).join("");
}

/** @param {WhyView} why */
function emptyReason(why) {
  return why.reason === "no-links"
    ? "No candidates: the aligner linked no word of this entity." : "No candidates were proposed for this entity.";
}

/**
 * @param {App} app
 * @param {EntityView} entity
 * @param {WhyView} why
 */
function table(app, entity, why) {
  const found = competitorsOf(why);
  const parts = [...new Set(found.flatMap((c) => c.parts.map(([name]) => name)))];
  const top = Math.max(...found.map((c) => c.score), 1e-9);
  const likely = found.some((c) => c.posterior !== null);
  return h("div", { class: "table-scroll" }, [h("table", { class: "candidates" }, [
    h("thead", {}, [h("tr", {}, [
      h("th", { class: "key", text: "", "aria-label": "Key" }), h("th", { text: "Span" }), h("th", { class: "num", text: "Score" }),
      likely && h("th", { class: "num", text: "Likely", title: "Probability that the entity gets this span, by the scores of the whole sentence" }),
      ...parts.map((name) => h("th", { class: "num", text: name })),
      h("th", { class: "from", text: "From" }),
    ])]),
    h("tbody", {}, found.map((c, k) => line(app, why, c, k, { parts, top, likely }))),
  ])]);
}

/**
 * @param {App} app
 * @param {WhyView} why
 * @param {CompetitorView} c
 * @param {number} k
 * @param {{parts: string[], top: number, likely: boolean}} columns
 */
function line(app, why, c, k, { parts, top, likely }) {
  const { target } = app.pair;
  const values = new Map(c.parts);
  const key = keyName("pick", k + 1);
  const now = target.entities.some((e) => isLive(e) && e.start === c.start && e.end === c.end);
  const bar = h("span", { class: "bar" });
  bar.style.width = `${Math.max(0, Math.min(1, c.score / top)) * 100}%`;
  return h("tr", {
    class: `candidate${isPicked(why, c) ? " picked" : ""}${now ? " now" : ""}`, title: `from ${c.origins.join(", ")}`,
    on: { click: () => app.run("pick", k + 1) },
  }, [
    h("td", { class: "key" }, [h("button", {
      type: "button", class: "pick", "data-fid": `pick:${k}`, "aria-label": `Pick candidate ${k + 1}: ${wordsOf(target, c)}`,
      title: key ? `Pick this candidate (${key})` : "Pick this candidate",
    }, [key ? h("kbd", { text: key }) : String(k + 1)])]),
    h("td", { class: "span" }, [
      bdi(wordsOf(target, c), { lang: target.lang, dir: target.dir }), " ", stateOf(app.pair, why, c),
    ]),
    h("td", { class: "num" }, [h("span", { class: "score" }, [h("span", { class: "track" }, [bar]), c.score.toFixed(3)])]),
    likely && h("td", { class: "num", text: c.posterior?.toFixed(2) ?? "–" }),
    ...parts.map((name) => h("td", { class: "num", text: values.get(name)?.toFixed(2) ?? "–" })),
    h("td", { class: "from", text: c.origins.join(", ") }),
  ]);
}

/** @param {PairView} pair @param {WhyView} why @param {CompetitorView} c */
function stateOf(pair, why, c) {
  if (isPicked(why, c)) return h("span", { class: "picked-mark" }, [icon("check"), "chosen"]);
  const by = c.taken_by && pair.source.entities.find((e) => e.id === c.taken_by);
  return by ? h("span", { class: "taken" }, ["taken by ", bdi(wordsOf(pair.source, by))]) : null;
}

/**
 * Without a selection: every source entity, what became of it, and the one-line reason.
 * @param {App} app
 * @param {RowView | undefined} row
 * @param {HTMLElement} head
 * @param {HTMLElement} body
 * @param {string} note
 */
function showOverview(app, row, head, body, note) {
  const { source } = app.pair;
  const shown = source.entities.filter(isInPlace);
  fill(head, [h("h3", { text: "From source to target" }), h("span", { class: "aside", text: row ? `by ${row.name}` : "" }), ...toWhatIf(app)]);
  const nothing = source.known === false
    ? "Without source entities nothing can be projected." : "The source has no entities, so nothing was projected.";
  fill(body, [
    note && h("p", { class: "empty", text: note }),
    shown.length
      ? h("ul", { class: "overview" }, shown.map((e) => story(app, e, row)))
      : h("p", { class: "empty", text: nothing }),
    shown.length > 0 && h("p", { class: "empty quiet", text: "Select an entity to see every candidate and score." }),
    ...orphanList(app, row),
    ...choiceList(app, row),
  ]);
}

/** @param {App} app @param {EntityView} e @param {RowView | undefined} row */
function story(app, e, row) {
  const { source, target } = app.pair;
  const became = target.entities.filter((t) => isLive(t) && t.source === e.id);
  const reason = row?.why?.[e.id]?.words[0] ?? "";
  const missing = e.status === "no-counterpart" ? STATUS_WORD["no-counterpart"] : "nothing in the target";
  return h("li", {}, [h("button", {
    type: "button", class: `story look-${app.hue(e.label)}`, "data-fid": `story:${e.id}`,
    on: { click: () => app.select({ kind: "entity", side: "source", id: e.id }) },
  }, [
    h("span", { class: "story-label", text: e.label }),
    bdi(wordsOf(source, e), { class: "strong", lang: source.lang }),
    h("span", { class: "arrow", text: "→" }),
    became.length
      ? h("span", {}, became.map((t, k) => h("span", {}, [k > 0 && ", ", bdi(wordsOf(target, t), { lang: target.lang, dir: target.dir })])))
      : h("span", { class: "nothing" }, [icon(e.status === "no-counterpart" ? "none" : "warn"), missing]),
    reason && h("span", { class: "story-why" }, [bdi(reason, { dir: "ltr" })]),
  ])]);
}
