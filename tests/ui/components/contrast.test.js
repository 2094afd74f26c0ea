/** Contrast (WCAG 2) and colour-blind eyes (Machado et al. 2009, full severity) for every colour of the bench. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { LOOKS, coloursOf } from "../../../ui/components/bench/palette.js";

const BASE = readFileSync(new URL("../../../ui/components/bench/base.css", import.meta.url), "utf8");
/** Grounds and ink of both themes, as Streamlit has them. */
const THEMES = [
  { dark: false, papers: ["#ffffff"], ink: "#31333f" }, { dark: true, papers: ["#0e1117", "#171614"], ink: "#edebe8" },
];
const EYES = {
  usual: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  deuteranopia: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  protanopia: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
};

function linear(hex) {
  return [1, 3, 5].map((k) => {
    const v = parseInt(hex.slice(k, k + 2), 16) / 255;
    return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  });
}

function contrast(a, b) {
  const y = (hex) => linear(hex).reduce((sum, v, k) => sum + v * [0.2126, 0.7152, 0.0722][k], 0) + 0.05;
  const [x, z] = [y(a), y(b)];
  return Math.max(x, z) / Math.min(x, z);
}

function oklab(hex, eye) {
  const seen = EYES[eye].map((row) => Math.max(0, row.reduce((sum, v, k) => sum + v * linear(hex)[k], 0)));
  const mix = (m, v) => m.map((row) => row.reduce((sum, x, k) => sum + x * v[k], 0));
  const lms = mix([[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566], [0.0883024619, 0.2817188376, 0.6299787005]], seen);
  return mix([[0.2104542553, 0.793617785, -0.0040720468], [1.9779984951, -2.428592205, 0.4505937099], [0.0259040371, 0.7827717662, -0.808675766]], lms.map(Math.cbrt));
}

function apart(a, b, eye) {
  const [x, y] = [oklab(a, eye), oklab(b, eye)];
  return Math.hypot(...x.map((v, k) => v - y[k]));
}

function named(dark) {
  const rule = dark ? BASE.match(/\[data-theme="dark"\] \{([^}]*)\}/)[1] : BASE.slice(0, BASE.indexOf("}"));
  return Object.fromEntries([...rule.matchAll(/--(accent|good|bad|warm): (#[0-9a-f]{6})/g)].map(([, name, hex]) => [name, hex]));
}

for (const { dark, papers, ink } of THEMES) {
  const theme = dark ? "dark" : "light";
  test(`every label can be read, and its box be seen: ${theme}`, () => {
    for (let look = 0; look < LOOKS; look += 1) {
      const c = coloursOf(look, dark);
      assert.ok(contrast(c.text, c.fill) >= 4.5, `name ${look} on its fill: ${contrast(c.text, c.fill).toFixed(2)}`);
      assert.ok(contrast(c.onSolid, c.solid) >= 4.5, `name ${look} on solid: ${contrast(c.onSolid, c.solid).toFixed(2)}`);
      assert.ok(contrast(ink, c.fill) >= 4.5, `word ${look} on its fill: ${contrast(ink, c.fill).toFixed(2)}`);
      for (const paper of papers) {
        assert.ok(contrast(c.text, paper) >= 4.5, `name ${look} on ${paper}`);
        assert.ok(contrast(c.line, paper) >= 3, `border ${look} on ${paper}: ${contrast(c.line, paper).toFixed(2)}`);
        assert.ok(contrast(c.solid, paper) >= 3, `curve and cell ${look} on ${paper}: ${contrast(c.solid, paper).toFixed(2)}`);
      }
    }
  });

  test(`signs, waves and words of warning can be read: ${theme}`, () => {
    const colours = named(dark);
    assert.deepEqual(Object.keys(colours).sort(), ["accent", "bad", "good", "warm"]);
    for (const [name, hex] of Object.entries(colours)) {
      for (const paper of papers) assert.ok(contrast(hex, paper) >= 4.5, `${name} on ${paper}: ${contrast(hex, paper).toFixed(2)}`);
    }
  });

  for (const eye of Object.keys(EYES)) {
    test(`labels stay apart to ${eye} eyes: ${theme}`, () => {
      for (const [many, least] of [[4, 0.1], [6, 0.06], [10, 0.03]]) {
        for (let a = 0; a < many; a += 1) {
          for (let b = a + 1; b < many; b += 1) {
            for (const part of ["line", "solid"]) {
              const d = apart(coloursOf(a, dark)[part], coloursOf(b, dark)[part], eye);
              assert.ok(d >= least, `${part} ${a} and ${b} of ${many}: ${d.toFixed(3)}`);
            }
          }
        }
      }
    });
  }
}
