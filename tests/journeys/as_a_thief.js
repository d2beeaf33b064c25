/* Everything that this site has put into the browser, as bytes in base64: databases, caches, small stores, cookies. */
async () => {
  const found = [];
  const bytes = (value) => {
    if (typeof value === "string") found.push(new TextEncoder().encode(value));
    else if (value instanceof ArrayBuffer) found.push(new Uint8Array(value));
    else if (ArrayBuffer.isView(value)) found.push(new Uint8Array(value.buffer));
    else if (value && typeof value === "object") for (const [name, inner] of Object.entries(value)) { bytes(name); bytes(inner); }
    else found.push(new TextEncoder().encode(String(value)));
  };
  const asked = (request) => new Promise((done, failed) => { request.onsuccess = () => done(request.result); request.onerror = failed; });
  for (const { name } of await indexedDB.databases()) {
    const db = await asked(indexedDB.open(name));
    for (const store of db.objectStoreNames) bytes(await asked(db.transaction(store).objectStore(store).getAll()));
    db.close();
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      bytes(request.url);
      if (!request.url.includes("/vendor/")) bytes(await (await cache.match(request)).arrayBuffer());
    }
  }
  bytes({ ...localStorage, ...sessionStorage, cookie: document.cookie });
  const whole = await new Blob(found).arrayBuffer();
  let text = "";
  for (let at = 0; at < whole.byteLength; at += 0x8000) text += String.fromCharCode(...new Uint8Array(whole.slice(at, at + 0x8000)));
  return btoa(text);
}
