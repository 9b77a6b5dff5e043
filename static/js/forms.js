// Small helps inside forms. Each form works without them.
"use strict";
(() => {
  // --- rupiah: groups the digits while one types, and keeps the cursor behind the same digit. What is more than digits
  // ("12,5 juta", "1.250.000,00") stays as typed, for the server to read: taken for digits alone, it would be another amount.
  const grouped = (digits) => digits.replace(/^0+(?=\d)/, "").replace(/\B(?=(\d{3})+$)/g, ".");
  const seen = new WeakMap();
  document.addEventListener("input", (event) => {
    const field = event.target;
    if (!field.matches("[data-rupiah]")) return;
    const before = seen.has(field) ? seen.get(field) : field.defaultValue;
    seen.set(field, field.value);
    const isGrouped = /^(\d{1,3}(\.\d{3})*)?$/.test(before) && !/^[. ]$/.test(event.data);
    if (!/^[\d. ]*$/.test(field.value) || !(isGrouped || /^\d+$/.test(field.value))) return;
    const behind = field.value.slice(field.selectionEnd).replace(/\D/g, "").length;
    const text = grouped(field.value.replace(/\D/g, ""));
    if (text === field.value) return;
    field.value = text;
    seen.set(field, text);
    let place = text.length;
    for (let left = behind; left > 0 && place > 0; ) if (/\d/.test(text[--place])) left--;
    field.setSelectionRange(place, place);
  });

  // --- a chosen picture is shown before it is sent
  document.addEventListener("change", (event) => {
    const field = event.target;
    if (!field.matches("input[data-preview]")) return;
    const place = document.querySelector(`[data-preview-for="${CSS.escape(field.id)}"]`);
    const file = field.files && field.files[0];
    if (!place) return;
    place.hidden = !file;
    if (!file) return;
    const size = document.createElement("span");
    size.textContent = `${file.name} (${Math.max(1, Math.round(file.size / 1024))} KB)`;
    place.replaceChildren(size);
    if (!/^image\/(png|jpeg|webp)$/.test(file.type)) return;
    const reader = new FileReader();
    reader.onload = () => {
      const picture = new Image();
      picture.alt = "";
      picture.src = reader.result;
      place.prepend(picture);
    };
    reader.readAsDataURL(file);
  });

  // --- pages kept for where there is no signal (attendance.js, visits.js) are for who is signed in: signing out forgets
  // them, and so does any page of somebody who is not
  const forgetPages = async () => {
    if (!window.caches) return;
    for (const name of await caches.keys()) if (/^(kehadiran|kunjungan):/.test(name)) await caches.delete(name);
  };
  if (!document.body.hasAttribute("hx-headers")) forgetPages().catch(() => {});
  document.addEventListener("submit", (event) => event.target.matches("[data-forget]") && forgetPages().catch(() => {}));

  // --- typed text outlives a lost connection or an expired session, in this tab only.
  // Passwords, files and hidden fields are never kept. What arrived is forgotten on the next page, unless that page
  // says that it failed or asks for the password again; signing out forgets all.
  const PREFIX = "teks:";
  const failed = document.querySelector("main[data-failed], main input[type=password]");
  const keepers = [...document.querySelectorAll("form[data-keep]")];
  const fields = (form) =>
    [...form.elements].filter(
      (field) => field.name && !/^(password|file|hidden|submit|button)$/.test(field.type) && !field.closest("[data-private]")
    );
  try {
    for (const key of Object.keys(sessionStorage))
      if (!failed && key.startsWith(PREFIX) && JSON.parse(sessionStorage[key]).sent && !keepers.some((form) => PREFIX + form.dataset.keep === key))
        delete sessionStorage[key];
    document.addEventListener("submit", (event) => {
      if (!event.target.matches("[data-forget]")) return;
      for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) delete sessionStorage[key];
    });
    for (const form of keepers) {
      const key = PREFIX + form.dataset.keep;
      const kept = sessionStorage[key] && JSON.parse(sessionStorage[key]);
      const later = {}; // values whose choices are not on the page yet: regencies of a province, results of a search
      const put = (field, values) => {
        if (field.type === "checkbox") field.checked = values.includes(field.value);
        else if (field.type === "radio") {
          if (values.includes(field.value)) field.checked = true;
        } else if (field.tagName !== "SELECT" || field.querySelector(`option[value="${CSS.escape(values[0])}"]`)) field.value = values[0];
        else return false;
        return true;
      };
      if (kept && !form.querySelector(".field-error")) {
        const asks = [];
        for (const [name, values] of Object.entries(kept.values)) {
          const here = fields(form).filter((field) => field.name === name);
          const before = here.map((field) => field.value + field.checked).join();
          if (!here.every((field) => put(field, values)) || (values.length && !here.some((field) => field.checked || !/^(radio|checkbox)$/.test(field.type)))) later[name] = values;
          if (here.length && here[0].hasAttribute("hx-get") && here.map((field) => field.value + field.checked).join() !== before) asks.push(here[0]);
        }
        document.addEventListener("DOMContentLoaded", () =>
          asks.forEach((field) => field.dispatchEvent(new Event(field.type === "search" ? "search" : "change", { bubbles: true })))
        );
        document.addEventListener("htmx:afterSettle", () => {
          for (const name of Object.keys(later))
            for (const field of fields(form))
              if (field.name === name && put(field, later[name]) && (field.checked || field.tagName === "SELECT")) delete later[name];
        });
      }
      const save = (sent) => {
        const values = {};
        for (const field of fields(form)) {
          values[field.name] ||= [];
          if (!/^(checkbox|radio)$/.test(field.type) || field.checked) values[field.name].push(field.value);
        }
        sessionStorage[key] = JSON.stringify({ sent, values: { ...values, ...later } });
      };
      form.addEventListener("input", () => save(false));
      form.addEventListener("change", (event) => {
        delete later[event.isTrusted ? event.target.name : ""]; // chosen anew
        save(false);
      });
      form.addEventListener("submit", (event) => {
        save(true);
        if (navigator.onLine) return;
        event.preventDefault();
        event.stopPropagation();
        const sentence = "Tidak ada internet. Ketikan Anda tetap ada di HP ini; tekan lagi begitu ada sinyal.";
        document.dispatchEvent(new CustomEvent("portal:say", { detail: sentence }));
      });
    }
  } catch {
    // storage is full or forbidden: the form works as ever
  }
})();
