/** Texts, bytes, base64 and hashes: the small change of everything that is sealed or sent. */

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const PIECE = 0x8000; // More arguments than this overflow the stack of some browsers.

export const utf8 = (text) => encoder.encode(text);
export const textOf = (bytes) => decoder.decode(bytes);

export function base64(bytes) {
  let text = "";
  for (let start = 0; start < bytes.length; start += PIECE) text += String.fromCharCode(...bytes.subarray(start, start + PIECE));
  return btoa(text);
}

export const unbase64 = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
export const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
export const sha256 = async (bytes) => hex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
export const random = (length) => crypto.getRandomValues(new Uint8Array(length));

/** A fresh identifier like the server's: 48 bits of milliseconds, then 80 random bits, 32 hexadecimal digits in all. */
export const newId = (now = Date.now()) => now.toString(16).padStart(12, "0") + hex(random(10));
