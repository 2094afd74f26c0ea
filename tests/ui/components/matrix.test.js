import assert from "node:assert/strict";
import { test } from "node:test";

import { boxOf, cellAt, columnX, geometry, inSight, stepFrom } from "../../../ui/components/bench/matrix_geometry.js";
import { OUTLINES, layersOf, picksOf, valuesAt } from "../../../ui/components/bench/matrix_layers.js";
import { aPair } from "./world.js";

const PEN = { font: "", measureText: (text) => ({ width: 8 * text.length }) };
const links = (key, found) => ({ key, name: key, kind: "links", links: found });
const GOLD = { key: "gold", name: "gold", kind: "gold", links: [[0, 0, null]], possible: [[2, 3, null]] };

function square(dir = "ltr") {
  const pair = aPair();
  pair.target.dir = dir;
  return geometry(pair, 600, 600, PEN);
}

test("a cell is found again where it was drawn, in both directions of writing", () => {
  for (const dir of ["ltr", "rtl"]) {
    const g = square(dir);
    for (const at of [{ i: 0, j: 0 }, { i: 4, j: 5 }, { i: 2, j: 3 }]) {
      assert.deepEqual(cellAt(g, columnX(g, at.j) + 1, g.top + at.i * g.cell + 1), at);
    }
    assert.deepEqual(cellAt(g, 2, g.top + 1), { i: 0, j: -1 });
  }
  assert.ok(columnX(square("rtl"), 0) > columnX(square("rtl"), 5));
});

test("a box of two spans covers their cells, whichever way columns run", () => {
  for (const dir of ["ltr", "rtl"]) {
    const g = square(dir);
    const { x, y, w, h } = boxOf(g, { start: 1, end: 3 }, { start: 2, end: 4 });
    assert.equal(x, Math.min(columnX(g, 2), columnX(g, 3)));
    assert.deepEqual([y, w, h], [g.top + g.cell, 2 * g.cell, 2 * g.cell]);
  }
});

test("cells shrink until the matrix fits, and scroll where they would be too small", () => {
  const long = aPair();
  long.source.tokens = Array.from({ length: 200 }, () => "w");
  const g = geometry(long, 600, 600, PEN);
  assert.equal(g.cell, 17);
  assert.ok(g.height > 3000);
  assert.ok(square().cell > 17);
  const view = { width: 600, height: 600, sx: 0, sy: 1700 };
  assert.deepEqual([inSight(g, view, 0, 0), inSight(g, view, 110, 0), inSight(g, view, 199, 0)], [false, true, false]);
});

const STEPS = [
  ["ArrowRight", "ltr", { i: 2, j: 3 }], ["ArrowRight", "rtl", { i: 2, j: 1 }], ["ArrowUp", "ltr", { i: 1, j: 2 }],
  ["Home", "rtl", { i: 2, j: 0 }], ["End", "ltr", { i: 2, j: 5 }], ["PageDown", "ltr", { i: 4, j: 2 }], ["PageUp", "ltr", { i: 0, j: 2 }],
];
for (const [code, dir, to] of STEPS) {
  test(`${code} in a matrix whose columns run ${dir}`, () => assert.deepEqual(stepFrom(square(dir), { i: 2, j: 2 }, code, 3), to));
}

test("the first key goes to the first cell", () => assert.deepEqual(stepFrom(square(), null, "End", 3), { i: 0, j: 0 }));

test("aligners get shapes of their own, three are shown at first, and switches are kept", () => {
  const pair = aPair({ overlays: ["a", "b", "c", "d"].map((k) => links(k, [])).concat(GOLD) });
  const layers = layersOf(pair, {});
  assert.deepEqual(layers.map((l) => [l.key, l.shape, l.on]), [
    ["a", "circle", true], ["b", "diamond", true], ["c", "triangle", true], ["d", "wedge", false], ["gold", "corner", true],
    [":picks", "box", false],
  ]);
  const turned = layersOf(pair, { a: false, d: true, gold: false, ":picks": true });
  assert.deepEqual(turned.map((l) => l.on), [false, true, true, true, false, true]);
  assert.deepEqual(layersOf({ ...aPair(), rows: [] }, {}), []);
});

test("every shape is an outline that fits its cell", () => {
  for (const outline of Object.values(OUTLINES)) {
    assert.ok(outline.length >= 3);
    for (const [u, v] of outline) assert.ok(Math.max(Math.abs(u), Math.abs(v)) <= 1.2);
  }
});

test("a cell is read out layer by layer", () => {
  const pair = aPair({ overlays: [links("other", [[2, 3, 0.25], [4, 5, null]]), GOLD] });
  const read = (i, j, toggles = []) => valuesAt({ pair, toggles }, layersOf(pair, {}), { i, j }).map(({ name, text }) => `${name} ${text}`);
  assert.deepEqual(read(2, 3), ["x 0.400", "other 0.250", "gold possible"]);
  assert.deepEqual(read(0, 0), ["x 0.900", "other no link", "gold sure", "picked by method 1"]);
  assert.deepEqual(read(4, 5, [[4, 5, false]]), ["x 0.900, turned off", "other linked", "gold no link", "picked by method 1"]);
  assert.deepEqual(read(1, 1, [[1, 1, true]])[0], "x no link, turned on");
});

test("equal picks of several methods are one box with their places on the board", () => {
  const pair = aPair();
  const [row] = pair.rows;
  const moved = { ...row, entities: [{ ...row.entities[0], end: 2 }, row.entities[1], { start: 3, end: 4, label: "PER", source: "gone" }] };
  const picks = picksOf({ ...pair, rows: [row, moved] });
  assert.deepEqual(picks.map(({ columns, methods }) => [columns.start, columns.end, methods]), [[0, 1, [1]], [5, 6, [1, 2]], [0, 2, [2]]]);
});
