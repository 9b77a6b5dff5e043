// The trainer's screen: full, and awake. It works without this file.
"use strict";
(() => {
  const button = document.querySelector("[data-fullscreen]");
  if (button && document.fullscreenEnabled) {
    button.hidden = false;
    button.addEventListener("click", () => document.documentElement.requestFullscreen().catch(() => {}));
    document.addEventListener("fullscreenchange", () => (button.hidden = Boolean(document.fullscreenElement)));
  }
  const stayAwake = () => {
    if (navigator.wakeLock && document.visibilityState === "visible") navigator.wakeLock.request("screen").catch(() => {});
  };
  document.addEventListener("visibilitychange", stayAwake); // a lock ends as the page is hidden
  stayAwake();
})();
