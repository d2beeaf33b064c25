/** What a form starts with, before anybody types: today where it says so, and the little that the bundle knows of the case. */
import { textsOf } from "../engine/writing.js";

/**
 * @param form  as the bundle brought it; its own `prefill` is of the day it was fetched
 * @param {object} [known]  by name: what the case brings
 * @returns {{texts: object, given: object}}  `given` also holds what the form has no control for
 */
export function prefilled({ definition: { schema }, prefill }, known, today) {
  const data = {};
  for (const [name, { "x-prefill": source }] of Object.entries(schema.properties ?? {})) {
    const value = [].concat(source ?? []).includes("today") ? today : known?.[name] ?? prefill?.[name];
    if (value !== undefined) data[name] = value;
  }
  return { texts: textsOf(schema, data), given: data };
}
