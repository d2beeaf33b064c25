/** The formats that a text may have, each one small function; the twins of the server's. */

const DATE = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/;
const TIME = /^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$/;
const OFFSET_TIME = /^([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9]|60)(\.[0-9]+)?([zZ]|([+-])([01][0-9]|2[0-3]):([0-5][0-9]))$/;
const EMAIL = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+$/;
const MOBILE = /^1[3-9][0-9]{9}$/;
const LANDLINE = /^((0(10|2[0-9]|[3-9][0-9]{2})-?[1-9]|[2-8])[0-9]{6,7}(-[0-9]{1,6})?|[48]00-?[0-9]{3}-?[0-9]{4})$/;
const IDENTITY = /^[1-9][0-9]{16}[0-9X]$/;
const URI = /^[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]*$/;
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]; // GB 11643-1999, 4.1

/** A day that exists: 2026-03-05. */
export function isDate(text) {
  const found = DATE.exec(text);
  if (!found || found[1] === "0000") return false;
  const written = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(written.getTime()) && written.toISOString().slice(0, 10) === text;
}
/** Wall time without zone: 08:30 or 08:30:15. */
export const isLocalTime = (text) => TIME.test(text);
/** Day and wall time without zone: 2026-03-05T08:30. */
export const isLocalDateTime = (text) => text[10] === "T" && isDate(text.slice(0, 10)) && isLocalTime(text.slice(11));

/** RFC 3339 time with its offset; a leap second only where it is 23:59:60 UTC. */
export function isTime(text) {
  const found = OFFSET_TIME.exec(text);
  if (!found || found[3] !== "60") return Boolean(found);
  const shift = found[6] ? Number(found[7]) * 60 + Number(found[8]) : 0;
  const minutes = Number(found[1]) * 60 + Number(found[2]) + (found[6] === "-" ? shift : -shift);
  return (minutes + 2880) % 1440 === 1439;
}
export const isDateTime = (text) => text.length > 10 && "Tt".includes(text[10]) && isDate(text.slice(0, 10)) && isTime(text.slice(11));
export const isEmail = (text) => text.length <= 254 && EMAIL.test(text) && text.indexOf("@") <= 64;
export const isPhone = (text) => MOBILE.test(text) || LANDLINE.test(text);

/** A resident identity number of 18 places with a true birth date and check letter (GB 11643). */
export function isIdentityNumber(text) {
  if (!IDENTITY.test(text) || !isDate(`${text.slice(6, 10)}-${text.slice(10, 12)}-${text.slice(12, 14)}`)) return false;
  const total = WEIGHTS.reduce((sum, weight, i) => sum + weight * Number(text[i]), 0);
  return "10X98765432"[total % 11] === text[17];
}
export const isUri = (text) => URI.test(text) && !/%(?![0-9A-Fa-f]{2})/.test(text);

export const FORMATS = {
  date: isDate,
  "local-time": isLocalTime,
  "local-date-time": isLocalDateTime,
  time: isTime,
  "date-time": isDateTime,
  email: isEmail,
  "cn-phone": isPhone,
  "cn-id": isIdentityNumber,
  uri: isUri,
};
