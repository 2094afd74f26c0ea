import assert from "node:assert/strict";
import { test } from "node:test";

import { curve } from "../../../ui/components/bench/curves.js";
import { gappy, latinOf, linkedTo, unseenWords } from "../../../ui/components/bench/gloss.js";
import { linksNow, linksTouched } from "../../../ui/components/bench/links.js";
import { standingOf } from "../../../ui/components/bench/standing.js";
import { aPair, entity } from "./world.js";

const selected = (side, id) => ({ kind: "entity", side, id });
const cells = (touched) => touched.map(({ link: [i, j], inside }) => `${i}-${j}${inside ? "" : " stray"}`);

test("links turned off go, links turned on come without a probability", () => {
  const pair = aPair();
  assert.equal(linksNow(pair, []), pair.links);
  const now = linksNow(pair, [[0, 0, false], [1, 1, true], [2, 2, true]]);
  assert.deepEqual(now, [[2, 2, 0.8], [2, 3, 0.4], [4, 5, 0.9], [1, 1, null]]);
});

test("an entity's links are those of both its ends, told apart where they lead out of it", () => {
  const pair = aPair();
  assert.deepEqual(cells(linksTouched(pair, selected("source", "s1"), [])), ["2-2", "2-3 stray"]);
  assert.deepEqual(cells(linksTouched(pair, selected("target", "s1.0"), [[1, 2, true]])), ["2-2", "2-3 stray", "1-2 stray"]);
  assert.deepEqual(cells(linksTouched(pair, selected("source", "s2"), [])), ["4-5"]);
  assert.deepEqual(cells(linksTouched(pair, { kind: "span", side: "target", start: 2, end: 4 }, [])), ["2-2", "2-3"]);
  assert.deepEqual(linksTouched(pair, null, []), []);
});

test("a target entity that comes from no source entity has the links of its own words", () => {
  const pair = aPair();
  pair.target.entities.push(entity("own", 5, 6, "LOC", { status: "added" }));
  assert.deepEqual(cells(linksTouched(pair, selected("target", "own"), [])), ["4-5"]);
});

test("a curve leaves downwards and arrives from above, even where its ends are level", () => {
  assert.equal(curve({ x: 0, y: 10 }, { x: 50, y: 90 }), "M0.0 10.0C0.0 50.0 50.0 50.0 50.0 90.0");
  assert.equal(curve({ x: 0, y: 10 }, { x: 50, y: 12 }), "M0.0 10.0C0.0 24.0 50.0 -2.0 50.0 12.0");
});

test("a curve crosses the lines between its words upright", () => {
  const path = curve({ x: 0, y: 10 }, { x: 50, y: 190 }, { down: 60, up: 140 });
  assert.equal(path, "M0.0 10.0L0.0 60.0C0.0 100.0 50.0 100.0 50.0 140.0L50.0 190.0");
});

test("a gloss of several words follows the order of the other sentence, with dots over gaps", () => {
  const pair = aPair();
  const found = linkedTo({ pair, toggles: [] }, "target", { start: 0, end: 4 });
  assert.deepEqual([...found], [[0, 0.9], [2, 0.8]]);
  assert.equal(gappy(pair.source, [0, 2, 3]), "Ada … Bo in");
  assert.equal(gappy({ tokens: ["北", "京", "大"], lang: "zh" }, [0, 1]), "北京");
  assert.equal(latinOf("zh-Hant"), "zh-Latn");
});

const UNSEEN = [
  [[], ""], [[2], "The aligner did not see word #3."], [[3, 4], "Words from #4 on were beyond the aligner’s limit."],
  [[4], "The aligner did not see word #5."], [[1, 3], "The aligner did not see words #2, #4."],
  [[0, 1, 2, 3, 4], "The aligner saw no word of this sentence."],
];
for (const [unseenSource, words] of UNSEEN) {
  test(`unseen words in words: ${words || "none"}`, () => assert.equal(unseenWords(aPair({ unseenSource }), "source"), words));
}

test("many unseen words are not all named", () => {
  const pair = aPair({ unseenTarget: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] });
  pair.target.tokens = Array.from({ length: 12 }, (_, k) => `w${k}`);
  assert.match(unseenWords(pair, "target"), /#8 and 2 more\.$/);
});

const at = (start, end, label = "PER", source = "s1") => ({ start, end, label, source });
const rowsOf = (...found) => found.map((entities) => ({ outcome: "projected", entities }));
const STANDINGS = [
  ["one method says nothing", [[at(2, 3)]], "", ""],
  ["all agree", [[at(2, 3)], [at(2, 3)], [at(2, 3)]], "agree", "all 3 methods agree"],
  ["another boundary", [[at(2, 3)], [at(2, 4)]], "conflict", "1 of 2 methods says otherwise"],
  ["another type", [[at(2, 3)], [at(2, 3, "ORG")], [at(2, 3, "ORG")]], "conflict", "2 of 3 methods say otherwise"],
  ["another place for the same source", [[at(2, 3)], [at(5, 6)]], "conflict", "1 of 2 methods says otherwise"],
  ["nothing in its place", [[at(2, 3)], []], "", "1 of 2 methods has nothing here"],
];
for (const [name, rows, kind, words] of STANDINGS) {
  test(`how methods stand to an entity: ${name}`, () => {
    const own = entity("s1.0", 2, 3, "PER", { source: "s1" });
    assert.deepEqual(standingOf(aPair({ rows: rowsOf(...rows) }), own), { kind, words });
  });
}

test("of what a person decided nothing is said, and rows that failed have no voice", () => {
  const own = entity("s1.0", 2, 3, "PER", { source: "s1" });
  const rows = rowsOf([at(2, 3)], [at(2, 3)]);
  assert.equal(standingOf(aPair({ rows }), { ...own, status: "accepted" }).kind, "");
  assert.equal(standingOf(aPair({ rows: [...rows, { outcome: "failed", entities: [] }] }), own).kind, "agree");
});
