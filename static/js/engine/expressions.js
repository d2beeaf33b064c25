/** Computed values and cross-field checks: one operator table, the twin of the server's, held equal by shared cases. */
import { holds } from "./conditions.js";
import { isDate, isLocalDateTime, isLocalTime } from "./formats.js";
import { at, codePoints, gather, has, isNumber, isObject, isWhole, parts, sameValue } from "./values.js";

const DAY = 86_400_000;
const LAST_DAY = Date.parse("9999-12-31T00:00:00Z"), FIRST_DAY = Date.parse("0001-01-01T00:00:00Z");
const iso = (ms) => (ms >= FIRST_DAY && ms <= LAST_DAY ? new Date(ms).toISOString().slice(0, 10) : undefined);
/** Whole numbers without fraction, nothing for what is not finite. */
const tidy = (n) => (Number.isFinite(n) ? n : undefined);
/** Arguments with lists opened one level and missing ones left out. */
const flat = (args) => args.flat(1).filter((x) => x !== undefined);

/** The day of a date or date-time as milliseconds, undefined for anything else. */
function day(value) {
  if (typeof value !== "string" || !(isDate(value) || isLocalDateTime(value))) return undefined;
  return Date.parse(`${value.slice(0, 10)}T00:00:00Z`);
}
const days = (args) => {
  const found = args.map(day);
  return args.length === 2 && !found.includes(undefined) ? found : undefined;
};

function kind(value) {
  if (isNumber(value)) return "number";
  if (typeof value !== "string") return "";
  if (isDate(value)) return "date";
  return isLocalDateTime(value) ? "date-time" : isLocalTime(value) ? "time" : "";
}
/** 08:30 and 08:30:00 are one moment. */
const ordered = (v) => (typeof v === "string" && (v.length === 5 || v.length === 16) ? `${v}:00` : v);

const compare = (test) => ([a, b, ...more]) => {
  if (more.length || !kind(a) || kind(a) !== kind(b)) return undefined;
  return test(ordered(a), ordered(b));
};
const extreme = (better) => (args) => {
  const values = flat(args), kinds = new Set(values.map(kind));
  if (kinds.size !== 1 || kinds.has("")) return undefined;
  return values.reduce((best, v) => (better(ordered(v), ordered(best)) ? v : best));
};
const equal = (args) => {
  if (args.length !== 2 || args.includes(undefined)) return undefined;
  const clock = args.every((v) => ["time", "date-time"].includes(kind(v)));
  return clock ? ordered(args[0]) === ordered(args[1]) : sameValue(args[0], args[1]);
};
const pair = (test) => (args) => (args.length === 2 && args.every(isNumber) ? test(...args) : undefined);
const text = (value) => (typeof value === "object" ? JSON.stringify(value) : String(value));

/** Working days after `from` up to and with `to`; negative the other way round. */
function workingDays(from, to, { off, work }) {
  let n = 0;
  for (let d = Math.min(from, to) + DAY; d <= Math.max(from, to); d += DAY) {
    const weekend = [0, 6].includes(new Date(d).getUTCDay()), written = iso(d);
    if (work.includes(written) || (!weekend && !off.includes(written))) n += 1;
  }
  return from <= to ? n : -n;
}

function age(args) {
  const both = days(args);
  if (!both || both[1] < both[0]) return undefined;
  const [b, w] = both.map((ms) => new Date(ms));
  const early = w.getUTCMonth() < b.getUTCMonth() || (w.getUTCMonth() === b.getUTCMonth() && w.getUTCDate() < b.getUTCDate());
  return w.getUTCFullYear() - b.getUTCFullYear() - (early ? 1 : 0);
}

function rounded(value, digits) {
  const scale = 10 ** digits;
  return Math.floor(value * scale + 0.5) / scale;
}

const OPERATORS = {
  sum(args) {
    const n = flat(args).filter(isNumber);
    return n.length ? tidy(n.reduce((a, b) => a + b, 0)) : undefined;
  },
  count: (args) => flat(args).length,
  count_true: (args) => flat(args).filter((value) => value === true).length,
  product(args) {
    const values = flat(args);
    if (args.includes(undefined) || !values.length || !values.every(isNumber)) return undefined;
    return tidy(values.reduce((a, b) => a * b, 1));
  },
  difference: pair((a, b) => tidy(a - b)),
  ratio: pair((a, b) => (b === 0 ? undefined : tidy(a / b))),
  ceiling: ([v, ...more]) => (isNumber(v) && !more.length ? tidy(Math.ceil(v) + 0) : undefined),
  min: extreme((a, b) => a < b),
  max: extreme((a, b) => a > b),
  first_of: (args) => flat(args).find((v) => v !== null),
  age_at: age,
  days_between(args) {
    const both = days(args);
    return both && Math.round((both[1] - both[0]) / DAY);
  },
  /** Hours between two times of one day, to one decimal. */
  hours_between(args) {
    if (args.length !== 2 || !args.every((v) => typeof v === "string" && isLocalTime(v))) return undefined;
    const [first, last] = args.map((v) => Number(v.slice(0, 2)) * 60 + Number(v.slice(3, 5)));
    return last >= first ? tidy(rounded((last - first) / 60, 1)) : undefined;
  },
  round(args) {
    if (args.length !== 2 || !args.every(isNumber) || !isWhole(args[1]) || args[1] < 0 || args[1] > 6) return undefined;
    return tidy(rounded(args[0], args[1]));
  },
  working_days_between(args, context) {
    const both = days(args);
    return both && context.calendar ? workingDays(...both, context.calendar) : undefined;
  },
  add_days([date, n]) {
    const from = day(date);
    return from === undefined || !isNumber(n) || !isWhole(n) ? undefined : iso(from + n * DAY);
  },
  /** 29 February becomes 28 February where there is none. */
  add_years([date, n]) {
    const from = day(date);
    if (from === undefined || !isNumber(n) || !isWhole(n)) return undefined;
    const [year, month, dayOfMonth] = date.slice(0, 10).split("-").map(Number), then = year + n;
    if (then < 1 || then > 9999) return undefined;
    const written = `${String(then).padStart(4, "0")}-${date.slice(5, 10)}`;
    return isDate(written) || month !== 2 || dayOfMonth !== 29 ? written : `${written.slice(0, 8)}28`;
  },
  date_of: (args) => (args.length === 1 && day(args[0]) !== undefined ? args[0].slice(0, 10) : undefined),
  /** A code that is written in digits, as a number. */
  number([v]) {
    if (isNumber(v)) return v;
    return typeof v === "string" && /^-?[0-9]{1,15}(\.[0-9]{1,6})?$/.test(v) ? Number(v) : undefined;
  },
  /** The code of the highest limit that the value reaches. */
  band([value, bands]) {
    if (!isNumber(value) || !Array.isArray(bands)) return undefined;
    const reached = bands.filter((b) => Array.isArray(b) && b.length === 2 && isNumber(b[0]) && b[0] <= value);
    return reached.length ? reached.reduce((a, b) => (b[0] > a[0] ? b : a))[1] : undefined;
  },
  join([list, separator]) {
    if (!Array.isArray(list) || typeof separator !== "string" || !list.length) return undefined;
    return list.map(text).join(separator);
  },
  concat(args) {
    if (!args.length || args.some((v) => v === undefined || (v !== null && typeof v === "object"))) return undefined;
    return args.map(text).join("");
  },
  eq: equal,
  ne(args) {
    const same = equal(args);
    return same === undefined ? undefined : !same;
  },
  lt: compare((a, b) => a < b),
  le: compare((a, b) => a <= b),
  gt: compare((a, b) => a > b),
  ge: compare((a, b) => a >= b),
  and: (args) => (args.includes(false) ? false : args.every((v) => v === true) ? true : undefined),
  or: (args) => (args.includes(true) ? true : args.every((v) => v === false) ? false : undefined),
  not: (args) => (args.length === 1 && typeof args[0] === "boolean" ? !args[0] : undefined),
  length([value, ...more]) {
    if (more.length) return undefined;
    return Array.isArray(value) ? value.length : typeof value === "string" ? codePoints(value) : undefined;
  },
  contains([list, wanted]) {
    return Array.isArray(list) && wanted !== undefined ? list.some((v) => sameValue(v, wanted)) : undefined;
  },
  is_empty([v]) {
    return v === undefined || v === null || v === "" || (typeof v === "object" && !Object.keys(v).length);
  },
  distinct(args) {
    if (args.length !== 1 || !Array.isArray(args[0])) return undefined;
    return args[0].filter((v, i, list) => list.findIndex((other) => sameValue(v, other)) === i);
  },
};

const OPERAND = ["field", "fact", "today", "now", "op"];

/** With a leading slash from the root, else from the row. */
const fieldParts = (name, row) => (name.startsWith("/") || !name ? parts(name) : [...parts(row), ...parts(`/${name}`)]);

/**
 * @param expression  an operand, {"op", "args"}, or a JSON value that stands for itself
 * @param {{today: string, now: string, facts?: object, calendar?: {off: string[], work: string[]}}} context
 * @param {string} row  pointer of the row that names without a leading slash start from
 * @returns the value, or undefined when an operand it needs is missing
 */
export function evaluate(expression, data, context, row = "") {
  if (!isObject(expression) || !OPERAND.some((key) => has(expression, key))) return expression;
  if (has(expression, "op")) return operate(expression, data, context, row);
  if (has(expression, "field")) return gather(data, fieldParts(expression.field, row));
  if (has(expression, "fact")) return at(context.facts ?? {}, expression.fact.split(".")) ?? undefined;
  return has(expression, "today") ? context.today : context.now;
}

function operate(expression, data, context, row) {
  const { op, args = [] } = expression;
  if (op === "if") {
    return evaluate(expression[holds(expression.condition, data, row) ? "then" : "else"], data, context, row);
  }
  return has(OPERATORS, op) ? OPERATORS[op](args.map((a) => evaluate(a, data, context, row)), context) : undefined;
}
