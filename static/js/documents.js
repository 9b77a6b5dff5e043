// Documents: a chosen picture is made small here, sent at once, and shown how far it is. Without this file the forms
// work by themselves. Nothing is lost when the line breaks: the choice stays, and a button sends it again.
"use strict";
(() => {
  const LONGEST = 1600;
  const QUALITY = 0.85;
  const MOST_BYTES = 10 * 1024 * 1024;
  const said = document.querySelector("[data-uploads]");
  if (!said || !window.FormData) return;

  const enhance = (form) => {
    form.classList.add("is-enhanced");
    form.querySelector("button").hidden = true;
  };

  // --- smaller: the longest side 1600 px, as JPEG; a picture that this browser cannot read goes as it is
  const drawn = async (file) => {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    return new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  };
  const shrunk = async (file) => {
    if (!file.type.startsWith("image/")) return file;
    try {
      return (await drawn(file)) || file;
    } catch {
      return file;
    }
  };

  // --- what the form says
  const say = (form, sentence, wrong = false) => {
    const words = form.querySelector(".upload-words");
    words.textContent = sentence;
    words.classList.toggle("is-wrong", wrong);
  };
  const rest = (form) => {
    form.removeAttribute("aria-busy");
    form.querySelector(".upload-state").hidden = true;
  };
  const fail = (form, sentence, again = true) => {
    rest(form);
    say(form, sentence, true);
    const button = form.querySelector("button");
    button.hidden = !again;
    if (!again) return;
    button.textContent = said.dataset.again;
    button.focus();
  };

  // --- sending
  const token = () => (document.cookie.match(/(?:^|; )csrftoken=([^;]+)/) || [])[1];
  const send = (form, parcel) => {
    const request = new XMLHttpRequest();
    const bar = form.querySelector("progress");
    request.open("POST", form.action);
    if (token()) request.setRequestHeader("X-CSRFToken", token()); // it is a new one after signing in again
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) bar.value = Math.round((100 * event.loaded) / event.total);
    };
    request.upload.onload = () => say(form, said.dataset.checking);
    request.onerror = request.ontimeout = () => fail(form, said.dataset.cut);
    request.onload = () => arrived(form, request);
    request.timeout = 180000;
    say(form, said.dataset.sending);
    request.send(parcel);
  };
  const arrived = (form, request) => {
    const page = new DOMParser().parseFromString(request.responseText, "text/html");
    const section = form.closest("section");
    const renewed = page.getElementById(section.id);
    if (request.status === 200 && renewed) return show(section, renewed, page);
    const signedOut = request.status === 403 || new URL(request.responseURL).pathname.startsWith("/masuk/");
    fail(form, signedOut ? said.dataset.signedOut : said.dataset.failed);
  };
  const show = (section, renewed, page) => {
    section.replaceWith(renewed);
    const messages = document.getElementById("pesan");
    const news = page.getElementById("pesan");
    if (messages && news) messages.replaceWith(news);
    renewed.querySelectorAll("form[data-upload]").forEach(enhance);
    const heading = renewed.querySelector("h2");
    heading.tabIndex = -1;
    (renewed.querySelector(".is-invalid") || heading).focus({ preventScroll: true });
    renewed.scrollIntoView({ block: "nearest" });
  };

  const start = async (form) => {
    if (form.hasAttribute("aria-busy")) return;
    const files = [...form.querySelectorAll("input[type=file]")].flatMap((field) => [...field.files]);
    if (!files.length) return;
    form.setAttribute("aria-busy", "true");
    form.querySelector(".upload-state").hidden = false;
    form.querySelector("progress").value = 0;
    say(form, said.dataset.shrinking);
    const parcel = new FormData();
    parcel.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    for (const file of files) {
      const small = await shrunk(file);
      if (small.size > MOST_BYTES) return fail(form, said.dataset.tooBig, false);
      parcel.append("pictures", small, file.name);
    }
    send(form, parcel);
  };

  document.querySelectorAll("form[data-upload]").forEach(enhance);
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-upload]");
    if (!form || !event.target.files || !event.target.files.length) return;
    // the last choice counts
    for (const other of form.querySelectorAll("input[type=file]")) if (other !== event.target) other.value = "";
    start(form);
  });
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target.closest("form[data-upload]");
      if (!form) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      start(form);
    },
    true
  );
})();
