/** Runs of words against the direction of their sentence: a Latin name of two words in Arabic. */

const RTL = /\p{Script=Arabic}|\p{Script=Hebrew}|\p{Script=Syriac}|\p{Script=Thaana}|\p{Script=Nko}|\p{Script=Adlam}/u;
const LETTER = /\p{L}/u;
const NUMBER = /^\p{Nd}/u;

/**
 * Return how a word runs: by its first letter, a number, or neither.
 * @param {string} token
 * @returns {"ltr" | "rtl" | "number" | "neutral"}
 */
function directionOf(token) {
  for (const c of token) if (LETTER.test(c)) return RTL.test(c) ? "rtl" : "ltr";
  return NUMBER.test(token) ? "number" : "neutral";
}

/**
 * Return stretches `[start, end)` of two or more words that run against the sentence, as plain text
 * would show them: numbers go with the word before them, punctuation only between two such words.
 * @param {string[]} tokens
 * @param {"ltr" | "rtl"} dir of the sentence
 * @returns {[number, number][]}
 */
export function counterRuns(tokens, dir) {
  const against = dir === "rtl" ? "ltr" : "rtl";
  const kinds = tokens.map(directionOf);
  /** @type {[number, number][]} */
  const runs = [];
  for (let i = 0; i < tokens.length; i += 1) {
    if (kinds[i] !== against) continue;
    let end = i + 1;
    for (let k = end; k < tokens.length && kinds[k] !== dir; k += 1) {
      if (kinds[k] !== "neutral") end = k + 1;
    }
    if (end - i > 1) runs.push([i, end]);
    i = end - 1;
  }
  return runs;
}
