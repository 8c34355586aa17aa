// The player: our own controls in place of the browser's, each in its own file.

import { captions } from "./captions.js";
import { controls } from "./controls.js";
import { faults } from "./faults.js";
import { keys } from "./keys.js";
import { links } from "./links.js";
import { screens } from "./screens.js";
import { timeline } from "./timeline.js";

export function start(film) {
  const player = film.closest(".player");
  for (const part of [controls, captions, timeline, screens, faults, keys, links]) part(player, film);
  film.controls = false;
  player.querySelector("[data-controls]").hidden = false;
}
