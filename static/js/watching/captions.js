// Captions: on and off with one button, in which language among the settings; remembered.

import { remembered } from "./place.js";

export function captions(player, film) {
  const select = player.querySelector("[data-captions]");
  if (!select) return;
  const button = player.querySelector("[data-caption]");
  const tracks = film.textTracks;
  const languages = [...select.options].map((option) => option.value);
  const shown = () => [...tracks].find((track) => track.mode === "showing")?.language ?? "";
  const show = (language) => {
    for (const track of tracks) track.mode = track.language === language ? "showing" : "disabled";
  };
  const tell = () => {
    select.value = shown();
    button.ariaPressed = String(select.value !== "");
    if (select.value) latest = select.value;
  };
  // What the button brings back: what was shown last, else the captions in the reader's own language, else the first.
  let latest = languages.find((language) => language === document.documentElement.lang) ?? languages[1];

  const last = remembered.get("captions");
  if (last !== null && languages.includes(last)) show(last);
  tell();
  const choose = (language) => {
    show(language);
    tell();
    remembered.set("captions", language);
  };
  select.addEventListener("change", () => choose(select.value));
  button.addEventListener("click", () => choose(shown() ? "" : latest));
  // In full screen a phone has a menu of its own.
  tracks.addEventListener("change", () => {
    if (select.value === shown()) return;
    tell();
    remembered.set("captions", select.value);
  });
}
