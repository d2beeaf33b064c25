/** What is made of a text typed into one control: Chinese input habits become plain values, or are named unreadable. */
import { isDate } from "./formats.js";
import { numberOf, withDigits } from "./numerals.js";

/** What was typed and could not be understood; `code` names the problem. */
export class Unreadable {
  constructor(raw, code) {
    this.raw = raw;
    this.code = code;
  }
}

/** Text as it is kept: NFC, one kind of line end, nothing unseen, no spaces at the ends. */
export const normaliseText = (text) => text.replace(/\r\n?/g, "\n").replace(/\u200B|\u200C|\u200E|\u200F|\u2060|\uFEFF/g, "").normalize("NFC").trim();
/** Full-width letters, digits and signs as half-width ones. */
export const halfWidth = (text) => normaliseText(text)
  .replace(/[\uFF01-\uFF5E]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0)).replaceAll("\u3000", " ")
  .replace(/[‐‑‒–—―−﹣]/g, "-").trim();

/** Every middle dot becomes ·, spaces inside Chinese names go, rare characters stay. */
function name(text) {
  let plain = normaliseText(text).replaceAll("\u3000", " ").replace(/[•‧・･⋅∙●﹒᛫]/g, "·").replace(/\s*·\s*/g, "·");
  if (plain && [...plain].every((c) => "· ".includes(c) || c.codePointAt(0) > 0x2e7f)) plain = plain.replaceAll(" ", "");
  return plain.replace(/\s+/g, " ") || undefined;
}

const SEPARATED = /^([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*[日号]?$/;
const COMPACT = /^([0-9]{4})([0-9]{2})([0-9]{2})$/;
const WITHOUT_YEAR = /^([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*[日号]?$/;
const WITHOUT_DAY = /^([0-9]{4}\s*[-/.年]\s*([0-9]{1,2}\s*月?)?|[0-9]{4})$/;

function date(text) {
  const plain = withDigits(halfWidth(text)).replace(/[。、]/g, ".");
  if (!plain) return undefined;
  const found = SEPARATED.exec(plain) ?? COMPACT.exec(plain);
  if (!found) {
    if (WITHOUT_YEAR.test(plain)) return new Unreadable(text, "answer.date-without-year");
    return new Unreadable(text, WITHOUT_DAY.test(plain) ? "answer.date-incomplete" : "answer.unreadable-date");
  }
  const written = `${found[1]}-${found[2].padStart(2, "0")}-${found[3].padStart(2, "0")}`;
  return isDate(written) ? written : new Unreadable(text, "answer.no-such-date");
}

const MORNING = ["凌晨", "清晨", "早上", "早晨", "上午", "am", "a.m."];
const LATER = ["中午", "下午", "傍晚", "晚上", "晚", "夜里", "pm", "p.m."];
const CLOCK = /^(?<before>[^0-9\s]*)\s*(?<hour>[0-9]{1,2})\s*(?:[:点时]\s*(?:(?<minute>[0-9]{1,2})\s*分?|(?<half>半)|(?<quarter>[一三13]刻)|整|钟)?)?(?::?(?<second>(?<=[:分])[0-9]{2})秒?)?\s*(?<after>[ap]\.?m\.?)?$/i;

function time(text) {
  let plain = withDigits(halfWidth(text)).toLowerCase();
  if (!plain) return undefined;
  if (/^[0-9]{4}$/.test(plain)) plain = `${plain.slice(0, 2)}:${plain.slice(2)}`;
  const found = CLOCK.exec(plain)?.groups, period = found?.before || found?.after || "";
  const bare = found && plain === found.hour;
  if (!found || (period && !MORNING.includes(period) && !LATER.includes(period)) || (bare && !period)) {
    return new Unreadable(text, "answer.unreadable-time");
  }
  const minute = found.half ? 30 : found.quarter ? ("三3".includes(found.quarter[0]) ? 45 : 15) : Number(found.minute ?? 0);
  const hour = onTheClock(Number(found.hour), period);
  if (hour > 23 || minute > 59 || Number(found.second ?? 0) > 59) return new Unreadable(text, "answer.unreadable-time");
  return [hour, minute].map((n) => String(n).padStart(2, "0")).join(":") + (found.second ? `:${found.second}` : "");
}

/** 下午3点 is 15; 中午12点 is 12, 中午11点 stays 11; 凌晨12点 and 晚上12点 are midnight. */
function onTheClock(hour, period) {
  if (!period) return hour;
  if (period === "中午") return hour < 5 ? hour + 12 : hour;
  if (MORNING.includes(period)) return hour === 12 && !["上午", "早上"].includes(period) ? 0 : hour;
  if (hour === 12 && ["晚上", "晚", "夜里"].includes(period)) return 0;
  return hour < 12 ? hour + 12 : hour;
}

function dateTime(text) {
  const plain = halfWidth(text);
  if (!plain) return undefined;
  const found = /^(.*?[日号]|[^\sT]+)[\sT]*(.*)$/s.exec(plain);
  if (!found || !found[2]) return new Unreadable(text, "answer.unreadable-date-time");
  const day = date(found[1]), clock = time(found[2]);
  if (day instanceof Unreadable) return new Unreadable(text, day.code);
  return day === undefined || typeof clock !== "string" ? new Unreadable(text, "answer.unreadable-date-time") : `${day}T${clock}`;
}

function number(text) {
  const plain = halfWidth(text).replaceAll(" ", "");
  if (!plain) return undefined;
  return numberOf(plain) ?? new Unreadable(text, "answer.unreadable-number");
}

function integer(text) {
  const found = number(text);
  return typeof found === "number" && !Number.isInteger(found) ? new Unreadable(text, "answer.not-whole") : found;
}

/** +86 138-0013-8000 -> 13800138000, (010) 1234 5678 转 12 -> 010-12345678-12; what is no number stays for the format to refuse. */
function phone(text) {
  const typed = halfWidth(text);
  if (!typed) return undefined;
  const [first, ...more] = typed.replace(/\s*(转|分机|ext\.?|#)\s*/gi, "~").split("~"), extension = more.join("~");
  const plain = first.trim().replace(/^(\+|00)\s*86[\s-]*(?=[0-9(])|^86[\s-]*(?=1[3-9]([\s-]?[0-9]){9}$)/, "");
  const area = /^\(?(0[0-9]{2,3})\)?[\s-]+|^\((0[0-9]{2,3})\)/.exec(plain);
  let rest = (area ? plain.slice(area[0].length) : plain).replace(/[\s().]/g, "");
  const bare = rest.replaceAll("-", "");
  if ((/^1[3-9][0-9-]{9,13}$/.test(rest) && bare.length === 11) || (area && [7, 8].includes(bare.length))) rest = bare;
  if (area) rest = `${area[1] ?? area[2]}-${rest}`;
  return extension ? `${rest}-${extension.replace(/[^0-9]/g, "")}` : rest;
}

const identity = (text) => halfWidth(text).replace(/[\s-]/g, "").toUpperCase() || undefined;
const email = (text) => halfWidth(text).replaceAll("。", ".").replaceAll(" ", "") || undefined;

const YES = ["是", "有", "对", "yes", "y", "true", "1", "√", "✓", "on"];
const NO = ["否", "无", "没有", "不", "不是", "no", "n", "false", "0", "×", "✗", "off"];
function yesNo(text) {
  const plain = halfWidth(text).toLowerCase();
  if (!plain) return undefined;
  if (YES.includes(plain) || NO.includes(plain)) return YES.includes(plain);
  return new Unreadable(text, "answer.unreadable-yes-no");
}

/** Every reader gives a value, undefined for nothing typed, or Unreadable. */
export const READERS = {
  name, date, "local-time": time, "local-date-time": dateTime, number, integer, "cn-phone": phone, "cn-id": identity, email, "yes-no": yesNo,
};
