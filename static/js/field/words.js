/** The page's sentences, and moments in the reader's way of writing. */
import { Pause } from "./people.js";

const LANGUAGE = document.documentElement.lang;
const table = JSON.parse(document.getElementById("words").textContent);

/** @param {string} name  @param {object} [values]  put in for {names} */
export const say = (name, values = {}) => Object.entries(values).reduce((text, [key, value]) => text.replaceAll(`{${key}}`, value), table[name] ?? "");

const part = (options) => (moment) => new Intl.DateTimeFormat(LANGUAGE === "en" ? "en-GB" : LANGUAGE, { timeZone: "Asia/Shanghai", ...options }).format(new Date(moment));
export const clockTime = part({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
export const dayAndTime = part({ month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
export const longDay = part({ year: "numeric", month: "long", day: "numeric", weekday: "short" });

export const pinProblem = (error) => (error instanceof Pause ? say("pause", { time: clockTime(error.until) }) : say("wrong_pin"));

/** A text in both languages, in the reader's. */
export const worded = (text) => (typeof text === "string" ? text : text?.[LANGUAGE.startsWith("zh") ? "zh" : "en"] ?? text?.zh ?? "");
export { table };
