/** Takes sealed records to the server, each exactly once in effect: only a receipt for these very bytes clears the copy here. */
import { Away, Refusal } from "./server.js";
import { base64 } from "./bytes.js";

export const PIECE = 256 * 1024;
const FIRST_WAIT = 5_000, LONGEST_WAIT = 10 * 60_000;
export const KEPT_AFTER_DISCARD = 30 * 24 * 3600_000;
const LARGEST_PART = 20 * 1024 * 1024;
const line = (value) => `${JSON.stringify(value)}\n`;
const RECEIPTS_SHOWN = 30 * 24 * 3600_000;

/**
 * States of an entry: waiting (also after a failed try; `next_at` says when again) · received · conflict (the server holds
 * another record under this id) · aside (the server could not take it; a person must look) · discarded (with a reason).
 */
const OPEN = new Set(["waiting"]);

/** Refusals that pass: too slow, a piece out of place, a file missing after all, too many at once. */
const PASSING = new Set([408, 409, 424, 429]);

/** How long to wait after so many failures in a row: doubled each time, a little uneven so that tablets do not come at once. */
export function wait(tries, chance = Math.random) {
  return Math.min(FIRST_WAIT * 2 ** Math.min(tries - 1, 20), LONGEST_WAIT) * (0.75 + chance() / 2);
}

export default class Outbox {
  /**
   * @param {IDBDatabase} db  the tablet's store
   * @param {(path: string, asked: object) => Promise<object>} ask  talks to the server (server.js)
   * @param {() => string} token  the device's
   */
  constructor(db, ask, token, now = Date.now) {
    this.db = db;
    this.ask = ask;
    this.token = token;
    this.now = now;
  }

  async entries() {
    return (await this.db.getAll("outbox")).sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  async waiting() {
    return (await this.entries()).filter((entry) => OPEN.has(entry.state));
  }

  /** When the next try is due: 0 for at once, Infinity when nothing waits. */
  async due() {
    const waiting = await this.waiting();
    return Math.max(0, Math.min(...waiting.map(({ next_at: at }) => at ?? 0)) - (waiting.length ? this.now() : 0));
  }

  /**
   * Try every entry that is due, or all with `eager`. One record's trouble does not hold up the next; no network does.
   * @returns {Promise<{reached: boolean, refused?: number}>}
   */
  async send({ eager = false } = {}) {
    for (const entry of await this.waiting()) {
      if (!eager && (entry.next_at ?? 0) > this.now()) continue;
      try {
        await this.deliver(entry);
      } catch (error) {
        const over = await this.failed(entry, error);
        if (over) return over;
      }
    }
    return { reached: true };
  }

  async deliver(entry) {
    for (const blob of entry.blobs) await this.upload(blob);
    const receipt = await this.ask(`/api/field/records/${entry.id}`, {
      method: "PUT", token: this.token(),
      json: { envelope: entry.envelope, sha256: entry.sha256, blobs: entry.blobs.map((blob) => blob.sha256), summary: entry.summary },
    });
    if (receipt.record_id !== entry.id || receipt.sha256 !== entry.sha256) throw new Away(true);
    await this.received(entry, receipt);
  }

  /** From where the server has it: an upload that broke off goes on, one that arrived is not sent again. */
  async upload({ sha256 }) {
    const path = `/api/field/blobs/${sha256}`, token = this.token();
    let { received, complete } = await this.ask(`${path}/state`, { token });
    if (complete) return;
    const { sealed } = await this.db.get("blobs", sha256);
    while (!complete) {
      const bytes = sealed.subarray(received, received + PIECE);
      ({ received, complete } = await this.ask(`${path}?offset=${received}&size=${sealed.length}`, { method: "PUT", token, bytes }));
    }
  }

  /** In one step: nothing of the record stays here but its receipt. */
  async received(entry, receipt) {
    const tx = this.db.transaction(["outbox", "blobs"], "readwrite", { durability: "strict" });
    const { id, person, summary } = entry;
    tx.objectStore("outbox").put({ id, person, summary, state: "received", receipt, at: this.now() });
    for (const { sha256 } of entry.blobs) tx.objectStore("blobs").delete(sha256);
    await tx.done;
  }

  async failed(entry, error) {
    if (error instanceof Away) return this.later(entry, error);
    if (!(error instanceof Refusal)) throw error;
    const { status, body } = error;
    if (status === 401 || status === 403) return { reached: true, refused: status };
    if (status === 409 && body.code === "conflict") await this.mark(entry, { state: "conflict", said: body });
    else if (PASSING.has(status)) await this.later(entry, error);
    else await this.mark(entry, { state: "aside", status, said: body });
    return undefined;
  }

  async later(entry, { foreign, status }) {
    const tries = (entry.tries ?? 0) + 1;
    await this.mark(entry, { tries, next_at: this.now() + wait(tries), foreign: Boolean(foreign) });
    return status ? undefined : { reached: false };
  }

  /** Change an entry as it stands now: another tab may have delivered it meanwhile. */
  async mark(entry, change) {
    const tx = this.db.transaction("outbox", "readwrite", { durability: "strict" });
    const current = await tx.store.get(entry.id);
    if (current && current.state !== "received") await tx.store.put({ ...current, ...change });
    await tx.done;
  }

  retry(entry) {
    return this.mark(entry, { state: "waiting", tries: 0, next_at: 0, said: undefined });
  }

  /** Not sent, by somebody's decision; still sealed here for thirty days, in case it was a mistake. */
  discard(entry, reason) {
    return this.mark(entry, { state: "discarded", reason, at: this.now() });
  }

  /** Forget what was discarded thirty days ago, and receipts nobody will look at again. */
  async tidy() {
    for (const entry of await this.entries()) {
      const age = this.now() - (entry.at ?? this.now());
      const over = (entry.state === "discarded" && age > KEPT_AFTER_DISCARD) || (entry.state === "received" && age > RECEIPTS_SHOWN);
      if (!over) continue;
      const tx = this.db.transaction(["outbox", "blobs"], "readwrite");
      tx.objectStore("outbox").delete(entry.id);
      for (const { sha256 } of entry.blobs ?? []) tx.objectStore("blobs").delete(sha256);
      await tx.done;
    }
  }

  /**
   * The sealed queue as lines of JSON for the station, in parts that it takes: who says so, then for each record its files and itself.
   * @returns {Promise<string[]>}  one text for each file that is to be saved
   */
  async exported(device, largest = LARGEST_PART) {
    const head = line({ kind: "caseforms-field-queue", v: 1, device_id: device.id, exported_at: new Date(this.now()).toISOString() });
    const parts = [];
    let text = head;
    for (const entry of await this.entries()) {
      if (!entry.envelope) continue;
      const lines = await this.lines(entry);
      if (text !== head && text.length + lines.length > largest) {
        parts.push(text);
        text = head;
      }
      text += lines;
    }
    return text === head ? parts : [...parts, text];
  }

  async lines({ id, envelope, sha256, blobs, summary }) {
    let text = "";
    for (const blob of blobs) {
      const { sealed } = await this.db.get("blobs", blob.sha256);
      text += line({ kind: "blob", sha256: blob.sha256, size: sealed.length, content: base64(sealed) });
    }
    return text + line({ kind: "record", record_id: id, envelope, sha256, blobs: blobs.map((blob) => blob.sha256), summary });
  }
}
