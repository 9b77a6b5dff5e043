// The trainer's phone reads participants' codes where the browser can (BarcodeDetector); elsewhere the page says how the
// phone's own camera does it, and the code can be typed.
"use strict";
(() => {
  const place = document.querySelector("[data-scanner]");
  const start = document.querySelector("[data-scan-start]");
  const form = document.querySelector("form.sheet");
  if (!place || !form || !window.BarcodeDetector || !(navigator.mediaDevices && navigator.mediaDevices.getUserMedia)) return;
  const video = place.querySelector("video");
  const said = document.querySelector("[data-scan-said]");
  const number = document.querySelector("[data-scan-count]");
  const AGAIN = 4000; // a code that stays in the picture is sent once in a while only
  let last = { code: "", at: 0 };

  const say = (sentence, tone) => {
    said.textContent = sentence;
    said.className = tone;
  };
  const send = async (code) => {
    const fields = new FormData(form);
    fields.set("kode", code);
    try {
      const response = await fetch(location.href, { method: "POST", body: fields, headers: { Accept: "application/json" } });
      if (!response.ok || response.redirected) throw new Error();
      const answer = await response.json();
      say(answer.sentence, answer.ok ? "scan-good" : "scan-bad");
      number.textContent = answer.present;
      if (answer.ok && navigator.vibrate) navigator.vibrate(80);
    } catch {
      last = { code: "", at: 0 };
      say("Tidak terkirim. Periksa sambungan, lalu pindai lagi, atau tandai di daftar: daftar tetap jalan tanpa sambungan.", "scan-bad");
    }
  };
  const look = async (detector) => {
    if (!video.srcObject) return;
    const [found] = await detector.detect(video).catch(() => []);
    const now = Date.now();
    if (found && (found.rawValue !== last.code || now - last.at > AGAIN)) {
      last = { code: found.rawValue, at: now };
      await send(found.rawValue);
    }
    setTimeout(() => look(detector), 200);
  };
  const begin = async () => {
    try {
      video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      await video.play();
    } catch {
      say("Kamera tidak dapat dipakai. Izinkan kamera untuk situs ini, atau ketik kodenya.", "scan-bad");
      place.hidden = false;
      video.hidden = true;
      return;
    }
    place.hidden = false;
    start.hidden = true;
    look(new BarcodeDetector({ formats: ["qr_code"] }));
  };
  BarcodeDetector.getSupportedFormats().then((formats) => {
    if (!formats.includes("qr_code")) return;
    document.querySelector("[data-scan-else]").hidden = true;
    start.hidden = false;
    start.addEventListener("click", begin);
  });
  addEventListener("pagehide", () => video.srcObject && video.srcObject.getTracks().forEach((track) => track.stop()));
})();
