// A film that waits says so, and one that does not come says why and what to do.

import { play, say } from "./place.js";

const PATIENCE = 400;

export function faults(player, film) {
  waits(player.querySelector("[data-waiting]"), film);
  fails(player.querySelector("[data-faults]"), player, film);
}

function waits(words, film) {
  let waiting;
  const end = () => {
    clearTimeout(waiting);
    words.hidden = true;
  };
  film.addEventListener("waiting", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      words.hidden = false;
      say(words.textContent.trim());
    }, PATIENCE);
  });
  for (const event of ["playing", "canplay", "pause", "error"]) film.addEventListener(event, end);
}

function fails(box, player, film) {
  const again = box.querySelector("[data-again]");
  let place = Number(film.dataset.start);

  async function fail() {
    const why = await reason(film);
    for (const fault of box.querySelectorAll("[data-fault]")) fault.hidden = fault.dataset.fault !== why;
    again.hidden = why === "format";
    box.hidden = false;
    player.classList.add("is-broken");
  }
  film.addEventListener("timeupdate", () => {
    if (film.readyState) place = film.currentTime;
  });
  film.addEventListener("error", fail);
  // What was wrong before this script came.
  if (film.error) fail();
  again.addEventListener("click", () => {
    box.hidden = true;
    player.classList.remove("is-broken");
    film.load();
    film.currentTime = place;
    play(film);
    player.querySelector("[data-toggle]").focus();
  });
}

// The browser tells a lost connection from a film that it cannot read, but not that from one that is not there.
async function reason(film) {
  if (film.error.code === MediaError.MEDIA_ERR_NETWORK) return "connection";
  try {
    const answer = await fetch(film.currentSrc, { method: "HEAD", redirect: "manual" });
    return answer.ok || answer.type === "opaqueredirect" ? "format" : "missing";
  } catch {
    return "connection";
  }
}
