// What pages that go on without a line share: the page itself is kept on the phone, each thing sent has a key, and what did
// not arrive is tried again. (The program that keeps the page is soksi_portal/common/offline.js.)
"use strict";
window.offline = (() => {
  const FIRST = 20000;
  const LONGEST = 600000;

  const newKey = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  };

  // --- `send` answers whether nothing is left for later: each pause is twice the last, and no two phones' are alike
  const keepSending = (send) => {
    let pause = FIRST;
    let timer = 0;
    const next = async () => {
      const done = await send().catch(() => false);
      clearTimeout(timer);
      pause = done ? FIRST : Math.min(pause * 2, LONGEST);
      timer = setTimeout(next, pause * (0.75 + Math.random() / 2));
    };
    addEventListener("online", () => {
      pause = FIRST;
      next();
    });
    timer = setTimeout(next, pause);
  };

  // --- the page itself opens without a line once all of it is kept; then, and not before, it says so
  const files = () => [...document.querySelectorAll("script[src], link[rel=stylesheet], link[rel=icon]")].map((one) => one.src || one.href);
  const keepPage = (address) => {
    const workers = navigator.serviceWorker;
    if (!workers) return;
    const ask = async () => {
      const { active } = await workers.ready;
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => {
        for (const note of document.querySelectorAll("[data-offline-kept]")) note.hidden = !data.kept;
      };
      active.postMessage({ keep: files() }, [port2]);
    };
    workers.addEventListener("controllerchange", ask); // a newer program
    workers.register(address).then(ask).catch(() => {}); // no line, or not allowed here
  };

  return { newKey, keepSending, keepPage };
})();
