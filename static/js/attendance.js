// The list of attendance goes on without a connection: marks stay on the phone with the moment of the tap, are shown as
// not sent, and leave once when the line is back, also after the page was closed. Without this file each tap needs the line.
"use strict";
(() => {
  const form = document.querySelector("form[data-roll]");
  if (!form) return;
  const KEY = `kehadiran:${form.dataset.roll}:${form.dataset.person}`; // another person on this phone sends none of it
  const { newKey, keepSending, keepPage } = window.offline;
  const others = window.BroadcastChannel && new BroadcastChannel(KEY); // the same list in another tab
  const lines = [...form.querySelectorAll(".roll-line")];
  const waits = form.querySelector("[data-roll-waits]");
  const words = form.querySelector("[data-roll-words]");
  let sending = false;
  let problem = "";

  const read = () => {
    try {
      return JSON.parse(localStorage[KEY] || "[]");
    } catch {
      return [];
    }
  };
  const write = (ticks) => {
    if (ticks.length) localStorage[KEY] = JSON.stringify(ticks);
    else delete localStorage[KEY];
    show();
  };
  const lineOf = (id) => lines.find((line) => line.dataset.invitation === id);
  const markOf = (line) => line.querySelector(".roll-mark");
  const chosen = (line) => (line.querySelector("input[type=radio]:checked") || {}).value || "";
  const saved = (line) => markOf(line).querySelector("input[type=hidden]").value;
  const choose = (line, status) => {
    for (const radio of line.querySelectorAll("input[type=radio]")) radio.checked = radio.value === status;
  };

  // --- what is not sent yet is seen at once, and again when the page is opened anew
  const show = () => {
    const ticks = read();
    for (const line of lines) {
      const old = line.querySelector(".roll-pending");
      if (old) old.remove();
      const tick = ticks.filter((one) => one.invitation === line.dataset.invitation).pop();
      for (const other of markOf(line).children) other.hidden = Boolean(tick);
      if (!tick) continue;
      choose(line, tick.status);
      const note = document.createElement("span");
      note.className = "roll-pending";
      note.textContent = "Belum terkirim";
      markOf(line).append(note);
    }
    waits.hidden = !ticks.length;
    words.textContent = `${ticks.length} catatan belum terkirim. Tersimpan di HP ini sampai ada sambungan. ${problem}`;
  };
  const keep = (line, status) => {
    const ticks = read();
    const last = ticks.filter((one) => one.invitation === line.dataset.invitation).pop();
    const tick = { key: newKey(), invitation: line.dataset.invitation, status, seen: markOf(line).dataset.version, at: Date.now(), served: form.dataset.served, tried: false };
    if (last && !last.tried) Object.assign(last, { ...tick, seen: last.seen });
    else ticks.push(tick);
    write(ticks);
  };
  const forget = (line) => write(read().filter((one) => one.invitation !== line.dataset.invitation));

  // --- sending: each has its key, so that what is sent twice counts once
  const draw = (html, old) => {
    const made = document.createRange().createContextualFragment(html).querySelector("p");
    if (made && old) old.replaceWith(made);
  };
  const take = (answers, count) => {
    const done = new Set(answers.map((answer) => answer.key.replaceAll("-", "")));
    const left = read().filter((tick) => !done.has(tick.key));
    for (const answer of answers) {
      const line = lineOf(String(answer.invitation));
      if (!line) continue;
      draw(answer.mark, markOf(line));
      choose(line, answer.status);
      for (const tick of left) if (tick.invitation === line.dataset.invitation) tick.seen = markOf(line).dataset.version;
    }
    draw(count, form.querySelector(".roll-count"));
    write(left);
  };
  const send = async () => {
    const ticks = read();
    if (sending || !ticks.length || !navigator.onLine) return !ticks.length;
    sending = true;
    problem = "";
    write(ticks.map((tick) => ({ ...tick, tried: true })));
    try {
      const response = await fetch(form.dataset.send, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
        body: JSON.stringify({ now: Date.now(), ticks }),
      });
      if (response.redirected || response.status === 403) problem = "Muat ulang halaman ini dan masuk lagi untuk mengirimnya.";
      else if (response.ok) {
        const { answers, count } = await response.json();
        take(answers, count);
        if (others) others.postMessage({ answers, count });
      } else problem = "Portal belum menerimanya; dicoba lagi nanti.";
    } catch {
      // still no line: the next try comes by itself
    }
    sending = false;
    show();
    return !read().length;
  };
  if (others) others.onmessage = ({ data }) => take(data.answers, data.count);
  addEventListener("storage", (event) => event.key === KEY && show());

  // --- taps: htmx sends them; what does not arrive is kept
  const isAnswer = (line, event) => new URL(event.detail.xhr.responseURL).pathname === line.getAttribute("hx-post");
  const failed = (event) => {
    const line = event.target.closest(".roll-line");
    if (!line) return;
    event.stopPropagation(); // the note beside the name says it
    if (chosen(line)) keep(line, chosen(line));
  };
  form.addEventListener("htmx:beforeRequest", (event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    failed(event);
  });
  for (const name of ["htmx:sendError", "htmx:timeout"]) form.addEventListener(name, failed);
  form.addEventListener("htmx:responseError", (event) => {
    const line = event.target.closest(".roll-line");
    if (line && chosen(line)) keep(line, chosen(line));
  });
  form.addEventListener("htmx:beforeSwap", (event) => {
    const line = event.target.closest(".roll-line");
    if (!line || isAnswer(line, event)) return;
    event.detail.shouldSwap = false; // the page for signing in
    problem = "Muat ulang halaman ini dan masuk lagi untuk mengirimnya.";
    keep(line, chosen(line));
  });
  form.addEventListener("htmx:afterRequest", (event) => {
    const line = event.target.closest(".roll-line");
    if (!line || !event.detail.successful || !isAnswer(line, event)) return;
    forget(line);
    send();
  });
  form.addEventListener("submit", (event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    event.stopPropagation();
    const everyone = event.submitter && event.submitter.name === "semua";
    for (const line of lines) {
      const status = chosen(line) || (everyone && "expected" in line.dataset ? "present" : "");
      if (status && status !== saved(line)) keep(line, status);
    }
    const sentence = "Tidak ada sambungan. Catatan tersimpan di HP ini dan dikirim sendiri begitu ada sinyal.";
    document.dispatchEvent(new CustomEvent("portal:say", { detail: sentence }));
  });
  form.querySelector("[data-roll-send]").addEventListener("click", send);
  keepSending(send);
  show();
  send();
  keepPage(form.dataset.worker);
})();
