/** Seals bytes so that only the institution can open them: nobody who holds the tablet can, the writer included. */
import { base64, random, sha256, utf8 } from "./bytes.js";

const CURVE = { name: "ECDH", namedCurve: "P-256" };
const INFO = utf8("caseforms field 1");

/**
 * @param {{id: string, jwk: object}} institution  its public key
 * @param {string} id      of the record or attachment; salt of the key, and bound into the seal
 * @param {"record"|"attachment"} kind  bound into the seal as well: neither can be passed off as the other
 * @returns {Promise<{head: object, ciphertext: Uint8Array}>}
 */
export async function seal(institution, id, kind, bytes) {
  const once = await crypto.subtle.generateKey(CURVE, true, ["deriveBits"]);
  const key = await agreed(institution.jwk, once.privateKey, id);
  const iv = random(12), aad = `${id}|${kind}`;
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: utf8(aad) }, key, bytes);
  const ciphertext = new Uint8Array(sealed);
  const { kty, crv, x, y } = await crypto.subtle.exportKey("jwk", once.publicKey);
  const head = { v: 1, key_id: institution.id, epk: { kty, crv, x, y }, iv: base64(iv), aad };
  return { head, ciphertext };
}

/** As a record travels: everything in one piece of JSON; the hash is that of the ciphertext's bytes. */
export async function asEnvelope({ head, ciphertext }) {
  return { envelope: { ...head, ciphertext: base64(ciphertext) }, sha256: await sha256(ciphertext) };
}

/** As a file travels: a line of JSON, then the ciphertext as it is; large files do not grow. */
export function packed({ head, ciphertext }) {
  const line = utf8(`${JSON.stringify(head)}\n`), bytes = new Uint8Array(line.length + ciphertext.length);
  bytes.set(line);
  bytes.set(ciphertext, line.length);
  return bytes;
}

async function agreed({ kty, crv, x, y }, own, id) {
  const theirs = await crypto.subtle.importKey("jwk", { kty, crv, x, y }, CURVE, false, []);
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, own, 256);
  const ground = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const way = { name: "HKDF", hash: "SHA-256", salt: utf8(id), info: INFO };
  return crypto.subtle.deriveKey(way, ground, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
}
