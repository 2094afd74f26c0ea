/** ESLint: the recommended rules, and the few that guard this project's own promises. */
import js from "@eslint/js";

const browser = [
  "window", "document", "performance", "crypto", "getComputedStyle", "setTimeout", "clearTimeout",
  "ResizeObserver", "HTMLElement", "localStorage",
];
const node = ["process", "console", "URL", "structuredClone"];
const readable = (names) => Object.fromEntries(names.map((name) => [name, "readonly"]));

/** Text enters the page through textContent only. */
const markup = ["innerHTML", "outerHTML", "insertAdjacentHTML", "write", "createContextualFragment"];

export default [
  { ignores: ["node_modules/**", ".venv/**", "workspace/**", "build/**"] },
  js.configs.recommended,
  {
    files: ["ui/components/**/*.js"],
    languageOptions: { ecmaVersion: 2022, sourceType: "module", globals: readable(browser) },
    rules: {
      "complexity": ["error", 14],
      "eqeqeq": "error",
      "max-lines": ["error", 400],
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "no-restricted-properties": ["error", ...markup.map((property) => ({
        property, message: "Use textContent: what people bring in is text, never markup.",
      }))],
      "no-restricted-globals": ["error", "fetch", "XMLHttpRequest", "WebSocket", "EventSource"],
      "no-shadow": "error",
      "no-var": "error",
      "prefer-const": "error",
    },
  },
  {
    files: ["tests/ui/components/**/*.js", "tests/ui/components/**/*.mjs", "eslint.config.js"],
    languageOptions: { ecmaVersion: 2022, sourceType: "module", globals: readable(node) },
  },
];
