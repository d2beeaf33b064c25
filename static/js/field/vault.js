/** What one volunteer writes, closed with a key that only her PIN opens; forgotten the moment the tablet is locked. */
import { random, textOf, utf8 } from "./bytes.js";

export const ROUNDS = 600_000;

/** The PIN does not open this vault. */
export class WrongPin extends Error {}

/** A secret of this browser that no script can read out: a copied vault cannot be tried elsewhere with PINs alone. */
export const newDeviceKey = () => crypto.subtle.generateKey({ name: "HMAC", hash: "SHA-256" }, false, ["sign"]);

/** @returns {Promise<{kept: object, vault: Vault}>}  `kept` may be stored as it is: it opens nothing without the PIN */
export async function create(pin, deviceKey, rounds = ROUNDS) {
  const master = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, true, ["encrypt", "decrypt"]);
  const kept = await wrapped(master, pin, deviceKey, rounds);
  return { kept, vault: await open(kept, pin, deviceKey) };
}

/** @returns {Promise<Vault>}  @throws {WrongPin} */
export async function open({ salt, rounds, iv, master }, pin, deviceKey) {
  const key = await slow(pin, deviceKey, salt, rounds);
  try {
    const way = { name: "AES-GCM", iv };
    return new Vault(await crypto.subtle.unwrapKey("raw", master, key, way, "AES-GCM", false, ["encrypt", "decrypt"]));
  } catch {
    throw new WrongPin();
  }
}

async function wrapped(master, pin, deviceKey, rounds) {
  const salt = random(16), iv = random(12);
  const key = await slow(pin, deviceKey, salt, rounds);
  return { salt, rounds, iv, master: new Uint8Array(await crypto.subtle.wrapKey("raw", master, key, { name: "AES-GCM", iv })) };
}

async function slow(pin, deviceKey, salt, rounds) {
  const mixed = await crypto.subtle.sign("HMAC", deviceKey, utf8(pin.normalize("NFKC")));
  const ground = await crypto.subtle.importKey("raw", mixed, "PBKDF2", false, ["deriveKey"]);
  const way = { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds };
  return crypto.subtle.deriveKey(way, ground, { name: "AES-GCM", length: 256 }, false, ["wrapKey", "unwrapKey"]);
}

/** Closes and opens values and bytes; `about` names what a value belongs to and must be the same when it is opened. */
export class Vault {
  #key;

  constructor(key) {
    this.#key = key;
  }

  async closeBytes(bytes, about) {
    const iv = random(12);
    const cipher = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: utf8(about) }, this.#key, bytes);
    return { iv, cipher: new Uint8Array(cipher) };
  }

  async openBytes({ iv, cipher }, about) {
    return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: utf8(about) }, this.#key, cipher));
  }

  close(value, about) {
    return this.closeBytes(utf8(JSON.stringify(value)), about);
  }

  async open(closed, about) {
    return JSON.parse(textOf(await this.openBytes(closed, about)));
  }
}
