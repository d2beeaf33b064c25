/** What is sealed on a tablet opens with the institution's key alone; what a volunteer writes opens with her PIN alone. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { newId, sha256, textOf, unbase64, utf8 } from "../../static/js/field/bytes.js";
import { asEnvelope, packed, seal } from "../../static/js/field/envelope.js";
import { weak } from "../../static/js/field/people.js";
import { create, newDeviceKey, open, WrongPin } from "../../static/js/field/vault.js";

const CURVE = { name: "ECDH", namedCurve: "P-256" };
const WORDS = "张秀英 13926401975";

async function institution() {
  const { publicKey, privateKey } = await crypto.subtle.generateKey(CURVE, true, ["deriveBits"]);
  return { public: { id: "k1", jwk: await crypto.subtle.exportKey("jwk", publicKey) }, privateKey };
}

/** The institution's side of the seal, written down here a second time. */
async function unsealed({ epk, iv, aad }, ciphertext, privateKey, id = aad.split("|")[0]) {
  const theirs = await crypto.subtle.importKey("jwk", epk, CURVE, false, []);
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, privateKey, 256);
  const ground = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const way = { name: "HKDF", hash: "SHA-256", salt: utf8(id), info: utf8("caseforms field 1") };
  const key = await crypto.subtle.deriveKey(way, ground, { name: "AES-GCM", length: 256 }, false, ["decrypt"]);
  return textOf(await crypto.subtle.decrypt({ name: "AES-GCM", iv: unbase64(iv), additionalData: utf8(aad) }, key, ciphertext));
}

test("a sealed record opens with the institution's key and names its own hash", async () => {
  const ours = await institution(), id = newId();

  const { envelope, sha256: hash } = await asEnvelope(await seal(ours.public, id, "record", utf8(WORDS)));

  const ciphertext = unbase64(envelope.ciphertext);
  assert.equal(await unsealed(envelope, ciphertext, ours.privateKey), WORDS);
  assert.equal(hash, await sha256(ciphertext));
  assert.equal(envelope.aad, `${id}|record`);
});

test("a sealed file is a line that says how, then the bytes", async () => {
  const ours = await institution(), id = newId();

  const bytes = packed(await seal(ours.public, id, "attachment", utf8(WORDS)));

  const line = bytes.indexOf(10), head = JSON.parse(textOf(bytes.subarray(0, line)));
  assert.equal(await unsealed(head, bytes.subarray(line + 1), ours.privateKey), WORDS);
  assert.ok(!Buffer.from(bytes).includes(Buffer.from("张秀英")));
});

test("a seal does not open under another record's id, nor with another institution's key", async () => {
  const ours = await institution(), theirs = await institution(), id = newId();
  const { envelope } = await asEnvelope(await seal(ours.public, id, "record", utf8(WORDS)));
  const ciphertext = unbase64(envelope.ciphertext);

  await assert.rejects(unsealed({ ...envelope, aad: `${newId()}|record` }, ciphertext, ours.privateKey, id));
  await assert.rejects(unsealed({ ...envelope, aad: `${id}|attachment` }, ciphertext, ours.privateKey));
  await assert.rejects(unsealed(envelope, ciphertext, theirs.privateKey));
});

test("the same words sealed twice share nothing", async () => {
  const ours = await institution(), id = newId();

  const [one, two] = await Promise.all([1, 2].map(async () => asEnvelope(await seal(ours.public, id, "record", utf8(WORDS)))));

  assert.notEqual(one.envelope.ciphertext, two.envelope.ciphertext);
  assert.notEqual(one.envelope.epk.x, two.envelope.epk.x);
});

test("a vault opens with its PIN on its own tablet, and not otherwise", async () => {
  const device = await newDeviceKey(), { kept, vault } = await create("246810", device, 1000);
  const closed = await vault.close({ name: "张秀英" }, "draft 1");

  assert.deepEqual(await (await open(kept, "２４６８１０", device)).open(closed, "draft 1"), { name: "张秀英" });
  await assert.rejects(open(kept, "246811", device), WrongPin);
  await assert.rejects(open(kept, "246810", await newDeviceKey()), WrongPin);
  await assert.rejects(vault.open(closed, "draft 2"));
});

for (const [pin, expected] of [["246810", false], ["123456", true], ["987654", true], ["111111", true], ["24681", true], ["", true], ["abcdef", true], ["135791", false]]) {
  test(`the PIN ${pin || "of nothing"} is ${expected ? "refused" : "taken"}`, () => assert.equal(weak(pin), expected));
}
