/** The browser's engine on the same truth tables that the server's is held to. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { holds } from "../../static/js/engine/conditions.js";
import { evaluate } from "../../static/js/engine/expressions.js";
import { FORMATS } from "../../static/js/engine/formats.js";
import { Unsupported, compile } from "../../static/js/engine/schema.js";
import { READERS, Unreadable } from "../../static/js/engine/typed.js";

const table = (name) => JSON.parse(readFileSync(new URL(`../shared_cases/${name}.json`, import.meta.url), "utf8"));
const escaped = (part) => String(part).replaceAll("~", "~0").replaceAll("/", "~1");

for (const { note, condition, text, at, expect } of table("conditions/conditions").cases) {
  test(`condition: ${note}`, () => assert.equal(holds(condition, JSON.parse(text), at), expect));
}

const { cases, context } = table("expressions/operators");
for (const { note, expression, text, at, expect } of cases) {
  test(`expression: ${note}`, () => assert.deepEqual(evaluate(expression, JSON.parse(text), { ...context, now: "2026-03-05T09:30" }, at) ?? null, expect));
}

for (const { note, format, text, expect } of table("formats/formats").cases) {
  test(`format: ${note}`, () => assert.equal(FORMATS[format](text), expect));
}

for (const { note, schema, text, expect } of table("keywords/keywords").cases) {
  test(`keyword: ${note}`, () => {
    const found = compile(schema, { formats: FORMATS }).issues(JSON.parse(text))
      .map(({ path, keyword, params }) => [path.map((part) => `/${escaped(part)}`).join(""), keyword, params]);
    const sorted = (list) => list.map((issue) => JSON.stringify(issue)).sort();
    assert.deepEqual(sorted(found), sorted(expect));
  });
}

for (const { note, schema } of table("keywords/refused").cases.filter((one) => one.browser)) {
  test(`refused: ${note}`, () => assert.throws(() => compile(schema, { formats: FORMATS }), Unsupported));
}

for (const { note, as, text, expect } of table("reading/typed").cases) {
  test(`typed ${note}`, () => {
    const value = READERS[as](text);
    assert.deepEqual(value instanceof Unreadable ? { unreadable: value.code } : value ?? null, expect);
  });
}
