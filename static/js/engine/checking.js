/** A whole form handed in: what is wrong with it, and the record it makes. The twin of the server's checking. */
import { evaluate } from "./expressions.js";
import { FORMATS } from "./formats.js";
import { compile } from "./schema.js";
import { occurrences, place, settle, shown } from "./settling.js";
import { isObject } from "./values.js";

const escaped = (part) => String(part).replaceAll("~", "~0").replaceAll("/", "~1");
export const pointerOf = (path) => path.map((part) => `/${escaped(part)}`).join("");
const above = (pattern) => (pattern.includes("*") ? pattern.slice(0, pattern.lastIndexOf("*") + 1) : "");

/**
 * @param known   the page's data block
 * @param where   the conditional places of the page: {pointer, condition, below}
 * @param raw     the instance as typed; blank rows may stand in it
 * @returns {{data: object, problems: {pointer, code, severity}[]}}  `code`: a schema keyword, or `check.<id>`;
 *          pointers are those of `raw`
 */
export function finished(known, where, raw, context) {
  const settled = settle({ ...known, where }, raw, context);
  const { value: data, moved } = dense(settled.data);
  known.compiled ??= compile(known.schema, { formats: FORMATS });
  const original = (pointer) => {
    const [now, before] = moved.find(([here]) => pointer === here || pointer.startsWith(`${here}/`)) ?? ["", ""];
    return before + pointer.slice(now.length);
  };
  const problems = [
    ...known.compiled.issues(data).map(({ path, keyword }) => ({ pointer: original(pointerOf(path)), code: keyword, severity: "error" })),
    ...failing(known, where, data, context).map((problem) => ({ ...problem, pointer: original(problem.pointer) })),
  ];
  return { data, problems };
}

function failing(known, where, data, context) {
  return known.checks.flatMap((check) => {
    const row = above(check.pattern), rest = check.pattern.slice(row.length);
    return (row ? occurrences(data, row) : [""])
      .filter((at) => stands(known, where, data, at + rest))
      .filter((at) => evaluate(check.that, data, context, at) === false)
      .map((at) => ({ pointer: at + rest, code: `check.${check.id}`, severity: check.severity ?? "error" }));
  });
}

/** Whether no condition of the page hides what is at a pointer. */
function stands(known, where, data, pointer) {
  return where.every(({ pointer: at, condition, below = [at] }) => {
    const concerned = below.some((each) => each && place(each.replaceAll(/\/\d+(?=\/|$)/g, "/*"), pointer) === pointer);
    return !concerned || shown(known.conditions[condition], data, pointer);
  });
}

/** Without rows in which nothing was answered; `moved` says which row now stands where another stood, innermost first. */
function dense(value, at = "", before = "") {
  if (Array.isArray(value)) return denseRows(value, at, before);
  if (!isObject(value)) return { value, moved: [] };
  const moved = [], kept = {};
  for (const [name, inner] of Object.entries(value)) {
    const step = `/${escaped(name)}`, found = dense(inner, at + step, before + step);
    moved.push(...found.moved);
    if (!Array.isArray(inner) || found.value.length) kept[name] = found.value;
  }
  return { value: kept, moved };
}

function denseRows(list, at, before) {
  const moved = [], kept = [];
  list.forEach((row, i) => {
    if (isObject(row) && !Object.keys(row).some((name) => name !== "_id")) return;
    const now = `${at}/${kept.length}`, found = dense(row, now, `${before}/${i}`);
    moved.push(...found.moved);
    if (kept.length !== i) moved.push([now, `${before}/${i}`]);
    kept.push(found.value);
  });
  return { value: kept, moved };
}
