// A record that one examines is let go as one leaves its page. Without this file the claim ends by itself.
"use strict";
addEventListener("pagehide", () => {
  // the claim of this page: one that a newer page has renewed stays, since it names another moment
  const form = document.querySelector("form[data-claim]");
  if (!form) return;
  const address = new URL(form.action);
  address.search = "?leaving";
  navigator.sendBeacon(address, new FormData(form));
});
