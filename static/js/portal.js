// Small helps for every page. Each page works without them.
"use strict";
(() => {
  const root = document.documentElement;

  // --- theme: the server reads the cookie, so that the next page comes in the right colours at once
  const themeButtons = document.querySelector("[data-theme-buttons]");
  const showTheme = () => {
    const now = root.dataset.theme || "";
    for (const button of themeButtons.querySelectorAll("button"))
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === now));
  };
  if (themeButtons) {
    themeButtons.hidden = false;
    showTheme();
    themeButtons.addEventListener("click", (event) => {
      const choice = event.target.dataset.themeChoice;
      if (choice === undefined) return;
      if (choice) root.dataset.theme = choice;
      else delete root.dataset.theme;
      const age = choice ? 31536000 : 0;
      const secure = location.protocol === "https:" ? "; Secure" : "";
      document.cookie = `theme=${choice}; Path=/; Max-Age=${age}; SameSite=Lax${secure}`;
      showTheme();
    });
  }

  // --- dialogs: a link with data-dialog opens the dialog instead of the page that asks the same
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    const dialog = opener && document.getElementById(opener.dataset.dialog);
    if (dialog && dialog.showModal && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      dialog.showModal();
      return;
    }
    const closer = event.target.closest("[data-close]");
    if (closer) closer.closest("dialog").close();
    else if (event.target.matches("dialog")) event.target.close(); // a click beside it
  });

  // --- map: where nothing can hover, the first tap shows a province's figures and the second opens it
  // (a finger is wider than a tile of a phone: a tap into the gap means the tile beside it)
  let shown = null;
  const nearest = (map, event) => {
    const far = (tile) => {
      const box = tile.getBoundingClientRect();
      return Math.hypot(box.x + box.width / 2 - event.clientX, box.y + box.height / 2 - event.clientY);
    };
    const [closest] = [...map.querySelectorAll("a.tile")].sort((one, other) => far(one) - far(other));
    return closest && far(closest) < 32 ? closest : null;
  };
  document.addEventListener("click", (event) => {
    const map = event.target.closest(".map");
    const tile = event.target.closest("a.tile") || (map && nearest(map, event));
    const byKeyboard = event.detail === 0;
    if (tile && tile !== shown && !byKeyboard && matchMedia("(hover: none)").matches) {
      event.preventDefault();
      tile.focus();
    }
    shown = tile;
  });

  // --- a form is sent once, however often the button is pressed
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    form.setAttribute("aria-busy", "true");
    setTimeout(() => release(form), 15000); // the connection broke: let the person try again
  });
  const release = (form) => {
    delete form.dataset.sent;
    form.removeAttribute("aria-busy");
  };
  const releaseAll = () => document.querySelectorAll("form[data-sent]").forEach(release);
  window.addEventListener("pageshow", releaseAll); // back from the next page
  document.addEventListener("htmx:afterRequest", releaseAll);

  // --- errors: the summary is read first, and its links put the cursor into the field
  const summary = document.querySelector("[data-error-summary]");
  if (summary) summary.focus();
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-error-summary] a");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    field.focus();
    (field.closest(".field") || field).scrollIntoView({ block: "center" });
  });

  // --- an htmx answer that is an error, or none, says so in the page's region for messages
  const tell = (sentence) => {
    const region = document.getElementById("pesan");
    if (!region) return;
    const note = document.createElement("div");
    note.className = "note note-bad";
    const words = document.createElement("p");
    words.textContent = sentence;
    note.append(words);
    region.replaceChildren(note);
    region.scrollIntoView({ block: "nearest" });
  };
  document.addEventListener("portal:say", (event) => tell(event.detail));
  document.addEventListener("htmx:sendError", () => tell("Sambungan terputus. Periksa internet Anda, lalu coba lagi."));
  document.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    if (status === 403) tell("Anda tidak boleh melakukan ini, atau sesi Anda sudah berakhir. Muat ulang halaman ini.");
    else tell("Permintaan ini tidak berhasil. Muat ulang halaman, lalu coba lagi.");
  });
})();
