/** What a volunteer takes along: the forms she may fill, her cases with the least that is needed, until it expires. */
import { Refusal } from "./server.js";

/** @returns {Promise<object|undefined>}  the bundle as it was last fetched, with its grant; nothing once it has expired */
export async function opened(db, person, vault, clock) {
  const kept = await db.get("bundles", person);
  if (!kept) return undefined;
  const bundle = await vault.open(kept.closed, person);
  if (Date.parse(kept.expires_at) <= clock.now()) return { ...bundle, cases: [], expired: true };
  return { ...bundle, cases: bundle.cases.filter((each) => !each.expires_at || Date.parse(each.expires_at) > clock.now()) };
}

/** Wipe what has expired, also while the tablet is locked: the day stands outside the seal. The forms stay, without anybody in them. */
export async function expire(db, clock) {
  for (const { person, expires_at: until } of await db.getAll("bundles")) {
    if (Date.parse(until) <= clock.now() - GRACE) await forget(db, person);
  }
}
const GRACE = 30 * 24 * 3600_000; // An expired bundle still holds the institution's key, with which drafts can be finished.

export const forget = (db, person) => db.delete("bundles", person);

/**
 * Fetch the bundle anew when the server has another one.
 * @returns {Promise<"fresh"|"same"|"ended">}  ended: the grant is over; signing in again brings a new one
 */
export async function refresh(db, person, vault, ask, clock, grant) {
  const before = await opened(db, person, vault, clock);
  const token = grant ?? before?.grant;
  if (!token) return "ended";
  const tag = before?.sha256 && !before.expired ? { "If-None-Match": `"${before.sha256}"` } : {};
  let bundle;
  try {
    bundle = await ask("/api/field/bundle", { token, headers: tag });
  } catch (error) {
    if (!(error instanceof Refusal && [401, 403].includes(error.status))) throw error;
    if (before) await withoutCases(db, person, vault);
    return "ended";
  }
  if (!bundle) return "same";
  clock.heard(bundle.server_time);
  await keep(db, person, vault, { ...bundle, grant: token });
  return "fresh";
}

/** Who may not take cases along any more keeps the forms, to finish what was begun; the next bundle is fetched whole. */
async function withoutCases(db, person, vault) {
  const kept = await db.get("bundles", person), bundle = await vault.open(kept.closed, person);
  await db.put("bundles", { ...kept, closed: await vault.close({ ...bundle, cases: [], sha256: "" }, person) });
}

async function keep(db, person, vault, { forms, ...bundle }) {
  const closed = await Promise.all(forms.map(async (form) => {
    const id = keyOf(person, form);
    return { id, person, closed: await vault.close(form, id) };
  }));
  const lines = forms.map((form) => ({ ...lineOf(form), key: keyOf(person, form) }));
  const about = { person, expires_at: bundle.expires_at, closed: await vault.close({ ...bundle, forms: lines }, person) };
  const needed = new Set([...closed.map(({ id }) => id), ...await inDrafts(db, person, vault)]);
  const tx = db.transaction(["bundles", "forms"], "readwrite", { durability: "strict" });
  const store = tx.objectStore("forms");
  for (const id of await store.index("person").getAllKeys(person)) if (!needed.has(id)) store.delete(id);
  for (const form of closed) store.put(form);
  tx.objectStore("bundles").put(about);
  await tx.done;
}

/** One form as its volunteer was given it: a draft stays with the version it was begun under. */
const keyOf = (person, form) => `${person}|${form.id}|${form.sha256}`;
const lineOf = ({ id, version, sha256, title, slot, purpose }) => ({ id, version, sha256, title, slot, purpose });

async function inDrafts(db, person, vault) {
  const kept = await db.getAllFromIndex("drafts", "person", person);
  return Promise.all(kept.map(async ({ id, closed }) => (await vault.open(closed, id)).form));
}

/** The whole form: its drawing in both languages and what the engine needs. */
export async function form(db, vault, key) {
  const kept = await db.get("forms", key);
  return kept && vault.open(kept.closed, key);
}
