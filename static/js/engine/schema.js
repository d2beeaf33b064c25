/**
 * Checks an instance against a JSON Schema of the project's subset, with the same verdicts and the same
 * (path, keyword, parameters) as the server; whatever lies outside the subset is refused when the form is compiled.
 */
import { codePoints, has, isObject, isWhole, multipleOf, sameValue } from "./values.js";

/** A schema says something that this evaluator does not know; it is never evaluated in part. */
export class Unsupported extends Error {
  constructor(keyword, where) {
    super(`${where || "#"}: ${keyword} is outside the subset`);
    this.keyword = keyword;
    this.where = where;
  }
}

const ANNOTATIONS = new Set([
  "$schema", "$id", "$comment", "$defs", "title", "description", "default", "readOnly", "writeOnly",
  "deprecated", "examples", "i18n", "contentMediaType", "contentEncoding",
  // Read together with their partner below.
  "then", "else", "minContains", "maxContains",
]);

/** A path is a linked list while checking, an array only in what is reported. */
const step = (path, key) => ({ up: path, key });
const asArray = (path) => {
  const keys = [];
  for (let at = path; at; at = at.up) keys.push(at.key);
  return keys.reverse();
};

/** One check: (value, out, path) -> boolean; `out === null` asks for the verdict alone and stops at the first failure. */
const fail = (keyword, params) => (out, path) => {
  if (out) out.push({ path: asArray(path), keyword, params });
  return false;
};
const simple = (applies, test, keyword, params = {}) => {
  const report = fail(keyword, params);
  return (v, out, path) => !applies(v) || test(v) || report(out, path);
};
/** All parts are asked, so that every problem is found; without `out` the first failure ends it. */
const all = (checks) => (v, out, path) => {
  let good = true;
  for (const check of checks) {
    if (check(v, out, path)) continue;
    good = false;
    if (!out) return false;
  }
  return good;
};

const TYPES = {
  string: (v) => typeof v === "string",
  number: (v) => typeof v === "number",
  integer: (v) => typeof v === "number" && isWhole(v),
  boolean: (v) => typeof v === "boolean",
  null: (v) => v === null,
  array: Array.isArray,
  object: isObject,
};
const numeric = TYPES.number, textual = TYPES.string;

const KEYWORDS = {
  type(names, { where }) {
    const wanted = [].concat(names);
    const tests = wanted.map((n) => TYPES[n] ?? refuse(`type ${n}`, where));
    return simple(() => true, (v) => tests.some((t) => t(v)), "type", { types: [...wanted].sort() });
  },
  const: (value) => simple(() => true, (v) => sameValue(v, value), "const", { expected_value: value }),
  enum: (values) => simple(() => true, (v) => values.some((x) => sameValue(v, x)), "enum", { options: values }),

  minLength: (n) => simple(textual, (v) => codePoints(v) >= n, "minLength", { limit: n }),
  maxLength: (n) => simple(textual, (v) => codePoints(v) <= n, "maxLength", { limit: n }),
  pattern(source, { where }) {
    const pattern = regex(source, where);
    return simple(textual, (v) => pattern.test(v), "pattern", { pattern: source });
  },
  format(name, { formats, where }) {
    const test = has(formats, name) ? formats[name] : refuse(`format ${name}`, where);
    return simple(textual, test, "format", { format: name });
  },

  minimum: (n) => simple(numeric, (v) => v >= n, "minimum", { limit: n }),
  maximum: (n) => simple(numeric, (v) => v <= n, "maximum", { limit: n }),
  exclusiveMinimum: (n) => simple(numeric, (v) => v > n, "exclusiveMinimum", { limit: n }),
  exclusiveMaximum: (n) => simple(numeric, (v) => v < n, "exclusiveMaximum", { limit: n }),
  multipleOf: (n) => simple(numeric, (v) => multipleOf(v, n), "multipleOf", { multiple_of: n }),

  minItems: (n) => simple(Array.isArray, (v) => v.length >= n, "minItems", { limit: n }),
  maxItems: (n) => simple(Array.isArray, (v) => v.length <= n, "maxItems", { limit: n }),
  uniqueItems: (on) => simple(Array.isArray, (v) => !on || distinct(v), "uniqueItems"),
  minProperties: (n) => simple(isObject, (v) => Object.keys(v).length >= n, "minProperties", { limit: n }),
  maxProperties: (n) => simple(isObject, (v) => Object.keys(v).length <= n, "maxProperties", { limit: n }),

  required: (names) => all(names.map((n) => missing(n, isObject))),
  dependentRequired: (table) => all(Object.entries(table).flatMap(([given, names]) =>
    names.map((n) => missing(n, (v) => isObject(v) && has(v, given))))),

  properties(table, context) {
    const checks = Object.entries(table).map(([name, schema]) => [name, build(schema, context, `properties/${name}`)]);
    return (v, out, path) => {
      if (!isObject(v)) return true;
      let good = true;
      for (const [n, check] of checks) {
        if (!has(v, n) || check(v[n], out, out && step(path, n))) continue;
        good = false;
        if (!out) return false;
      }
      return good;
    };
  },
  patternProperties(table, context) {
    const checks = Object.entries(table)
      .map(([source, schema]) => [regex(source, context.where), build(schema, context, `patternProperties/${source}`)]);
    return (v, out, path) => !isObject(v) || all(Object.keys(v).flatMap((n) => checks.filter(([p]) => p.test(n))
      .map(([, check]) => (_, o, at) => check(v[n], o, step(at, n)))))(v, out, path);
  },
  additionalProperties(schema, context) {
    const declared = new Set(Object.keys(context.schema.properties ?? {}));
    const patterns = Object.keys(context.schema.patternProperties ?? {}).map((s) => regex(s, context.where));
    const extra = (v) => Object.keys(v).filter((n) => !declared.has(n) && !patterns.some((p) => p.test(n)));
    if (schema === false) {
      return (v, out, path) => {
        const unexpected = isObject(v) ? extra(v) : [];
        return !unexpected.length || fail("additionalProperties", { unexpected })(out, path);
      };
    }
    const check = build(schema, context, "additionalProperties");
    return (v, out, path) => !isObject(v) || all(extra(v).map((n) => (_, o, p) => check(v[n], o, step(p, n))))(v, out, path);
  },
  propertyNames(schema, context) {
    const check = build(schema, context, "propertyNames");
    return simple(isObject, (v) => Object.keys(v).every((n) => check(n, null, null)), "propertyNames");
  },
  dependentSchemas(table, context) {
    const checks = Object.entries(table).map(([n, s]) => [n, build(s, context, `dependentSchemas/${n}`)]);
    return (v, out, path) => !isObject(v) || all(checks.filter(([n]) => has(v, n)).map(([, c]) => c))(v, out, path);
  },

  prefixItems(schemas, context) {
    const checks = schemas.map((s, i) => build(s, context, `prefixItems/${i}`));
    return (v, out, path) => !Array.isArray(v)
      || all(checks.slice(0, v.length).map((c, i) => (_, o, p) => c(v[i], o, step(p, i))))(v, out, path);
  },
  items(schema, context) {
    const check = build(schema, context, "items"), first = context.schema.prefixItems?.length ?? 0;
    return (v, out, path) => !Array.isArray(v)
      || all(v.slice(first).map((x, i) => (_, o, p) => check(x, o, step(p, first + i))))(v, out, path);
  },
  contains(schema, context) {
    const check = build(schema, context, "contains");
    const { minContains = 1, maxContains = Infinity } = context.schema;
    return simple(Array.isArray, (v) => {
      const n = v.filter((x) => check(x, null, null)).length;
      return n >= minContains && n <= maxContains;
    }, "contains");
  },

  allOf: (schemas, context) => all(schemas.map((s, i) => build(s, context, `allOf/${i}`))),
  anyOf(schemas, context) {
    const checks = schemas.map((s, i) => build(s, context, `anyOf/${i}`));
    return simple(() => true, (v) => checks.some((c) => c(v, null, null)), "anyOf");
  },
  oneOf(schemas, context) {
    const checks = schemas.map((s, i) => build(s, context, `oneOf/${i}`));
    return simple(() => true, (v) => checks.filter((c) => c(v, null, null)).length === 1, "oneOf");
  },
  not(schema, context) {
    const check = build(schema, context, "not");
    return simple(() => true, (v) => !check(v, null, null), "not");
  },
  if(schema, context) {
    const test = build(schema, context, "if");
    const then = build(context.schema.then ?? true, context, "then");
    const otherwise = build(context.schema.else ?? true, context, "else");
    return (v, out, path) => (test(v, null, null) ? then : otherwise)(v, out, path);
  },
  $ref(pointer, context) {
    // Built when first used: the server refuses circular references at publishing, so this ends.
    let check;
    const target = resolve(context.root, pointer) ?? refuse(`$ref ${pointer}`, context.where);
    return (v, out, path) => (check ??= build(target, context, pointer))(v, out, path);
  },
};

/** What is missing is told at its own place, where the person has to fill it in. */
function missing(name, applies) {
  const report = fail("required", { property: name });
  return (v, out, path) => !applies(v) || has(v, name) || report(out, out && step(path, name));
}

function refuse(keyword, where) {
  throw new Unsupported(keyword, where);
}

function regex(source, where) {
  try {
    return new RegExp(source, "u");
  } catch {
    return refuse(`pattern ${source}`, where);
  }
}

function distinct(list) {
  return list.every((x, i) => !list.slice(0, i).some((y) => sameValue(x, y)));
}

function resolve(root, pointer) {
  if (!pointer.startsWith("#")) return undefined;
  return pointer.slice(1).split("/").slice(1)
    .map((part) => decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~"))
    .reduce((at, part) => (at !== undefined && at !== null && has(at, part) ? at[part] : undefined), root);
}

function build(schema, context, part) {
  const where = `${context.where}/${part}`;
  if (schema === true) return () => true;
  if (schema === false) return (_, out, path) => fail("falseSchema", {})(out, path);
  const inner = { ...context, schema, where };
  const checks = Object.keys(schema).filter((k) => !ANNOTATIONS.has(k) && !k.startsWith("x-"))
    .map((keyword) => (has(KEYWORDS, keyword) ? KEYWORDS[keyword](schema[keyword], inner) : refuse(keyword, where)));
  return checks.length === 1 ? checks[0] : all(checks);
}

/**
 * @param {object|boolean} schema  2020-12, the project's subset
 * @param {{formats?: Object<string, (text: string) => boolean>}} options
 * @returns {{valid: (v) => boolean, issues: (v) => {path: Array, keyword: string, params: object}[]}}
 * @throws {Unsupported} for anything outside the subset
 */
export function compile(schema, { formats = {} } = {}) {
  const check = build(schema, { root: schema, formats, where: "#", schema }, "");
  return {
    valid: (v) => check(v, null, null),
    issues(v) {
      const out = [];
      check(v, out, null);
      return out;
    },
  };
}
