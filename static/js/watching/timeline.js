// The line below the film: what is seen, where the chapters begin, where one is. A slider lies over it, so that finger,
// mouse, keyboard and screen reader all move the film by the same thing.

import { fill } from "../fill.js";
import { at, lengthOf, placesIn, timecode } from "./place.js";

const THUMB = 18; // pixels, as in the style sheet: the slider ends half of it before its box does

export function timeline(player, film) {
  const slider = player.querySelector("[data-place]");
  const drawing = player.querySelector("[data-line]");
  const [loaded, seen, now] = ["loaded", "seen", "now"].map((name) => drawing.querySelector(`.player__${name}`));
  const [time, total] = [player.querySelector("[data-now]"), player.querySelector("[data-total]")];
  const before = seen.getAttribute("d");
  const hint = hinting(player, film, slider);
  let held = false;

  function measure() {
    const length = lengthOf(film);
    if (!length) return;
    drawing.setAttribute("viewBox", `0 0 ${length} 1`);
    slider.max = length;
    total.textContent = timecode(length);
    draw();
  }

  function draw() {
    const second = place(film);
    // A dot. Not of no length at all: browsers differ in the round ends they give that.
    now.setAttribute("d", `M${second.toFixed(1)} .5h.01`);
    seen.setAttribute("d", before + stretches(film.played));
    loaded.setAttribute("d", stretches(film.buffered));
    time.textContent = timecode(second);
    // A screen reader on the slider would read every second of a film that plays.
    if (!held && (film.paused || film.seeking || !slider.matches(":focus-visible"))) tell(second);
  }

  function tell(second) {
    slider.value = second;
    slider.ariaValueText = fill(slider.dataset.place, { place: timecode(second), length: timecode(lengthOf(film)) });
  }

  slider.addEventListener("pointerdown", () => {
    held = true;
  });
  slider.addEventListener("input", () => {
    hint(slider.valueAsNumber);
    // The next place is fetched when the last one has come.
    if (!film.seeking) film.currentTime = slider.valueAsNumber;
  });
  slider.addEventListener("change", () => {
    film.currentTime = slider.valueAsNumber;
  });
  for (const event of ["pointerup", "pointercancel", "change"]) {
    slider.addEventListener(event, () => {
      held = false;
    });
  }
  for (const event of ["timeupdate", "seeking", "seeked", "progress", "pause"]) film.addEventListener(event, draw);
  film.addEventListener("durationchange", measure);
  measure();
}

// Before its length is known, a film says that it is at its beginning.
const place = (film) => (film.readyState ? film.currentTime : Number(film.dataset.start));

function stretches(ranges) {
  let path = "";
  for (let i = 0; i < ranges.length; i += 1) path += `M${ranges.start(i).toFixed(1)} .5H${ranges.end(i).toFixed(1)}`;
  return path;
}

// The second, the chapter and the slide of the place that is pointed at.
function hinting(player, film, slider) {
  const hint = player.querySelector("[data-hint]");
  const chapters = placesIn(document.querySelector(".chapters"));
  const slides = placesIn(...document.querySelectorAll("[data-slides]"));

  function show(second) {
    const chapter = at(chapters, second)?.querySelector("span");
    const picture = at(slides, second)?.querySelector("img");
    const words = document.createElement("span");
    words.textContent = [timecode(second), chapter?.textContent].filter(Boolean).join(" ");
    hint.replaceChildren(...(picture ? [picture.cloneNode()] : []), words);
    hint.hidden = false;
    // Above the place, and never out over the edge.
    const [width, own] = [slider.offsetWidth, hint.offsetWidth];
    const middle = THUMB / 2 + (second / lengthOf(film)) * (width - THUMB);
    const left = Math.min(Math.max(0, middle - own / 2), width - own);
    hint.style.setProperty("--left", `${left}px`);
  }
  slider.addEventListener("pointermove", (event) => {
    if (event.pointerType !== "mouse") return;
    const along = event.clientX - slider.getBoundingClientRect().left - THUMB / 2;
    const share = along / (slider.offsetWidth - THUMB);
    show(Math.min(Math.max(0, share), 1) * lengthOf(film));
  });
  for (const event of ["pointerleave", "pointerup", "pointercancel", "change"]) {
    slider.addEventListener(event, () => {
      hint.hidden = true;
    });
  }
  return show;
}
