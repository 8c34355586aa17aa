// The page of a recording. Without any of this the film plays, and every chapter and line is a link to its second.

import { find } from "./finding.js";
import { follow } from "./following.js";
import { start } from "./player.js";

const film = document.querySelector("#player video");
const message = document.querySelector("form[data-watching]");
const stranger = document.querySelector("[data-elsewhere]");

if (film) {
  start(film);
  follow(film);
}
find();
// Neither is fetched for who has no use for it: a visitor is not measured, and few films lie elsewhere.
if (film && message) (await import("./reporting.js")).report(film, message);
if (stranger) (await import("./elsewhere.js")).elsewhere(stranger);
