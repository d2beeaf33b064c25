/** Chinese numerals as digits, and numbers out of both; the twin of the server's. */
const DIGITS = Object.fromEntries([..."〇零一二三四五六七八九两"].map((c, i) => [c, "001234567892"[i]]));
const UNITS = { 十: 10, 百: 100, 千: 1000, 拾: 10, 佰: 100, 仟: 1000 };
const MYRIADS = { 万: 10_000, 亿: 100_000_000 };
const FORMAL = Object.fromEntries([..."壹贰叁肆伍陆柒捌玖"].map((c, i) => [c, "一二三四五六七八九"[i]]));
const RUN = /[〇零一二三四五六七八九两十]+/g;
const PLAIN = /^[+-]?([0-9]{1,3}(,[0-9]{3})+|[0-9]+)?(\.[0-9]*)?$/;
const SPOKEN = /^[〇零一二三四五六七八九两十百千万亿拾佰仟壹贰叁肆伍陆柒捌玖]+$/;

const translated = (text, table) => [...text].map((c) => table[c] ?? c).join("");

/** 二〇二六年三月十五日 -> 2026年3月15日 */
export const withDigits = (text) => text.replace(RUN, (run) => {
  if (!run.includes("十")) return translated(run, DIGITS);
  return String(spoken(run) ?? run);
});

/** The number a half-width text says, or undefined: 1,234  -3.5  三十五  1.2万 */
export function numberOf(text) {
  if (SPOKEN.test(text) && !(text[0] in MYRIADS)) return spoken(text);
  const factor = MYRIADS[text.at(-1)] ?? 1, plain = factor > 1 ? text.slice(0, -1) : text;
  if (!PLAIN.test(plain) || !/[0-9]/.test(plain)) return undefined;
  const value = Number(plain.replaceAll(",", ""));
  // 1.2 × 10000 in floats is 12000 only by luck; fifteen digits are what a person can mean.
  return factor > 1 ? Number((value * factor).toPrecision(15)) : value;
}

function spoken(written) {
  const text = translated(written, FORMAL);
  if (![...text].some((c) => c in UNITS || c in MYRIADS)) return Number(translated(text, DIGITS));
  let total = 0, section = 0, digit = 0;
  for (const c of text) {
    if (c in UNITS) {
      section += (digit || 1) * UNITS[c];
      digit = 0;
    } else if (c in MYRIADS) {
      total = (total + section + digit) * MYRIADS[c];
      section = 0;
      digit = 0;
    } else if (digit) return undefined; // Two digits beside each other among units say no number.
    else digit = Number(DIGITS[c]);
  }
  return total + section + digit;
}
