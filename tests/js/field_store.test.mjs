/** The tablet's store: a finished record leaves nothing to read, a receipt leaves nothing at all, whatever the network does. */
import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { newId, utf8 } from "../../static/js/field/bytes.js";
import * as bundles from "../../static/js/field/bundle.js";
import Clock from "../../static/js/field/clock.js";
import Desk from "../../static/js/field/desk.js";
import Outbox, { KEPT_AFTER_DISCARD, wait } from "../../static/js/field/outbox.js";
import { join, Pause, unlock } from "../../static/js/field/people.js";
import { Away, Refusal } from "../../static/js/field/server.js";
import { NAME, open } from "../../static/js/field/store.js";
import { create, newDeviceKey, WrongPin } from "../../static/js/field/vault.js";

const FORM = { key: "chen|survey|s1", id: "survey", version: "1.0.0", sha256: "s1", slot: "survey", purpose: "alone", title: { zh: "调查" } };
const CLOCK = new Clock(3600_000, () => Date.UTC(2026, 2, 5));
let db, key;

beforeEach(async () => {
  db?.close();
  await new Promise((done) => { indexedDB.deleteDatabase(NAME).onsuccess = done; });
  db = await open();
  const pair = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]);
  key = { id: "k1", jwk: await crypto.subtle.exportKey("jwk", pair.publicKey) };
});

async function deskOf(id) {
  const { vault } = await create("246810", await newDeviceKey(), 1000);
  return new Desk(db, { id, device: { id: "tablet" } }, vault, CLOCK);
}

/** Everything in the store, as text. */
async function everything() {
  const found = [];
  for (const name of db.objectStoreNames) {
    for (const value of await db.getAll(name)) found.push(JSON.stringify(value, (_, inner) => (ArrayBuffer.isView(inner) ? Buffer.from(inner).toString() : inner)));
  }
  return found.join("\n");
}

async function begun(desk, more = {}) {
  const draft = desk.blank(FORM, { language: "zh", ...more });
  await desk.keep(draft);
  return draft;
}

const photo = (text) => new File([text], "身份证.jpg", { type: "image/jpeg" });

/** Begins a record with a name in it and a photo, and finishes it. */
async function finished(desk, files = 1) {
  const draft = await begun(desk, { texts: { name: ["张秀英"] } });
  const attachments = [];
  for (let i = 0; i < files; i += 1) attachments.push(await desk.addFile(draft, "身份证.jpg", photo(`张秀英的身份证 ${i}`)));
  await desk.finish(draft, { data: { name: "张秀英" }, attachments, signatures: [], incomplete: false }, key);
  return draft;
}

test("a draft comes back as it was kept, to whom it belongs", async () => {
  const chen = await deskOf("chen"), zhao = await deskOf("zhao");

  const { id } = await begun(chen, { texts: { name: ["张秀英"] } });

  assert.deepEqual((await chen.draft(id)).texts, { name: ["张秀英"] });
  assert.equal(await zhao.draft(id), undefined);
  assert.deepEqual(await zhao.drafts(), []);
});

test("neither a draft nor a sealed record can be read in the store", async () => {
  const chen = await deskOf("chen");
  await begun(chen, { texts: { name: ["李建国"] } });

  await finished(chen);

  const text = await everything();
  assert.deepEqual(["张秀英", "李建国", "身份证"].filter((word) => text.includes(word)), []);
});

test("finishing moves a record whole: its draft and photos are gone, once", async () => {
  const chen = await deskOf("chen"), draft = await finished(chen, 2);

  await chen.finish(draft, { data: {}, attachments: [], signatures: [], incomplete: false }, key);

  assert.equal(await db.count("drafts") + await db.count("files"), 0);
  assert.equal(await db.count("outbox"), 1);
  assert.equal((await db.get("outbox", draft.id)).blobs.length, 2);
  assert.equal(await db.count("blobs"), 2);
});

// Delivery: a server in memory that keeps what arrives, behind a road that loses, doubles, breaks and lies

class Server {
  constructor(fault = () => "") {
    Object.assign(this, { fault, blobs: new Map(), records: new Map(), writes: 0 });
  }

  /** As server.js asks. */
  ask = async (path, { method = "GET", json, bytes } = {}) => {
    const fault = this.fault(path);
    if (fault === "lost" || fault === "500") throw new Away();
    if (fault === "portal") throw new Away(true);
    const answer = path.includes("/blobs/") ? this.blob(path, method, bytes) : this.record(path, json);
    if (fault === "answer lost") throw new Away();
    return answer;
  };

  blob(path, method, bytes) {
    const [, sha256, at, size] = /blobs\/(\w+)(?:\?offset=(\d+)&size=(\d+))?/.exec(path), kept = this.blobs.get(sha256) ?? { parts: 0, size: Number(size) };
    if (method === "PUT") {
      if (Number(at) > kept.parts) throw new Refusal(409, { received: kept.parts });
      kept.parts = Math.max(kept.parts, Number(at) + bytes.length);
      kept.size = Number(size);
      this.blobs.set(sha256, kept);
    }
    return { received: kept.parts, complete: kept.size > 0 && kept.parts === kept.size };
  }

  record(path, { sha256, blobs }) {
    const id = path.split("/").at(-1), known = this.records.get(id);
    const missing = blobs.filter((each) => !this.blobs.has(each) || this.blobs.get(each).parts < this.blobs.get(each).size);
    if (missing.length) throw new Refusal(424, { missing });
    if (known && known.sha256 !== sha256) throw new Refusal(409, { code: "conflict", kept: true, receipt: known });
    if (!known) this.writes += 1;
    const receipt = known ?? { record_id: id, sha256, received_at: "2026-03-05T01:30:00+00:00", number: `F-${this.records.size + 1}`, signature: "s" };
    this.records.set(id, receipt);
    return receipt;
  }
}

/** A chance that is the same in every run. */
const chance = (seed) => () => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return seed / 2 ** 32;
};

test("whatever the road does, every record arrives once with its files, and only receipts are left", async () => {
  const chen = await deskOf("chen"), roll = chance(20260305), faults = ["lost", "500", "answer lost", "portal"];
  const ids = [];
  for (let i = 0; i < 40; i += 1) ids.push((await finished(chen, i % 3)).id);
  let time = 0, fine = 0;
  const server = new Server(() => (roll() < 0.45 ? faults[Math.floor(roll() * faults.length)] : ""));

  for (let round = 0; round < 400 && fine < ids.length; round += 1) {
    const outbox = new Outbox(db, server.ask, () => "token", () => time); // each round a tablet that was switched off and on
    await outbox.send();
    fine = (await outbox.entries()).filter(({ state }) => state === "received").length;
    time += 700_000;
  }

  assert.equal(fine, ids.length);
  assert.deepEqual([...server.records.keys()].sort(), [...ids].sort());
  assert.equal(server.writes, ids.length);
  assert.equal(await db.count("blobs"), 0);
  assert.deepEqual((await db.getAll("outbox")).filter(({ envelope }) => envelope), []);
});

test("only a receipt for these very bytes clears the copy", async () => {
  const { id } = await finished(await deskOf("chen"), 0);
  const liar = async () => ({ record_id: id, sha256: "of something else", number: "F-1" });

  await new Outbox(db, liar, () => "token").send();

  const entry = await db.get("outbox", id);
  assert.equal(entry.state, "waiting");
  assert.ok(entry.envelope && entry.foreign);
});

for (const [status, body, state] of [[409, { code: "conflict", kept: true }, "conflict"], [422, {}, "aside"], [413, {}, "aside"], [429, {}, "waiting"], [424, { missing: [] }, "waiting"]]) {
  test(`an answer ${status} leaves the record ${state}, still sealed here`, async () => {
    const { id } = await finished(await deskOf("chen"), 0);

    await new Outbox(db, async () => { throw new Refusal(status, body); }, () => "token").send();

    const entry = await db.get("outbox", id);
    assert.equal(entry.state, state);
    assert.ok(entry.envelope);
  });
}

test("a tablet that is not known any more keeps everything and says so", async () => {
  const { id } = await finished(await deskOf("chen"), 0);

  const road = await new Outbox(db, async () => { throw new Refusal(401, {}); }, () => "token").send();

  assert.deepEqual(road, { reached: true, refused: 401 });
  assert.equal((await db.get("outbox", id)).state, "waiting");
});

test("what is discarded stays sealed for thirty days, can be sent after all, then goes", async () => {
  const { id } = await finished(await deskOf("chen"));
  let now = Date.UTC(2026, 2, 5);
  const outbox = new Outbox(db, new Server().ask, () => "token", () => now);

  await outbox.discard(await db.get("outbox", id), "填错了人");
  await outbox.send();
  now += KEPT_AFTER_DISCARD - 1000;
  await outbox.tidy();
  const [kept] = await outbox.entries();
  now += 2000;
  await outbox.tidy();

  assert.equal(kept.state, "discarded");
  assert.ok(kept.envelope);
  assert.equal(await db.count("outbox") + await db.count("blobs"), 0);
});

test("the queue goes into a file, files before the record that needs them", async () => {
  const { id } = await finished(await deskOf("chen"), 2);

  const [text] = await new Outbox(db, new Server().ask, () => "token").exported({ id: "tablet" });

  const lines = text.trim().split("\n").map((line) => JSON.parse(line));
  assert.deepEqual(lines.map(({ kind }) => kind), ["caseforms-field-queue", "blob", "blob", "record"]);
  assert.equal(lines[3].record_id, id);
  assert.deepEqual(lines[3].blobs, lines.slice(1, 3).map(({ sha256 }) => sha256));
  assert.ok(!text.includes("张秀英"));
});

test("a long queue goes into several files, each with its head", async () => {
  const chen = await deskOf("chen");
  for (let i = 0; i < 3; i += 1) await finished(chen);

  const parts = await new Outbox(db, new Server().ask, () => "token").exported({ id: "tablet" }, 3000);

  const kinds = parts.map((text) => text.trim().split("\n").map((line) => JSON.parse(line).kind));
  assert.deepEqual(kinds, Array(3).fill(["caseforms-field-queue", "blob", "record"]));
});

test("pauses between tries double up to ten minutes", () => {
  const even = () => 0.5;

  assert.deepEqual([1, 2, 3, 20, 500].map((tries) => wait(tries, even)), [5_000, 10_000, 20_000, 600_000, 600_000]);
});

// The bundle

const BUNDLE = {
  bundle_id: "b1", sha256: "h1", expires_at: "2026-03-12T15:59:59+00:00", server_time: "2026-03-05T01:30:00+00:00", public_key: { id: "k1" },
  forms: [{ id: "survey", version: "1.0.0", sha256: "s1", title: { zh: "调查" }, slot: "survey", purpose: "alone", html: { zh: "<form></form>" } }],
  cases: [{ id: "c1", title: "张秀英", stage: { zh: "介入" }, forms: [], expires_at: "2026-03-12T15:59:59+00:00" }], rules: {},
};

async function taken() {
  const { vault } = await create("246810", await newDeviceKey(), 1000), clock = new Clock(0, () => Date.UTC(2026, 2, 5, 1, 30));
  await bundles.refresh(db, "chen", vault, async () => BUNDLE, clock, "grant");
  return { vault, clock };
}

test("a bundle is opened by its volunteer as it was fetched, and stands closed in the store", async () => {
  const { vault, clock } = await taken();

  const bundle = await bundles.opened(db, "chen", vault, clock);

  assert.equal(bundle.cases[0].title, "张秀英");
  assert.equal((await bundles.form(db, vault, bundle.forms[0].key)).html.zh, "<form></form>");
  assert.ok(!(await everything()).includes("张秀英"));
});

test("the same bundle is not fetched again, by its hash", async () => {
  const { vault, clock } = await taken(), asked = [];

  const found = await bundles.refresh(db, "chen", vault, async (_, how) => { asked.push(how); return null; }, clock);

  assert.equal(found, "same");
  assert.deepEqual(asked, [{ token: "grant", headers: { "If-None-Match": '"h1"' } }]);
});

test("an ended grant takes the cases and leaves the forms", async () => {
  const { vault, clock } = await taken();

  const found = await bundles.refresh(db, "chen", vault, async () => { throw new Refusal(401, {}); }, clock);

  const bundle = await bundles.opened(db, "chen", vault, clock);
  assert.equal(found, "ended");
  assert.deepEqual(bundle.cases, []);
  assert.equal(bundle.forms.length, 1);
});

test("after its day a bundle shows no case, a month later it is gone, also while the tablet is locked", async () => {
  const { vault } = await taken(), at = (day) => new Clock(0, () => Date.parse(day));

  await bundles.expire(db, at("2026-03-13T01:00:00Z"));
  const late = await bundles.opened(db, "chen", vault, at("2026-03-13T01:00:00Z"));
  await bundles.expire(db, at("2026-05-01T01:00:00Z"));

  assert.deepEqual([late.cases, late.expired], [[], true]);
  assert.equal(await db.count("bundles"), 0);
});

test("a draft keeps the version of its form when a newer one comes", async () => {
  const { vault, clock } = await taken(), desk = new Desk(db, { id: "chen", device: { id: "tablet" } }, vault, clock);
  const [old] = (await bundles.opened(db, "chen", vault, clock)).forms;
  await desk.keep(desk.blank(old, { language: "zh" }));
  const newer = { ...BUNDLE, sha256: "h2", forms: [{ ...BUNDLE.forms[0], version: "1.1.0", sha256: "s2", html: { zh: "<form>2</form>" } }] };

  await bundles.refresh(db, "chen", vault, async () => newer, clock);

  assert.equal((await bundles.form(db, vault, old.key)).html.zh, "<form></form>");
  assert.equal(await db.count("forms"), 2);
});

// People

test("wrong PINs are slowed down, the right one opens afterwards", async () => {
  await join(db, { id: "chen", sign: "小红" }, "246810");
  const now = Date.UTC(2026, 2, 5);

  for (let i = 0; i < 4; i += 1) await assert.rejects(unlock(db, "chen", "999999", now), WrongPin);

  await assert.rejects(unlock(db, "chen", "999999", now), Pause);
  await assert.rejects(unlock(db, "chen", "246810", now + 1000), Pause);
  assert.ok(await unlock(db, "chen", "246810", now + 31_000));
});

test("a new PIN lets the drafts go that nothing opens, and what is sealed stays", async () => {
  const vault = await join(db, { id: "chen", sign: "小红" }, "246810");
  const chen = new Desk(db, { id: "chen", device: { id: "tablet" } }, vault, CLOCK), zhao = await deskOf("zhao");
  await begun(chen);
  await finished(chen);
  const other = await begun(zhao);

  await join(db, { id: "chen", sign: "小红" }, "135791");

  assert.deepEqual((await db.getAll("drafts")).map(({ id }) => id), [other.id]);
  assert.equal(await db.count("outbox"), 1);
  assert.equal(await db.count("blobs"), 1);
});

test("a clock a year off tells the server's time, and its own beside it", async () => {
  const wrong = new Clock(0, () => Date.UTC(2025, 2, 5, 1, 30));

  wrong.heard("2026-03-05T01:30:00+00:00");

  assert.equal(wrong.iso(), "2026-03-05T01:30:00.000Z");
  assert.equal(wrong.tabletIso(), "2025-03-05T01:30:00.000Z");
  assert.deepEqual(wrong.wall("Asia/Shanghai"), { today: "2026-03-05", now: "2026-03-05T09:30" });
  assert.ok(utf8(newId(wrong.now())).length === 32);
});
