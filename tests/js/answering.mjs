/** Answers questions about schemas, a line of JSON each, for the test that compares this engine with the server's. */
import { createInterface } from "node:readline";

import { FORMATS } from "../../static/js/engine/formats.js";
import { compile } from "../../static/js/engine/schema.js";

const escaped = (part) => String(part).replaceAll("~", "~0").replaceAll("/", "~1");

for await (const line of createInterface({ input: process.stdin })) {
  const { schema, value } = JSON.parse(line);
  const issues = compile(schema, { formats: FORMATS }).issues(value)
    .map(({ path, keyword }) => [path.map((part) => `/${escaped(part)}`).join(""), keyword]);
  process.stdout.write(`${JSON.stringify(issues)}\n`);
}
