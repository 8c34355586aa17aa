// Links that move the film instead of loading the page again, and a place to share.

import { copied } from "../copied.js";
import { fill } from "../fill.js";
import { addressAt, play, PLACES, say, secondOf, timecode } from "./place.js";

const RELOADS = (event) => event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button > 0;

export function links(player, film) {
  copying(film);
  seeking(player, film);
}

function copying(film) {
  const button = document.querySelector("[data-copy]");
  if (!button) return;
  const words = button.querySelector("[data-copy-words]");
  let shown = -1;
  const label = () => {
    const second = Math.floor(film.currentTime);
    if (second === shown) return;
    shown = second;
    words.textContent = fill(words.dataset.copyWords, { place: timecode(second) });
  };
  // Before its length is known, a film says that it is at its beginning.
  shown = Number(film.dataset.start);
  words.textContent = fill(words.dataset.copyWords, { place: timecode(shown) });
  button.hidden = false;
  film.addEventListener("timeupdate", label);
  film.addEventListener("seeking", label);
  button.addEventListener("click", async () => {
    const second = shown;
    if (await copied(addressAt(second).href)) say(fill(button.dataset.copy, { place: timecode(second) }));
  });
}

// Chapters, lines, slides, gaps: every link that names a second moves the film, and the address with it. Focus stays
// where it is, so that whoever goes through a list goes on there; only «Continue» leads to the film.
function seeking(player, film) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest(PLACES);
    if (!link || RELOADS(event)) return;
    event.preventDefault();
    film.currentTime = secondOf(link);
    play(film);
    history.replaceState(history.state, "", link.href);
    if (link.closest("[data-resume]")) player.querySelector("[data-toggle]").focus();
    if (!link.closest("[data-lines]")) player.scrollIntoView({ block: "nearest" });
  });
}
