// The keys that players have everywhere. They hold while the player has the focus, so that nobody who dictates or types
// elsewhere on the page moves the film by a letter.

import { say } from "./place.js";

const STEP = 5;
const LOUDER = 0.1;
const TYPES = "select, [data-volume]";
// A slider grows upwards too.
const ON_THE_LINE = { ArrowUp: "ArrowRight", ArrowDown: "ArrowLeft" };
const PRESSED = "button, a, select, summary";

export function keys(player, film) {
  const faster = (by) => {
    const select = player.querySelector("[data-speed]");
    const option = select.options[select.selectedIndex + by];
    if (!option) return;
    select.value = option.value;
    select.dispatchEvent(new Event("change"));
    say(option.text);
  };
  const louder = (by) => {
    film.volume = Math.min(Math.max(0, film.volume + by), 1);
    film.muted = false;
  };
  const seek = (by) => {
    film.currentTime += by;
  };
  const meanings = {
    " ": () => player.querySelector("[data-toggle]").click(),
    ArrowLeft: () => seek(-STEP),
    ArrowRight: () => seek(STEP),
    ArrowUp: () => louder(LOUDER),
    ArrowDown: () => louder(-LOUDER),
    "<": () => faster(-1),
    ">": () => faster(1),
    "?": () => {
      player.querySelector(".player__help").open = true;
      player.querySelector("[popovertarget]").click();
    },
  };
  for (const button of player.querySelectorAll("[aria-keyshortcuts]")) {
    meanings[button.getAttribute("aria-keyshortcuts")] = () => button.click();
  }

  // The names of the buttons lie over the film while they are pointed at.
  for (const event of ["keydown", "pointermove"]) {
    player.addEventListener(event, ({ key }) => player.classList.toggle("is-quiet", key === "Escape"));
  }
  player.addEventListener("keydown", (event) => {
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const meaning = meanings[(event.target.closest("[data-place]") && ON_THE_LINE[key]) || key];
    if (!meaning || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest(TYPES) || (key === " " && event.target.closest(PRESSED))) return;
    event.preventDefault();
    meaning();
  });
}
