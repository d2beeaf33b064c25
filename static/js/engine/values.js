/** How two JSON values are found, compared and measured, the way the server does it. `undefined` is "nothing there". */

export const has = (object, name) => Object.prototype.hasOwnProperty.call(object, name);
export const isObject = (v) => v !== null && typeof v === "object" && !Array.isArray(v);
export const isNumber = (v) => typeof v === "number";
export const isWhole = (n) => Number.isFinite(n) && Math.floor(n) === n;

/** Length in code points: 𠮷 is one. */
export function codePoints(text) {
  let n = 0;
  for (const _ of text) n += 1;
  return n;
}

/** JSON equality: objects by their members, numbers by value, nothing coerced. */
export function sameValue(a, b) {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((n) => has(b, n) && sameValue(a[n], b[n]));
}

/** The decimal digits of the shortest printed form, as [digits, exponent]: 0.07 -> [7n, -2]. */
function decimal(n) {
  const [mantissa, power = "0"] = String(n).split("e");
  const [whole, fraction = ""] = mantissa.split(".");
  return [BigInt(whole + fraction), Number(power) - fraction.length];
}

/** Whether n is a multiple of step, in decimals: float division gets 19.99 / 0.01 wrong. */
export function multipleOf(n, step) {
  if (!Number.isFinite(n)) return false;
  const [a, ea] = decimal(n), [b, eb] = decimal(step), low = Math.min(ea, eb);
  return (a * 10n ** BigInt(ea - low)) % (b * 10n ** BigInt(eb - low)) === 0n;
}

/** "/plan_items/0/goal" -> ["plan_items", "0", "goal"] */
export const parts = (pointer) => pointer.split("/").slice(1).map((p) => p.replaceAll("~1", "/").replaceAll("~0", "~"));

const INDEX = /^[0-9]{1,9}$/;
const below = (value, part) => {
  if (Array.isArray(value)) return INDEX.test(part) ? value[Number(part)] : undefined;
  return isObject(value) && has(value, part) ? value[part] : undefined;
};

/** The value at a pointer's parts, or undefined; only own members count. */
export function at(data, path) {
  let here = data;
  for (const part of path) {
    here = below(here, part);
    if (here === undefined) return undefined;
  }
  return here;
}

/** Like `at`, but "*" stands for every row: the answer is then the list of the values found. */
export function gather(data, path) {
  const star = path.indexOf("*");
  if (star < 0) return at(data, path);
  const rows = at(data, path.slice(0, star)), rest = path.slice(star + 1);
  if (!Array.isArray(rows)) return [];
  return rows.flatMap((row) => {
    const found = gather(row, rest);
    if (found === undefined) return [];
    return rest.includes("*") ? found : [found];
  });
}
