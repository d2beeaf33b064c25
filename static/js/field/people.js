/** Who uses this tablet: each with a PIN of her own, known on the lock by a sign she chose; guessing is slowed down. */
import { create, newDeviceKey, open, WrongPin } from "./vault.js";

export const SHORTEST_PIN = 6;
const FREE_TRIES = 4, FIRST_PAUSE = 30_000, LONGEST_PAUSE = 3600_000;

/** Too many wrong PINs: not before this moment. */
export class Pause extends Error {
  constructor(until) {
    super("pause");
    this.until = until;
  }
}

/** 123456, 000000 and the like are the first that anybody tries. */
export function weak(pin) {
  const steps = new Set([...pin].slice(1).map((digit, i) => (Number(digit) - Number(pin[i]) + 10) % 10));
  return !/^\d+$/.test(pin) || pin.length < SHORTEST_PIN || (steps.size === 1 && [0, 1, 9].includes([...steps][0]));
}

async function deviceKey(db) {
  const known = await db.get("tablet", "key");
  if (known) return known;
  const made = await newDeviceKey();
  const tx = db.transaction("tablet", "readwrite");
  const meanwhile = await tx.store.get("key");
  if (!meanwhile) tx.store.put(made, "key");
  await tx.done;
  return meanwhile ?? made;
}

/** A new volunteer, or a known one who forgot her PIN: her drafts then stay closed for good, and are let go. */
export async function join(db, { id, sign }, pin) {
  const { kept, vault } = await create(pin, await deviceKey(db));
  const tx = db.transaction(["people", "drafts", "files", "forms", "bundles"], "readwrite", { durability: "strict" });
  for (const draft of await tx.objectStore("drafts").index("person").getAllKeys(id)) {
    for (const file of await tx.objectStore("files").index("record").getAllKeys(draft)) tx.objectStore("files").delete(file);
    tx.objectStore("drafts").delete(draft);
  }
  for (const form of await tx.objectStore("forms").index("person").getAllKeys(id)) tx.objectStore("forms").delete(form);
  tx.objectStore("bundles").delete(id);
  tx.objectStore("people").put({ id, sign, kept, wrong: 0, until: 0 });
  await tx.done;
  return vault;
}

export const all = (db) => db.getAll("people");

/** @throws {WrongPin}  @throws {Pause} */
export async function unlock(db, id, pin, now = Date.now()) {
  const person = await db.get("people", id);
  if (person.until > now && person.until - now <= LONGEST_PAUSE) throw new Pause(person.until);
  try {
    const vault = await open(person.kept, pin, await deviceKey(db));
    if (person.wrong) await db.put("people", { ...person, wrong: 0, until: 0 });
    return vault;
  } catch (error) {
    if (!(error instanceof WrongPin)) throw error;
    const wrong = person.wrong + 1, over = wrong - FREE_TRIES;
    const until = over > 0 ? now + Math.min(FIRST_PAUSE * 2 ** (over - 1), LONGEST_PAUSE) : 0;
    await db.put("people", { ...person, wrong, until });
    throw until ? new Pause(until) : error;
  }
}
