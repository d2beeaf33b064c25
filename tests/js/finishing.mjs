/** Finishes forms as a tablet does, a line of JSON each: {name, known} makes a form known, {name, where, data, context} finishes one. */
import { createInterface } from "node:readline";

import { finished } from "../../static/js/engine/checking.js";

const forms = new Map();

for await (const line of createInterface({ input: process.stdin })) {
  const { name, known, where, data, context } = JSON.parse(line);
  if (known) forms.set(name, known);
  else process.stdout.write(`${JSON.stringify(finished(forms.get(name), where, data, context))}\n`);
}
