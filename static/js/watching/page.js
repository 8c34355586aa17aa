// The page of a recording. Without any of this the film plays, and every chapter and line is a link to its second.

import { find } from "./finding.js";
import { follow } from "./following.js";
import { start } from "./player.js";
import { report } from "./reporting.js";

const film = document.querySelector("#player video");
const stranger = document.querySelector("[data-elsewhere]");

if (film) {
  start(film);
  follow(film);
  report(film);
}
if (stranger) (await import("./elsewhere.js")).elsewhere(stranger);
find();
