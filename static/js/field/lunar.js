/** Days of the lunar calendar 农历 and of the sun's, by the calendar that every browser has built in. */

const DAY = 86_400_000;
const format = new Intl.DateTimeFormat("en-u-ca-chinese", { timeZone: "UTC", year: "numeric", month: "numeric", day: "numeric" });

/** @param {string} iso  "1957-03-05"  @returns {{year, month, leap, day}} */
export function lunarOf(iso) {
  const part = Object.fromEntries(format.formatToParts(Date.parse(`${iso}T00:00:00Z`)).map(({ type, value }) => [type, value]));
  return { year: Number(part.relatedYear), month: Number.parseInt(part.month, 10), leap: part.month.endsWith("bis"), day: Number(part.day) };
}

/** The months of a lunar year in order: {month, leap, first: the day of the sun it begins with, days: 29 or 30}. */
export function monthsOf(year) {
  const months = [];
  // The year begins between 21 January and 21 February and has at most 385 days.
  for (let at = Date.UTC(year, 0, 20), end = Date.UTC(year + 1, 1, 22); at < end; at += DAY) {
    const iso = new Date(at).toISOString().slice(0, 10), lunar = lunarOf(iso);
    if (lunar.year !== year) continue;
    if (lunar.day === 1) months.push({ month: lunar.month, leap: lunar.leap, first: iso, days: 0 });
    if (months.length) months.at(-1).days += 1;
  }
  return months;
}

/** @returns {string}  the day of the sun, "1957-03-05" */
export function solarOf({ first }, day) {
  return new Date(Date.parse(`${first}T00:00:00Z`) + (day - 1) * DAY).toISOString().slice(0, 10);
}
