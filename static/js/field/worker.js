/** Keeps one whole version of the app on the tablet: all its files or none, and the old ones until no form is open. */
import Tablet from "./tablet.js";

const PREFIX = "caseforms-field-";
const FINGERPRINT = /^\/static\/[^/]+\//;

/** @param {{version: string, pages: string[], files: string[]}} kept */
export function work({ version, pages, files }) {
  const name = PREFIX + version;

  self.addEventListener("install", (event) => {
    event.waitUntil(take(name, pages, files));
  });

  self.addEventListener("activate", (event) => {
    event.waitUntil(dropOthers(name).then(() => self.clients.claim()));
  });

  self.addEventListener("message", (event) => {
    if (event.data === "take over") self.skipWaiting();
  });

  self.addEventListener("fetch", (event) => {
    const { pathname, origin } = new URL(event.request.url);
    if (event.request.method !== "GET" || origin !== self.location.origin) return;
    if (pathname === "/field/") event.respondWith(start(pages));
    else if (pages.includes(pathname)) event.respondWith(kept(name, pathname, event.request));
    else if (FINGERPRINT.test(pathname)) event.respondWith(file(name, pathname, event.request));
  });

  self.addEventListener("sync", (event) => {
    if (event.tag === "outbox") event.waitUntil(Tablet.opened().then((tablet) => tablet.send({ eager: true })));
  });
}

/** Without anybody's cookie: the page that is kept is nobody's. Files are kept under their name without the fingerprint. */
async function take(name, pages, files) {
  const cache = await caches.open(name);
  const fetched = await Promise.all([...pages, ...files].map(async (address) => {
    const answer = await fetch(address, { credentials: "omit", cache: address.startsWith("/static/") ? "default" : "no-store" });
    if (!answer.ok || answer.redirected) throw new Error(`${answer.status} ${address}`);
    return [plain(address), answer];
  }));
  await Promise.all(fetched.map(([address, answer]) => cache.put(address, answer)));
}

async function dropOthers(name) {
  const names = await caches.keys();
  await Promise.all(names.filter((each) => each.startsWith(PREFIX) && each !== name).map((each) => caches.delete(each)));
}

const plain = (pathname) => pathname.replace(FINGERPRINT, "/static/");

/** In the language of the tablet; the page itself goes on to another one that was chosen. */
function start(pages) {
  const code = self.navigator.language.startsWith("zh") ? "zh" : "en";
  return Response.redirect(pages.find((page) => page.endsWith(code)) ?? pages[0], 302);
}

async function kept(name, address, request) {
  const cache = await caches.open(name);
  return await cache.match(plain(address)) ?? fetch(request);
}

/** Drawings made under an older version name its files; streets and the like are kept when they were first needed. */
async function file(name, pathname, request) {
  const cache = await caches.open(name), known = await cache.match(plain(pathname));
  if (known) return known;
  const answer = await fetch(request);
  if (answer.ok && pathname.includes("/vendor/streets/")) await cache.put(plain(pathname), answer.clone());
  return answer;
}
