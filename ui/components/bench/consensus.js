/** What most methods say of a pair, and the decisions that would make the target say the same. */

/** @import { Consensus, Draft, EntityView, PairView, RowEntity, RowView, Vote } from "./types" */

import { isLive } from "./state.js";

const FEWEST = 3;

/**
 * Return every span and label that more than half of the methods have, and those that exactly half
 * have; only methods that projected the pair vote, and fewer than three make no consensus.
 * @param {RowView[]} rows
 * @returns {Consensus | null}
 */
export function consensusOf(rows) {
  const voting = rows.filter((row) => row.outcome === "projected");
  if (voting.length < FEWEST) return null;
  /** @type {Map<string, RowEntity[]>} */
  const votes = new Map();
  for (const row of voting) {
    const said = new Map(row.entities.map((e) => [`${e.start} ${e.end} ${e.label}`, e]));
    for (const [key, e] of said) votes.set(key, [...votes.get(key) ?? [], e]);
  }
  const counted = [...votes.values()].map(asVote).sort((a, b) => a.start - b.start || a.end - b.end);
  return {
    entities: counted.filter((v) => 2 * v.votes > voting.length),
    ties: counted.filter((v) => 2 * v.votes === voting.length), voters: voting.length,
  };
}

/**
 * The source entity of a span is the one that most of its votes name, the first among equals.
 * @param {RowEntity[]} same
 * @returns {Vote}
 */
function asVote(same) {
  const [first] = /** @type {[RowEntity]} */ (same);
  const named = (/** @type {string | null | undefined} */ id) => same.filter((e) => (e.source ?? null) === id).length;
  const origins = [...new Set(same.map((e) => e.source ?? null))].sort((a, b) => named(b) - named(a));
  return { start: first.start, end: first.end, label: first.label, source: origins[0] ?? null, votes: same.length };
}

/**
 * Return the decisions that leave exactly these entities on the target: what is there is accepted,
 * what is not wanted is rejected, what is missing is added.
 * @param {PairView} pair
 * @param {RowEntity[]} wanted
 * @returns {Draft[]}
 */
export function draftsFor(pair, wanted) {
  const { entities } = pair.target;
  const twin = (/** @type {RowEntity} */ w) => {
    const same = entities.filter((e) => e.start === w.start && e.end === w.end && e.label === w.label);
    return same.find(isLive) ?? same[0];
  };
  const kept = new Set(wanted.map((w) => twin(w)?.id));
  const base = { pair: pair.id, side: /** @type {const} */ ("target") };
  const gone = entities.filter((e) => isLive(e) && !kept.has(e.id));
  return [
    ...gone.map((e) => ({ ...base, kind: /** @type {const} */ ("delete"), ...spanOf(e), entity: e.id })),
    ...wanted.flatMap((w) => wantedDraft(w, twin(w))).map((draft) => ({ ...base, ...draft })),
  ];
}

/**
 * @param {RowEntity} wanted
 * @param {EntityView | undefined} there
 * @returns {(Partial<Draft> & Pick<Draft, "kind">)[]}
 */
function wantedDraft(wanted, there) {
  if (!there) return [{ kind: "add", ...spanOf(wanted), source: wanted.source ?? null }];
  return isSettled(there) ? [] : [{ kind: "accept", ...spanOf(wanted), entity: there.id }];
}

/** @param {RowEntity} e */
function spanOf({ start, end, label }) {
  return { start, end, label };
}

/** Return whether a person has confirmed an entity as it stands. @param {EntityView} e */
export function isSettled(e) {
  return e.status === "accepted" || e.status === "corrected" || e.status === "added";
}
