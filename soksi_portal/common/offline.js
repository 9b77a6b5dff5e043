// Opens one page where there is no signal: a copy of it as it was last seen, and of the files it needs. The network is
// always asked first. The copy lasts as long as the page's view says (offline.py puts NAME and KEPT_FOR above); it goes when
// the server no longer gives the page to who holds the phone, and when somebody signs out (static/js/forms.js).
const PAGE = new URL(self.registration.scope).pathname;
const PLACE = `${NAME}:${PAGE}`;
const PATIENCE = 8000; // a line that is there, but carries nothing
const LASTING = /\.[0-9a-f]{12}\.\w+$/; // what such a file's address gives never changes
const SINCE = "X-Kept-Since"; // by the phone's own clock: compared with the server's, a wrong one would end each copy at once
const coming = new Map(); // what is being written

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

// the page names what it is made of, and is told whether all of it is kept: its first visit came before this program
self.addEventListener("message", (event) => {
  if (!event.data || !Array.isArray(event.data.keep)) return;
  const all = [PAGE, ...event.data.keep].map(secured);
  event.waitUntil(Promise.all(all).then((each) => event.ports[0]?.postMessage({ kept: each.every(Boolean) })));
});

self.addEventListener("fetch", (event) => {
  const request = event.request;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  const isPage = request.mode === "navigate" && url.pathname === PAGE && !url.search;
  if (!isPage && !url.pathname.startsWith("/static/")) return;
  event.respondWith(answerTo(event, isPage ? PAGE : request.url));
});

const answerTo = async (event, key) => {
  const copy = await kept(key);
  if (copy && LASTING.test(key)) return copy;
  const fresh = fetch(event.request);
  event.waitUntil(remembered(key, fresh)); // also where it comes too late to be shown
  if (!copy) return fresh;
  const late = new Promise((done) => setTimeout(done, PATIENCE));
  const answer = await Promise.race([fresh.catch(() => undefined), late]);
  return answer && answer.status < 500 ? answer : copy;
};

const secured = async (address) => {
  const key = address === PAGE ? PAGE : new URL(address, location.origin).href;
  await coming.get(key);
  if (await kept(key)) return true;
  await remembered(key, fetch(address, { credentials: "same-origin" }));
  return Boolean(await kept(key));
};

const remembered = (key, fresh) => {
  const work = fresh
    .then((answer) => {
      if (answer.ok && !answer.redirected) return write(key, answer.clone());
      // signed out, or no longer this person's; a portal in trouble says nothing about that
      return key === PAGE && answer.status < 500 && answer.status !== 429 ? caches.delete(PLACE) : undefined;
    })
    .catch(() => {}) // no line, or no room
    .finally(() => coming.get(key) === work && coming.delete(key));
  coming.set(key, work);
  return work;
};

const write = async (key, answer) => {
  const cache = await caches.open(PLACE);
  if (key !== PAGE) return cache.put(key, answer);
  const headers = new Headers(answer.headers);
  headers.delete("Content-Encoding"); // the blob is unpacked
  headers.set(SINCE, String(Date.now()));
  return cache.put(PAGE, new Response(await answer.blob(), { headers }));
};

const kept = async (key) => {
  if (!(await caches.has(PLACE))) return undefined;
  const cache = await caches.open(PLACE);
  const page = await cache.match(PAGE, { ignoreVary: true });
  const since = page && (Number(page.headers.get(SINCE)) || Date.parse(page.headers.get("Date")));
  if (page && !(Date.now() - since < KEPT_FOR)) {
    await caches.delete(PLACE);
    return undefined;
  }
  return cache.match(key, { ignoreVary: true });
};
