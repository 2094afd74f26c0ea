/** Reads `[{pair, ops}]` on standard input, prints the pairs as the browser's reducer leaves them. */

import { readFileSync } from "node:fs";

import { overlay } from "../../../ui/components/bench/state.js";

const side = ({ entities }) => ({
  entities: entities.map((e) => ({
    id: e.id, start: e.start, end: e.end, label: e.label, status: e.status, source: e.source,
  })),
});
const cases = JSON.parse(readFileSync(0, "utf8"));
const after = cases.map(({ pair, ops }) => overlay(pair, ops, "c"));
console.log(JSON.stringify(after.map((p) => ({ status: p.status, source: side(p.source), target: side(p.target) }))));
