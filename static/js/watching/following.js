// What goes with the film: the chapter, the line and the slide of the moment are marked, and the text and the slides
// move along inside their own boxes.

import { at, placesIn, remembered } from "./place.js";

const steady = matchMedia("(prefers-reduced-motion: reduce)");

export function follow(film) {
  const button = document.querySelector("[data-follow]");
  const lines = document.querySelector("[data-lines]");
  const strips = [...document.querySelectorAll("[data-slides]")];
  const lists = [
    { places: placesIn(document.querySelector(".chapters")) },
    { places: placesIn(lines), downwards: true },
    // One presentation takes over from another: only one page of them all is shown.
    { places: placesIn(...strips) },
  ];
  const following = switching(button, lines, () => mark(true));

  function mark(move = false) {
    // The browser rounds a jump to the nearest picture: half a moment later is the line that was asked for.
    const now = film.currentTime + 0.3;
    const begun = film.currentTime > 0 || !film.paused;
    for (const list of lists) {
      const link = begun ? at(list.places, now) : undefined;
      if (link === list.now && !move) continue;
      list.now?.removeAttribute("aria-current");
      link?.setAttribute("aria-current", "true");
      list.now = link;
      if (link && boxOf(link) && following()) bring(link, list.downwards);
    }
  }
  for (const list of lists) list.now = list.places.find(([, link]) => link.hasAttribute("aria-current"))?.[1];
  for (const event of ["timeupdate", "seeked", "play"]) film.addEventListener(event, () => mark());
  // What the page came with is marked already; it only has to be seen.
  for (const list of lists) if (list.now && boxOf(list.now)) bring(list.now, list.downwards, true);
}

const boxOf = (link) => link.closest("[data-lines], [data-slides]");

// Scrolls the box and nothing around it.
function bring(link, downwards, atOnce = false) {
  const box = boxOf(link);
  if (box.contains(document.activeElement) && document.activeElement !== link) return;
  const [frame, own] = [box.getBoundingClientRect(), link.getBoundingClientRect()];
  const behavior = steady.matches || atOnce ? "instant" : "smooth";
  if (downwards) {
    box.scrollTo({ top: box.scrollTop + own.top - frame.top - (frame.height - own.height) / 3, behavior });
  } else {
    box.scrollTo({ left: box.scrollLeft + own.left - frame.left - (frame.width - own.width) / 3, behavior });
  }
}

// On until somebody scrolls the text by hand, or switches it off.
function switching(button, lines, whenOn) {
  if (!button || !lines) return () => true;
  const isOn = () => button.getAttribute("aria-pressed") === "true";
  const turn = (on) => button.setAttribute("aria-pressed", String(on));
  button.hidden = false;
  turn(remembered.get("follow") !== "no");
  button.addEventListener("click", () => {
    turn(!isOn());
    remembered.set("follow", isOn() ? "yes" : "no");
    if (isOn()) whenOn();
  });
  for (const event of ["wheel", "touchmove"]) lines.addEventListener(event, () => turn(false), { passive: true });
  return isOn;
}
