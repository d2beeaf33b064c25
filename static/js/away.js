/* Keeps one page without anybody's data at hand: shown when no page can be reached. Everything else comes from the network. */

const STORE = "caseforms-away-1";
const PAGE = "/away";

async function keep() {
  const store = await caches.open(STORE);
  const answer = await fetch(PAGE, { cache: "no-store", credentials: "omit" });
  if (!answer.ok) return;
  const html = await answer.clone().text();
  const sheets = [...html.matchAll(/href="([^"]+\.css)"/g)].map((found) => found[1]);
  await store.put(PAGE, answer);
  await store.addAll(sheets);
}

self.addEventListener("install", (event) => {
  event.waitUntil(keep().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(self.clients.claim());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(async () => (await caches.match(PAGE)) ?? Response.error()));
  } else if (request.destination === "style") {
    event.respondWith(fetch(request).catch(async () => (await caches.match(request)) ?? Response.error()));
  }
});

self.addEventListener("message", (event) => {
  if (event.data === "keep") event.waitUntil(keep());
});
