/** Which parts are hidden and what is computed, until neither changes the other: the twin of the server's settling. */
import { holds } from "./conditions.js";
import { evaluate } from "./expressions.js";
import { at, isObject, parts } from "./values.js";

/** A pattern with its "*" filled from a concrete pointer that goes through the same rows. */
export function place(pattern, pointer) {
  if (!pattern.includes("*")) return pattern;
  const concrete = parts(pointer);
  return parts(pattern).map((part, i) => `/${part === "*" && i < concrete.length ? concrete[i] : part}`).join("");
}

const passes = (rule, data, pointer) => {
  const held = holds(rule.condition, data, place(rule.base ?? "", pointer));
  return rule.effect === "HIDE" ? !held : held;
};
/** Shown when every rule of one of the routes passes. */
export const shown = (condition, data, pointer) => condition.any.some((route) => route.every((rule) => passes(rule, data, pointer)));

/** Concrete pointers of a pattern in the data. */
export function occurrences(data, pattern) {
  return parts(pattern).reduce((found, part) => found.flatMap((pointer) => {
    if (part !== "*") return [`${pointer}/${part}`];
    const list = at(data, parts(pointer));
    return Array.isArray(list) ? list.map((_, i) => `${pointer}/${i}`) : [];
  }), [""]);
}

/** The data with another value at a pointer; `undefined` takes it away. Nothing is changed in place. */
export function withValue(data, path, value) {
  if (!path.length) return value;
  const [part, ...rest] = path;
  const copy = Array.isArray(data) ? [...data] : { ...(isObject(data) ? data : {}) };
  const inner = rest.length ? withValue(copy[part], rest, value) : value;
  if (inner === undefined && !Array.isArray(copy)) delete copy[part];
  else copy[part] = inner;
  return copy;
}

/**
 * @param {{conditions, expressions, where: {pointer, condition}[]}} form  `where`: the conditional places of the page
 * @returns {{data, hidden: Set<number>}} settled data, and the places of `where` that are hidden
 */
export function settle(form, raw, context) {
  let current = compute(form, raw, context), hidden = new Set();
  for (let round = 0; round <= form.where.length + form.expressions.length; round += 1) {
    hidden = new Set(form.where.flatMap(({ pointer, condition }, i) => (shown(form.conditions[condition], current, pointer) ? [] : [i])));
    const visible = [...hidden].reduce((data, i) => (form.where[i].below ?? [form.where[i].pointer])
      .reduce((d, pointer) => (pointer && at(d, parts(pointer)) !== undefined ? withValue(d, parts(pointer), undefined) : d), data), raw);
    const following = compute(form, visible, context);
    if (JSON.stringify(following) === JSON.stringify(current)) break;
    current = following;
  }
  return { data: current, hidden };
}

function compute(form, data, context) {
  for (const { pattern, base = "", compute: expression, when } of form.expressions) {
    const row = pattern.includes("*") ? pattern.slice(0, pattern.lastIndexOf("*") + 1) : "";
    for (const pointer of occurrences(data, pattern)) {
      const here = row ? place(row, pointer) : base && place(base, pointer);
      if (when && !holds(when, data, here)) continue;
      const value = evaluate(expression, data, context, here);
      const empty = value === undefined || value === null || value === "" || (Array.isArray(value) && !value.length);
      data = withValue(data, parts(pointer), empty ? undefined : value);
    }
  }
  return data;
}
