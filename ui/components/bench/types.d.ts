/** What Python sends and what the browser answers; shapes only, nothing is run from here. */

export type Side = "source" | "target";
export type EntityStatus =
  "unreviewed" | "accepted" | "corrected" | "added" | "rejected" | "no-counterpart";
export type PairStatus =
  "unreviewed" | "in-progress" | "done" | "skipped" | "flagged" | "excluded";
export type Kind =
  | "accept" | "change" | "add" | "delete" | "no-counterpart" | "take" | "accept-pair"
  | "skip" | "flag" | "exclude" | "reopen" | "comment" | "undo" | "redo" | "act"
  | "settle";

export interface Span { start: number; end: number }
export interface EntityView extends Span {
  id: string; label: string; status: EntityStatus; source?: string | null;
}
export interface SentenceView {
  lang: string; langName: string; dir: "ltr" | "rtl"; tokens: string[];
  /** Each token in Latin letters, null where it already is; absent where no script is known. */
  roman?: (string | null)[];
  known?: boolean; entities: EntityView[];
}
export type LinkView = [number, number, number | null];
/** A span that stood for an entity; `taken_by` is the id of the source entity that has its place. */
export interface CompetitorView extends Span {
  score: number; parts: [string, number][]; origins: string[]; taken_by: string | null;
  posterior: number | null;
}
export interface ExplanationView {
  links: LinkView[]; competitors: CompetitorView[]; margin: number | null;
  blocked_by: string | null; steps: string[]; posterior: number | null; entropy: number | null;
  not_computed: string;
}
/** What became of one source entity: the record that files have, with ids, and words. */
export interface WhyView extends Span {
  label: string; picks: [number, number, number][]; reason: string | null; gap: number | null;
  explanation?: ExplanationView; words: string[];
  /** How it came about, step by step; `dead` where it died. */
  chain?: { step: string; text: string; dead: boolean }[];
}
/** Words without a counterpart; `entity` is the id of the source entity that they belong to. */
export interface OrphanView extends Span {
  side: Side; reason: string; label: string | null; entity: string | null; beyond: string | null;
  words: string;
}
/** A choice for the sentence: for each source entity, by id, the target spans it gets. */
export interface AlternativeView { total: number; spans: Record<string, [number, number][]> }
/** The score is null where nobody scored it: no source entity of the pair stands for it. */
export interface RowEntity extends Span { label: string; source?: string | null; score?: number | null }
export interface RowView {
  layer: string; name: string; summary: string; base: boolean; entities: RowEntity[];
  outcome: "projected" | "skipped" | "failed"; reason: string;
  /** Whether the method was run again because the source was edited; absent on rows of no method. */
  again?: boolean;
  /** Why the row is still that of the source before it was edited, "" where it is not. */
  stale?: string;
  /** Absent on a prefetched pair whose reasons are still to come. */
  why?: Record<string, WhyView> | null;
  orphans?: OrphanView[]; alternatives?: AlternativeView[];
  /** What a tagger finds by itself, in words; only where the row is that. */
  found?: string[];
}
/** Why a pair may be wrong: a word for its chip, and the source entity it is about, by id; without weight a note. */
export interface FlagView { code: string; text: string; weight: number; entity: string | null }
export interface SignalsView {
  chance: number; disagreement: number; margin: number | null; score: number | null; flags: FlagView[];
  /** What a decision is likely to gain, in errors; null where an older version judged the pair. */
  gain?: number | null;
  /** Whether the source was edited after this was worked out. */
  stale?: boolean;
}
/** Who decided on the pair last; `client` is their browser session. */
export interface LastView { person: string; client: string }
export interface CommentView { seq: number; person: string; time: string; text: string }
/** Links of another aligner, or gold ones, to lay over those of the base. */
export interface OverlayView { key: string; name: string; kind: "links" | "gold"; links: LinkView[]; possible?: LinkView[] }
export interface PairView {
  id: string; status: PairStatus; version: number; doc: string; group: string;
  source: SentenceView; target: SentenceView; gold: RowEntity[] | null;
  aligner: { name: string; note: string };
  links: LinkView[]; unseenSource: number[]; unseenTarget: number[]; rows: RowView[];
  /** For each target word the likeliest tags of a tagger, best first; absent where no layer goes by one. */
  tagged?: [string, number][][];
  /** Changes whenever the view does; "" once something was done to it here. */
  stamp?: string;
  signals?: SignalsView | null; comments?: CommentView[]; last?: LastView | null; overlays?: OverlayView[];
}
export interface Op {
  seq: number; pair: string; side: Side | "pair"; kind: Kind; entity: string;
  start: number | null; end: number | null; label: string | null; source: string | null;
  layer: string; reason: string; time: string; via?: string;
  /** How many decisions on the pair the page was told of; of an undo or redo the last number of the log it knows. */
  seen?: number | null;
  /** Highest number of this client that the page knew to be dealt with. */
  heard?: number;
  /** Refused ops, by client and number, that this settles. */
  settles?: [string, number][];
  /** Of kind `act` only: what is done in one go, and undone in one go. */
  ops?: Draft[];
}
export type Draft = Partial<Op> & Pick<Op, "pair" | "side" | "kind">;
/** What an undo or a redo would do, in words. */
export interface DeedView { can: boolean; text: string }
/** Stands for a pair that the page has already: as its stamp says, or as it is where that is "". */
export interface HeldView { id: string; stamp: string; held: true }
/** `client` tells apart what was refused to an earlier load of the page. */
export interface Refusal {
  seq: number; message: string; client?: string;
  /** The pair where it met another's decision, "" where it met none. */
  conflict?: string;
}
/** A pair where the person has something to settle with others. */
export interface ConflictView { pair: string; by: string[]; count: number }
/** A pair as it stood at some time. */
export interface VersionView { status: PairStatus; source: EntityView[]; target: EntityView[] }
export interface LineView { person: string; time: string; text: string; state: string; method?: string; seq?: number }
/** Answer to `merge`: the pair now, as the person saw it, and what they did. */
export interface MergeView {
  pair: string; client: string; version: number; last: number; by: string[]; lines: LineView[];
  now: VersionView; then: VersionView; ops: Op[]; again: Draft | null; settles: [string, number][];
  /** What of theirs does not fit the words any more. */
  lost: string[];
}
/** Entities that meet; `own` is what stands there now under their name, rejected or not. */
export interface MergeRow {
  side: Side | "pair"; kind: "same" | "boundary" | "type" | "both" | "missing" | "extra" | "status";
  theirs: EntityView | null; mine: EntityView | null; own: EntityView | null; touched: boolean;
  status: [PairStatus, PairStatus] | null;
}
/** Answer to `history`: the versions of a pair, newest first. */
export interface PastView {
  pair: string; versions: { number: number; status: PairStatus; target: string[]; other_words: boolean; line: LineView | null }[];
}
export interface Data {
  project: { name: string; labels: string[]; guide?: Record<string, { definition: string; examples: string }> }; person: string; client: string; ack: number;
  refused: Refusal[]; pair: PairView | HeldView | null; next: PairView | HeldView | null; previous: PairView | HeldView | null;
  ahead?: (PairView | HeldView)[]; nav?: { client: string; n: number } | null;
  position: { index: number; total: number; done: number; inside: boolean };
  /** The queue that the pairs come from; `order` as in the URL ("" is file order). */
  undo?: DeedView; redo?: DeedView;
  queue?: { order: string; text: string };
  answer?: Answer | null;
  /** Why whoever is at the page cannot decide; "" or absent where they can. */
  whyNot?: string;
  /** What the person has to settle with others. */
  conflicts?: ConflictView[];
}
export interface Nav {
  client: string; n: number; pair: string | null; after: number; from: string | null;
  to: "next" | "previous" | "first" | "last" | "unreviewed" | "pair"; held?: Record<string, string>;
}
/** A question whose answer changes nothing; `n` counts up for each load of the page. */
export interface Ask { client: string; n: number; kind: AskKind; pair: string; body: Record<string, unknown>; again?: number }
export type AskKind = "memory" | "occurrences" | "whatif" | "whatif-count" | "whatif-keep" | "merge" | "history" | "revert";
export interface Answer { client: string; n: number; kind: AskKind; error?: string; body: any }
/** A place where the same could be done, with the ops that would do it. */
export interface OfferView {
  pair: string; side: Side; context: [string, string, string]; lang: string; dir: "ltr" | "rtl";
  now: string; then: string; ops: Draft[];
}
/** Answer to `memory` and `occurrences`. */
export interface OffersView { title: string; offers: OfferView[]; total: number; reason: string }
/** One number or choice of a method that can be moved; `path` names it in the spec. */
export interface KnobView {
  path: string; name: string; help: string; value: number | string | boolean; was?: number | string | boolean;
  min?: number; max?: number; step?: number; choices?: string[];
}
/** Answer to `whatif`: the row as it would be, and what can be moved. */
export interface WhatIfView { knobs: KnobView[]; row: RowView | null; changed: boolean; links: LinkView[]; note?: string }
/** Answer to `whatif-count`, asked again from `next` until it is null; `changed` and `first` are of this part. */
export interface WhatIfCountView { done: number; total: number; changed: number; first: string[]; next: number | null }
/** Answer to `whatif-keep` with `{layer, changes, toggles, name}`: the layer is now being made; the project's job says how far. */
/** `held` are the stamps of the pairs that the page has, by id: they are not sent again. */
export interface Batch { client: string; ops: Op[]; sent: number; also?: Record<string, number>; held?: Record<string, string> }
export interface SaveState { state: "saved" | "saving" | "failed"; message: string }

export type Selection =
  | { kind: "entity"; side: Side; id: string }
  | { kind: "span"; side: Side; start: number; end: number };

export interface Hover { side: Side; index: number }
export type DifferenceKind = "same" | "boundary" | "type" | "both" | "missing" | "spurious";
export interface Difference extends RowEntity { kind: DifferenceKind }

export interface Colours { text: string; line: string; fill: string; solid: string; onSolid: string }
export interface Binding {
  command: string; arg?: number; keys: string[]; show: string; text: string; group: string;
  repeat?: boolean;
}

/** Keys that a person has changed, by command and argument (`take:3`). */
export type Remap = Map<string, string[]>;
/** What most methods say: each span with its votes, and the spans that exactly half of them have. */
export interface Consensus { entities: Vote[]; ties: Vote[]; voters: number }
export interface Vote extends RowEntity { votes: number }
/** A row of the board: a method, gold, the consensus or a preview, and how it differs. */
export interface Line {
  kind: "method" | "gold" | "consensus" | "preview"; name: string; summary: string; k: number; row: RowView;
  found: Difference[]; note: string;
}
/** A question of the moment that keys answer: why something is rejected. */
export interface Choice {
  title: string; options: { code: string; text: string }[]; draft: Draft; go: Nav["to"] | null;
}
/** What a question came to; called once, with words where it failed. */
export type Hear = (answer: { body: any; error: string }) => void;

/** All links as curves; words of other scripts in Latin letters too. */
export interface Views { links: boolean; roman: boolean }
/** Something that the matrix can lay over the base's links, and whether it does. */
export interface LayerView { key: string; name: string; kind: "links" | "gold" | "picks"; shape: string; on: boolean; overlay: OverlayView | null }

/** What every part of the page may ask of the whole. */
export interface App {
  root: HTMLElement;
  data: Data;
  /** The pair as shown: the server's state with everything not yet acknowledged on top. */
  pair: PairView;
  selection: Selection | null;
  hover: Hover | null;
  method: number;
  matrixOpen: boolean;
  waiting: boolean;
  working: boolean;
  notice: string;
  save: SaveState;
  dark: boolean;
  hue(label: string): number;
  select(selection: Selection | null): void;
  point(hover: Hover | null, at?: Element | null): void;
  explain(method: number): void;
  run(command: string, arg?: number): void;
  send(draft: Draft): void;
  /** Put a span on the target for a source entity: accepts, changes or adds, whatever fits. */
  place(span: Span & { label: string; source?: string | null }): void;
  go(to: Nav["to"], pair?: string): void;
  /** Ask the server something that changes nothing; the latest question of a kind counts. */
  ask(kind: AskKind, body: Record<string, unknown>, hear: Hear, pair?: string): void;
  /** Say something in passing. */
  tell(text: string): void;
  repaint(): void;
  /** Links of this pair turned on or off for a preview: `[i, j, on]`. */
  toggles: [number, number, boolean][];
  toggleLink(i: number, j: number): void;
  /** The row of the method as it would be, while something is tried out. */
  preview: RowView | null;
  /** Show only where methods differ. */
  differencesOnly: boolean;
  whatIfOpen: boolean;
  /** Why nothing can be decided here, for people; "" where it can. */
  lookingOn: string;
  /** What the sentences show on demand; remembered by the browser. */
  views: Views;
  colours(label: string): Colours;
}
export interface Part { element: HTMLElement; paint(app: App): void }
