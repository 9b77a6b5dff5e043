// The sheet of a visit is written without a connection: words and photos stay on the phone, are shown as not sent, and
// leave once when the line is back, also after the page was closed. What stands at the portal meanwhile is shown beside
// them, never written over. Without this file the sheet is a form like any other.
"use strict";
(() => {
  const place = document.querySelector("[data-visits-person]");
  if (!place || !window.indexedDB || !window.FormData) return;
  const person = place.dataset.visitsPerson; // another person on this phone sees and sends none of it
  const form = document.querySelector("form[data-visit]");
  const { newKey, keepSending, keepPage } = window.offline;
  const LONGEST = 1600;
  const MOST_PHOTOS = 6;

  // --- kept on the phone: one sheet for each person and visit
  const open = () =>
    new Promise((done, failed) => {
      const asked = indexedDB.open("pendampingan", 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore("kunjungan", { keyPath: "id" });
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => failed(asked.error);
    });
  const inStore = async (mode, act) => {
    const base = await open();
    try {
      return await new Promise((done, failed) => {
        const work = base.transaction("kunjungan", mode);
        const asked = act(work.objectStore("kunjungan"));
        work.oncomplete = () => done(asked.result);
        work.onerror = work.onabort = () => failed(work.error);
      });
    } finally {
      base.close();
    }
  };
  const read = (id) => inStore("readonly", (store) => store.get(id));
  const write = (sheet) => inStore("readwrite", (store) => store.put(sheet));
  const forget = (id) => inStore("readwrite", (store) => store.delete(id));
  const mine = async () => (await inStore("readonly", (store) => store.getAll())).filter((one) => one.person === person);

  const token = () => {
    const field = document.querySelector("input[name=csrfmiddlewaretoken]");
    return field ? field.value : "";
  };

  // a form that is too old is refused as well: what the page itself answers tells whether it is still this person's
  const isClosed = async ({ url }) => {
    const seen = await fetch(url, { method: "HEAD" });
    return !seen.redirected && (seen.status === 403 || seen.status === 404);
  };

  // --- sending: each sheet has its key, so that what is sent twice counts once
  const busy = new Set();
  const send = async (sheet) => {
    if (busy.has(sheet.id) || !navigator.onLine) return null;
    busy.add(sheet.id);
    try {
      const { key } = sheet;
      sheet.tried = true;
      await write(sheet).catch(() => {}); // no room left: all the more it has to go
      const parcel = new FormData();
      for (const [name, value] of sheet.fields) parcel.append(name, value);
      parcel.set("key", sheet.key);
      parcel.set("base", sheet.base);
      parcel.set("ago", (Date.now() - sheet.at) / 1000);
      parcel.set("served", sheet.served || "");
      parcel.set("continues", sheet.continues || "");
      for (const photo of sheet.photos) parcel.append("photos", photo.blob, photo.name);
      parcel.append("whole", "1"); // the last: what lacks it was cut off on the way
      const headers = { Accept: "application/json", "X-CSRFToken": token() };
      const response = await fetch(sheet.url, { method: "POST", headers, body: parcel });
      if (response.redirected) return { outcome: "signedOut" };
      if (response.status === 403 || response.status === 404) return { outcome: (await isClosed(sheet)) ? "closed" : "signedOut" };
      if (!response.ok) return { outcome: "later" };
      const told = await response.json();
      if (sheet.key !== key) return { outcome: "later" }; // written on meanwhile: that goes next
      if (told.outcome === "applied" || told.outcome === "same") await forget(sheet.id);
      else await write({ ...sheet, ready: false });
      return told;
    } catch {
      return null; // still no line: the next try comes by itself
    } finally {
      busy.delete(sheet.id);
    }
  };

  // --- on lists and pages of visits: which are not sent; and sending what was finished
  const mark = async () => {
    const ids = new Set((await mine()).map((one) => one.visit));
    for (const note of document.querySelectorAll("[data-visit-unsent]")) note.hidden = !ids.has(note.dataset.visitUnsent);
  };
  const sendAll = async () => {
    for (const sheet of await mine()) if (sheet.ready && !(form && sheet.visit === form.dataset.visit)) await send(sheet);
    await mark();
    return !(await mine()).some((sheet) => sheet.ready);
  };
  if (!form) {
    sendAll().catch(() => {});
    keepSending(sendAll);
    return;
  }

  // --- the sheet itself
  const id = `${person}:${form.dataset.visit}`;
  const state = document.querySelector("[data-visit-state]");
  const words = state.querySelector("[data-visit-words]");
  const panel = document.querySelector("[data-visit-panel]");
  const list = form.querySelector("[data-photos]");
  const input = form.elements.photos;
  const said = form.dataset;
  let sheet = null;
  let isKept = false;

  const own = () => [...form.elements].filter((field) => field.name && !/^(hidden|file|submit|button)$/.test(field.type));
  const gathered = () =>
    own()
      .filter((field) => !/^(checkbox|radio)$/.test(field.type) || field.checked)
      .map((field) => [field.name, field.value]);
  const fresh = () => ({
    id, person, visit: form.dataset.visit, url: location.pathname, key: newKey(), base: form.elements.base.value,
    fields: [], photos: [], ready: false, tried: false, continues: "", at: Date.now(), served: "",
  });
  const keep = async () => {
    // sent from another tab meanwhile: these are other words, so the portal shows both
    if (isKept && !(await read(id))) Object.assign(sheet, { key: newKey(), continues: "", tried: false });
    await write(sheet);
    isKept = true;
  };
  const touch = () => {
    sheet ||= fresh();
    if (sheet.tried) Object.assign(sheet, { continues: sheet.key, key: newKey(), tried: false });
    Object.assign(sheet, { fields: gathered(), at: Date.now(), served: form.elements.served.value, ready: false });
  };
  const show = (sentence = "") => {
    state.hidden = !sheet || panel.childElementCount > 0; // the choice comes first
    if (sheet) words.textContent = sentence || (sheet.ready ? said.unsent : said.kept);
    list.hidden = !sheet || !sheet.photos.length;
    list.replaceChildren(...(sheet ? sheet.photos : []).map(drawnLine));
  };
  const drawnLine = (photo, number) => {
    const line = document.createElement("li");
    const remove = document.createElement("button");
    line.textContent = `${photo.name} (${Math.max(1, Math.round(photo.blob.size / 1024))} KB) `;
    remove.type = "button";
    remove.className = "btn btn-link";
    remove.textContent = said.remove;
    remove.addEventListener("click", async () => {
      touch();
      sheet.photos.splice(number, 1);
      await keep();
      show();
    });
    line.append(remove);
    return line;
  };

  const smaller = async (file) => {
    try {
      const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
      const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.max(1, Math.round(picture.width * scale));
      canvas.height = Math.max(1, Math.round(picture.height * scale));
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      picture.close();
      return (await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85))) || file;
    } catch {
      return file; // the portal says what is wrong with it
    }
  };

  const put = (fields) => {
    for (const field of own()) {
      const values = fields.filter(([name]) => name === field.name).map(([, value]) => value);
      if (/^(checkbox|radio)$/.test(field.type)) field.checked = values.includes(field.value);
      else if (values.length) field.value = values[0];
    }
  };
  const leave = async () => {
    if (!sheet || !sheet.ready) return true;
    show(navigator.onLine ? said.sending : "");
    const told = await send(sheet);
    if (told && (told.outcome === "applied" || told.outcome === "same")) {
      location.assign(told.url);
      return true;
    }
    const closed = told && told.outcome === "closed";
    if (closed) told.panel = document.querySelector("[data-visit-closed]").innerHTML;
    if (told && told.panel) {
      sheet.ready = false;
      if (closed) await keep(); // it asks no more by itself
      panel.replaceChildren(document.createRange().createContextualFragment(told.panel));
      panel.scrollIntoView({ block: "start" });
    }
    show(told && told.outcome === "signedOut" ? said.signedOut : "");
    return !sheet.ready;
  };

  let saving = 0;
  const save = () => {
    clearTimeout(saving);
    saving = setTimeout(() => keep().then(() => show()).catch(() => {}), 250);
  };
  form.addEventListener("input", (event) => {
    if (event.target === input) return;
    touch();
    save();
  });
  input.addEventListener("change", async () => {
    touch();
    const chosen = [...input.files];
    input.value = "";
    for (const file of chosen) if (sheet.photos.length < MOST_PHOTOS) sheet.photos.push({ name: file.name, blob: await smaller(file) });
    await keep();
    show();
  });
  form.addEventListener(
    "submit",
    async (event) => {
      event.preventDefault();
      event.stopImmediatePropagation();
      clearTimeout(saving);
      if (!sheet) touch();
      sheet.fields = gathered();
      sheet.ready = true;
      panel.replaceChildren();
      await keep().catch(() => {});
      leave();
    },
    true
  );
  panel.addEventListener("click", async (event) => {
    const use = event.target.closest("[data-visit-use]");
    if (use) {
      event.preventDefault();
      sheet ||= { ...fresh(), fields: gathered() };
      Object.assign(sheet, { base: use.value, key: newKey(), continues: "", tried: false, ready: true });
      panel.replaceChildren();
      await keep();
      return leave();
    }
    if (!event.target.closest("[data-visit-drop]")) return;
    event.preventDefault();
    await forget(id);
    location.assign(event.target.closest("[data-visit-drop]").href);
  });
  state.querySelector("button").addEventListener("click", () => form.requestSubmit());
  keepSending(leave);
  // back from another tab, which may have gone on with it: what the phone keeps counts
  addEventListener("focus", async () => {
    const found = await read(id).catch(() => null);
    if (!found || (sheet && found.at <= sheet.at)) return;
    sheet = found;
    isKept = true;
    put(sheet.fields);
    show();
  });

  read(id)
    .then((found) => {
      if (!found) return sendAll();
      sheet = found;
      isKept = true;
      put(sheet.fields);
      show();
      return leave().then(sendAll);
    })
    .catch(() => {});

  keepPage(form.dataset.worker);
})();
