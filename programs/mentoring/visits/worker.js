// Opens one visit's sheet where there is no signal: a copy of the page as it was last seen, and of the files it needs. The
// network is always asked first. The copy lasts three days, so that it can be opened before one leaves; it goes when the
// server no longer gives the page to who holds the phone, and when somebody signs out (static/js/forms.js).
// (The list of attendance has the same program with other words.)
"use strict";
const PAGE = new URL(self.registration.scope).pathname;
const NAME = `kunjungan:${PAGE}`;
const KEPT_FOR = 72 * 3600 * 1000;
const PATIENCE = 8000; // a line that is there, but carries nothing

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

// the first visit came before this program: the page names what it is made of
self.addEventListener("message", (event) => {
  if (!event.data || !Array.isArray(event.data.keep)) return;
  event.waitUntil(Promise.all([PAGE, ...event.data.keep].map((address) => answer(new Request(address, { credentials: "same-origin" })).catch(() => {}))));
});

self.addEventListener("fetch", (event) => {
  const request = event.request;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  const isPage = request.mode === "navigate" && url.pathname === PAGE && !url.search;
  if (isPage || url.pathname.startsWith("/static/")) event.respondWith(answer(request));
});

const answer = async (request) => {
  const isPage = new URL(request.url).pathname === PAGE;
  const key = isPage ? PAGE : request.url;
  try {
    const fresh = await inTime(fetch(request), isPage && (await kept(key)));
    if (fresh.ok && !fresh.redirected) await (await caches.open(NAME)).put(key, fresh.clone());
    else if (isPage && fresh.status < 500) await caches.delete(NAME); // signed out, or no longer this mentor's
    return fresh;
  } catch (noConnection) {
    const copy = await kept(key);
    if (copy) return copy;
    throw noConnection;
  }
};

const inTime = (coming, hasCopy) =>
  hasCopy ? Promise.race([coming, new Promise((_, late) => setTimeout(() => late(new Error("late")), PATIENCE))]) : coming;

const kept = async (key) => {
  if (!(await caches.has(NAME))) return undefined;
  const cache = await caches.open(NAME);
  const page = await cache.match(PAGE, { ignoreVary: true });
  const made = page && Date.parse(page.headers.get("Date"));
  if (page && !(Date.now() - made < KEPT_FOR)) {
    await caches.delete(NAME);
    return undefined;
  }
  return cache.match(key, { ignoreVary: true });
};
