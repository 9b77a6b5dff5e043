// Helps while registering a business. Each page works without them.
"use strict";
(() => {
  // --- the phone says where it is
  const place = document.querySelector("[data-locate]");
  const field = place && document.getElementById(place.dataset.locate);
  if (field && navigator.geolocation && window.isSecureContext) {
    const status = place.querySelector("[role=status]");
    place.hidden = false;
    place.querySelector("button").addEventListener("click", () => {
      status.textContent = place.dataset.asking;
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => {
          field.value = `${coords.latitude.toFixed(6)}, ${coords.longitude.toFixed(6)}`;
          field.dispatchEvent(new Event("input", { bubbles: true }));
          status.textContent = place.dataset.found;
        },
        () => (status.textContent = place.dataset.refused),
        { enableHighAccuracy: true, timeout: 20000, maximumAge: 60000 }
      );
    });
  }
})();
