/** What the controls of a page would say for an instance: the way back of reading, for values known before anybody types. */
import { nameOf } from "./reading.js";
import { isObject } from "./values.js";

const token = (value) => (typeof value === "string" ? value : JSON.stringify(value));

/** @returns {Object<string, string[]>}  texts by control name; rows bring their `-_count` */
export function textsOf(schema, instance, name = "") {
  const texts = {};
  for (const [property, inner] of Object.entries(schema.properties ?? {})) {
    if (instance?.[property] !== undefined) write(texts, inner, instance[property], nameOf(name, property));
  }
  return texts;
}

function write(texts, schema, value, name) {
  if (Array.isArray(value)) return writeList(texts, schema, value, name);
  if (isObject(value)) return schema["x-file"] ? writeParts(texts, value, name) : Object.assign(texts, textsOf(schema, value, name));
  if (schema.format === "date") return writeDay(texts, value, name);
  if (schema.format?.endsWith("date-time")) return writeMoment(texts, value, name);
  texts[name] = [token(value)];
  return texts;
}

function writeList(texts, schema, list, name) {
  const items = schema.items ?? {};
  if (items.type !== "object") {
    texts[name] = list.map(token);
    return texts;
  }
  texts[`${name}-_count`] = [String(list.length)];
  list.forEach((row, i) => write(texts, items, row, `${name}-${i}`));
  return texts;
}

function writeParts(texts, value, name) {
  for (const [part, text] of Object.entries(value)) texts[`${name}-${part}`] = [token(text)];
  return texts;
}

function writeDay(texts, value, name) {
  const [year, month, day] = value.split("-");
  return writeParts(texts, { year, month: String(Number(month)), day: String(Number(day)) }, name);
}

function writeMoment(texts, value, name) {
  const [day, time, rest] = /^([^T]*)T(\d\d:\d\d)(.*)$/.exec(value).slice(1);
  writeDay(texts, day, name);
  return writeParts(texts, rest ? { time, rest } : { time }, name);
}
