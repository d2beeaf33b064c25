/** JSON Forms rule conditions on an instance: when a part of a form is shown, asked or enabled. */
import { FORMATS } from "./formats.js";
import { compile } from "./schema.js";
import { at, has, parts, sameValue } from "./values.js";

/** "#/properties/a/properties/b" -> ["a", "b"]; "#" is the object that scopes start from. */
export const scopeParts = (scope) => parts(scope.slice(1)).filter((_, i) => i % 2 === 1);

const compiled = new WeakMap();

function test(schema) {
  if (typeof schema === "boolean") return () => schema;
  if (!compiled.has(schema)) compiled.set(schema, compile(schema, { formats: FORMATS }).valid);
  return compiled.get(schema);
}

/**
 * @param condition  {scope, schema, failWhenUndefined?} | {type: AND|OR, conditions} | {type: LEAF, scope, expectedValue}
 * @param data       the whole instance
 * @param {string} row  pointer of the object that scopes start from, "" for the instance itself
 */
export function holds(condition, data, row = "") {
  if (condition.type === "AND") return condition.conditions.every((c) => holds(c, data, row));
  if (condition.type === "OR") return condition.conditions.some((c) => holds(c, data, row));
  const value = at(data, [...parts(row), ...scopeParts(condition.scope)]);
  if (has(condition, "expectedValue") && !has(condition, "schema")) {
    return value !== undefined && sameValue(value, condition.expectedValue);
  }
  if (value === undefined) return !condition.failWhenUndefined;
  return test(condition.schema)(value);
}
