/** The tablet's own database. Versions only ever add: a draft of yesterday's app opens in tomorrow's, and the other way round. */
import { openDB } from "../../vendor/idb.js";

export const NAME = "caseforms-field";

/** One step per version, never changed once shipped. Nothing here can be read without a PIN, but for ids, times and counts. */
const STEPS = [
  (db) => {
    db.createObjectStore("tablet"); // one value per name: device, key, offset
    db.createObjectStore("people", { keyPath: "id" }); // volunteers: their sign on the lock, their wrapped key
    db.createObjectStore("bundles", { keyPath: "person" }); // closed: cases, words, grant; open: when it expires
    db.createObjectStore("forms", { keyPath: "id" }).createIndex("person", "person"); // closed
    db.createObjectStore("drafts", { keyPath: "id" }).createIndex("person", "person"); // closed
    db.createObjectStore("files", { keyPath: "id" }).createIndex("record", "record"); // photos of drafts, closed
    db.createObjectStore("outbox", { keyPath: "id" }); // sealed with the institution's key; later the receipt alone
    db.createObjectStore("blobs", { keyPath: "sha256" }).createIndex("record", "record"); // sealed attachments
  },
];

/** @param {() => void} [leaving]  called when a newer version of the app, in another tab, waits for this one to let go */
export async function open(leaving = () => {}) {
  const db = await openDB(NAME, STEPS.length, {
    upgrade(opened, from) {
      for (const step of STEPS.slice(from)) step(opened);
    },
    blocking() {
      db.close();
      leaving();
    },
  });
  return db;
}

/** Ask the browser not to clear this site's data when the disk runs low; how full it is. */
export async function room() {
  const lasting = (await navigator.storage?.persisted?.()) || (await navigator.storage?.persist?.()) || false;
  const { usage = 0, quota = 0 } = (await navigator.storage?.estimate?.()) ?? {};
  return { lasting, usage, left: quota - usage };
}

/** A photo with its sealed copy needs this much for certain; below it no new one is promised. */
export const SCARCE = 50 * 1024 * 1024;
