/** What the controls of a page say, as an instance: the browser's side of the server's decoding. */
import { READERS, Unreadable, normaliseText } from "./typed.js";
import { isObject } from "./values.js";

/** One segment of a control name: "-" separates segments, so a "-" inside one is written "~-". */
export const nameOf = (above, segment) => {
  const written = segment.replaceAll("~", "~~").replaceAll("-", "~-");
  return above ? `${above}-${written}` : written;
};

const branches = (schema) => schema.oneOf ?? schema.anyOf ?? schema.enum?.map((value) => ({ const: value }));
const isChoice = (schema) => branches(schema)?.every((b) => isObject(b) && "const" in b) ?? false;
const types = (schema) => [].concat(schema.type ?? []).filter((t) => t !== "null");
/** What cannot be understood counts as not answered here; the server says so by name. */
const understood = (value) => (value instanceof Unreadable ? undefined : value);

/** @param {(name: string) => string[]} texts  what was typed or ticked under a name */
export function instanceOf(schema, texts, name = "") {
  const value = {};
  for (const [property, inner] of Object.entries(schema.properties ?? {})) {
    const found = read(inner, texts, nameOf(name, property));
    if (found !== undefined) value[property] = found;
  }
  return value;
}

function read(schema, texts, name) {
  if (isChoice(schema)) return chosen(schema, texts(name)[0]);
  const reader = STRUCTURES[types(schema)[0]];
  return reader ? reader(schema, texts, name) : normaliseText(texts(name)[0] ?? "") || undefined;
}

/** The choice that a posted token stands for: the text itself, or the JSON of a value that is none. */
function chosen(schema, token) {
  if (!token) return undefined;
  return branches(schema).map((b) => b.const).find((value) => value === token || JSON.stringify(value) === token);
}

const STRUCTURES = {
  boolean(_, texts, name) {
    return { true: true, false: false }[texts(name)[0]];
  },
  number: (_, texts, name) => understood(READERS.number(texts(name)[0] ?? "")),
  integer: (_, texts, name) => understood(READERS.integer(texts(name)[0] ?? "")),
  string(schema, texts, name) {
    if (schema.format === "date") return date(texts, name);
    if (schema.format?.endsWith("date-time")) return dateTime(texts, name);
    const typed = texts(name)[0] ?? "";
    return READERS[schema.format] ? understood(READERS[schema.format](typed)) : normaliseText(typed) || undefined;
  },
  array(schema, texts, name) {
    const items = schema.items ?? {};
    if (schema.uniqueItems && isChoice(items)) {
      const picked = texts(name);
      const values = branches(items).map((b) => b.const).filter((v) => picked.includes(v) || picked.includes(JSON.stringify(v)));
      return values.length ? values : undefined;
    }
    const count = Number(texts(`${name}-_count`)[0]);
    if (!Number.isInteger(count)) return texts(name).filter(Boolean).length ? texts(name).filter(Boolean) : undefined;
    // Blank rows keep their place, so that pointers of the instance are those of the page.
    return Array.from({ length: count }, (_, i) => read(items, texts, `${name}-${i}`) ?? {});
  },
  object(schema, texts, name) {
    if (schema["x-file"]) return file(texts, name);
    const value = instanceOf(schema, texts, name);
    return Object.keys(value).length ? value : undefined;
  },
};

/** A file that is kept already: its facts stand beside the control that would take another. */
function file(texts, name) {
  const text = (fact) => texts(`${name}-${fact}`)[0];
  if (!text("id") || text("remove")) return undefined;
  return { id: text("id"), name: text("name"), type: text("type"), size: Number(text("size")), sha256: text("sha256") };
}

/** The boxes of a day, or a whole day typed into one of them. */
function date(texts, name) {
  const boxes = ["year", "month", "day"].map((part) => texts(`${name}-${part}`)[0]?.trim() ?? "");
  const filled = boxes.filter(Boolean), whole = texts(name)[0]?.trim() || (filled.length === 1 ? filled[0] : "");
  return understood(READERS.date(whole || (filled.length ? boxes.join("-") : "")));
}

function dateTime(texts, name) {
  const day = date(texts, name), time = understood(READERS["local-time"](texts(`${name}-time`)[0] ?? ""));
  return day && time ? `${day}T${time}${texts(`${name}-rest`)[0] ?? ""}` : undefined;
}
