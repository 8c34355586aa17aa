// The still picture taken from the video where it stands.

import { announce, send } from "./sections.js";

const WIDEST = 1280;

function pictureOf(video) {
  const share = Math.min(1, WIDEST / video.videoWidth);
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(video.videoWidth * share);
  canvas.height = Math.round(video.videoHeight * share);
  canvas.getContext("2d").drawImage(video, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/webp", 0.9));
}

// From an object storage elsewhere a browser lets nobody take a picture: then one is chosen.
function chooseInstead(button) {
  const poster = button.closest("#poster");
  const file = poster.querySelector("details");
  file.open = true;
  file.querySelector("input[type=file]").focus();
  say(button.dataset.failed);
}

function say(text) {
  document.querySelector("[data-poster-said]").textContent = text;
  announce(text);
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-take-frame]");
  if (!button) return;
  const video = document.querySelector("[data-video]");
  if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) {
    say(button.dataset.notYet);
    return;
  }
  button.disabled = true;
  try {
    const body = new FormData();
    body.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
    body.set("picture", await pictureOf(video), "picture");
    await send(button.dataset.url, body, ["poster", "checklist"]);
    document.querySelector("[data-take-frame]")?.focus();
  } catch {
    button.disabled = false;
    chooseInstead(button);
  }
});
